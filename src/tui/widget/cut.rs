use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cuts a text to a number of columns, between graphemes, with `ellipsis` in place of what is gone.
pub(crate) fn cut<'a>(text: &'a str, columns: usize, ellipsis: &str) -> Cow<'a, str> {
    if text.width() <= columns {
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(ellipsis.width());
    let mut used = 0;
    let mut kept: String = text
        .graphemes(true)
        .take_while(|grapheme| {
            used += grapheme.width();
            used <= room
        })
        .collect();
    if ellipsis.width() <= columns {
        kept.push_str(ellipsis);
    }
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn between_graphemes() {
        assert_eq!(cut("Süper Lig", 6, "…"), "Süper…");
        assert_eq!(cut("日本語", 4, "…"), "日…");
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}", 2, "…"), "e\u{301}…");
        assert_eq!(cut("E0", 2, "…"), "E0");
        assert_eq!(cut("E0", 0, "…"), "");
    }

    proptest! {
        #[test]
        fn never_wider(text in any::<String>(), columns in 0usize..40) {
            let safe = touchline::domain::SafeText::new(&text);
            prop_assert!(cut(safe.as_str(), columns, "…").width() <= columns);
        }
    }
}
