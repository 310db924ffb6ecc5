# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of converting fio's output to the measures of random_read."""

import json
import unittest
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

from sring_bench.build import ROOT

LOADER = SourceFileLoader("fio_read", str(ROOT / "bench" / "random_read" / "fio_read"))
fio_read = module_from_spec(spec_from_loader(LOADER.name, LOADER))
LOADER.exec_module(fio_read)


class Parsing(unittest.TestCase):
    def test_four_jobs_of_two_seconds(self):
        job = {"usr_cpu": 5.0, "sys_cpu": 20.0, "job_runtime": 8000,
               "read": {"iops": 50000.0, "total_ios": 100000}}
        output = "fio: this engine is slow\n" + json.dumps({"jobs": [job]})
        self.assertEqual(fio_read.parse(output), (50000.0, 20.0))

    def test_depth_is_threads_or_the_queue(self):
        self.assertIn("--iodepth=8", fio_read.options("io_uring", "8"))
        self.assertIn("--numjobs=8", fio_read.options("threads", "8"))


if __name__ == "__main__":
    unittest.main()
