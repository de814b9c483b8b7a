//! What comes with an answer: bounded, whole, and a table.

use std::time::Duration;

use reqwest::Response;

use super::FetchError;

/// The largest file of the source has half a mebibyte.
const LARGEST_MIB: u64 = 16;

/// Marks of the archives that a mirror may hold in place of the files.
const ARCHIVES: [&[u8]; 2] = [b"PK\x03\x04", b"\x1f\x8b"];

/// Reads an answer to its end. One that is cut off is no answer.
pub(super) async fn read(mut response: Response, url: &str, limit: Duration) -> Result<Vec<u8>, FetchError> {
    let largest = LARGEST_MIB << 20;
    let too_large = || FetchError::TooLarge {
        url: url.to_owned(),
        limit_mib: LARGEST_MIB,
    };
    let announced = response.content_length();
    if announced.is_some_and(|length| length > largest) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(None) => return Ok(bytes),
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Err(error) if error.is_timeout() => {
                let url = url.to_owned();
                return Err(FetchError::Late { url, limit });
            }
            Err(error) => {
                return Err(FetchError::BrokenOff {
                    url: url.to_owned(),
                    received: bytes.len(),
                    announced,
                    source: error.without_url(),
                });
            }
        }
        if bytes.len() as u64 > largest {
            return Err(too_large());
        }
    }
}

/// Turns away what cannot be a table whoever sends it. Whether it is one of matches, the import judges.
pub(super) fn look(bytes: &[u8], url: &str) -> Result<(), FetchError> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let found = if text.is_empty() {
        "nothing"
    } else if text.starts_with(b"<") {
        "a web page"
    } else if text.starts_with(b"{") || text.starts_with(b"[") {
        "JSON"
    } else if ARCHIVES.iter().any(|mark| bytes.starts_with(mark)) {
        "an archive"
    } else {
        return Ok(());
    };
    Err(FetchError::NotMatches {
        url: url.to_owned(),
        found,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_table_is_named() {
        let found = |bytes: &[u8]| look(bytes, "http://mirror/E0.csv").unwrap_err().to_string();
        assert!(found(b"\xef\xbb\xbf\r\n <!DOCTYPE html>").contains("sent a web page in place of matches"));
        assert!(found(b"{\"error\":\"no such key\"}").contains("sent JSON"));
        assert!(found(b"PK\x03\x04\x14").contains("sent an archive"));
        assert!(found(b" \r\n").contains("sent nothing"));
        assert!(look(b"\xef\xbb\xbfDiv,Date", "").is_ok());
    }
}
