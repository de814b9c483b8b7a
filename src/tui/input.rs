//! Keys: what they are called, and where they come from.

mod key;
mod reader;

pub(crate) use key::{Key, KeyError};
pub(crate) use reader::spawn as spawn_reader;
