//! The database. Each query is written once, in the dialect that SQLite and PostgreSQL share, and runs in a [`Tx`].

mod alarms;
mod alert_outbox;
mod alerts;
mod aliases;
mod audit;
mod bell;
mod bound;
mod checkpoints;
mod clock;
mod counters;
mod curves;
mod db;
mod decisions;
mod downloads;
mod error;
mod facts;
mod feature_lookups;
mod feature_sources;
mod freeze;
mod held;
mod ingestion;
mod league_matches;
mod leagues;
mod leases;
mod lost_leases;
mod match_writes;
mod matches;
mod model_list;
mod models;
mod odds;
mod open;
mod outbox;
mod patience;
mod pooled_verdicts;
mod postgres;
mod predictions;
mod promotions;
mod quality;
mod quarantine;
mod queue;
mod quotes;
mod record;
mod revisions;
mod runs;
mod schedule;
mod schema;
mod series;
mod shadow;
mod silences;
mod sources;
mod sqlite;
mod tallies;
mod teams;
mod thresholds;
mod transaction;
mod verdicts;
mod workers;

pub use alarms::{Look, looks_of_alarmed};
pub use alert_outbox::{
    AlertOutboxState, Notice, add_notice, alert_outbox_state, due_notices, postpone_notices, remove_notice,
};
pub use alerts::{
    Acknowledged, Episode, Latched, acknowledge_alert, begin_alert, clear_alert, latch_alert, open_alerts, raise_alert,
    see_alert, unlatch_alert,
};
pub use aliases::{AliasRecord, alias_records, record_alias, record_alias_move};
pub use audit::{AuditEntry, AuditRecord, audit_records, begin_audit, end_audit};
pub use bell::{Bell, ring};
pub use checkpoints::{Checkpoint, checkpoint, forget_checkpoints, write_checkpoint};
pub use clock::now;
pub use counters::{Count, FORECAST_BUCKETS_S, add_to_counter, count_forecast_round, counts};
pub use curves::{Curves, curves, write_curves};
pub use db::Db;
pub use decisions::{NewDecision, decision_of_run, latest_decision, write_decision};
pub use downloads::{Download, FailingDownload, downloads, failing_downloads, last_checks, record_download};
pub use error::{Context, StoreError};
pub use facts::{DatabaseFacts, database_facts};
pub use feature_lookups::{add_feature_lookups, feature_lookups_since};
pub use feature_sources::{
    ChampionInForce, ComingMatch, NamedTeam, PlayedMatch, champion_in_force, coming_matches, matches_to_forecast,
    played_since, spelled_names, teams_called,
};
pub use freeze::{Freeze, champion_freeze, freeze_champion, thaw_champion};
pub use held::{forget_held, held_differences, held_differences_of, shrunken_files};
pub use ingestion::{
    Difference, FileLoad, IngestionLog, QuarantineRow, RowCounts, log_ingestion, record_file_load, record_file_results,
    replace_quarantine,
};
pub use league_matches::{ForecastMatch, last_settled_matches};
pub use leagues::{LeagueRow, ensure_league, leagues};
pub use leases::{hold_lease, lease_holder, lease_in_force, release_lease};
pub use lost_leases::{LostLeases, lost_leases, note_lost_leases};
pub use match_writes::{MatchKey, MatchValues, StoredMatch, insert_matches, stored_matches, update_match};
pub use matches::{Fixture, MatchRow, coming_fixtures, matches_of_league};
pub use model_list::{model_by_version, models};
pub use models::{
    ModelSummary, NewModel, archive_challengers, challenger, champion, count_models, count_versions_with_prefix,
    model_parameters, register_model, registered_model, specifications,
};
pub use odds::{OddsRow, market_odds, odds_of_matches, upsert_odds};
pub use open::{Migrated, OpenMode, migrate};
pub use outbox::{
    OutboxEntry, OutboxState, add_to_outbox, installation, next_in_outbox, outbox_state, park_in_outbox,
    postpone_in_outbox, remove_from_outbox, retry_outbox,
};
pub use patience::Patience;
pub use pooled_verdicts::{latest_pooled, write_pooled};
pub use postgres::{Server, Trouble};
pub use predictions::{
    ComingPrediction, Matchday, NewPrediction, Settleable, coming_predictions, count_live_since,
    drop_idle_walk_forwards, inherit_walk_forwards, insert_predictions, mark_settled, matchday,
    matches_with_live_prediction, settleable, unsettle_day,
};
pub use promotions::{Promotion, predecessor, promote_model, taken_back_at};
pub use quality::{quality_facts, run_facts};
pub use quarantine::{count_quarantined, quarantined_rows};
pub use queue::{
    Cancelled, Ending, Enqueued, HEARTBEAT, Held, LEASE, Lease, MAX_FAILURES, NewRun, Progress, add_event, cancel,
    claim, enqueue, finish, forget_upkeep, give_up, heartbeat, let_lease_lapse, note_model, release, retry, run_owners,
    still_held, write_progress,
};
pub use quotes::quotes_of_league;
pub use revisions::{Subject, bump_revision, revision};
pub use runs::{finished_runs, live_runs, run};
pub use schedule::{
    has_results, is_settling_due, leagues_high_without_training, leagues_to_forecast, ran_lately, slot_is_taken,
};
pub use series::{SettledRow, settled_of_league};
pub use shadow::{Accession, Contest, accession, contest, pairs_of_specification, pairs_of_version};
pub use silences::{Silence, end_silence, silence_alerts, silences};
pub use sources::{SourceRow, arrivals, data_sources, event_days, record_load};
pub use tallies::{DayTally, TallyKey, add_to_tallies, last_settled_day, tallies_since};
pub use teams::{insert_alias, insert_team, names_of_country, team_names};
pub use thresholds::{drift_thresholds, keep_thresholds};
pub use transaction::Tx;
pub(crate) use transaction::with_tx;
pub use verdicts::{Evaluated, evaluations_before, latest_judgements, verdict_history, write_verdict};
pub use workers::{Liveness, SeenWorker, live_workers, liveness, remove_worker, seen_workers, worker_heartbeat};
