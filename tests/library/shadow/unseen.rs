//! Health and drift do not see shadows.

use serde_json::{Value, json};

use super::{
    season::{Odds, weeks},
    stage::{GOOD, POOR, Service},
};
use crate::databases::{Database, on_both};

const WEEKS: usize = 6;

/// Health, drift and today's predictions as everyone reads them.
async fn seen(service: &Service) -> Value {
    let snapshot = service.snapshot().await;
    let sections = &snapshot.sections;
    json!({
        "health": sections.model_health.value,
        "drift": sections.league_drift.value,
        "today": sections.system.value.as_ref().map(|system| system.predictions_today),
    })
}

on_both! {
    async fn health_and_drift_are_the_same_with_shadows_and_without(database) {
        let with = Service::in_summer(database, Odds::Known).await;
        let without = Service::in_summer(Database::sqlite().await, Odds::Known).await;
        with.train(GOOD).await;
        without.train(GOOD).await;
        with.train(POOR).await;
        let weeks = weeks("E0_2324.csv", Odds::Known);
        for week in &weeks[..WEEKS] {
            with.pass(week).await;
            without.pass(week).await;
        }
        // With fixtures to come, and predictions of today.
        with.announce(&weeks[WEEKS]).await;
        without.announce(&weeks[WEEKS]).await;

        let shadows = "SELECT count(*) FROM predictions WHERE origin = 'shadow' AND settled_at IS NOT NULL";
        assert!(with.count(shadows).await >= 50);
        assert_eq!(without.count(shadows).await, 0);
        assert_eq!(with.count("SELECT count(*) FROM score_tallies WHERE origin = 'shadow'").await, 0);
        let seen_with = seen(&with).await;
        assert_eq!(seen_with, seen(&without).await);
        assert!(seen_with["today"].as_u64().unwrap() > 0);
        assert!(seen_with["health"]["window"]["live"].as_u64().unwrap() >= 30, "{seen_with}");
    }
}
