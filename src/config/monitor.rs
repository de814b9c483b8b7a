//! `[monitor]`: how the screen looks and how often it is drawn.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize};

use super::Color;

/// `[monitor]` of the configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Monitor {
    /// Colours: `auto` asks the terminal, and honours `NO_COLOR`.
    pub color: ColorMode,
    /// Palette.
    pub theme: ThemeName,
    /// Draw with ASCII only.
    pub ascii: bool,
    /// Least milliseconds between two frames, 10 to 1000; a connection over SSH doubles it.
    pub min_frame_ms: u64,
    /// Take the mouse: a click selects, the wheel scrolls. The terminal's own selection of text then needs Shift.
    pub mouse: bool,
    /// Where exported files go; the current folder where it is not named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub export_folder: Option<PathBuf>,
    /// Colours in place of the theme's.
    pub colors: Colors,
    /// Keys by action, such as `retrain = ["r"]`. An action that is not named keeps its default keys.
    pub keys: BTreeMap<String, Vec<String>>,
}

impl Default for Monitor {
    fn default() -> Self {
        Self {
            color: ColorMode::Auto,
            theme: ThemeName::Auto,
            ascii: false,
            min_frame_ms: 100,
            mouse: false,
            export_folder: None,
            colors: Colors::default(),
            keys: BTreeMap::new(),
        }
    }
}

impl Monitor {
    /// Where exported files go.
    #[must_use]
    pub fn export_folder(&self) -> PathBuf {
        let folder = self.export_folder.clone();
        folder.unwrap_or_else(|| std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")))
    }

    /// Least time between two frames. A setting outside its range counts as the nearer end: one typed with too many
    /// zeros must not freeze the screen.
    #[must_use]
    pub fn min_frame(&self, over_ssh: bool) -> Duration {
        Duration::from_millis(self.min_frame_ms.clamp(10, 1000)) * if over_ssh { 2 } else { 1 }
    }
}

/// How many colours are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColorMode {
    /// What the terminal says it can.
    Auto,
    /// None: bold, dim and reverse only.
    Never,
    /// The 16 colours that every terminal has.
    Basic,
    /// 256 colours.
    Indexed,
    /// 24-bit colours.
    True,
}

/// `[monitor.colors]`: colours in place of the theme's, role by role. With fewer colours the nearest one is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Colors {
    /// Judged, and fine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good: Option<Color>,
    /// Deserves a look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warn: Option<Color>,
    /// Deserves an operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bad: Option<Color>,
    /// What goes on, keys, marked text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent: Option<Color>,
    /// Words that only help, and frames.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dim: Option<Color>,
}

/// Built-in palettes. All are safe for colour-blind readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeName {
    /// Dark, unless the terminal has said in `COLORFGBG` that its background is light.
    Auto,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// For a dark background: each colour has at least seven times its luminance, and no word is dim.
    HighContrast,
}

impl ThemeName {
    /// The theme that `auto` means, where the environment holds this `COLORFGBG`: `foreground;background`, each one of the
    /// 16 colours.
    #[must_use]
    pub fn on_background(self, color_fg_bg: Option<&str>) -> Self {
        if self != Self::Auto {
            return self;
        }
        let background = color_fg_bg.and_then(|text| text.rsplit(';').next()?.parse::<u8>().ok());
        match background {
            Some(7 | 9..=15) => Self::Light,
            _ => Self::Dark,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auto_heeds_the_background() {
        let auto = |text| ThemeName::Auto.on_background(text);
        assert_eq!(auto(None), ThemeName::Dark);
        for (text, theme) in [
            ("15;0", ThemeName::Dark),
            ("0;15", ThemeName::Light),
            ("0;default;7", ThemeName::Light),
            ("7;8", ThemeName::Dark),
            ("nonsense", ThemeName::Dark),
        ] {
            assert_eq!(auto(Some(text)), theme, "{text}");
        }
        assert_eq!(ThemeName::Dark.on_background(Some("0;15")), ThemeName::Dark);
    }

    #[test]
    fn frames_keep_their_distance() {
        let frame = |min_frame_ms, over_ssh| {
            Monitor {
                min_frame_ms,
                ..Monitor::default()
            }
            .min_frame(over_ssh)
            .as_millis()
        };
        assert_eq!(
            [
                frame(100, false),
                frame(100, true),
                frame(0, false),
                frame(u64::MAX, true)
            ],
            [100, 200, 10, 2000]
        );
    }
}
