# SPDX-License-Identifier: MIT OR Apache-2.0
from sring_bench.contest import Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TITLE = "options: what the options of sring_open cost"
COMPILERS = ["gcc"]

NOPS = ["none", "sqpoll", "interruptible", "napi", "clock", "workers", "iopoll"]
READS = ["none", "sqpoll", "interruptible", "napi", "clock", "workers", "async"]


def panels():
    yield Panel("Time per operation", "against a ring without options; less is better", {
        title: {option: [f"{what}.time.{option}/none"] for option in options[1:]}
        for title, what, options in (("NOP", "nop", NOPS), ("a read", "read", READS))}, ("time",))


def contests(setup):
    for what, options in (("nop", NOPS), ("read", READS)):
        yield Contest(
            name=f"{what}.time",
            title=f"{what}, 32 at a time",
            contestants=[Contestant(option, (setup.program("options"), option, what, "{operations}"),
                                    ours=True) for option in options],
            measures=[Measure("ns_per_op", "ns/operation")],
            comparisons=[Comparison(option, "none") for option in options[1:]],
            operations=3200 if setup.quick else 64000)
