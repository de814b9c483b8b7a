//! Soundness of the data. Stored data is judged again only when a file was loaded, runs each time: there are few of
//! them, and time itself makes one a lost one.

use std::collections::BTreeSet;

use super::{Poll, Polled};
use crate::{
    domain::{HeldDifference, QuarantinedRow, SafeText},
    engine::{
        DataQuality, Extent, QualityCheck, QualityFinding, Sections,
        poller::{Answer, settle},
    },
    metrics::{Fault, Quality, RuleCount, SeasonFacts},
    store::{self, Db, StoreError, Subject, Tx},
    training::Clock,
};

/// Finished runs that are looked at.
const RUNS: i64 = 50;

/// Held differences that are shown, and rows in quarantine.
const HELD: i64 = 100;

/// Judges data and runs, and remembers what it judged of the data.
#[derive(Debug)]
pub(in crate::engine) struct QualityPoll {
    db: Db,
    not_followed: Vec<String>,
    last: Option<(i64, Quality, Extent, KeptOut)>,
}

/// What was kept out of the stored data.
#[derive(Debug, Clone)]
struct KeptOut {
    held: Vec<HeldDifference>,
    quarantine: Vec<QuarantinedRow>,
    total: u64,
}

impl KeptOut {
    async fn read(tx: &mut Tx) -> Result<Self, StoreError> {
        Ok(Self {
            held: store::held_differences(tx, HELD).await?,
            quarantine: store::quarantined_rows(tx, HELD).await?,
            total: store::count_quarantined(tx).await?,
        })
    }
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
        let (data, extent, kept_out) = match self.last.take() {
            Some((known, data, extent, kept_out)) if known == revision => (data, extent, kept_out),
            _ => {
                let mut facts = store::quality_facts(&mut tx).await?;
                // Nobody waits for the loads of a league that is not followed; what is stored of it is judged.
                facts
                    .loads
                    .retain(|load| !self.not_followed.iter().any(|code| code == load.league.as_str()));
                let data = Quality::of_data(&facts);
                (data, extent(&facts.seasons), KeptOut::read(&mut tx).await?)
            }
        };
        let runs = Quality::of_runs(&store::run_facts(&mut tx, RUNS).await?, Clock::wall());
        let is_empty = data.counts.is_empty() && runs.counts.is_empty();
        let value = shown(data.clone().and(runs), extent, kept_out.clone());
        self.last = Some((revision, data, extent, kept_out));
        Ok(Polled { value, is_empty })
    }
}

fn extent(seasons: &[SeasonFacts]) -> Extent {
    let leagues: BTreeSet<_> = seasons.iter().map(|of| &of.league).collect();
    let years: BTreeSet<_> = seasons.iter().map(|of| of.season).collect();
    Extent {
        leagues: leagues.len() as u64,
        seasons: years.len() as u64,
        matches: seasons.iter().map(|of| of.matches).sum(),
    }
}

fn shown(quality: Quality, extent: Extent, kept_out: KeptOut) -> DataQuality {
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
        held: kept_out.held,
        quarantine: kept_out.quarantine,
        quarantined_total: kept_out.total,
        extent,
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
