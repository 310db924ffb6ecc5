# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of reading callgrind's output, and of the difference method."""

import unittest

from sring_bench import callgrind, runner

OUTPUT = """# callgrind format
version: 1
creator: callgrind-3.19.0
cmd: program 1000
desc: I1 cache:
positions: line
events: Ir
summary: 123456

fn=(1) main
12 40
totals: 123450
"""


class Parsing(unittest.TestCase):
    def test_total(self):
        self.assertEqual(callgrind.parse(OUTPUT), 123450)

    def test_several_events(self):
        text = OUTPUT.replace("events: Ir", "events: Dr Ir").replace("totals: 123450",
                                                                     "totals: 9 123450")
        self.assertEqual(callgrind.parse(text), 123450)

    def test_something_else(self):
        for text in "", "events: Ir\n", "totals: 5\n", OUTPUT.replace("Ir", "Dr"):
            with self.assertRaises(runner.Failed):
                callgrind.parse(text)


class Difference(unittest.TestCase):
    def test_what_is_done_once_cancels_out(self):
        counted = {"100": 5000 + 100 * 47, "200": 5000 + 200 * 47}
        self.assertEqual(callgrind.per_operation(lambda n: [str(n)], 100,
                                                 lambda argv: counted[argv[0]]), 47)

    def test_a_program_that_ignores_the_number(self):
        with self.assertRaisesRegex(runner.Failed, "ignores its argument"):
            callgrind.per_operation(lambda n: [str(n)], 100, lambda argv: 5000)


if __name__ == "__main__":
    unittest.main()
