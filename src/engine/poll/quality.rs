//! Soundness of the data. Stored data is judged again only when a file was loaded, runs each time: there are few of
//! them, and time itself makes one a lost one.

use super::{Poll, Polled};
use crate::{
    domain::{HeldDifference, SafeText},
    engine::{
        DataQuality, QualityCheck, QualityFinding, Sections,
        poller::{Answer, settle},
    },
    metrics::{Fault, Quality, RuleCount},
    store::{self, Db, StoreError, Subject},
    training::Clock,
};

/// Finished runs that are looked at.
const RUNS: i64 = 50;

/// Held differences that are shown.
const HELD: i64 = 100;

/// Judges data and runs, and remembers what it judged of the data.
#[derive(Debug)]
pub(in crate::engine) struct QualityPoll {
    db: Db,
    not_followed: Vec<String>,
    last: Option<(i64, Quality, Vec<HeldDifference>)>,
}

impl QualityPoll {
    pub(in crate::engine) const fn new(db: Db, not_followed: Vec<String>) -> Self {
        Self {
            db,
            not_followed,
            last: None,
        }
    }

    async fn judge(&mut self) -> Result<Polled<DataQuality>, StoreError> {
        let mut tx = self.db.read().await?;
        let revision = store::revision(&mut tx, Subject::Matches).await?;
        let (data, held) = match self.last.take() {
            Some((known, data, held)) if known == revision => (data, held),
            _ => {
                let mut facts = store::quality_facts(&mut tx).await?;
                // Nobody waits for the loads of a league that is not followed; what is stored of it is judged.
                facts
                    .loads
                    .retain(|load| !self.not_followed.iter().any(|code| code == load.league.as_str()));
                let data = Quality::of_data(&facts);
                (data, store::held_differences(&mut tx, HELD).await?)
            }
        };
        let runs = Quality::of_runs(&store::run_facts(&mut tx, RUNS).await?, Clock::wall());
        let is_empty = data.counts.is_empty() && runs.counts.is_empty();
        let value = shown(data.clone().and(runs), held.clone());
        self.last = Some((revision, data, held));
        Ok(Polled { value, is_empty })
    }
}

fn shown(quality: Quality, held: Vec<HeldDifference>) -> DataQuality {
    let finding = |finding: Fault| QualityFinding {
        rule: finding.rule,
        league: finding.league,
        season: finding.season,
        severity: finding.severity,
        sentence: SafeText::from(finding.sentence),
    };
    let check = |count: RuleCount| QualityCheck {
        rule: count.rule,
        judged: count.judged,
        insufficient: count.insufficient,
    };
    DataQuality {
        findings: quality.findings.into_iter().map(finding).collect(),
        checks: quality.counts.into_iter().map(check).collect(),
        held,
    }
}

impl Poll for QualityPoll {
    type Value = DataQuality;

    async fn poll(&mut self) -> Result<Polled<DataQuality>, StoreError> {
        self.judge().await
    }

    fn place(sections: &mut Sections, answer: Answer<DataQuality>) {
        settle(&mut sections.data_quality, answer);
    }
}
