//! A served store, and a client that says exactly what it is told to.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    time::Duration,
};

use serde_json::Value;

use crate::binary::{Home, seasons};

/// Of every server here.
pub(super) const TOKEN: &str = "correct-horse-battery";

/// The program as it serves, until this is dropped.
pub(super) struct Server {
    pub(super) home: Home,
    pub(super) child: Child,
    pub(super) address: SocketAddr,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// It is a problem as RFC 9457 has it, and tells its own status.
    pub(super) fn problem(&self) -> Value {
        assert!(self.head.contains("application/problem+json"), "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{self:?}");
        problem
    }
}

/// A store with three seasons and a champion, served once for all tests that only read.
pub(super) fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(|| {
        let home = trained();
        let child = until_the_end(&command(&home, &[])).spawn().unwrap();
        Server::of(home, child)
    })
}

/// What is static is never dropped: a shell ends the server with the end of its standard input, which is that of the tests.
fn until_the_end(server: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "\"$@\" & cat >/dev/null; kill $!", "sh"])
        .arg(server.get_program())
        .args(server.get_args())
        .env_clear()
        .envs(server.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    shell
}

pub(super) fn trained() -> Home {
    let home = Home::new();
    let files = seasons(&["E0_2122.csv", "E0_2223.csv", "E0_2324.csv"]);
    let mut import = vec!["import"];
    import.extend(files.iter().map(String::as_str));
    home.touchline(&import).assert().success();
    home.touchline(&["train", "--wait"]).assert().success();
    home
}

/// As the program is started by these tests, on a free port.
pub(super) fn command(home: &Home, arguments: &[&str]) -> Command {
    command_at("127.0.0.1:0", home, arguments)
}

/// The same at an address.
pub(super) fn command_at(address: &str, home: &Home, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_touchline"));
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.path())
        .env("TOUCHLINE_DB", home.database())
        .env("TOUCHLINE_SERVE_TOKEN", TOKEN)
        .args(["serve", "--listen", address])
        .args(arguments);
    command
}

impl Server {
    pub(super) fn start(home: Home, arguments: &[&str]) -> Self {
        let child = command(&home, arguments).stdout(Stdio::piped()).spawn().unwrap();
        Self::of(home, child)
    }

    pub(super) fn of(home: Home, child: Child) -> Self {
        let server = Self::unready(home, child);
        server.until(|answer| answer["sections"]["system"]["value"].is_object());
        server
    }

    /// It listens, and may not have read its store yet.
    pub(super) fn unready(home: Home, mut child: Child) -> Self {
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .unwrap()
            .parse()
            .unwrap();
        Self { home, child, address }
    }

    /// Asks for the snapshot again and again until it is as wanted.
    pub(super) fn until(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        for _look in 0..2_400 {
            let snapshot = self.get("/api/snapshot").json();
            let sections = snapshot["sections"].as_object().unwrap();
            let loading = sections.values().any(|section| section["state"] == "loading");
            if !loading && wanted(&snapshot) {
                return snapshot;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!(
            "the snapshot did not become as wanted: {}",
            self.get("/api/snapshot").body
        )
    }

    pub(super) fn get(&self, path: &str) -> Answer {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        ))
    }

    pub(super) fn post(&self, path: &str, token: &str, body: &str) -> Answer {
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    /// Says this, and reads until the line is closed.
    pub(super) fn ask(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        // A server that has made up its mind reads no further.
        let _refused_before_the_end = stream.write_all(request.as_bytes());
        read(&mut stream)
    }

    pub(super) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        stream
    }
}

pub(super) fn read(stream: &mut TcpStream) -> Answer {
    let mut text = Vec::new();
    let _reset_after_the_answer = stream.read_to_end(&mut text);
    let text = String::from_utf8(text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(0);
    let body = if head.to_lowercase().contains("transfer-encoding: chunked") {
        chunks(body)
    } else {
        body.to_owned()
    };
    Answer {
        status,
        head: head.to_lowercase(),
        body,
    }
}

fn chunks(mut rest: &str) -> String {
    let mut body = String::new();
    while let Some((size, more)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        body.push_str(&more[..size]);
        rest = &more[size + 2..];
        if size == 0 {
            break;
        }
    }
    body
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}
