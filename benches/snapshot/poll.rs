//! The time from asking for a new picture until every section of it is new.

use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveTime, Utc};
use touchline::{
    config::Settings,
    engine::{Engine, Sections},
    store::{self, Db, Subject},
    training::{Clock, ReplayClock},
};

use crate::history::History;

/// Pictures with nothing new, and pictures after a change.
const QUIET: usize = 300;
const CHANGED: usize = 10;
/// Pollers that have just answered must get back to listening before they are asked again.
const PAUSE: Duration = Duration::from_millis(10);
/// One that was not back yet did not hear the request: it is asked again, and the picture counts as slow.
const PATIENCE: Duration = Duration::from_millis(200);

pub(crate) async fn measure(history: &History) {
    let mut settings = Settings::parse("", "bench".as_ref()).unwrap();
    // Nobody asks but us.
    settings.engine.poll_idle_ms = 3_600_000;
    settings.engine.poll_timeout_ms = 60_000;
    let now = history.today.and_time(NaiveTime::MIN).and_utc();
    let clock = Clock::Replay(ReplayClock::new(now, 1));
    let started = Instant::now();
    let engine = Engine::on(history.db.clone(), clock, &settings, None);
    let first = engine.first_complete().await;
    let cold = started.elapsed();
    let health = first.sections.model_health.value.as_ref().unwrap();
    println!(
        "{} predictions, {} in the window of health",
        history.predictions,
        health.window.as_ref().map_or(0, |window| window.matches)
    );
    println!("  first picture          {:8.2} ms", milliseconds(cold));
    let mut quiet = Vec::new();
    for _ in 0..QUIET {
        quiet.push(picture(&engine).await);
    }
    println!("  nothing new            {}", spread(quiet));
    sections(&engine);
    let mut changed = Vec::new();
    for _ in 0..CHANGED {
        change(&history.db).await;
        changed.push(picture(&engine).await);
    }
    println!("  something settled      {}", spread(changed));
}

/// Asks for a new picture and waits for all of it.
async fn picture(engine: &Engine) -> Duration {
    tokio::time::sleep(PAUSE).await;
    let mut changes = engine.changes();
    let (asked, started) = (Utc::now(), Instant::now());
    loop {
        engine.refresh();
        let whole = changes.wait_for(|snapshot| oldest(&snapshot.sections) >= Some(asked));
        if tokio::time::timeout(PATIENCE, whole).await.is_ok() {
            return started.elapsed();
        }
    }
}

fn oldest(sections: &Sections) -> Option<DateTime<Utc>> {
    let read = [
        sections.model_health.as_of,
        sections.league_drift.as_of,
        sections.data_freshness.as_of,
        sections.data_quality.as_of,
        sections.training.as_of,
        sections.system.as_of,
    ];
    read.into_iter().min().flatten()
}

async fn change(db: &Db) {
    let mut tx = db.write().await.unwrap();
    store::bump_revision(&mut tx, Subject::Tallies).await.unwrap();
    tx.commit().await.unwrap();
}

fn sections(engine: &Engine) {
    let snapshot = engine.snapshot();
    let sections = &snapshot.sections;
    let latencies = [
        ("health and drift", sections.model_health.latency),
        ("freshness", sections.data_freshness.latency),
        ("quality", sections.data_quality.latency),
        ("training", sections.training.latency),
        ("system", sections.system.latency),
    ];
    for (name, latency) in latencies {
        println!("    {name:<20} {:8.2} ms, the last one", milliseconds(latency));
    }
}

pub(crate) fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: usize| milliseconds(times[(times.len() - 1) * share / 100]);
    format!("{:8.2} ms least, {:.2} median, {:.2} p95", at(0), at(50), at(95))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
