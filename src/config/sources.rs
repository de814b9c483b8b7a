//! `[sources]`: where match files come from, and which leagues are followed.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, de::Error};
use url::Url;

use super::ServiceUrl;
use crate::domain::LeagueCode;

/// `[sources]` of the configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Sources {
    /// Folder of the season files, with a folder for each season in it: `BASE/2425/E0.csv`. `http` or `https`, without
    /// secrets.
    #[serde(deserialize_with = "address")]
    pub base_url: Url,
    /// The file of the coming fixtures of all leagues. `http` or `https`, without secrets.
    #[serde(deserialize_with = "address")]
    pub fixtures_url: Url,
    /// Leagues that are followed: a worker looks for news of them. With none, nothing is downloaded by itself.
    pub leagues: Vec<LeagueCode>,
    /// Least minutes between two looks at a file, 5 to 10080; 0 is never.
    pub poll_minutes: u32,
    /// Seconds that a download may take, 1 to 600.
    pub timeout_seconds: u64,
}

impl Default for Sources {
    fn default() -> Self {
        Self {
            base_url: known("https://www.football-data.co.uk/mmz4281"),
            fixtures_url: known("https://www.football-data.co.uk/fixtures.csv"),
            leagues: Vec::new(),
            poll_minutes: 60,
            timeout_seconds: 30,
        }
    }
}

impl Sources {
    /// The time that a download may take.
    #[must_use]
    pub const fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds)
    }
}

#[expect(clippy::expect_used, reason = "a constant of this file, which a test reads")]
fn known(address: &str) -> Url {
    Url::parse(address).expect("an address")
}

/// Takes an address without repeating it: what cannot be used may hold a password.
fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Url, D::Error> {
    let address = ServiceUrl::deserialize(deserializer)?;
    let url = address.check(&["http", "https"]).map_err(D::Error::custom)?;
    let is_plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    if !is_plain || url.cannot_be_a_base() {
        return Err(D::Error::custom(
            "the address of files of football-data.co.uk, or of a mirror of them, has no user, password or query",
        ));
    }
    Ok(url)
}
