//! `touchline train`: asks for a training, and with `--wait` sees it through.

use std::{
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use color_eyre::eyre::{Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use tokio_util::sync::CancellationToken;
use touchline::{
    config::Settings,
    domain::{Run, RunState},
    engine::{Action, Engine},
    store::{self, Db, OpenMode},
    training::{Until, is_gone},
};

use super::{actor::actor, arguments::Train, worker};

/// Between two looks at the run.
const POLL: Duration = Duration::from_millis(200);

pub(super) async fn run(settings: &Settings, options: &Train) -> Result<ExitCode> {
    let engine = Engine::open(settings, None).await?;
    let action = Action::Retrain {
        league: options.league.clone(),
    };
    let receipt = engine.act(&actor(), action).await?;
    let Some(id) = receipt.run.filter(|_| options.wait) else {
        let told = receipt.message;
        writeln!(
            io::stdout(),
            "{told}; `touchline worker` runs it, `touchline status` shows it"
        )?;
        return Ok(ExitCode::SUCCESS);
    };
    drop(engine);
    let db = Db::open_as(&settings.database, OpenMode::ReadWrite, &settings.application).await?;
    let run = see_through(&db, settings, id).await?;
    print(&run)?;
    Ok(if run.state == RunState::Succeeded {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Waits for the end of a run. Where no worker is alive this process is one for as long.
async fn see_through(db: &Db, settings: &Settings, id: i64) -> Result<Run> {
    let mut tx = db.read().await?;
    let now = store::now(&mut tx).await?;
    let workers = store::live_workers(&mut tx, now).await?;
    drop(tx);
    if workers.iter().any(|worker| !is_gone(worker)) {
        return watch(db, id).await;
    }
    let worker = worker::here(db.clone(), settings)?;
    let work = tokio::spawn(async move { worker.run(Until::QueueEmpty, &CancellationToken::new()).await });
    let run = watch(db, id).await?;
    // The run is over before its worker is: the drift of the leagues is evaluated after it.
    work.await??;
    Ok(run)
}

/// Shows a run's progress until its end.
async fn watch(db: &Db, id: i64) -> Result<Run> {
    let bar = ProgressBar::new(100).with_style(style());
    loop {
        let mut tx = db.read().await?;
        let Some(run) = store::run(&mut tx, id).await? else {
            bail!("training #{id} is gone from the database");
        };
        drop(tx);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a percentage")]
        bar.set_position((100.0 * run.progress).clamp(0.0, 100.0) as u64);
        bar.set_message(format!(
            "{} {}",
            run.stage.map_or("waits", |stage| stage.as_str()),
            run.message
        ));
        if run.state.is_final() {
            bar.finish_and_clear();
            return Ok(run);
        }
        tokio::time::sleep(POLL).await;
    }
}

/// Drawn on stderr, and only where that is a terminal.
fn style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:30} {pos:>3} %  {elapsed}  {wide_msg}")
        .unwrap_or_else(|_invalid| ProgressStyle::default_bar())
}

fn print(run: &Run) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "training #{} {}: {}", run.id, run.state, run.message)?;
    let Some(scores) = &run.scores else {
        return Ok(());
    };
    let se = scores.se.map_or_else(String::new, |se| format!(" ±{se:.4}"));
    writeln!(
        out,
        "walk-forward log loss, all matches: model {:.4}{se}, climatology {:.4}, n {}",
        scores.log_loss, scores.climatology, scores.n
    )?;
    if let (Some(model), Some(market)) = (scores.log_loss_with_market, scores.market) {
        writeln!(
            out,
            "walk-forward log loss, matches with odds: model {model:.4}, market {market:.4}, n {}",
            scores.n_market
        )?;
    }
    if let Some(published) = scores.published {
        let (loss, calibration) = (published.log_loss, published.calibration);
        writeln!(
            out,
            "published log loss, all matches: {loss:.4}, {calibration} calibration"
        )?;
    }
    Ok(())
}
