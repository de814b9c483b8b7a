use touchline::config::{ColorMode, Monitor};

/// How many colours are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColorLevel {
    None,
    Basic,
    Indexed,
    True,
}

/// What the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Capabilities {
    pub(crate) colors: ColorLevel,
    pub(crate) ascii: bool,
}

impl Capabilities {
    /// Asks the settings first, then the environment. Nothing is sent to the terminal: an answer would arrive as keys.
    pub(crate) fn detect(settings: &Monitor, env: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| env(name).filter(|value| !value.is_empty());
        Self {
            colors: match settings.color {
                ColorMode::Auto => auto_colors(&set),
                ColorMode::Never => ColorLevel::None,
                ColorMode::Basic => ColorLevel::Basic,
                ColorMode::Indexed => ColorLevel::Indexed,
                ColorMode::True => ColorLevel::True,
            },
            ascii: settings.ascii || !speaks_utf8(&set),
        }
    }
}

fn auto_colors(set: &impl Fn(&str) -> Option<String>) -> ColorLevel {
    let term = set("TERM").unwrap_or_default();
    let color_term = set("COLORTERM").unwrap_or_default();
    if set("NO_COLOR").is_some() || term == "dumb" {
        ColorLevel::None
    } else if matches!(color_term.as_str(), "truecolor" | "24bit") || term.ends_with("-direct") {
        ColorLevel::True
    } else if term.contains("256color") {
        ColorLevel::Indexed
    } else {
        ColorLevel::Basic
    }
}

/// A locale that is set and not UTF-8 says no. One that is not set, as in most containers, says nothing.
fn speaks_utf8(set: &impl Fn(&str) -> Option<String>) -> bool {
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(set)
        .is_none_or(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(settings: &Monitor, env: &[(&str, &str)]) -> Capabilities {
        Capabilities::detect(settings, |name| {
            env.iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_decides_where_the_settings_do_not() {
        let auto = Monitor::default();
        for (env, colors) in [
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")][..],
                ColorLevel::True,
            ),
            (&[("TERM", "screen-256color")], ColorLevel::Indexed),
            (&[("TERM", "linux")], ColorLevel::Basic),
            (&[], ColorLevel::Basic),
            (&[("COLORTERM", "truecolor"), ("NO_COLOR", "1")], ColorLevel::None),
            (&[("COLORTERM", "truecolor"), ("NO_COLOR", "")], ColorLevel::True),
            (&[("TERM", "dumb")], ColorLevel::None),
        ] {
            assert_eq!(detect(&auto, env).colors, colors, "{env:?}");
        }
        let wanted = Monitor {
            color: ColorMode::True,
            ..Monitor::default()
        };
        assert_eq!(detect(&wanted, &[("NO_COLOR", "1")]).colors, ColorLevel::True);
    }

    #[test]
    fn ascii_where_the_locale_says_so() {
        let auto = Monitor::default();
        assert!(!detect(&auto, &[]).ascii);
        assert!(!detect(&auto, &[("LANG", "C.UTF-8")]).ascii);
        assert!(detect(&auto, &[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")]).ascii);
        assert!(detect(&auto, &[("LANG", "de_DE.ISO-8859-1")]).ascii);
    }
}
