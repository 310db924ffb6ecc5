# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs a test on the simulated kernel with many seeds, two at a time: seeds.py TEST [FIRST LAST].

A seed that fails is printed with the command that repeats it. The first seeds run twice: both traces
of requests and completions must be the same."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

STEPS = os.environ.get("SRING_TEST_STEPS", "2000")
TWICE = 10  # the number of seeds to run twice
PATIENCE = 60  # seconds for one seed


def main(test, first="1", last="100"):
    seeds = range(int(first), int(last) + 1)
    begin = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        failures = [failure for failure in pool.map(lambda seed: run(test, seed), seeds) if failure]
    seconds = time.monotonic() - begin
    print(f"{len(seeds)} seeds of {STEPS} steps in {seconds:.1f} s: "
          f"{len(seeds) / seconds:.0f} a second")
    failures += [f"seed {seed} gives two runs" for seed in seeds[:TWICE]
                 if trace(test, seed) != trace(test, seed)]
    print("\n".join(failures))
    return bool(failures)


def run(test, seed, **more):
    """The message about a failure, or None."""
    environment = {"SRING_TEST_SIMULATED": str(seed), "SRING_TEST_STEPS": STEPS}
    try:
        result = subprocess.run([test], env={**os.environ, **environment, **more}, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"seed {seed} hangs: {command(environment, test)}"
    if result.returncode:
        return f"{result.stdout}seed {seed} fails: {command(environment, test)}"
    return None


def command(environment, test):
    return " ".join([*(f"{name}={value}" for name, value in environment.items()), test])


def trace(test, seed):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace"
        run(test, seed, SRING_TEST_TRACE=str(path))
        return path.read_text()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
