//! `touchline held`: what files tell against the store, and taking it over.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    process::ExitCode,
};

use color_eyre::eyre::Result;
use serde_json::json;
use touchline::{
    config::Settings,
    domain::{HeldDifference, SafeText},
    engine::{Action, Engine},
    metrics::FileResults,
    store::{self, Db, OpenMode},
    training::{Clock, DriftJudge, Due, record_verdicts},
};

use super::{
    act::act_on,
    arguments::{Held, HeldCommand},
};

/// So many differences are listed, those of the latest matches.
const LISTED: i64 = 200;

pub(super) async fn run(settings: &Settings, options: &Held) -> Result<ExitCode> {
    match &options.command {
        None => list(settings, options.json).await,
        Some(HeldCommand::Accept { file }) => accept(settings, file).await,
    }
}

async fn list(settings: &Settings, json: bool) -> Result<ExitCode> {
    let db = Db::open_as(&settings.database, OpenMode::ReadOnly, &settings.application).await?;
    let mut tx = db.read().await?;
    let differences = store::held_differences(&mut tx, LISTED).await?;
    let shrunken = store::shrunken_files(&mut tx).await?;
    let text = if json {
        as_json(&differences, &shrunken)
    } else {
        as_text(&differences, &shrunken)
    };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The drift of leagues whose results changed is evaluated anew, as it is after an import.
async fn accept(settings: &Settings, file: &str) -> Result<ExitCode> {
    let db = Db::open_as(&settings.database, OpenMode::ReadWrite, &settings.application).await?;
    let engine = Engine::on(db.clone(), Clock::System, settings, None);
    let action = Action::AcceptHeld { file: file.into() };
    let code = act_on(&engine, action).await?;
    record_verdicts(&db, &DriftJudge::default(), Due::NewMatches, Clock::wall()).await?;
    Ok(code)
}

fn as_json(differences: &[HeldDifference], shrunken: &[FileResults]) -> String {
    let shrunken: Vec<_> = shrunken
        .iter()
        .map(|file| {
            let season = file.season.to_string();
            json!({ "file": SafeText::new(&file.file), "league": file.league, "season": season, "results": file.last,
                    "results_before": file.most })
        })
        .collect();
    format!("{:#}\n", json!({ "differences": differences, "shrunken": shrunken }))
}

fn as_text(differences: &[HeldDifference], shrunken: &[FileResults]) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    for it in differences {
        let _ = writeln!(
            text,
            "{} line {}: {} {} {} - {}: stored {}, told {}",
            it.file, it.line, it.league, it.date, it.home, it.away, it.stored, it.told
        );
    }
    for it in shrunken {
        let file = SafeText::new(&it.file);
        let _ = writeln!(
            text,
            "{file}: {} {} tells {} results, {} were told before",
            it.league, it.season, it.last, it.most
        );
    }
    if text.is_empty() {
        "nothing is held\n".to_owned()
    } else {
        text + "`touchline held accept FILE` stores what a file tells\n"
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use touchline::domain::{HeldKind, LeagueCode, Season};

    use super::*;

    #[test]
    fn the_list_says_what_is_stored_and_what_is_told() {
        let league = LeagueCode::new("E0").unwrap();
        let difference = HeldDifference {
            file: "E0_2324.csv".into(),
            line: 12,
            league: league.clone(),
            date: "2023-08-12".parse().unwrap(),
            home: "Arsenal\u{1b}[2J".into(),
            away: "Leeds".into(),
            kind: HeldKind::ResultChanged,
            stored: "2-1".into(),
            told: "3-1".into(),
            held_at: DateTime::UNIX_EPOCH,
        };
        let shrunken = FileResults {
            file: "E0_2324.csv".to_owned(),
            league,
            season: Season::starting(2023),
            last: 370,
            most: 380,
        };
        let text = as_text(&[difference], &[shrunken]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines[0].starts_with("E0_2324.csv line 12: E0 2023-08-12 Arsenal"),
            "{text}"
        );
        assert!(lines[0].ends_with("- Leeds: stored 2-1, told 3-1"), "{text}");
        assert_eq!(
            lines[1],
            "E0_2324.csv: E0 2023/24 tells 370 results, 380 were told before"
        );
        assert!(!text.contains('\u{1b}'));
        assert_eq!(as_text(&[], &[]), "nothing is held\n");
    }
}
