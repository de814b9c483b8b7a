//! Model health from the tallies, and drift as it was last evaluated: the evaluation is made once, where predictions settle,
//! and every reader shows the same. Read again only when a tally changed or a new day began, so that a poll
//! costs one row however long the history is.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{Poll, Polled};
use crate::{
    domain::{HealthStatus, LeagueCode, SafeText},
    engine::{
        Blend, Champion, LeagueDrift, ModelHealth, Sections,
        judge::{HealthInput, league_drift, model_health},
        poller::{Answer, settle},
    },
    store::{self, Db, StoreError, Subject, Tx},
    training::{ChampionParameters, Clock},
};

/// Days of tallies that windows and references are cut from: two seasons and the summer between them and now.
const REACH_DAYS: u64 = 800;

/// Judges the model, and remembers what it judged.
#[derive(Debug)]
pub(in crate::engine) struct JudgementPoll {
    db: Db,
    clock: Clock,
    window_days: u32,
    last: Option<(Key, Judgement)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    tallies: i64,
    matches: i64,
    today: NaiveDate,
}

/// Model health and drift of the same moment.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Judgement {
    pub(in crate::engine) health: ModelHealth,
    pub(in crate::engine) drift: Vec<LeagueDrift>,
}

impl JudgementPoll {
    pub(in crate::engine) const fn new(db: Db, clock: Clock, window_days: u32) -> Self {
        Self {
            db,
            clock,
            window_days,
            last: None,
        }
    }

    async fn judge_if_changed(&mut self) -> Result<Polled<Judgement>, StoreError> {
        let mut tx = self.db.read().await?;
        let key = Key {
            tallies: store::revision(&mut tx, Subject::Tallies).await?,
            matches: store::revision(&mut tx, Subject::Matches).await?,
            today: self.clock.today(),
        };
        let judgement = match &self.last {
            Some((known, judgement)) if *known == key => judgement.clone(),
            _ => self.judge(&mut tx, key.today).await?,
        };
        let is_empty = judgement.health.status == HealthStatus::NoModel;
        self.last = Some((key, judgement.clone()));
        Ok(Polled {
            value: judgement,
            is_empty,
        })
    }

    async fn judge(&self, tx: &mut Tx, today: NaiveDate) -> Result<Judgement, StoreError> {
        let Some(champion) = store::champion(tx).await? else {
            return Ok(Judgement {
                health: model_health(HealthInput {
                    champion: None,
                    blend: None,
                    days: &[],
                    coming: &[],
                    drift: &[],
                    pooled: None,
                    today,
                    window_days: self.window_days,
                }),
                drift: Vec::new(),
            });
        };
        let (_, text) = store::model_parameters(tx, champion.id).await?;
        let parameters = ChampionParameters::from_json(&text)?;
        let names = league_names(tx, &parameters).await?;
        let days = match store::last_settled_day(tx, champion.id).await? {
            Some(last) => store::tallies_since(tx, champion.id, last - Days::new(REACH_DAYS)).await?,
            None => Vec::new(),
        };
        let coming = store::coming_predictions(tx, champion.id, today).await?;
        let drift = league_drift(store::latest_judgements(tx).await?, &names);
        let shown = Champion {
            version: champion.version,
            trained_at: champion.trained_at,
            leagues: champion.leagues,
            matches: champion.matches,
        };
        let health = model_health(HealthInput {
            champion: Some(shown),
            blend: blend(&parameters),
            days: &days,
            coming: &coming,
            drift: &drift,
            pooled: store::latest_pooled(tx).await?,
            today,
            window_days: self.window_days,
        });
        Ok(Judgement { health, drift })
    }
}

impl Poll for JudgementPoll {
    type Value = Judgement;

    async fn poll(&mut self) -> Result<Polled<Judgement>, StoreError> {
        self.judge_if_changed().await
    }

    fn place(sections: &mut Sections, answer: Answer<Judgement>) {
        let (health, drift) = answer.split(|judgement| (judgement.health, judgement.drift));
        settle(&mut sections.model_health, health);
        settle(&mut sections.league_drift, drift);
    }
}

/// Names of the leagues that a model version serves.
async fn league_names(
    tx: &mut Tx,
    parameters: &ChampionParameters,
) -> Result<BTreeMap<LeagueCode, SafeText>, StoreError> {
    let leagues = store::leagues(tx).await?.into_iter();
    Ok(leagues
        .filter(|league| parameters.leagues.contains_key(&league.code))
        .map(|league| (league.code, league.name))
        .collect())
}

fn blend(parameters: &ChampionParameters) -> Option<Blend> {
    let verdict = parameters.blend?;
    Some(Blend {
        weight: verdict.weight,
        adds: verdict.adds,
        interval: verdict.interval,
        n: verdict.n,
        calibration: parameters.publishers.latest().calibrator.step(),
        sentence: verdict.sentence().into(),
    })
}
