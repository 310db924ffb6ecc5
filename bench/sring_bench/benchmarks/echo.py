# SPDX-License-Identifier: MIT OR Apache-2.0
from sring_bench.contest import Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TITLE = "TCP echo: requests per second of one server thread"
COMPILERS = ["gcc"]

SIZES = {64: ("64B", "64 B"), 4096: ("4KiB", "4 KiB")}
CONNECTIONS = [16, 128]
CPU = "cpu_ns_per_request"
MEASURES = [Measure("requests_per_second", "requests/s", "more"),
            Measure(CPU, "ns of server CPU per request")]

OTHERS = {"liburing, tuned": "tuned", "liburing, multishot": "multishot", "liburing, plain": "plain",
          "epoll": "epoll", "libuv": "libuv", "libuv, memory reused": "libuv_reuse"}
CPU_OTHERS = "tuned", "epoll"


def panels():
    for measure, what in ("", "Requests per second; more"), (f"{CPU}.", "CPU time per request; less"):
        title, better = what.split(";")
        for short, size in SIZES.values():
            yield Panel(f"{title}, {size}", f"sring against;{better} is better", {"": {
                label: [f"{short}.{connections}.{measure}sring/{other}"
                        for connections in CONNECTIONS] for label, other in OTHERS.items()
                if not measure or other in CPU_OTHERS}},
                        tuple(f"{connections} connections" for connections in CONNECTIONS))


def contests(setup):
    return [contest(setup, size, connections) for size in SIZES for connections in CONNECTIONS]


def load(setup, size, connections, *server):
    """The command that loads a server and prints the values."""
    return (setup.program("echo_load"), size, connections, "0.2" if setup.quick else "0.4", *server)


def contest(setup, size, connections):
    def contestant(name, *server, ours=False):
        return Contestant(name, load(setup, size, connections, *server), ours)

    short, title = SIZES[size]
    small_and_many = (size, connections) == (64, 128)
    return Contest(
        name=f"{short}.{connections}",
        title=f"{title}, {connections} connections",
        contestants=[
            contestant("epoll", setup.program("echo_epoll")),
            contestant("libuv", setup.program("echo_libuv")),
            contestant("libuv_reuse", setup.program("echo_libuv"), "reuse"),
            contestant("plain", setup.program("echo_plain")),
            contestant("tuned", setup.program("echo_tuned")),
            contestant("multishot", setup.program("echo_tuned"), "multishot"),
            contestant("sring", setup.program("echo_sring"), ours=True),
            contestant("example", setup.example("echo_server"), ours=True),
        ],
        measures=MEASURES,
        rounds=21,  # many short rounds: the speed of machines changes from second to second
        comparisons=[
            Comparison("sring", "tuned", at_least=0.99),
            Comparison("sring", "multishot", at_least=0.99),
            Comparison("example", "tuned"),
            Comparison("sring", "epoll", at_least=1.05 if small_and_many else None),
            Comparison("sring", "libuv", at_least=1.5 if small_and_many else None),
            Comparison("sring", "libuv_reuse"),
            Comparison("sring", "plain"),
            *(Comparison("sring", other, CPU) for other in CPU_OTHERS),
        ],
        skipped={} if setup.built("echo_libuv") else dict.fromkeys(
            ("libuv", "libuv_reuse"), "libuv1-dev is not installed"))
