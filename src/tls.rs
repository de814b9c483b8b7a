//! The cryptography of TLS, chosen once for the process, and what all HTTP clients of it have in common.

/// Makes ring the cryptography of every TLS connection of this process. A program calls it first thing: of the clients for
/// MLflow and Redis some would choose one themselves, and panic where they find two. Calling it again changes nothing.
pub fn install_crypto() {
    // Whoever was first has it already.
    let _already = rustls::crypto::ring::default_provider().install_default();
}

/// The beginning of a client: it has its cryptography, and says who it is.
pub(crate) fn http_client() -> reqwest::ClientBuilder {
    install_crypto();
    reqwest::Client::builder().user_agent(concat!("touchline/", env!("CARGO_PKG_VERSION")))
}
