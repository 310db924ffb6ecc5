# SPDX-License-Identifier: MIT OR Apache-2.0
"""audit and its log: test_audit.py AUDIT"""

import json
import os
import re
import subprocess
import sys
import unittest

from common import DirectoryTest, require_io_uring

AUDIT = sys.argv[1]

BASE = {"unix_ns": int, "ticket": int, "op": str, "opcode": int, "fd": int, "result": int, "bytes": int,
        "begun_ns": int, "duration_ns": int, "clock": str, "begun_by": str}


class Audit(DirectoryTest):
    def run_audit(self, log, given):
        return subprocess.run([AUDIT, log], input=given, capture_output=True, timeout=60, check=False)

    def test_log(self):
        text = b"a secret line\n" * 100_000
        done = self.run_audit(self.path("log"), text)
        self.assertEqual((done.returncode, done.stdout), (0, text))
        lines = self.read("log").decode().splitlines()
        records = [json.loads(line) for line in lines]
        for record in records:
            self.assertEqual({key: type(value) for key, value in record.items()}, BASE)
            self.assertEqual(record["clock"], "monotonic")
            self.assertEqual(record["begun_by"], "submit")
            self.assertEqual(record["bytes"], record["result"])
        self.assertEqual(len({record["ticket"] for record in records}), len(records))
        for op, fd in (("read", 0), ("write", 1)):
            of_op = [record for record in records if record["op"] == op]
            self.assertEqual({record["fd"] for record in of_op}, {fd})
            self.assertEqual(sum(record["bytes"] for record in of_op), len(text))
        self.assertNotIn("secret", "".join(lines))
        reads = re.fullmatch(rb"(\d+) reads: (\d+) to (\d+) ns, 99 % at most (\d+) ns\n", done.stderr)
        times = [record["duration_ns"] for record in records if record["op"] == "read"]
        self.assertEqual(int(reads[1]), len(times))
        # Both look at the clock once.
        self.assertEqual((int(reads[2]), int(reads[3])), (min(times), max(times)))
        self.assertLessEqual(int(reads[4]), max(times))

    def test_full_disk(self):
        done = self.run_audit("/dev/full", b"text")
        self.assertEqual((done.returncode, done.stdout), (1, b"text"))
        self.assertIn(b"No space left on device", done.stderr)

    def test_log_nobody_reads(self):
        text = b"x" * 50_000_000
        fifo = self.path("fifo")
        os.mkfifo(fifo)
        end = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
        done = self.run_audit(fifo, text)
        os.close(end)
        self.assertEqual((done.returncode, done.stdout == text), (1, True))
        self.assertIn(b"Resource temporarily unavailable", done.stderr)


if __name__ == "__main__":
    require_io_uring()
    unittest.main(argv=sys.argv[:1], verbosity=2)
