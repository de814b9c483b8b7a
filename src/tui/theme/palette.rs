use ratatui::style::Color;
use touchline::config::{Colors, ThemeName};

use super::nearest::nearest;
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
            (ColorLevel::True, ThemeName::Dark | ThemeName::Auto) => Some(Self {
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
            (ColorLevel::Indexed, ThemeName::Dark | ThemeName::Auto) => Some(Self {
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
            (ColorLevel::Basic, ThemeName::Dark | ThemeName::Auto) => Some(Self {
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
            (ColorLevel::True, ThemeName::HighContrast) => Some(Self {
                good: Color::Rgb(0x7f, 0xd0, 0xff),
                warn: Color::Rgb(0xff, 0xc6, 0x40),
                bad: Color::Rgb(0xff, 0x9a, 0x66),
                accent: Color::Rgb(0xe0, 0xc8, 0xff),
                dim: Color::Reset,
            }),
            (ColorLevel::Indexed, ThemeName::HighContrast) => Some(Self {
                good: Color::Indexed(117),
                warn: Color::Indexed(221),
                bad: Color::Indexed(216),
                accent: Color::Indexed(189),
                dim: Color::Reset,
            }),
            (ColorLevel::Basic, ThemeName::HighContrast) => Some(Self {
                good: Color::LightCyan,
                warn: Color::LightYellow,
                bad: Color::LightRed,
                accent: Color::LightMagenta,
                dim: Color::Reset,
            }),
        }
    }

    /// With the configured colours in place of the theme's.
    pub(super) fn with(self, colors: &Colors, level: ColorLevel) -> Self {
        let or =
            |color: Option<touchline::config::Color>, of_theme| color.map_or(of_theme, |color| nearest(color, level));
        Self {
            good: or(colors.good, self.good),
            warn: or(colors.warn, self.warn),
            bad: or(colors.bad, self.bad),
            accent: or(colors.accent, self.accent),
            dim: or(colors.dim, self.dim),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::nearest::rgb;

    /// Relative luminance, 0 to 1 (W3C, Web Content Accessibility Guidelines 2.1).
    fn luminance(rgb: [u8; 3]) -> f64 {
        let linear = rgb.map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// Of a palette's colours that do not leave the choice to the terminal.
    fn contrasts(theme: ThemeName, level: ColorLevel, background: f64) -> Vec<f64> {
        let palette = Palette::of(theme, level).unwrap();
        let roles = [palette.good, palette.warn, palette.bad, palette.accent, palette.dim];
        let fixed = roles.into_iter().filter_map(|color| match color {
            Color::Rgb(red, green, blue) => Some(luminance([red, green, blue])),
            Color::Indexed(index) => Some(luminance(rgb(index))),
            _ => None,
        });
        fixed
            .map(|text| (text.max(background) + 0.05) / (text.min(background) + 0.05))
            .collect()
    }

    #[test]
    fn every_colour_can_be_read() {
        for level in [ColorLevel::True, ColorLevel::Indexed] {
            for (theme, background, least) in [
                (ThemeName::Dark, 0.0, 4.5),
                (ThemeName::Light, 1.0, 4.5),
                (ThemeName::HighContrast, 0.0, 7.0),
            ] {
                let contrasts = contrasts(theme, level, background);
                assert!(
                    contrasts.len() >= 4 && contrasts.iter().all(|c| *c >= least),
                    "{theme:?} {level:?}: {contrasts:?}"
                );
            }
        }
    }

    #[test]
    fn a_configured_colour_stands_in_for_one_role_alone() {
        let colors = Colors {
            bad: Some("#ff00ff".parse().unwrap()),
            ..Colors::default()
        };
        let theme = Palette::of(ThemeName::Dark, ColorLevel::Indexed).unwrap();
        let with = theme.with(&colors, ColorLevel::Indexed);
        assert_eq!((with.bad, with.good), (Color::Indexed(201), theme.good));
    }
}
