use proptest::prelude::*;

use super::*;

const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";

fn judged(status: u16, content_type: &str, body: &str) -> MlflowError {
    answer(status, content_type, body)
        .judge("log a run", &Url::parse("http://mlflow:5000/").unwrap())
        .unwrap_err()
}

fn answer(status: u16, content_type: &str, body: &str) -> Answer {
    Answer {
        status: StatusCode::from_u16(status).unwrap(),
        content_type: content_type.to_owned(),
        server: None,
        redirect: None,
        body: body.to_owned(),
    }
}

fn complaint(code: &str) -> String {
    serde_json::json!({ "error_code": code, "message": "no" }).to_string()
}

/// The bodies are those of a server of version 3.17.2.
#[test]
fn three_kinds_of_403_are_told_apart() {
    let host = judged(
        403,
        TEXT,
        "Invalid Host header - possible DNS rebinding attack detected",
    );
    assert!(matches!(host, MlflowError::HostRefused { .. }));
    assert!(host.to_string().contains("--allowed-hosts mlflow:5000"), "{host}");
    let origin = judged(403, TEXT, "Cross-origin request blocked");
    assert!(matches!(origin, MlflowError::OriginRefused));
    let account = judged(403, JSON, &complaint("PERMISSION_DENIED"));
    assert!(matches!(account, MlflowError::Forbidden { .. }));
    assert!(matches!(
        judged(403, TEXT, "Permission denied"),
        MlflowError::Forbidden { .. }
    ));
    // What answers on port 5000 of a Mac.
    let mut airplay = answer(403, "", "");
    airplay.server = Some("AirTunes/775.3.1".to_owned());
    let error = airplay
        .judge("log a run", &Url::parse("http://localhost:5000/").unwrap())
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("no MLflow server (HTTP 403, server AirTunes"),
        "{error}"
    );
}

#[test]
fn only_what_stays_wrong_is_permanent() {
    assert!(judged(400, JSON, &complaint("INVALID_PARAMETER_VALUE")).is_permanent());
    assert!(judged(404, JSON, &complaint("RESOURCE_DOES_NOT_EXIST")).is_permanent());
    assert!(judged(413, "text/html", "<html>").is_permanent());
    for passing in [408, 409, 425, 429, 500, 502, 503, 504] {
        assert!(!judged(passing, JSON, &complaint("TEMPORARILY_UNAVAILABLE")).is_permanent());
        assert!(!judged(passing, "text/html", "<html>").is_permanent());
    }
    for to_be_repaired in [401, 403, 404, 405, 302] {
        assert!(!judged(to_be_repaired, "text/html", "<html>").is_permanent());
    }
}

#[test]
fn a_failure_says_what_the_server_said() {
    let said = |body: &str| judged(503, "text/html", body).to_string();
    assert!(said("Endpoint disabled").ends_with("(HTTP 503): Endpoint disabled"));
    assert!(said("<html><h1>Bad gateway").ends_with("HTTP 503, text/html"));
    assert!(said(&complaint("TEMPORARILY_UNAVAILABLE")).ends_with(": no"));
}

#[test]
fn a_redirect_is_named_without_its_query() {
    let mut moved = answer(302, "text/html", "");
    moved.redirect = Some("https://login.example/?ticket=hunter2".to_owned());
    let said = moved
        .judge("log a run", &Url::parse("http://mlflow/").unwrap())
        .unwrap_err()
        .to_string();
    assert!(
        said.contains("redirects to https://login.example/") && !said.contains("hunter2"),
        "{said}"
    );
}

proptest! {
    #[test]
    fn whatever_is_sent_is_an_error_of_bounded_harmless_text(
        status in 300_u16..600,
        body in "(\\{\"error_code\":\")?\\PC{0,40}[\u{1b}\u{202e}\\n]?\\PC{0,400}(\"\\})?",
        content_type in "\\PC{0,300}",
    ) {
        let said = judged(status, &content_type, &body).to_string();
        prop_assert!(said.chars().count() < 900);
        let harmful = said.contains(['\u{1b}', '\u{202e}', '\n']);
        prop_assert!(!harmful);
    }
}
