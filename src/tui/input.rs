//! Keys and gestures: what they are called, and where they come from.

mod key;
mod mouse;
mod reader;

pub(crate) use key::{Key, KeyError};
pub(crate) use mouse::{Gesture, Mouse};
pub(crate) use reader::spawn as spawn_reader;
