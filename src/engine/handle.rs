//! The handle that the monitor, the command line and the HTTP API hold.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::{Notify, watch};
use tokio_util::task::AbortOnDropHandle;

use super::{
    Access, ActError, Action, Actor, Answered, Receipt, SectionState, Snapshot,
    act::Deeds,
    alert_delivery::AlertDelivery,
    alert_keeper::AlertKeeper,
    board::Board,
    league::{LeagueDetail, LeagueError, league_detail},
    poll::{FreshnessPoll, JudgementPoll, QualityPoll, SystemPoll, TrainingPoll},
    poller::{Pace, poll_forever},
    team::{KnownTeam, known_team},
    worker_process::WorkerCommand,
};
use crate::{
    boxed::Boxed,
    config::Settings,
    domain::{FeatureView, LeagueCode, Run, SafeText, with_causes},
    features::{Census, FeatureError, FeatureStore},
    registry::Probe,
    store::{self, Db, OpenMode, StoreError},
    training::{Clock, Schedule, TeamError},
};

/// A running engine. Clones share it; the last one dropped ends its pollers.
#[derive(Debug, Clone)]
pub struct Engine {
    board: Arc<Board>,
    deeds: Arc<Deeds>,
    refresh: Arc<Notify>,
    _pollers: Arc<[AbortOnDropHandle<()>]>,
}

impl Engine {
    /// Opens the configured database and begins to poll it.
    ///
    /// # Errors
    /// When the database cannot be opened.
    #[must_use]
    pub fn open(settings: &Settings, worker: Option<WorkerCommand>) -> Boxed<'_, Result<Self, StoreError>> {
        Box::pin(async move {
            let mode = if settings.read_only {
                OpenMode::ReadOnly
            } else {
                OpenMode::ReadWrite
            };
            let db = Db::open_as(&settings.database, mode, &settings.application).await?;
            Ok(Self::on(db, Clock::System, settings, worker))
        })
    }

    /// What there is to show before the database is open: every section is still being read.
    #[must_use]
    pub fn unopened(settings: &Settings) -> Arc<Snapshot> {
        let profile = SafeText::new(&settings.profile);
        let board = Board::new(profile, access(settings), Clock::System);
        Arc::clone(&board.subscribe().borrow())
    }

    /// An engine on an open database with its own clock, as the demo needs it. Must be called within a runtime.
    #[must_use]
    pub fn on(db: Db, clock: Clock, settings: &Settings, worker: Option<WorkerCommand>) -> Self {
        // For who uses the library without a `main` that did so.
        crate::install_crypto();
        let access = access(settings);
        let board = Arc::new(Board::new(
            SafeText::new(&settings.profile),
            access.clone(),
            clock.clone(),
        ));
        let refresh = Arc::new(Notify::new());
        let pace = Pace {
            settings: settings.engine,
            board: Arc::clone(&board),
            refresh: Arc::clone(&refresh),
            opened: Instant::now(),
        };
        let features = FeatureStore::open(&settings.profile, settings.redis.as_ref());
        let system = SystemPoll {
            db: db.clone(),
            clock: clock.clone(),
            features: features.clone(),
            board: Arc::clone(&board),
            opened: Instant::now(),
            tells_alerts: settings.alerts.webhook.is_some(),
            mlflow: settings.mlflow.as_ref().map(|mlflow| {
                let refresh = Arc::clone(&refresh);
                Probe::start(mlflow, move || refresh.notify_waiters())
            }),
        };
        let judgement = JudgementPoll::new(db.clone(), clock.clone(), settings.engine.health_window_days);
        let freshness = FreshnessPoll::new(db.clone(), clock.clone(), settings.freshness.clone());
        let quality = QualityPoll::new(db.clone(), settings.freshness.not_followed.clone());
        let training = TrainingPoll::new(db.clone(), clock.clone(), Schedule::of(&settings.schedule));
        let keeper = AlertKeeper::new(db.clone(), matches!(access, Access::ReadWrite { .. }));
        let mut pollers = vec![
            tokio::spawn(keeper.keep(pace.clone())),
            tokio::spawn(poll_forever(pace.clone(), system)),
            tokio::spawn(poll_forever(pace.clone(), training)),
            tokio::spawn(poll_forever(pace.clone(), judgement)),
            tokio::spawn(poll_forever(pace.clone(), quality)),
            tokio::spawn(poll_forever(pace, freshness)),
        ];
        pollers.extend(delivery(&db, settings).map(|delivery| tokio::spawn(delivery.deliver())));
        Self {
            board: Arc::clone(&board),
            deeds: Arc::new(Deeds {
                db,
                board,
                clock,
                features,
                mirrored: settings.mlflow.is_some(),
                access,
                worker,
            }),
            refresh,
            _pollers: pollers.into_iter().map(AbortOnDropHandle::new).collect(),
        }
    }

    /// The latest picture. Costs one atomic increment.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.board.subscribe().borrow())
    }

    /// Tells of every new picture; a slow reader sees only the latest.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.board.subscribe()
    }

    /// The first picture in which every section has been asked: for readers that want one and no more.
    #[must_use]
    pub fn first_complete(&self) -> Boxed<'_, Arc<Snapshot>> {
        Box::pin(async move {
            let mut changes = self.changes();
            let complete = changes
                .wait_for(|snapshot| is_complete(snapshot))
                .await
                .map(|snapshot| Arc::clone(&snapshot));
            complete.unwrap_or_else(|_closed| self.snapshot())
        })
    }

    /// Polls every section now.
    pub fn refresh(&self) {
        self.refresh.notify_waiters();
    }

    /// Publishes a picture with the clock as it is now: for the driver of a replay.
    pub fn tick(&self) {
        self.board.update(None, |_sections| {});
    }

    /// One league in full. It is read at once, not polled: worth asking for again when the section on drift has changed.
    ///
    /// # Errors
    /// When the database knows no such league, or cannot be read.
    #[must_use]
    pub fn league<'a>(&'a self, league: &'a LeagueCode) -> Boxed<'a, Result<LeagueDetail, LeagueError>> {
        Box::pin(async move { league_detail(&self.deeds.db, league).await })
    }

    /// A run by its number; none where there is no such run. It is read at once, not polled.
    ///
    /// # Errors
    /// When the database cannot be read.
    #[must_use]
    pub fn run(&self, id: i64) -> Boxed<'_, Result<Option<Run>, StoreError>> {
        Box::pin(async move { store::run(&mut self.deeds.db.read().await?, id).await })
    }

    /// Everything that forecasts know of the team of a name or an alias.
    ///
    /// # Errors
    /// When no team or several go by the name, or the database cannot be read.
    #[must_use]
    pub fn team<'a>(&'a self, name: &'a str, country: Option<&'a str>) -> Boxed<'a, Result<KnownTeam, TeamError>> {
        Box::pin(known_team(&self.deeds, name, country))
    }

    /// How many entities the online feature store holds in each view.
    ///
    /// # Errors
    /// When it does not answer.
    #[must_use]
    pub fn feature_census(&self) -> Boxed<'_, Result<Vec<(FeatureView, Census)>, FeatureError>> {
        Box::pin(self.deeds.features.censuses())
    }

    /// Says that an HTTP API is served on this engine: its traffic is part of the snapshot from now on.
    pub fn serves_api(&self) {
        self.board.meter(|_| {});
    }

    /// Counts a request that its HTTP API has answered.
    pub fn count_request(&self, answered: Answered, took: Duration) {
        self.board.meter(|meter| meter.add(answered, took));
    }

    /// Carries out an operator's action: the audit row is written first, then the deed, then its outcome.
    ///
    /// # Errors
    /// When the engine is read-only, the action makes no sense now, or the database refuses; nothing was done then.
    #[must_use]
    pub fn act<'a>(&'a self, actor: &'a Actor, action: Action) -> Boxed<'a, Result<Receipt, ActError>> {
        Box::pin(async move {
            let receipt = self.deeds.act(actor, &action).await;
            self.tick();
            self.refresh();
            receipt
        })
    }
}

fn access(settings: &Settings) -> Access {
    if settings.read_only {
        let reason = "started with --read-only or a read-only profile";
        return Access::ReadOnly { reason: reason.into() };
    }
    Access::ReadWrite {
        production: settings.production,
    }
}

/// None where nobody is to be told, or nothing may be written.
fn delivery(db: &Db, settings: &Settings) -> Option<AlertDelivery> {
    if settings.read_only {
        return None;
    }
    match settings.alerts.resolve() {
        Ok(webhook) => AlertDelivery::new(db.clone(), &webhook?, SafeText::new(&settings.profile)),
        Err(error) => {
            tracing::error!("alerts are told to nobody: {}", with_causes(&error));
            None
        }
    }
}

fn is_complete(snapshot: &Snapshot) -> bool {
    let sections = &snapshot.sections;
    sections.are_read()
        && sections.alerts.state != SectionState::Loading
        && sections
            .system
            .value
            .as_ref()
            .is_none_or(|system| system.registry.is_known())
}
