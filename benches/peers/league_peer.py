"""penaltyblog: the same cold fit, and the same weekly refits, each with the rate of decay that is its default."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from penaltyblog.models import DixonColesGoalModel, dixon_coles_weights

from timed import Timed, timed

XI = 0.0018
"""Decay a day: a half-life of 385.08 days."""

OUTCOMES = ["home", "draw", "away"]


def read(path: Path) -> pd.DataFrame:
    matches = pd.read_csv(path, dtype={"home": str, "away": str})
    matches["date"] = [date.fromisoformat(day) for day in matches["date"]]
    return matches


def model(past: pd.DataFrame, as_of: date) -> DixonColesGoalModel:
    weights = dixon_coles_weights(past["date"], xi=XI, base_date=as_of)
    fitted = DixonColesGoalModel(past["home_goals"], past["away_goals"], past["home"], past["away"], weights)
    fitted.fit()
    return fitted


def fit(matches: pd.DataFrame, ours: dict) -> tuple[Timed, float]:
    past, as_of = matches.head(ours["matches"]), date.fromisoformat(ours["as_of"])
    time, fitted = timed(3, lambda: model(past, as_of))
    return time, fitted.loglikelihood


def walk_forward(matches: pd.DataFrame, ours: dict) -> tuple[Timed, dict]:
    time, forecasts = timed(1, lambda: weekly(matches, ours))
    common = matches.loc[list(forecasts)]
    chosen = np.arange(len(common)), common["outcome"].to_numpy()
    loss = lambda p: float(-np.log(np.asarray(p, dtype=float)[chosen]).mean())
    return time, {
        "n": len(common),
        "theirs": loss(list(forecasts.values())),
        "ours": loss(common[[f"ours_{o}" for o in OUTCOMES]]),
        "market": loss(common[[f"market_{o}" for o in OUTCOMES]]),
    }


def weekly(matches: pd.DataFrame, ours: dict) -> dict[int, list[float]]:
    """Forecasts by row. It knows no team without a match; such fixtures are left out, of all three."""
    as_of, last = date.fromisoformat(ours["from"]), date.fromisoformat(ours["to"])
    forecasts = {}
    while as_of <= last:
        until = min(as_of + timedelta(days=7), last + timedelta(days=1))
        due = matches[(matches["date"] >= as_of) & (matches["date"] < until)]
        if len(due):
            fitted = model(matches[matches["date"] < as_of], as_of)
            for row in due[due["ours_home"].notna() & due["market_home"].notna()].itertuples():
                if {row.home, row.away} <= set(fitted.teams):
                    forecasts[row.Index] = fitted.predict(row.home, row.away).home_draw_away
        as_of = until
    return forecasts
