//! Trainings of the real binary that are killed, paused and starved: each has its effects once, whatever happens.

#[path = "survival/killed.rs"]
mod killed;
#[path = "survival/many.rs"]
mod many;
#[path = "survival/paused.rs"]
mod paused;
#[path = "survival/stage.rs"]
mod stage;
#[path = "survival/starved.rs"]
mod starved;

use crate::{binary, databases, postgres};
