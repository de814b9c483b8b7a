//! Names of model versions.

use serde::{Deserialize, Serialize};

/// The name of a model version, such as `dc-2026w47.1`: model family, ISO week of training, number within the week.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ModelVersion(String);

/// A model version holds 1 to 64 of the characters `a-z A-Z 0-9 . _ -`, which every registry accepts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no model version: 1 to 64 of the characters a-z A-Z 0-9 . _ -")]
pub struct ModelVersionError(String);

impl ModelVersion {
    /// Takes a version name.
    ///
    /// # Errors
    /// When it is empty, longer than 64 characters, or has a character that some registry refuses.
    pub fn new(name: impl Into<String>) -> Result<Self, ModelVersionError> {
        let name = name.into();
        let accepted = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if (1..=64).contains(&name.len()) && name.chars().all(accepted) {
            Ok(Self(name))
        } else {
            Err(ModelVersionError(name))
        }
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ModelVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for ModelVersion {
    type Err = ModelVersionError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::new(name)
    }
}

impl TryFrom<String> for ModelVersion {
    type Error = ModelVersionError;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::new(name)
    }
}

impl From<ModelVersion> for String {
    fn from(version: ModelVersion) -> Self {
        version.0
    }
}
