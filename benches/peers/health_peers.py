"""scikit-learn and Evidently on a million settled predictions, league by league."""

from pathlib import Path

import numpy as np
import pandas as pd
from evidently import DataDefinition, Dataset, MulticlassClassification, Report
from evidently.presets import ClassificationQuality, DataDriftPreset
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss

from timed import Timed, timed

OUTCOMES = ["home", "draw", "away"]
WINDOW = 80
REFERENCE_SEASONS = 2


def read(folder: Path) -> list[pd.DataFrame]:
    """One table a league, with the outcome as a number."""
    columns = (folder / "million.columns").read_text().split(",")
    numbers = np.fromfile(folder / "million.f64").reshape(-1, len(columns))
    rows = pd.DataFrame(numbers, columns=columns)
    rows["outcome"] = 1 - np.sign(rows["home_goals"] - rows["away_goals"]).astype(int)
    rows["favourite"] = rows[[f"model_{o}" for o in OUTCOMES]].to_numpy().argmax(axis=1)
    return [league.reset_index(drop=True) for _, league in rows.groupby("league")]


def scikit_learn(leagues: list[pd.DataFrame]) -> tuple[Timed, float]:
    """Log loss, Brier score, accuracy and reliability of published, model and market. Ours has beside these the RPS,
    climatology, paired differences, and standard errors with weeks as clusters."""

    def score(league: pd.DataFrame, forecaster: str) -> float:
        outcome = league["outcome"].to_numpy()
        p = league[[f"{forecaster}_{o}" for o in OUTCOMES]].to_numpy()
        brier_score_loss(outcome, p, scale_by_half=False, labels=[0, 1, 2])
        accuracy_score(outcome, p.argmax(axis=1))
        for at in range(3):
            calibration_curve(outcome == at, p[:, at], n_bins=10)
        return log_loss(outcome, p, labels=[0, 1, 2])

    def run() -> float:
        losses = {f: [score(league, f) for league in leagues] for f in ["published", "model", "market"]}
        return float(np.mean(losses["model"]))

    return timed(3, run)


def evidently(leagues: list[pd.DataFrame]) -> tuple[Timed, float]:
    """Classification quality of all matches of a league, and data drift of the last 80 against the two seasons before."""
    probabilities = [f"model_{o}" for o in OUTCOMES]
    drifting = [f"{f}_{o}" for f in ["published", "market"] for o in OUTCOMES]
    classes = MulticlassClassification(
        target="outcome",
        prediction_labels="favourite",
        prediction_probas=["0", "1", "2"],
    )
    scored = DataDefinition(classification=[classes], categorical_columns=["outcome", "favourite"])
    inputs = DataDefinition(numerical_columns=drifting)

    def judge(league: pd.DataFrame) -> float:
        named = league[["outcome", "favourite", *probabilities]].astype({"outcome": str, "favourite": str})
        named = named.rename(columns={p: str(at) for at, p in enumerate(probabilities)})
        quality = Report([ClassificationQuality()]).run(Dataset.from_pandas(named, data_definition=scored), None)
        now, before = league.tail(WINDOW), league.iloc[:-WINDOW]
        before = before[before["season"] >= league["season"].iloc[-1] - REFERENCE_SEASONS]
        window, reference = (Dataset.from_pandas(part[drifting], data_definition=inputs) for part in (now, before))
        Report([DataDriftPreset()]).run(window, reference)
        found = {metric["metric_name"]: metric["value"] for metric in quality.dict()["metrics"]}
        return next(value for name, value in found.items() if name.startswith("LogLoss"))

    return timed(1, lambda: float(np.mean([judge(league) for league in leagues])))
