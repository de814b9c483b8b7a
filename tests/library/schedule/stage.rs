//! A service that a schedule is kept for, with its models, matches and verdicts.

use std::path::Path;

use chrono::{DateTime, Utc};
use touchline::{
    config::Settings,
    domain::{ModelVersion, PromotionKind, RunBasis, RunKind, RunState},
    engine::Engine,
    features::FeatureStore,
    ingest,
    model::Specification,
    store::{self, Ending, NewModel, NewRun, Promotion},
    training::{self, Clock, Schedule, Scheduler},
};

use crate::databases::Database;

/// The first look after a weekly slot.
pub(crate) const TUESDAY: &str = "2026-11-24T04:00:03";

pub(crate) struct Stage {
    pub(crate) database: Database,
    settings: Settings,
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    format!("{text}Z").parse().unwrap()
}

impl Stage {
    /// With a result of each league to learn from.
    pub(crate) async fn on(database: Database, configuration: &str) -> Self {
        let stage = Self::empty(database, configuration);
        let played = ["E0,1/11/2026,Fulham,Everton,1,1", "SP1,1/11/2026,Getafe,Betis,1,1"];
        stage.import(&played, "2026-11-02T12:00:00").await;
        stage
    }

    pub(crate) fn empty(database: Database, configuration: &str) -> Self {
        Self {
            database,
            settings: Settings::parse(configuration, Path::new("test.toml")).unwrap(),
        }
    }

    pub(crate) fn scheduler(&self, owner: &str) -> Scheduler {
        let schedule = Schedule::of(&self.settings.schedule);
        Scheduler::new(
            self.database.db.clone(),
            schedule,
            self.settings.training,
            owner.to_owned(),
        )
    }

    /// Whose specification the trainings fit that a look asks for.
    pub(crate) async fn trainings(&self, scheduler: &mut Scheduler, now: &str) -> Vec<RunBasis> {
        let asked = scheduler.tick(at(now), false).await.unwrap();
        let trainings = asked.iter().filter(|asked| asked.kind == RunKind::Train);
        trainings.map(|asked| asked.basis).collect()
    }

    /// What else a look asks for.
    pub(crate) async fn upkeep(&self, scheduler: &mut Scheduler, now: &str) -> Vec<RunKind> {
        let asked = scheduler.tick(at(now), false).await.unwrap();
        let kinds = asked.iter().map(|asked| asked.kind);
        kinds.filter(|kind| *kind != RunKind::Train).collect()
    }

    /// Slots that had a run, in order.
    pub(crate) async fn slots(&self) -> String {
        let mut tx = self.database.db.read().await.unwrap();
        let mut slots = Vec::new();
        for id in 1..=self.database.count("SELECT count(*) FROM training_runs").await {
            let run = store::run(&mut tx, id).await.unwrap().unwrap();
            slots.extend(run.slot.map(|slot| slot.to_string()));
        }
        slots.join(" ")
    }

    pub(crate) fn next_after(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        Schedule::of(&self.settings.schedule).next_after(now)
    }

    /// When the next training comes, as the picture of the engine has it.
    pub(crate) async fn told_next(&self, clock: Clock) -> Option<DateTime<Utc>> {
        let engine = Engine::on(self.database.db.clone(), clock, &self.settings, None);
        let picture = engine.first_complete().await;
        picture.sections.training.value.as_ref().unwrap().next_scheduled_at
    }

    pub(crate) async fn ask_by_hand(&self, now: &str) {
        let mut tx = self.database.db.write().await.unwrap();
        store::enqueue(&mut tx, &NewRun::training(None, "ops@box", at(now)))
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Ends whatever waits, as a worker would.
    pub(crate) async fn end_runs(&self, state: RunState, now: &str) {
        let ending = Ending {
            state,
            message: state.to_string(),
            model_id: None,
            scores: None,
        };
        let mut tx = self.database.db.write().await.unwrap();
        while let Some(lease) = store::claim(&mut tx, "worker", at(now), at(now)).await.unwrap() {
            store::finish(&mut tx, &lease, &ending, at(now)).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// A version that knows one league, served from now on.
    pub(crate) async fn champion(&self, league: &str, now: &str) -> i64 {
        let id = self.challenger(league, now).await;
        let mut tx = self.database.db.write().await.unwrap();
        let promotion = Promotion {
            kind: PromotionKind::Promote,
            model_id: id,
            previous_id: None,
            requested_by: "tester@here",
            reason: "a test needs it",
            at: at(now),
        };
        store::promote_model(&mut tx, &promotion).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A version that knows one league, and is not served.
    pub(crate) async fn challenger(&self, league: &str, now: &str) -> i64 {
        let mut tx = self.database.db.write().await.unwrap();
        let number = store::count_models(&mut tx).await.unwrap() + 1;
        let level = r#""intercept":0.1,"home_advantage":0.2,"rho":-0.05"#;
        let teams = r#""newcomer":{"attack":-0.2,"defence":-0.2},"strengths":{}"#;
        let model = NewModel {
            version: ModelVersion::new(format!("dc-2026w48.{number}")).unwrap(),
            specification: serde_json::to_string(&Specification::default()).unwrap(),
            parameters: format!(r#"{{"leagues":{{"{league}":{{{level},{teams}}}}}}}"#),
            data_hash: String::new(),
            code_version: String::new(),
            seed: 0,
            leagues: 1,
            matches: 380,
            scores: "null".to_owned(),
            trained_at: at(now),
        };
        let id = store::register_model(&mut tx, &model).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) async fn import(&self, rows: &[&str], now: &str) {
        let text = format!("Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\n{}\n", rows.join("\n"));
        ingest::import_file(
            &self.database.db,
            Path::new("test.csv"),
            text.as_bytes(),
            at(now),
            at(now).date_naive(),
        )
        .await
        .unwrap();
    }

    /// Forecasts what the champion can; answers how many.
    pub(crate) async fn forecast(&self, now: &str) -> u64 {
        let features = FeatureStore::open("test", None);
        training::forecast_coming(&self.database.db, &features, at(now))
            .await
            .unwrap()
    }

    /// Settles what is due; answers how many.
    pub(crate) async fn settle(&self, now: &str) -> u64 {
        let mut tx = self.database.db.write().await.unwrap();
        let settled = training::settle(&mut tx, at(now)).await.unwrap();
        tx.commit().await.unwrap();
        settled.predictions
    }

    /// Writes down how a league was judged.
    pub(crate) async fn verdict(&self, league: &str, model: i64, verdict: &str, now: &str) {
        let now = at(now);
        let (day, at) = (now.date_naive(), now.to_rfc3339());
        let of_league = format!("league_id = (SELECT id FROM leagues WHERE code = '{league}')");
        let replace = format!("DELETE FROM verdicts WHERE day = '{day}' AND {of_league}");
        self.database.execute(&replace).await;
        let values = format!("id, '{day}', '{at}', {model}, '{verdict}', '{verdict}', '', '', ''");
        let insert = format!(
            "INSERT INTO verdicts (league_id, day, at, model_id, verdict, raw_verdict, latch, statistics, reason) \
             SELECT {values} FROM leagues WHERE code = '{league}'"
        );
        assert_eq!(self.database.execute(&insert).await, 1);
    }
}
