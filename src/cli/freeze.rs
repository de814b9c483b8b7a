//! `touchline freeze` and `thaw`: whether gates may change the champion.

use std::process::ExitCode;

use color_eyre::eyre::Result;
use touchline::{config::Settings, domain::SafeText, engine::Action};

use super::{act::act, arguments::Freeze};

pub(super) async fn freeze(settings: &Settings, options: &Freeze) -> Result<ExitCode> {
    let reason = SafeText::new(&options.reason);
    act(settings, Action::Freeze { reason }).await
}

pub(super) async fn thaw(settings: &Settings) -> Result<ExitCode> {
    act(settings, Action::Thaw).await
}
