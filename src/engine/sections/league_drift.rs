use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    domain::{LeagueCode, SafeText, Verdict},
    metrics::drift::{ChampionChange, CusumPoint, EProcess, Finding, Spoke, Test},
};

/// Does one league's forecast quality drift?
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeagueDrift {
    /// Its code.
    pub league: LeagueCode,
    /// Its name.
    pub name: SafeText,
    /// Finished matches in the window: the last 80, or fewer; none before a change of specification.
    pub matches: u64,
    /// Of these, matches without odds.
    pub without_odds: u64,
    /// Day of the window's first match.
    pub from: Option<NaiveDate>,
    /// Day of its last match.
    pub to: Option<NaiveDate>,
    /// What is concluded; an alarm stays until two clean evaluations.
    pub verdict: Verdict,
    /// What this look alone comes to.
    pub raw_verdict: Verdict,
    /// The rules that found something, each with the verdict that it raises by itself.
    pub spoke: Vec<Spoke>,
    /// One p for the primary tests P1 to P3; small is evidence of drift.
    pub p: Option<f64>,
    /// `p` corrected for the leagues looked at (Benjamini-Hochberg).
    pub adjusted_p: Option<f64>,
    /// How many leagues had enough data for that.
    pub leagues_judged: usize,
    /// P1, calibration of the published probabilities: its statistic is Spiegelhalter's Z.
    pub p1: Option<Test>,
    /// P2, mix of outcomes: its statistic is a chi-square with 2 degrees.
    pub p2: Option<Test>,
    /// P3, paired skill of the model: its statistic is a z.
    pub p3: Option<Test>,
    /// P3 of the published probabilities, where they are neither the model's nor the market's.
    pub p3_published: Option<Test>,
    /// S1, the CUSUM of the paired Brier score.
    pub cusum: Option<CusumReading>,
    /// S2, what a bettor against the published probabilities has made of 1; none where the market is published.
    pub e_value: Option<f64>,
    /// The most that it has been this season, and over how many matches.
    pub e_process: Option<EProcess>,
    /// Mean log loss of the model minus the market's in the window (paired skill); above 0 the market is better.
    pub skill: Option<f64>,
    /// Standard error of `skill`.
    pub skill_se: Option<f64>,
    /// What is normal for this league: the same mean over the previous two seasons, drawn towards all leagues.
    pub reference: Option<f64>,
    /// Matches with odds that the reference rests on.
    pub reference_matches: u64,
    /// `skill` minus `reference`.
    pub effect: Option<f64>,
    /// The same for the Brier score; high by p needs 0.03.
    pub brier_effect: Option<f64>,
    /// The smallest `effect` that this many matches could show (80 % power, two-sided 5 %).
    pub smallest_detectable: Option<f64>,
    /// Secondary tests D1 to D6.
    pub secondary: Vec<Finding>,
    /// Changes of champion within the days looked at.
    pub champion_changes: Vec<ChampionChange>,
    /// Mean paired skill by week of the window's span, the oldest first; a week without matches has none.
    pub weekly_skill: Vec<Option<f64>>,
    /// The verdict in one sentence, with the numbers of what spoke.
    pub reason: SafeText,
}

impl LeagueDrift {
    /// A league of which nothing is known.
    #[must_use]
    pub fn unjudged(league: LeagueCode, name: SafeText) -> Self {
        Self {
            league,
            name,
            matches: 0,
            without_odds: 0,
            from: None,
            to: None,
            verdict: Verdict::Insufficient,
            raw_verdict: Verdict::Insufficient,
            spoke: Vec::new(),
            p: None,
            adjusted_p: None,
            leagues_judged: 0,
            p1: None,
            p2: None,
            p3: None,
            p3_published: None,
            cusum: None,
            e_value: None,
            e_process: None,
            skill: None,
            skill_se: None,
            reference: None,
            reference_matches: 0,
            effect: None,
            brier_effect: None,
            smallest_detectable: None,
            secondary: Vec::new(),
            champion_changes: Vec::new(),
            weekly_skill: Vec::new(),
            reason: "not evaluated yet: a worker does it after a training, an import or a settling".into(),
        }
    }
}

/// How a CUSUM stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CusumReading {
    /// After the last match, `0..=threshold`.
    pub value: f64,
    /// Reaching it is an alarm.
    pub threshold: f64,
    /// It was reached within the last week of matches.
    pub alarm: bool,
    /// Its highest value on each match day of the season.
    pub series: Vec<CusumPoint>,
}
