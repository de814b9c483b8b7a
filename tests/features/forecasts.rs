//! Forecasts through the store and without it are the same; what is missed is made up.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use tokio_util::sync::CancellationToken;
use touchline::{
    domain::{FeatureEvent, FeatureView, ModelVersion},
    features::{Entity, FeatureStore, Stored},
    metrics::FeatureTally,
    store,
    training::{PromotionRequest, Until, catch_up_features, refresh_matches, refresh_strengths, roll_back},
};

use super::{
    server::RedisServer,
    service::{Service, at, impatient, patient},
};

const ODDS: &str = "1.2,7.0,14.0";
/// The publisher, ten teams, five fixtures.
const LOOKUPS: u64 = 1 + 10 + 5;

fn summary(tally: &FeatureTally) -> [u64; 5] {
    [
        FeatureEvent::Hit,
        FeatureEvent::Miss,
        FeatureEvent::Expired,
        FeatureEvent::Error,
        FeatureEvent::Fallback,
    ]
    .map(|event| tally.of(event))
}

async fn whole_view(features: &FeatureStore, view: FeatureView) -> Option<Stored> {
    features.peek(view, &[Entity::all()]).await.unwrap().remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn are_the_same_to_the_last_bit_with_and_without_redis() {
    let mut server = RedisServer::start();
    let service = Service::new(patient(&server)).await;
    service.train().await;
    service.announce(ODDS).await;
    assert_eq!(
        service.counts().await,
        FeatureTally::default(),
        "a training looks nothing up"
    );

    let nothing = FeatureStore::open("nothing", None);
    let from_database = service.forecast_through(&nothing).await;
    assert_eq!(from_database.len(), 5);
    assert_eq!(summary(&service.counts().await), [0, LOOKUPS, 0, 0, LOOKUPS]);

    service.refresh().await;
    let warm = service.forecast_through(&service.worker.features).await;
    assert_eq!(warm, from_database);
    assert_eq!(summary(&service.counts().await), [LOOKUPS, 0, 0, 0, 0]);

    server.stop();
    for _ in 0..5 {
        let without = service.forecast_through(&service.worker.features).await;
        assert_eq!(without, from_database);
        assert_eq!(summary(&service.counts().await), [0, 0, 0, LOOKUPS, LOOKUPS]);
    }
    // One while Redis lived, one to find that it does not any more.
    assert_eq!(service.worker.features.attempts().made, 2, "it is left alone then");
}

#[tokio::test(flavor = "multi_thread")]
async fn go_on_while_redis_stops() {
    let mut server = RedisServer::start();
    let service = Arc::new(Service::new(patient(&server)).await);
    service.train().await;
    service.announce(ODDS).await;
    service.refresh().await;
    let expected = service.forecast_through(&service.worker.features).await;
    service.counts().await;
    let done = Arc::new(AtomicU32::new(0));
    let forecasting = tokio::spawn({
        let (service, done, expected) = (Arc::clone(&service), Arc::clone(&done), expected.clone());
        async move {
            for _ in 0..40 {
                assert_eq!(service.forecast_through(&service.worker.features).await, expected);
                done.fetch_add(1, Ordering::SeqCst);
            }
        }
    });
    while done.load(Ordering::SeqCst) < 10 {
        tokio::task::yield_now().await;
    }
    server.stop();
    forecasting.await.unwrap();
    let counts = service.counts().await;
    let [hit, miss, expired, error, fallback] = summary(&counts);
    assert_eq!(hit + error, 40 * LOOKUPS, "every lookup is counted once");
    assert!(hit >= 10 * LOOKUPS && error > 0, "{hit} {error}");
    assert_eq!((miss, expired, fallback), (0, 0, error));
    assert_eq!(service.worker.features.attempts().made, 2, "no storm of attempts");
}

#[tokio::test(flavor = "multi_thread")]
async fn never_read_the_odds_of_yesterday() {
    let server = RedisServer::start();
    let service = Service::new(patient(&server)).await;
    service.train().await;
    service.announce(ODDS).await;
    service.refresh().await;
    service.clock.update(|clock| clock.now = at("2024-08-13T05:00:00"));
    // The source changes its mind, and the store does not hear of it.
    service.announce("1.3,6.0,11.0").await;
    let through = service.forecast_through(&service.worker.features).await;
    assert_eq!(summary(&service.counts().await), [LOOKUPS - 1, 0, 1, 0, 1]);
    assert_eq!(
        through,
        service.forecast_through(&FeatureStore::open("nothing", None)).await
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn follow_a_roll_back() {
    let server = RedisServer::start();
    let service = Service::new(patient(&server)).await;
    service.train().await;
    service.announce(ODDS).await;
    let first = service.forecast_through(&service.worker.features).await;
    service.clock.update(|clock| clock.now = at("2024-08-13T06:00:00"));
    // With fixtures to come the promoted teams are others, and so are the parameters.
    service.train().await;
    service.clock.update(|clock| clock.now = at("2024-08-13T07:00:00"));
    // As if these matches had come up since: the roll-back has to forecast them.
    sqlx::query("DELETE FROM predictions WHERE origin = 'live'")
        .execute(&service.pool)
        .await
        .unwrap();
    let mut tx = service.db.write().await.unwrap();
    let second = store::champion(&mut tx).await.unwrap().unwrap();
    let request = PromotionRequest {
        seen: Some(&second.version),
        by: "tester@here",
        reason: "test",
        at: service.now(),
        mirrored: false,
    };
    roll_back(&mut tx, &request).await.unwrap();
    tx.commit().await.unwrap();
    let restored = service.published().await;
    assert_eq!(restored, first, "within the transaction");
    service.counts().await;

    // Until it is refreshed the store has the other champion's strengths: they are not used.
    refresh_matches(&service.db, &service.worker.features, service.now())
        .await
        .unwrap();
    assert_eq!(service.forecast_through(&service.worker.features).await, first);
    assert_eq!(summary(&service.counts().await), [5, 0, 11, 0, 11]);
    refresh_strengths(&service.db, &service.worker.features, service.now())
        .await
        .unwrap();
    assert_eq!(service.forecast_through(&service.worker.features).await, first);
    assert_eq!(summary(&service.counts().await), [LOOKUPS, 0, 0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_training_without_redis_succeeds_and_is_made_up_later() {
    let mut server = RedisServer::start();
    let service = Service::new(impatient(&server)).await;
    let features = &service.worker.features;
    server.stop();
    service.train().await;
    let unwritten = service.counts().await;
    assert!(unwritten.of_view(FeatureView::Strength, FeatureEvent::Unwritten) > 20);
    catch_up_features(&service.db, features, service.now()).await.unwrap();

    server.restart();
    let stop = CancellationToken::new();
    assert_eq!(
        service.worker.run(Until::QueueEmpty, &stop).await.unwrap(),
        0,
        "an idle worker"
    );
    let strengths = features.census(FeatureView::Strength).await.unwrap();
    assert!(strengths.entities > 20, "{strengths:?}");
    let version = whole_view(features, FeatureView::Strength).await.unwrap().stamp.version;
    assert_eq!(ModelVersion::new(version).unwrap().as_str(), "dc-2024w33.1");
    let forms = whole_view(features, FeatureView::Form).await.unwrap();
    assert_eq!(forms.stamp.at, service.now());

    // Nothing has changed, so nothing is written; a day later forms are counted anew.
    service.clock.update(|clock| clock.now = at("2024-08-13T05:00:00"));
    catch_up_features(&service.db, features, service.now()).await.unwrap();
    assert_eq!(whole_view(features, FeatureView::Form).await.unwrap(), forms);
    service.announce(ODDS).await;
    catch_up_features(&service.db, features, service.now()).await.unwrap();
    assert_eq!(
        whole_view(features, FeatureView::Form).await.unwrap().stamp.at,
        service.now()
    );
    assert_eq!(features.census(FeatureView::Odds).await.unwrap().entities, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_that_the_model_does_not_know_is_a_newcomer_either_way() {
    let server = RedisServer::start();
    let service = Service::new(patient(&server)).await;
    service.train().await;
    let text = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,AvgH,AvgD,AvgA\n\
                E0,17/08/2024,15:00,Newtown,Wolves,,,,3.2,3.3,2.2\nE1,17/08/2024,15:00,Leeds,Hull,,,,,,\n";
    service.import("fixtures.csv", text).await;
    service.refresh().await;
    service.counts().await;
    let through = service.forecast_through(&service.worker.features).await;
    assert_eq!(through.len(), 1, "no model knows the second league");
    // Hits: the publisher, Wolves, two markets. Misses: Newtown and both teams of the second league.
    assert_eq!(summary(&service.counts().await), [4, 3, 0, 0, 1]);
    assert_eq!(
        through,
        service.forecast_through(&FeatureStore::open("nothing", None)).await
    );
}
