# SPDX-License-Identifier: MIT OR Apache-2.0
from sring_bench.contest import COUNTED, PRINTED, Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TITLE = "wait_any: the first of n operations, against a loop over completions"
COMPILERS = ["gcc"]

COUNTS = [2, 16, 256, 4096]
OTHERS = {"alone": 0, "others": 16}
TITLES = {"alone": "", "others": ", while 16 others complete"}


def panels():
    for what, title in ("time", "Time"), ("instructions", "User instructions"):
        yield Panel(f"{title} per wait, against raw liburing", "by number of tickets; less is better", {
            "": {str(count): [f"{count}.{case}.{what}.sring/raw" for case in OTHERS]
                 for count in COUNTS}}, ("alone", "16 others complete"))


def contests(setup):
    for case in OTHERS:
        for count in COUNTS:
            yield contest(setup, case, count, "instructions", COUNTED, 200)
            yield contest(setup, case, count, "time", PRINTED, work(setup, case, count))


def contest(setup, case, count, what, method, operations):
    arguments = (count, OTHERS[case], "{operations}")
    name, unit = {"instructions": ("instructions_per_wait", "instructions/wait"),
                  "time": ("ns_per_wait", "ns/wait")}[what]
    return Contest(
        name=f"{count}.{case}.{what}",
        title=f"the first of {count}{TITLES[case]}",
        contestants=[Contestant("raw", (setup.program("wait_any_raw"), *arguments)),
                     Contestant("sring", (setup.program("wait_any_sring"), *arguments), ours=True)],
        measures=[Measure(name, unit)],
        comparisons=[Comparison("sring", "raw")],
        method=method,
        rounds=15,
        operations=operations)


def work(setup, case, count):
    """Operations for about 20 ms."""
    nanoseconds = 500 + 4 * count + OTHERS[case] * (500 + count)
    return max(20_000_000 // nanoseconds // (20 if setup.quick else 1), 10)
