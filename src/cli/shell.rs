//! `touchline completions` and `touchline man`: what a shell and `man` know of the commands.

use std::{
    fs,
    io::{self, Write},
    process::ExitCode,
};

use clap::CommandFactory;
use color_eyre::eyre::{Result, WrapErr};

use super::arguments::{Arguments, Completions, Man};

/// Prints the completions of a shell.
pub(super) fn completions(options: &Completions) -> Result<ExitCode> {
    let mut text = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "touchline", &mut text);
    print(&text)
}

/// Prints the manual page of the program, or writes those of all commands into a folder.
pub(super) fn man(options: &Man) -> Result<ExitCode> {
    let command = Arguments::command();
    let Some(folder) = &options.output else {
        let mut text = Vec::new();
        clap_mangen::Man::new(command).render(&mut text)?;
        return print(&text);
    };
    fs::create_dir_all(folder).wrap_err_with(|| format!("cannot create the folder {}", folder.display()))?;
    clap_mangen::generate_to(command, folder).wrap_err_with(|| format!("cannot write into {}", folder.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// A reader that has seen enough, such as `head`, is no failure.
fn print(text: &[u8]) -> Result<ExitCode> {
    match io::stdout().lock().write_all(text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).wrap_err("cannot print"),
        _ => Ok(ExitCode::SUCCESS),
    }
}
