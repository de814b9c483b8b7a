//! What charts are drawn with: dots, lines of them, scales with round numbers, and what stands around.

pub(crate) mod axis;
mod dots;
pub(crate) mod legend;
mod scale;
mod stroke;

pub(super) use dots::{Dots, Ink, Layer};
pub(super) use scale::Scale;
pub(super) use stroke::Pen;
pub(crate) use stroke::Stroke;
