//! What both backends promise, and how Redis keeps it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use redis::Commands;
use touchline::{
    domain::{FeatureView, LeagueCode},
    features::{EarlyMarket, Entity, FeatureStore, Memory, Quoted, Record, Stamp, TeamStrength},
    model::{LeagueLevel, Strength},
};

use super::server::RedisServer;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn stamp(seconds: i64, version: &str) -> Stamp {
    Stamp {
        at: at("2026-11-24T10:00:00.000001Z") + TimeDelta::seconds(seconds),
        version: version.to_owned(),
    }
}

fn team(name: &str) -> Entity {
    Entity::team(&LeagueCode::new("E0").unwrap(), name)
}

/// The attack tells which write this is.
fn strength(attack: f64) -> TeamStrength {
    TeamStrength {
        strength: Strength { attack, defence: 0.1 },
        level: LeagueLevel {
            intercept: 0.2,
            home_advantage: 0.25,
            rho: -0.05,
        },
    }
}

async fn attack_of(store: &FeatureStore, name: &str) -> Option<f64> {
    let found = store.peek(FeatureView::Strength, &[team(name)]).await.unwrap();
    let stored = found.into_iter().next().unwrap()?;
    stored.read::<TeamStrength>().map(|team| team.strength.attack)
}

/// Every backend in a profile of its own.
fn stores(profile: &str) -> [FeatureStore; 2] {
    [
        FeatureStore::on(profile, Memory::default()),
        FeatureStore::open(profile, Some(&RedisServer::shared().url())),
    ]
}

#[tokio::test]
async fn only_what_is_newer_is_written() {
    for store in stores("newer") {
        let write = async |stamp: Stamp, attack: f64| {
            let record = Record::new(team("Arsenal"), stamp, &strength(attack));
            let written = store.write(vec![record]).await.unwrap();
            [written.newer, written.renewed, written.older]
        };
        assert_eq!(write(stamp(10, "a"), 1.0).await, [1, 0, 0], "{store:?}");
        assert_eq!(write(stamp(9, "z"), 2.0).await, [0, 0, 1], "{store:?}: older");
        assert_eq!(write(stamp(10, "a"), 3.0).await, [0, 1, 0], "{store:?}: the same state");
        assert_eq!(attack_of(&store, "Arsenal").await, Some(1.0));
        assert_eq!(
            write(stamp(10, "b"), 4.0).await,
            [1, 0, 0],
            "{store:?}: the last of one moment"
        );
        assert_eq!(write(stamp(11, "a"), 5.0).await, [1, 0, 0], "{store:?}: newer");
        assert_eq!(attack_of(&store, "Arsenal").await, Some(5.0));
        assert_eq!(attack_of(&store, "Chelsea").await, None);
    }
}

/// Whatever order two hundred writers come in, the newest stays.
#[tokio::test(flavor = "multi_thread")]
async fn the_newest_of_many_writers_stays() {
    for store in stores("writers") {
        let writers = (0..200_u32).map(|n| {
            let store = store.clone();
            let newness = (n * 77) % 200;
            tokio::spawn(async move {
                let stamp = stamp(i64::from(newness), "a");
                let record = Record::new(team("Arsenal"), stamp, &strength(f64::from(newness)));
                store.write(vec![record]).await.unwrap();
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        assert_eq!(attack_of(&store, "Arsenal").await, Some(199.0), "{store:?}");
    }
}

#[tokio::test]
async fn counts_what_is_there_and_how_old_it_is() {
    for store in stores("census") {
        let records: Vec<Record> = (0..1_234_u32)
            .map(|n| Record::new(team(&format!("FC *[{n}]?:")), stamp(i64::from(n), "a"), &strength(0.0)))
            .chain([Record::mark(FeatureView::Strength, stamp(0, "a"))])
            .collect();
        assert_eq!(store.write(records).await.unwrap().newer, 1_235, "{store:?}");
        let census = store.census(FeatureView::Strength).await.unwrap();
        assert_eq!(census.entities, 1_234, "{store:?}: the mark is no entity");
        assert_eq!(census.oldest, Some(stamp(0, "").at));
        assert_eq!(census.newest, Some(stamp(1_233, "").at));
        assert_eq!(store.census(FeatureView::Odds).await.unwrap().entities, 0);
    }
}

#[tokio::test]
async fn redis_holds_one_readable_hash_for_each_view_and_entity() {
    let server = RedisServer::shared();
    let store = FeatureStore::open("layout", Some(&server.url()));
    let values = [std::f64::consts::PI, -0.1 + 0.3, 5e-324];
    let feature = TeamStrength {
        strength: Strength {
            attack: values[0],
            defence: values[1],
        },
        level: LeagueLevel {
            rho: values[2],
            ..strength(0.0).level
        },
    };
    let record = Record::new(team("Nott'm Forest"), stamp(0, "dc-2026w47.1"), &feature);
    store.write(vec![record]).await.unwrap();
    let mut redis = server.connection();
    let key = "fs:layout:strength:v1:E0.Nott%27m%20Forest";
    let hash: BTreeMap<String, String> = redis.hgetall(key).unwrap();
    let has = |name: &str| hash[name].as_str();
    assert_eq!(has("attack"), "3.141592653589793");
    assert_eq!(
        has("defence"),
        "0.19999999999999998",
        "the shortest text, not a rounded one"
    );
    assert_eq!(
        (has("_ts"), has("_mv"), has("_sv")),
        ("1795514400000001", "dc-2026w47.1", "1")
    );
    let seconds: i64 = redis.ttl(key).unwrap();
    let fortnight = 14 * 24 * 60 * 60;
    assert!((fortnight - 3_600..=fortnight).contains(&seconds), "{seconds}");
    let found = store
        .peek(FeatureView::Strength, &[team("Nott'm Forest")])
        .await
        .unwrap();
    assert_eq!(found[0].as_ref().unwrap().read(), Some(feature), "every bit came back");
}

#[tokio::test]
async fn a_record_of_another_layout_leaves_no_field_behind() {
    let server = RedisServer::shared();
    let store = FeatureStore::open("fields", Some(&server.url()));
    let quoted = EarlyMarket(Some(Quoted {
        probabilities: touchline::domain::Probabilities::UNIFORM,
        overround: 0.05,
    }));
    for (seconds, market) in [(0, quoted), (1, EarlyMarket(None))] {
        let record = Record::new(team("A"), stamp(seconds, "x"), &market);
        store.write(vec![record]).await.unwrap();
    }
    let hash: BTreeMap<String, String> = server.connection().hgetall("fs:fields:odds:v1:E0.A").unwrap();
    assert_eq!(hash.keys().collect::<Vec<_>>(), ["_mv", "_sv", "_ts", "quoted"]);
}

/// After a restart, or `SCRIPT FLUSH`, Redis knows the script no more.
#[tokio::test]
async fn writes_after_redis_forgot_the_script() {
    let mut server = RedisServer::start();
    let store = FeatureStore::open("script", Some(&server.url()));
    let write = async || {
        store
            .write(vec![Record::new(team("A"), stamp(0, "x"), &strength(0.5))])
            .await
    };
    write().await.unwrap();
    let _: () = redis::cmd("SCRIPT")
        .arg("FLUSH")
        .query(&mut server.connection())
        .unwrap();
    assert_eq!(write().await.unwrap().renewed, 1);
    server.restart();
    assert_eq!(
        write().await.unwrap().newer,
        1,
        "the broken connection is replaced at once"
    );
    assert_eq!(store.attempts().made, 2, "one before the restart, one after it");
}
