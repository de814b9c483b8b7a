//! Gathers what a gate looks at.

use std::collections::BTreeMap;

use super::{
    Incumbent,
    calibrate::{Evaluated, Walked, Walks},
    extract::{Extracted, LeagueData},
    fit::Fitted,
    published::published,
};
use crate::{
    domain::{Decision, LeagueCode, Probabilities},
    metrics::{
        Blocks,
        gate::{self, ComingFixture, FittedLeague, InputFreshness, PairedForecast, RefreshInput, ServedLeague},
        log_loss,
    },
    model::Devig,
    training::ChampionParameters,
};

/// Sends a candidate to its gate: the first version of all, the champion's specification on newer data, or another one.
pub(super) fn judge(
    extracted: &Extracted,
    fitted: &Fitted,
    walks: &Walks,
    parameters: &ChampionParameters,
    incumbent: Option<&Incumbent>,
) -> Decision {
    let fits: Vec<FittedLeague> = fitted
        .leagues
        .iter()
        .map(|(code, fit)| fitted_league(code, fit))
        .collect();
    let fixtures = coming(extracted, parameters, incumbent);
    let Some(incumbent) = incumbent else {
        return gate::first(&fits, &fixtures);
    };
    if let Some(other) = &walks.incumbent {
        return gate::specification(&paired(extracted, &walks.candidate, other));
    }
    let inputs: Vec<InputFreshness> = extracted
        .sources
        .iter()
        .map(|source| InputFreshness {
            source: source.source.as_str().into(),
            status: source.status,
        })
        .collect();
    gate::refresh(&RefreshInput {
        fits: &fits,
        served: &served(extracted, incumbent),
        fixtures: &fixtures,
        rolling_origin: &rolling_origin(&walks.candidate),
        inputs: &inputs,
    })
}

fn fitted_league(code: &LeagueCode, fit: &super::fit::FittedLeague) -> FittedLeague {
    let strengths = fit.parameters.strengths();
    FittedLeague {
        league: code.clone(),
        gradient_norm: fit.gradient_norm,
        // Parameters that are not cannot be made.
        finite: true,
        rho: fit.parameters.rho(),
        rho_at_bound: fit.rho_at_bound,
        weighted_matches: fit.weighted_matches,
        teams: strengths.keys().copied().collect(),
    }
}

/// The champion's leagues, of which only one is looked at where only one was refitted.
fn served(extracted: &Extracted, incumbent: &Incumbent) -> Vec<ServedLeague> {
    let looked_at = |code: &LeagueCode| extracted.league.as_ref().is_none_or(|only| only == code);
    let leagues = incumbent.parameters.leagues.iter().filter(|(code, _)| looked_at(code));
    leagues
        .map(|(code, parameters)| ServedLeague {
            league: code.clone(),
            weighted_matches: incumbent
                .parameters
                .weighted_matches
                .get(code)
                .copied()
                .unwrap_or_default(),
            teams: parameters
                .strengths()
                .keys()
                .filter_map(|team| Some((*team, extracted.names.get(team)?.clone())))
                .collect(),
        })
        .collect()
}

/// What both versions would publish of the fixtures that were known when the data was read.
fn coming(extracted: &Extracted, parameters: &ChampionParameters, incumbent: Option<&Incumbent>) -> Vec<ComingFixture> {
    let of_league = |league: &LeagueData| {
        let mine = publish(league, parameters);
        let theirs = incumbent
            .map(|incumbent| publish(league, &incumbent.parameters))
            .unwrap_or_default();
        let named = |team| extracted.names.get(&team).map_or("", |name| name.as_str());
        let fixtures = league.fixtures.iter().filter_map(|fixture| {
            Some(ComingFixture {
                name: format!("{} - {}", named(fixture.home), named(fixture.away)).into(),
                challenger: mine.get(&fixture.match_id)?.to_array(),
                champion: theirs.get(&fixture.match_id).copied(),
            })
        });
        fixtures.collect::<Vec<_>>()
    };
    extracted.data.leagues.iter().flat_map(of_league).collect()
}

/// What a version would publish of a league's fixtures; nothing where it does not know the league.
fn publish(league: &LeagueData, version: &ChampionParameters) -> BTreeMap<i64, Probabilities> {
    let Some(parameters) = version.leagues.get(&league.code) else {
        return BTreeMap::new();
    };
    let publisher = version.publishers.latest();
    let forecasts = league.fixtures.iter().map(|fixture| {
        let market = league
            .odds
            .get(&fixture.match_id)
            .map(|odds| Devig::default().apply(*odds).probabilities);
        let model = parameters.predict(fixture.home, fixture.away).probabilities;
        (fixture.match_id, publisher.publish(model, market))
    });
    forecasts.collect()
}

/// Log loss of what would have been published beyond the market's: raw log loss shows how predictable a week was.
fn rolling_origin(walked: &Walked) -> Blocks {
    let mut blocks = Blocks::default();
    for row in published(walked) {
        if let Some(market) = row.forecast.market {
            let outcome = row.score.outcome();
            blocks.add(
                row.day,
                log_loss(row.forecast.published, outcome) - log_loss(market, outcome),
            );
        }
    }
    blocks
}

/// The matches that both walks forecast.
fn paired(extracted: &Extracted, candidate: &Walked, incumbent: &Walked) -> Vec<PairedForecast> {
    let leagues: BTreeMap<i64, &LeagueCode> = extracted
        .data
        .leagues
        .iter()
        .flat_map(|league| league.match_ids.iter().map(|id| (*id, &league.code)))
        .collect();
    let theirs: BTreeMap<i64, Evaluated> = published(incumbent)
        .into_iter()
        .map(|evaluated| (evaluated.match_id, evaluated))
        .collect();
    let pair = |mine: Evaluated| {
        Some(PairedForecast {
            day: mine.day,
            league: (*leagues.get(&mine.match_id)?).clone(),
            champion: theirs.get(&mine.match_id)?.forecast.published,
            challenger: mine.forecast.published,
            outcome: mine.score.outcome(),
        })
    };
    published(candidate).into_iter().filter_map(pair).collect()
}
