//! TLS: required, offered, and with a certificate that must fit.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use touchline::{
    config::DatabaseAddress,
    store::{self, OpenMode, Trouble},
};

use super::{
    postgres::{PostgresServer, give_to_postgres},
    refusal,
};

/// A server with a certificate for `localhost`, by an authority of the test's own. It lets nobody in without TLS.
struct Secured {
    server: PostgresServer,
    authority: PathBuf,
}

impl Secured {
    fn shared() -> &'static Self {
        static SECURED: OnceLock<Secured> = OnceLock::new();
        SECURED.get_or_init(|| {
            let folder = tempfile::tempdir().unwrap().keep();
            certify(&folder);
            let hba = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n";
            fs::write(folder.join("hba.conf"), hba).unwrap();
            let at = folder.display();
            let server = PostgresServer::start(&format!(
                "ssl = on\nssl_cert_file = '{at}/server.pem'\nssl_key_file = '{at}/server.key'\nhba_file = '{at}/hba.conf'"
            ));
            Self {
                server,
                authority: folder.join("authority.pem"),
            }
        })
    }

    fn url(&self, host: &str, parameters: &str) -> String {
        let url = self.server.url_with_password("postgres").replace("127.0.0.1", host);
        format!("{url}?{parameters}")
    }
}

fn certify(folder: &Path) {
    let openssl = |line: &str| {
        let output = Command::new("openssl")
            .args(line.split(' '))
            .current_dir(folder)
            .output();
        let output = output.expect("openssl is not installed: run tests/setup");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    openssl(&format!(
        "req -x509 {key} -days 2 -subj /CN=authority -keyout authority.key -out authority.pem"
    ));
    openssl(&format!(
        "req {key} -subj /CN=localhost -keyout server.key -out server.csr"
    ));
    fs::write(folder.join("names"), "subjectAltName=DNS:localhost").unwrap();
    openssl(
        "x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 -extfile names -out server.pem",
    );
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(folder.join("server.key"), fs::Permissions::from_mode(0o600)).unwrap();
    give_to_postgres(&folder.join("server.key"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_certificate_must_be_for_this_host_and_by_a_known_authority() {
    let secured = Secured::shared();
    let by = |host: &str, parameters: &str| secured.url(host, parameters);
    let trouble = async |url: String| refusal(&url, OpenMode::ReadWrite).await;
    let root = format!("sslrootcert={}", secured.authority.display());

    let (wrong_host, said) = trouble(by("127.0.0.1", &format!("sslmode=verify-full&{root}"))).await;
    assert_eq!(wrong_host, Trouble::WrongHost, "{said}");
    let (unknown, said) = trouble(by("localhost", "sslmode=verify-full")).await;
    assert_eq!(unknown, Trouble::UnknownAuthority, "{said}");
    let (plain, said) = trouble(by("127.0.0.1", "sslmode=disable")).await;
    assert_eq!(plain, Trouble::TlsRequired, "{said}");

    let verified = DatabaseAddress::from(by("localhost", &format!("sslmode=verify-full&{root}")).as_str());
    store::migrate(&verified, "touchline test").await.unwrap();
}

#[tokio::test]
async fn a_server_without_tls_is_told_apart() {
    let server = PostgresServer::shared();
    let url = format!("{}?sslmode=require", server.url_with_password("postgres"));
    let (trouble, said) = refusal(&url, OpenMode::ReadWrite).await;
    assert_eq!(trouble, Trouble::TlsNotOffered, "{said}");
}
