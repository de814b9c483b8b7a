//! Why there is no session with a server, and what to do.

use std::{io, time::Duration};

use sqlx::error::DatabaseError;

use crate::store::StoreError;

/// Why there is no session with a server, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// DNS does not know it.
    #[error("its host is not known: check the name")]
    NoHost,
    /// Nothing listens.
    #[error("nothing listens there: check host and port, and whether the server runs")]
    Refused,
    /// It does not answer.
    #[error("no answer within {}: check host and port; a firewall, a server of another kind or a hanging one is silent like this",
            humane(*.0))]
    Silent(Duration),
    /// What answers speaks another protocol.
    #[error("what answers there is no PostgreSQL server: check the port")]
    NotPostgres,
    /// It hung up.
    #[error("the connection broke: the server was stopped, or the network failed")]
    Broken,
    /// It starts or stops.
    #[error("the server is starting up or shutting down: try again in a moment")]
    NotReady,
    /// All connections are in use.
    #[error("the server has no connection left for this user: end other sessions or raise its max_connections")]
    Full,
    /// All connections of this process are in use.
    #[error("all connections of this process are busy: the server is slow")]
    Busy,
    /// The password is wrong or missing.
    #[error(
        "user or password is wrong: a password comes from the address (in TOUCHLINE_DB or the configuration file), \
             password-file, PGPASSWORD or ~/.pgpass"
    )]
    Password,
    /// The user is not let in from here.
    #[error("the server does not let this user in from here: check the user, and the server's pg_hba.conf")]
    NotAllowed,
    /// The server wants TLS.
    #[error("the server lets this user in with TLS only: set sslmode to require, or better to verify-full")]
    TlsRequired,
    /// The server has no TLS.
    #[error(
        "the server offers no TLS, which sslmode demands: switch it on there, or lower sslmode where the network is trusted"
    )]
    TlsNotOffered,
    /// The certificate is another host's.
    #[error("the server's certificate is for another host: connect by the name that it was issued for")]
    WrongHost,
    /// The certificate is by an authority that is not trusted.
    #[error("the server's certificate is by an authority that is not trusted here: name its file with sslrootcert")]
    UnknownAuthority,
    /// The certificate is invalid otherwise.
    #[error("the server's certificate is not valid")]
    Certificate,
    /// TLS failed otherwise.
    #[error("no TLS session could be made")]
    Tls,
    /// There is no such database.
    #[error("there is no database of this name: create it with `createdb`, or correct the name")]
    NoDatabase,
    /// The search path names no schema that exists.
    #[error("the search path leads to no schema: create the schema that the address names in options[search_path]")]
    NoSchema,
    /// The server is too old.
    #[error("the server is PostgreSQL {0}; {1} or newer is needed")]
    TooOld(i32, i32),
    /// Nothing can be written.
    #[error("the server is read-only, as a standby is: connect to the primary, or start with --read-only")]
    ReadOnly,
    /// Something else; the cause tells.
    #[error("the session could not be opened")]
    Other,
}

fn humane(time: Duration) -> String {
    format!("{} s", time.as_secs())
}

impl Trouble {
    /// Reads it off the driver's error; none where the error is about a statement rather than the session.
    pub(in crate::store) fn of(error: &sqlx::Error) -> Option<Self> {
        match error {
            sqlx::Error::Io(error) => Some(of_io(error)),
            sqlx::Error::Database(error) => of_server(error.as_ref()),
            sqlx::Error::Tls(error) => Some(of_tls(error.as_ref())),
            sqlx::Error::Protocol(_) => Some(Self::NotPostgres),
            sqlx::Error::PoolTimedOut => Some(Self::Busy),
            _ => None,
        }
    }

    /// May it be over in a moment?
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Refused | Self::Silent(_) | Self::Broken | Self::NotReady | Self::Full | Self::Busy
        )
    }
}

fn of_io(error: &io::Error) -> Trouble {
    use io::ErrorKind as Kind;
    match error.kind() {
        // A Unix socket without a server is a file that is not there.
        Kind::ConnectionRefused | Kind::NotFound => Trouble::Refused,
        Kind::TimedOut | Kind::HostUnreachable | Kind::NetworkUnreachable => Trouble::Silent(super::PATIENCE),
        Kind::UnexpectedEof | Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe => Trouble::Broken,
        // rustls tells of a bad certificate in an error of the connection.
        _ => match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(error) => of_rustls(error),
            // The standard library has no kind for a failed look-up of a name.
            None if error.to_string().contains("lookup") => Trouble::NoHost,
            None => Trouble::Broken,
        },
    }
}

fn of_tls(error: &(dyn std::error::Error + 'static)) -> Trouble {
    match error.downcast_ref::<rustls::Error>() {
        Some(error) => of_rustls(error),
        None if error.to_string().contains("does not support TLS") => Trouble::TlsNotOffered,
        None => Trouble::Tls,
    }
}

fn of_rustls(error: &rustls::Error) -> Trouble {
    use rustls::CertificateError as Wrong;
    match error {
        rustls::Error::InvalidCertificate(Wrong::NotValidForName | Wrong::NotValidForNameContext { .. }) => {
            Trouble::WrongHost
        }
        rustls::Error::InvalidCertificate(Wrong::UnknownIssuer) => Trouble::UnknownAuthority,
        rustls::Error::InvalidCertificate(_) => Trouble::Certificate,
        _ => Trouble::Tls,
    }
}

/// By SQLSTATE; class 28 and its texts are told apart in `src/backend/libpq/auth.c`.
fn of_server(error: &(dyn DatabaseError + 'static)) -> Option<Trouble> {
    let message = error.message();
    Some(match error.code()?.as_ref() {
        "28P01" => Trouble::Password,
        "28000" if message.contains("no encryption") => Trouble::TlsRequired,
        "28000" => Trouble::NotAllowed,
        "3D000" => Trouble::NoDatabase,
        "53300" => Trouble::Full,
        "57P03" => Trouble::NotReady,
        "57P01" | "57P02" | "57P05" | "08000" | "08003" | "08006" => Trouble::Broken,
        "25006" => Trouble::ReadOnly,
        _ => return None,
    })
}

impl StoreError {
    /// No session with a server.
    pub(in crate::store) fn connecting(database: &str, error: sqlx::Error) -> Self {
        Self::Connect {
            database: database.to_owned(),
            trouble: Trouble::of(&error).unwrap_or(Trouble::Other),
            source: Some(error),
        }
    }
}
