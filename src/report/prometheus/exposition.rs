//! The text format 0.0.4: families of samples, each with its help and its type.

use std::{collections::BTreeMap, fmt::Write};

use chrono::{DateTime, Utc};

/// What is written so far.
#[derive(Debug, Default)]
pub(super) struct Exposition {
    text: String,
}

/// What a family's numbers do.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Gauge,
    /// Only rises.
    Counter,
    Histogram,
    /// Quantiles, with a count and without a sum.
    Summary,
}

/// A family whose samples follow.
pub(super) struct Family<'a> {
    text: &'a mut String,
    name: &'static str,
}

impl Exposition {
    /// Begins a family of numbers that rise and fall.
    pub(super) fn gauge(&mut self, name: &'static str, help: &str) -> Family<'_> {
        self.family(name, Kind::Gauge, help)
    }

    /// A family with one number for each row.
    pub(super) fn each<T, const N: usize>(
        &mut self,
        name: &'static str,
        help: &str,
        rows: &[T],
        labels: impl for<'a> Fn(&'a T) -> [(&'static str, &'a str); N],
        value: impl Fn(&T) -> Option<f64>,
    ) {
        let mut family = self.gauge(name, help);
        for row in rows {
            family.sample(&labels(row), value(row));
        }
    }

    /// A family of numbers that only rise, by two labels.
    pub(super) fn counts(
        &mut self,
        name: &'static str,
        help: &str,
        labels: [&'static str; 2],
        counts: BTreeMap<[&str; 2], u64>,
    ) {
        let [first, second] = labels;
        let mut family = self.family(name, Kind::Counter, help);
        for ([a, b], n) in counts {
            family.sample(&[(first, a), (second, b)], n as f64);
        }
    }

    pub(super) fn family(&mut self, name: &'static str, kind: Kind, help: &str) -> Family<'_> {
        let kind = match kind {
            Kind::Gauge => "gauge",
            Kind::Counter => "counter",
            Kind::Histogram => "histogram",
            Kind::Summary => "summary",
        };
        let help = help.replace('\\', "\\\\").replace('\n', "\\n");
        // Writing to a string cannot fail.
        let _infallible = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
        Family {
            text: &mut self.text,
            name,
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

impl Family<'_> {
    /// One number. None is left out: it is not 0.
    pub(super) fn sample(&mut self, labels: &[(&str, &str)], value: impl Into<Option<f64>>) -> &mut Self {
        self.suffixed("", labels, value)
    }

    /// One number of a histogram: `_bucket`, `_sum` or `_count`.
    pub(super) fn suffixed(
        &mut self,
        suffix: &str,
        labels: &[(&str, &str)],
        value: impl Into<Option<f64>>,
    ) -> &mut Self {
        let Some(value) = value.into() else {
            return self;
        };
        self.text.push_str(self.name);
        self.text.push_str(suffix);
        for (index, (name, value)) in labels.iter().enumerate() {
            let open = if index == 0 { '{' } else { ',' };
            let _infallible = write!(self.text, "{open}{name}=\"{}\"", escaped(value));
        }
        if !labels.is_empty() {
            self.text.push('}');
        }
        let _infallible = writeln!(self.text, " {}", number(value));
        self
    }

    /// A moment; none is left out.
    pub(super) fn moment(&mut self, labels: &[(&str, &str)], at: Option<DateTime<Utc>>) -> &mut Self {
        self.sample(labels, at.map(seconds))
    }

    /// 1 where it holds, 0 elsewhere.
    pub(super) fn flag(&mut self, labels: &[(&str, &str)], holds: bool) -> &mut Self {
        self.sample(labels, f64::from(u8::from(holds)))
    }

    /// A state set: 1 for the state that holds, 0 for the others.
    pub(super) fn states(&mut self, labels: &[(&str, &str)], name: &str, all: &[&str], holds: &str) -> &mut Self {
        for state in all {
            let with: Vec<(&str, &str)> = labels.iter().copied().chain([(name, *state)]).collect();
            self.flag(&with, *state == holds);
        }
        self
    }
}

/// Labels of a histogram's buckets, the one without a bound last.
pub(super) fn bounds(of: &[f64]) -> impl Iterator<Item = String> {
    of.iter().map(f64::to_string).chain(["+Inf".to_owned()])
}

/// Seconds since 1970.
pub(super) fn seconds(at: DateTime<Utc>) -> f64 {
    at.timestamp_micros() as f64 / 1e6
}

fn number(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned()
    } else {
        value.to_string()
    }
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_as_the_format_says() {
        let mut out = Exposition::default();
        out.gauge("touchline_x", "Some\nhelp.")
            .sample(&[], 1.5)
            .sample(&[("a", "b\"\\")], None)
            .states(&[("league", "E0")], "verdict", &["high", "normal"], "normal");
        assert_eq!(
            out.into_text(),
            "# HELP touchline_x Some\\nhelp.\n# TYPE touchline_x gauge\ntouchline_x 1.5\n\
             touchline_x{league=\"E0\",verdict=\"high\"} 0\ntouchline_x{league=\"E0\",verdict=\"normal\"} 1\n"
        );
    }

    proptest! {
        #[test]
        fn a_label_never_leaves_its_line(value in any::<String>()) {
            let mut out = Exposition::default();
            out.gauge("x", "h").sample(&[("l", &value)], 1.0);
            let text = out.into_text();
            prop_assert_eq!(text.matches('\n').count(), 3);
            let line = text.lines().last().unwrap();
            let inner = line.strip_prefix("x{l=\"").and_then(|rest| rest.strip_suffix("\"} 1")).unwrap();
            let back = inner.replace("\\\\", "\u{1}").replace("\\\"", "\"").replace("\\n", "\n").replace('\u{1}', "\\");
            if !value.contains('\u{1}') {
                prop_assert_eq!(back, value);
            }
        }
    }
}
