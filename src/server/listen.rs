//! The socket: as many connections as there are places, each with its time for a header, and an end that loses no request.

use std::{io, sync::Arc, time::Duration};

use axum::{Router, extract::ConnectInfo};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{
    app::{App, Options},
    routes::router,
};
use crate::engine::Engine;

/// Requests in hand have so long to be answered when the program ends.
const LAST: Duration = Duration::from_secs(5);
/// What makes accepting fail (no more files) is not over at once.
const PAUSE: Duration = Duration::from_millis(50);
const FULL: &str = "too many connections at a time";

/// Serves the API until `stop`. Requests that are in hand then are answered, new ones are not taken.
///
/// # Errors
/// When the socket is lost.
pub async fn serve(
    engine: Engine,
    listener: TcpListener,
    options: &Options,
    stop: CancellationToken,
) -> io::Result<()> {
    let router = router(App::new(engine, options, stop.clone()));
    let places = Arc::new(Semaphore::new(options.serve.connections));
    let header_time = Duration::from_secs(options.serve.timeout_seconds);
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!("a connection could not be taken: {error}");
                sleep(PAUSE).await;
                continue;
            }
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            turn_away(stream);
            continue;
        };
        let connection = connection(
            stream,
            router.clone().layer(axum::Extension(ConnectInfo(peer))),
            header_time,
        );
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = watched.await {
                tracing::debug!("the connection of {peer} ended: {error}");
            }
            drop(place);
        });
    }
    drop(listener);
    if timeout(LAST, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were cut off that took longer than {} s", LAST.as_secs());
    }
    Ok(())
}

/// A client that sends nothing, or a header byte by byte, is let go after `header_time`, also between two requests.
fn connection(
    stream: TcpStream,
    router: Router,
    header_time: Duration,
) -> http1::Connection<TokioIo<TcpStream>, TowerToHyperService<Router>> {
    let _slower = stream.set_nodelay(true);
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_time)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
}

/// Says so at once, instead of leaving the client to wait in the backlog.
fn turn_away(mut stream: TcpStream) {
    let body =
        format!("{{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"{FULL}\"}}");
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\nretry-after: 5\r\n\
         connection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    tokio::spawn(async move {
        let _gone = timeout(PAUSE, stream.write_all(answer.as_bytes())).await;
        let _gone = timeout(PAUSE, stream.shutdown()).await;
    });
}
