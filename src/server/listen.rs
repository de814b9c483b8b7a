//! The socket: as many connections as there are places, each with its time for a header, and an end that loses no request.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, extract::ConnectInfo, http::StatusCode};
use hyper::{
    Request,
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulConnection, GracefulShutdown},
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
    problem::{LATER, MEDIA_TYPE, Problem},
    routes::router,
};
use crate::engine::Engine;

/// Requests in hand have so long to be answered when the program ends.
const LAST: Duration = Duration::from_secs(5);
/// What makes accepting fail (no more files) is not over at once.
const PAUSE: Duration = Duration::from_millis(50);

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
        let connection = connection(stream, peer, router.clone(), header_time);
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
    peer: SocketAddr,
    router: Router,
    header_time: Duration,
) -> impl GracefulConnection<Error = hyper::Error> + Send {
    let _slower = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    let answer = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        service.call(request)
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_time)
        .serve_connection(TokioIo::new(stream), answer)
}

/// Says so at once, instead of leaving the client to wait in the backlog.
fn turn_away(mut stream: TcpStream) {
    let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many connections at a time");
    let body = problem.to_json();
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: {MEDIA_TYPE}\r\nretry-after: {LATER}\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    tokio::spawn(async move {
        let _gone = timeout(PAUSE, stream.write_all(answer.as_bytes())).await;
        let _gone = timeout(PAUSE, stream.shutdown()).await;
    });
}
