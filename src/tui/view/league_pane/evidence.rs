use std::borrow::Cow;

use touchline::{
    domain::Verdict,
    engine::LeagueDrift,
    metrics::drift::{ELEVATED_E, ELEVATED_P, Finding, HIGH_E, HIGH_P, Rule, SECONDARY_P, Spoke, Test},
};

use crate::tui::{
    listing::{Entry, Listing, RowId, Value},
    theme::Concern,
    widget::{Column, evidence, fixed, signed},
};

static COLUMNS: [Column; 7] = [
    Column::prose("test", "test", 9, 16),
    Column::text("statistic", "statistic", 8),
    Column::number("p", "p", 6),
    Column::number("adjusted_p", "adj. p", 5),
    Column::text("limit", "speaks at", 4).dim(),
    Column::number("n", "n", 3),
    Column::text("raises", "says", 7).judged(),
];

/// Every test with its numbers. Those that spoke bear the sign of the verdict that they raise.
pub(super) fn listing(row: &LeagueDrift) -> Listing<'_> {
    let rows = primary(row).into_iter().chain(sequential(row));
    let mut secondary: Vec<&Finding> = row.secondary.iter().collect();
    secondary.sort_by(|one, two| {
        let p = |finding: &Finding| finding.adjusted_p.unwrap_or(finding.p);
        p(one).total_cmp(&p(two))
    });
    let secondary = secondary.into_iter().map(|finding| suspicion(finding, row));
    Listing::new(&COLUMNS, rows.chain(secondary))
}

/// A row before it is known what it says.
struct Line<'a> {
    test: Cow<'a, str>,
    statistic: String,
    p: Option<f64>,
    adjusted_p: Option<f64>,
    limit: String,
    n: Option<u64>,
}

impl<'a> Line<'a> {
    fn new(test: impl Into<Cow<'a, str>>, statistic: String) -> Self {
        Self {
            test: test.into(),
            statistic,
            p: None,
            adjusted_p: None,
            limit: String::new(),
            n: None,
        }
    }

    fn of(name: &'static str, statistic: String, test: Test) -> Self {
        Self {
            p: Some(test.p),
            n: Some(test.n),
            ..Self::new(name, statistic)
        }
    }

    fn says(self, spoke: Option<&Spoke>) -> Entry<'a> {
        let said = spoke.map(|spoke| spoke.raises);
        Entry {
            id: RowId::named(&self.test),
            concern: said.map_or(Concern::Good, Concern::from),
            values: vec![
                Value::Text(self.test),
                Value::text(self.statistic),
                Value::known(self.p, Value::Probability),
                Value::known(self.adjusted_p, Value::Probability),
                Value::text(self.limit),
                Value::known(self.n, Value::Count),
                Value::known(said, |verdict| match verdict {
                    Verdict::High => Value::text("HIGH"),
                    other => Value::text(other.as_str()),
                }),
            ],
        }
    }
}

fn spoke(row: &LeagueDrift, rule: Rule) -> Option<&Spoke> {
    row.spoke.iter().find(|spoke| spoke.rule == rule)
}

/// P1 to P3, and what they come to together. The one with the smallest p speaks for them.
fn primary(row: &LeagueDrift) -> Vec<Entry<'_>> {
    let tests = [row.p1, row.p2, row.p3, row.p3_published].into_iter().flatten();
    let least = tests.map(|test| test.p).fold(f64::INFINITY, f64::min);
    let together = spoke(row, Rule::Primary);
    let line = |name, test: Option<Test>, statistic: fn(f64) -> String| {
        let test = test?;
        let said = together.filter(|_| test.p <= least);
        Some(Line::of(name, statistic(test.statistic), test).says(said))
    };
    let mut rows: Vec<Entry<'_>> = [
        line("calibration", row.p1, |z| format!("Z {}", signed(z, 2))),
        line("mix of outcomes", row.p2, |x| format!("chi2 {} of 2 df", fixed(x, 2))),
        line("model's skill", row.p3, |z| format!("z {}", signed(z, 2))),
        line("published skill", row.p3_published, |z| format!("z {}", signed(z, 2))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if row.p.is_some() {
        let line = Line {
            p: row.p,
            adjusted_p: row.adjusted_p,
            limit: format!("adj. p {ELEVATED_P} {HIGH_P}"),
            ..Line::new("these together", format!("of {} leagues", row.leagues_judged))
        };
        rows.push(line.says(together));
    }
    rows
}

/// S1 and S2.
fn sequential(row: &LeagueDrift) -> Vec<Entry<'_>> {
    let cusum = row.cusum.as_ref().map(|cusum| {
        let line = Line {
            limit: fixed(cusum.threshold, 1),
            ..Line::new("CUSUM", fixed(cusum.value, 1))
        };
        line.says(spoke(row, Rule::Cusum))
    });
    let e = row.e_process.map(|e| {
        let line = Line {
            limit: format!("{} {}", fixed(ELEVATED_E, 0), fixed(HIGH_E, 0)),
            n: Some(e.n),
            ..Line::new("E value", format!("{}, peak {}", evidence(e.value), evidence(e.peak)))
        };
        line.says(spoke(row, Rule::EProcess))
    });
    cusum.into_iter().chain(e).collect()
}

fn suspicion<'a>(finding: &Finding, row: &'a LeagueDrift) -> Entry<'a> {
    let statistic = format!("{}, usual {}", fixed(finding.now, 3), fixed(finding.usual, 3));
    let line = Line {
        p: Some(finding.p),
        adjusted_p: finding.adjusted_p,
        limit: format!("adj. p {SECONDARY_P}, twice"),
        ..Line::new(finding.suspect.label(), statistic)
    };
    line.says(spoke(row, Rule::Secondary(finding.suspect)))
}
