//! D1 to D6: do the inputs look unlike the reference? They are shown, and can only raise a verdict to elevated: a promoted
//! team or a Christmas fixture list changes them too, and none of it need be a fault.

use serde::{Deserialize, Serialize};
use statrs::distribution::{Binomial, DiscreteCDF};

use super::{cut::Cut, ks::two_sample, psi::psi, series::SettledForecast};
use crate::{
    domain::Probabilities,
    metrics::{CLIP, Moments, normal::upper_tail},
};

/// The bookmaker's margin moves by tenths of a point over the years, which any test finds and nobody needs. A wrong column
/// moves it by several points: what is tested is a change of more than this.
const OVERROUND_CHANGE: f64 = 0.01;

/// What a secondary test looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suspect {
    /// D1: distribution of the published probability of a home win (Kolmogorov-Smirnov).
    HomeProbability,
    /// D1: of a draw.
    DrawProbability,
    /// D1: of an away win.
    AwayProbability,
    /// D1: distribution of the market's probability of a home win.
    HomeOdds,
    /// D1: of a draw.
    DrawOdds,
    /// D1: of an away win.
    AwayOdds,
    /// D2: population stability index of the published probability of a home win.
    HomeStability,
    /// D2: of a draw.
    DrawStability,
    /// D2: of an away win.
    AwayStability,
    /// D3: goals against expected goals.
    Goals,
    /// D4: margin of the early odds.
    Overround,
    /// D4: share of matches without odds.
    MissingOdds,
    /// D5: total variation between the model's own probabilities and the market's (Kolmogorov-Smirnov). Not the published
    /// ones: at a low weight of the model these are the market.
    Divergence,
    /// D6: size of the move from early to closing odds, Kullback-Leibler (Kolmogorov-Smirnov).
    ClosingMove,
    /// D6: the closing line moves away from the model (sign test).
    ClosingLine,
}

impl Suspect {
    /// In words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::HomeProbability => "distribution of home probabilities",
            Self::DrawProbability => "distribution of draw probabilities",
            Self::AwayProbability => "distribution of away probabilities",
            Self::HomeOdds => "distribution of home odds",
            Self::DrawOdds => "distribution of draw odds",
            Self::AwayOdds => "distribution of away odds",
            Self::HomeStability => "PSI of home probabilities",
            Self::DrawStability => "PSI of draw probabilities",
            Self::AwayStability => "PSI of away probabilities",
            Self::Goals => "goals a match",
            Self::Overround => "overround",
            Self::MissingOdds => "share without odds",
            Self::Divergence => "divergence from the market",
            Self::ClosingMove => "move to the closing odds",
            Self::ClosingLine => "share of closing lines that move to the model",
        }
    }
}

/// One secondary test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What it looks at.
    pub suspect: Suspect,
    /// Its mean or share in the window; of a PSI, its value.
    pub now: f64,
    /// The same in the reference; of goals what was expected; of a PSI, what 99 % of unchanged windows stay below.
    pub usual: f64,
    /// The test's statistic: a distance, an index, or a z.
    pub statistic: f64,
    /// p of the test.
    pub p: f64,
    /// p corrected for all secondary tests of all leagues of the look.
    pub adjusted_p: Option<f64>,
}

/// All that the data allow.
pub(super) fn findings(cut: &Cut<'_>) -> Vec<Finding> {
    use Suspect as S;
    let published = [S::HomeProbability, S::DrawProbability, S::AwayProbability];
    let odds = [S::HomeOdds, S::DrawOdds, S::AwayOdds];
    let stability = [S::HomeStability, S::DrawStability, S::AwayStability];
    let mut findings = Vec::new();
    for (at, suspect) in published.into_iter().enumerate() {
        findings.extend(distribution(cut, suspect, |m| nth(m.forecast.published, at)));
    }
    for (at, suspect) in odds.into_iter().enumerate() {
        findings.extend(distribution(cut, suspect, |m| nth(m.forecast.market?, at)));
    }
    for (at, suspect) in stability.into_iter().enumerate() {
        findings.extend(stable(cut, suspect, |m| nth(m.forecast.published, at)));
    }
    findings.extend(goals(cut));
    findings.extend(overround(cut));
    findings.extend(missing_odds(cut));
    findings.extend(divergence(cut));
    findings.extend(distribution(cut, S::ClosingMove, |m| {
        Some(kullback_leibler(m.closing?, m.forecast.market?))
    }));
    findings.extend(closing_line(cut));
    findings
}

fn nth(p: Probabilities, at: usize) -> Option<f64> {
    p.to_array().get(at).copied()
}

fn both(cut: &Cut<'_>, value: impl Fn(&SettledForecast) -> Option<f64>) -> (Vec<f64>, Vec<f64>) {
    let values = |of: &[SettledForecast]| of.iter().filter_map(&value).collect();
    (values(cut.window), values(cut.reference))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn finding(suspect: Suspect, now: f64, usual: f64, statistic: f64, p: f64) -> Finding {
    Finding {
        suspect,
        now,
        usual,
        statistic,
        p,
        adjusted_p: None,
    }
}

fn distribution(cut: &Cut<'_>, suspect: Suspect, value: impl Fn(&SettledForecast) -> Option<f64>) -> Option<Finding> {
    let (now, usual) = both(cut, value);
    let ks = two_sample(&now, &usual)?;
    Some(finding(suspect, mean(&now), mean(&usual), ks.d, ks.p))
}

fn stable(cut: &Cut<'_>, suspect: Suspect, value: impl Fn(&SettledForecast) -> Option<f64>) -> Option<Finding> {
    let (now, usual) = both(cut, value);
    let index = psi(&now, &usual)?;
    Some(finding(suspect, index.value, index.expected_99, index.value, index.p))
}

/// `z = (Σ goals − Σ expected) / √Σ expected`, two-sided: goals are near enough to Poisson.
fn goals(cut: &Cut<'_>) -> Option<Finding> {
    let (mut scored, mut expected) = (0.0, 0.0);
    for m in cut.window {
        scored += f64::from(m.score.home) + f64::from(m.score.away);
        expected += m.forecast.expected_goals.home + m.forecast.expected_goals.away;
    }
    let n = cut.window.len() as f64;
    (expected > 0.0).then(|| {
        let z = (scored - expected) / expected.sqrt();
        finding(Suspect::Goals, scored / n, expected / n, z, 2.0 * upper_tail(z.abs()))
    })
}

fn overround(cut: &Cut<'_>) -> Option<Finding> {
    let of = |matches: &[SettledForecast]| matches.iter().filter_map(|m| m.overround).collect::<Moments>();
    let (now, usual) = (of(cut.window), of(cut.reference));
    let change = now.mean()? - usual.mean()?;
    let se = now.standard_error()?.hypot(usual.standard_error()?).max(1e-9);
    let z = (change.abs() - OVERROUND_CHANGE) / se;
    Some(finding(
        Suspect::Overround,
        now.mean()?,
        usual.mean()?,
        z,
        upper_tail(z),
    ))
}

/// Exact binomial, one-sided: more are missing than the reference lets expect.
fn missing_odds(cut: &Cut<'_>) -> Option<Finding> {
    let missing = |of: &[SettledForecast]| of.iter().filter(|m| m.forecast.market.is_none()).count() as u64;
    let (now, n) = (missing(cut.window), cut.window.len() as u64);
    let m = cut.reference.len();
    // A reference in which none is missing does not mean that none ever is.
    let usual = (missing(cut.reference) as f64 + 0.5) / (m as f64 + 1.0);
    let p = match now.checked_sub(1) {
        None => 1.0,
        Some(below) => Binomial::new(usual, n).ok()?.sf(below),
    };
    (n > 0 && m > 0).then(|| finding(Suspect::MissingOdds, now as f64 / n as f64, usual, now as f64, p))
}

/// Nothing to see where the model is the market.
fn divergence(cut: &Cut<'_>) -> Option<Finding> {
    distribution(cut, Suspect::Divergence, |m| {
        Some(m.forecast.model.total_variation(m.forecast.market?))
    })
    .filter(|f| f.now > 1e-9 || f.usual > 1e-9)
}

/// `Σ p ln(p/q)`, nats.
fn kullback_leibler(p: Probabilities, q: Probabilities) -> f64 {
    let terms = p.to_array().into_iter().zip(q.to_array());
    terms.map(|(p, q)| p * (p.max(CLIP) / q.max(CLIP)).ln()).sum()
}

/// Of the lines that moved, how many moved towards the model? Fewer than half is a model that the market corrects away from.
fn closing_line(cut: &Cut<'_>) -> Option<Finding> {
    let share = |of: &[SettledForecast]| {
        let (towards, moved) = of
            .iter()
            .filter_map(towards_model)
            .fold((0, 0), |(t, n), toward| (t + u64::from(toward), n + 1));
        (towards, moved)
    };
    let (towards, moved) = share(cut.window);
    let (usually, of) = share(cut.reference);
    let ratio = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
    let p = Binomial::new(0.5, moved).ok()?.cdf(towards);
    Some(finding(
        Suspect::ClosingLine,
        ratio(towards, moved)?,
        ratio(usually, of).unwrap_or(0.5),
        towards as f64,
        p,
    ))
}

/// None where the line did not move across the direction to the model.
fn towards_model(m: &SettledForecast) -> Option<bool> {
    let (market, closing) = (m.forecast.market?.to_array(), m.closing?.to_array());
    let model = m.forecast.model.to_array();
    let along: f64 = closing
        .iter()
        .zip(market)
        .zip(model)
        .map(|((closing, market), model)| (closing - market) * (model - market))
        .sum();
    (along.abs() > 1e-12).then_some(along > 0.0)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these sums are exact")]
mod tests;
