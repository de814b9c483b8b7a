use chrono::SecondsFormat;
use serde_json::Value as Json;

use super::Value;

impl Value<'_> {
    /// For programs: raw and unrounded, a time in RFC 3339. A value of several numbers gives each with what its name ends in.
    pub(crate) fn raw(&self) -> Vec<(&'static str, Json)> {
        let alone = |value: Json| vec![("", value)];
        match self {
            Self::Missing => alone(Json::Null),
            Self::Text(text) => alone(text.as_ref().into()),
            Self::Count(count) => alone((*count).into()),
            Self::Mean { value, se, .. } => vec![("", (*value).into()), ("_se", (*se).into())],
            Self::Interval { value, ends, .. } => {
                vec![("", (*value).into()), ("_low", ends.0.into()), ("_high", ends.1.into())]
            }
            Self::Of { value, limit } => vec![("", (*value).into()), ("_limit", (*limit).into())],
            Self::Fixed(value, _)
            | Self::Signed(value, _)
            | Self::Evidence(value)
            | Self::Probability(value)
            | Self::Share(value) => alone((*value).into()),
            Self::Seconds(seconds) => alone((*seconds).into()),
            Self::Ago { at, .. } => alone(at.to_rfc3339_opts(SecondsFormat::AutoSi, true).into()),
            Self::Day { day, .. } => alone(day.to_string().into()),
            Self::Series { values, .. } => alone(values.iter().copied().map(Json::from).collect()),
        }
    }
}
