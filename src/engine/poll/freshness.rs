//! Freshness of every source. The days on which matches were played are read again only when a file was loaded; the
//! judgement is made anew each time, since time itself makes a source stale.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};

use super::{Poll, Polled};
use crate::{
    config,
    domain::{FreshnessStatus, SafeText, SourceKind},
    engine::{
        Sections, SourceFreshness,
        judge::sort_by_concern,
        poller::{Answer, settle},
    },
    metrics::{Arrival, Freshness, FreshnessInput, SloInput, freshness, freshness_slo},
    store::{self, Db, SourceRow, StoreError, Subject, Tx},
    training::Clock,
};

/// Judges sources, and remembers their calendars.
#[derive(Debug)]
pub(in crate::engine) struct FreshnessPoll {
    db: Db,
    clock: Clock,
    settings: config::Freshness,
    last: Option<(i64, Vec<Calendar>)>,
}

#[derive(Debug)]
struct Calendar {
    source: SourceRow,
    events: Vec<NaiveDate>,
    fixtures: Vec<NaiveDate>,
    arrivals: Vec<Arrival>,
}

impl FreshnessPoll {
    pub(in crate::engine) const fn new(db: Db, clock: Clock, settings: config::Freshness) -> Self {
        Self {
            db,
            clock,
            settings,
            last: None,
        }
    }

    async fn judge_all(&mut self) -> Result<Polled<Vec<SourceFreshness>>, StoreError> {
        let mut tx = self.db.read().await?;
        let revision = store::revision(&mut tx, Subject::Matches).await?;
        if self.last.as_ref().is_none_or(|(known, _)| *known != revision) {
            self.last = Some((revision, calendars(&mut tx).await?));
        }
        let calendars = self.last.iter().flat_map(|(_, calendars)| calendars);
        let mut sources: Vec<SourceFreshness> = calendars.map(|calendar| self.judge(calendar)).collect();
        sort_by_concern(&mut sources);
        Ok(Polled {
            is_empty: sources.is_empty(),
            value: sources,
        })
    }

    fn judge(&self, calendar: &Calendar) -> SourceFreshness {
        let Calendar {
            source,
            events,
            fixtures,
            arrivals,
        } = calendar;
        let (warn, error) = match source.kind {
            SourceKind::Results => (self.settings.results_warn_hours, self.settings.results_error_hours),
            SourceKind::Odds => (self.settings.odds_warn_hours, self.settings.odds_error_hours),
        };
        let (warn_after_s, error_after_s) = (i64::from(warn) * 3_600, i64::from(error) * 3_600);
        let now = self.clock.now();
        let judged = if self.is_followed(source) {
            freshness(&FreshnessInput {
                events,
                fixtures,
                now,
                warn_after_s,
                error_after_s,
            })
        } else {
            not_followed()
        };
        let slo = self.is_followed(source).then(|| {
            freshness_slo(&SloInput {
                events,
                arrivals,
                missing: judged.due_on,
                now,
                warn_after_s,
            })
        });
        SourceFreshness {
            source: SafeText::from(format!("{} {}", source.kind.as_str(), source.league)),
            kind: source.kind,
            league: source.league.clone(),
            status: judged.status,
            last_event_at: source.last_event_on.map(|day| day.and_time(NaiveTime::MIN).and_utc()),
            last_loaded_at: source.last_loaded_at,
            overdue_s: judged.overdue_s,
            warn_after_s,
            error_after_s,
            rows: source.rows,
            quarantined: source.quarantined,
            slo: slo.flatten(),
            reason: SafeText::new(&judged.reason),
        }
    }

    fn is_followed(&self, source: &SourceRow) -> bool {
        !self
            .settings
            .not_followed
            .iter()
            .any(|code| code == source.league.as_str())
    }
}

/// What is said of a source that the configuration names as not followed.
fn not_followed() -> Freshness {
    Freshness {
        status: FreshnessStatus::Idle,
        overdue_s: None,
        due_on: None,
        next_expected: None,
        reason: "not followed, says the configuration".to_owned(),
    }
}

impl Poll for FreshnessPoll {
    type Value = Vec<SourceFreshness>;

    async fn poll(&mut self) -> Result<Polled<Vec<SourceFreshness>>, StoreError> {
        self.judge_all().await
    }

    fn place(sections: &mut Sections, answer: Answer<Vec<SourceFreshness>>) {
        settle(&mut sections.data_freshness, answer);
    }
}

async fn calendars(tx: &mut Tx) -> Result<Vec<Calendar>, StoreError> {
    let mut unplayed = HashMap::<i64, Vec<NaiveDate>>::new();
    for fixture in store::coming_fixtures(tx, NaiveDate::MIN).await? {
        unplayed.entry(fixture.league_id).or_default().push(fixture.row.date);
    }
    let mut arrivals = store::arrivals(tx).await?;
    let mut calendars = Vec::new();
    for source in store::data_sources(tx).await? {
        calendars.push(Calendar {
            events: store::event_days(tx, source.league_id, source.kind).await?,
            arrivals: arrivals.remove(&(source.kind, source.league_id)).unwrap_or_default(),
            fixtures: unplayed.get(&source.league_id).cloned().unwrap_or_default(),
            source,
        });
    }
    Ok(calendars)
}
