//! A PostgreSQL server of the tests' own, in a temporary folder.

#![allow(dead_code, reason = "no test binary needs all of it")]

use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    os::unix::{
        fs::{PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{ChildStdin, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::{Connection, PgConnection};
use touchline::Boxed;

/// Of the superuser, by TCP. On the Unix socket everyone is let in.
pub(crate) const PASSWORD: &str = "correct-horse-battery";

/// Prepares and starts a server, says `ready`, and waits for the end of standard input: that is the end of the test process,
/// however it comes about. Then it stops the server and removes its folder.
const GUARD: &str = r#"
set -u
bin=$1; folder=$2; port=$3; config=$4
trap '' INT TERM HUP QUIT
cd "$folder"
{
    printf %s "$PASSWORD" >password &&
        "$bin/initdb" -D data -U postgres --pwfile=password --no-sync --auth-local=trust --auth-host=scram-sha-256 \
            --encoding=UTF8 --locale=C --locale-provider=icu --icu-locale=en-US &&
        printf '%s\n' "port = $port" "listen_addresses = '127.0.0.1'" "unix_socket_directories = '$folder'" \
            "fsync = off" "full_page_writes = off" "autovacuum = off" "max_connections = 60" "$config" \
            >>data/postgresql.conf &&
        "$bin/pg_ctl" -D data -w -t 60 -l log start
} >setup.log 2>&1 && echo ready || cat setup.log log
cat >/dev/null
"$bin/pg_ctl" -D data -w -m immediate stop >/dev/null 2>&1
rm -rf "$folder"
"#;

/// A server that ends with the test process, or when it is dropped.
pub(crate) struct PostgresServer {
    bin: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) port: u16,
    /// Process number of the guard.
    pub(crate) guard: u32,
    databases: AtomicU32,
    /// Whose other end the guard reads.
    _alive: ChildStdin,
}

impl PostgresServer {
    /// The server that the tests of this process share.
    pub(crate) fn shared() -> &'static Self {
        static SERVER: OnceLock<PostgresServer> = OnceLock::new();
        SERVER.get_or_init(|| Self::start(""))
    }

    /// A server with lines of configuration of its own.
    pub(crate) fn start(config: &str) -> Self {
        // A port that was free may be taken when the server wants it.
        for _ in 0..4 {
            match Self::try_start(config) {
                Ok(server) => return server,
                Err(log) if log.contains("Address already in use") => {}
                Err(log) => panic!("PostgreSQL does not start:\n{log}"),
            }
        }
        panic!("no free port for PostgreSQL")
    }

    #[expect(
        clippy::zombie_processes,
        reason = "the guard ends after this process, whose end it waits for"
    )]
    fn try_start(config: &str) -> Result<Self, String> {
        let bin = bin();
        let folder = tempfile::Builder::new()
            .prefix("touchline-pg-")
            .tempdir()
            .unwrap()
            .keep();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut guard = Command::new("/bin/sh");
        guard
            .args(["-c", GUARD, "guard"])
            .arg(&bin)
            .arg(&folder)
            .arg(port.to_string())
            .arg(config)
            .env("PASSWORD", PASSWORD)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0);
        as_postgres(&mut guard, &folder);
        let mut child = guard.spawn().unwrap();
        let alive = child.stdin.take().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        if line.trim() == "ready" {
            return Ok(Self {
                bin,
                folder,
                port,
                guard: child.id(),
                databases: AtomicU32::new(0),
                _alive: alive,
            });
        }
        drop(alive);
        let rest = said.lines().map_while(Result::ok).collect::<Vec<_>>().join("\n");
        child.wait().unwrap();
        Err(format!("{line}{rest}"))
    }

    /// An empty database of its own for one test. Returns its name.
    pub(crate) async fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.execute("postgres", &format!("CREATE DATABASE {name}")).await;
        name
    }

    /// Its address by the Unix socket, where nobody is asked for a password.
    pub(crate) fn url(&self, database: &str) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{folder}:{}/{database}", self.port)
    }

    /// Its address by TCP, without the password.
    pub(crate) fn tcp_url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Its address by TCP, with the password.
    pub(crate) fn url_with_password(&self, database: &str) -> String {
        format!("postgres://postgres:{PASSWORD}@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs statements as the superuser.
    pub(crate) fn execute<'a>(&'a self, database: &'a str, sql: &'a str) -> Boxed<'a, ()> {
        Box::pin(async move {
            let mut connection = PgConnection::connect(&self.url(database)).await.unwrap();
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
                .execute(&mut connection)
                .await
                .unwrap();
            connection.close().await.unwrap();
        })
    }

    /// Stops the server as an administrator would, and waits until it has stopped.
    pub(crate) fn stop(&self) {
        self.pg_ctl(&["-m", "fast", "stop"]);
    }

    /// Starts it again, and waits until it takes connections.
    pub(crate) fn start_again(&self) {
        self.pg_ctl(&["-l", "log", "start"]);
    }

    fn pg_ctl(&self, arguments: &[&str]) {
        let mut command = Command::new(self.bin.join("pg_ctl"));
        command
            .args(["-D", "data", "-w", "-t", "60"])
            .args(arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        as_postgres(&mut command, &self.folder);
        assert!(command.status().unwrap().success(), "pg_ctl {arguments:?} fails");
    }
}

/// The server's programs: on the path, or where Debian keeps them beside it.
fn bin() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).find(|folder| folder.join("pg_ctl").exists());
    let debian = || {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
        let folders = versions.flatten().map(|version| version.path().join("bin"));
        folders.filter(|folder| folder.join("pg_ctl").exists()).max()
    };
    on_path
        .or_else(debian)
        .expect("PostgreSQL is not installed: run tests/setup")
}

/// The server refuses to run as root; then it runs as `postgres`, which Debian's package makes.
fn as_postgres(command: &mut Command, folder: &Path) {
    if let Some((user, group)) = postgres_user() {
        give_to_postgres(folder);
        command.uid(user).gid(group);
    }
}

/// Makes a file the server's own.
pub(crate) fn give_to_postgres(path: &Path) {
    if let Some((user, group)) = postgres_user() {
        chown(path, Some(user), Some(group)).unwrap();
    }
}

fn postgres_user() -> Option<(u32, u32)> {
    let number = |flag| {
        let output = Command::new("id").args([flag, "postgres"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.trim().parse::<u32>().expect("there is no user postgres")
    };
    let root = rustix::process::geteuid().is_root();
    root.then(|| (number("-u"), number("-g")))
}
