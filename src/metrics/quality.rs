//! Is the data itself sound? Services break here, with a status of "completed": zeros read as missing, day and month
//! swapped, a league loaded under two codes. Each rule is a file; it takes counts and gives a [`Check`].

use crate::domain::{LeagueCode, QualityRule, Season, Severity};

mod changed_results;
mod draw_rate;
mod facts;
mod goals_per_match;
mod lost_run;
mod never_zero;
mod plausible;
mod run_times;
mod self_play;
mod shared_matches;
mod shrunken_file;
mod skipped_rows;
mod swapped_dates;

pub use facts::{
    ChangedResults, FileDates, FileResults, LeagueLoad, PlayedDay, QualityFacts, RunFacts, SeasonFacts, SelfPlayed,
    SharedMatches, dates_of_days, seasons_of_days,
};

/// What one rule says of one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Check {
    /// Enough was seen, and nothing is wrong.
    Passed,
    /// Too little was seen to say anything.
    Insufficient,
    /// Something is wrong.
    Found {
        /// How much it matters.
        severity: Severity,
        /// What, with its numbers.
        sentence: String,
    },
}

impl Check {
    fn found(severity: Severity, sentence: String) -> Self {
        Self::Found { severity, sentence }
    }
}

/// Something that is wrong with the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The rule that is broken.
    pub rule: QualityRule,
    /// Where, if it concerns one league.
    pub league: Option<LeagueCode>,
    /// When, if it concerns one season.
    pub season: Option<Season>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one sentence with its numbers.
    pub sentence: String,
}

/// How much a rule has looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleCount {
    /// The rule.
    pub rule: QualityRule,
    /// Subjects that it could judge.
    pub judged: u64,
    /// Subjects of which too little is known to judge them.
    pub insufficient: u64,
}

/// What all rules found, and how much they looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quality {
    /// What is wrong, the gravest first.
    pub findings: Vec<Fault>,
    /// Each rule that was asked.
    pub counts: Vec<RuleCount>,
}

/// Where a rule looks.
type Place<'a> = (Option<&'a LeagueCode>, Option<Season>);

impl Quality {
    /// Asks every rule on stored data.
    #[must_use]
    pub fn of_data(facts: &QualityFacts) -> Self {
        let mut quality = Self::default();
        for season in &facts.seasons {
            let place = (Some(&season.league), Some(season.season));
            quality.note(QualityRule::NeverZero, place, never_zero::check(season));
            quality.note(QualityRule::DrawRate, place, draw_rate::of_season(season));
            quality.note(QualityRule::GoalsPerMatch, place, goals_per_match::of_season(season));
        }
        for league in facts::whole_leagues(&facts.seasons) {
            let place = (Some(&league.league), None);
            quality.note(QualityRule::DrawRate, place, draw_rate::of_league(&league));
            quality.note(QualityRule::GoalsPerMatch, place, goals_per_match::of_league(&league));
        }
        for file in &facts.dates {
            quality.note(
                QualityRule::SwappedDates,
                (Some(&file.league), None),
                swapped_dates::check(file),
            );
        }
        for load in &facts.loads {
            quality.note(
                QualityRule::SkippedRows,
                (Some(&load.league), None),
                skipped_rows::check(load),
            );
        }
        for (league, rows) in &facts.self_played {
            quality.note(QualityRule::SelfPlay, (league.as_ref(), None), self_play::check(rows));
        }
        for pair in &facts.pairs {
            let [one, _] = &pair.leagues;
            quality.note(
                QualityRule::SharedMatches,
                (Some(one), pair.season),
                shared_matches::check(pair),
            );
        }
        for file in &facts.files {
            let place = (Some(&file.league), Some(file.season));
            quality.note(QualityRule::ShrunkenFile, place, shrunken_file::check(file));
        }
        for (league, changed) in &facts.changed {
            quality.note(
                QualityRule::ChangedResults,
                (Some(league), None),
                changed_results::check(changed),
            );
        }
        quality.sort();
        quality
    }

    /// Asks every rule on training runs; `wall` is the wall clock, in which leases are dated.
    #[must_use]
    pub fn of_runs(runs: &[RunFacts], wall: chrono::DateTime<chrono::Utc>) -> Self {
        let mut quality = Self::default();
        for run in runs {
            quality.note(QualityRule::RunTimes, (None, None), run_times::check(run));
            quality.note(QualityRule::LostRun, (None, None), lost_run::check(run, wall));
        }
        quality.sort();
        quality
    }

    /// Both together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.findings.extend(other.findings);
        self.counts.extend(other.counts);
        self.sort();
        self
    }

    fn note(&mut self, rule: QualityRule, (league, season): Place<'_>, check: Check) {
        let at = self
            .counts
            .iter()
            .position(|count| count.rule == rule)
            .unwrap_or_else(|| {
                self.counts.push(RuleCount {
                    rule,
                    judged: 0,
                    insufficient: 0,
                });
                self.counts.len() - 1
            });
        if let Some(count) = self.counts.get_mut(at) {
            match check {
                Check::Insufficient => count.insufficient += 1,
                Check::Passed | Check::Found { .. } => count.judged += 1,
            }
        }
        if let Check::Found { severity, sentence } = check {
            self.findings.push(Fault {
                rule,
                league: league.cloned(),
                season,
                severity,
                sentence,
            });
        }
    }

    /// The gravest first; of equal ones by rule, then place, so that a picture of the same data is the same picture.
    fn sort(&mut self) {
        self.findings
            .sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| place_of(a).cmp(&place_of(b))));
        self.counts.sort_by_key(|count| count.rule);
    }
}

fn place_of(finding: &Fault) -> (QualityRule, &Option<LeagueCode>, Option<Season>) {
    (finding.rule, &finding.league, finding.season)
}

#[cfg(test)]
mod tests;
