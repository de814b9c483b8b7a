//! A disk that is full, and databases that cannot be written to.

use std::process::Command;

use super::{binary::seasons, databases::Database, stage::Stage};

/// Runs a script in a mount namespace of its own, which goes with it.
fn apart(script: &str, stage: &Stage) -> (bool, String) {
    let output = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-ceu", script])
        .env("HOME", stage.home.path())
        .env("TOUCHLINE", env!("CARGO_BIN_EXE_touchline"))
        .env("FILES", seasons(&["E0_2223.csv", "E0_2324.csv"]).join(" "))
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (output.status.success(), said.concat())
}

#[tokio::test]
async fn a_training_waits_for_room_on_a_full_disk_and_says_so() {
    let stage = Stage::empty(Database::sqlite().await);
    let (done, said) = apart(
        "mkdir -p $HOME/small $HOME/state
         mount -t tmpfs -o size=8m none $HOME/small
         export TOUCHLINE_DB=$HOME/small/touchline.db XDG_STATE_HOME=$HOME/state
         $TOUCHLINE import $FILES
         $TOUCHLINE train
         dd if=/dev/zero of=$HOME/small/ballast bs=4k 2>/dev/null || true
         truncate -s -48k $HOME/small/ballast
         $TOUCHLINE worker --once 2>$HOME/log &
         until grep -q full $HOME/log; do
             kill -0 $! || { cat $HOME/log; exit 1; }
             sleep 0.1
         done
         rm $HOME/small/ballast
         wait $!
         cat $HOME/log
         $TOUCHLINE jobs",
        &stage,
    );
    assert!(done, "{said}");
    assert!(said.contains("disk is full"), "{said}");
    let last = said.lines().last().unwrap_or_default();
    assert!(last.contains("succeeded"), "{said}");
    assert!(last.contains("promoted"), "{said}");
}

#[tokio::test]
async fn a_disk_that_is_too_full_to_open_the_database_is_said() {
    let stage = Stage::empty(Database::sqlite().await);
    let (done, said) = apart(
        "mkdir -p $HOME/brimful
         mount -t tmpfs -o size=8m none $HOME/brimful
         export TOUCHLINE_DB=$HOME/brimful/touchline.db
         $TOUCHLINE import $FILES
         dd if=/dev/zero of=$HOME/brimful/ballast bs=4k 2>/dev/null || true
         $TOUCHLINE train 2>&1 && exit 1
         rm $HOME/brimful/ballast
         $TOUCHLINE train",
        &stage,
    );
    assert!(done, "{said}");
    assert!(said.contains("its disk is full, make room"), "{said}");
    assert!(said.contains("queued #1"), "{said}");
}

#[tokio::test]
async fn a_read_only_file_is_said_and_nothing_is_begun() {
    let stage = Stage::empty(Database::sqlite().await);
    let (done, said) = apart(
        "mkdir -p $HOME/fixed
         mount -t tmpfs -o size=64m none $HOME/fixed
         export TOUCHLINE_DB=$HOME/fixed/touchline.db
         $TOUCHLINE import $FILES
         mount -o remount,ro $HOME/fixed
         $TOUCHLINE train 2>&1 && exit 1
         $TOUCHLINE worker --once 2>&1 && exit 1
         mount -o remount,rw $HOME/fixed
         $TOUCHLINE jobs",
        &stage,
    );
    assert!(done, "{said}");
    assert!(said.contains("read-only") || said.contains("readonly"), "{said}");
    assert!(said.contains("no runs yet"), "{said}");
}

#[tokio::test]
async fn a_read_only_server_is_said_and_nothing_is_begun() {
    let stage = Stage::loaded(Database::postgres().await);
    let name = stage.database.text("SELECT current_database()").await;
    let closed = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
    stage.database.execute(&closed).await;
    for command in [&["train"][..], &["worker", "--once"]] {
        let said = stage.fails(command);
        assert!(said.contains("read-only"), "{said}");
    }
    assert_eq!(stage.count("SELECT count(*) FROM training_runs").await, 0);
}
