//! Small things that are drawn in more than one place.

mod age;
mod bar;
mod chart;
mod cut;
mod gauge;
mod number;
mod spark;
mod table;
mod wrap;

pub(crate) use age::{age, duration, seconds, since, until};
pub(crate) use bar::{Segment, bar};
pub(crate) use chart::chart;
pub(crate) use cut::cut;
pub(crate) use gauge::gauge;
pub(crate) use number::{fixed, percent, signed, standard_error};
pub(crate) use spark::{range, spark};
pub(crate) use table::{Column, Table};
pub(crate) use wrap::wrap;
