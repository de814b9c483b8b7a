use crossterm::{Command, clipboard::CopyToClipboard};
use touchline::domain::SafeText;

/// Most bytes of base64 in a request: what the terminals with the shortest buffers take.
const MOST: usize = 74_994;
/// GNU screen cuts longer strings off; it puts pieces together again.
const PIECE: usize = 250;

/// The way to the clipboard of the terminal (OSC 52), which works over SSH too. It is written and never read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clipboard {
    Direct,
    Tmux,
    GnuScreen,
}

impl Clipboard {
    /// What lies between this program and the terminal, as the environment says.
    pub(crate) fn detect(env: impl Fn(&str) -> Option<String>) -> Self {
        let term = env("TERM").unwrap_or_default();
        if env("TMUX").is_some_and(|value| !value.is_empty()) || term.starts_with("tmux") {
            Self::Tmux
        } else if term.starts_with("screen") {
            Self::GnuScreen
        } else {
            Self::Direct
        }
    }

    /// Whether the cells of a row, separated by tabs, are not too much.
    pub(crate) fn takes(cells: &[SafeText]) -> bool {
        let bytes: usize = cells.iter().map(|cell| cell.as_str().len() + 1).sum();
        bytes.saturating_sub(1).div_ceil(3) * 4 <= MOST
    }

    /// The sequence that hands over the cells of a row, separated by tabs.
    pub(crate) fn sequence(self, cells: &[SafeText]) -> String {
        let text = cells.iter().map(SafeText::as_str).collect::<Vec<_>>().join("\t");
        let mut plain = String::new();
        // A string takes everything.
        let _never_fails = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut plain);
        match self {
            Self::Direct => plain,
            // With `set-clipboard on` tmux takes the plain one, with `allow-passthrough on` it hands the wrapped one on.
            // Either may be switched off, and twice the same does no harm.
            Self::Tmux => {
                let wrapped = plain.replace('\u{1b}', "\u{1b}\u{1b}");
                format!("{plain}\u{1b}Ptmux;{wrapped}\u{1b}\\")
            }
            Self::GnuScreen => {
                // Its own strings end with ESC \ too, so the inner one ends with BEL.
                let inner = plain.replace("\u{1b}\\", "\u{7}");
                let pieces = inner.as_bytes().chunks(PIECE).map(String::from_utf8_lossy);
                pieces
                    .flat_map(|piece| ["\u{1b}P".into(), piece, "\u{1b}\\".into()])
                    .collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(env: &[(&str, &str)]) -> Clipboard {
        Clipboard::detect(|name| {
            let found = env.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn through_what_lies_between() {
        let cells = ["E2".into(), "hi".into()];
        assert_eq!(Clipboard::Direct.sequence(&cells), "\u{1b}]52;c;RTIJaGk=\u{1b}\\");
        assert_eq!(
            Clipboard::Tmux.sequence(&cells),
            "\u{1b}]52;c;RTIJaGk=\u{1b}\\\u{1b}Ptmux;\u{1b}\u{1b}]52;c;RTIJaGk=\u{1b}\u{1b}\\\u{1b}\\"
        );
        assert_eq!(
            Clipboard::GnuScreen.sequence(&cells),
            "\u{1b}P\u{1b}]52;c;RTIJaGk=\u{7}\u{1b}\\"
        );
        let long = Clipboard::GnuScreen.sequence(&["x".repeat(600).into()]);
        let pieces: String = long
            .split("\u{1b}P")
            .map(|piece| piece.trim_end_matches("\u{1b}\\"))
            .collect();
        assert_eq!(long.matches("\u{1b}P").count(), 4);
        assert_eq!(
            pieces,
            Clipboard::Direct
                .sequence(&["x".repeat(600).into()])
                .replace("\u{1b}\\", "\u{7}")
        );
    }

    #[test]
    fn the_environment_says_what_lies_between() {
        assert_eq!(detected(&[("TERM", "xterm-256color")]), Clipboard::Direct);
        assert_eq!(
            detected(&[("TERM", "screen-256color"), ("TMUX", "/tmp/tmux-0/default,1,0")]),
            Clipboard::Tmux
        );
        assert_eq!(detected(&[("TERM", "tmux-256color")]), Clipboard::Tmux, "over SSH");
        assert_eq!(detected(&[("TERM", "screen.xterm-256color")]), Clipboard::GnuScreen);
        assert_eq!(detected(&[]), Clipboard::Direct);
    }

    #[test]
    fn no_more_than_terminals_take() {
        // 56,244 bytes are 74,992 of base64.
        let takes = |bytes: usize| Clipboard::takes(&["x".repeat(bytes).into()]);
        assert!(takes(56_244) && !takes(56_246) && Clipboard::takes(&[]));
    }
}
