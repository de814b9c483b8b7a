//! The database. Each query is written once, in the dialect that SQLite and PostgreSQL share, and runs in a [`Tx`].

mod error;
mod open;
mod transaction;

pub use error::{Context, StoreError};
pub use open::{Db, OpenMode};
pub use transaction::Tx;
pub(crate) use transaction::with_tx;
