//! Replays a past season day by day: fixtures are announced and forecast, played and settled, and every Tuesday the model is
//! retrained, all by the same code that does it in service.

mod passage;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc, Weekday};
use tokio_util::sync::CancellationToken;

use passage::{GLANCE, Passage};

use super::{
    clock::ReplayClock,
    drift::{Due, record_verdicts},
    forecast::forecast_coming,
    job::TrainError,
    online::refresh_matches,
    settle::settle,
    worker::Worker,
};
use crate::{
    ingest::{
        self, IngestError,
        football_data::{FormatError, ParsedFile, Row, parse},
    },
    store::{self, Db, NewRun, StoreError},
};

/// Fixtures become known this many days before they are played.
const ANNOUNCED_DAYS: u64 = 7;
/// The weekly training, after Monday's matches.
const TRAINING_DAY: Weekday = Weekday::Tue;

/// A file of matches: its name and its bytes.
pub type Source = (&'static str, &'static [u8]);

type RowsByDay = BTreeMap<NaiveDate, Vec<(&'static str, Row)>>;

/// Why a replay ended early.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// A season's file is no match file.
    #[error("cannot replay {file}")]
    Format {
        /// Its name.
        file: &'static str,
        /// The cause.
        #[source]
        source: FormatError,
    },
    /// A file could not be stored.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Fixtures could not be forecast.
    #[error(transparent)]
    Forecast(#[from] TrainError),
}

/// How fast a replay goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// As the clock says.
    Clock,
    /// As fast as it can.
    FullSpeed,
}

/// A season about to be replayed.
#[derive(Debug)]
pub struct SeasonReplay {
    db: Db,
    clock: ReplayClock,
    worker: Worker,
    /// Rows by file and day of the match.
    days: RowsByDay,
    announced: BTreeSet<NaiveDate>,
    pace: Pace,
}

/// The day before the first match of these files, at noon: where a replay's clock starts.
///
/// # Errors
/// When a file is no match file.
pub fn replay_start(season: &[Source]) -> Result<DateTime<Utc>, ReplayError> {
    let days = by_day(season)?;
    let first = days.first_key_value().map_or(NaiveDate::MIN, |(day, _)| *day);
    Ok(at(first - Days::new(ANNOUNCED_DAYS), 12, 0))
}

impl SeasonReplay {
    /// Reads the season's files; nothing is stored yet.
    ///
    /// # Errors
    /// When one is no match file.
    pub fn new(db: Db, clock: ReplayClock, worker: Worker, season: &[Source], pace: Pace) -> Result<Self, ReplayError> {
        Ok(Self {
            db,
            clock,
            worker,
            days: by_day(season)?,
            announced: BTreeSet::new(),
            pace,
        })
    }

    /// Stores what was known before, trains on it, and replays to the last day. `tick` is called when time has moved.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn run(
        mut self,
        history: &[Source],
        stop: &CancellationToken,
        tick: impl Fn() + Sync,
    ) -> Result<(), ReplayError> {
        let start = self.clock.read().now;
        for (name, bytes) in history {
            ingest::import_file(&self.db, &PathBuf::from(name), bytes, start, start.date_naive()).await?;
        }
        tick();
        self.train(stop).await?;
        tick();
        let (Some(last), first) = (self.days.keys().next_back().copied(), start.date_naive()) else {
            return Ok(());
        };
        let total = (last - first).num_days().max(1);
        for day in first.iter_days().take_while(|day| *day <= last) {
            if stop.is_cancelled() {
                return Ok(());
            }
            self.day(day, stop, &tick).await?;
            self.clock
                .update(|clock| clock.progress = (day - first).num_days() as f64 / total as f64);
        }
        self.clock.update(|clock| clock.finished = true);
        tick();
        self.serve_requests(stop, &tick).await
    }

    async fn day(
        &mut self,
        day: NaiveDate,
        stop: &CancellationToken,
        tick: &(impl Fn() + Sync),
    ) -> Result<(), ReplayError> {
        if day.weekday() == TRAINING_DAY {
            self.move_to(at(day, 4, 0));
            self.train(stop).await?;
        }
        self.move_to(at(day, 6, 0));
        self.announce(day).await?;
        tick();
        self.pass_half_a_day(stop).await?;
        self.move_to(at(day, 23, 30));
        self.play(day).await?;
        tick();
        self.pass_half_a_day(stop).await
    }

    fn move_to(&self, now: DateTime<Utc>) {
        self.clock.update(|clock| clock.now = clock.now.max(now));
    }

    /// Tells of the fixtures of the coming week, with their odds, and forecasts them.
    async fn announce(&mut self, today: NaiveDate) -> Result<(), ReplayError> {
        let horizon = today + Days::new(ANNOUNCED_DAYS);
        let due: Vec<NaiveDate> = self
            .days
            .range(today..=horizon)
            .map(|(day, _)| *day)
            .filter(|day| !self.announced.contains(day))
            .collect();
        if due.is_empty() {
            return Ok(());
        }
        let without_score = |row: &Row| Row {
            score: None,
            ..row.clone()
        };
        self.store(due.iter().copied(), without_score).await?;
        self.announced.extend(due);
        self.refresh_features().await?;
        let forecast = forecast_coming(&self.db, &self.worker.features, self.clock.read().now).await?;
        if forecast > 0 {
            tracing::info!("{forecast} coming fixtures forecast");
        }
        Ok(())
    }

    /// Tells of the day's results and settles their predictions.
    async fn play(&self, today: NaiveDate) -> Result<(), ReplayError> {
        self.store(std::iter::once(today), Row::clone).await?;
        let mut tx = self.db.write().await?;
        let settled = settle(&mut tx, self.clock.read().now).await?;
        tx.commit().await?;
        if settled.predictions > 0 {
            tracing::info!("{} predictions settled", settled.predictions);
            self.refresh_features().await?;
            record_verdicts(&self.db, &self.worker.judge, Due::NewMatches, self.clock.read().now).await?;
            self.worker.weigh_champion().await?;
        }
        Ok(())
    }

    async fn refresh_features(&self) -> Result<(), StoreError> {
        refresh_matches(&self.db, &self.worker.features, self.clock.read().now).await
    }

    async fn store(
        &self,
        days: impl Iterator<Item = NaiveDate>,
        as_told: impl Fn(&Row) -> Row,
    ) -> Result<(), ReplayError> {
        let mut files = BTreeMap::<&str, Vec<Row>>::new();
        for (file, row) in days.filter_map(|day| self.days.get(&day)).flatten() {
            files.entry(file).or_default().push(as_told(row));
        }
        let now = self.clock.read().now;
        for (file, rows) in files {
            let parsed = ParsedFile {
                rows,
                ..ParsedFile::default()
            };
            ingest::import_parsed(&self.db, &PathBuf::from(file), parsed, now, now.date_naive()).await?;
        }
        Ok(())
    }

    async fn train(&self, stop: &CancellationToken) -> Result<(), ReplayError> {
        let mut tx = self.db.write().await?;
        store::enqueue(&mut tx, &NewRun::training(None, "schedule", self.clock.read().now)).await?;
        tx.commit().await?;
        self.worker.run_queue(stop).await?;
        Ok(())
    }

    /// Lets half a day pass at the clock's pace, and meanwhile does what the viewer asks for.
    async fn pass_half_a_day(&self, stop: &CancellationToken) -> Result<(), ReplayError> {
        let mut passage = Passage::HALF_A_DAY;
        while self.pace == Pace::Clock && !passage.is_over() && !stop.is_cancelled() {
            self.worker.run_queue(stop).await?;
            let (wait, rest) = passage.step(&self.clock.read());
            tokio::time::sleep(wait).await;
            passage = rest;
        }
        Ok(())
    }

    /// After the last day the viewer may still train.
    async fn serve_requests(&self, stop: &CancellationToken, tick: &(impl Fn() + Sync)) -> Result<(), ReplayError> {
        while self.pace == Pace::Clock && !stop.is_cancelled() {
            if self.worker.run_queue(stop).await? > 0 {
                tick();
            }
            tokio::time::sleep(GLANCE).await;
        }
        Ok(())
    }
}

fn by_day(season: &[Source]) -> Result<RowsByDay, ReplayError> {
    let mut days = RowsByDay::new();
    for (file, bytes) in season {
        let parsed = parse(bytes).map_err(|source| ReplayError::Format { file, source })?;
        for row in parsed.rows {
            days.entry(row.date).or_default().push((*file, row));
        }
    }
    Ok(days)
}

fn at(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default())
        .and_utc()
}
