//! A challenger that shadows, over a season.

use touchline::{
    domain::{CheckName, Gate, GateOutcome, ModelStatus},
    engine::Action,
    store,
    training::Ended,
};

use super::{
    season::{Odds, weeks},
    stage::{GOOD, POOR, Service, version},
};
use crate::databases::on_both;

const SHADOWS: &str = "SELECT count(*) FROM predictions WHERE origin = 'shadow'";
const DECISIONS: &str = "SELECT count(*) FROM gate_decisions WHERE gate = 'shadow'";

on_both! {
    async fn one_that_is_better_takes_over_once_it_is_beyond_doubt(database) {
        let service = Service::in_summer(database, Odds::Unknown).await;
        let champion = version(service.train(POOR).await);
        let challenger = version(service.train(GOOD).await);
        let stays = service.decision().await;
        assert_eq!((stays.gate, stays.outcome), (Gate::Specification, GateOutcome::Stay), "{}", stays.sentence);
        let listed = service.models().await;
        assert_eq!((&listed[0].version, listed[0].status), (&challenger, ModelStatus::Challenger));
        assert_eq!(listed[0].gate_sentence, Some(stays.sentence), "and people see why");
        service.act(Action::Freeze { reason: "a new season".into() }).await.unwrap();

        let weeks = weeks("E0_2324.csv", Odds::Unknown);
        let mut weeks = weeks.iter();
        assert_eq!(service.announce(&weeks.as_slice()[0]).await, 9, "the champion's");
        assert_eq!(service.count(SHADOWS).await, 9, "and beside them the challenger's");
        assert_eq!(
            service.count("SELECT count(*) FROM predictions WHERE origin = 'shadow' AND published_at IS NOT NULL").await,
            0,
            "told to nobody"
        );
        let mut passed = 0;
        for week in weeks.by_ref() {
            service.pass(week).await;
            passed += 1;
            let decision = service.decision().await;
            assert_eq!(service.champion().await, champion, "{}", decision.sentence);
            if decision.outcome == GateOutcome::Hold {
                assert_eq!(decision.sentence.as_str(), "held for a person: the champion is frozen by ana@ops: a new season");
                break;
            }
            assert_eq!((decision.gate, decision.outcome), (Gate::Shadow, GateOutcome::Stay));
        }
        assert!(passed > 25, "{passed} weeks: 300 matches are asked for");
        assert!(service.count(DECISIONS).await >= 25, "it was judged every week");
        let evidence = service.snapshot().await.sections.training.value.clone().unwrap().challenger.unwrap();
        assert_eq!(evidence.version, challenger);
        let shadow = evidence.shadow.unwrap();
        assert!(shadow.n >= 300 && shadow.e_value >= 20.0, "{shadow:?}");
        assert!(service.judge().await.is_none(), "still frozen");

        service.act(Action::Thaw).await.unwrap();
        let promoted = service.judge().await.unwrap();
        assert_eq!((promoted.version, promoted.before), (challenger.clone(), Some(champion)));
        assert_eq!(service.champion().await, challenger);
        assert!(service.judge().await.is_none(), "once");
        let by = "SELECT requested_by FROM promotions ORDER BY id DESC LIMIT 1";
        assert_eq!(service.database.text(by).await, "shadow gate");
        let why = service.database.text("SELECT reason FROM promotions ORDER BY id DESC LIMIT 1").await;
        assert!(why.starts_with("becomes champion: E = "), "{why}");

        let week = weeks.next().unwrap();
        let before = service.count(SHADOWS).await;
        let new = service.announce(week).await;
        let more = service.count(SHADOWS).await - before;
        assert_eq!(u64::try_from(more), Ok(new), "for a fortnight the champion before shadows");

        let back = Action::RollBack {
            from: challenger,
            reason: Some("it did not keep its promise".into()),
        };
        service.act(back).await.unwrap();
        service.train(GOOD).await;
        assert!(service.judge().await.is_none(), "the evidence of before is used up");
        let training = service.snapshot().await.sections.training.value.clone().unwrap();
        assert_eq!(training.challenger.unwrap().shadow, None);
    }

    async fn one_that_is_worse_is_not_promoted_and_keeps_its_evidence_when_it_is_refitted(database) {
        let service = Service::in_summer(database, Odds::Unknown).await;
        let champion = version(service.train(GOOD).await);
        service.train(POOR).await;
        let weeks = weeks("E0_2324.csv", Odds::Unknown);
        for (n, week) in weeks.iter().enumerate() {
            if n == weeks.len() / 2 {
                service.move_to(week.monday.and_hms_opt(4, 0, 0).unwrap().and_utc());
                assert!(matches!(service.train(POOR).await, Ended::Registered(_)));
            }
            service.pass(week).await;
        }
        assert_eq!(service.champion().await, champion);
        let decision = service.decision().await;
        assert_eq!((decision.gate, decision.outcome), (Gate::Shadow, GateOutcome::Stay), "{}", decision.sentence);
        let evidence = decision.checks.iter().find(|check| check.name == CheckName::EValue).unwrap();
        assert_eq!(evidence.n, Some(380), "of both versions of the specification");
        assert!(evidence.value.unwrap() < 0.5, "{}", evidence.sentence);
        assert!(service.count(DECISIONS).await >= 30, "written down every week");
    }

    async fn one_that_was_held_for_a_person_shadows_and_waits(database) {
        let service = Service::in_summer(database, Odds::Unknown).await;
        let champion = version(service.train(POOR).await);
        service.train(GOOD).await;
        let contest = service.contest().await;
        let held = service.decision().await.held("somebody should look");
        let mut tx = service.db.write().await.unwrap();
        let written = store::NewDecision {
            at: service.now(),
            run_id: None,
            model_id: contest.challenger_id,
            champion_id: Some(contest.champion_id),
            decision: &held,
            data_hash: &contest.data_hash,
            seed: 0,
        };
        store::write_decision(&mut tx, &written).await.unwrap();
        tx.commit().await.unwrap();
        for week in weeks("E0_2324.csv", Odds::Unknown) {
            service.pass(&week).await;
        }
        assert_eq!(service.count(SHADOWS).await, 380);
        assert_eq!(service.champion().await, champion);
        assert_eq!(service.decision().await, held, "what a person is to look at stays");
    }
}
