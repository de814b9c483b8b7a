use unicode_width::UnicodeWidthStr;

use super::cut;

/// Breaks a text into lines of at most so many columns, between words where it can.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    if columns == 0 {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let blank = usize::from(!line.is_empty());
        if line.width() + blank + word.width() > columns && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        while line.width() > columns {
            let head = cut(&line, columns, "").into_owned();
            if head.is_empty() {
                // A character wider than the line cannot be shown.
                return lines;
            }
            line.drain(..head.len());
            lines.push(head);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn between_words() {
        assert_eq!(
            wrap("skill +0.041 against 0.002", 12),
            ["skill +0.041", "against", "0.002"]
        );
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrap("", 3), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn never_wider(text in any::<String>(), columns in 0usize..30) {
            let safe = touchline::domain::SafeText::new(&text);
            prop_assert!(wrap(safe.as_str(), columns).iter().all(|line| line.width() <= columns));
        }
    }
}
