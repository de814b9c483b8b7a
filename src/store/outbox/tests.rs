use chrono::TimeDelta;
use tempfile::TempDir;

use super::*;
use crate::store::{
    AliasRecord, Curves, Db, Enqueued, NewRun, OpenMode, alias_records, curves, enqueue, hold_lease, record_alias,
    record_alias_move, release_lease, write_curves,
};

const T0: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn after(seconds: i64) -> DateTime<Utc> {
    T0 + TimeDelta::seconds(seconds)
}

async fn database() -> (TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path().join("t.db"), OpenMode::ReadWrite).await.unwrap();
    (folder, db)
}

async fn a_run(tx: &mut Tx) -> i64 {
    match enqueue(tx, &NewRun::training(None, "ops@host", T0)).await.unwrap() {
        Enqueued::New(id) | Enqueued::Joined(id) | Enqueued::Done(id) => id,
    }
}

#[tokio::test]
async fn steps_wait_are_postponed_and_set_aside() {
    let (_folder, db) = database().await;
    let mut tx = db.write().await.unwrap();
    for (second, payload) in ["a", "b"].into_iter().enumerate() {
        let wall = after(i64::try_from(second).unwrap());
        add_to_outbox(&mut tx, "log", payload, wall).await.unwrap();
    }
    let first = next_in_outbox(&mut tx).await.unwrap().unwrap();
    assert_eq!((first.payload.as_str(), first.attempts), ("a", 0));

    postpone_in_outbox(&mut tx, first.id, "down", after(60)).await.unwrap();
    let state = outbox_state(&mut tx).await.unwrap();
    assert_eq!((state.pending, state.oldest_pending_at), (2, Some(T0)));
    assert_eq!(
        (state.last_error.as_deref(), state.next_attempt_at),
        (Some("down"), Some(after(60)))
    );
    let first = next_in_outbox(&mut tx).await.unwrap().unwrap();
    assert_eq!((first.payload.as_str(), first.attempts), ("a", 1), "order is kept");

    park_in_outbox(&mut tx, first.id, "refused", after(2)).await.unwrap();
    let state = outbox_state(&mut tx).await.unwrap();
    assert_eq!((state.pending, state.parked), (1, 1));
    assert_eq!(state.last_refusal.as_deref(), Some("refused"));
    let second = next_in_outbox(&mut tx).await.unwrap().unwrap();
    assert_eq!(second.payload, "b");
    remove_from_outbox(&mut tx, second.id).await.unwrap();
    assert_eq!(next_in_outbox(&mut tx).await.unwrap(), None);

    retry_outbox(&mut tx).await.unwrap();
    assert_eq!(next_in_outbox(&mut tx).await.unwrap().unwrap().payload, "a");
}

#[tokio::test]
async fn every_database_has_a_name_of_its_own() {
    let names = [database().await, database().await].map(|(folder, db)| async move {
        let _folder = folder;
        installation(&mut db.read().await.unwrap()).await.unwrap()
    });
    let [one, other] = names;
    let (one, other) = (one.await, other.await);
    assert_eq!(one.len(), 32);
    assert_ne!(one, other);
}

#[tokio::test]
async fn one_owner_holds_a_lease() {
    let (_folder, db) = database().await;
    let mut tx = db.write().await.unwrap();
    let minute = TimeDelta::seconds(60);
    assert!(hold_lease(&mut tx, "x", "a", T0, minute).await.unwrap());
    assert!(!hold_lease(&mut tx, "x", "b", after(59), minute).await.unwrap());
    assert!(hold_lease(&mut tx, "y", "b", after(59), minute).await.unwrap());
    assert!(hold_lease(&mut tx, "x", "a", after(59), minute).await.unwrap());
    assert!(
        !hold_lease(&mut tx, "x", "b", after(61), minute).await.unwrap(),
        "lengthened"
    );
    assert!(
        hold_lease(&mut tx, "x", "b", after(120), minute).await.unwrap(),
        "expired"
    );
    release_lease(&mut tx, "x", "a").await.unwrap();
    assert!(
        !hold_lease(&mut tx, "x", "a", after(121), minute).await.unwrap(),
        "not its own"
    );
    release_lease(&mut tx, "x", "b").await.unwrap();
    assert!(hold_lease(&mut tx, "x", "a", after(121), minute).await.unwrap());
}

#[tokio::test]
async fn moves_of_an_alias_are_counted() {
    let (_folder, db) = database().await;
    let mut tx = db.write().await.unwrap();
    record_alias(&mut tx, "champion", Some("dc-1"), T0).await.unwrap();
    record_alias_move(&mut tx, "champion", Some("other"), after(1))
        .await
        .unwrap();
    record_alias(&mut tx, "champion", Some("dc-1"), after(2)).await.unwrap();
    record_alias_move(&mut tx, "champion", None, after(3)).await.unwrap();
    let [alias] = <[AliasRecord; 1]>::try_from(alias_records(&mut tx).await.unwrap()).unwrap();
    assert_eq!((alias.version.as_deref(), alias.moves), (Some("dc-1"), 2));
    assert_eq!((alias.moved_to, alias.moved_at), (None, Some(after(3))));
}

#[tokio::test]
async fn curves_come_back() {
    let (_folder, db) = database().await;
    let mut tx = db.write().await.unwrap();
    let run = a_run(&mut tx).await;
    let mut climbed: Curves = [("E0".parse().unwrap(), vec![-2.5, -1.25])].into();
    write_curves(&mut tx, run, &climbed).await.unwrap();
    climbed.insert("D1".parse().unwrap(), vec![-3.0]);
    climbed.insert("E0".parse().unwrap(), vec![-2.0]);
    write_curves(&mut tx, run, &climbed).await.unwrap();
    assert_eq!(curves(&mut tx, run).await.unwrap(), climbed);
}
