//! The view `odds`: the market's early opinion of a coming match.

use super::{
    Feature, Fields,
    feature::{finite, number},
};
use crate::{
    domain::{Bookmaker, FeatureView, Odds, OddsTiming, Probabilities},
    model::Devig,
    store::OddsRow,
};

/// The market's early opinion of a match. That there are no odds is known too: it need not be looked up again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EarlyMarket(pub Option<Quoted>);

/// Early odds without the bookmaker's margin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quoted {
    /// Home, draw and away.
    pub probabilities: Probabilities,
    /// The margin as a fraction; negative is an underround.
    pub overround: f64,
}

impl EarlyMarket {
    /// Of these early odds.
    #[must_use]
    pub fn of(odds: Option<Odds>) -> Self {
        Self(odds.map(|odds| {
            let market = Devig::default().apply(odds);
            Quoted {
                probabilities: market.probabilities,
                overround: market.overround,
            }
        }))
    }

    /// Of the early odds among these rows of one match: those of the first bookmaker of [`Bookmaker::PRIORITY`].
    #[must_use]
    pub fn among(rows: &[OddsRow]) -> Self {
        let early = |bookmaker: Bookmaker| {
            let mut rows = rows.iter();
            rows.find(|row| row.timing == OddsTiming::Early && row.bookmaker == bookmaker)
        };
        Self::of(Bookmaker::PRIORITY.into_iter().find_map(early).map(|row| row.odds))
    }

    /// The probabilities, where there are odds.
    #[must_use]
    pub fn probabilities(self) -> Option<Probabilities> {
        self.0.map(|quoted| quoted.probabilities)
    }
}

impl Feature for EarlyMarket {
    const VIEW: FeatureView = FeatureView::Odds;

    fn fields(&self) -> Vec<(&'static str, String)> {
        let Some(quoted) = self.0 else {
            return vec![("quoted", "no".to_owned())];
        };
        let p = quoted.probabilities;
        vec![
            ("quoted", "yes".to_owned()),
            ("home", number(p.home())),
            ("draw", number(p.draw())),
            ("away", number(p.away())),
            ("overround", number(quoted.overround)),
        ]
    }

    fn read(fields: &Fields) -> Option<Self> {
        if fields.get("quoted")? == "no" {
            return Some(Self(None));
        }
        let of = |name| finite(fields, name);
        Some(Self(Some(Quoted {
            probabilities: Probabilities::new(of("home")?, of("draw")?, of("away")?).ok()?,
            overround: of("overround")?,
        })))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fields(market: EarlyMarket) -> Fields {
        let named = market.fields().into_iter();
        named.map(|(name, value)| (name.to_owned(), value)).collect()
    }

    proptest! {
        #[test]
        fn comes_back_bit_for_bit(odds in (1.01..40.0_f64, 1.01..40.0_f64, 1.01..40.0_f64)) {
            let market = EarlyMarket::of(Odds::new(odds.0, odds.1, odds.2).ok());
            prop_assert_eq!(EarlyMarket::read(&fields(market)), Some(market));
        }
    }

    #[test]
    fn takes_early_odds_in_order_of_preference() {
        let row = |bookmaker, timing, home| OddsRow {
            match_id: 1,
            bookmaker,
            timing,
            odds: Odds::new(home, 3.4, 3.8).unwrap(),
        };
        let rows = [
            row(Bookmaker::Average, OddsTiming::Closing, 1.9),
            row(Bookmaker::Maximum, OddsTiming::Early, 2.3),
            row(Bookmaker::Bet365, OddsTiming::Early, 2.1),
        ];
        assert_eq!(
            EarlyMarket::among(&rows),
            EarlyMarket::of(Odds::new(2.1, 3.4, 3.8).ok())
        );
        assert_eq!(EarlyMarket::among(&rows[..1]), EarlyMarket(None));
        assert_eq!(EarlyMarket::read(&fields(EarlyMarket(None))), Some(EarlyMarket(None)));
        let mut broken = fields(EarlyMarket::among(&rows));
        broken.insert("home".to_owned(), "0.9".to_owned());
        assert_eq!(EarlyMarket::read(&broken), None, "a sum above 1 is no probability");
    }
}
