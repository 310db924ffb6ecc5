# SPDX-License-Identifier: MIT OR Apache-2.0
"""The static probes: in the notes of the object files, and as bpftrace sees them.

test_probes.py PROGRAM FILE...: a program with the library in it, and object files of the library
"""

import os
import re
import shutil
import subprocess
import sys
import unittest

PROGRAM, *FILES = map(os.path.abspath, sys.argv[1:])
SKIPPED = 77  # the exit status that CTest shows as "Skipped"
# The number of arguments.
PROBES = {"submit": 3, "complete": 4, "cancel": 3, "reclaim": 3, "misuse": 3, "park": 2}


def run(*command, **more):
    return subprocess.run(command, text=True, capture_output=True, timeout=120, check=False, **more)


def bpftrace(program, *more):
    return run("bpftrace", "-e", program, *more)


def why_not_traced():
    """Why bpftrace cannot run here, or None."""
    if not shutil.which("bpftrace"):
        return "there is no bpftrace"
    if os.geteuid() != 0:
        return "only root can trace"
    done = bpftrace(f'uprobe:{PROGRAM}:main {{ printf("seen\\n"); }}', "-c", PROGRAM)
    return None if "seen" in done.stdout else f"bpftrace: {done.stderr.strip()}"


class Probes(unittest.TestCase):
    maxDiff = None

    def test_notes(self):
        for path in (PROGRAM, *FILES):
            notes = re.findall(r"Provider: sring\n\s+Name: (\w+)\n.*\n\s+Arguments: (.*)",
                               run("readelf", "--wide", "-n", path).stdout)
            with self.subTest(path):
                self.assertEqual({(name, len(arguments.split())) for name, arguments in notes},
                                 set(PROBES.items()))

    def test_documented(self):
        path = os.path.join(os.path.dirname(__file__), "../../docs/OBSERVING.md")
        with open(path, encoding="utf-8") as file:
            rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| [^|]* \|$",
                              file.read().split("## Probes")[1].split("\n## ")[0], re.M)
        self.assertEqual({name: len(arguments.split(", ")) for name, arguments in rows}, PROBES)

    def test_traced(self):
        reason = why_not_traced()
        if reason:
            print(f"SKIP test_traced: {reason}")
            self.skipTest(reason)
        arguments = {name: ", ".join(f"arg{i}" for i in range(count))
                     for name, count in PROBES.items()}
        program = "\n".join(
            f'usdt:{PROGRAM}:sring:{name} {{ printf("{name}' + " %lld" * PROBES[name] +
            f'\\n", {arguments[name]}); }}' for name in PROBES if name != "misuse")
        program += (f'\nusdt:{PROGRAM}:sring:misuse '
                    '{ printf("misuse %s|%s|%s\\n", str(arg0), str(arg1), str(arg2)); }')
        done = bpftrace(program, "-c", PROGRAM)  # its status is also that of removing the probes
        lines = [line.split(" ") for line in done.stdout.splitlines()]
        given = {word: [line[1] for line in lines if line[0] == word] for word in ("ring", "read", "nop")}
        ring, read = str(int(given["ring"][0], 16)), given["read"][0]
        self.assertEqual(len(given["nop"]), 8)
        for nop in given["nop"]:
            self.assertIn(["complete", ring, nop, "0", "0"], lines)
        self.assertIn(["complete", ring, read, "-125", "0"], lines)
        self.assertIn(["park", ring, read], lines)
        self.assertIn(["reclaim", ring, read, "-125"], lines)
        self.assertTrue(any(line[:2] == ["cancel", ring] for line in lines), done.stdout)
        # One for each system call that hands requests over, or waits.
        self.assertGreaterEqual(sum(int(line[2]) for line in lines if line[:2] == ["submit", ring]), 9)
        self.assertIn("misuse sring_flush|an open ring of the calling thread|a copy of a ring",
                      done.stdout)


if __name__ == "__main__":
    if not FILES:
        print("SKIP: the library was built without probes, because sys/sdt.h was not found")
        sys.exit(SKIPPED)
    if not shutil.which("readelf"):
        print("SKIP: there is no readelf")
        sys.exit(SKIPPED)
    unittest.main(argv=sys.argv[:1], verbosity=2)
