# SPDX-License-Identifier: MIT OR Apache-2.0
from sring_bench.contest import Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TITLE = "broadcast: one response of 64 KiB to 128 clients, shared or copied"
COMPILERS = ["gcc"]

CPU, MEMORY = "cpu_ns_per_response", "memory_kib"


def panels():
    rows = {"liburing": "shared/raw", "copies": "shared/copied"}
    for measure, title, note in (("", "Responses per second", "a shared buffer against; more is better"),
                                 (f"{CPU}.", "CPU time per response", "a shared buffer against; less is better"),
                                 (f"{MEMORY}.", "Resident memory", "a shared buffer against; less is better")):
        yield Panel(title, note, {"": {
            label: [f"64KiB.128.{measure}{compared}"] for label, compared in rows.items()}})


def contests(setup):
    def contestant(name, program, kind, ours=False):
        seconds = "0.2" if setup.quick else "1"
        return Contestant(name, (setup.program(program), kind, seconds), ours)

    return [Contest(
        name="64KiB.128",
        title="64 KiB, 128 clients",
        contestants=[
            contestant("raw", "broadcast_raw", "shared"),
            contestant("shared", "broadcast_sring", "shared", ours=True),
            contestant("copied", "broadcast_sring", "copied", ours=True),
        ],
        measures=[Measure("responses_per_second", "responses/s", "more"),
                  Measure(CPU, "ns of sender CPU per response"),
                  Measure(MEMORY, "KiB of sender memory")],
        rounds=21,
        comparisons=[
            Comparison("shared", "raw", at_least=0.97),
            Comparison("shared", "copied"),
            Comparison("shared", "raw", CPU), Comparison("shared", "copied", CPU),
            Comparison("shared", "raw", MEMORY), Comparison("shared", "copied", MEMORY),
        ])]
