//! Versions that are not served: they forecast live fixtures beside the champion, leave health and drift as they are, take
//! over where they are better beyond doubt, and come back where the champion broke something.

#[path = "shadow/challenger.rs"]
mod challenger;
#[path = "shadow/freeze.rs"]
mod freeze;
#[path = "shadow/rollback.rs"]
mod rollback;
#[path = "shadow/season.rs"]
mod season;
#[path = "shadow/stage.rs"]
mod stage;
#[path = "shadow/unseen.rs"]
mod unseen;
