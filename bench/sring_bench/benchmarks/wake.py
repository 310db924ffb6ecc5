# SPDX-License-Identifier: MIT OR Apache-2.0
from sring_bench.contest import Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TITLE = "wake: waking another thread's loop, and messages to it"
COMPILERS = ["gcc"]

PERCENTILES = {"round_trip_p50_us": "p50", "round_trip_p99_us": "p99"}
MESSAGES = {"word": "numbers", "buf": "buffers"}
SENDERS = [1, 4]


def panels():
    yield Panel("Two threads wake each other: time", "sring_wake against; less is better", {"": {
        label: [f"ping.{measure}sring/{other}" for measure in ("", "round_trip_p99_us.")]
        for label, other in (("eventfd, epoll", "epoll"), ("raw liburing", "raw"))}},
        tuple(PERCENTILES.values()))
    yield Panel("Messages per second", "mailbox against mutex and eventfd; more is better", {"": {
        title: [f"{kind}.{senders}.sring/queue" for senders in SENDERS]
        for kind, title in MESSAGES.items()}}, ("1 sender", "4 senders"))


def contests(setup):
    yield ping(setup)
    for kind in MESSAGES:
        for senders in SENDERS:
            yield mail(setup, kind, senders)


def ping(setup):
    return Contest(
        name="ping",
        title="two threads wake each other, each on a processor: round trip",
        contestants=[Contestant(name, (setup.program(f"ping_{name}"), "{operations}"),
                                ours=name == "sring") for name in ("epoll", "raw", "sring")],
        measures=[Measure(name, f"us, {part}") for name, part in PERCENTILES.items()],
        comparisons=[Comparison("sring", other, measure) for measure in PERCENTILES
                     for other in ("epoll", "raw")],
        rounds=15,
        operations=500 if setup.quick else 10000)


def mail(setup, kind, senders):
    return Contest(
        name=f"{kind}.{senders}",
        title=f"{MESSAGES[kind]} from {senders} thread{'s' if senders > 1 else ''} to one",
        contestants=[Contestant(name, (setup.program(f"mail_{name}"), kind, senders, "{operations}"),
                                ours=name == "sring") for name in ("queue", "sring")],
        measures=[Measure("messages_per_second", "messages/s", "more")],
        comparisons=[Comparison("sring", "queue")],
        rounds=15,
        operations=20000 if setup.quick else 500000)
