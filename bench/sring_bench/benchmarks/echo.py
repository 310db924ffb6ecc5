# SPDX-License-Identifier: MIT OR Apache-2.0
from sring_bench.contest import Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TITLE = "TCP echo: requests per second of one server thread"
COMPILERS = ["gcc"]

SIZES = {64: ("64B", "64 B"), 4096: ("4KiB", "4 KiB")}
CONNECTIONS = [16, 128]
MANY = 10000
CPU = "cpu_ns_per_request"
MEMORY = "bytes_per_connection"
LATENCIES = {"latency_p50_us": "p50", "latency_p99_us": "p99", "latency_p999_us": "p99.9"}
MEASURES = [Measure("requests_per_second", "requests/s", "more"),
            Measure(CPU, "ns of server CPU per request")]
MORE_MEASURES = [*(Measure(name, f"us, {part}") for name, part in LATENCIES.items()),
                 Measure(MEMORY, "bytes/connection")]

# What the two servers of ours are compared with.
MULTISHOT = {"liburing": "multishot", "epoll": "epoll", "libuv": "libuv"}
ONE_SHOT = {"liburing": "tuned", "plain liburing": "plain", "epoll": "epoll", "libuv": "libuv"}


def panels():
    series = tuple(f"{connections} connections" for connections in CONNECTIONS)
    for short, size in SIZES.values():
        yield Panel(f"Requests per second, {size}", "sring against; more is better", {
            title: {label: [f"{short}.{connections}.{server}/{other}" for connections in CONNECTIONS]
                    for label, other in others.items()}
            for title, server, others in (("multishot", "sring_multishot", MULTISHOT),
                                          ("one-shot", "sring", ONE_SHOT))}, series)
    for connections in CONNECTIONS[-1], MANY:
        measures = {"CPU time": CPU, **{f"latency {part}": name for name, part in LATENCIES.items()}}
        if connections == MANY:
            measures["memory"] = MEMORY
        yield Panel(f"Multishot, 64 B, {connections} connections", "sring against; less is better", {
            "": {label: [f"64B.{connections}.{measure}.sring_multishot/{other}"
                         for other in ("multishot", "epoll")] for label, measure in measures.items()}},
            ("liburing", "epoll"))
    yield Panel(f"Requests per second, 64 B, {MANY} connections", "sring against; more is better", {
        title: {label: [f"64B.{MANY}.{server}/{other}"] for label, other in others.items()
                if other != "plain"}
        for title, server, others in (("multishot", "sring_multishot", MULTISHOT),
                                      ("one-shot", "sring", ONE_SHOT))})


def contests(setup):
    return [*(contest(setup, size, connections) for size in SIZES for connections in CONNECTIONS),
            contest(setup, 64, MANY)]


def load(setup, size, connections, *server):
    """The command that loads a server and prints the values."""
    seconds = (0.2 if setup.quick else 0.4) * (1 if connections < MANY else 3)
    return (setup.program("echo_load"), size, connections, f"{seconds:.1f}", *server)


def contestants(setup, size, connections):
    def contestant(name, program, *arguments):
        return Contestant(name, load(setup, size, connections, setup.program(program), connections,
                                     *arguments), name.startswith("sring"))

    yield contestant("epoll", "echo_epoll")
    yield contestant("libuv", "echo_libuv")
    yield contestant("tuned", "echo_tuned")
    yield contestant("multishot", "echo_multishot")
    yield contestant("sring", "echo_sring")
    yield contestant("sring_multishot", "echo_sring_multishot")
    if connections < MANY:
        yield contestant("libuv_reuse", "echo_libuv", "reuse")
        yield contestant("plain", "echo_plain")
        yield Contestant("example", load(setup, size, connections, setup.example("echo_server")), True)


def comparisons(size, connections):
    small_and_many = (size, connections) == (64, 128)
    yield Comparison("sring_multishot", "multishot", at_least=0.98)
    yield Comparison("sring_multishot", "epoll", at_least=1.05)
    yield Comparison("sring_multishot", "libuv", at_least=1.7)
    for measure in (CPU, *LATENCIES, *([MEMORY] if connections == MANY else [])):
        for other in "multishot", "epoll":
            yield Comparison("sring_multishot", other, measure)
    yield Comparison("sring", "tuned", at_least=0.99)
    yield Comparison("sring", "epoll", at_least=1.05 if small_and_many else None)
    yield Comparison("sring", "libuv", at_least=1.5 if small_and_many else None)
    yield Comparison("sring", "multishot")
    for other in "tuned", "epoll":
        yield Comparison("sring", other, CPU)
    if connections < MANY:
        yield Comparison("sring", "libuv_reuse")
        yield Comparison("sring", "plain")
        yield Comparison("example", "tuned")


def contest(setup, size, connections):
    short, title = SIZES[size]
    return Contest(
        name=f"{short}.{connections}",
        title=f"{title}, {connections} connections",
        contestants=list(contestants(setup, size, connections)),
        measures=MEASURES + (MORE_MEASURES if connections == MANY else MORE_MEASURES[:-1]),
        # Many short rounds: the speed of machines changes from second to second.
        rounds=21 if connections < MANY else 11,
        comparisons=list(comparisons(size, connections)),
        skipped={} if setup.built("echo_libuv") else dict.fromkeys(
            ("libuv", "libuv_reuse"), "libuv1-dev is not installed"))
