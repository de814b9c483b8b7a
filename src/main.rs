//! The `touchline` command: a terminal monitor for a football match-probability service.

mod cli;
mod tui;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
