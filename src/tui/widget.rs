//! Small things that are drawn in more than one place.

mod age;
mod bar;
mod chart;
mod cut;
mod gauge;
mod line_chart;
mod number;
mod plot;
mod reliability;
mod spark;
mod table;
mod wrap;

pub(crate) use age::{age, duration, seconds, since, until};
pub(crate) use bar::{Segment, bar};
pub(crate) use chart::chart;
pub(crate) use cut::cut;
pub(crate) use gauge::gauge;
pub(crate) use line_chart::{LineChart, Mark, Point, Series, Threshold};
pub(crate) use number::{evidence, fixed, percent, signed, standard_error};
pub(crate) use plot::Stroke;
pub(crate) use reliability::Reliability;
pub(crate) use spark::{range, spark};
pub(crate) use table::{Column, Table, first_of_page};
pub(crate) use wrap::wrap;
