//! A snapshot as lines of text: the worst thing first, every number with its n and its unit.

mod alerts;
mod feature_store;

use std::io::{self, Write};

use chrono::{DateTime, Utc};

pub use alerts::write_alerts;
use feature_store::feature_store;

use crate::{
    domain::{Run, SafeText},
    engine::{
        Challenger, DataQuality, Fetched, LeagueDrift, ModelHealth, ScoreRow, Scores, Snapshot, SourceFreshness,
        System, Test, Training,
    },
};

/// So many held differences are shown; JSON has a hundred.
const HELD_SHOWN: usize = 5;

/// Writes a snapshot for people.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_status(out: &mut dyn Write, snapshot: &Snapshot) -> io::Result<()> {
    let sections = &snapshot.sections;
    writeln!(
        out,
        "{}  {}",
        snapshot.overall.as_str().to_uppercase(),
        snapshot.headline
    )?;
    writeln!(
        out,
        "profile {}, {}",
        snapshot.profile,
        snapshot.clock.now.format("%Y-%m-%d %H:%M UTC")
    )?;
    section(out, "Alerts", &sections.alerts, |out, alerts| write_alerts(out, alerts))?;
    section(out, "Model", &sections.model_health, model)?;
    section(out, "Drift", &sections.league_drift, |out, leagues| drift(out, leagues))?;
    section(out, "Data", &sections.data_freshness, |out, sources| data(out, sources))?;
    section(out, "Data quality", &sections.data_quality, quality)?;
    section(out, "Training", &sections.training, training)?;
    section(out, "System", &sections.system, |out, value| {
        system(out, value, snapshot.as_of)
    })
}

fn section<T>(
    out: &mut dyn Write,
    name: &str,
    section: &Fetched<T>,
    write: impl FnOnce(&mut dyn Write, &T) -> io::Result<()>,
) -> io::Result<()> {
    writeln!(out, "\n{name}")?;
    if let Some(error) = &section.error {
        writeln!(out, "  cannot be read: {error}")?;
    }
    match &section.value {
        Some(value) => write(out, value),
        None => writeln!(out, "  not collected"),
    }
}

fn model(out: &mut dyn Write, health: &ModelHealth) -> io::Result<()> {
    writeln!(out, "  {}: {}", health.status, joined(&health.reasons))?;
    if let Some(champion) = &health.champion {
        let trained = champion.trained_at.format("%Y-%m-%d %H:%M UTC");
        let (leagues, matches) = (champion.leagues, champion.matches);
        writeln!(
            out,
            "  champion {}, trained {trained} on {matches} matches of {leagues} leagues",
            champion.version
        )?;
    }
    if let Some(window) = health.window {
        let (from, to, live) = (window.from, window.to, window.live);
        writeln!(
            out,
            "  {} settled {from} to {to}, {live} of them live, the others walk-forward",
            window.matches
        )?;
    }
    if let Some(blend) = &health.blend {
        writeln!(
            out,
            "  published: {} calibration; {}",
            blend.calibration, blend.sentence
        )?;
    }
    if let Some(calibration) = &health.calibration {
        let (z, p, n) = (calibration.z, calibration.p, calibration.n);
        let (ece, expected) = (calibration.ece, calibration.ece_expected);
        writeln!(
            out,
            "  calibration: Z {z:+.2}, p {p:.3}; ECE {ece:.3}, {expected:.3} if perfect; n {n}"
        )?;
    }
    if let Some(expected) = &health.expected {
        writeln!(
            out,
            "  {} coming fixtures: expected log loss {:.4}, {:.4} if the market is right (its own {:.4})",
            expected.fixtures, expected.own, expected.if_market_is_right, expected.market
        )?;
    }
    health
        .scores
        .as_ref()
        .map_or(Ok(()), |scores| self::scores(out, scores))
}

fn scores(out: &mut dyn Write, scores: &Scores) -> io::Result<()> {
    writeln!(
        out,
        "  {:<10} {:>9} {:>7} {:>9} {:>9} {:>11} {:>7}",
        "", "published", "se", "model", "market", "climatology", "n"
    )?;
    for (name, row) in [
        ("log loss", scores.log_loss),
        ("Brier 0-2", scores.brier),
        ("RPS", scores.rps),
        ("accuracy", scores.accuracy),
    ] {
        score_row(out, name, &row)?;
    }
    for (name, paired) in [
        ("published", scores.published_vs_market),
        ("model", scores.model_vs_market),
    ] {
        if let Some(paired) = paired {
            let se = optional(paired.se);
            writeln!(
                out,
                "  {name} minus market, log loss: {:+.4} se {se}, n {}",
                paired.mean, paired.n
            )?;
        }
    }
    let market = optional(scores.market_skill_vs_climatology);
    writeln!(
        out,
        "  skill against climatology: published {:.4}, market {market}",
        scores.skill_vs_climatology
    )?;
    Ok(())
}

fn optional(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"))
}

fn score_row(out: &mut dyn Write, name: &str, row: &ScoreRow) -> io::Result<()> {
    writeln!(
        out,
        "  {name:<10} {:>9.4} {:>7} {:>9.4} {:>9} {:>11.4} {:>7}",
        row.published,
        optional(row.se),
        row.model,
        optional(row.market),
        row.climatology,
        row.n
    )
}

fn drift(out: &mut dyn Write, leagues: &[LeagueDrift]) -> io::Result<()> {
    if leagues.is_empty() {
        return writeln!(out, "  not collected: no champion");
    }
    for league in leagues {
        writeln!(
            out,
            "  {:<12} {:<4} {:<18} {}",
            league.verdict, league.league, league.name, league.reason
        )?;
        if league.p.is_some() {
            writeln!(out, "  {:<36} {}", "", statistics(league))?;
        }
    }
    Ok(())
}

/// Every statistic of a judged league on one line.
fn statistics(league: &LeagueDrift) -> String {
    let p = |test: Option<Test>| test.map_or_else(|| "-".to_owned(), |test| format!("{:.3}", test.p));
    let tests = format!("p of P1 {}, P2 {}, P3 {}", p(league.p1), p(league.p2), p(league.p3));
    let cusum = league.cusum.as_ref();
    let smallest = league.smallest_detectable;
    [
        Some(tests),
        cusum.map(|cusum| format!("CUSUM {:.1} of {:.1}", cusum.value, cusum.threshold)),
        league.e_value.map(|e| format!("E {e:.2}")),
        smallest.map(|smallest| format!("smallest change to be seen {smallest:.3}")),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join("; ")
}

fn data(out: &mut dyn Write, sources: &[SourceFreshness]) -> io::Result<()> {
    if sources.is_empty() {
        return writeln!(out, "  not collected: run `touchline import PATH`");
    }
    for source in sources {
        let (rows, quarantined) = (source.rows, source.quarantined);
        let slo = source.slo.map_or_else(
            || "no check yet".to_owned(),
            |slo| {
                format!(
                    "fresh {:.1} % of {} days (target {:.0} %)",
                    100.0 * slo.share,
                    slo.days,
                    100.0 * slo.target
                )
            },
        );
        writeln!(
            out,
            "  {:<5} {:<12} {rows:>6} matches, {quarantined} rows of the league in quarantine; {slo}; {}",
            source.status, source.source, source.reason
        )?;
    }
    Ok(())
}

/// What is wrong, then the differences that are held, then how much was looked at.
fn quality(out: &mut dyn Write, quality: &DataQuality) -> io::Result<()> {
    for finding in &quality.findings {
        writeln!(
            out,
            "  {:<8} {:<15} {:<11} {}",
            finding.severity,
            finding.rule,
            finding.subject(),
            finding.sentence
        )?;
    }
    for row in quality.held.iter().take(HELD_SHOWN) {
        let (file, line, league, date) = (&row.file, row.line, &row.league, row.date);
        let (home, away, stored, told) = (&row.home, &row.away, &row.stored, &row.told);
        writeln!(
            out,
            "  held     {league} {date} {home} - {away}: stored {stored}, told {told} (line {line} of {file})"
        )?;
    }
    let more = quality.held.len().saturating_sub(HELD_SHOWN);
    if more > 0 {
        writeln!(out, "  held     and {more} more")?;
    }
    let (judged, insufficient, found) = (quality.judged(), quality.insufficient(), quality.findings.len());
    writeln!(
        out,
        "  {found} found in {judged} checks of {} rules; for {insufficient} more too little is known",
        quality.checks.len()
    )
}

fn training(out: &mut dyn Write, training: &Training) -> io::Result<()> {
    for run in training.running.iter().chain(&training.queued).chain(&training.last) {
        self::run(out, run)?;
    }
    if let Some(freeze) = &training.champion_freeze {
        writeln!(
            out,
            "  {}, since {}",
            freeze.sentence(),
            freeze.at.format("%Y-%m-%d %H:%M UTC")
        )?;
    }
    if let Some(next) = training.next_scheduled_at {
        let keeper = match &training.schedule_keeper {
            Some(worker) => format!("kept by {worker}"),
            None => "but no worker keeps the schedule: run `touchline worker`".to_owned(),
        };
        writeln!(out, "  next retraining {}, {keeper}", next.format("%Y-%m-%d %H:%M UTC"))?;
    }
    if let Some(challenger) = &training.challenger {
        writeln!(out, "  {}", self::challenger(challenger))?;
    }
    if training.running.is_none() && training.queued.is_empty() && training.last.is_none() {
        writeln!(out, "  never trained: run `touchline train --wait`")?;
    }
    Ok(())
}

fn challenger(challenger: &Challenger) -> String {
    let said = challenger
        .decision
        .as_ref()
        .map_or("no gate has judged it", |said| said.decision.sentence.as_str());
    let shadow = challenger.shadow.map_or_else(
        || "no live fixture that both forecast is over yet".to_owned(),
        |shadow| format!("E = {:.3} over {} live fixtures", shadow.e_value, shadow.n),
    );
    format!("challenger {}: {said}; shadow: {shadow}", challenger.version)
}

fn run(out: &mut dyn Write, run: &Run) -> io::Result<()> {
    let scope = run
        .league
        .as_ref()
        .map_or_else(|| "all leagues".to_owned(), ToString::to_string);
    let (id, state, progress) = (run.id, run.state, 100.0 * run.progress);
    writeln!(
        out,
        "  #{id} {state} {scope}, {progress:.0} %, asked by {}: {}",
        run.requested_by, run.message
    )
}

fn system(out: &mut dyn Write, system: &System, as_of: DateTime<Utc>) -> io::Result<()> {
    let database = &system.database;
    writeln!(
        out,
        "  database {} {} at {}, answers in {:.1} ms",
        database.backend, database.version, database.location, database.latency_ms
    )?;
    feature_store(out, &system.feature_store, as_of)?;
    let registry = &system.registry;
    let version = registry
        .version
        .as_ref()
        .map_or_else(String::new, |version| format!(" {version}"));
    writeln!(
        out,
        "  registry {}{version} at {}: {}",
        registry.backend, registry.location, registry.sentence
    )?;
    let versions = registry.versions;
    writeln!(
        out,
        "  workers alive {}, model versions {versions}, predictions today {}",
        system.worker.alive, system.predictions_today
    )
}

fn joined(reasons: &[SafeText]) -> String {
    reasons.iter().map(SafeText::as_str).collect::<Vec<_>>().join("; ")
}
