//! Freshness of every source. The days on which matches were played are read again only when a file was loaded; the
//! judgement is made anew each time, since time itself makes a source stale.

use chrono::NaiveTime;

use super::{Poll, Polled};
use crate::{
    config,
    domain::SafeText,
    engine::{
        Sections, SourceFreshness,
        judge::sort_by_concern,
        poller::{Answer, settle},
    },
    metrics::{SloInput, freshness_slo},
    store::{self, Db, StoreError, Subject},
    training::{Clock, SourceCalendar},
};

/// Judges sources, and remembers their calendars.
#[derive(Debug)]
pub(in crate::engine) struct FreshnessPoll {
    db: Db,
    clock: Clock,
    settings: config::Freshness,
    last: Option<(i64, Vec<SourceCalendar>)>,
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
            self.last = Some((revision, SourceCalendar::all(&mut tx).await?));
        }
        // A look that finds nothing new changes no revision.
        let checks = store::last_checks(&mut tx).await?;
        let calendars = self.last.iter().flat_map(|(_, calendars)| calendars);
        let mut sources: Vec<SourceFreshness> = calendars
            .map(|calendar| SourceFreshness {
                last_checked_at: checks.get(&calendar.source.league).copied(),
                ..self.judge(calendar)
            })
            .collect();
        sort_by_concern(&mut sources);
        Ok(Polled {
            is_empty: sources.is_empty(),
            value: sources,
        })
    }

    fn judge(&self, calendar: &SourceCalendar) -> SourceFreshness {
        let SourceCalendar {
            source,
            events,
            arrivals,
            ..
        } = calendar;
        let (warn_after_s, error_after_s) = calendar.thresholds(&self.settings);
        let now = self.clock.now();
        let judged = calendar.judge(&self.settings, now);
        let slo = calendar.is_followed(&self.settings).then(|| {
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
            last_checked_at: None,
            overdue_s: judged.overdue_s,
            warn_after_s,
            error_after_s,
            rows: source.rows,
            quarantined: source.quarantined,
            slo: slo.flatten(),
            reason: SafeText::new(&judged.reason),
        }
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
