//! The one TLS provider of all services.

/// Makes `ring` the provider of TLS for the whole process; a second call changes nothing. Clients that speak TLS are built
/// after it: two libraries that each brought their own provider would leave none chosen.
pub fn install_crypto() {
    // Fails only where a provider is installed already, and then that one serves.
    let _installed_before = rustls::crypto::ring::default_provider().install_default();
}
