//! Small things that are drawn in more than one place.

mod age;
mod bar;
mod chart;
mod cut;
mod gauge;
#[allow(dead_code, reason = "the screens that draw it follow")]
mod line_chart;
mod number;
#[allow(dead_code, reason = "the screens that draw it follow")]
mod plot;
#[allow(dead_code, reason = "the screens that draw it follow")]
mod reliability;
mod spark;
mod table;
mod wrap;

pub(crate) use age::{age, duration, seconds, since, until};
pub(crate) use bar::{Segment, bar};
pub(crate) use chart::chart;
pub(crate) use cut::cut;
pub(crate) use gauge::gauge;
#[allow(unused_imports, reason = "the screens that draw it follow")]
pub(crate) use line_chart::{LineChart, Mark, Point, Series, Threshold};
pub(crate) use number::{fixed, percent, signed, standard_error};
#[allow(unused_imports, reason = "the screens that draw it follow")]
pub(crate) use plot::Stroke;
#[allow(unused_imports, reason = "the screens that draw it follow")]
pub(crate) use reliability::Reliability;
pub(crate) use spark::{range, spark};
pub(crate) use table::{Column, Table};
pub(crate) use wrap::wrap;
