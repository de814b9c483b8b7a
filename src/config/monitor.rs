//! `[monitor]`: how the screen looks and how often it is drawn.

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};

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
    /// Keys by action, such as `retrain = ["r"]`. An action that is not named keeps its default keys.
    pub keys: BTreeMap<String, Vec<String>>,
}

impl Default for Monitor {
    fn default() -> Self {
        Self {
            color: ColorMode::Auto,
            theme: ThemeName::Dark,
            ascii: false,
            min_frame_ms: 100,
            keys: BTreeMap::new(),
        }
    }
}

impl Monitor {
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

/// Built-in palettes. All are safe for colour-blind readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeName {
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
}

#[cfg(test)]
mod tests {
    use super::*;

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
