use ratatui::style::Color;
use touchline::config::ThemeName;

use crate::tui::terminal::ColorLevel;

/// Five roles of colour, each a hue that every kind of colour vision tells from the others.
///
/// Blue is fine and orange to vermilion is trouble (Wong, "Points of view: Color blindness", Nature Methods 8, 2011):
/// never green against red.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    pub(super) good: Color,
    pub(super) warn: Color,
    pub(super) bad: Color,
    pub(super) accent: Color,
    pub(super) dim: Color,
}

impl Palette {
    /// A theme's colours at a level; none without colours.
    pub(super) const fn of(theme: ThemeName, level: ColorLevel) -> Option<Self> {
        match (level, theme) {
            (ColorLevel::None, _) => None,
            (ColorLevel::True, ThemeName::Dark) => Some(Self {
                good: Color::Rgb(0x56, 0xb4, 0xe9),
                warn: Color::Rgb(0xe6, 0x9f, 0x00),
                bad: Color::Rgb(0xff, 0x7a, 0x33),
                accent: Color::Rgb(0xcc, 0xb0, 0xe0),
                dim: Color::Rgb(0x8a, 0x8f, 0x98),
            }),
            (ColorLevel::True, ThemeName::Light) => Some(Self {
                good: Color::Rgb(0x00, 0x5f, 0x96),
                warn: Color::Rgb(0x8a, 0x58, 0x00),
                bad: Color::Rgb(0xb0, 0x3a, 0x00),
                accent: Color::Rgb(0x6b, 0x3f, 0x8f),
                dim: Color::Rgb(0x66, 0x6b, 0x73),
            }),
            (ColorLevel::Indexed, ThemeName::Dark) => Some(Self {
                good: Color::Indexed(74),
                warn: Color::Indexed(214),
                bad: Color::Indexed(208),
                accent: Color::Indexed(183),
                dim: Color::Indexed(245),
            }),
            (ColorLevel::Indexed, ThemeName::Light) => Some(Self {
                good: Color::Indexed(25),
                warn: Color::Indexed(94),
                bad: Color::Indexed(130),
                accent: Color::Indexed(54),
                dim: Color::Indexed(242),
            }),
            (ColorLevel::Basic, ThemeName::Dark) => Some(Self {
                good: Color::LightBlue,
                warn: Color::Yellow,
                bad: Color::LightYellow,
                accent: Color::LightMagenta,
                dim: Color::DarkGray,
            }),
            // On a light background yellow cannot be read; the signs tell the two apart.
            (ColorLevel::Basic, ThemeName::Light) => Some(Self {
                good: Color::Blue,
                warn: Color::Red,
                bad: Color::Red,
                accent: Color::Magenta,
                dim: Color::DarkGray,
            }),
        }
    }
}
