use chrono::TimeDelta;

use super::is_gone;
use crate::store::{self, StoreError, Tx};

/// Takes or lengthens the lease `name` for a worker; false where another one holds it.
///
/// A worker that was killed leaves its leases behind. Its process is known to be gone at once on the host it ran on, so
/// nobody there waits for them to run out.
///
/// # Errors
/// When a query fails.
pub async fn hold_or_inherit(tx: &mut Tx, name: &str, worker: &str, length: TimeDelta) -> Result<bool, StoreError> {
    if let Some(holder) = store::lease_holder(tx, name).await?
        && is_gone(&holder)
    {
        store::release_lease(tx, name, &holder).await?;
    }
    let now = store::now(tx).await?;
    store::hold_lease(tx, name, worker, now, length).await
}
