# SPDX-License-Identifier: MIT OR Apache-2.0
"""Builds contestants in Rust and Go. One that cannot be built is left out, with the reason."""

import os
import shutil
import subprocess
from pathlib import Path

from .build import ROOT

RUST = ROOT / "bench" / "peers"  # the workspace
RUST_TARGET = ROOT / "build" / "bench-peers"
GO = ROOT / "bench" / "fibers" / "go"
GO_PROGRAM = ROOT / "build" / "bench-go" / "peer-go"
OFFLINE = {"CARGO_NET_RETRY": "1", "CARGO_HTTP_TIMEOUT": "30"}  # give up soon
PATIENCE = 1800  # seconds, for one of them with its dependencies


def crate(name):
    """The program of a member of the workspace, without `peer-`."""
    return str(RUST_TARGET / "release" / f"peer-{name}")


def build_crate(name):
    """Returns the reason why it could not be built, or None. An earlier build is used if the
    registry cannot be reached."""
    cargo = shutil.which("cargo") or shutil.which("cargo", path=Path.home() / ".cargo" / "bin")
    if not cargo:
        return "cargo is not installed"
    return step("cargo", [cargo, "build", "--release", "--locked", "--package", f"peer-{name}",
                          "--manifest-path", str(RUST / "Cargo.toml")],
                {**OFFLINE, "CARGO_TARGET_DIR": str(RUST_TARGET)})


def build_go():
    """The same, for the program in Go, which needs no other module."""
    go = shutil.which("go")
    if not go:
        return "go is not installed"
    return step("go", [go, "build", "-trimpath", "-o", str(GO_PROGRAM), "."],
                {"GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly"}, GO)


def step(tool, command, environment, directory=None):
    try:
        done = subprocess.run(command, env={**os.environ, **environment}, cwd=directory,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return f"{tool} did not end within {PATIENCE} s"
    return last_words(tool, done.stderr) if done.returncode else None


def last_words(tool, output):
    """The reason of a failure, which the tool prints last."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return f"{tool} build failed: {lines[-1] if lines else 'no message'}"
