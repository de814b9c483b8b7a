//! The password of a database, in a file of its own.

use std::{fs, io, os::unix::fs::PermissionsExt, path::Path};

use secrecy::SecretString;

use super::{AddressError, DatabaseAddress};

/// Why a password-file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PasswordFileError {
    /// It could not be read.
    #[error("cannot read {path}: check its name and its owner")]
    Read {
        /// Its path.
        path: String,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// Others may read it.
    #[error("others may read {path}: run `chmod 600 {path}`")]
    Open {
        /// Its path.
        path: String,
    },
    /// There is nothing in it.
    #[error("{path} is empty")]
    Empty {
        /// Its path.
        path: String,
    },
    /// The address has one already, or takes none.
    #[error("it belongs to a postgres:// address without a password: take one of the two away")]
    NotAsked,
    /// The address is none.
    #[error(transparent)]
    Address(#[from] AddressError),
}

/// An address with the password of a file: its first line. The file must be its owner's alone, as `~/.pgpass` must.
pub(super) fn with_password_file(address: &DatabaseAddress, file: &Path) -> Result<DatabaseAddress, PasswordFileError> {
    let DatabaseAddress::Postgres(url) = address else {
        return Err(PasswordFileError::NotAsked);
    };
    if url.has_password() {
        return Err(PasswordFileError::NotAsked);
    }
    let path = file.display().to_string();
    let read = || Ok((fs::metadata(file)?, fs::read_to_string(file)?));
    let (metadata, text) = read().map_err(|source| PasswordFileError::Read {
        path: path.clone(),
        source,
    })?;
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err(PasswordFileError::Open { path });
    }
    match text.lines().next() {
        None | Some("") => Err(PasswordFileError::Empty { path }),
        Some(password) => Ok(DatabaseAddress::Postgres(
            url.with_password(&SecretString::from(password))?,
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_private_and_goes_to_its_own_address() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        let address = DatabaseAddress::from("postgres://ops@db/live");
        assert!(matches!(
            with_password_file(&address, &file),
            Err(PasswordFileError::Read { .. })
        ));
        fs::write(&file, "p@ss/w ord+\nmore\n").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(
            with_password_file(&address, &file),
            Err(PasswordFileError::Open { .. })
        ));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        let complete = with_password_file(&address, &file).unwrap();
        complete.check().unwrap();
        let DatabaseAddress::Postgres(url) = &complete else {
            panic!()
        };
        let url = url::Url::parse(url.expose()).unwrap();
        let password = url.query_pairs().find(|(name, _)| name == "password").unwrap().1;
        assert_eq!(password, "p@ss/w ord+");
        assert!(matches!(
            with_password_file(&complete, &file),
            Err(PasswordFileError::NotAsked)
        ));
        assert!(!format!("{complete} {complete:?}").contains("ord%2B"));
    }
}
