//! A champion that broke something right after its promotion.

use chrono::{DateTime, Days, TimeDelta, Utc};
use touchline::{
    domain::Verdict,
    engine::Action,
    metrics::drift::{Rule, Spoke},
    store,
    training::{Promoted, roll_back_if_due},
};

use super::{
    season::{Odds, Week},
    stage::{GOOD, Service, day, version},
};
use crate::databases::on_both;

const MATCHES: usize = 12;

/// Twelve matches of the week after the promotion; the home teams win all of them.
fn week() -> Week {
    let file = |score: &str| {
        let rows = (0..MATCHES).map(|n| format!("E0,{:02}/08/2023,15:00,Home {n},Away {n},{score}\n", 8 + n % 5));
        let rows: String = rows.collect();
        format!("Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR\n{rows}")
    };
    Week {
        monday: day("2023-08-07"),
        fixtures: file(",,"),
        results: file("2,0,H"),
    }
}

struct Broken {
    service: Service,
    champion: touchline::domain::ModelVersion,
    before: touchline::domain::ModelVersion,
    promoted_at: DateTime<Utc>,
}

impl Broken {
    /// Promoted on the sixth of August, over one whose shadow said the winners better.
    async fn on(service: Service) -> Self {
        let before = version(service.train(GOOD).await);
        service.move_to(day("2023-08-06").and_hms_opt(4, 0, 0).unwrap().and_utc());
        let champion = version(service.train(GOOD).await);
        let promoted_at = service.now();
        assert_eq!(service.champion().await, champion);
        service.announce(&week()).await;
        let shadows = "UPDATE predictions SET home = 0.8, draw = 0.1, away = 0.1 WHERE origin = 'shadow'";
        assert_eq!(
            service.database.execute(shadows).await,
            12,
            "the champion before shadows"
        );
        service.play(&week()).await;
        Self {
            service,
            champion,
            before,
            promoted_at,
        }
    }

    /// Its league is high since a moment.
    async fn raise(&self, rule: Rule, at: DateTime<Utc>) {
        let mut tx = self.service.db.write().await.unwrap();
        let mut judgement = store::latest_judgements(&mut tx).await.unwrap().remove(0);
        judgement.verdict.shown = Verdict::High;
        judgement.spoke = vec![Spoke {
            rule,
            raises: Verdict::High,
        }];
        let champion = store::champion(&mut tx).await.unwrap().unwrap().id;
        store::write_verdict(&mut tx, champion, &judgement, at).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn forget(&self) {
        self.service
            .database
            .execute("DELETE FROM verdicts WHERE verdict = 'high'")
            .await;
    }

    async fn look(&self, now: DateTime<Utc>) -> Option<Promoted> {
        roll_back_if_due(&self.service.db, now, false).await.unwrap()
    }
}

on_both! {
    async fn it_goes_back_once_where_that_is_due_and_not_otherwise(database) {
        let broken = Broken::on(Service::in_summer(database, Odds::Unknown).await).await;
        let service = &broken.service;
        let (played, now) = (service.now(), service.now() + TimeDelta::days(1));
        assert!(broken.look(now).await.is_none(), "nothing is high");

        broken.raise(Rule::Primary, played).await;
        assert!(broken.look(now).await.is_none(), "a p-value does not count here");
        broken.forget().await;
        for at in [broken.promoted_at - TimeDelta::days(1), broken.promoted_at, played] {
            broken.raise(Rule::Cusum, at).await;
        }
        assert!(broken.look(now).await.is_none(), "high before it was promoted");
        broken.forget().await;
        broken.raise(Rule::Cusum, played).await;
        assert!(broken.look(broken.promoted_at + Days::new(15)).await.is_none(), "too late");

        let said = |home: f64| {
            let draw = (1.0 - home) / 2.0;
            format!("UPDATE predictions SET home = {home}, draw = {draw}, away = {draw} WHERE origin = 'shadow'")
        };
        service.database.execute(&said(0.2)).await;
        assert!(broken.look(now).await.is_none(), "the one before was worse");
        service.database.execute(&said(0.8)).await;
        service.act(Action::Freeze { reason: "hands off".into() }).await.unwrap();
        assert!(broken.look(now).await.is_none(), "frozen");
        service.act(Action::Thaw).await.unwrap();
        assert_eq!(service.champion().await, broken.champion);

        let (one, other) = tokio::join!(broken.look(now), broken.look(now));
        let done: Vec<Promoted> = [one, other].into_iter().flatten().collect();
        assert_eq!(done.len(), 1, "two workers, one rollback");
        assert_eq!(done[0].version, broken.before);
        assert_eq!(service.champion().await, broken.before);
        assert!(broken.look(now).await.is_none(), "a rollback is not rolled back");
        let rolled_back = "SELECT count(*) FROM promotions WHERE kind = 'rollback' AND requested_by = 'automatic rollback'";
        assert_eq!(service.count(rolled_back).await, 1);
        let decided = "SELECT sentence FROM gate_decisions WHERE gate = 'rollback' AND outcome = 'roll_back'";
        let why = service.database.text(decided).await;
        assert!(why.starts_with("rolled back: E0: high by CUSUM since 2023-08-13; the champion before has"), "{why}");
        let audited = "SELECT count(*) FROM audit_entries WHERE actor = 'touchline' AND action = 'roll back' AND outcome = 'done'";
        assert_eq!(service.count(audited).await, 1);
        let gone = service.models().await.into_iter().find(|model| model.version == broken.champion);
        assert_eq!(gone.unwrap().gate_sentence.unwrap().as_str(), why);
    }

    async fn settling_takes_it_back(database) {
        let broken = Broken::on(Service::in_summer(database, Odds::Unknown).await).await;
        broken.raise(Rule::EProcess, broken.service.now()).await;
        broken.service.move_to(broken.service.now() + TimeDelta::days(1));
        broken.service.settle().await;
        assert_eq!(broken.service.champion().await, broken.before);
    }
}
