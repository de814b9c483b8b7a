use touchline::{config::ProfileSummary, domain::SafeText};

/// The profiles that can be chosen, and how the configuration stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profiles {
    pub(crate) all: Vec<ProfileSummary>,
    /// Why none can be chosen, if so.
    pub(crate) fixed: Option<&'static str>,
    /// The one whose engine is being opened.
    pub(crate) opening: Option<SafeText>,
    /// Why the configuration file is not in force, if so.
    pub(crate) trouble: Option<SafeText>,
}
