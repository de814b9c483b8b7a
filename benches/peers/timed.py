"""Time by the clock and on the processors, as the least of some rounds."""

import time
from dataclasses import dataclass
from typing import Callable, TypeVar

T = TypeVar("T")


@dataclass
class Timed:
    """Seconds."""

    wall: float
    cpu: float


def timed(rounds: int, run: Callable[[], T]) -> tuple[Timed, T]:
    best = Timed(float("inf"), float("inf"))
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        result = run()
        best = Timed(min(best.wall, time.perf_counter() - wall), min(best.cpu, time.process_time() - cpu))
    return best, result
