# SPDX-License-Identifier: MIT OR Apache-2.0
import os

from sring_bench import others, runner
from sring_bench.benchmarks import copy, echo
from sring_bench.build import ROOT
from sring_bench.contest import TIMED, Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

# The versions pinned in the manifests.
PEERS = {"compio": "0.19.2", "monoio": "0.2.4", "safer-ring": "0.0.1", "tokio-uring": "0.5.0"}

TITLE = "the same work in Rust: " + ", ".join(map(" ".join, PEERS.items()))
COMPILERS = ["gcc"]

BATCHES = [1, 8, 32, 128]
CACHED = ROOT / "build" / "bench-data" / "cached"

missing = {}  # peer -> the reason why it could not be built


def panels():
    for work, title in ("nop", "NOPs per second"), ("read", "4 KiB reads per second"):
        yield panel(title, (f"{work}.1.", f"{work}.128."), ("1 in flight", "128"))
    for short, size in echo.SIZES.values():
        yield panel(f"Echo, {size}: requests per second",
                    [f"echo.{short}.{connections}." for connections in echo.CONNECTIONS],
                    tuple(f"{connections} connections" for connections in echo.CONNECTIONS))
    yield panel("Copy in the page cache: speed", ("copy.",), ("",))


def panel(title, names, series):
    return Panel(title, "sring against; more is better", {"": {
        label: [f"{contest}sring/{other}" for contest in names]
        for label, other in [("raw liburing", "raw"), *zip(PEERS, PEERS)]}}, series)


def contests(setup):
    for work in ("nop", "read"):
        for batch in BATCHES:
            yield overhead(setup, work, batch)
    for size in echo.SIZES:
        for connections in echo.CONNECTIONS:
            yield echoing(setup, size, connections)
    yield copying(setup)


def overhead(setup, work, batch):
    """Operations that the kernel completes at once, `batch` in flight at a time."""
    operations = 20000 if setup.quick else 400000
    words = (work, batch, operations, *([CACHED] if work == "read" else []))
    title = {"nop": "no-operations", "read": "4 KiB reads from the page cache"}[work]
    return Contest(
        name=f"{work}.{batch}",
        title=f"{title}, {batch} in flight",
        contestants=contestants((setup.program("peers_raw"), *words),
                                (setup.program("peers_sring"), *words),
                                lambda peer: (others.crate(peer), *words)),
        measures=[Measure("operations_per_second", "operations/s", "more")],
        comparisons=comparisons(),
        prepare=make_cached,
        skipped=missing)


def echoing(setup, size, connections):
    """The servers of the peers with the client of echo."""
    def load(*server):
        return echo.load(setup, size, connections, *server)

    short, title = echo.SIZES[size]
    return Contest(
        name=f"echo.{short}.{connections}",
        title=f"echo of {title}, {connections} connections",
        contestants=contestants(load(setup.program("echo_tuned")),
                                load(setup.program("echo_sring")),
                                lambda peer: load(others.crate(peer), "echo")),
        measures=echo.MEASURES,
        comparisons=comparisons() + [Comparison("sring", peer, echo.CPU) for peer in PEERS],
        skipped=missing)


def copying(setup):
    """An existing file is overwritten in the page cache."""
    mib = copy.fitting(ROOT / "build", copy.QUICK if setup.quick else copy.FULL)
    files = copy.Files(ROOT / "build", True, mib)
    names = (files.source, files.copy)
    return Contest(
        name="copy",
        title=f"copy of {mib} MiB in the page cache, an existing file is overwritten",
        contestants=contestants((setup.program("copy_raw"), *names),
                                (setup.example("cp"), *names),
                                lambda peer: (others.crate(peer), "copy", *names)),
        measures=copy.MEASURES,
        comparisons=comparisons(),
        method=TIMED, operations=mib, prepare=files.prepare, check=files.check,
        skipped=missing if mib else dict.fromkeys(["raw", "sring", *PEERS], "no room"))


def contestants(raw, ours, peer):
    """The two in C, then the peers."""
    return [Contestant("raw", raw), Contestant("sring", ours, ours=True),
            *(Contestant(name, peer(name)) for name in PEERS)]


def comparisons():
    return [Comparison("sring", peer, at_least=1.0) for peer in PEERS] + [Comparison("sring", "raw")]


def make_cached(_contestant):
    """The file to read, in the page cache after it was written."""
    CACHED.parent.mkdir(parents=True, exist_ok=True)
    if not CACHED.exists():
        CACHED.write_bytes(os.urandom(4096))


# --- building ------------------------------------------------------------------------------------


def build_more():
    """Builds the peers, and fills in `missing`. A peer that cannot be built is left out."""
    for peer in PEERS:
        reason = others.build_crate(peer)
        if reason:
            missing[peer] = reason
    if len(missing) == len(PEERS):
        raise runner.Skipped(f"no peer could be built: {next(iter(missing.values()))}")
