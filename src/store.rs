//! The database. Each query is written once, in the dialect that SQLite and PostgreSQL share, and runs in a [`Tx`].

mod aliases;
mod audit;
mod curves;
mod error;
mod facts;
mod held;
mod ingestion;
mod leagues;
mod leases;
mod match_writes;
mod matches;
mod models;
mod odds;
mod open;
mod outbox;
mod predictions;
mod quality;
mod queue;
mod revisions;
mod runs;
mod series;
mod sources;
mod tallies;
mod teams;
mod transaction;
mod verdicts;
mod workers;

pub use aliases::{AliasRecord, alias_records, record_alias, record_alias_move};
pub use audit::{AuditEntry, begin_audit, end_audit};
pub use curves::{Curves, curves, write_curves};
pub use error::{Context, StoreError};
pub use facts::{DatabaseFacts, database_facts};
pub use held::held_differences;
pub use ingestion::{
    Difference, FileLoad, IngestionLog, QuarantineRow, RowCounts, log_ingestion, record_file_load, record_file_results,
    replace_quarantine,
};
pub use leagues::{LeagueRow, ensure_league, leagues};
pub use leases::{hold_lease, release_lease};
pub use match_writes::{MatchKey, MatchValues, StoredMatch, insert_matches, stored_matches, update_match};
pub use matches::{Fixture, MatchRow, coming_fixtures, matches_of_league};
pub use models::{
    ModelSummary, NewModel, challenger, champion, count_models, count_versions_with_prefix, model_parameters,
    promote_model, register_model, registered_model, specifications,
};
pub use odds::{OddsRow, market_odds, odds_of_matches, upsert_odds};
pub use open::{Db, OpenMode};
pub use outbox::{
    OutboxEntry, OutboxState, add_to_outbox, installation, next_in_outbox, outbox_state, park_in_outbox,
    postpone_in_outbox, remove_from_outbox, retry_outbox,
};
pub use predictions::{
    ComingPrediction, NewPrediction, Settleable, coming_predictions, count_live_since, drop_other_walk_forwards,
    inherit_walk_forwards, insert_predictions, mark_settled, matches_with_live_prediction, settleable,
};
pub use quality::{quality_facts, run_facts};
pub use queue::{
    Cancelled, Ending, Enqueued, HEARTBEAT, Held, LEASE, Lease, MAX_ATTEMPTS, Progress, add_event, cancel, claim,
    enqueue, finish, give_up, heartbeat, write_progress,
};
pub use revisions::{Subject, bump_revision, revision};
pub use runs::{finished_runs, live_runs, run};
pub use series::{SettledRow, settled_of_league};
pub use sources::{SourceRow, arrivals, data_sources, event_days, record_load};
pub use tallies::{DayTally, TallyKey, add_to_tally, last_settled_day, tallies_since};
pub use teams::{insert_alias, insert_team, names_of_country, team_names};
pub use transaction::Tx;
pub(crate) use transaction::with_tx;
pub use verdicts::{Evaluated, evaluations_before, latest_judgements, verdict_history, write_verdict};
pub use workers::{Liveness, liveness, remove_worker, worker_heartbeat};
