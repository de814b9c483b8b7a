//! The features of one team, each with its age and where it was read.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use chrono::{DateTime, Utc};
use color_eyre::eyre::{Report, Result, eyre};
use serde_json::{Value, json};
use touchline::{
    domain::SafeText,
    features::{FeatureStore, Span, TeamForm},
    store::Db,
    training::{Sourced, TeamError, TeamFeatures, find_team, team_features},
};

use crate::{cli::arguments, tui::age};

pub(super) async fn run(
    db: &Db,
    features: &FeatureStore,
    name: &str,
    options: &arguments::Features,
    now: DateTime<Utc>,
) -> Result<ExitCode> {
    let found = find_team(db, name, options.country.as_deref()).await;
    let (country, team) = found.map_err(|error| not_found(name, error))?;
    let found = team_features(db, features, &team, now).await?;
    let title = SafeText::from(format!("{}, {country}", team.name));
    let mut out = io::stdout().lock();
    if options.json {
        let team = SafeText::new(&team.name);
        writeln!(out, "{:#}", as_json(&team, &SafeText::from(country), &found, now))?;
    } else {
        writeln!(out, "{title}")?;
        write_text(&mut out, &found, now)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Of several teams of one name each is named: the caller says which.
fn not_found(name: &str, error: TeamError) -> Report {
    let said = SafeText::new(name);
    match error {
        TeamError::Ambiguous(teams) => {
            let listed = teams.iter().map(|(country, team)| format!("{} ({country})", team.name));
            let listed = SafeText::from(listed.collect::<Vec<_>>().join(", "));
            eyre!("{said} may be any of: {listed}; say which by its full name and --country")
        }
        TeamError::Unknown => {
            eyre!("no team goes by the name {said}: names and aliases are taken exactly as the source spells them")
        }
        TeamError::Store(error) => error.into(),
    }
}

fn as_json(team: &SafeText, country: &SafeText, found: &TeamFeatures, now: DateTime<Utc>) -> Value {
    let strengths = found.strengths.iter().map(|(league, of)| {
        let (strength, level) = (of.value.strength, of.value.level);
        json!({
            "league": league, "attack": strength.attack, "defence": strength.defence,
            "home_advantage": level.home_advantage, "intercept": level.intercept, "rho": level.rho,
            "stamp": stamp(of, now),
        })
    });
    let form = found.form.as_ref().map(|of| {
        let spans = TeamForm::LENGTHS.iter().zip(of.value.spans).map(|(length, span)| {
            json!({
                "last": length, "matches": span.matches, "points": span.points,
                "goals_for": span.goals_for, "goals_against": span.goals_against,
            })
        });
        json!({
            "spans": spans.collect::<Vec<_>>(), "last_match": of.value.last_match, "rest_days": of.value.rest_days,
            "stamp": stamp(of, now),
        })
    });
    let odds = found.odds.iter().map(|(coming, of)| {
        json!({
            "league": coming.league, "date": coming.date, "kick_off": coming.kick_off,
            "home": SafeText::new(&coming.home.name), "away": SafeText::new(&coming.away.name),
            "market": of.value.probabilities(), "overround": of.value.0.map(|quoted| quoted.overround),
            "stamp": stamp(of, now),
        })
    });
    json!({
        "as_of": now, "team": team, "country": country,
        "strength": strengths.collect::<Vec<_>>(), "form": form, "odds": odds.collect::<Vec<_>>(),
    })
}

fn stamp<T>(of: &Sourced<T>, now: DateTime<Utc>) -> Value {
    json!({
        "at": of.stamp.at, "age_s": (now - of.stamp.at).num_seconds(),
        "version": SafeText::new(&of.stamp.version), "source": of.source,
    })
}

fn write_text(out: &mut dyn Write, found: &TeamFeatures, now: DateTime<Utc>) -> io::Result<()> {
    for (league, of) in &found.strengths {
        let (strength, level) = (of.value.strength, of.value.level);
        writeln!(
            out,
            "  strength  {league:<4} attack {:+.3}, defence {:+.3}, home advantage {:+.3}  (log goals; {}, {})",
            strength.attack,
            strength.defence,
            level.home_advantage,
            SafeText::new(&of.stamp.version),
            read(of, now)
        )?;
    }
    if found.strengths.is_empty() {
        writeln!(out, "  strength  no model knows this team")?;
    }
    match &found.form {
        Some(of) => write_form(out, of, now)?,
        None => writeln!(out, "  form      it has not played for 400 days")?,
    }
    for (coming, of) in &found.odds {
        let pairing = SafeText::from(format!("{} {} - {}", coming.date, coming.home.name, coming.away.name));
        let market = of.value.0.map_or_else(
            || "no odds".to_owned(),
            |quoted| {
                let [home, draw, away] = quoted.probabilities.to_array();
                format!(
                    "{home:.3} {draw:.3} {away:.3}, overround {:.1} %",
                    100.0 * quoted.overround
                )
            },
        );
        writeln!(out, "  odds      {pairing}: {market}  ({})", read(of, now))?;
    }
    if found.odds.is_empty() {
        writeln!(out, "  odds      no coming match")?;
    }
    Ok(())
}

fn write_form(out: &mut dyn Write, of: &Sourced<TeamForm>, now: DateTime<Utc>) -> io::Result<()> {
    let span = |span: &Span| {
        let Span {
            matches,
            points,
            goals_for,
            goals_against,
        } = span;
        format!("{points} points, {goals_for}-{goals_against} in {matches}")
    };
    let spans: Vec<String> = of.value.spans.iter().map(span).collect();
    writeln!(
        out,
        "  form      {}; {} days of rest since {}  ({})",
        spans.join(" · "),
        of.value.rest_days,
        of.value.last_match,
        read(of, now)
    )
}

/// How old, and from where.
fn read<T>(of: &Sourced<T>, now: DateTime<Utc>) -> String {
    format!("{}, from {}", age(now, of.stamp.at), of.source)
}
