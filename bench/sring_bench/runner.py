# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs one program and returns its output and resource usage."""

import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass

SKIPPED = 77  # the exit status of a contestant that cannot run; it prints the reason
PATIENCE = 600  # seconds


class Failed(Exception):
    """A contestant or a tool failed."""


class Skipped(Exception):
    """It cannot be measured on this machine; has the reason."""


@dataclass(frozen=True)
class Run:
    output: str
    elapsed_seconds: float
    cpu_seconds: float  # of the program and its children, in user and kernel mode


def run(argv, patience=PATIENCE, environment=None):
    """Runs a program to its end, with these variables added to the environment. Both output streams
    go to a file, so no pipe must be read during the measurement."""
    with tempfile.TemporaryFile() as output:
        start = time.monotonic()
        try:
            process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=output,
                                       stderr=subprocess.STDOUT, start_new_session=True,
                                       env={**os.environ, **(environment or {})})
        except OSError as error:
            raise Failed(f"{argv[0]} cannot be run: {error.strerror}") from None
        status, usage = wait(process, start + patience)
        elapsed = time.monotonic() - start
        output.seek(0)
        text = output.read().decode(errors="replace")
    if status == SKIPPED:
        raise Skipped(text.strip().removeprefix("SKIP: ") or "it did not say why")
    if status:
        raise Failed(f"{' '.join(map(str, argv))}\nexit status {status}\n{text}")
    return Run(text, elapsed, usage.ru_utime + usage.ru_stime)


def wait(process, deadline):
    """Exit status (negative: a signal) and resource usage. A program that takes too long is
    killed with its children."""
    previous = signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, max(deadline - time.monotonic(), 0.001))
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage
