use ratatui::{
    style::Style,
    text::{Line, Span},
};

use crate::tui::{
    theme::{Concern, Look},
    widget::{cut, wrap},
};

/// What is known of one thing: names at the left and what is said of them at the right, the most telling first.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    look: &'a Look,
    rows: Vec<(&'static str, String, Style)>,
}

/// Blanks between a name and its text.
const GAP: usize = 2;

impl<'a> Facts<'a> {
    pub(super) const fn new(look: &'a Look) -> Self {
        Self { look, rows: Vec::new() }
    }

    pub(super) fn say(&mut self, name: &'static str, text: impl Into<String>) {
        self.rows.push((name, text.into(), Style::new()));
    }

    /// Says it where it is known.
    pub(super) fn known(&mut self, name: &'static str, text: Option<impl Into<String>>) {
        if let Some(text) = text {
            self.say(name, text);
        }
    }

    /// Says it in the style of a concern.
    pub(super) fn judge(&mut self, name: &'static str, text: impl Into<String>, concern: Concern) {
        let style = match concern {
            Concern::Quiet | Concern::Good => Style::new(),
            concern => self.look.of(concern),
        };
        self.rows.push((name, text.into(), style));
    }

    /// In at most so many lines; where a text goes on, the last of them ends in an ellipsis.
    pub(super) fn lines(&self, width: usize, most: usize) -> Vec<Line<'static>> {
        let names = self.rows.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
        let room = width.saturating_sub(names + GAP);
        let mut lines = Vec::new();
        for (name, text, style) in &self.rows {
            let wrapped = wrap(text, room);
            let spare = most - lines.len();
            let goes_on = wrapped.len() > spare;
            for (index, text) in wrapped.into_iter().take(spare).enumerate() {
                let name = if index == 0 { *name } else { "" };
                let text = if goes_on && index + 1 == spare {
                    let ellipsis = self.look.glyphs.ellipsis;
                    cut(&format!("{text} {ellipsis}"), room, ellipsis).into_owned()
                } else {
                    text
                };
                lines.push(Line::from(vec![
                    Span::styled(format!("{name:<names$}{}", " ".repeat(GAP)), self.look.dim),
                    Span::styled(text, *style),
                ]));
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tui::fixture::{Colors, look};

    #[test]
    fn what_does_not_fit_is_said_to_go_on() {
        let look = look(Colors::None);
        let mut facts = Facts::new(&look);
        facts.say("due", "nothing is due");
        facts.known("loaded", None::<String>);
        facts.judge("rows", "3420 matches and 3 rows in quarantine", Concern::Warn);
        let text = |width, most| -> Vec<String> {
            let lines = facts.lines(width, most);
            lines.iter().map(Line::to_string).collect()
        };
        assert_eq!(
            text(30, 9),
            [
                "due   nothing is due",
                "rows  3420 matches and 3 rows",
                "      in quarantine"
            ]
        );
        assert_eq!(text(30, 2)[1], "rows  3420 matches and 3 rows…");
        assert_eq!(text(30, 1), ["due   nothing is due"]);
    }

    proptest! {
        #[test]
        fn never_wider_nor_longer(text in "[a-z ]{0,80}", width in 0usize..60, most in 0usize..6) {
            let look = look(Colors::True);
            let mut facts = Facts::new(&look);
            facts.say("a", text.clone());
            facts.say("longer", text);
            let lines = facts.lines(width, most);
            prop_assert!(lines.len() <= most);
            prop_assert!(lines.iter().all(|line| line.width() <= width.max(8)));
        }
    }
}
