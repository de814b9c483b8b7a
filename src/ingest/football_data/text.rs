//! From bytes to lines to cells: encodings, line ends and quotes as the source's files bring them.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::FormatError;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The mark's three bytes taken for three letters and encoded again.
const TWICE_ENCODED_MARK: &str = "\u{ef}\u{bb}\u{bf}";

/// A file's text and, where it had to be guessed at, how it was read.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) note: Option<&'static str>,
}

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, FormatError> {
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding != UTF_8 => Decoded {
            text: encoding.decode(bytes).0,
            note: Some("read as UTF-16"),
        },
        _ => decode_eight_bit(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes)),
    };
    if decoded.text.trim().is_empty() {
        return Err(FormatError::Empty);
    }
    // A picture or an archive; no text holds a NUL, and PostgreSQL keeps none that does.
    if decoded.text.contains('\0') {
        return Err(FormatError::Binary);
    }
    Ok(decoded)
}

fn decode_eight_bit(bytes: &[u8]) -> Decoded<'_> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Decoded {
            text: WINDOWS_1252.decode_without_bom_handling(bytes).0,
            note: Some("not UTF-8, read as windows-1252"),
        };
    };
    let Some(rest) = text.strip_prefix(TWICE_ENCODED_MARK) else {
        return Decoded {
            text: Cow::Borrowed(text),
            note: None,
        };
    };
    // The mark was encoded twice, so all the text was: `PreuÃŸen` is Preußen.
    Decoded {
        text: encoded_once(rest).map_or(Cow::Borrowed(rest), Cow::Owned),
        note: None,
    }
}

/// Undoes the second of two encodings; none when the text was encoded only once.
fn encoded_once(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    for letter in text.chars() {
        match u8::try_from(letter) {
            Ok(byte) => bytes.push(byte),
            Err(_) => match WINDOWS_1252.encode(letter.encode_utf8(&mut buffer)) {
                (encoded, _, false) => bytes.extend_from_slice(&encoded),
                (_, _, true) => return None,
            },
        }
    }
    String::from_utf8(bytes).ok()
}

/// A line and its number, from 1, as an editor shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) number: u32,
    pub(super) text: &'a str,
    /// False for a last line without a line end: it may have been cut.
    pub(super) ended: bool,
}

/// Lines ended by LF, CR, CRLF, or CRCRLF, which text mode makes of CRLF.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut rest = text;
    let mut number = 0;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        number += 1;
        let end = rest
            .bytes()
            .position(|byte| matches!(byte, b'\n' | b'\r'))
            .unwrap_or(rest.len());
        let (line, tail) = rest.split_at(end);
        rest = ["\r\r\n", "\r\n", "\n", "\r"]
            .iter()
            .find_map(|end| tail.strip_prefix(end))
            .unwrap_or_default();
        Some(Line {
            number,
            text: line,
            ended: !tail.is_empty(),
        })
    })
}

/// The cells of one line. Quotes are resolved within the line, so that a stray one spoils no other line.
pub(super) fn cells(line: &str) -> Vec<Cow<'_, str>> {
    if !line.contains('"') {
        return line.split(',').map(Cow::Borrowed).collect();
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(line.as_bytes());
    match reader.records().next() {
        Some(Ok(record)) => record.iter().map(|cell| Cow::Owned(cell.to_owned())).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_of_all_kinds_count_once() {
        let numbered: Vec<_> = lines("a\nb\r\nc\r\r\nd\re\n\nf")
            .map(|line| (line.number, line.text, line.ended))
            .collect();
        assert_eq!(
            numbered,
            [
                (1, "a", true),
                (2, "b", true),
                (3, "c", true),
                (4, "d", true),
                (5, "e", true),
                (6, "", true),
                (7, "f", false)
            ]
        );
    }

    #[test]
    fn quotes_stay_within_their_line() {
        assert_eq!(cells(r#"D1,"Mainz, 05", x "#), ["D1", "Mainz, 05", " x "]);
        assert_eq!(cells(r#"D1,"open,2,1"#), ["D1", "open,2,1"]);
        assert_eq!(cells(""), [""]);
    }

    #[test]
    fn encodings() {
        let text = |bytes: &[u8]| decode(bytes).unwrap().text.into_owned();
        assert_eq!(text(b"\xef\xbb\xbfDiv"), "Div");
        assert_eq!(text("Köln".as_bytes()), "Köln");
        assert_eq!(text(b"K\xf6ln"), "Köln");
        assert_eq!(text(b"\xff\xfeK\0\xf6\0"), "Kö");
        let twice: String = "\u{feff}Preußen Münster".bytes().map(char::from).collect();
        assert_eq!(text(twice.as_bytes()), "Preußen Münster");
        let twice_as_windows = "ï»¿PreuÃŸen";
        assert_eq!(text(twice_as_windows.as_bytes()), "Preußen");
        assert_eq!(
            text("ï»¿Preußen".as_bytes()),
            "Preußen",
            "only the mark was encoded twice"
        );
    }

    #[test]
    fn what_is_no_text() {
        assert!(matches!(decode(b""), Err(FormatError::Empty)));
        assert!(matches!(decode(b"\xef\xbb\xbf\r\n \n"), Err(FormatError::Empty)));
        assert!(matches!(
            decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            Err(FormatError::Binary)
        ));
    }
}
