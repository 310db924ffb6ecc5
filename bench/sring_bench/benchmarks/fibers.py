# SPDX-License-Identifier: MIT OR Apache-2.0
from sring_bench import callgrind, others
from sring_bench.benchmarks import echo
from sring_bench.contest import COUNTED, PRINTED, Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TOKIO = "1.54.1"  # the version pinned in its manifest

TITLE = f"fibers, against goroutines, tokio {TOKIO} and Asio's coroutines"
COMPILERS = ["gcc"]

# What is done, with how many at a time.
NUMBERS = {"yield": [2, 1000], "spawn": [1, 100]}
TITLES = {"yield": "a switch to another fiber", "spawn": "begin and end"}
UNITS = {"yield": "switch", "spawn": "spawn"}
SLEEPING = 10000
PEERS = {"go": "Go", "tokio": "tokio", "asio": "Asio"}
FLOOR = {"context": "Boost.Context alone"}

CONNECTIONS = [*echo.CONNECTIONS, echo.MANY]
COUNTED_CONNECTIONS = 16
# The servers with a buffer per connection, and with multishot operations and a buffer ring.
FIBERS = {"sring_fiber": "sring", "sring_fiber_multishot": "sring_multishot"}
RAW = {"sring": "tuned", "sring_multishot": "multishot"}  # what liburing reaches without a library
ECHO_PEERS = {**PEERS, "asio": "Asio, epoll", "asio_uring": "Asio, io_uring"}
FEWEST = 0.97  # of the requests of the server with callbacks
MOST_MEMORY = 6144  # bytes, of a connection that waits

missing = {}  # contestant -> the reason why it could not be built


def panels():
    one, many = NUMBERS["yield"][-1], NUMBERS["spawn"][-1]
    series = ("a switch", "begin and end")
    for what, title in ("time", "Time"), ("instructions", "User instructions"):
        yield Panel(title, "sring's fibers against; less is better", {"": {
            label: [f"yield.{one}.{what}.sring/{other}", f"spawn.{many}.{what}.sring/{other}"]
            for other, label in {**FLOOR, **PEERS}.items()}}, series)
    yield Panel("Memory of one that sleeps", "sring's fibers against; less is better", {"": {
        label: [f"sleep.sring/{other}"] for other, label in {**FLOOR, **PEERS}.items()}})
    fiber = "sring_fiber_multishot"
    yield Panel(f"Echo: user instructions, {COUNTED_CONNECTIONS} connections",
                "sring's fibers against; less is better", {"": {
        label: [f"echo.instructions.{fiber}/{other}"]
        for other, label in {**ECHO_PEERS, FIBERS[fiber]: "callbacks"}.items()}})
    few = [(connections, f"{connections} connections") for connections in CONNECTIONS[:-1]]
    for shown in few, [(echo.MANY, f"{echo.MANY} connections")]:
        yield Panel("Echo: requests per second", "sring's fibers against; more is better", {
            title: {label: [f"echo.{connections}.{server}/{other}" for connections, _ in shown]
                    for other, label in {**(ECHO_PEERS if server == fiber else {}),
                                         FIBERS[server]: "callbacks"}.items()}
            for title, server in (("multishot", fiber), ("one-shot", "sring_fiber"))},
            tuple(label for _, label in shown))
    for measure, title in ("latency_p999_us", "latency p99.9"), (echo.MEMORY, "memory per connection"):
        yield Panel(f"Echo: {title}, {echo.MANY} connections", "multishot; less is better", {"": {
            label: [f"echo.{echo.MANY}.{measure}.{fiber}/{other}"]
            for other, label in {**ECHO_PEERS, FIBERS[fiber]: "callbacks"}.items()}})


# --- switch, begin and end, sleep ----------------------------------------------------------------


def contests(setup):
    for what, numbers in NUMBERS.items():
        for number in numbers:
            yield turns(setup, what, number, "instructions", COUNTED, 20000)
            yield turns(setup, what, number, "time", PRINTED, 20000 if setup.quick else 500000)
    yield sleeping(setup)
    yield echo_instructions(setup)
    for connections in CONNECTIONS:
        yield echoing(setup, connections)


def contestants(setup, *arguments):
    programs = {"sring": setup.program("fibers_sring"), "context": setup.program("fibers_context"),
                "go": str(others.GO_PROGRAM), "tokio": others.crate("tokio"),
                "asio": setup.program("fibers_asio")}
    return [Contestant(name, (program, *arguments), ours=name == "sring")
            for name, program in programs.items()]


def turns(setup, what, number, measured, method, operations):
    unit = UNITS[what]
    name, shown = {"instructions": (f"instructions_per_{unit}", f"instructions/{unit}"),
                   "time": (f"ns_per_{unit}", f"ns/{unit}")}[measured]
    return Contest(
        name=f"{what}.{number}.{measured}",
        title=f"{TITLES[what]}, {number} at a time",
        contestants=contestants(setup, what, number, "{operations}"),
        measures=[Measure(name, shown)],
        comparisons=[Comparison("sring", other) for other in (*FLOOR, *PEERS)],
        method=method,
        rounds=15,
        operations=operations,
        skipped=skipped(setup))


def sleeping(setup):
    return Contest(
        name="sleep",
        title=f"resident memory of one that sleeps, {SLEEPING} of them",
        contestants=contestants(setup, "sleep", SLEEPING),
        measures=[Measure("bytes_per_fiber", "bytes/fiber")],
        comparisons=[Comparison("sring", None, at_most=MOST_MEMORY),
                     *(Comparison("sring", other) for other in (*FLOOR, *PEERS))],
        rounds=3,
        skipped=skipped(setup))


# --- echo ----------------------------------------------------------------------------------------


def servers(setup, connections):
    in_c = [*FIBERS, *FIBERS.values(), *RAW.values(), "epoll"]
    return {**{name: (setup.program(f"echo_{name}"), connections) for name in in_c},
            "go": (str(others.GO_PROGRAM), "echo"), "tokio": (others.crate("tokio"), "echo"),
            **{name: (setup.program(f"echo_{name}"), connections) for name in ("asio", "asio_uring")}}


def echoing(setup, connections):
    measures = echo.MEASURES + echo.MORE_MEASURES
    many = connections == echo.MANY
    return Contest(
        name=f"echo.{connections}",
        title=f"echo of 64 B, {connections} connections",
        contestants=[Contestant(name, echo.load(setup, 64, connections, *server),
                                name.startswith("sring"))
                     for name, server in servers(setup, connections).items()],
        measures=measures if many else measures[:-1],
        comparisons=list(echo_comparisons(many)),
        rounds=41 if many else 21,
        skipped=skipped(setup))


def echo_comparisons(many):
    for fiber, callbacks in FIBERS.items():
        yield Comparison(fiber, callbacks, at_least=FEWEST)
        yield Comparison(fiber, callbacks, echo.CPU)
        for peer in ECHO_PEERS:
            yield Comparison(fiber, peer, at_least=1.0)
    for callbacks, raw in RAW.items():
        for other in (callbacks, "epoll", *ECHO_PEERS):
            yield Comparison(raw, other)
    fiber = "sring_fiber_multishot"
    yield Comparison(fiber, "epoll")
    for other in (FIBERS[fiber], *ECHO_PEERS):
        yield Comparison(fiber, other, "latency_p999_us")
        if many:
            yield Comparison(fiber, other, echo.MEMORY)
    if many:
        yield Comparison(fiber, None, echo.MEMORY, at_most=MOST_MEMORY)


def echo_instructions(setup):
    """Of the server, in user mode. They depend on how many messages come at a time, so they repeat
    only about."""
    connections = COUNTED_CONNECTIONS
    return Contest(
        name="echo.instructions",
        title=f"echo of 64 B, {connections} connections",
        contestants=[Contestant(name, (setup.program("echo_load"), 64, connections, "{operations}x",
                                       *server), name.startswith("sring"))
                     for name, server in servers(setup, connections).items()],
        measures=[Measure("instructions_per_request", "instructions/request")],
        comparisons=[Comparison(fiber, other) for fiber, callbacks in FIBERS.items()
                     for other in (callbacks, "epoll", *ECHO_PEERS)],
        method=COUNTED,
        counter=callgrind.server_instructions,
        operations=1000 if setup.quick else 5000,
        skipped=skipped(setup))


# --- building ------------------------------------------------------------------------------------


def skipped(setup):
    """All that could not be built; a contest has some of it."""
    without_asio = {name: "libasio-dev or g++ is not installed" for name in ("asio", "asio_uring")
                    if not setup.built(f"echo_{name}")}
    return {**missing, **without_asio}


def build_more():
    for name, reason in ("go", others.build_go()), ("tokio", others.build_crate("tokio")):
        if reason:
            missing[name] = reason
