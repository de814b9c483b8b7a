//! A real MLflow server, one for a test program, and MLflow's own Python client to read back with.

use std::{
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
    time::{Duration, Instant},
};

use serde_json::Value;

/// A cold start under load; it is the only wait here that is bounded by time.
const PATIENCE: Duration = Duration::from_mins(5);

/// Ends the server and removes its folder ($0) when it is told to, which the kernel does when this program is gone, however
/// it went.
const GUARD: &str = r#"
trap 'kill "$server" 2>/dev/null; wait "$server"; rm -rf "$0"; exit' TERM
setpriv --pdeathsig KILL "$@" >"$0/log" 2>&1 &
server=$!
wait "$server"
"#;

/// Where the server of this program is.
pub(crate) struct Server {
    pub(crate) port: u16,
    folder: PathBuf,
}

impl Server {
    /// The server, started by whoever asks first.
    pub(crate) fn get() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(Self::start)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn start() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("touchline-mlflow-")
            .tempdir()
            .unwrap()
            .keep();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Self { port, folder };
        let mut guard = server.command();
        // The kernel watches over the thread that starts a process, and a test's own thread ends with its test.
        std::thread::spawn(move || guard.spawn().unwrap().wait());
        server.wait();
        server
    }

    fn command(&self) -> Command {
        let place = |name: &str| self.folder.join(name).display().to_string();
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "TERM", "bash", "-c", GUARD])
            .arg(&self.folder)
            .arg(program("mlflow"))
            .args([
                "server",
                "--host",
                "127.0.0.1",
                "--port",
                &self.port.to_string(),
                "--workers",
                "1",
            ])
            .args(["--backend-store-uri", &format!("sqlite:///{}", place("mlflow.db"))])
            .args(["--serve-artifacts", "--artifacts-destination", &place("artifacts")])
            .current_dir(&self.folder)
            .env("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false")
            .env("MLFLOW_DISABLE_TELEMETRY", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        command
    }

    fn wait(&self) {
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let log = || std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(begun.elapsed() < PATIENCE, "MLflow does not start: {}", log());
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// Runs a script of MLflow's own Python client, whose server is the first argument, and reads the JSON that it prints.
pub(crate) fn python(script: &str, arguments: &[&str]) -> Value {
    let output = Command::new(program("python"))
        .arg("-c")
        .arg(script)
        .args(arguments)
        .env("MLFLOW_DISABLE_TELEMETRY", "true")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A program of the virtual environment.
fn program(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/mlflow/bin")
        .join(name);
    assert!(path.exists(), "{} is missing: run tests/setup", path.display());
    path
}
