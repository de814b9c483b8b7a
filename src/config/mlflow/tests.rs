use std::fs;

use proptest::prelude::*;

use super::*;

fn table(text: &str) -> MlflowTable {
    toml::from_str(text).unwrap()
}

fn resolve(text: &str) -> Result<Option<Mlflow>, MlflowConfigError> {
    table(text).resolve(MlflowVariables::default())
}

#[test]
fn without_an_address_there_is_none() {
    assert_eq!(resolve("").unwrap(), None);
    assert_eq!(resolve("experiment = \"live\"").unwrap(), None);
}

#[test]
fn the_environment_wins_over_the_file() {
    let variables = MlflowVariables::read(|name| match name {
        "TOUCHLINE_MLFLOW" => Some("https://mlflow.example/prefix".to_owned()),
        "TOUCHLINE_MLFLOW_PASSWORD" => Some("of the environment".to_owned()),
        "TOUCHLINE_MLFLOW_TOKEN" => Some(" ".to_owned()),
        _ => None,
    });
    let text = "url = \"http://localhost:5000\"\nusername = \"ops\"\npassword = \"of the file\"";
    let mlflow = table(text).resolve(variables).unwrap().unwrap();
    assert_eq!(mlflow.url.as_str(), "https://mlflow.example/prefix/");
    assert_eq!(
        mlflow.credentials,
        Credentials::Basic {
            username: "ops".to_owned(),
            password: Secret::new("of the environment"),
        }
    );
}

#[test]
fn secrets_come_from_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    fs::write(&path, "abc\n").unwrap();
    let text = format!("url = \"http://localhost:5000\"\ntoken-file = {path:?}");
    assert_eq!(
        resolve(&text).unwrap().unwrap().credentials,
        Credentials::Bearer(Secret::new("abc"))
    );
    fs::write(&path, "\n").unwrap();
    assert!(matches!(
        resolve(&text),
        Err(MlflowConfigError::Secret(SecretFileError::Empty { .. }))
    ));
    fs::remove_file(&path).unwrap();
    assert!(matches!(
        resolve(&text),
        Err(MlflowConfigError::Secret(SecretFileError::File { .. }))
    ));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let said = |rest: &str| {
        resolve(&format!("url = \"http://localhost:5000\"\n{rest}"))
            .unwrap_err()
            .to_string()
    };
    assert!(said("username = \"u\"\npassword = \"hunter2\"\ntoken = \"t\"").contains("keep one of the two"));
    assert!(said("username = \"u\"").contains("no password"));
    assert!(said("password = \"hunter2\"").contains("no username"));
    assert!(said("token = \"t\"\ntoken-file = \"f\"").contains("token-file"));
    assert!(said("model = \"a/b\"").starts_with("model = \"a/b\""));
    assert!(matches!(
        resolve("url = \"mlflow:5000\""),
        Err(MlflowConfigError::Address(_))
    ));
}

proptest! {
    #[test]
    fn no_message_holds_a_secret(secret in "[a-z0-9]{8,20}", place in 0..4) {
        let text = match place {
            0 => format!("url = \"http://u:{secret}@localhost:5000\""),
            1 => format!("url = \"http://localhost:5000\"\npassword = \"{secret}\""),
            2 => format!("url = \"http://localhost:5000\"\ntoken = \"{secret}\"\nusername = \"u\""),
            _ => format!("url = \"http://localhost:5000\"\ntoken = \"{secret}\""),
        };
        let printed = format!("{:?} {:?} {}", table(&text), resolve(&text), toml::to_string(&table(&text)).unwrap());
        prop_assert!(!printed.contains(&secret), "{}", printed);
    }
}
