//! Writing into the outbox, in the transaction that is told of.

use chrono::{DateTime, Utc};

use super::{Evaluation, Step, ending};
use crate::store::{self, StoreError, Tx};

/// Leaves these steps for the deliverer. The caller commits: they are told if and only if what they tell of happened.
///
/// # Errors
/// When a query fails.
pub async fn tell(tx: &mut Tx, steps: &[Step], wall: DateTime<Utc>) -> Result<(), StoreError> {
    for step in steps {
        let payload = serde_json::to_string(step).map_err(|e| StoreError::unreadable("step of the outbox", e))?;
        store::add_to_outbox(tx, step.word(), &payload, wall).await?;
    }
    Ok(())
}

/// Leaves word that the champion or the challenger has changed without a training: a promotion by hand, a rollback. Which
/// version it is now is read from the database when the word is passed on.
///
/// # Errors
/// When the query fails.
pub async fn tell_of_promotion(tx: &mut Tx, wall: DateTime<Utc>) -> Result<(), StoreError> {
    tell(tx, &[Step::AssertAliases], wall).await
}

/// Leaves word of the champion as the database has it, for an MLflow that was configured after its training. The scores of
/// each league are not kept for so long; those of all are.
///
/// # Errors
/// When a query fails.
pub(super) async fn tell_of_champion(tx: &mut Tx, wall: DateTime<Utc>) -> Result<(), StoreError> {
    let Some(champion) = store::champion(tx).await? else {
        return Ok(());
    };
    let (model, run) = store::registered_model(tx, champion.id).await?;
    let Some(run) = run else { return Ok(()) };
    let curves = store::curves(tx, run).await?;
    let run = store::run(tx, run).await?;
    let steps = run.map(|run| ending(&run, &curves, Some((&model, &Evaluation::new()))));
    tell(tx, &steps.unwrap_or_default(), wall).await
}
