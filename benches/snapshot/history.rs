//! A database with so many settled predictions, written through the store as a service would have written them.

use std::path::Path;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use touchline::{
    domain::{ModelVersion, Origin, PromotionKind, TeamId},
    metrics::drift::{LeagueSeries, SettledForecast},
    store::{self, Db, MatchKey, MatchValues, NewModel, NewPrediction, OpenMode, Promotion, Subject, Tx},
    training::{ChampionParameters, settle},
};

use crate::draw;

const LEAGUES: u32 = 24;
const TEAMS: usize = 20;

pub(crate) struct History {
    pub(crate) db: Db,
    pub(crate) predictions: u64,
    /// The day after the last match.
    pub(crate) today: NaiveDate,
}

/// Opens the history of this length, and writes it where it is not there yet.
pub(crate) async fn open(folder: &Path, predictions: u32) -> History {
    let path = folder.join(format!("history-{predictions}.db"));
    let leagues: Vec<LeagueSeries> = (0..LEAGUES).map(|n| draw::league(n, predictions / LEAGUES)).collect();
    if !path.exists() {
        let unfinished = path.with_extension("unfinished");
        let _none = std::fs::remove_file(&unfinished);
        write(&unfinished, &leagues).await;
        std::fs::rename(&unfinished, &path).unwrap();
    }
    let last = leagues
        .iter()
        .filter_map(|league| league.matches().last())
        .map(|m| m.day);
    History {
        db: Db::open(&path, OpenMode::ReadWrite).await.unwrap(),
        predictions: leagues.iter().map(|league| league.matches().len() as u64).sum(),
        today: last.max().unwrap() + Days::new(1),
    }
}

async fn write(path: &Path, leagues: &[LeagueSeries]) {
    let db = Db::open(path, OpenMode::ReadWrite).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let model = champion(&mut tx).await;
    tx.commit().await.unwrap();
    for league in leagues {
        let mut tx = db.write().await.unwrap();
        write_league(&mut tx, model, league).await;
        settle(&mut tx, Utc::now()).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut tx = db.write().await.unwrap();
    store::bump_revision(&mut tx, Subject::Matches).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
}

async fn champion(tx: &mut Tx) -> i64 {
    let model = NewModel {
        version: ModelVersion::new("bench-1").unwrap(),
        specification: "{}".to_owned(),
        parameters: serde_json::to_string(&ChampionParameters::default()).unwrap(),
        data_hash: String::new(),
        code_version: "bench".to_owned(),
        seed: 0,
        leagues: LEAGUES,
        matches: 0,
        scores: "null".to_owned(),
        trained_at: Utc::now(),
    };
    let id = store::register_model(tx, &model).await.unwrap();
    let promotion = Promotion {
        kind: PromotionKind::Promote,
        model_id: id,
        previous_id: None,
        requested_by: "bench",
        reason: "the only one",
        at: Utc::now(),
    };
    store::promote_model(tx, &promotion).await.unwrap();
    id
}

async fn write_league(tx: &mut Tx, model_id: i64, series: &LeagueSeries) {
    let league = store::ensure_league(tx, series.league()).await.unwrap();
    let mut teams = Vec::new();
    for n in 0..TEAMS {
        teams.push(
            store::insert_team(tx, league.country.as_str(), &format!("{} {n}", league.code))
                .await
                .unwrap(),
        );
    }
    let rows: Vec<MatchValues> = series
        .matches()
        .iter()
        .enumerate()
        .map(|(at, m)| played(m, at, &teams))
        .collect();
    let ids = store::insert_matches(tx, league.id, &rows, "history.csv", Utc::now())
        .await
        .unwrap();
    let predictions: Vec<NewPrediction> = rows
        .iter()
        .zip(series.matches())
        .map(|(row, m)| NewPrediction {
            match_id: ids[&row.key],
            model_id,
            origin: Origin::Live,
            forecast: m.forecast,
            made_at: morning(m.day),
        })
        .collect();
    store::insert_predictions(tx, &predictions).await.unwrap();
}

/// Ten matches in a row are a round: every team plays once.
fn played(m: &SettledForecast, at: usize, teams: &[TeamId]) -> MatchValues {
    MatchValues {
        key: MatchKey {
            date: m.day,
            home: teams[2 * at % TEAMS],
            away: teams[(2 * at + 1) % TEAMS],
        },
        season: m.season,
        kick_off: None,
        score: Some(m.score),
        fingerprint: String::new(),
    }
}

fn morning(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
