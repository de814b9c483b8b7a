//! Training, publishing and settling on a real database: one champion, every match scored once, tallies that agree with the
//! rows they sum up.

use std::{collections::BTreeMap, path::Path};

use crate::databases::{Database, on_both};
use crate::worker::worker;
use chrono::{DateTime, NaiveDate, Utc};
use tokio_util::sync::CancellationToken;
use touchline::{
    domain::{Counter, LeagueCode, ModelVersion, Origin, RunState},
    ingest,
    metrics::{Tally, drift::LeagueJudgement},
    store::{self, Db},
    training::{
        ChampionParameters, DriftJudge, Due, Ended, PromotionError, PromotionRequest, ReplayClock, Worker,
        forecast_coming, promote, record_verdicts, roll_back, settle,
    },
};

struct Service {
    database: Database,
    db: Db,
    clock: ReplayClock,
    worker: Worker,
}

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}Z").parse().unwrap()
}

impl Service {
    fn on(database: Database, now: &str) -> Self {
        let db = database.db.clone();
        let clock = ReplayClock::new(at(now), 1);
        let worker = worker(&db, &clock);
        Self {
            database,
            db,
            clock,
            worker,
        }
    }

    async fn import(&self, name: &str) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample").join(name);
        self.import_text(name, &std::fs::read_to_string(file).unwrap()).await;
    }

    /// The same matches as if another league had played them.
    async fn import_as(&self, league: &str, name: &str) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample").join(name);
        let text = std::fs::read_to_string(file)
            .unwrap()
            .replace("\nE0,", &format!("\n{league},"));
        self.import_text(&format!("{league} {name}"), &text).await;
    }

    async fn import_text(&self, name: &str, text: &str) {
        let now = self.clock.read().now;
        ingest::import_file(&self.db, Path::new(name), text.as_bytes(), now, now.date_naive())
            .await
            .unwrap();
    }

    async fn train(&self, league: Option<&str>) -> Ended {
        let league = league.map(|code| LeagueCode::new(code).unwrap());
        let mut tx = self.db.write().await.unwrap();
        store::enqueue(
            &mut tx,
            &store::NewRun::training(league.as_ref(), "tester@here", self.clock.read().now),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        self.worker.run_next(&CancellationToken::new()).await.unwrap().unwrap()
    }

    async fn settle(&self) -> u64 {
        let mut tx = self.db.write().await.unwrap();
        let settled = settle(&mut tx, self.clock.read().now).await.unwrap();
        tx.commit().await.unwrap();
        settled.predictions
    }

    async fn forecast(&self) -> u64 {
        forecast_coming(&self.db, &self.worker.features, self.clock.read().now)
            .await
            .unwrap()
    }

    async fn champion(&self) -> ChampionParameters {
        let mut tx = self.db.read().await.unwrap();
        let champion = store::champion(&mut tx).await.unwrap().unwrap();
        let (_, text) = store::model_parameters(&mut tx, champion.id).await.unwrap();
        ChampionParameters::from_json(&text).unwrap()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        self.database.count(sql).await
    }

    fn move_to(&self, now: &str) {
        self.clock.update(|clock| clock.now = at(now));
    }
}

const CHAMPIONS: &str = "SELECT count(*) FROM models WHERE status = 'champion'";
const CHAMPIONS_PREDICTIONS: &str =
    "SELECT count(*) FROM predictions WHERE model_id = (SELECT id FROM models WHERE status = 'champion')";
const CHAMPIONS_TALLIES: &str =
    "SELECT count(*) FROM score_tallies WHERE model_id = (SELECT id FROM models WHERE status = 'champion')";
const HEAD: &str = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,AvgH,AvgD,AvgA\n";

on_both! {
    async fn a_second_training_replaces_the_first_as_a_whole(database) {
        let service = Service::on(database, "2024-06-01T12:00:00");
        service.import("E0_2223.csv").await;
        service.import("E0_2324.csv").await;
        assert!(matches!(service.train(None).await, Ended::Promoted(_)));
        let first = service.count(CHAMPIONS_PREDICTIONS).await;
        assert!(first > 300, "{first}");
        assert!(matches!(service.train(None).await, Ended::Promoted(_)));
        assert_eq!(service.count(CHAMPIONS).await, 1);
        assert_eq!(service.count("SELECT count(*) FROM models").await, 2);
        assert_eq!(
            service.count(CHAMPIONS_PREDICTIONS).await,
            first,
            "each match has one walk-forward of the champion"
        );
        service.train(None).await;
        assert_eq!(
            service
                .count("SELECT count(DISTINCT model_id) FROM score_tallies")
                .await,
            2,
            "the champion's and its predecessor's, for a rollback"
        );
        assert_eq!(service.settle().await, 0, "all are settled");
    }

    async fn tallies_agree_with_the_rows_they_sum_up(database) {
        let service = Service::on(database, "2024-06-01T12:00:00");
        service.import("E0_2223.csv").await;
        service.import("E0_2324.csv").await;
        service.train(None).await;

        let mut tx = service.db.write().await.unwrap();
        let champion = store::champion(&mut tx).await.unwrap().unwrap();
        let kept = store::tallies_since(&mut tx, champion.id, NaiveDate::MIN)
            .await
            .unwrap();
        drop(tx);
        service
            .database
            .execute("UPDATE predictions SET settled_at = NULL, outcome = NULL")
            .await;
        let mut tx = service.db.read().await.unwrap();
        let mut anew = BTreeMap::<NaiveDate, Tally>::new();
        for row in store::settleable(&mut tx).await.unwrap() {
            anew.entry(row.day).or_default().add(&row.forecast, row.score);
        }
        assert_eq!(kept.len(), anew.len());
        for day in kept {
            assert_eq!(day.tally, anew[&day.day], "{}", day.day);
        }
    }

    async fn a_match_is_scored_once_by_its_last_live_forecast(database) {
        let service = Service::on(database, "2024-07-30T12:00:00");
        service.import("E0_2223.csv").await;
        service.import("E0_2324.csv").await;
        service.train(None).await;
        let coming = format!("{HEAD}E0,17/08/2024,15:00,Arsenal,Wolves,,,,1.2,7.0,14.0\n");
        service.import_text("fixtures.csv", &coming).await;
        assert_eq!(service.forecast().await, 1);
        assert_eq!(service.forecast().await, 0, "what is published is not rewritten");
        service.move_to("2024-08-13T04:00:00");
        service.train(None).await;
        assert_eq!(
            service
                .count("SELECT count(*) FROM predictions WHERE origin = 'live'")
                .await,
            2,
            "one by each champion"
        );
        let mut tx = service.db.read().await.unwrap();
        let counts = store::counts(&mut tx).await.unwrap();
        let of = |counter| -> Vec<_> {
            let these = counts.iter().filter(|of| of.counter == counter);
            these.map(|of| (of.subject.as_str(), of.outcome.as_str(), of.n)).collect()
        };
        assert_eq!(of(Counter::Predictions), [("E0", "model_and_odds", 2)]);
        assert_eq!(of(Counter::Promotions), [("gate", "promote", 2)]);
        let rounds: u64 = of(Counter::PredictionDuration).iter().map(|(.., n)| n).sum();
        assert_eq!(rounds, 1, "the other was made within a promotion");
        let matchday = async |at: &str| store::matchday(&mut service.db.read().await.unwrap(), at.parse().unwrap()).await;
        let soon = matchday("2024-08-16T20:00:00Z").await.unwrap();
        assert_eq!((soon.fixtures, soon.predicted), (1, 1));
        assert_eq!(matchday("2024-08-16T10:00:00Z").await.unwrap().fixtures, 0, "that is 28 hours before");
        assert_eq!(matchday("2024-08-17T14:30:00Z").await.unwrap().fixtures, 0, "it has begun");
        drop(tx);

        service.move_to("2024-08-17T23:00:00");
        let played = coming.replace(",Wolves,,,", ",Wolves,2,0,H");
        service.import_text("fixtures.csv", &played).await;
        assert_eq!(service.settle().await, 2);
        assert_eq!(service.settle().await, 0);
        let mut tx = service.db.read().await.unwrap();
        let champion = store::champion(&mut tx).await.unwrap().unwrap();
        let since = NaiveDate::from_ymd_opt(2024, 8, 1).unwrap();
        let live = store::tallies_since(&mut tx, champion.id, since).await.unwrap();
        assert_eq!(live.len(), 1);
        assert_eq!((live[0].origin, live[0].tally.n()), (Origin::Live, 1));
    }

    async fn a_rollback_publishes_what_the_champion_before_had_said(database) {
        let service = Service::on(database, "2024-07-30T12:00:00");
        service.import("E0_2324.csv").await;
        let coming = format!(
            "{HEAD}E0,06/08/2024,15:00,Everton,Brighton,,,,2.4,3.3,3.0\nE0,17/08/2024,15:00,Arsenal,Wolves,,,,1.2,7.0,14.0\n"
        );
        service.import_text("fixtures.csv", &coming).await;
        service.train(None).await;
        service.move_to("2024-08-06T04:00:00");
        service.train(None).await;
        service.move_to("2024-08-07T04:00:00");

        let versions: Vec<ModelVersion> = {
            let mut tx = service.db.read().await.unwrap();
            let models = store::models(&mut tx, 10).await.unwrap();
            models.into_iter().map(|model| model.version).collect()
        };
        let request = |seen| PromotionRequest {
            seen: Some(seen),
            by: "tester@here",
            reason: "the newer one is worse",
            at: service.clock.read().now,
            mirrored: false,
        };
        let mut tx = service.db.write().await.unwrap();
        let stale = roll_back(&mut tx, &request(&versions[1])).await.unwrap_err();
        assert!(matches!(stale, PromotionError::Moved { .. }), "{stale}");
        let back = roll_back(&mut tx, &request(&versions[0])).await.unwrap();
        assert_eq!(
            (&back.version, back.before.as_ref()),
            (&versions[1], Some(&versions[0]))
        );
        let further = roll_back(&mut tx, &request(&versions[1])).await.unwrap_err();
        assert!(matches!(further, PromotionError::NoPredecessor(_)), "{further}");
        tx.commit().await.unwrap();
        assert_eq!(service.count(CHAMPIONS).await, 1);
        assert!(
            service.count(CHAMPIONS_TALLIES).await > 0,
            "it is judged on its own evaluation"
        );

        service.move_to("2024-08-17T23:00:00");
        let played = coming
            .replace(",Wolves,,,", ",Wolves,2,0,H")
            .replace(",Brighton,,,", ",Brighton,1,1,D");
        service.import_text("fixtures.csv", &played).await;
        service.settle().await;
        let scored = service
            .database
            .text(
                "SELECT string_agg(version, ' ') FROM (SELECT m.version FROM score_tallies t \
                 JOIN models m ON m.id = t.model_id WHERE t.origin = 'live' ORDER BY t.day) AS in_order",
            )
            .await;
        let at_kick_off = format!("{} {}", versions[0], versions[1]);
        assert_eq!(scored, at_kick_off, "each match by what was published at its kick-off");

        let mut tx = service.db.write().await.unwrap();
        let forth = promote(&mut tx, &versions[0], &request(&versions[1])).await.unwrap();
        assert_eq!(forth.version, versions[0]);
    }

    async fn nothing_is_forecast_after_kick_off(database) {
        let service = Service::on(database, "2024-08-17T15:30:00");
        service.import("E0_2324.csv").await;
        service.train(None).await;
        let running = format!("{HEAD}E0,17/08/2024,15:00,Arsenal,Wolves,,,,1.2,7.0,14.0\n");
        service.import_text("fixtures.csv", &running).await;
        assert_eq!(service.forecast().await, 0);
    }

    async fn refitting_one_league_keeps_the_others(database) {
        let service = Service::on(database, "2024-06-01T12:00:00");
        service.import("E0_2324.csv").await;
        service.import("SP1_2324.csv").await;
        service.train(None).await;
        let rows = service.count(CHAMPIONS_PREDICTIONS).await;
        let tallies = service.count(CHAMPIONS_TALLIES).await;
        assert!(matches!(service.train(Some("SP1")).await, Ended::Promoted(_)));
        assert_eq!(service.count(CHAMPIONS_PREDICTIONS).await, rows);
        assert_eq!(service.count(CHAMPIONS_TALLIES).await, tallies);
        let leagues = service
            .count("SELECT leagues FROM models WHERE status = 'champion'")
            .await;
        assert_eq!(leagues, 2);
    }

    async fn how_each_league_climbed_is_kept_with_the_run(database) {
        let service = Service::on(database, "2024-06-01T12:00:00");
        service.import("E0_2324.csv").await;
        service.import("SP1_2324.csv").await;
        service.train(None).await;
        let mut tx = service.db.read().await.unwrap();
        let curves = store::curves(&mut tx, 1).await.unwrap();
        let leagues: Vec<&str> = curves.keys().map(LeagueCode::as_str).collect();
        assert_eq!(leagues, ["E0", "SP1"]);
        assert!(
            curves
                .values()
                .all(|curve| curve.len() > 2 && curve.last() > curve.first())
        );
        assert_eq!(
            store::outbox_state(&mut tx).await.unwrap().pending,
            0,
            "without an MLflow nothing waits for one"
        );
    }

    async fn refitting_one_league_keeps_how_all_are_published(database) {
        let service = Service::on(database, "2024-06-01T12:00:00");
        for season in ["2223", "2324"] {
            service.import(&format!("E0_{season}.csv")).await;
            service.import_as("E1", &format!("E0_{season}.csv")).await;
        }
        service.train(None).await;
        let learnt = service.champion().await;
        let blend = learnt.blend.unwrap();
        assert!((0.0..=1.0).contains(&blend.weight) && blend.interval.is_some());
        let pooled = "SELECT count(*) FROM predictions WHERE origin = 'walk_forward' AND home <> model_home";
        assert!(service.count(pooled).await > 0, "the market has its say");
        service.train(Some("E1")).await;
        let refitted = service.champion().await;
        assert_eq!((refitted.publishers, refitted.blend), (learnt.publishers, learnt.blend));
    }

    async fn a_cancelled_training_leaves_no_trace_but_its_run(database) {
        let service = Service::on(database, "2024-06-01T12:00:00");
        // Eight leagues of six seasons train for seconds: ten times longer than a request to stop stays unread.
        for league in ["E0", "E1", "E2", "E3", "SC0", "SC1", "SC2", "SC3"] {
            for season in ["1819", "1920", "2021", "2122", "2223", "2324"] {
                service.import_as(league, &format!("E0_{season}.csv")).await;
            }
        }
        let mut tx = service.db.write().await.unwrap();
        store::enqueue(&mut tx, &store::NewRun::training(None, "tester@here", service.clock.read().now))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let stop = CancellationToken::new();
        let training = tokio::spawn({
            let (mut worker, stop) = (service.worker.clone(), stop.clone());
            worker.settings.evaluate_seasons = 6;
            async move { worker.run_next(&stop).await }
        });
        while service
            .count("SELECT count(*) FROM training_runs WHERE state = 'running'")
            .await
            == 0
        {
            tokio::task::yield_now().await;
        }
        let mut tx = service.db.write().await.unwrap();
        let asked = store::cancel(&mut tx, 1, "tester@here", service.clock.read().now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(asked, store::Cancelled::Requested);
        let ended = training.await.unwrap().unwrap();
        assert!(matches!(ended, Some(Ended::Failed(_))), "{ended:?}");
        let mut tx = service.db.read().await.unwrap();
        let run = store::run(&mut tx, 1).await.unwrap().unwrap();
        assert_eq!(run.state, RunState::Cancelled, "{}", run.message);
        assert_eq!(service.count("SELECT count(*) FROM models").await, 0);
    }

    /// A worker that sleeps through its lease wakes up at the end of its training, when another has the run.
    async fn a_worker_that_lost_its_lease_publishes_nothing(database) {
        let service = Service::on(database, "2024-06-01T12:00:00");
        for season in [
            "E0_1819.csv",
            "E0_1920.csv",
            "E0_2021.csv",
            "E0_2122.csv",
            "E0_2223.csv",
            "E0_2324.csv",
        ] {
            service.import(season).await;
        }
        let mut tx = service.db.write().await.unwrap();
        store::enqueue(&mut tx, &store::NewRun::training(None, "tester@here", service.clock.read().now))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let training = tokio::spawn({
            let mut worker = service.worker.clone();
            worker.settings.evaluate_seasons = 6;
            async move { worker.run_next(&CancellationToken::new()).await }
        });
        let steal = "UPDATE training_runs SET attempt = attempt + 1, lease_owner = 'another' WHERE state = 'running'";
        while service.database.execute(steal).await == 0 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(training.await.unwrap().unwrap(), Some(Ended::Failed(_))));
        assert_eq!(service.count("SELECT count(*) FROM models").await, 0);
        assert_eq!(
            service
                .count("SELECT count(*) FROM training_runs WHERE state = 'running'")
                .await,
            1
        );
    }

    async fn drift_is_evaluated_once_for_each_set_of_matches(database) {
        let service = Service::on(database, "2024-07-30T12:00:00");
        service.import("E0_2223.csv").await;
        service.import("E0_2324.csv").await;
        service.train(None).await;
        let verdicts = "SELECT count(*) FROM verdicts";
        assert_eq!(service.count(verdicts).await, 1, "by the worker, after training");
        let judge = DriftJudge::default();
        let record = async || {
            record_verdicts(&service.db, &judge, Due::NewMatches, service.clock.read().now)
                .await
                .unwrap()
        };
        service.move_to("2024-08-01T12:00:00");
        assert_eq!(record().await, 0, "no match since");

        let coming = format!("{HEAD}E0,17/08/2024,15:00,Arsenal,Wolves,,,,1.2,7.0,14.0\n");
        service.import_text("fixtures.csv", &coming).await;
        service.forecast().await;
        service.move_to("2024-08-17T23:00:00");
        service
            .import_text("fixtures.csv", &coming.replace(",Wolves,,,", ",Wolves,2,0,H"))
            .await;
        service.settle().await;
        assert_eq!(record().await, 1);
        assert_eq!(record().await, 1, "the day's evaluation is made again");
        assert_eq!(service.count(verdicts).await, 2);

        let mut tx = service.db.read().await.unwrap();
        let league = LeagueCode::new("E0").unwrap();
        let history = store::verdict_history(&mut tx, &league, NaiveDate::MIN).await.unwrap();
        let days: Vec<String> = history.iter().map(|e| e.day.to_string()).collect();
        assert_eq!(days, ["2024-07-30", "2024-08-17"]);
        assert!(
            history[1].reason.starts_with("log loss against the market is "),
            "{}",
            history[1].reason
        );
        let text = service.database.text("SELECT statistics FROM verdicts ORDER BY day DESC LIMIT 1").await;
        let judgement: LeagueJudgement = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (judgement.evidence.window.matches, judgement.evidence.skill.n),
            (80, 80)
        );
        assert_eq!(
            judgement.evidence.reference_n, 301,
            "the window reaches into last season"
        );
        let kept = store::evaluations_before(&mut tx, "2024-08-18".parse().unwrap())
            .await
            .unwrap();
        assert_eq!(kept[&league], judgement.latched());
    }

    async fn a_specification_that_was_taken_back_is_remembered_until_a_person_promotes_it(database) {
        let mut service = Service::on(database, "2024-06-01T12:00:00");
        service.import("E0_2223.csv").await;
        service.import("E0_2324.csv").await;
        let Ended::Promoted(first) = service.train(None).await else { panic!() };
        service.worker.settings.ridge = 1.0;
        let Ended::Registered(other) = service.train(None).await else {
            panic!("another specification needs a season of proof")
        };
        let mut tx = service.db.write().await.unwrap();
        let id = store::model_by_version(&mut tx, &other).await.unwrap().unwrap().id;
        let request = |seen| PromotionRequest {
            seen: Some(seen),
            by: "tester@here",
            reason: "to see",
            at: service.clock.read().now,
            mirrored: false,
        };
        promote(&mut tx, &other, &request(&first)).await.unwrap();
        assert_eq!(store::taken_back_at(&mut tx, id).await.unwrap(), None);
        roll_back(&mut tx, &request(&other)).await.unwrap();
        assert_eq!(store::taken_back_at(&mut tx, id).await.unwrap(), Some(service.clock.read().now));
        promote(&mut tx, &other, &request(&first)).await.unwrap();
        assert_eq!(store::taken_back_at(&mut tx, id).await.unwrap(), None);
    }
}
