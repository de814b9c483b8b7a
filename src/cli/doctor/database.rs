//! The database: is it there, is it ours, what is in it?

use std::time::Instant;

use touchline::{
    config::{DatabaseAddress, Settings},
    domain::with_causes,
    store::{self, Db, OpenMode, StoreError},
    training::Clock,
};

use super::finding::Finding;

const NAME: &str = "database";
/// Leases and heartbeats go by the database's clock, what is shown by this machine's.
const SKEW_S: i64 = 5;

pub(super) async fn look(settings: &Settings) -> Vec<Finding> {
    if let DatabaseAddress::File(path) = &settings.database
        && !path.exists()
    {
        let said = format!("{} is not there yet", path.display());
        return vec![Finding::warn(
            NAME,
            said,
            "`touchline import` or `touchline fetch` makes it",
        )];
    }
    let begun = Instant::now();
    let opened = Db::open_as(&settings.database, OpenMode::ReadOnly, &settings.application).await;
    let db = match opened {
        Ok(db) => db,
        Err(error) => {
            return vec![Finding::fail(
                NAME,
                with_causes(&error),
                "mend this first: everything else is in it",
            )];
        }
    };
    match read(&db, begun).await {
        Ok(findings) => findings,
        Err(error) => vec![Finding::fail(
            NAME,
            with_causes(&error),
            "it opens and cannot be read: look at its own log",
        )],
    }
}

async fn read(db: &Db, begun: Instant) -> Result<Vec<Finding>, StoreError> {
    let mut tx = db.read().await?;
    let facts = store::database_facts(&mut tx).await?;
    let size = facts
        .size_bytes
        .map_or_else(String::new, |bytes| format!(", {} MiB", bytes >> 20));
    let took = begun.elapsed().as_millis();
    let mut findings = vec![Finding::pass(
        NAME,
        format!(
            "{} {}{size}, opened in {took} ms, its schema is this program's",
            facts.backend, facts.version
        ),
    )];
    let now = store::now(&mut tx).await?;
    let skew = (Clock::wall() - now).num_seconds();
    findings.push(if skew.abs() > SKEW_S {
        Finding::warn(
            "clock",
            format!("{skew} s off the database's"),
            "let NTP keep both clocks",
        )
    } else {
        Finding::pass("clock", "agrees with the database's")
    });
    let leagues = store::leagues(&mut tx).await?.len();
    findings.push(if leagues == 0 {
        Finding::warn(
            "matches",
            "none are loaded",
            "`touchline import PATH...` or `touchline fetch LEAGUE...`",
        )
    } else {
        Finding::pass("matches", format!("of {leagues} leagues"))
    });
    findings.push(match store::champion(&mut tx).await? {
        Some(champion) => Finding::pass(
            "champion",
            format!("{} of {}", champion.version, champion.trained_at.format("%Y-%m-%d")),
        ),
        None => Finding::warn("champion", "no model has been trained", "`touchline train --wait`"),
    });
    let workers = store::liveness(&mut tx, now).await?;
    let waiting = store::live_runs(&mut tx).await?.len();
    findings.push(match (workers.alive, waiting) {
        (0, 0) => Finding::warn(
            "worker",
            "none is alive, so nobody keeps the schedule",
            "`touchline worker`, or its systemd unit",
        ),
        (0, waiting) => Finding::fail(
            "worker",
            format!("none is alive, and {waiting} runs wait"),
            "`touchline worker`, or its systemd unit",
        ),
        (alive, waiting) => Finding::pass("worker", format!("{alive} alive, {waiting} runs in hand or waiting")),
    });
    Ok(findings)
}
