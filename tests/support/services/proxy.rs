//! A proxy that loses, refuses and holds back requests, as networks and servers do.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_util::task::AbortOnDropHandle;

/// What happens to a request.
#[derive(Debug, Clone)]
pub(crate) enum Fate {
    /// It arrives and is answered.
    Pass,
    /// It never arrives.
    LoseRequest,
    /// It arrives, and its answer is lost.
    LoseAnswer,
    /// It is answered with this status and JSON, by none.
    Answer(u16, &'static str),
    /// It is never answered.
    Hang,
    /// It arrives with this line of its head replaced, or added.
    Header(&'static str, &'static str),
}

/// One request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    /// Method and path.
    pub(crate) line: String,
    /// The whole head.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// Listens on a port of its own and passes on to another.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    seen: Arc<Mutex<Vec<Request>>>,
    _serving: AbortOnDropHandle<()>,
}

impl Proxy {
    pub(crate) async fn start(to: u16, fate: impl FnMut(&Request) -> Fate + Send + 'static) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), to, fate)
    }

    pub(crate) fn on(listener: TcpListener, to: u16, fate: impl FnMut(&Request) -> Fate + Send + 'static) -> Self {
        let port = listener.local_addr().unwrap().port();
        let seen: Arc<Mutex<Vec<Request>>> = Arc::default();
        let (fate, heard) = (Arc::new(Mutex::new(fate)), Arc::clone(&seen));
        let serving = tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let (fate, heard) = (Arc::clone(&fate), Arc::clone(&heard));
                tokio::spawn(async move {
                    let mut client = client;
                    let Some(request) = read(&mut client).await else { return };
                    let fate = fate.lock().unwrap()(&request);
                    heard.lock().unwrap().push(request.clone());
                    serve(client, to, &request, fate).await;
                });
            }
        });
        Self {
            port,
            seen,
            _serving: AbortOnDropHandle::new(serving),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// All requests so far.
    pub(crate) fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }
}

/// One request of a connection; the connection is closed after it.
async fn read(client: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if client.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
    let length = head
        .lines()
        .find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length:")?
                .trim()
                .parse()
                .ok()
        })
        .unwrap_or(0);
    while bytes.len() < end + length {
        if client.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    Some(Request {
        line: head.split(" HTTP/").next()?.to_owned(),
        body: bytes[end..].to_vec(),
        head,
    })
}

async fn serve(mut client: TcpStream, to: u16, request: &Request, fate: Fate) {
    match fate {
        Fate::LoseRequest => {}
        Fate::Hang => std::future::pending().await,
        Fate::Answer(status, body) => {
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status} No\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
                 connection: close\r\n\r\n{body}"
            );
            let _gone = client.write_all(answer.as_bytes()).await;
        }
        Fate::Pass => pass(&mut client, to, request, ("connection", "close"), true).await,
        Fate::LoseAnswer => pass(&mut client, to, request, ("connection", "close"), false).await,
        Fate::Header(name, value) => pass(&mut client, to, request, (name, value), true).await,
    }
}

async fn pass(client: &mut TcpStream, to: u16, request: &Request, header: (&str, &str), answer: bool) {
    let mut server = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
    let replaced = |line: &&str| {
        let name = line.split(':').next().unwrap_or_default();
        !name.eq_ignore_ascii_case(header.0) && !name.eq_ignore_ascii_case("connection")
    };
    let mut head: Vec<&str> = request.head.trim_end().lines().filter(replaced).collect();
    let added = format!("{}: {}", header.0, header.1);
    head.extend(["connection: close", &added]);
    let head = format!("{}\r\n\r\n", head.join("\r\n"));
    server.write_all(head.as_bytes()).await.unwrap();
    server.write_all(&request.body).await.unwrap();
    let mut bytes = Vec::new();
    let _closed = server.read_to_end(&mut bytes).await;
    if answer {
        let _gone = client.write_all(&bytes).await;
    }
}
