//! The champion that a training is held against.

use serde::{Deserialize, Serialize};

use crate::{
    domain::ModelVersion,
    model::Specification,
    store::{self, StoreError, Tx},
    training::ChampionParameters,
};

/// The champion, with all that it serves with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::training) struct Incumbent {
    pub(in crate::training) id: i64,
    pub(in crate::training) version: ModelVersion,
    pub(in crate::training) specification: Specification,
    pub(in crate::training) parameters: ChampionParameters,
}

impl Incumbent {
    /// The champion as it stands; none where there is none.
    pub(in crate::training) async fn load(tx: &mut Tx) -> Result<Option<Self>, StoreError> {
        let Some(champion) = store::champion(tx).await? else {
            return Ok(None);
        };
        let (specification, parameters) = store::model_parameters(tx, champion.id).await?;
        Ok(Some(Self {
            id: champion.id,
            version: champion.version,
            specification: serde_json::from_str(&specification)
                .map_err(|e| StoreError::unreadable("specification", e))?,
            parameters: ChampionParameters::from_json(&parameters)?,
        }))
    }
}
