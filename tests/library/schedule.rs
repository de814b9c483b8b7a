//! The schedule on both databases: what is due is asked for once, however often, however late and by however many.

#[path = "schedule/stage.rs"]
mod stage;

use self::stage::{Stage, TUESDAY, at};
use crate::databases::on_both;
use chrono::Utc;
use tokio_util::sync::CancellationToken;
use touchline::{
    domain::{RunBasis, RunKind, RunState},
    training::{Clock, ReplayClock},
};

const CHAMPION: RunBasis = RunBasis::Champion;
const CONFIGURED: RunBasis = RunBasis::Configured;

fn on_drift(cooldown_hours: u32) -> String {
    format!("[schedule]\nretrain = \"\"\nretrain-on-drift = true\ndrift-cooldown-hours = {cooldown_hours}")
}

on_both! {
    async fn a_slot_is_asked_for_once(database) {
        let stage = Stage::on(database, "").await;
        let mut scheduler = stage.scheduler("a");
        assert!(stage.trainings(&mut scheduler, "2026-11-24T03:59:59").await.is_empty(), "before its time");
        assert_eq!(stage.trainings(&mut scheduler, TUESDAY).await, [CONFIGURED], "there is no champion to refresh");
        assert!(stage.trainings(&mut scheduler, TUESDAY).await.is_empty());
        stage.end_runs(RunState::Succeeded, TUESDAY).await;
        stage.champion("E0", "2026-11-24T04:01:00").await;
        assert!(stage.trainings(&mut scheduler, "2026-11-24T05:00:00").await.is_empty(), "of this slot");
        assert_eq!(stage.slots().await, "2026-W48");
        assert_eq!(stage.trainings(&mut scheduler, "2026-12-01T04:00:03").await, [CHAMPION], "the next week");
    }

    async fn a_slot_stays_open_while_there_is_nothing_to_learn_from(database) {
        let stage = Stage::empty(database, "");
        let mut scheduler = stage.scheduler("a");
        assert!(stage.trainings(&mut scheduler, TUESDAY).await.is_empty());
        stage.import(&["E0,21/11/2026,Arsenal,Leeds,2,0"], "2026-11-24T09:00:00").await;
        assert_eq!(stage.trainings(&mut scheduler, "2026-11-24T09:00:05").await, [CONFIGURED]);
    }

    async fn another_configuration_is_held_against_the_champion(database) {
        let stage = Stage::on(database, "[training]\nhalf-life-days = 300.0").await;
        stage.champion("E0", "2026-11-20T12:00:00").await;
        let mut scheduler = stage.scheduler("a");
        assert_eq!(stage.trainings(&mut scheduler, TUESDAY).await, [CHAMPION, CONFIGURED]);
        assert!(stage.trainings(&mut scheduler, TUESDAY).await.is_empty());
        stage.end_runs(RunState::Cancelled, TUESDAY).await;
        assert!(stage.trainings(&mut scheduler, TUESDAY).await.is_empty(), "an operator's word stands");
    }

    async fn a_champion_that_cannot_be_read_is_no_basis(database) {
        let stage = Stage::on(database, "").await;
        stage.champion("E0", "2026-11-20T12:00:00").await;
        stage.database.execute(r#"UPDATE models SET specification = '{"of":"a later program"}'"#).await;
        assert_eq!(stage.trainings(&mut stage.scheduler("a"), TUESDAY).await, [CONFIGURED]);
    }

    async fn what_was_missed_is_made_up_for_within_a_day(database) {
        let stage = Stage::on(database, "").await;
        let mut scheduler = stage.scheduler("a");
        assert!(stage.trainings(&mut scheduler, "2026-11-25T04:00:00").await.is_empty(), "let go");
        assert_eq!(stage.trainings(&mut scheduler, "2026-12-02T03:59:59").await, [CONFIGURED], "just within");
        stage.end_runs(RunState::Succeeded, "2026-12-02T04:10:00").await;
        // Three weeks without a worker.
        assert_eq!(stage.trainings(&mut scheduler, "2026-12-22T09:00:00").await, [CONFIGURED], "once");
        assert!(stage.trainings(&mut scheduler, "2026-12-22T09:00:05").await.is_empty());
        assert_eq!(stage.slots().await, "2026-W49 2026-W52");
    }

    async fn two_at_the_same_time_ask_once(database) {
        let stage = Stage::on(database, "[training]\nhalf-life-days = 300.0").await;
        stage.champion("E0", "2026-11-20T12:00:00").await;
        let keepers = ["a", "b", "c", "c"].map(|owner| {
            let mut scheduler = stage.scheduler(owner);
            tokio::spawn(async move { scheduler.tick(at(TUESDAY), true).await.unwrap() })
        });
        let mut asked = Vec::new();
        for keeper in keepers {
            asked.extend(keeper.await.unwrap().into_iter().map(|asked| (asked.kind, asked.basis)));
        }
        asked.sort_unstable();
        let expected = [(RunKind::Train, CONFIGURED), (RunKind::Train, CHAMPION), (RunKind::Fetch, CONFIGURED)];
        assert_eq!(asked, expected);
        assert_eq!(stage.database.count("SELECT count(*) FROM training_runs").await, 3);
    }

    async fn one_keeps_the_schedule_until_it_lets_go(database) {
        let stage = Stage::on(database, "").await;
        let (mut first, mut second) = (stage.scheduler("first"), stage.scheduler("second"));
        assert!(stage.trainings(&mut first, "2026-11-23T12:00:00").await.is_empty());
        assert!(stage.trainings(&mut second, TUESDAY).await.is_empty(), "the first keeps it");
        first.let_go().await.unwrap();
        assert_eq!(stage.trainings(&mut second, TUESDAY).await, [CONFIGURED]);
        stage.end_runs(RunState::Succeeded, TUESDAY).await;

        assert!(stage.trainings(&mut first, "2026-12-01T05:00:00").await.is_empty(), "now the second keeps it");
        // It gives no sign of life any more.
        stage.database.execute("UPDATE leases SET expires_at = '2026-01-01T00:00:00+00:00'").await;
        assert_eq!(stage.trainings(&mut first, "2026-12-01T05:00:30").await, [CONFIGURED]);
    }

    async fn a_slot_waits_for_the_trainings_of_the_one_before(database) {
        let stage = Stage::on(database, "[schedule]\nretrain = \"*/30 * * * *\"").await;
        let mut scheduler = stage.scheduler("a");
        assert_eq!(stage.trainings(&mut scheduler, "2026-11-24T04:00:00").await, [CONFIGURED]);
        assert!(stage.trainings(&mut scheduler, "2026-11-24T04:31:00").await.is_empty());
        stage.end_runs(RunState::Succeeded, "2026-11-24T04:32:00").await;
        assert_eq!(stage.trainings(&mut scheduler, "2026-11-24T04:32:01").await, [CONFIGURED]);
        assert_eq!(stage.slots().await, "2026-W48-2T04:00 2026-W48-2T04:30");
    }

    async fn a_training_by_hand_that_is_live_serves_the_slot(database) {
        let stage = Stage::on(database, "").await;
        let mut scheduler = stage.scheduler("a");
        stage.ask_by_hand("2026-11-24T03:59:00").await;
        assert!(stage.trainings(&mut scheduler, TUESDAY).await.is_empty());
        assert_eq!(stage.slots().await, "2026-W48");
    }

    async fn never_is_never(database) {
        let stage = Stage::on(database, "[schedule]\nretrain = \"\"").await;
        assert!(stage.trainings(&mut stage.scheduler("a"), TUESDAY).await.is_empty());
    }

    async fn results_and_fixtures_that_were_left_are_taken_up_once(database) {
        let stage = Stage::on(database, "").await;
        let mut scheduler = stage.scheduler("a");
        let fixtures = ["E0,28/11/2026,Arsenal,Leeds,,", "D1,28/11/2026,Bayern Munich,Mainz,,"];
        stage.import(&fixtures, "2026-11-25T12:00:00").await;
        assert!(stage.upkeep(&mut scheduler, "2026-11-25T12:00:01").await.is_empty(), "there is no model");
        stage.champion("E0", "2026-11-25T12:00:02").await;
        assert_eq!(stage.upkeep(&mut scheduler, "2026-11-25T12:00:05").await, [RunKind::Forecast]);
        assert!(stage.upkeep(&mut scheduler, "2026-11-25T12:00:10").await.is_empty(), "it waits in the queue");
        assert_eq!(stage.forecast("2026-11-25T12:00:11").await, 1, "nobody knows Germany");
        stage.end_runs(RunState::Succeeded, "2026-11-25T12:00:12").await;
        assert!(stage.upkeep(&mut scheduler, "2026-11-25T13:00:00").await.is_empty(), "and nobody asks for it");

        stage.import(&["E0,28/11/2026,Arsenal,Leeds,2,1"], "2026-11-28T18:00:00").await;
        assert_eq!(stage.upkeep(&mut scheduler, "2026-11-28T18:00:01").await, [RunKind::Settle]);
        assert!(stage.upkeep(&mut scheduler, "2026-11-28T18:00:02").await.is_empty());
        assert_eq!(stage.settle("2026-11-28T18:00:03").await, 1);
        stage.end_runs(RunState::Succeeded, "2026-11-28T18:00:04").await;
        assert!(stage.upkeep(&mut stage.scheduler("a"), "2026-11-28T19:00:00").await.is_empty());
    }

    async fn what_fails_is_asked_for_again_with_a_rest(database) {
        let stage = Stage::on(database, "").await;
        let mut scheduler = stage.scheduler("a");
        stage.champion("E0", "2026-11-25T11:00:00").await;
        stage.import(&["E0,28/11/2026,Arsenal,Leeds,,"], "2026-11-25T12:00:00").await;
        assert_eq!(stage.upkeep(&mut scheduler, "2026-11-25T12:00:00").await, [RunKind::Forecast]);
        stage.end_runs(RunState::Failed, "2026-11-25T12:00:10").await;
        assert!(stage.upkeep(&mut scheduler, "2026-11-25T12:15:00").await.is_empty());
        assert_eq!(stage.upkeep(&mut scheduler, "2026-11-25T12:15:10").await, [RunKind::Forecast]);
        stage.end_runs(RunState::Succeeded, "2026-11-25T12:15:20").await;
        assert!(stage.upkeep(&mut scheduler, "2026-11-25T12:16:00").await.is_empty());
        assert_eq!(stage.upkeep(&mut scheduler, "2026-11-25T12:16:20").await, [RunKind::Forecast], "still undone");
    }

    async fn a_match_that_has_begun_is_not_to_be_forecast(database) {
        let stage = Stage::on(database, "").await;
        stage.champion("E0", "2026-11-25T11:00:00").await;
        stage.import(&["E0,28/11/2026,Arsenal,Leeds,,"], "2026-11-25T12:00:00").await;
        assert!(stage.upkeep(&mut stage.scheduler("a"), "2026-11-28T00:00:00").await.is_empty());
    }

    async fn the_latest_challenger_forecasts_in_the_shadow(database) {
        let stage = Stage::on(database, "").await;
        let mut scheduler = stage.scheduler("a");
        let champion = stage.champion("E0", "2026-11-25T11:00:00").await;
        stage.import(&["E0,28/11/2026,Arsenal,Leeds,,"], "2026-11-25T12:00:00").await;
        stage.forecast("2026-11-25T12:00:00").await;
        assert!(stage.upkeep(&mut scheduler, "2026-11-25T12:00:01").await.is_empty());
        stage.challenger("D1", "2026-11-25T12:30:00").await;
        assert!(stage.upkeep(&mut scheduler, "2026-11-25T12:30:01").await.is_empty(), "it does not know the league");
        let challenger = stage.challenger("E0", "2026-11-25T13:00:00").await;
        assert_eq!(stage.upkeep(&mut scheduler, "2026-11-25T13:00:01").await, [RunKind::Forecast]);
        stage.end_runs(RunState::Succeeded, "2026-11-25T13:00:02").await;
        let shadow = format!("origin = 'shadow', model_id = {challenger} WHERE model_id = {champion}");
        stage.database.execute(&format!("UPDATE predictions SET {shadow}")).await;
        stage.forecast("2026-11-25T13:00:03").await;
        assert!(stage.upkeep(&mut scheduler, "2026-11-25T14:00:00").await.is_empty());
    }

    async fn sources_are_asked_where_they_are_due(database) {
        let stage = Stage::on(database, "").await;
        let mut scheduler = stage.scheduler("a");
        let asked = scheduler.tick(at("2026-11-25T12:00:00"), true).await.unwrap();
        assert_eq!(asked.iter().map(|asked| asked.kind).collect::<Vec<_>>(), [RunKind::Fetch]);
        assert_eq!(scheduler.tick(at("2026-11-25T12:00:05"), true).await.unwrap(), []);
    }

    async fn drift_asks_for_a_refresh_and_then_rests(database) {
        let stage = Stage::on(database, &on_drift(72)).await;
        let champion = stage.champion("E0", "2026-11-10T12:00:00").await;
        let mut scheduler = stage.scheduler("a");
        stage.verdict("E0", champion, "high", "2026-11-12T12:00:00").await;
        stage.verdict("SP1", champion, "elevated", "2026-11-12T12:00:00").await;
        let asked = scheduler.tick(at("2026-11-12T12:00:05"), false).await.unwrap();
        assert_eq!(asked.len(), 1);
        assert_eq!((asked[0].basis, asked[0].requested_by.as_str()), (CHAMPION, "drift E0"));
        assert!(stage.trainings(&mut scheduler, "2026-11-12T12:00:10").await.is_empty(), "it is asked for");
        stage.end_runs(RunState::Failed, "2026-11-12T12:10:00").await;
        assert!(stage.trainings(&mut scheduler, "2026-11-15T12:09:59").await.is_empty(), "failed or not, it rests");
        stage.verdict("SP1", champion, "high", "2026-11-15T12:00:00").await;
        let asked = scheduler.tick(at("2026-11-15T12:10:01"), false).await.unwrap();
        assert_eq!(asked[0].requested_by, "drift E0, SP1");
    }

    async fn a_new_champion_is_not_blamed_for_the_one_before(database) {
        let stage = Stage::on(database, &on_drift(1)).await;
        let mut scheduler = stage.scheduler("a");
        let before = stage.champion("E0", "2026-11-10T12:00:00").await;
        stage.verdict("E0", before, "high", "2026-11-12T12:00:00").await;
        let champion = stage.champion("E0", "2026-11-12T13:00:00").await;
        assert!(stage.trainings(&mut scheduler, "2026-11-12T15:00:00").await.is_empty(), "said of another");
        stage.verdict("E0", champion, "high", "2026-11-12T12:59:59").await;
        assert!(stage.trainings(&mut scheduler, "2026-11-12T15:00:00").await.is_empty(), "said before its promotion");
        stage.verdict("E0", champion, "high", "2026-11-12T14:00:00").await;
        assert_eq!(stage.trainings(&mut scheduler, "2026-11-12T15:00:00").await, [CHAMPION]);
        stage.end_runs(RunState::Succeeded, "2026-11-12T15:10:00").await;
        stage.verdict("E0", champion, "normal", "2026-11-13T14:00:00").await;
        assert!(stage.trainings(&mut scheduler, "2026-11-14T15:00:00").await.is_empty(), "it is over");
    }

    async fn drift_asks_for_nothing_unless_it_is_told_to(database) {
        let stage = Stage::on(database, "[schedule]\nretrain = \"\"").await;
        let champion = stage.champion("E0", "2026-11-10T12:00:00").await;
        stage.verdict("E0", champion, "high", "2026-11-12T12:00:00").await;
        assert!(stage.trainings(&mut stage.scheduler("a"), "2026-11-12T12:00:05").await.is_empty());
    }

    async fn a_keeper_hands_over_when_it_is_stopped(database) {
        let stage = Stage::on(database, "").await;
        let stop = CancellationToken::new();
        let stopper = stop.clone();
        // It is stopped during its first look, which it finishes.
        let sources_due = move |_now| {
            stopper.cancel();
            std::future::ready(true)
        };
        stage.scheduler("a").keep(Clock::System, sources_due, stop).await;
        let fetches = "SELECT count(*) FROM training_runs WHERE kind = 'fetch' AND requested_by = 'schedule'";
        assert_eq!(stage.database.count(fetches).await, 1);
        assert_eq!(stage.database.count("SELECT count(*) FROM leases").await, 0);
    }

    async fn the_monitor_tells_when_the_next_training_comes(database) {
        let stage = Stage::on(database, "[schedule]\nretrain = \"*/10 * * * *\"").await;
        let before = stage.next_after(Utc::now());
        let told = stage.told_next(Clock::System).await;
        assert!((before..=stage.next_after(Utc::now())).contains(&told), "{told:?}");
        let replay = Clock::Replay(ReplayClock::new(at(TUESDAY), 1));
        assert_eq!(stage.told_next(replay).await, None, "a replay has a calendar of its own");
    }
}
