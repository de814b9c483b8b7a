//! Who shadows.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{ModelVersion, PromotionKind},
    store::{self, Accession, StoreError, Tx},
};

/// As long as a champion may be taken back without asking, the one before it is shadowed.
const PREDECESSOR: TimeDelta = TimeDelta::days(14);

/// A version that forecasts live fixtures without being served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::training) struct Shadow {
    pub(in crate::training) id: i64,
    pub(in crate::training) version: ModelVersion,
}

/// The newest challenger, and for 14 days after a promotion the champion before. A champion that came by a rollback has the
/// one behind it that was found to be worse; nothing more is to be learnt of that.
pub(in crate::training) async fn shadows(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<Shadow>, StoreError> {
    let mut shadows = Vec::new();
    if let Some(contest) = store::contest(tx).await? {
        shadows.push(Shadow {
            id: contest.challenger_id,
            version: contest.challenger,
        });
    }
    if let Some(accession) = store::accession(tx).await?
        && is_watched(&accession, now)
        && let Some((id, version)) = store::predecessor(tx, accession.champion_id).await?
    {
        shadows.push(Shadow { id, version });
    }
    Ok(shadows)
}

/// May the champion still be taken back without asking?
pub(super) fn is_watched(accession: &Accession, now: DateTime<Utc>) -> bool {
    accession.kind == PromotionKind::Promote && now - accession.at <= PREDECESSOR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_predecessor_shadows_for_a_fortnight_after_a_promotion() {
        let at: DateTime<Utc> = "2026-11-10T04:00:00Z".parse().unwrap();
        let came_by = |kind| Accession {
            champion_id: 2,
            champion: ModelVersion::new("dc-2026w46.1").unwrap(),
            kind,
            at,
        };
        let promoted = came_by(PromotionKind::Promote);
        assert!(is_watched(&promoted, at + TimeDelta::days(14)));
        assert!(!is_watched(&promoted, at + TimeDelta::days(14) + TimeDelta::seconds(1)));
        assert!(!is_watched(&came_by(PromotionKind::Rollback), at));
    }
}
