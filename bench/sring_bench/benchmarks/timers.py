# SPDX-License-Identifier: MIT OR Apache-2.0
from sring_bench.contest import COUNTED, Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TITLE = "timers: arming, re-arming and cancelling one, with others in flight"
COMPILERS = ["gcc"]

COUNTS = [1, 1000, 60000]
BATCH = 32  # as in timers.h
OTHERS = {"raw": "raw liburing", "timerfd": "timerfd", "wheel": "a timer wheel"}
REARMS = {"later": "a timer, later", "earlier": "a timer, earlier",
          "deadline_later": "a deadline, later", "deadline_earlier": "a deadline, earlier"}


def panels():
    for what, title in REARMS.items():
        if what in ("later", "deadline_earlier", "earlier"):
            yield panel(f"Time to re-arm {title}", what, "")
    yield panel("Time to arm a timer", "cancel", "")
    yield panel("Time to cancel a timer", "cancel", "ns_per_cancel.")


def panel(title, what, measure):
    return Panel(f"{title}, sring against", "by number in flight; less is better", {
        label: {str(count): [f"{count}.{what}.{measure}sring/{other}"] for count in COUNTS}
        for other, label in OTHERS.items()})


def contests(setup):
    for what in ("cancel", *REARMS):
        for count in COUNTS:
            yield time(setup, what, count)
            yield instructions(setup, what, count)


def contestants(setup, what, count, names):
    return [Contestant(name, (setup.program(f"timers_{name}"), what, count, "{operations}"),
                       ours=name == "sring") for name in names]


def time(setup, what, count):
    cancel = what == "cancel"
    measures = [Measure("ns_per_arm", "ns/arming"), Measure("ns_per_cancel", "ns/cancelling")] \
        if cancel else [Measure("ns_per_rearm", "ns/re-arming")]
    return Contest(
        name=f"{count}.{what}",
        title=f"{title_of(what)}, {count} in flight",
        contestants=contestants(setup, what, count, ["sring", *OTHERS]),
        measures=measures,
        comparisons=[Comparison("sring", other, measure.name if index else None)
                     for other in OTHERS for index, measure in enumerate(measures)],
        operations=work(setup, what, count))


def work(setup, what, count):
    """The kernel needs up to 10 ms for one of many timers."""
    if setup.quick or count == max(COUNTS):
        return 2 * BATCH
    return (50 if what == "cancel" else 500) * BATCH


def instructions(setup, what, count):
    return Contest(
        name=f"{count}.{what}.instructions",
        title=f"{title_of(what)}, {count} in flight",
        contestants=contestants(setup, what, count, ["sring", "raw", "wheel"]),
        measures=[Measure("instructions_per_timer", "instructions/timer")],
        comparisons=[Comparison("sring", "raw"), Comparison("sring", "wheel")],
        method=COUNTED,
        operations=2 * BATCH)


def title_of(what):
    return f"re-arming {REARMS[what]}" if what in REARMS else "arming and cancelling a timer"
