//! A real Redis server of a test's own, on a free port of this machine, which keeps nothing.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    os::unix::process::ExitStatusExt,
    process::{Child, Command, Stdio},
    sync::{OnceLock, mpsc},
    thread,
};

use touchline::config::ServiceUrl;

/// Programs that took a free port first are given way to so often.
const TRIES: u32 = 10;

/// A running server. It ends with this value; with the thread that started it, if a test is killed; and leaves no file.
pub(crate) struct RedisServer {
    child: Child,
    port: u16,
    password: Option<String>,
}

impl RedisServer {
    /// A server on a free port, which answers.
    pub(crate) fn start() -> Self {
        Self::start_with(None)
    }

    /// A server that asks for a password.
    pub(crate) fn start_with(password: Option<&str>) -> Self {
        for _ in 0..TRIES {
            if let Some(server) = Self::start_on(free_port(), password) {
                return server;
            }
        }
        panic!("redis-server does not start on any free port: tests/setup installs it");
    }

    /// A server that all tests of this program share: each with a profile of its own.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<RedisServer> = OnceLock::new();
        SHARED.get_or_init(|| {
            // The server ends with the thread that started it, so this one stays until the program ends.
            let (ready, started) = mpsc::channel();
            thread::spawn(move || {
                ready.send(Self::start()).unwrap();
                loop {
                    thread::park();
                }
            });
            started.recv().expect("redis-server starts")
        })
    }

    fn start_on(port: u16, password: Option<&str>) -> Option<Self> {
        let port_text = port.to_string();
        let mut child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "redis-server", "--port", &port_text])
            .args([
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--daemonize",
                "no",
            ])
            .args(["--requirepass", password.unwrap_or_default()])
            .current_dir(std::env::temp_dir())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("setpriv and redis-server are there: tests/setup installs them");
        // It says so when it answers; where the port is taken it ends, and with it its output.
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let is_ready = said.any(|line| line.is_ok_and(|line| line.contains("Ready to accept connections")));
        if !is_ready {
            let status = child.wait().unwrap();
            assert!(status.signal().is_none(), "redis-server was killed");
            return None;
        }
        // What it says later must not fill the pipe.
        thread::spawn(move || said.for_each(drop));
        let server = Self {
            child,
            port,
            password: password.map(str::to_owned),
        };
        let pong: String = redis::cmd("PING").query(&mut server.connection()).unwrap();
        assert_eq!(pong, "PONG");
        Some(server)
    }

    /// Ends it at once, as a crash would. Its port stays known.
    pub(crate) fn stop(&mut self) {
        let _already_dead = self.child.kill();
        self.child.wait().unwrap();
    }

    /// Starts it again on its port, empty.
    pub(crate) fn restart(&mut self) {
        self.stop();
        *self = Self::start_on(self.port, self.password.as_deref()).expect("its port is free again");
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Its address, with the right password.
    pub(crate) fn url(&self) -> ServiceUrl {
        let port = self.port;
        ServiceUrl::new(&match &self.password {
            Some(password) => format!("redis://:{password}@127.0.0.1:{port}"),
            None => format!("redis://127.0.0.1:{port}"),
        })
    }

    /// A plain client, to look at what is there.
    pub(crate) fn connection(&self) -> redis::Connection {
        let client = redis::Client::open(self.url().expose()).unwrap();
        client.get_connection().unwrap()
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A port that is free now.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
