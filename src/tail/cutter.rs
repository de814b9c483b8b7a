/// Longest line that is kept, in bytes. Of a longer one the beginning is.
const LONGEST: usize = 8 * 1024;

/// Cuts bytes, as they come, into lines.
#[derive(Debug, Default)]
pub(super) struct Cutter {
    /// The line that has not ended yet.
    line: Vec<u8>,
    /// What comes up to the next line break belongs to a line whose beginning was not read.
    headless: bool,
}

impl Cutter {
    /// Begins amid a line.
    pub(super) fn skip_to_next_line(&mut self) {
        self.line.clear();
        self.headless = true;
    }

    /// Takes bytes, and gives every line that ends in them.
    pub(super) fn cut(&mut self, bytes: &[u8], mut take: impl FnMut(&[u8])) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let (text, ends) = piece.strip_suffix(b"\n").map_or((piece, false), |text| (text, true));
            let room = LONGEST.saturating_sub(self.line.len());
            self.line.extend(text.iter().take(room));
            if ends {
                self.end(&mut take);
            }
        }
    }

    /// Gives the line that has not ended, if there is one: nothing will follow.
    pub(super) fn finish(&mut self, mut take: impl FnMut(&[u8])) {
        if !self.line.is_empty() || self.headless {
            self.end(&mut take);
        }
    }

    fn end(&mut self, take: &mut impl FnMut(&[u8])) {
        if !std::mem::take(&mut self.headless) {
            take(self.line.strip_suffix(b"\r").unwrap_or(&self.line));
        }
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(pieces: &[&[u8]]) -> Vec<Vec<u8>> {
        let (mut cutter, mut lines) = (Cutter::default(), Vec::new());
        for piece in pieces {
            cutter.cut(piece, |line| lines.push(line.to_vec()));
        }
        cutter.finish(|line| lines.push(line.to_vec()));
        lines
    }

    #[test]
    fn a_long_line_keeps_its_beginning() {
        let long = vec![b'x'; 3 * LONGEST];
        let lines = cut(&[&long, b"\nnext\n"]);
        assert_eq!(lines, [vec![b'x'; LONGEST], b"next".to_vec()]);
    }

    #[test]
    fn a_line_without_its_beginning_is_not_told() {
        let (mut cutter, mut lines) = (Cutter::default(), Vec::new());
        cutter.skip_to_next_line();
        cutter.cut(b"ddle\r\nwhole\r\n", |line| lines.push(line.to_vec()));
        assert_eq!(lines, [b"whole".to_vec()]);
    }

    proptest! {
        #[test]
        fn how_the_bytes_come_does_not_matter(
            lines in proptest::collection::vec("[a-z ]{0,20}", 0..20),
            sizes in proptest::collection::vec(1usize..30, 1..10),
        ) {
            let text = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>();
            let mut rest = text.as_bytes();
            let mut pieces = Vec::new();
            for size in sizes.iter().cycle() {
                if rest.is_empty() {
                    break;
                }
                let (piece, more) = rest.split_at((*size).min(rest.len()));
                pieces.push(piece);
                rest = more;
            }
            let whole: Vec<Vec<u8>> = lines.into_iter().map(String::into_bytes).collect();
            prop_assert_eq!(cut(&pieces), whole);
        }
    }
}
