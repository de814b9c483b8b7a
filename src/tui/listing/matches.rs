use chrono::{DateTime, Utc};
use touchline::{
    domain::{Origin, Probabilities, Score},
    engine::LeagueMatch,
};

use super::{Entry, Listing, RowId, Value};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 8] = [
    Column::text("date", "day", 8).dated(),
    Column::prose("match", "match", 11, 19),
    Column::text("published", "published", 7),
    Column::text("model", "model", 2),
    Column::text("market", "market", 6),
    Column::number("log_loss", "log loss", 9),
    Column::number("model_vs_market", "vs market", 10).judged(),
    Column::text("version", "forecast by", 1).dim(),
];
/// Matches whose loss is marked.
pub(crate) const MARKED: usize = 5;

/// Finished matches of the open league, the latest first. Those that cost the model most against the market are marked.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let detail = model.league.as_ref().and_then(|open| open.detail.value.as_ref());
    let matches = detail.map_or(&[][..], |detail| &detail.matches);
    let marked = marked(matches);
    let rows = matches.iter().enumerate();
    let now = model.data_now();
    Listing::new(
        &COLUMNS,
        rows.map(|(index, row)| entry(row, marked.contains(&index), now)),
    )
}

/// The matches with the largest paired losses. A gain is never one.
fn marked(matches: &[LeagueMatch]) -> Vec<usize> {
    let losses = matches
        .iter()
        .enumerate()
        .filter_map(|(index, row)| Some((index, row.paired_loss?)));
    let mut losses: Vec<(usize, f64)> = losses.filter(|(_, loss)| *loss > 0.0).collect();
    losses.sort_by(|(_, one), (_, two)| two.total_cmp(one));
    losses.into_iter().take(MARKED).map(|(index, _)| index).collect()
}

fn entry(row: &LeagueMatch, is_marked: bool, now: DateTime<Utc>) -> Entry<'_> {
    let Score { home, away } = row.score;
    let result = format!("{} {home}-{away} {}", row.home, row.away);
    let made = match row.origin {
        Origin::Live => row.version.as_str(),
        Origin::WalkForward => "walk-forward",
        Origin::Shadow => "shadow",
    };
    Entry {
        id: RowId::named(format!("{} {result}", row.date)),
        concern: if is_marked { Concern::Warn } else { Concern::Good },
        values: vec![
            Value::Day { day: row.date, now },
            Value::text(result),
            Value::text(percentages(row.published)),
            Value::text(percentages(row.model)),
            Value::known(row.market, |market| Value::text(percentages(market))),
            Value::Fixed(row.log_loss, 3),
            Value::known(row.paired_loss, |loss| Value::Signed(loss, 3)),
            Value::text(made),
        ],
    }
}

/// Home, draw and away in percent.
pub(super) fn percentages(of: Probabilities) -> String {
    let [home, draw, away] = of.to_array().map(|share| format!("{:>2.0}", 100.0 * share));
    format!("{home} {draw} {away}")
}
