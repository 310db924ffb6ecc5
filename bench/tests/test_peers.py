# SPDX-License-Identifier: MIT OR Apache-2.0
"""The peers are pinned, and a failed build gives its reason."""

import re
import stat
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from sring_bench import build, others, runner
from sring_bench.benchmarks import fibers, peers

CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index"


class Pinned(unittest.TestCase):
    def test_everything_comes_from_the_registry_that_all_know(self):
        lock = (others.RUST / "Cargo.lock").read_text(encoding="utf-8")
        self.assertEqual(set(re.findall(r'^source = "(.*)"$', lock, re.M)), {CRATES_IO})

    def test_versions_are_exact_and_locked(self):
        lock = (others.RUST / "Cargo.lock").read_text(encoding="utf-8")
        locked = set(re.findall(r'^name = "(.*)"\nversion = "(.*)"$', lock, re.M))
        for peer, version in {**peers.PEERS, "tokio": fibers.TOKIO}.items():
            manifest = (others.RUST / peer / "Cargo.toml").read_text(encoding="utf-8")
            wanted = re.findall(r'^([\w-]+) = (?:\{ version = )?"([^"]*)"', manifest.split(
                "[dependencies]")[1], re.M)
            self.assertEqual(dict(wanted).get(peer), f"={version}")
            for crate, exact in wanted:
                self.assertEqual(exact[0], "=", f"{peer}: {crate} {exact}")
                self.assertIn((crate, exact[1:]), locked)


class Building(unittest.TestCase):
    def build(self, script):
        """Builds with this shell script as cargo."""
        with tempfile.TemporaryDirectory() as directory:
            cargo = Path(directory, "cargo")
            cargo.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            cargo.chmod(cargo.stat().st_mode | stat.S_IXUSR)
            with mock.patch.dict("os.environ", PATH=f"{directory}:/bin:/usr/bin"), \
                    mock.patch.object(peers, "missing", {}):
                peers.build_more()
                return peers.missing

    def test_all_can_be_built(self):
        self.assertEqual(self.build("exit 0"), {})

    def test_one_that_cannot_be_built_is_left_out(self):
        why = self.build('case "$*" in *peer-monoio*) echo "error: a\n  Caused by: b\n" >&2; exit 1;;'
                         ' esac')
        self.assertEqual(why, {"monoio": "cargo build failed: Caused by: b"})

    def test_none_can_be_built(self):
        with self.assertRaisesRegex(runner.Skipped, "no peer could be built: cargo build failed: x"):
            self.build("echo x >&2; exit 101")

    def test_without_cargo(self):
        with mock.patch("shutil.which", return_value=None), \
                mock.patch.object(peers, "missing", {}), \
                self.assertRaisesRegex(runner.Skipped, "cargo is not installed"):
            peers.build_more()

    def test_neither_go_nor_cargo(self):
        with mock.patch("shutil.which", return_value=None), mock.patch.object(fibers, "missing", {}):
            fibers.build_more()
            self.assertEqual(fibers.missing, {"go": "go is not installed",
                                              "tokio": "cargo is not installed"})
            contest = next(iter(fibers.contests(build.Setup(quick=True))))
            self.assertLessEqual(set(fibers.missing), set(contest.skipped))


if __name__ == "__main__":
    unittest.main()
