use ratatui::symbols::border;

use super::Concern;

/// Every sign that is drawn. The second set is ASCII only.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyphs {
    pub(crate) good: &'static str,
    pub(crate) busy: &'static str,
    pub(crate) unknown: &'static str,
    pub(crate) warn: &'static str,
    pub(crate) bad: &'static str,
    pub(crate) broken: &'static str,
    pub(crate) cursor: &'static str,
    pub(crate) dot: &'static str,
    pub(crate) ellipsis: &'static str,
    pub(crate) plus_minus: &'static str,
    pub(crate) rule: &'static str,
    /// Beside the title of the column that a list is sorted by.
    pub(crate) rising: &'static str,
    pub(crate) falling: &'static str,
    /// From empty to full, for a bar of one line.
    pub(crate) spark: [&'static str; 8],
    pub(crate) gauge_full: &'static str,
    pub(crate) gauge_empty: &'static str,
    pub(crate) border: border::Set<'static>,
    /// Charts may be drawn in dots of braille.
    pub(crate) braille: bool,
}

impl Glyphs {
    pub(crate) const UNICODE: Self = Self {
        good: "●",
        busy: "◌",
        unknown: "?",
        warn: "△",
        bad: "▲",
        broken: "✖",
        cursor: "▸",
        dot: "·",
        ellipsis: "…",
        plus_minus: "±",
        rule: "─",
        rising: "▴",
        falling: "▾",
        spark: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
        gauge_full: "█",
        gauge_empty: "░",
        border: border::ROUNDED,
        braille: true,
    };

    pub(crate) const ASCII: Self = Self {
        good: "*",
        busy: "o",
        unknown: "?",
        warn: "!",
        bad: "X",
        broken: "X",
        cursor: ">",
        dot: "-",
        ellipsis: "~",
        plus_minus: "+-",
        rule: "-",
        rising: "^",
        falling: "v",
        spark: ["_", ".", ",", "-", "=", "+", "*", "#"],
        gauge_full: "#",
        gauge_empty: ".",
        border: ASCII_BORDER,
        braille: false,
    };

    /// The sign of a concern, one column wide.
    pub(crate) const fn of(&self, concern: Concern) -> &'static str {
        match concern {
            Concern::Quiet => " ",
            Concern::Good => self.good,
            Concern::Busy => self.busy,
            Concern::Unknown => self.unknown,
            Concern::Warn => self.warn,
            Concern::Bad => self.bad,
            Concern::Broken => self.broken,
        }
    }
}

const ASCII_BORDER: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};
