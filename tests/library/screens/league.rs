//! One league in full.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use touchline::{
    domain::{
        ExpectedGoals, Forecast, LeagueCode, ModelVersion, Origin, Outcome, Probabilities, PromotionKind, SafeText,
    },
    engine::{LeagueDetail, LeagueError},
    store::{self, Db, NewModel, NewPrediction, Promotion},
    training::settle,
};

use super::stage::{import, monitor};
use crate::databases::on_both;

const MATCHES: u64 = 40;

fn now() -> DateTime<Utc> {
    "2023-12-01T06:00:00Z".parse().unwrap()
}

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 8, 12).unwrap() + Days::new(n)
}

/// Two teams that meet every day; the home team wins every other match. The first match has no odds.
fn season() -> String {
    let row = |n: u64| {
        let odds = if n == 0 { ",," } else { "2.0,3.5,4.0" };
        let date = day(n).format("%d/%m/%Y");
        let (home, away) = (format!("Home {}", n % 20), format!("Away {}", n % 20));
        format!("E0,{date},{home},{away},{},1,{odds}\n", 2 * (n % 2))
    };
    let rows: String = (0..MATCHES).map(row).collect();
    format!("Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,AvgH,AvgD,AvgA\n{rows}")
}

fn forecast(model: f64, n: usize) -> Forecast {
    let home = |p: f64| Probabilities::new(p, 0.3, 0.7 - p).unwrap();
    Forecast {
        published: home(0.45),
        model: home(model),
        market: (n > 0).then(|| home(0.4)),
        climatology: Probabilities::UNIFORM,
        expected_goals: ExpectedGoals { home: 1.5, away: 1.1 },
    }
}

/// Registers and promotes a version, which forecasts the matches from one on, live.
async fn serve(db: &Db, version: &str, model: f64, from: usize, made_at: DateTime<Utc>) {
    let mut tx = db.write().await.unwrap();
    let new = NewModel {
        version: ModelVersion::new(version).unwrap(),
        specification: "{}".to_owned(),
        parameters: "{}".to_owned(),
        data_hash: String::new(),
        code_version: String::new(),
        seed: 0,
        leagues: 1,
        matches: 3,
        scores: "{}".to_owned(),
        trained_at: made_at,
    };
    let id = store::register_model(&mut tx, &new).await.unwrap();
    let promotion = Promotion {
        kind: PromotionKind::Promote,
        model_id: id,
        previous_id: None,
        requested_by: "tester@here",
        reason: "the newest one",
        at: made_at,
    };
    store::promote_model(&mut tx, &promotion).await.unwrap();
    let league = store::leagues(&mut tx).await.unwrap()[0].id;
    let matches = store::matches_of_league(&mut tx, league).await.unwrap();
    let predictions: Vec<NewPrediction> = matches
        .iter()
        .enumerate()
        .skip(from)
        .map(|(n, row)| NewPrediction {
            match_id: row.id,
            model_id: id,
            origin: Origin::Live,
            forecast: forecast(model, n),
            made_at,
        })
        .collect();
    store::insert_predictions(&mut tx, &predictions).await.unwrap();
    tx.commit().await.unwrap();
}

async fn open(db: &Db, league: &str) -> Result<LeagueDetail, LeagueError> {
    monitor(db, true).league(&LeagueCode::new(league).unwrap()).await
}

on_both! {
    async fn matches_come_with_what_was_said_of_record(database) {
        let db = &database.db;
        import(db, "E0_2324.csv", &season(), now()).await;
        let none = open(db, "E0").await.unwrap();
        assert_eq!((none.matches.len(), none.skill.len()), (0, 0), "nothing was forecast");
        serve(db, "dc-1", 0.5, 0, now()).await;
        serve(db, "dc-2", 0.6, 39, now() + TimeDelta::hours(1)).await;
        let mut tx = db.write().await.unwrap();
        settle(&mut tx, now() + TimeDelta::hours(2)).await.unwrap();
        tx.commit().await.unwrap();

        let detail = open(db, "E0").await.unwrap();
        assert_eq!(detail.name, SafeText::from("Premier League"));
        assert_eq!(detail.matches.len(), 40);
        let days: Vec<NaiveDate> = detail.matches.iter().map(|m| m.date).collect();
        assert_eq!(days, (0..40).rev().map(day).collect::<Vec<_>>());
        let (last, before) = (&detail.matches[0], &detail.matches[1]);
        assert_eq!((last.version.as_str(), before.version.as_str()), ("dc-2", "dc-1"), "the last published one");
        assert_eq!((last.home.as_str(), last.away.as_str(), last.origin), ("Home 19", "Away 19", Origin::Live));
        assert_eq!((last.outcome, before.outcome), (Outcome::Home, Outcome::Away));
        assert!((last.log_loss + 0.45_f64.ln()).abs() < 1e-12);
        assert!((last.paired_loss.unwrap() - (0.4_f64 / 0.6).ln()).abs() < 1e-12);
        assert!((before.paired_loss.unwrap() - (0.3_f64 / 0.2).ln()).abs() < 1e-12);
        let oldest = detail.matches.last().unwrap();
        assert_eq!((oldest.market, oldest.paired_loss), (None, None));

        // 30 matches with odds are there on the 31st day; the last point is of all 39.
        assert_eq!(detail.skill.len(), 10);
        assert_eq!((detail.skill[0].day, detail.skill[0].n), (day(30), 30));
        let newest = detail.skill.last().unwrap();
        let mean = (19.0 * (0.4_f64 / 0.5).ln() + (0.4_f64 / 0.6).ln() + 19.0 * (0.3_f64 / 0.2).ln()) / 39.0;
        assert_eq!((newest.day, newest.n), (day(39), 39));
        assert!((newest.mean - mean).abs() < 1e-12, "{} {mean}", newest.mean);
    }

    async fn a_league_that_nobody_loaded_is_said_to_be_none(database) {
        let error = open(&database.db, "D1").await.unwrap_err();
        assert!(matches!(error, LeagueError::Unknown(_)));
        assert_eq!(error.to_string(), "there is no league D1 in the database: import a file of it first");
    }
}
