# SPDX-License-Identifier: MIT OR Apache-2.0
from sring_bench.contest import Comparison, Contest, Contestant, Measure

TITLE = "TCP echo: requests per second of one server thread"
COMPILERS = ["gcc"]

SIZES = {64: "64B", 4096: "4KiB"}
CONNECTIONS = [16, 128]
MEASURES = [Measure("requests_per_second", "requests/s", "more"),
            Measure("cpu_ns_per_request", "ns of server CPU per request")]


def contests(setup):
    return [contest(setup, size, connections) for size in SIZES for connections in CONNECTIONS]


def contest(setup, size, connections):
    seconds = "0.2" if setup.quick else "0.7"

    def contestant(name, server, ours=False):
        return Contestant(name, (setup.program("echo_load"), size, connections, seconds, server),
                          ours)

    return Contest(
        name=f"{SIZES[size]}.{connections}",
        title=f"{SIZES[size].replace('B', ' B').replace('Ki ', ' Ki')}, {connections} connections",
        contestants=[contestant("epoll", setup.program("echo_epoll"))],
        measures=MEASURES)
