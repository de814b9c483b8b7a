use std::{borrow::Cow, cmp::Ordering};

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::tui::{
    theme::Glyphs,
    widget::{duration, evidence, fixed, percent, signed, since, spark, standard_error},
};

/// A value in a list, as it is known and not as it is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    /// Not known, or not applicable: a blank.
    Missing,
    Text(Cow<'a, str>),
    Count(u64),
    /// A number with so many decimals.
    Fixed(f64, usize),
    /// With its sign.
    Signed(f64, usize),
    /// A mean and its standard error.
    Mean {
        value: f64,
        se: Option<f64>,
        decimals: usize,
        signed: bool,
    },
    /// The ends of a value's interval.
    Interval {
        value: f64,
        ends: (f64, f64),
        decimals: usize,
    },
    /// How far a value has come to a limit of its own.
    Of {
        value: f64,
        limit: f64,
    },
    /// An e-value: 1 says nothing, and there is no end.
    Evidence(f64),
    /// A p value.
    Probability(f64),
    /// A share of one.
    Share(f64),
    /// Seconds.
    Seconds(i64),
    /// A time, and now on the same clock.
    Ago {
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    },
    /// A day, and now on the same clock.
    Day {
        day: NaiveDate,
        now: DateTime<Utc>,
    },
    /// A series on a scale.
    Series {
        values: Cow<'a, [Option<f64>]>,
        scale: (f64, f64),
    },
}

/// Values of a series that a cell has room for.
const SERIES: usize = 8;

impl<'a> Value<'a> {
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// A value where there is one.
    pub(crate) fn known<T>(value: Option<T>, of: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Missing, of)
    }

    pub(crate) const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// As it is written on the screen.
    pub(crate) fn written(&self, glyphs: &Glyphs) -> Cow<'_, str> {
        match self {
            Self::Missing => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Count(count) => Cow::Owned(count.to_string()),
            Self::Fixed(value, decimals) => Cow::Owned(fixed(*value, *decimals)),
            Self::Signed(value, decimals) => Cow::Owned(signed(*value, *decimals)),
            Self::Mean {
                value,
                se,
                decimals,
                signed: with_sign,
            } => {
                let write = if *with_sign { signed } else { fixed };
                Cow::Owned(write(*value, *decimals) + &standard_error(*se, glyphs.plus_minus, *decimals))
            }
            Self::Interval { ends, decimals, .. } => {
                let [low, high] = [ends.0, ends.1].map(|end| signed(end, *decimals));
                Cow::Owned(format!("{low} to {high}"))
            }
            Self::Of { value, limit } => Cow::Owned(format!("{}/{}", fixed(*value, 1), fixed(*limit, 1))),
            Self::Evidence(e) => Cow::Owned(evidence(*e)),
            Self::Probability(p) if *p < 0.001 => Cow::Borrowed("<0.001"),
            Self::Probability(p) => Cow::Owned(fixed(*p, 3)),
            Self::Share(share) => Cow::Owned(percent(*share)),
            Self::Seconds(seconds) => Cow::Owned(duration(*seconds)),
            Self::Ago { at, now } => Cow::Owned(since(*now, *at)),
            Self::Day { day, .. } => Cow::Owned(day.to_string()),
            Self::Series { values, scale } => Cow::Owned(spark(values, SERIES, *scale, &glyphs.spark)),
        }
    }

    /// In rising order; what is not known comes after everything that is.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        match (self.number(), other.number()) {
            (Some(one), Some(two)) => one.total_cmp(&two),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => match (self, other) {
                (Self::Text(one), Self::Text(two)) => one.to_lowercase().cmp(&two.to_lowercase()),
                (Self::Text(_), _) => Ordering::Less,
                (_, Self::Text(_)) => Ordering::Greater,
                _ => Ordering::Equal,
            },
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Missing | Self::Text(_) => None,
            Self::Count(count) => Some(*count as f64),
            Self::Of { value, limit } => Some(*value / *limit),
            Self::Fixed(value, _)
            | Self::Signed(value, _)
            | Self::Mean { value, .. }
            | Self::Interval { value, .. }
            | Self::Evidence(value)
            | Self::Probability(value)
            | Self::Share(value) => Some(*value),
            Self::Seconds(seconds) => Some(*seconds as f64),
            Self::Ago { at, .. } => Some(at.timestamp_micros() as f64),
            Self::Day { day, .. } => Some(f64::from(day.num_days_from_ce())),
            Self::Series { values, .. } => values.iter().rev().flatten().copied().next(),
        }
    }
}
