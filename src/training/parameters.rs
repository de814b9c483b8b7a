//! What a model version serves with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    domain::{BlendVerdict, LeagueCode},
    model::{LeagueParameters, Publishers},
    store::StoreError,
};

/// Parameters of every league that a model version serves.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ChampionParameters {
    /// By league.
    pub leagues: BTreeMap<LeagueCode, LeagueParameters>,
    /// From the model's own probabilities to what is published.
    #[serde(default)]
    pub publishers: Publishers,
    /// By league, the sum of the weights of the matches that it was fitted on; none of older versions.
    #[serde(default)]
    pub weighted_matches: BTreeMap<LeagueCode, f64>,
    /// What the pool with the market came to in the evaluation that it was learnt from.
    #[serde(default)]
    pub blend: Option<BlendVerdict>,
}

impl ChampionParameters {
    /// Reads them from the registry.
    ///
    /// # Errors
    /// When the text is not what a registration wrote.
    pub fn from_json(text: &str) -> Result<Self, StoreError> {
        serde_json::from_str(text).map_err(|e| StoreError::unreadable("set of model parameters", e))
    }
}
