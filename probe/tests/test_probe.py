# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of sring-probe: test_probe.py SRING_PROBE"""

import ctypes
import errno
import json
import os
import re
import resource
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples/tests"))

import common  # noqa: E402

PROBE = sys.argv[1]
ROW = re.compile(r"(yes|no ) ([a-z0-9_]+) +(\d\.\d+)")


def spec():
    """The operations of the spec: name -> version."""
    found = {}
    for path in (ROOT / "spec/ops").glob("*.yaml"):
        found[path.stem] = re.search(r'since: "([\d.]+)"', path.read_text())[1]
    return found


def probe(*arguments, environment=None, **options):
    settings = {name: value for name, value in os.environ.items() if name != "SRING_BACKEND"}
    settings.update(environment or {})
    return subprocess.run([PROBE, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=60, check=False, env=settings, **options)


def opens():
    """Whether io_uring can be set up, asked without the library."""
    params = ctypes.create_string_buffer(120)
    fd = common.libc.syscall(common.IO_URING_SETUP, 1, params)
    if fd >= 0:
        os.close(fd)
    return fd >= 0


def forbid_with(error):
    return lambda: common.forbid(error)


class Probe(unittest.TestCase):
    def read(self, status, *arguments, **options):
        """The report as JSON, after comparing the text with it."""
        run = probe("--json", *arguments, **options)
        self.assertEqual((run.returncode, run.stderr), (status, b""))
        report = json.loads(run.stdout.decode("ascii"))
        text = probe(**options)
        self.assertEqual(text.stderr, b"")
        self.compare(report, text.stdout.decode())
        return report

    def compare(self, report, text):
        lines = text.splitlines()
        self.assertLessEqual(len(lines), 60)
        self.assertLessEqual(max(map(len, lines)), 80, text)
        self.assertEqual(lines[0], f"sring {report['sring']}, Linux {report['kernel']['release']}, "
                                   f"{report['kernel']['machine']}")
        rows = {name: (word == "yes", since) for word, name, since in ROW.findall(text)}
        self.assertEqual(rows, {name: (operation["supported"], operation["linux"])
                                for name, operation in report["operations"].items()})
        flowing = " ".join(text.split())
        expected = "yes" if report["io_uring"]["works"] else "no: " + report["io_uring"]["reason"]
        self.assertIn(f" io_uring {expected} backend ", flowing)
        works = [name for name, feature in report["features"].items() if feature["works"]]
        if works:
            self.assertIn(f" features {' '.join(works)} ", flowing)
        for name, feature in report["features"].items():
            if not feature["works"]:
                self.assertIn(f" no {name}: {feature['reason']} ", flowing)
        for thing in report["io_uring"], report["backend"], *report["features"].values():
            self.assertEqual(thing["works"], thing["errno"] == 0)
            self.assertEqual(thing["works"], thing["reason"] is None)
        for setup in report["setups"]:
            word, flags = "yes" if setup["works"] else "no", " ".join(setup["flags"]) or "no flags"
            self.assertIn(f" {word} {setup['linux']} {flags} ", flowing)

    # --- what it finds out ------------------------------------------------------------------------

    def test_this_machine(self):
        works = opens()
        report = self.read(0 if works else 1)
        self.assertEqual(report["io_uring"]["works"], works)
        self.assertEqual(report["backend"]["name"], "uring" if works else "fallback")
        self.assertEqual(report["kernel"], {"release": os.uname().release,
                                            "machine": os.uname().machine})
        self.assertEqual({name: operation["linux"]
                          for name, operation in report["operations"].items()}, spec())

    def test_by_the_version_of_the_kernel(self):
        """An older kernel may have more: distributions backport."""
        if not opens():
            self.skipTest("SKIP: no io_uring")
        report = self.read(0)
        kernel = tuple(map(int, re.match(r"(\d+)\.(\d+)", os.uname().release).groups()))
        checked = 0
        for thing in (*report["setups"], *report["operations"].values()):
            if tuple(map(int, thing["linux"].split("."))) <= kernel:
                self.assertTrue(thing.get("works", thing.get("supported")), thing)
                checked += 1
        self.assertGreater(checked, 20)
        for name in "incremental_buffer_rings", "bundles":
            self.assertEqual(report["features"][name]["works"], kernel >= (6, 16))
        self.assertEqual(report["setup"],
                         next(setup["linux"] for setup in report["setups"] if setup["works"]))
        self.assertIn("EXT_ARG", report["kernel_features"])
        self.assertIn("NODROP", report["kernel_features"])

    def test_keys(self):
        """A program relies on them. docs/OBSERVING.md has them all."""
        outcome = {"works": bool, "errno": int, "reason": (str, type(None))}
        limit = {"soft": (int, type(None)), "hard": (int, type(None))}
        keys = {
            "sring": str,
            "kernel": {"release": str, "machine": str},
            "io_uring": outcome,
            "backend": {"name": (str, type(None)), "asked_for": (str, type(None)), **outcome},
            "setup": (str, type(None)),
            "setups": [{"linux": str, "works": bool, "errno": int, "flags": [str]}],
            "limits": {"memlock": limit, "nofile": limit},
            "kernel_features": [str],
            "features": {name: outcome for name in (
                "registered_buffers", "direct_descriptors", "buffer_rings",
                "incremental_buffer_rings", "bundles", "sqpoll", "iopoll", "napi",
                "boottime_clock", "worker_limits", "worker_cpus")},
            "operations": {name: {"linux": str, "supported": bool} for name in spec()},
            "required": [str],
            "missing": [str],
        }

        def check(value, wanted, where):
            if isinstance(wanted, dict):
                self.assertEqual(set(value), set(wanted), where)
                for key in wanted:
                    check(value[key], wanted[key], f"{where}.{key}")
            elif isinstance(wanted, list):
                for item in value:
                    check(item, wanted[0], where)
            else:
                self.assertIsInstance(value, wanted, where)

        check(json.loads(probe("--json").stdout), keys, "report")
        page = (ROOT / "docs/OBSERVING.md").read_text()
        for key in (*keys, *keys["features"], "name", "asked_for", *outcome, "linux", "flags",
                    "supported", "soft", "hard", "release", "machine"):
            self.assertIn(f"`{key}`", page)

    def test_limits(self):
        hard = resource.getrlimit(resource.RLIMIT_MEMLOCK)[1]

        def lower():
            resource.setrlimit(resource.RLIMIT_NOFILE, (123, 456))
            resource.setrlimit(resource.RLIMIT_MEMLOCK, (1 << 20, hard))

        limits = json.loads(probe("--json", preexec_fn=lower).stdout)["limits"]
        self.assertEqual(limits["nofile"], {"soft": 123, "hard": 456})
        self.assertEqual(limits["memlock"], {
            "soft": 1 << 20, "hard": None if hard == resource.RLIM_INFINITY else hard})
        self.assertIn("memlock 1024 KiB, nofile 123", probe(preexec_fn=lower).stdout.decode())

    # --- where io_uring is forbidden --------------------------------------------------------------

    def test_forbidden(self):
        for error in errno.EPERM, errno.EACCES, errno.ENOSYS:
            with self.subTest(errno.errorcode[error]):
                report = self.read(1, preexec_fn=forbid_with(error))
                self.assertEqual(report["io_uring"]["errno"], error)
                self.assertIn("seccomp filter", report["io_uring"]["reason"])
                self.assertEqual(report["backend"]["name"], "fallback")
                self.assertIsNone(report["setup"])
                self.assertEqual({setup["errno"] for setup in report["setups"]}, {error})
                self.assertEqual(report["kernel_features"], [])
                self.assertTrue(report["operations"]["read"]["supported"])
                self.assertFalse(report["features"]["sqpoll"]["works"])

    def test_no_ring(self):
        """io_uring fails for a reason for which there is no fallback."""
        report = self.read(2, preexec_fn=forbid_with(errno.ENFILE))
        self.assertEqual(report["backend"], {**report["io_uring"], "name": None, "asked_for": None})
        self.assertIn("fs.file-max", report["io_uring"]["reason"])
        self.assertEqual(report["features"], {})
        self.assertFalse(any(o["supported"] for o in report["operations"].values()))

    def test_disabled_by_the_sysctl(self):
        """A file in the place of the sysctl, and a filter that refuses as the kernel would."""
        script = ("mount -t tmpfs none /proc/sys/kernel || exit 77; "
                  "echo 2 >/proc/sys/kernel/io_uring_disabled || exit 77; exec \"$@\"")
        run = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", PROBE, "--json"],
                             capture_output=True, check=False, timeout=60,
                             preexec_fn=forbid_with(errno.EPERM))
        if run.returncode == 77 or b"unshare" in run.stderr:
            self.skipTest("SKIP: no mount namespace (needs root)")
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertIn("disabled on this machine", json.loads(run.stdout)["io_uring"]["reason"])

    def test_backend_of_the_environment(self):
        report = self.read(1, environment={"SRING_BACKEND": "fallback"})
        self.assertEqual((report["backend"]["name"], report["backend"]["asked_for"]),
                         ("fallback", "fallback"))
        self.assertEqual(report["io_uring"]["works"], opens())
        self.assertEqual({name for name, feature in report["features"].items()
                          if not feature["works"]},
                         {"bundles", "sqpoll", "iopoll", "napi", "boottime_clock", "worker_cpus"})
        self.assertTrue(report["features"]["sqpoll"]["reason"].startswith("the fallback"))
        self.assertIn(b"SRING_BACKEND", probe(environment={"SRING_BACKEND": "fallback"}).stdout)
        report = self.read(0 if opens() else 1, environment={"SRING_BACKEND": ""})
        self.assertIsNone(report["backend"]["asked_for"])
        report = self.read(2, environment={"SRING_BACKEND": "uring"},
                           preexec_fn=forbid_with(errno.EPERM))
        self.assertIsNone(report["backend"]["name"])
        report = self.read(2, environment={"SRING_BACKEND": "fast"})
        self.assertIn("auto, uring or fallback", report["backend"]["reason"])

    def test_any_bytes_are_valid_json(self):
        for value in (b'"\\\x01\t\x7f\x80\xff\xc3', b"\n"):
            run = subprocess.run([PROBE, "--json"], capture_output=True, check=False, timeout=60,
                                 env={**os.environb, b"SRING_BACKEND": value})
            self.assertEqual(json.loads(run.stdout.decode("ascii"))["backend"]["asked_for"],
                             value.decode("latin-1"))

    # --- scripts ----------------------------------------------------------------------------------

    def test_require(self):
        """The fallback has all operations; without a ring none is there."""
        fallback, none = {"SRING_BACKEND": "fallback"}, {"SRING_BACKEND": "wrong"}
        for arguments in (["--require=read"], ["--require=read,send_zc,timeout_multishot"],
                          ["--require", "read,read", "--require=nop"]):
            run = probe(*arguments, environment=fallback)
            self.assertEqual((run.returncode, run.stdout, run.stderr), (0, b"", b""))
        run = probe("--require=nop", environment=none)
        self.assertEqual((run.returncode, run.stderr), (2, b""))
        self.assertIn(b"no ring can be opened: SRING_BACKEND", run.stdout)
        run = probe("--require=nop", "--json", "--require=read_at", environment=none)
        self.assertEqual(run.returncode, 2)
        report = json.loads(run.stdout)
        self.assertEqual((report["required"], report["missing"]), (["nop", "read_at"],) * 2)
        report = json.loads(probe("--require=read", "--json", environment=fallback).stdout)
        self.assertEqual((report["required"], report["missing"]), (["read"], []))

    def test_require_what_is_missing(self):
        """A filter that lets the kernel list no opcodes: then a ring supports no operation."""
        if not opens():
            self.skipTest("SKIP: no io_uring")

        def list_nothing():
            common.forbid(errno.EPERM, common.IO_URING_REGISTER)

        run = probe("--require=write,read", preexec_fn=list_nothing)
        self.assertEqual((run.returncode, run.stderr), (1, b""))
        self.assertEqual(run.stdout.decode().splitlines(),
                         [f"{name} is missing: Linux 5.6 or later is needed"
                          for name in ("read", "write")])

    def test_usage(self):
        for arguments, words in ((["--frob"], "there is no option --frob"),
                                 (["-x"], "there is no option -x"),
                                 (["--json=1"], "--json=1: this option takes no value"),
                                 (["read"], "'read' is not an option"),
                                 (["--", "--json"], "'--json' is not an option"),
                                 (["--require"], "--require needs a value"),
                                 (["--require="], "the name of an operation is missing"),
                                 (["--require=read,"], "the name of an operation is missing"),
                                 (["--require=reed"], "there is no operation 'reed'"),
                                 (["--require=reax"], "there is no operation 'reax'"),
                                 (["--require=read,rea,nop"], "there is no operation 'rea'")):
            with self.subTest(arguments):
                run = probe(*arguments)
                self.assertEqual((run.returncode, run.stdout), (64, b""))
                errors = run.stderr.decode()
                self.assertTrue(errors.startswith("sring-probe: "), errors)
                self.assertIn(words, errors)
                self.assertIn("Try sring-probe --help.", errors)

    def test_help_and_version(self):
        run = probe("--help")
        self.assertEqual((run.returncode, run.stderr), (0, b""))
        version = re.search(r'VERSION_STRING "([\d.]+)"',
                            (ROOT / "include/sring/version.h").read_text())[1]
        self.assertEqual(probe("--version").stdout.decode(), f"sring-probe {version}\n")
        page = (ROOT / "generated/man/man1/sring-probe.1").read_text().replace("\\", "")
        options = set(re.findall(r"--[a-z]+", run.stdout.decode()))
        self.assertEqual(options, {"--json", "--require", "--help", "--version"})
        for word in (*options, "SRING_BACKEND", "64", "74"):
            self.assertIn(word, run.stdout.decode())
            self.assertIn(word, page)

    def test_output_that_cannot_be_written(self):
        for arguments in [], ["--json"], ["--help"], ["--version"], \
                ["--require=read", "--json"]:
            with self.subTest(arguments), open("/dev/full", "wb") as full:
                run = subprocess.run([PROBE, *arguments], stdout=full, stderr=subprocess.PIPE,
                                     check=False, timeout=60)
                self.assertEqual(run.returncode, 74)
                self.assertIn(b"sring-probe: the output cannot be written", run.stderr)
                closed = subprocess.run([PROBE, *arguments], stderr=subprocess.PIPE, check=False,
                                        timeout=60, preexec_fn=lambda: os.close(1))
                self.assertEqual(closed.returncode, 74)

    def test_out_of_memory(self):
        """An ordinary user without locked memory, where the kernel counts that of rings."""
        if os.geteuid() != 0:
            self.skipTest("SKIP: only root can become another user")

        def become_poor():
            resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)

        try:
            run = probe("--json", preexec_fn=become_poor)
        except PermissionError:
            self.skipTest("SKIP: the other user cannot run this build")
        if run.returncode != 2:
            self.skipTest("SKIP: this kernel does not count the memory of rings")
        report = json.loads(run.stdout)
        self.assertEqual(report["io_uring"]["errno"], errno.ENOMEM)
        self.assertIn("ulimit -l, now 0 KiB", report["backend"]["reason"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
