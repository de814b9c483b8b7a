//! Held differences and their acceptance: results, the scores of predictions and the tallies change together.
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use touchline::{
    config::{Overrides, Settings},
    domain::{ExpectedGoals, Forecast, ModelVersion, Origin, Probabilities, PromotionKind, SafeText, Score},
    engine::{ActError, Action, Actor, Engine},
    ingest::{FileReport, import_file},
    metrics::Tally,
    store::{self, DayTally, Db, NewModel, NewPrediction, OpenMode, Promotion},
    training::{Clock, settle},
};

const FILE: &str = "E0_2324.csv";
const HEADER: &str = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,AvgH,AvgD,AvgA";

struct Service {
    _folder: tempfile::TempDir,
    db: Db,
    engine: Engine,
}

fn now() -> DateTime<Utc> {
    "2023-08-21T06:00:00Z".parse().unwrap()
}

fn actor() -> Actor {
    Actor {
        user: "ops".into(),
        host: "box".into(),
        ssh_origin: None,
    }
}

impl Service {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("t.db");
        let db = Db::open(&database, OpenMode::ReadWrite).await.unwrap();
        let settings = Settings::load(&Overrides {
            database: Some(database.into()),
            config: Some(empty_file(&folder)),
            ..Overrides::default()
        })
        .unwrap();
        let engine = Engine::on(db.clone(), Clock::System, &settings, None);
        Self {
            _folder: folder,
            db,
            engine,
        }
    }

    async fn import(&self, rows: &[&str]) -> FileReport {
        let rows: Vec<String> = rows.iter().map(|row| format!("E0,{row},2.0,3.5,4.0")).collect();
        let text = format!("{HEADER}\n{}\n", rows.join("\n"));
        import_file(&self.db, Path::new(FILE), text.as_bytes(), now(), now().date_naive())
            .await
            .unwrap()
    }

    /// The name under which the file is held.
    async fn held_as(&self) -> SafeText {
        let mut tx = self.db.read().await.unwrap();
        store::held_differences(&mut tx, 10).await.unwrap()[0].file.clone()
    }

    async fn accept(&self, file: &SafeText) -> Result<String, ActError> {
        let action = Action::AcceptHeld { file: file.clone() };
        let receipt = self.engine.act(&actor(), action).await?;
        Ok(receipt.message.to_string())
    }

    /// Forecasts every match and settles those that are played.
    async fn forecast(&self) {
        let mut tx = self.db.write().await.unwrap();
        let model = store::register_model(&mut tx, &model()).await.unwrap();
        let promotion = Promotion {
            kind: PromotionKind::Promote,
            model_id: model,
            previous_id: None,
            requested_by: "tester@here",
            reason: "the only one",
            at: now(),
        };
        store::promote_model(&mut tx, &promotion).await.unwrap();
        let league = store::leagues(&mut tx).await.unwrap()[0].id;
        let predictions: Vec<NewPrediction> = store::matches_of_league(&mut tx, league)
            .await
            .unwrap()
            .iter()
            .map(|row| NewPrediction {
                match_id: row.id,
                model_id: model,
                origin: Origin::Live,
                forecast: forecast(),
                made_at: now(),
            })
            .collect();
        store::insert_predictions(&mut tx, &predictions).await.unwrap();
        settle(&mut tx, now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn tallies(&self) -> Vec<DayTally> {
        let mut tx = self.db.read().await.unwrap();
        store::tallies_since(&mut tx, 1, NaiveDate::MIN).await.unwrap()
    }

    async fn results(&self) -> Vec<(NaiveDate, Option<Score>)> {
        let mut tx = self.db.read().await.unwrap();
        let league = store::leagues(&mut tx).await.unwrap()[0].id;
        let matches = store::matches_of_league(&mut tx, league).await.unwrap();
        matches.iter().map(|row| (row.date, row.score)).collect()
    }
}

fn empty_file(folder: &tempfile::TempDir) -> std::path::PathBuf {
    let path = folder.path().join("config.toml");
    std::fs::write(&path, "").unwrap();
    path
}

fn forecast() -> Forecast {
    let p = Probabilities::new(0.5, 0.3, 0.2).unwrap();
    Forecast {
        published: p,
        model: p,
        market: Some(Probabilities::new(0.4, 0.3, 0.3).unwrap()),
        climatology: Probabilities::UNIFORM,
        expected_goals: ExpectedGoals { home: 1.5, away: 1.1 },
    }
}

fn model() -> NewModel {
    NewModel {
        version: ModelVersion::new("dc-2023w33.1").unwrap(),
        specification: "{}".to_owned(),
        parameters: "{}".to_owned(),
        data_hash: String::new(),
        code_version: String::new(),
        seed: 0,
        leagues: 1,
        matches: 3,
        scores: "{}".to_owned(),
        trained_at: now(),
    }
}

/// What the tallies of these days should be, from nothing.
fn tallied(days: &[(&str, &[(u8, u8)])]) -> Vec<(NaiveDate, Tally)> {
    let day = |(day, scores): &(&str, &[(u8, u8)])| {
        let mut tally = Tally::default();
        for (home, away) in *scores {
            tally.add(
                &forecast(),
                Score {
                    home: *home,
                    away: *away,
                },
            );
        }
        (day.parse().unwrap(), tally)
    };
    days.iter().map(day).collect()
}

fn by_day(tallies: Vec<DayTally>) -> Vec<(NaiveDate, Tally)> {
    tallies.into_iter().map(|day| (day.day, day.tally)).collect()
}

#[tokio::test]
async fn an_accepted_result_changes_the_match_its_scores_and_the_tally() {
    let service = Service::new().await;
    let rows = [
        "12/08/2023,Arsenal,Leeds,2,1",
        "12/08/2023,Fulham,Everton,0,0",
        "19/08/2023,Leeds,Fulham,1,0",
    ];
    service.import(&rows).await;
    service.forecast().await;
    let corrected = ["12/08/2023,Arsenal,Leeds,1,2", rows[1], rows[2]];
    let report = service.import(&corrected).await;
    assert_eq!(report.counts.quarantined, 1, "{:?}", report.held);
    let before = tallied(&[("2023-08-12", &[(2, 1), (0, 0)]), ("2023-08-19", &[(1, 0)])]);
    assert_eq!(by_day(service.tallies().await), before, "held is not stored");

    let file = service.held_as().await;
    let said = service.accept(&file).await.unwrap();
    assert!(
        said.starts_with("1 match is stored as ") && said.ends_with("2 predictions settled anew"),
        "{said}"
    );
    let after = tallied(&[("2023-08-12", &[(1, 2), (0, 0)]), ("2023-08-19", &[(1, 0)])]);
    assert_eq!(by_day(service.tallies().await), after);
    assert_eq!(service.results().await[0].1, Some(Score { home: 1, away: 2 }));

    // The same file again says nothing new, and there is nothing left to accept.
    let again = service.import(&corrected).await;
    assert_eq!((again.counts.unchanged, again.counts.quarantined), (3, 0));
    let refused = service.accept(&file).await.unwrap_err().to_string();
    assert!(
        refused.starts_with("nothing of ") && refused.contains("`touchline held`"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_removed_result_and_another_day_are_accepted_together() {
    let service = Service::new().await;
    service
        .import(&["12/08/2023,Arsenal,Leeds,2,1", "13/08/2023,Fulham,Everton,0,0"])
        .await;
    service.forecast().await;
    let report = service
        .import(&["12/08/2023,Arsenal,Leeds,,", "14/08/2023,Fulham,Everton,0,1"])
        .await;
    assert_eq!(report.counts.quarantined, 2, "{:?}", report.held);
    service.accept(&service.held_as().await).await.unwrap();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let expected = [
        (day("2023-08-12"), None),
        (day("2023-08-14"), Some(Score { home: 0, away: 1 })),
    ];
    assert_eq!(service.results().await, expected);
    assert_eq!(by_day(service.tallies().await), tallied(&[("2023-08-14", &[(0, 1)])]));
}

#[tokio::test]
async fn a_shorter_file_is_accepted_and_its_results_stay() {
    let service = Service::new().await;
    let rows = ["12/08/2023,Arsenal,Leeds,2,1", "13/08/2023,Fulham,Everton,0,0"];
    service.import(&rows).await;
    service.import(&rows[..1]).await;
    let shrunken = || async {
        let mut tx = service.db.read().await.unwrap();
        store::shrunken_files(&mut tx).await.unwrap()
    };
    let files = shrunken().await;
    assert_eq!(files.len(), 1);
    let said = service.accept(&files[0].file.as_str().into()).await.unwrap();
    assert!(
        said.ends_with("may be shorter than it was; what it no longer tells is kept"),
        "{said}"
    );
    assert!(shrunken().await.is_empty());
    assert_eq!(service.results().await.len(), 2);
}

/// Two corrections, of which one no longer fits: the other must not be stored either.
#[tokio::test]
async fn what_no_longer_fits_is_refused_whole() {
    let service = Service::new().await;
    service
        .import(&["12/08/2023,Arsenal,Leeds,2,1", "13/08/2023,Fulham,Everton,0,0"])
        .await;
    service
        .import(&["12/08/2023,Arsenal,Leeds,3,1", "13/08/2023,Fulham,Everton,1,1"])
        .await;
    let file = service.held_as().await;
    let mut tx = service.db.write().await.unwrap();
    let league = store::leagues(&mut tx).await.unwrap()[0].id;
    let day = "2023-08-13".parse().unwrap();
    let stored = store::stored_matches(&mut tx, league, (day, day))
        .await
        .unwrap()
        .remove(0);
    let meanwhile = store::MatchValues {
        key: stored.key,
        season: stored.season,
        kick_off: stored.kick_off,
        score: Some(Score { home: 5, away: 5 }),
        fingerprint: stored.fingerprint,
    };
    store::update_match(&mut tx, stored.id, &meanwhile, now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let refused = service.accept(&file).await.unwrap_err().to_string();
    assert!(
        refused.contains("Fulham - Everton") && refused.contains("import the file again"),
        "{refused}"
    );
    assert_eq!(service.results().await[0].1, Some(Score { home: 2, away: 1 }));
}
