use std::{path::Path, sync::mpsc};

use tokio::runtime::Handle;
use touchline::{
    config::Settings,
    engine::Action,
    store::{Db, OpenMode, StoreError},
};

use super::*;
use crate::tui::{
    fixture,
    port::{Opener, Port},
};

fn actor() -> Actor {
    Actor {
        user: "tester".into(),
        host: "here".into(),
        ssh_origin: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_screen_gets_the_latest_picture_and_learns_of_the_end() {
    let (sender, changes) = watch::channel(Arc::new(fixture::loading()));
    let (inbox, received) = mpsc::sync_channel(1);
    inbox.send(Msg::LogsWaiting).unwrap();
    let forward = tokio::spawn(forward_snapshots(changes, inbox));
    for _ in 0..50 {
        sender.send(Arc::new(fixture::normal())).unwrap();
    }
    sender.send(Arc::new(fixture::trouble())).unwrap();
    let seen = tokio::task::spawn_blocking(move || {
        let mut last = None;
        for message in &received {
            match message {
                Msg::Snapshot(snapshot) => {
                    last = Some(snapshot);
                    if last.as_deref() == Some(&fixture::trouble()) {
                        break;
                    }
                }
                other => assert!(matches!(other, Msg::LogsWaiting), "{other:?}"),
            }
        }
        drop(sender);
        assert!(matches!(received.recv(), Ok(Msg::EngineGone)));
        last
    });
    assert_eq!(seen.await.unwrap().as_deref(), Some(&fixture::trouble()));
    forward.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_engine_that_cannot_be_opened_says_so() {
    let missing = StoreError::Missing {
        path: "/nowhere/touchline.db".into(),
    };
    let opening = tokio::spawn(std::future::ready(Err(missing.into())));
    let (inbox, received) = mpsc::sync_channel(1);
    let _port = Port::connect(opening, None, actor(), &Handle::current(), inbox);
    let told = tokio::task::spawn_blocking(move || received.recv()).await.unwrap();
    let Ok(Msg::NotOpened(error)) = told else {
        panic!("{told:?}");
    };
    assert!(error.to_string().contains("/nowhere/touchline.db"), "{error}");
}

fn settings(profile: &str, database: &Path) -> Settings {
    let text = format!(
        "profile = '{profile}'\n[profiles.{profile}]\ndatabase = '{}'\n",
        database.display()
    );
    Settings::parse(&text, Path::new("test.toml")).unwrap()
}

/// Opens what is there, and nothing else.
fn opener() -> Opener {
    Arc::new(|settings: Settings| {
        tokio::spawn(async move {
            let db = Db::open(&settings.database, OpenMode::ReadOnly).await?;
            Ok(Engine::on(db, touchline::training::Clock::System, &settings, None))
        })
    })
}

/// Is it a picture of this profile?
fn of(profile: &'static str) -> impl Fn(&Msg) -> bool {
    move |message| matches!(message, Msg::Snapshot(picture) if picture.profile.as_str() == profile)
}

/// A change of engines, as the loop sees it: nothing of the old one after the new one has come.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_new_engine_takes_the_place_of_the_old_one_once_it_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_owned();
    let path = move |name: &str| place.join(name);
    for name in ["a.db", "b.db"] {
        Db::open(path(name), OpenMode::ReadWrite).await.unwrap();
    }
    let (inbox, received) = mpsc::sync_channel(64);
    let opening = opener()(settings("a", &path("a.db")));
    let mut port = Port::connect(opening, Some(opener()), actor(), &Handle::current(), inbox);
    let told = tokio::task::spawn_blocking(move || {
        let until = |wanted: &dyn Fn(&Msg) -> bool| received.iter().find(|message| wanted(message)).unwrap();
        until(&of("a"));

        port.open(settings("missing", &path("missing.db")));
        let refused = until(&|message| matches!(message, Msg::EngineNotOpened { .. }));
        assert!(format!("{refused:?}").contains("missing.db"), "{refused:?}");

        port.open(settings("b", &path("b.db")));
        let opened = until(&|message| matches!(message, Msg::EngineOpened(_)));
        let Msg::EngineOpened(opened) = opened else {
            panic!("{opened:?}")
        };
        assert_eq!(
            (opened.settings.profile.as_str(), opened.snapshot.profile.as_str()),
            ("b", "b")
        );

        // Asked before the picture of the old engine, and too late for it.
        assert!(port.act(7, Action::Thaw));
        let answered = until(&|message| !matches!(message, Msg::Snapshot(_)));
        assert!(
            format!("{answered:?}").contains("another profile was opened"),
            "{answered:?}"
        );
        port.opened();
        assert!(port.act(8, Action::Thaw));
        let answered = until(&|message| !of("b")(message));
        assert!(matches!(answered, Msg::Answered { ticket: 8, .. }), "{answered:?}");
        assert!(!format!("{answered:?}").contains("another profile"), "{answered:?}");
    });
    told.await.unwrap();
}
