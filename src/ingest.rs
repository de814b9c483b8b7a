//! Files into the store: read, judged row by row, compared with what is stored, and written in one transaction each.
//!
//! ```text
//! bytes ──football_data──▶ rows ──names──▶ teams ──plan──▶ insert, compare or hold ──load──▶ store
//!                            └─▶ rejected ────────────────────────────▶ hold ──────▶ quarantine
//! ```
//!
//! The same file twice changes nothing. A past result that would change, or go, is held and the stored one stays, until an
//! operator accepts what the file tells.

mod accept;
mod error;
pub mod fetch;
mod fingerprint;
pub mod football_data;
mod held;
mod hold;
mod league_load;
mod load;
mod names;
mod paths;
mod plan;
mod report;
mod source_name;

pub use accept::{AcceptError, Accepted, accept_held};
pub use error::IngestError;
pub use fetch::fetch;
pub use load::{import_file, import_parsed};
pub use paths::{Progress, import_paths};
pub use report::{FileReport, HeldRow, ImportReport};

#[cfg(test)]
mod tests;
