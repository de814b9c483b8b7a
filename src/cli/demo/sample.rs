//! The bundled seasons. Their provenance is in `assets/sample/README.md`.

use touchline::training::Source;

macro_rules! sources {
    ($($file:literal),+ $(,)?) => {
        [$(($file, include_bytes!(concat!("../../../assets/sample/", $file)).as_slice())),+]
    };
}

/// What was known before August 2023.
pub(super) static HISTORY: [Source; 25] = sources![
    "D1_1213.csv",
    "D1_1314.csv",
    "D1_1415.csv",
    "D1_1516.csv",
    "D2_1314.csv",
    "D2_1415.csv",
    "D2_1516.csv",
    "E0_1213.csv",
    "E0_1314.csv",
    "E0_1415.csv",
    "E0_1516.csv",
    "E0_1617.csv",
    "E0_1718.csv",
    "E0_1819.csv",
    "E0_1920.csv",
    "E0_2021.csv",
    "E0_2122.csv",
    "E0_2223.csv",
    "I1_1314.csv",
    "I1_1415.csv",
    "I1_1516.csv",
    "SP1_1213.csv",
    "SP1_1314.csv",
    "SP1_1415.csv",
    "SP1_1516.csv",
];

/// What is replayed.
pub(super) static SEASON: [Source; 2] = sources!["E0_2324.csv", "SP1_2324.csv"];

/// Leagues whose seasons are on record but end long before the replay.
pub(super) const NOT_REPLAYED: [&str; 3] = ["D1", "D2", "I1"];
