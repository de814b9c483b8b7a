use super::{Model, Pane, ScreenId};

/// Something that can be written into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Export {
    /// The list of a pane, as it is filtered and sorted.
    List(Pane, Format),
    /// The log lines that are shown.
    Log,
    /// The whole snapshot, as `status --json` prints it.
    Snapshot,
    /// What stands on the screen.
    Screen,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Csv,
    Json,
}

impl Export {
    /// The line of the menu.
    pub(crate) fn title(self) -> String {
        match self {
            Self::List(pane, Format::Csv) => format!("{} as CSV", pane.title()),
            Self::List(pane, Format::Json) => format!("{} as JSON", pane.title()),
            Self::Log => "log lines as text".to_owned(),
            Self::Snapshot => "the whole snapshot as JSON".to_owned(),
            Self::Screen => "the screen as text".to_owned(),
        }
    }

    /// What the file is called after: `differences-held`.
    pub(crate) fn name(self) -> String {
        match self {
            Self::List(pane, _) => pane.title().to_lowercase().replace(' ', "-"),
            Self::Log => "log".to_owned(),
            Self::Snapshot => "snapshot".to_owned(),
            Self::Screen => "screen".to_owned(),
        }
    }

    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::List(_, Format::Csv) => "csv",
            Self::List(_, Format::Json) | Self::Snapshot => "json",
            Self::Log | Self::Screen => "txt",
        }
    }
}

impl Model {
    /// What can be written from here: what the operator looks at first.
    pub(crate) fn exports(&self) -> Vec<Export> {
        let mut exports = Vec::new();
        if self.screen == ScreenId::Logs {
            exports.push(Export::Log);
        } else if self.focused_list().is_some() {
            let pane = self.focus();
            exports.extend([Export::List(pane, Format::Csv), Export::List(pane, Format::Json)]);
        }
        exports.extend([Export::Snapshot, Export::Screen]);
        exports
    }
}
