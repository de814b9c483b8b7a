//! `touchline serve`: the HTTP API.

use std::{
    io::{self, Write},
    net::SocketAddr,
    process::ExitCode,
};

use color_eyre::eyre::{Result, WrapErr};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use touchline::{
    config::{Serve, Settings},
    engine::Engine,
    server::{self, Options},
};

use super::{
    actor::host,
    arguments::{self, Global},
    logging::report,
    signals::stop_on_signals,
    worker::detached,
};

pub(super) async fn run(settings: &Settings, global: &Global, options: &arguments::Serve) -> Result<ExitCode> {
    let serve = match settings_of(settings, options) {
        Ok(serve) => serve,
        Err(error) => {
            report(&error);
            return Ok(ExitCode::from(2));
        }
    };
    let stop = CancellationToken::new();
    stop_on_signals(&stop)?;
    let listener = TcpListener::bind(serve.listen)
        .await
        .wrap_err_with(|| format!("cannot listen on {}: another program may, see `ss -ltnp`", serve.listen))?;
    let worker = (!settings.read_only).then(|| detached(settings, global)).transpose()?;
    let engine = Engine::open(settings, worker).await?;
    let address = listener.local_addr()?;
    say_ready(address, &serve)?;
    let options = Options { serve, host: host() };
    server::serve(engine, listener, &options, stop).await?;
    Ok(ExitCode::SUCCESS)
}

fn settings_of(settings: &Settings, options: &arguments::Serve) -> Result<Serve> {
    let mut serve = settings.serve.clone().resolve()?;
    serve.listen = options.listen.unwrap_or(serve.listen);
    serve.check()?;
    Ok(serve)
}

fn say_ready(address: SocketAddr, serve: &Serve) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "listening on http://{address}")?;
    if serve.token.is_none() {
        writeln!(out, "no token is configured: nothing can be changed through it")?;
    }
    out.flush()
}
