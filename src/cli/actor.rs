//! Who sits at this terminal.

use std::env;

use touchline::{domain::SafeText, engine::Actor};

/// Login name, host, and where the SSH connection comes from.
pub(super) fn actor() -> Actor {
    let user = ["LOGNAME", "USER"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|user| !user.is_empty()));
    let user = user.unwrap_or_else(|| format!("uid {}", rustix::process::getuid().as_raw()));
    Actor {
        user: SafeText::new(&user),
        host: host(),
        ssh_origin: ssh_origin(),
    }
}

/// The host on which the program runs.
pub(super) fn host() -> SafeText {
    SafeText::new(&rustix::system::uname().nodename().to_string_lossy())
}

/// `SSH_CONNECTION` is "client address, client port, server address, server port".
fn ssh_origin() -> Option<SafeText> {
    let connection = env::var("SSH_CONNECTION").ok()?;
    connection.split_whitespace().next().map(SafeText::new)
}

/// Whether the terminal is at the other end of an SSH connection.
pub(super) fn is_over_ssh() -> bool {
    env::var_os("SSH_CONNECTION").is_some() || env::var_os("SSH_TTY").is_some()
}
