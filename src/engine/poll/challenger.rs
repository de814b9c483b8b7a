//! The version that may become champion, and how it fares beside the champion.

use crate::{
    engine::{Challenger, GateDecision, ShadowEvidence},
    metrics::gate::Betting,
    store::{self, Contest, StoreError, Subject, Tx},
};

/// Remembers how the challenger fared, so that a poll costs a few rows however many matches both have forecast.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    last: Option<(Key, Option<ShadowEvidence>)>,
}

/// Evidence changes only where a tally does: a match was settled, or the champion changed.
#[derive(Debug, PartialEq, Eq)]
struct Key {
    tallies: i64,
    contest: Contest,
}

impl Evidence {
    /// The newest challenger; none where there is none, or no champion.
    pub(super) async fn challenger(&mut self, tx: &mut Tx) -> Result<Option<Challenger>, StoreError> {
        let Some(contest) = store::contest(tx).await? else {
            return Ok(None);
        };
        let version = contest.challenger.clone();
        let decision = store::latest_decision(tx, contest.challenger_id).await?;
        let key = Key {
            tallies: store::revision(tx, Subject::Tallies).await?,
            contest,
        };
        let shadow = match &self.last {
            Some((known, shadow)) if *known == key => *shadow,
            _ => evidence(tx, &key.contest).await?,
        };
        self.last = Some((key, shadow));
        Ok(Some(Challenger {
            version,
            decision: decision.map(|(at, decision)| GateDecision { at, decision }),
            shadow,
        }))
    }
}

/// A refit of the champion's own specification is known by its own shadow alone: its specification's is the champion's.
async fn evidence(tx: &mut Tx, contest: &Contest) -> Result<Option<ShadowEvidence>, StoreError> {
    let (challenger, champion) = (contest.challenger_id, contest.champion_id);
    let pairs = if contest.same_specification {
        store::pairs_of_version(tx, challenger, champion, contest.trained_at).await?
    } else {
        store::pairs_of_specification(tx, challenger, champion).await?
    };
    let betting: Betting = pairs.iter().collect();
    Ok((betting.n() > 0).then(|| ShadowEvidence {
        n: betting.n(),
        e_value: betting.value(),
    }))
}
