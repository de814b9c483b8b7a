//! The same operations leave the same rows on both databases.

use std::{collections::BTreeMap, path::Path};

use super::worker::worker;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{AssertSqlSafe, Row};
use tokio_util::sync::CancellationToken;
use touchline::{
    domain::LeagueCode,
    ingest,
    store::{self, AuditEntry},
    training::{Due, ReplayClock, Worker, forecast_coming, record_verdicts, settle},
};

use super::databases::{Database, Plain};

/// Written by the pace of the machine, not by what was done.
const BY_THE_WALL_CLOCK: [(&str, &[&str]); 4] = [
    ("_sqlx_migrations", &[]),
    ("training_events", &[]),
    ("workers", &[]),
    (
        "training_runs",
        &[
            "stage",
            "leagues_done",
            "leagues_total",
            "log_likelihood",
            "lease_expires_at",
        ],
    ),
];

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}Z").parse().unwrap()
}

async fn import(database: &Database, name: &str, text: &str, now: DateTime<Utc>) {
    ingest::import_file(&database.db, name.as_ref(), text.as_bytes(), now, now.date_naive())
        .await
        .unwrap();
}

async fn enqueue(database: &Database, league: Option<&LeagueCode>, now: DateTime<Utc>) -> i64 {
    let mut tx = database.db.write_beside().await.unwrap();
    let queued = store::enqueue(&mut tx, &store::NewRun::training(league, "tester@here", now))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    match queued {
        store::Enqueued::New(id) | store::Enqueued::Joined(id) | store::Enqueued::Done(id) => id,
    }
}

/// Two years of a service in a minute: imports, a held row, trainings, forecasts, results, verdicts, a cancelled run.
async fn operate(database: &Database) {
    let sample = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample").join(name);
        std::fs::read_to_string(path).unwrap()
    };
    let start = at("2024-07-30T12:00:00");
    for name in ["E0_2223.csv", "E0_2324.csv", "SP1_2324.csv", "E0_2324.csv"] {
        import(database, name, &sample(name), start).await;
    }
    // A past result that changes is held, and so is a row that cannot be read, with letters of all kinds.
    let rewritten = sample("E0_2324.csv").replacen(",Burnley,Man City,0,3,A", ",Burnley,Man City,3,0,H", 1);
    import(
        database,
        "E0_2324.csv",
        &format!("{rewritten}E0,31/02/2024,15:00,Ünïted 日本,B\u{fffd}rnley,x,y,\n"),
        start,
    )
    .await;

    let clock = ReplayClock::new(start, 1);
    let worker = Worker {
        id: "host:1".to_owned(),
        ..worker(&database.db, &clock)
    };
    let stop = CancellationToken::new();
    enqueue(database, None, start).await;
    worker.run_next(&stop).await.unwrap().unwrap();

    let head = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,AvgH,AvgD,AvgA\n";
    let coming = format!("{head}E0,17/08/2024,15:00,Arsenal,Wolves,,,,1.2,7.0,14.0\n");
    import(database, "fixtures.csv", &coming, start).await;
    assert_eq!(forecast_coming(&database.db, &worker.features, start).await.unwrap(), 1);

    let later = at("2024-08-13T04:00:00.123456");
    clock.update(|clock| clock.now = later);
    let spain = LeagueCode::new("SP1").unwrap();
    enqueue(database, Some(&spain), later).await;
    worker.run_next(&stop).await.unwrap().unwrap();

    let end = at("2024-08-17T23:00:00");
    import(
        database,
        "fixtures.csv",
        &coming.replace(",Wolves,,,", ",Wolves,2,0,H"),
        end,
    )
    .await;
    let mut tx = database.db.write().await.unwrap();
    settle(&mut tx, end).await.unwrap();
    tx.commit().await.unwrap();
    record_verdicts(&database.db, &worker.judge, Due::NewMatches, end)
        .await
        .unwrap();

    let run = enqueue(database, Some(&spain), end).await;
    let mut tx = database.db.write_beside().await.unwrap();
    let entry = AuditEntry {
        at: end,
        actor: "tester@here",
        ssh_origin: None,
        action: "cancel",
        target: "#3",
    };
    let audit = store::begin_audit(&mut tx, &entry).await.unwrap();
    store::cancel(&mut tx, run, "tester@here", end).await.unwrap();
    store::end_audit(&mut tx, audit, "done", "cancelled #3", end)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// A table: its columns with PostgreSQL's types.
type Tables = BTreeMap<String, Vec<(String, String)>>;

/// What is kept of each table: rows as text, numbers of rows replaced by their place in their table.
type Dump = BTreeMap<String, Vec<Vec<String>>>;

async fn tables(database: &Database) -> Tables {
    let Plain::Postgres(pool) = &database.plain else {
        panic!()
    };
    let sql = "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT) \
               FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position";
    let rows: Vec<(String, String, String)> = sqlx::query_as(sql).fetch_all(pool).await.unwrap();
    let mut tables = Tables::new();
    for (table, column, kind) in rows {
        let left_out = BY_THE_WALL_CLOCK.iter().find(|(name, _)| *name == table);
        if left_out.is_none_or(|(_, columns)| !columns.is_empty() && !columns.contains(&column.as_str())) {
            tables.entry(table).or_default().push((column, kind));
        }
    }
    tables
}

macro_rules! rows {
    ($pool:expr, $sql:expr, $columns:expr) => {{
        let rows = sqlx::query(AssertSqlSafe($sql)).fetch_all($pool).await.unwrap();
        rows.iter()
            .map(|row| {
                let cells = $columns.iter().enumerate();
                cells.map(|(at, (_, kind))| cell!(row, at, kind.as_str())).collect()
            })
            .collect::<Vec<Vec<String>>>()
    }};
}

macro_rules! cell {
    ($row:expr, $at:expr, $kind:expr) => {{
        macro_rules! text {
            ($type:ty) => {
                format!("{:?}", $row.try_get::<Option<$type>, _>($at).unwrap())
            };
        }
        match $kind {
            "bigint" => text!(i64),
            "double precision" => text!(f64),
            "boolean" => text!(bool),
            "text" => text!(String),
            "date" => text!(NaiveDate),
            "timestamp with time zone" => text!(DateTime<Utc>),
            other => panic!("a column of type {other}"),
        }
    }};
}
/// The table whose numbers a column holds.
fn numbered<'a>(table: &'a str, column: &str) -> Option<&'a str> {
    match column {
        "id" => Some(table),
        "league_id" => Some("leagues"),
        "match_id" => Some("matches"),
        "model_id" => Some("models"),
        "run_id" => Some("training_runs"),
        "team_id" | "home_team_id" | "away_team_id" => Some("teams"),
        _ => None,
    }
}

async fn dump(database: &Database, tables: &Tables) -> Dump {
    let mut dump = Dump::new();
    for (table, columns) in tables {
        let names: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let sql = format!("SELECT {} FROM {table}", names.join(", "));
        let rows = match &database.plain {
            Plain::Sqlite(pool) => rows!(pool, sql, columns),
            Plain::Postgres(pool) => rows!(pool, sql, columns),
        };
        dump.insert(table.clone(), rows);
    }
    // A number burnt by a conflict leaves a gap on PostgreSQL: the place counts, not the number.
    let mut places: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    for (table, columns) in tables {
        let Some(id) = columns.iter().position(|(name, kind)| name == "id" && kind == "bigint") else {
            continue;
        };
        let mut ids: Vec<&String> = dump[table].iter().map(|row| &row[id]).collect();
        ids.sort_by_key(|id| (id.len(), id.as_str()));
        let places_of_ids = ids
            .into_iter()
            .enumerate()
            .map(|(place, id)| (id.clone(), format!("#{place}")));
        places.insert(table, places_of_ids.collect());
    }
    for (table, rows) in &mut dump {
        for (at, (column, _)) in tables[table].iter().enumerate() {
            let Some(places) = numbered(table, column).and_then(|of| places.get(of)) else {
                continue;
            };
            for row in rows.iter_mut() {
                if let Some(place) = places.get(&row[at]) {
                    row[at].clone_from(place);
                }
            }
        }
        rows.sort();
    }
    dump
}

/// What each database calls itself, drawn when it is made.
const NAME_OF_ITS_OWN: &str = "installation";

/// The rows of a table but for those that tell how long something took.
fn untimed(table: &str, rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let is_time = |row: &&Vec<String>| table == "counters" && row[0].contains("prediction_duration");
    rows.iter().filter(|row| !is_time(row)).cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_operations_leave_the_same_rows() {
    let (sqlite, postgres) = (Database::sqlite().await, Database::postgres().await);
    operate(&sqlite).await;
    operate(&postgres).await;
    let tables = tables(&postgres).await;
    let (ours, theirs) = (dump(&sqlite, &tables).await, dump(&postgres, &tables).await);
    let empty: Vec<&String> = ours
        .iter()
        .filter(|(_, rows)| rows.is_empty())
        .map(|(name, _)| name)
        .collect();
    println!(
        "{} tables, {} rows; empty: {empty:?}",
        ours.len(),
        ours.values().map(Vec::len).sum::<usize>()
    );
    assert!(ours["predictions"].len() > 300 && ours["verdicts"].len() > 1 && !ours["quarantine"].is_empty());
    for (table, rows) in &ours {
        let (rows, other) = (&untimed(table, rows), &untimed(table, &theirs[table]));
        assert_eq!(rows.len(), other.len(), "{table}");
        if table == NAME_OF_ITS_OWN {
            assert_ne!(
                rows, other,
                "two databases that share an MLflow must not be taken for one"
            );
            continue;
        }
        for (row, other) in rows.iter().zip(other) {
            assert_eq!(row, other, "{table}");
        }
    }
}

/// A column of one database that the other lacks would be found by no test that reads only what it knows.
#[tokio::test(flavor = "multi_thread")]
async fn both_have_the_same_tables_and_columns() {
    let (sqlite, postgres) = (Database::sqlite().await, Database::postgres().await);
    let Plain::Sqlite(pool) = &sqlite.plain else { panic!() };
    let sql = "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c \
               WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
    let mut ours: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(pool).await.unwrap();
    let Plain::Postgres(pool) = &postgres.plain else {
        panic!()
    };
    let sql = "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns \
               WHERE table_schema = 'public'";
    let mut theirs: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(pool).await.unwrap();
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
}
