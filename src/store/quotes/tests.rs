use std::path::Path;

use super::*;
use crate::{
    domain::Bookmaker,
    ingest,
    store::{self, Db, OpenMode},
};

/// Two matches of one day. Pinnacle quotes both, and closes the first one only; the average is left out.
const FILE: &str = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,PSH,PSD,PSA,PSCH,PSCD,PSCA,AvgH,AvgD,AvgA
E0,12/08/2023,15:00,Arsenal,Leeds,2,1,2.0,4.0,4.0,1.6,5.0,5.0,2.0,3.8,3.9
E0,12/08/2023,15:00,Fulham,Everton,0,0,2.5,3.2,2.8,,,,2.4,3.1,2.9
";

#[tokio::test]
async fn margins_and_moves_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path().join("t.db"), OpenMode::ReadWrite).await.unwrap();
    let now = "2023-08-14T06:00:00Z".parse().unwrap();
    let today = "2023-08-14".parse().unwrap();
    ingest::import_file(&db, Path::new("E0_2324.csv"), FILE.as_bytes(), now, today)
        .await
        .unwrap();
    let mut tx = db.read().await.unwrap();
    let league = store::leagues(&mut tx).await.unwrap()[0].id;
    let quotes = quotes_of_league(&mut tx, league).await.unwrap();
    let [of_day] = quotes.as_slice() else {
        panic!("{quotes:?}");
    };
    assert_eq!(
        (of_day.bookmaker, of_day.day.to_string().as_str()),
        (Bookmaker::Pinnacle, "2023-08-12")
    );
    let margin = 1.0 / 2.5 + 1.0 / 3.2 + 1.0 / 2.8 - 1.0;
    assert_eq!(of_day.overround.n, 2);
    assert!((of_day.overround.sum - margin).abs() < 1e-12, "the first book is fair");
    assert!((of_day.overround.sum_sq - margin * margin).abs() < 1e-12);
    // 0.50, 0.25, 0.25 become 0.625, 0.200, 0.200 of 1.025.
    assert_eq!(of_day.movement.n, 1);
    assert!(
        (of_day.movement.sum - (0.625 / 1.025 - 0.5)).abs() < 1e-12,
        "{of_day:?}"
    );
}
