//! A drill: a worker that stands still at a chosen point of a training, to be killed or woken there.

use rustix::process::{Signal, getpid, kill_process};
use touchline::{
    domain::Stage,
    training::{Drill, Moment},
};

/// `begin-STAGE` or `commit-STAGE`, such as `commit-register`.
const HALT_AT: &str = "TOUCHLINE_HALT_AT";

/// What the environment asks for. A build for production cannot be halted.
pub(super) fn from_environment() -> Drill {
    let asked = std::env::var(HALT_AT).ok().filter(|_| cfg!(debug_assertions));
    asked
        .as_deref()
        .and_then(read)
        .map_or_else(Drill::default, |(stage, moment)| {
            Drill::new(move |at, now| {
                if (at, now) == (stage, moment) {
                    tracing::warn!("stands still at {at}, as {HALT_AT} says");
                    let _sent = kill_process(getpid(), Signal::STOP);
                }
            })
        })
}

fn read(text: &str) -> Option<(Stage, Moment)> {
    let (moment, stage) = text.split_once('-')?;
    let moment = match moment {
        "begin" => Moment::Begins,
        "commit" => Moment::Commits,
        _ => return None,
    };
    Some((stage.parse().ok()?, moment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_moment_of_a_stage() {
        assert_eq!(read("commit-register"), Some((Stage::Register, Moment::Commits)));
        assert_eq!(read("begin-fit"), Some((Stage::Fit, Moment::Begins)));
        assert_eq!(read("fit"), None);
        assert_eq!(read("begin-lunch"), None);
    }
}
