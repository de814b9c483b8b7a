use touchline::{
    domain::LeagueCode,
    engine::{Fetched, LeagueDetail, LeagueDrift},
};

use super::{Model, ScreenId};
use crate::tui::listing::ListId;

/// A league that the operator looks into.
#[derive(Debug, Clone)]
pub(crate) struct OpenLeague {
    pub(crate) code: LeagueCode,
    /// Its matches. They are asked for when it is opened, and again when it was judged anew.
    pub(crate) detail: Fetched<LeagueDetail>,
    /// How it was judged when its matches were asked for last.
    judged: Option<LeagueDrift>,
    is_awaited: bool,
}

impl Model {
    /// Looks into a league.
    pub(crate) fn open_league(&mut self, code: LeagueCode) {
        self.league = Some(OpenLeague {
            code,
            detail: Fetched::loading(),
            judged: None,
            is_awaited: false,
        });
        self.go_to(ScreenId::Drift);
    }

    /// The league whose matches must be asked for now: they were not yet, could not be read, or were judged anew. From
    /// then on the answer is awaited.
    pub(crate) fn take_question(&mut self) -> Option<LeagueCode> {
        let judged = self.league_in_view().cloned();
        let open = self.league.as_mut().filter(|open| !open.is_awaited)?;
        let is_known = open.detail.value.is_some() && open.detail.error.is_none();
        if is_known && open.judged == judged {
            return None;
        }
        open.judged = judged;
        open.is_awaited = true;
        Some(open.code.clone())
    }

    /// Takes an answer, unless another league was opened meanwhile.
    pub(crate) fn take_detail(
        &mut self,
        code: &LeagueCode,
        take: impl FnOnce(Fetched<LeagueDetail>) -> Fetched<LeagueDetail>,
    ) {
        if let Some(open) = self.league.as_mut().filter(|open| open.code == *code) {
            open.is_awaited = false;
            open.detail = take(std::mem::replace(&mut open.detail, Fetched::loading()));
        }
    }

    /// The league that the Drift screen is about: the open one, else the selected one, else the worst.
    pub(crate) fn league_in_view(&self) -> Option<&LeagueDrift> {
        let leagues = self.snapshot.sections.league_drift.value.as_deref()?;
        let find = |is: &dyn Fn(&str) -> bool| leagues.iter().find(|row| is(row.league.as_str()));
        if let Some(open) = &self.league {
            return find(&|code| code == open.code.as_str());
        }
        let ids = self.listing(ListId::Leagues).ids();
        let id = ids.get(self.selected(ListId::Leagues, &ids).unwrap_or(0))?;
        find(&|code| id.is(code))
    }
}
