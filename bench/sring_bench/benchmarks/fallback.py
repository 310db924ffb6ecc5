# SPDX-License-Identifier: MIT OR Apache-2.0
from sring_bench import build
from sring_bench.benchmarks import copy, echo, random_read
from sring_bench.contest import Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TITLE = "Without io_uring: the fallback against the same by hand"
COMPILERS = ["gcc"]

FALLBACK = {"SRING_BACKEND": "fallback"}
CONNECTIONS = [16, 128]
DEPTHS = [1, 16]
GOAL = 0.9
PLACES = {"page_cache": build.ROOT / "build", "tmpfs": "/dev/shm"}
HOW = {"overwrite": (True, "an existing file is overwritten"), "new": (False, "a new file")}


def panels():
    yield Panel("Echo, 64 B: requests per second", "the fallback against epoll; more is better", {"": {
        title: [f"echo.{connections}.{server}/epoll" for connections in CONNECTIONS]
        for title, server in (("one-shot", "sring"), ("multishot", "sring_multishot"))}},
        tuple(f"{connections} connections" for connections in CONNECTIONS))
    yield Panel("Copy: speed", "examples/cp against read and write; more is better", {"": {
        title: [f"copy.{place}.{how}.cp/loop" for how in HOW]
        for place, title in (("page_cache", "page cache"), ("tmpfs", "tmpfs"))}},
        ("overwrite", "new file"))
    yield Panel("Random reads per second", "the fallback against threads; more is better", {"": {
        f"{depth} in flight": [f"random_read.{depth}.sring/threads"] for depth in DEPTHS}})


def contests(setup):
    return [*(echoes(setup, connections) for connections in CONNECTIONS),
            *(copies(setup, place, how) for place in PLACES for how in HOW),
            *(reads(setup, depth) for depth in DEPTHS)]


def ours(contestant):
    return Contestant(contestant.name, contestant.argv, True, FALLBACK)


def echoes(setup, connections):
    names = "epoll", "sring", "sring_multishot", "example"
    contestants = [each for each in echo.contestants(setup, 64, connections) if each.name in names]
    return Contest(
        name=f"echo.{connections}",
        title=f"Echo of 64 B, {connections} connections",
        contestants=[ours(each) if each.ours else each for each in contestants],
        measures=echo.MEASURES,
        rounds=21,
        comparisons=[Comparison("sring", "epoll", at_least=GOAL),
                     Comparison("sring_multishot", "epoll", at_least=GOAL),
                     Comparison("example", "epoll"),
                     Comparison("sring", "epoll", echo.CPU),
                     Comparison("sring_multishot", "epoll", echo.CPU)])


def copies(setup, place, how):
    keep, title = HOW[how]
    mib = copy.fitting(PLACES[place], copy.QUICK if setup.quick else copy.FULL)
    files = copy.Files(PLACES[place], keep, mib)
    return Contest(
        name=f"copy.{place}.{how}",
        title=f"Copy of {mib} MiB in {place}, {title}",
        contestants=[Contestant("loop", (setup.program("copy_loop"), files.source, files.copy)),
                     Contestant("cp", (setup.example("cp"), files.source, files.copy), True, FALLBACK)],
        measures=copy.MEASURES,
        comparisons=[Comparison("cp", "loop", at_least=GOAL)],
        method=copy.TIMED, operations=mib, prepare=files.prepare, check=files.check,
        skipped={} if mib else {name: f"no room in {place}" for name in ("loop", "cp")})


def reads(setup, depth):
    found = random_read.contest(setup, depth)
    names = "threads", "sring"
    return Contest(
        name=f"random_read.{depth}",
        title=f"Random reads of 4 KiB with O_DIRECT, {depth} in flight",
        contestants=[ours(each) if each.ours else each for each in found.contestants
                     if each.name in names],
        measures=found.measures, rounds=found.rounds, prepare=found.prepare,
        comparisons=[Comparison("sring", "threads")])
