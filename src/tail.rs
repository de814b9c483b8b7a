//! Log files as they grow: from their last lines on, across rotation, truncation and midnight.
//!
//! Nothing is mapped into memory, since a file that is truncated under a mapping ends the program that reads it. Nothing is
//! queued either: one look gives the last lines of what was written since the one before, and the number of the others.

mod cutter;
mod file;
mod news;
mod place;

pub use file::Tail;
pub use news::{Gap, News};
pub use place::Place;
