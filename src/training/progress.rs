//! What a running training tells of itself, and how it hears that it should stop.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::job::TrainError;
use crate::{
    domain::{LeagueCode, Stage},
    store::{Curves, Progress},
};

/// Shares of the whole run that each stage takes, measured on 14 leagues of nine seasons; they only steer the gauge.
const WEIGHTS: [(Stage, f64); 7] = [
    (Stage::Extract, 0.06),
    (Stage::Validate, 0.01),
    (Stage::Fit, 0.06),
    (Stage::Calibrate, 0.62),
    (Stage::Evaluate, 0.05),
    (Stage::Register, 0.15),
    (Stage::Promote, 0.05),
];

/// Told from any thread; only the latest is kept for whoever writes it down.
#[derive(Debug, Clone)]
pub(super) struct Reporter {
    sender: Arc<watch::Sender<Progress>>,
    curves: Arc<Mutex<Curves>>,
    stop: CancellationToken,
    started: Instant,
    /// Share of the run that an earlier attempt had done.
    resumed: Arc<Mutex<f64>>,
}

fn weight(stage: Stage) -> f64 {
    WEIGHTS
        .iter()
        .find(|(known, _)| *known == stage)
        .map_or(0.0, |(_, w)| *w)
}

fn share_before(stage: Stage) -> f64 {
    WEIGHTS
        .iter()
        .take_while(|(known, _)| *known != stage)
        .map(|(_, w)| w)
        .sum()
}

impl Reporter {
    pub(super) fn new() -> (Self, watch::Receiver<Progress>) {
        let (sender, receiver) = watch::channel(Progress {
            stage: Stage::Extract,
            progress: 0.0,
            eta_s: None,
            message: "reads matches and odds".to_owned(),
            current_league: None,
            leagues_done: 0,
            leagues_total: 0,
            log_likelihood: Vec::new(),
        });
        let reporter = Self {
            sender: Arc::new(sender),
            curves: Arc::default(),
            stop: CancellationToken::new(),
            started: Instant::now(),
            resumed: Arc::default(),
        };
        (reporter, receiver)
    }

    /// Begins a stage.
    pub(super) fn stage(&self, stage: Stage, leagues_total: usize, message: &str) {
        self.update(|p| {
            p.stage = stage;
            p.leagues_done = 0;
            p.leagues_total = u32::try_from(leagues_total).unwrap_or(u32::MAX);
            message.clone_into(&mut p.message);
            p.current_league = None;
        });
        self.done_within_stage(0.0);
    }

    /// Says how many leagues the stage goes through.
    pub(super) fn leagues(&self, total: usize) {
        self.update(|p| p.leagues_total = u32::try_from(total).unwrap_or(u32::MAX));
    }

    /// A stage was finished by an earlier attempt: its share took no time of this one.
    pub(super) fn already_done(&self, stage: Stage) {
        self.done_within_stage(1.0);
        let share = share_before(stage) + weight(stage);
        *self.resumed.lock().unwrap_or_else(PoisonError::into_inner) = share;
    }

    /// Says which league is worked on.
    pub(super) fn league(&self, code: &LeagueCode, log_likelihood: &[f64]) {
        let mut curves = self.curves.lock().unwrap_or_else(PoisonError::into_inner);
        let curve = curves.entry(code.clone()).or_default();
        log_likelihood.clone_into(curve);
        drop(curves);
        self.update(|p| {
            p.current_league = Some(code.clone());
            log_likelihood.clone_into(&mut p.log_likelihood);
        });
    }

    /// How the fits climbed so far. A fit takes some dozens of iterations, so this stays small.
    pub(super) fn curves(&self) -> Curves {
        self.curves.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Finishes a league of the stage.
    pub(super) fn league_done(&self, message: String) {
        self.update(|p| {
            p.leagues_done += 1;
            p.message = message;
        });
    }

    /// Says how much of the stage is done, `0..=1`, and from it how long the rest will take.
    pub(super) fn done_within_stage(&self, share: f64) {
        let elapsed = self.started.elapsed().as_secs_f64();
        let resumed = *self.resumed.lock().unwrap_or_else(PoisonError::into_inner);
        self.update(|p| {
            let progress = share_before(p.stage) + weight(p.stage) * share.clamp(0.0, 1.0);
            p.progress = progress.max(p.progress);
            let own = p.progress - resumed;
            // Before a twentieth is done the estimate would be noise.
            p.eta_s = (own >= 0.05).then(|| elapsed * (1.0 - p.progress) / own);
        });
    }

    /// Asks the training to stop at its next iteration.
    pub(super) fn request_stop(&self) {
        self.stop.cancel();
    }

    /// Whether it was asked to.
    pub(super) fn stop_requested(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// Does something that may be dropped halfway; ends at once when it is asked to stop.
    pub(super) async fn unless_stopped<T>(
        &self,
        work: impl Future<Output = Result<T, TrainError>>,
    ) -> Result<T, TrainError> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(TrainError::Cancelled),
            done = work => done,
        }
    }

    fn update(&self, change: impl FnOnce(&mut Progress)) {
        self.sender.send_modify(change);
    }
}
