# SPDX-License-Identifier: MIT OR Apache-2.0
"""Contests: programs that do the same work run in turns, and their values are compared.

The speed of a machine changes during a measurement. So in every round all contestants run one after
the other, in a new order, and two of them are compared by the ratio of their values within a round.
The result is the median of these ratios, with the quartiles as its spread.
"""

import random
import re
import statistics
from dataclasses import dataclass, field

from . import callgrind, runner


@dataclass(frozen=True)
class Measure:
    """A measured quantity. The first measure of a contest is its main one."""

    name: str
    unit: str
    better: str = "less"  # or "more"


@dataclass(frozen=True)
class Contestant:
    """A program. In `argv` the word {operations} is replaced by the contest's number."""

    name: str
    argv: tuple
    ours: bool = False  # uses the library; shown in another colour
    environment: dict = field(default_factory=dict)  # added to that of the benchmark


@dataclass(frozen=True)
class Comparison:
    """`contestant` divided by `reference`, or its own value without a reference, in one measure;
    None is the main one. At most one of the goals is set."""

    contestant: str
    reference: str | None
    measure: str | None = None
    at_least: float | None = None
    at_most: float | None = None

    def met(self, ratio):
        """Whether the goal is reached, or None without a goal. A value that rounds to the goal,
        with three decimals, reaches it."""
        if self.at_least is not None:
            return round(ratio, 3) >= self.at_least
        if self.at_most is not None:
            return round(ratio, 3) <= self.at_most
        return None

    def goal(self):
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return "" if self.at_most is None else f"<= {self.at_most:g}"


# The methods:
PRINTED = "printed"  # the contestant measures itself and prints `<measure> <value>`
TIMED = "timed"  # the whole command: elapsed_seconds, cpu_seconds, operations_per_second
COUNTED = "counted"  # something is counted by difference and repeats exactly: one round is enough


@dataclass(frozen=True)
class Contest:
    name: str  # as in the machine-readable lines: 64B.128
    title: str  # for people: 64 B, 128 connections
    contestants: list
    measures: list
    comparisons: list = field(default_factory=list)
    method: str = PRINTED
    counter: object = callgrind.instructions  # for COUNTED: command -> its count
    rounds: int = 11
    operations: int = 0  # the value of {operations}; COUNTED also runs twice as many
    prepare: object = None  # called as prepare(contestant) before each run, outside the measurement
    check: object = None  # called as check(contestant) after its warm-up run; raises runner.Failed
    skipped: dict = field(default_factory=dict)  # contestant's name -> the reason why it cannot run


@dataclass(frozen=True)
class Spread:
    """Median and quartiles of some values."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Result:
    contest: Contest
    values: dict  # contestant -> measure -> [one value per round]
    skipped: dict  # contestant -> the reason

    def spread(self, contestant, measure):
        return spread(self.values[contestant][measure])

    def compared(self):
        """(comparison, spread of the ratios) for each comparison whose two contestants ran."""
        found = []
        for comparison in self.contest.comparisons:
            one, other = comparison.contestant, comparison.reference
            measure = comparison.measure or self.contest.measures[0].name
            if one not in self.values or other not in (None, *self.values):
                continue
            compared = self.values[one][measure]
            if other:
                compared = ratios(compared, self.values[other][measure])
            found.append((comparison, spread(compared)))
        return found

    def label(self, comparison):
        """Its name in the machine-readable line, after the benchmark's name, with the measure
        unless it is the main one."""
        parts = [self.contest.name]
        if comparison.measure not in (None, self.contest.measures[0].name):
            parts.append(comparison.measure)
        parts.append(comparison.contestant)
        if comparison.reference:
            parts[-1] += f"/{comparison.reference}"
        return ".".join(parts)


# --- arithmetic ----------------------------------------------------------------------------------


def ratios(values, references):
    """Round by round."""
    if len(values) != len(references):
        raise ValueError("not the same rounds")
    return [value / reference for value, reference in zip(values, references)]


def spread(values):
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(median, low, high)


def parse(output, measures):
    """The values of the wanted measures in a contestant's output; other lines are ignored."""
    found = {}
    for name, value in re.findall(r"^(\S+) (-?[0-9.]+(?:e[-+]?\d+)?)$", output, re.M):
        if name in found:
            raise runner.Failed(f"it printed {name} twice")
        found[name] = float(value)
    missing = [m.name for m in measures if m.name not in found]
    if missing:
        raise runner.Failed(f"it printed no {', '.join(missing)}, but:\n{output}")
    values = {m.name: found[m.name] for m in measures}
    for name, value in values.items():
        if value <= 0:
            raise runner.Failed(f"{name} {value:g} is not a measurement")
    return values


# --- running -------------------------------------------------------------------------------------


def measure(contest, contestant):
    """Runs a contestant once. Returns measure -> value."""
    if contest.prepare:
        contest.prepare(contestant)
    argv = with_operations(contestant.argv, contest.operations)
    done = runner.run(argv, environment=contestant.environment)
    if contest.method == TIMED:
        times = {"elapsed_seconds": done.elapsed_seconds, "cpu_seconds": done.cpu_seconds,
                 "operations_per_second": contest.operations / done.elapsed_seconds}
        return {m.name: times[m.name] for m in contest.measures}
    return parse(done.output, contest.measures)


def with_operations(argv, operations):
    return [str(word).replace("{operations}", str(operations)) for word in argv]


def hold(contest, rounds=None, progress=lambda text: None):
    """Runs a contest: a round to warm up, then the measured rounds. A contestant that cannot run
    on this machine is left out."""
    skipped = dict(contest.skipped)
    taking_part = [c for c in contest.contestants if c.name not in skipped]
    if contest.method == COUNTED:
        return count(contest, taking_part, skipped, progress)
    rounds = rounds or contest.rounds
    chance = random.Random(contest.name)  # another order each round, the same ones each time
    values = {c.name: {m.name: [] for m in contest.measures} for c in taking_part}
    for number in range(rounds + 1):
        progress(f"{contest.name}: " + (f"round {number} of {rounds}" if number else "warming up"))
        for contestant in chance.sample(taking_part, len(taking_part)):
            try:
                found = measure(contest, contestant)
                if number == 0 and contest.check:
                    contest.check(contestant)
            except runner.Skipped as reason:
                skipped[contestant.name] = str(reason)
                del values[contestant.name]
                continue
            except runner.Failed as error:
                raise runner.Failed(f"{contest.name}, {contestant.name}: {error}") from None
            for name, value in found.items() if number else ():
                values[contestant.name][name].append(value)
        taking_part = [c for c in taking_part if c.name not in skipped]
    return Result(contest, values, skipped)


def count(contest, taking_part, skipped, progress):
    values = {}
    name = contest.measures[0].name
    for contestant in taking_part:
        progress(f"{contest.name}: {contestant.name}")
        try:
            per_op = callgrind.per_operation(
                lambda n, argv=contestant.argv: with_operations(argv, n), contest.operations,
                contest.counter, rising=contest.counter in callgrind.COUNTERS)
        except runner.Skipped as reason:
            skipped[contestant.name] = str(reason)
            continue
        except runner.Failed as error:
            raise runner.Failed(f"{contest.name}, {contestant.name}: {error}") from None
        values[contestant.name] = {name: [per_op]}
    return Result(contest, values, skipped)
