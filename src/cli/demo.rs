//! `touchline demo`: the bundled real seasons, replayed with a running clock in a throw-away database.

mod sample;

use std::{future::ready, process::ExitCode, time::Duration};

use color_eyre::eyre::{Result, WrapErr};
use tokio::{runtime::Runtime, time::timeout};
use tokio_util::sync::CancellationToken;
use touchline::{
    config::{DEFAULT_PROFILE, DatabaseAddress, Settings},
    engine::Engine,
    features::FeatureStore,
    store::{Db, OpenMode},
    training::{Clock, DriftJudge, Drill, Pace, ReplayClock, SeasonReplay, Worker, replay_start, worker_id},
};

use super::{
    arguments::{self, Global},
    logging, monitor, status,
};

/// A replay that does not hear that it should end is left behind after this.
const PATIENCE: Duration = Duration::from_millis(300);

pub(super) fn run(settings: &Settings, global: &Global, options: &arguments::Demo) -> Result<ExitCode> {
    let folder = tempfile::Builder::new()
        .prefix("touchline-demo-")
        .tempdir()
        .wrap_err("cannot make a folder for the demo's database")?;
    let settings = as_demo(settings.clone(), folder.path().join("demo.db").into());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if options.once {
        let _writer = logging::of_command(&settings, global)?;
        return runtime.block_on(once(&settings, options));
    }
    watch(&settings, global, options, &runtime)
}

/// The viewer's own settings, on a database of its own.
fn as_demo(mut settings: Settings, database: DatabaseAddress) -> Settings {
    "demo".clone_into(&mut settings.profile);
    settings.database = database;
    settings.redis = None;
    settings.production = false;
    settings.read_only = false;
    // What is replayed is not to be told to anyone as if it happened now.
    settings.mlflow = None;
    settings.alerts = touchline::config::AlertsTable::default();
    settings.freshness.not_followed = sample::NOT_REPLAYED.map(str::to_owned).to_vec();
    settings
}

async fn once(settings: &Settings, options: &arguments::Demo) -> Result<ExitCode> {
    let stop = CancellationToken::new();
    let (db, clock, replay) = open(settings, options, Pace::FullSpeed).await?;
    replay.run(&sample::HISTORY, &stop, || {}).await?;
    let engine = Engine::on(db, Clock::Replay(clock), settings, None);
    status::print(&*engine.first_complete().await, options.json)?;
    Ok(ExitCode::SUCCESS)
}

fn watch(settings: &Settings, global: &Global, options: &arguments::Demo, runtime: &Runtime) -> Result<ExitCode> {
    let (db, clock, replay) = runtime.block_on(open(settings, options, Pace::Clock))?;
    let engine = {
        let _context = runtime.enter();
        Engine::on(db, Clock::Replay(clock), settings, None)
    };
    let stop = CancellationToken::new();
    let driver = runtime.spawn({
        let (engine, stop) = (engine.clone(), stop.clone());
        async move {
            let tick = || {
                engine.tick();
                engine.refresh();
            };
            if let Err(error) = replay.run(&sample::HISTORY, &stop, tick).await {
                tracing::error!("the replay ended early: {:#}", color_eyre::Report::from(error));
            }
        }
    });
    let opening = runtime.spawn(ready(Ok(engine.clone())));
    let read = monitor::read_again(global);
    let live = monitor::Live {
        read: {
            let in_force = settings.clone();
            // Its profile is no profile of the file: the screen follows the default one's configuration.
            Box::new(move |_demo| Ok(as_demo(read(DEFAULT_PROFILE)?, in_force.database.clone())))
        },
        open: None,
        fixed: Some("the demo has a database of its own"),
    };
    let code = monitor::show(opening, engine.snapshot(), settings, global, live, runtime);
    stop.cancel();
    // Whether it heard or not, its database goes away with this process.
    let _late = runtime.block_on(async { timeout(PATIENCE, driver).await });
    code
}

async fn open(settings: &Settings, options: &arguments::Demo, pace: Pace) -> Result<(Db, ReplayClock, SeasonReplay)> {
    let db = Db::open(&settings.database, OpenMode::ReadWrite).await?;
    let clock = ReplayClock::new(replay_start(&sample::SEASON)?, options.speed);
    let worker = Worker {
        db: db.clone(),
        clock: Clock::Replay(clock.clone()),
        settings: settings.training,
        features: FeatureStore::open(&settings.profile, None),
        judge: DriftJudge::default(),
        mlflow: None,
        freshness: settings.freshness.clone(),
        id: worker_id(),
        sources: settings.sources.clone(),
        schedule: None,
        drill: Drill::default(),
    };
    let replay = SeasonReplay::new(db.clone(), clock.clone(), worker, &sample::SEASON, pace)?;
    Ok((db, clock, replay))
}
