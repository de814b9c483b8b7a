use crate::domain::{Outcome, Probabilities};

/// Smallest probability that log loss takes at its word.
pub const CLIP: f64 = 1e-15;

/// `−ln p(outcome)` (the logarithmic or ignorance score, Good 1952), in nats, `0..=34.54`; uniform is 1.0986.
///
/// Probabilities below [`CLIP`] count as that; [`is_clipped`] tells, and tallies count them.
#[must_use]
pub fn log_loss(p: Probabilities, outcome: Outcome) -> f64 {
    // Subtracted from 0, since negating would score a certain outcome −0.
    0.0 - p.of(outcome).max(CLIP).ln()
}

/// Did [`log_loss`] have to raise the probability of what happened to [`CLIP`]?
#[must_use]
pub fn is_clipped(p: Probabilities, outcome: Outcome) -> bool {
    p.of(outcome) < CLIP
}

/// `Σ (p − o)²` over the three outcomes (Brier 1950, in its original form), `0..=2`; uniform is 0.6667. A third of it is
/// the figure near 0.2 that some papers quote.
#[must_use]
pub fn brier(p: Probabilities, outcome: Outcome) -> f64 {
    let terms = Outcome::ALL.map(|o| (p.of(o) - f64::from(u8::from(o == outcome))).powi(2));
    terms.iter().sum()
}

/// Ranked probability score, `0..=1`: squared differences of the cumulated probabilities, halved (Epstein 1969, for
/// football Constantinou and Fenton 2012). Home, draw, away is the order, so a draw is nearer to both.
#[must_use]
pub fn rps(p: Probabilities, outcome: Outcome) -> f64 {
    let [home, _, away] = p.to_array();
    let (won, lost) = match outcome {
        Outcome::Home => (1.0, 0.0),
        Outcome::Draw => (0.0, 0.0),
        Outcome::Away => (0.0, 1.0),
    };
    0.5 * ((home - won).powi(2) + (away - lost).powi(2))
}

/// Did the favourite come in?
#[must_use]
pub fn is_hit(p: Probabilities, outcome: Outcome) -> bool {
    p.favourite() == outcome
}

#[cfg(test)]
mod tests;
