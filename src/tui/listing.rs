//! Lists as data. What is drawn, filtered, sorted, selected, copied and exported is one description: the fields of a list
//! and the values of its rows.

mod alerts;
mod audit;
mod findings;
mod fixtures;
mod held;
mod leagues;
mod matches;
mod quarantine;
mod raw;
mod rows;
mod runs;
mod services;
mod sources;
mod value;
mod versions;
mod workers;

pub(crate) use matches::MARKED;
pub(crate) use rows::{Entry, Listing, RowId};
pub(crate) use value::Value;

use super::model::Model;

/// A list of the monitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ListId {
    Leagues,
    Matches,
    Fixtures,
    Versions,
    Sources,
    Findings,
    Held,
    Quarantine,
    Runs,
    Services,
    Workers,
    Alerts,
    Audit,
}

impl ListId {
    #[cfg(test)]
    pub(crate) const ALL: [Self; 13] = [
        Self::Leagues,
        Self::Matches,
        Self::Fixtures,
        Self::Versions,
        Self::Sources,
        Self::Findings,
        Self::Held,
        Self::Quarantine,
        Self::Runs,
        Self::Services,
        Self::Workers,
        Self::Alerts,
        Self::Audit,
    ];

    /// Every row of the list, in the order in which the engine tells them.
    pub(super) fn rows(self, model: &Model) -> Listing<'_> {
        match self {
            Self::Leagues => leagues::list(model),
            Self::Matches => matches::list(model),
            Self::Fixtures => fixtures::list(model),
            Self::Versions => versions::list(model),
            Self::Sources => sources::list(model),
            Self::Findings => findings::list(model),
            Self::Held => held::list(model),
            Self::Quarantine => quarantine::list(model),
            Self::Runs => runs::list(model),
            Self::Services => services::list(model),
            Self::Workers => workers::list(model),
            Self::Alerts => alerts::list(model),
            Self::Audit => audit::list(model),
        }
    }

    /// What an empty list says would fill it.
    pub(crate) const fn fill(self) -> &'static str {
        match self {
            Self::Leagues => {
                "No settled prediction with odds yet: drift is judged against the market. It fills as results come in after a \
                 first training."
            }
            Self::Matches => "No match of this league is finished and was forecast.",
            Self::Fixtures => "No coming fixture on which model and market lie far apart.",
            Self::Versions => "No model version yet. r asks for a training of all leagues, once there are matches.",
            Self::Sources => {
                "No source has been loaded. `touchline import PATH` reads football-data.co.uk files; `touchline demo` brings \
                 past seasons with it."
            }
            Self::Findings => "Nothing is wrong with the data that was judged.",
            Self::Held => "No row waits for a decision: none would change a match that was played.",
            Self::Quarantine => "No row was put aside: every line that was read could be used.",
            Self::Runs => "Nothing has been trained yet. r asks for a training of all leagues, once there are matches.",
            Self::Services => "Not collected yet.",
            Self::Workers => "No worker has signed on. `touchline worker` starts one.",
            Self::Alerts => "Nothing deserves attention now.",
            Self::Audit => "Nobody has asked for anything yet.",
        }
    }
}
