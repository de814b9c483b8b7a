use ratatui::style::{Color, Modifier, Style};
use touchline::config::{Colors, Monitor, ThemeName};

use super::{Concern, Glyphs, palette::Palette};
use crate::tui::terminal::Capabilities;

/// How everything is drawn: the styles of the roles, and the signs.
///
/// Plain text keeps the terminal's own colours, so that it can be read on any background.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) glyphs: Glyphs,
    /// Words that only help: labels, units, ages.
    pub(crate) dim: Style,
    /// Titles.
    pub(crate) title: Style,
    /// Frames.
    pub(crate) frame: Style,
    /// Frame and title of the pane that has the focus.
    pub(crate) focus: Style,
    /// The selected row, a button with the focus, the cursor of a prompt.
    pub(crate) selected: Style,
    /// Keys in the footer, marked text.
    pub(crate) accent: Style,
    /// A row of a list, under the styles of its cells. It is plain, but for whoever looks where rows are.
    pub(crate) row: Style,
    good: Style,
    warn: Style,
    bad: Style,
}

impl Look {
    /// As the configuration asks, on this terminal.
    pub(crate) fn configured(monitor: &Monitor, terminal: Capabilities, env: impl Fn(&str) -> Option<String>) -> Self {
        let theme = monitor.theme.on_background(env("COLORFGBG").as_deref());
        Self::with(theme, &monitor.colors, terminal)
    }

    /// A theme with its own colours.
    pub(crate) fn new(theme: ThemeName, terminal: Capabilities) -> Self {
        Self::with(theme, &Colors::default(), terminal)
    }

    fn with(theme: ThemeName, colors: &Colors, terminal: Capabilities) -> Self {
        let glyphs = if terminal.ascii { Glyphs::ASCII } else { Glyphs::UNICODE };
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        // A title stands on its frame, whose colour it must not take.
        let title = bold.fg(Color::Reset).remove_modifier(Modifier::DIM);
        let selected = plain.add_modifier(Modifier::REVERSED);
        match Palette::of(theme, terminal.colors).map(|palette| palette.with(colors, terminal.colors)) {
            Some(palette) => Self {
                glyphs,
                dim: plain.fg(palette.dim),
                title,
                frame: plain.fg(palette.dim),
                focus: bold.fg(palette.accent),
                selected,
                accent: plain.fg(palette.accent),
                row: plain,
                good: plain.fg(palette.good),
                warn: plain.fg(palette.warn),
                bad: bold.fg(palette.bad),
            },
            None => Self {
                glyphs,
                dim: plain.add_modifier(Modifier::DIM),
                title,
                frame: plain.add_modifier(Modifier::DIM),
                focus: bold,
                selected,
                accent: bold,
                row: plain,
                good: plain,
                warn: bold,
                bad: bold.add_modifier(Modifier::UNDERLINED),
            },
        }
    }

    /// The style of a concern.
    pub(crate) const fn of(&self, concern: Concern) -> Style {
        match concern {
            Concern::Quiet | Concern::Unknown => self.dim,
            Concern::Good => self.good,
            Concern::Busy => self.accent,
            Concern::Warn => self.warn,
            Concern::Bad | Concern::Broken => self.bad,
        }
    }
}
