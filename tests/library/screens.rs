//! What the monitor's screens read beside the four panes: alerts that are the same everywhere, workers, the audit, what is in
//! quarantine, and one league in full.

#[path = "screens/alerts.rs"]
mod alerts;
#[path = "screens/league.rs"]
mod league;
#[path = "screens/lists.rs"]
mod lists;
#[path = "screens/stage.rs"]
mod stage;
