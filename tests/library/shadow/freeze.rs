//! A frozen champion.

use touchline::engine::Action;

use super::{
    season::Odds,
    stage::{GOOD, Service, version},
};
use crate::databases::on_both;

on_both! {
    async fn only_people_change_it(database) {
        let service = Service::in_summer(database, Odds::Unknown).await;
        let first = version(service.train(GOOD).await);
        let freeze = |reason: &str| service.act(Action::Freeze { reason: reason.into() });
        assert_eq!(service.act(Action::Thaw).await.unwrap_err(), "the champion is not frozen");
        assert!(freeze(" ").await.unwrap_err().contains("reason"));
        assert_eq!(
            freeze("cup week").await.unwrap(),
            "the champion is frozen: only a person changes it until it is thawed"
        );
        assert_eq!(
            freeze("again").await.unwrap_err(),
            "the champion is frozen by ana@ops: cup week, since 2023-08-01 12:00 UTC"
        );
        let second = version(service.train(GOOD).await);
        assert_eq!(service.champion().await, first, "no gate changes it");
        let promote = Action::Promote {
            version: second.clone(),
            over: Some(first.clone()),
            reason: None,
        };
        let receipt = service.act(promote).await.unwrap();
        assert!(
            receipt.starts_with(&format!("{second} is champion over {first}"))
                && receipt.ends_with("the champion is frozen by ana@ops: cup week"),
            "{receipt}"
        );
        let training = service.snapshot().await.sections.training.value.clone().unwrap();
        assert_eq!(training.champion_freeze.unwrap().reason.as_str(), "cup week");
        assert_eq!(
            service.act(Action::Thaw).await.unwrap(),
            "the champion is thawed: gates may change it again"
        );
        let third = version(service.train(GOOD).await);
        assert_eq!(service.champion().await, third);
        let asked = "SELECT string_agg(action || ' ' || outcome, ', ') FROM (SELECT action, outcome FROM audit_entries \
                     ORDER BY id) AS in_order";
        assert_eq!(
            service.database.text(asked).await,
            "thaw not done, freeze not done, freeze done, freeze not done, promote done, thaw done"
        );
    }
}
