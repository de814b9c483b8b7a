//! A web server that gives out match files, well and badly.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};

use touchline::config::Sources;

/// What is at an address.
#[derive(Debug, Clone)]
pub(crate) enum Page {
    /// A file with validators: 304 to a request that names one of them.
    File {
        bytes: Vec<u8>,
        etag: &'static str,
        last_modified: &'static str,
    },
    /// A body without validators, with this content type.
    Plain(&'static str, Vec<u8>),
    /// A status without a body, with these lines of the head.
    Status(u16, &'static [(&'static str, &'static str)]),
    /// More is announced than is sent before the connection closes.
    CutOff(Vec<u8>),
    /// The head and the beginning of the body, and nothing more.
    Stalls(Vec<u8>),
    /// So many bytes are announced.
    Announces(u64),
    /// A body without an announced length that goes on for ever.
    Endless,
    /// Another address of this server.
    MovedTo(&'static str),
    /// Lets everyone wait until [`Server::open`].
    Closed(Box<Self>),
}

impl Page {
    /// A bundled season.
    pub(crate) fn season(name: &str, etag: &'static str) -> Self {
        Self::file(bundled(name), etag)
    }

    pub(crate) fn file(bytes: Vec<u8>, etag: &'static str) -> Self {
        Self::File {
            bytes,
            etag,
            last_modified: "Sun, 19 May 2024 20:00:00 GMT",
        }
    }

    pub(crate) const fn status(status: u16) -> Self {
        Self::Status(status, &[])
    }
}

/// The bytes of a bundled season.
pub(crate) fn bundled(name: &str) -> Vec<u8> {
    let path = format!("{}/assets/sample/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

/// One request as it came: its path and its head in lower case.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) path: String,
    head: Vec<String>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .iter()
            .find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim()))
    }
}

#[derive(Default)]
struct State {
    pages: HashMap<String, Page>,
    seen: Vec<Request>,
    busy: usize,
    busiest: usize,
    is_open: bool,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// Listens on a port of its own, for as long as the test process lives.
#[derive(Clone)]
pub(crate) struct Server {
    port: u16,
    shared: Arc<Shared>,
}

impl Server {
    pub(crate) fn start(pages: &[(&str, Page)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let server = Self { port, shared };
        for (path, page) in pages {
            server.put(path, page.clone());
        }
        let serving = server.clone();
        thread::spawn(move || {
            for client in listener.incoming() {
                let server = serving.clone();
                thread::spawn(move || server.serve(client.unwrap()));
            }
        });
        server
    }

    /// Puts a page in place of another.
    pub(crate) fn put(&self, path: &str, page: Page) {
        let mut state = self.shared.state.lock().unwrap();
        state.pages.insert(path.to_owned(), page);
    }

    /// Lets in who waits.
    pub(crate) fn open(&self) {
        self.shared.state.lock().unwrap().is_open = true;
        self.shared.changed.notify_all();
    }

    /// All requests since the last call.
    pub(crate) fn take_seen(&self) -> Vec<Request> {
        std::mem::take(&mut self.shared.state.lock().unwrap().seen)
    }

    /// Waits until so many requests have come.
    pub(crate) fn wait_for(&self, requests: usize) {
        let state = self.shared.state.lock().unwrap();
        let patience = Duration::from_mins(1);
        let (_state, waited) = self
            .shared
            .changed
            .wait_timeout_while(state, patience, |state| state.seen.len() < requests)
            .unwrap();
        assert!(!waited.timed_out(), "no {requests} requests came");
    }

    /// How many requests there were at the same time at most.
    pub(crate) fn busiest(&self) -> usize {
        self.shared.state.lock().unwrap().busiest
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// `[sources]` that leads here.
    pub(crate) fn sources(&self, leagues: &[&str]) -> Sources {
        Sources {
            base_url: self.url("").parse().unwrap(),
            fixtures_url: self.url("/fixtures.csv").parse().unwrap(),
            leagues: leagues.iter().map(|code| code.parse().unwrap()).collect(),
            ..Sources::default()
        }
    }

    fn serve(&self, client: TcpStream) {
        let Some(request) = read(&client) else { return };
        let mut state = self.shared.state.lock().unwrap();
        let page = state.pages.get(&request.path).cloned().unwrap_or(Page::status(404));
        state.seen.push(request.clone());
        state.busy += 1;
        state.busiest = state.busiest.max(state.busy);
        self.shared.changed.notify_all();
        let page = match page {
            Page::Closed(page) => {
                state = self.shared.changed.wait_while(state, |state| !state.is_open).unwrap();
                *page
            }
            page => page,
        };
        // Told before the answer: the next request may come as soon as it is read.
        state.busy -= 1;
        drop(state);
        self.answer(client, &request, page);
    }

    fn answer(&self, mut client: TcpStream, request: &Request, page: Page) {
        let head = |status: u16, lines: &[String]| {
            let mut head = format!("HTTP/1.1 {status} Said\r\nconnection: close\r\n");
            for line in lines {
                head.push_str(line);
                head.push_str("\r\n");
            }
            format!("{head}\r\n").into_bytes()
        };
        let length = |length: usize| format!("content-length: {length}");
        // A client that has had enough closes; that is its right.
        let _gone = match page {
            Page::File {
                bytes,
                etag,
                last_modified,
            } => {
                let validators = [format!("etag: {etag}"), format!("last-modified: {last_modified}")];
                let is_known = match request.header("if-none-match") {
                    Some(named) => named == etag.to_lowercase(),
                    None => request.header("if-modified-since") == Some(&last_modified.to_lowercase()),
                };
                if is_known {
                    client.write_all(&head(304, &validators))
                } else {
                    let [etag, last_modified] = validators;
                    let head = head(200, &[etag, last_modified, length(bytes.len())]);
                    client.write_all(&[head, bytes].concat())
                }
            }
            Page::Plain(kind, bytes) => {
                let head = head(200, &[format!("content-type: {kind}"), length(bytes.len())]);
                client.write_all(&[head, bytes].concat())
            }
            Page::Status(status, lines) => {
                let lines = lines.iter().map(|(name, value)| format!("{name}: {value}"));
                client.write_all(&head(status, &lines.chain([length(0)]).collect::<Vec<_>>()))
            }
            Page::CutOff(bytes) => client.write_all(&[head(200, &[length(bytes.len() + 1_000)]), bytes].concat()),
            Page::Stalls(bytes) => {
                let _gone = client.write_all(&[head(200, &[length(bytes.len() + 1_000)]), bytes].concat());
                // Until the client hangs up.
                let _gone = BufReader::new(&client).read_line(&mut String::new());
                Ok(())
            }
            Page::Announces(bytes) => client.write_all(&head(200, &[format!("content-length: {bytes}")])),
            Page::Endless => {
                let line = b"E0,12/08/2023,Arsenal,Leeds,2,1\n".repeat(10_000);
                let mut sent = client.write_all(&head(200, &[]));
                while sent.is_ok() {
                    sent = client.write_all(&line);
                }
                Ok(())
            }
            Page::MovedTo(path) => client.write_all(&head(302, &[format!("location: {}", self.url(path)), length(0)])),
            Page::Closed(_) => panic!("a door behind a door"),
        };
    }
}

/// The head of the one request of a connection.
fn read(client: &TcpStream) -> Option<Request> {
    let mut lines = BufReader::new(client).lines().map_while(Result::ok);
    let first = lines.next()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let head = lines
        .take_while(|line| !line.is_empty())
        .map(|line| line.to_lowercase());
    Some(Request {
        path,
        head: head.collect(),
    })
}
