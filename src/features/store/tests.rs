use chrono::TimeDelta;

use super::*;
use crate::features::EarlyMarket;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn stamp(time: &str, version: &str) -> Stamp {
    Stamp {
        at: at(time),
        version: version.to_owned(),
    }
}

fn want(stamp: &Stamp) -> Wanted {
    Wanted {
        view: FeatureView::Odds,
        entity: Entity::all(),
        stamp: stamp.clone(),
    }
}

fn record(stamp: &Stamp) -> Record {
    Record::new(Entity::all(), stamp.clone(), &EarlyMarket(None))
}

async fn outcome(store: &FeatureStore, stamp: &Stamp, now: DateTime<Utc>) -> FeatureEvent {
    let looked = store.look_up(&[want(stamp)], now).await;
    assert_eq!(looked.tally.lookups(), 1);
    looked.tally.iter().next().unwrap().1
}

#[tokio::test]
async fn a_lookup_has_one_of_four_outcomes() {
    let store = FeatureStore::open("test", None);
    let current = stamp("2026-11-24T10:00:00Z", "a1");
    let now = current.at + TimeDelta::hours(1);
    assert_eq!(outcome(&store, &current, now).await, FeatureEvent::Miss);
    store.write(vec![record(&current)]).await.unwrap();
    assert_eq!(outcome(&store, &current, now).await, FeatureEvent::Hit);
    let changed = stamp("2026-11-24T10:30:00Z", "b2");
    assert_eq!(outcome(&store, &changed, now).await, FeatureEvent::Expired);
    let next_day = current.at + Policy::of(FeatureView::Odds).slo + TimeDelta::microseconds(1);
    assert_eq!(outcome(&store, &current, next_day).await, FeatureEvent::Expired);
}

#[tokio::test]
async fn profiles_do_not_see_each_other() {
    let backend: Arc<dyn Backend> = Arc::new(Memory::default());
    let of = |profile: &str| FeatureStore {
        environment: escape(profile),
        backend: Arc::clone(&backend),
    };
    let current = stamp("2026-11-24T10:00:00Z", "a1");
    of("live").write(vec![record(&current)]).await.unwrap();
    assert_eq!(outcome(&of("live"), &current, current.at).await, FeatureEvent::Hit);
    assert_eq!(outcome(&of("live:*"), &current, current.at).await, FeatureEvent::Miss);
}

#[tokio::test]
async fn what_is_older_is_not_written() {
    let store = FeatureStore::open("test", None);
    let (older, newer) = (
        stamp("2026-11-24T10:00:00Z", "a1"),
        stamp("2026-11-24T10:00:00.000001Z", "b2"),
    );
    let write = async |stamp: &Stamp| {
        let written = store.write(vec![record(stamp)]).await.unwrap();
        [written.newer, written.renewed, written.older]
    };
    assert_eq!(write(&newer).await, [1, 0, 0]);
    assert_eq!(write(&newer).await, [0, 1, 0]);
    assert_eq!(write(&older).await, [0, 0, 1]);
    let sibling = stamp("2026-11-24T10:00:00.000001Z", "c3");
    assert_eq!(write(&sibling).await, [1, 0, 0], "of one moment the last written stays");
}
