# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of tables, machine-readable lines, JSON."""

import json
import unittest

from sring_bench import benchmarks, build, contest, machine, report
from sring_bench.contest import Comparison, Contest, Contestant, Measure

FACTS = {"processor": "CPU", "cores": "2", "kernel": "Linux 6", "system": "Debian", "gcc": "12"}


def example():
    fight = Contest("64B.128", "64 B, 128 connections",
                    [Contestant("raw", ("raw",)), Contestant("sring", ("sring",), ours=True)],
                    [Measure("requests_per_second", "1/s", "more"), Measure("cpu", "ns")],
                    [Comparison("sring", "raw", at_least=0.99),
                     Comparison("sring", "raw", "cpu", at_most=1)])
    return contest.Result(fight, {
        "raw": {"requests_per_second": [100000, 110000, 90000], "cpu": [5, 5, 5]},
        "sring": {"requests_per_second": [100000, 121000, 90000], "cpu": [6, 6, 6]},
    }, {"uv": "not built"})


class Text(unittest.TestCase):
    def test_numbers(self):
        for value, text in ((0.1234, "0.123"), (1.2345, "1.234"), (63.25, "63.25"),
                            (512.34, "512.3"), (4999.6, "5,000"), (171234.5, "171,234")):
            self.assertEqual(report.number(value), text)

    def test_table(self):
        text = "\n".join(report.table(example()))
        self.assertIn("64B.128: 64 B, 128 connections", text)
        self.assertRegex(text, r"raw +100,000 \(95,000 to 105,000\) +5\.000\n")
        self.assertRegex(text, r"sring/raw +1\.000 +1\.000 to 1\.050 +>= 0\.99 +met\n")
        self.assertRegex(text, r"cpu\.sring/raw +1\.200 +1\.200 to 1\.200 +<= 1 +NOT MET\n")
        self.assertIn("SKIP uv: not built", text)

    def test_lines(self):
        self.assertEqual(list(report.lines("echo", [example()])),
                         ["echo.64B.128.uv SKIP not built",
                          "echo.64B.128.sring/raw ratio 1.000",
                          "echo.64B.128.cpu.sring/raw ratio 1.200"])

    def test_json(self):
        document = json.loads(report.to_json(report.document("echo", "Echo", FACTS, [example()])))
        found = document["contests"][0]
        self.assertEqual((found["rounds"], found["skipped"]), (3, {"uv": "not built"}))
        self.assertEqual(found["contestants"]["raw"]["cpu"], {"median": 5})
        self.assertEqual(found["comparisons"][0]["ratio"], {"median": 1, "quartiles": [1, 1.05]})
        self.assertEqual([c["met"] for c in found["comparisons"]], [True, False])

    def test_what_is_empty_is_not_in_the_json(self):
        result = example()
        plain = Contest("x", "X", result.contest.contestants, result.contest.measures,
                        [Comparison("sring", "raw")])
        found, = report.document("echo", "Echo", FACTS,
                                 [contest.Result(plain, result.values, {})])["contests"]
        self.assertNotIn("skipped", found)
        self.assertEqual(found["comparisons"], [{"what": "x.sring/raw", "ratio": {
            "median": 1.0, "quartiles": [1.0, 1.05]}}])


class Machine(unittest.TestCase):
    def test_description(self):
        facts = machine.describe()
        self.assertTrue({"processor", "cores", "kernel", "file system"} <= set(facts))
        self.assertNotIn("\n", "".join(facts.values()))
        self.assertIn(facts["kernel"], machine.sentence(facts))
        self.assertEqual(machine.file_system("/proc/self"), "proc")

    def test_busy(self):
        before = machine.processor_times("cpu  10 0 10 100 0 0 0 0 0 0\ncpu0 1 2 3\n")
        after = machine.processor_times("cpu  30 0 20 160 10 0 0 0 0 0\n")
        self.assertEqual((before, after), ((120, 100), (220, 170)))
        self.assertAlmostEqual(machine.used(before, after), 0.3)
        self.assertEqual(machine.used(after, after), 0)


class Benchmarks(unittest.TestCase):
    def test_each_is_consistent(self):
        """Compared names exist, and no two lines have the same name."""
        setup = build.Setup(quick=True)
        for name in benchmarks.names():
            benchmark = benchmarks.load(name)
            self.assertTrue(benchmark.TITLE)
            self.assertTrue(set(benchmark.COMPILERS) <= set(build.COMPILERS), name)
            labels = []
            for each in benchmark.contests(setup):
                contestants = {c.name for c in each.contestants}
                for word in [each.name, *contestants]:
                    self.assertRegex(word, r"^[\w.+-]+$")
                self.assertEqual(len(contestants), len(each.contestants), each.name)
                result = contest.Result(each, {}, {})
                for comparison in each.comparisons:
                    self.assertIn(comparison.contestant, contestants, each.name)
                    self.assertIn(comparison.reference, {None, *contestants}, each.name)
                    self.assertIn(comparison.measure, [None, *(m.name for m in each.measures)])
                    labels.append(result.label(comparison))
            self.assertEqual(len(labels), len(set(labels)), name)


if __name__ == "__main__":
    unittest.main()
