//! Colours and signs. A state is always told by a word or a sign too; colour only repeats it.

mod concern;
mod glyphs;
mod look;
mod nearest;
mod palette;

pub(crate) use concern::Concern;
pub(crate) use glyphs::Glyphs;
pub(crate) use look::Look;
