"""Measures the peers on the rows that the peers benchmark wrote, and prints one table of both."""

import json
import os
import sys
from pathlib import Path

import health_peers
import league_peer
from timed import Timed


def main(folder: Path) -> None:
    ours = json.loads((folder / "ours.json").read_text())
    league, health = ours["league"], ours["health"]
    matches = league_peer.read(folder / "e0.csv")
    rows = health_peers.read(folder)
    print(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print(f"{'':<44} {'ours':>18} {'theirs':>18} {'ratio':>13}  quality, ours and theirs")

    fit, log_likelihood = league_peer.fit(matches, league)
    show(
        f"fit of {league['matches']:,} matches: penaltyblog",
        league["fit"],
        fit,
        f"log-likelihood {league['log_likelihood']:.4f} and {log_likelihood:.4f}",
    )
    walk, scores = league_peer.walk_forward(matches, league)
    show(
        f"{league['refits']} weekly refits: penaltyblog",
        league["walk"],
        walk,
        f"log loss {scores['ours']:.4f} and {scores['theirs']:.4f}, market {scores['market']:.4f}"
        f" ({scores['n']} matches that both forecast); ours of all {league['forecasts']}: {league['log_loss']:.4f}",
    )
    scored, log_loss = health_peers.scikit_learn(rows)
    show(
        "scores and calibration: scikit-learn",
        health["health"],
        scored,
        f"log loss {health['log_loss']:.6f} and {log_loss:.6f}",
    )
    judged, log_loss = health_peers.evidently(rows)
    show(
        "health and drift: Evidently",
        health["both"],
        judged,
        f"log loss {health['log_loss']:.6f} and {log_loss:.6f}",
    )
    print(f"\ndrift alone {milliseconds(Timed(**health['drift']))}, first look of a season "
          f"{milliseconds(Timed(**health['first_look']))}; load average after: {os.getloadavg()[0]:.1f}")


def show(what: str, ours: dict, theirs: Timed, quality: str) -> None:
    """Times are by the clock and, in brackets, of processor; so are the ratios."""
    mine = Timed(**ours)
    ratio = f"{theirs.wall / mine.wall:,.0f} ({theirs.cpu / mine.cpu:,.0f})"
    print(f"{what:<44} {milliseconds(mine):>18} {milliseconds(theirs):>18} {ratio:>13}  {quality}")


def milliseconds(timed: Timed) -> str:
    digits = 1 if timed.cpu < 0.1 else 0
    return f"{timed.wall * 1e3:,.{digits}f} ({timed.cpu * 1e3:,.{digits}f}) ms"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
