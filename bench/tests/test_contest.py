# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of the arithmetic of contests, and of running them."""

import sys
import unittest

from sring_bench import contest, report, runner
from sring_bench.contest import COUNTED, TIMED, Comparison, Contest, Contestant, Measure, Spread

SPEED = Measure("speed", "m/s", "more")


def prints(text, status=0):
    return (sys.executable, "-c", f"print({text!r}); raise SystemExit({status})")


class Arithmetic(unittest.TestCase):
    def test_spread(self):
        self.assertEqual(contest.spread([7]), Spread(7, 7, 7))
        self.assertEqual(contest.spread([4, 2]), Spread(3, 2.5, 3.5))
        self.assertEqual(contest.spread([5, 1, 4, 2, 3]), Spread(3, 2, 4))

    def test_ratios_are_of_the_same_round(self):
        """On a machine that gets slower and slower the ratio stays the same."""
        self.assertEqual(contest.ratios([10, 20, 40], [5, 10, 20]), [2, 2, 2])
        with self.assertRaises(ValueError):
            contest.ratios([1, 2], [1])

    def test_median_of_ratios_is_not_ratio_of_medians(self):
        both = Contest("x", "X", [], [SPEED], [Comparison("a", "b")])
        result = contest.Result(both, {"a": {"speed": [1, 4, 9]}, "b": {"speed": [1, 1, 9]}}, {})
        self.assertEqual(result.compared()[0][1].median, 1)
        self.assertEqual(result.spread("a", "speed").median, 4)

    def test_a_value_may_have_a_goal_of_its_own(self):
        one = Contest("x", "X", [], [SPEED], [Comparison("a", None, at_most=36)])
        result = contest.Result(one, {"a": {"speed": [30, 50, 40]}}, {})
        comparison, value = result.compared()[0]
        self.assertEqual((value.median, comparison.met(value.median)), (40, False))
        self.assertEqual(list(report.lines("bench", [result])), ["bench.x.a value 40.000"])

    def test_goals(self):
        self.assertTrue(Comparison("a", "b", at_least=0.99).met(0.9896))
        self.assertFalse(Comparison("a", "b", at_least=0.99).met(0.9894))
        self.assertTrue(Comparison("a", "b", at_most=1.1).met(1.1))
        self.assertFalse(Comparison("a", "b", at_most=1.1).met(1.1006))
        self.assertIsNone(Comparison("a", "b").met(1.0))


class Parsing(unittest.TestCase):
    def test_values_among_other_lines(self):
        output = "warming up\nspeed 63.25\nother 7\nspeed is 3\ntotal 1e+06\n"
        measures = [SPEED, Measure("total", "1")]
        self.assertEqual(contest.parse(output, measures), {"speed": 63.25, "total": 1e6})

    def test_what_is_no_measurement(self):
        for output, message in (("nothing", "printed no speed"), ("speed fast", "no speed"),
                                ("speed nan", "no speed"), ("speed 1\nspeed 2", "twice"),
                                ("speed 0", "not a measurement"),
                                ("speed -1", "not a measurement")):
            with self.assertRaisesRegex(runner.Failed, message):
                contest.parse(output, [SPEED])


class Holding(unittest.TestCase):
    def test_the_warm_up_does_not_count_and_everyone_runs_in_each_round(self):
        prepared, checked = [], []
        both = Contest("x", "X", [Contestant("a", prints("speed 3")),
                                  Contestant("b", prints("speed 2"))], [SPEED],
                       [Comparison("a", "b", at_least=1.5)],
                       prepare=lambda c: prepared.append(c.name),
                       check=lambda c: checked.append(c.name))
        result = contest.hold(both, rounds=4)
        self.assertEqual(result.values["a"]["speed"], [3.0] * 4)
        for number in range(5):
            self.assertEqual(sorted(prepared[2 * number:2 * number + 2]), ["a", "b"])
        self.assertIn(["a", "b"], [prepared[i:i + 2] for i in range(0, 10, 2)])
        self.assertIn(["b", "a"], [prepared[i:i + 2] for i in range(0, 10, 2)])
        self.assertEqual(sorted(checked), ["a", "b"])
        self.assertEqual(list(report.lines("bench", [result])), ["bench.x.a/b ratio 1.500"])

    def test_who_cannot_take_part_is_left_out(self):
        both = Contest("x", "X", [Contestant("a", prints("speed 3")),
                                  Contestant("b", prints("SKIP: no such kernel", 77)),
                                  Contestant("c", prints("speed 3"))], [SPEED],
                       [Comparison("a", "b"), Comparison("a", "c")],
                       skipped={"c": "not built"})
        result = contest.hold(both, rounds=2)
        self.assertEqual(list(result.values), ["a"])
        self.assertEqual(result.skipped, {"b": "no such kernel", "c": "not built"})
        self.assertEqual(list(report.lines("bench", [result])),
                         ["bench.x.c SKIP not built", "bench.x.b SKIP no such kernel"])

    def test_failures_say_who_and_why(self):
        for argv, message in ((prints("wrong answer", 3), "x, a: .*exit status 3\nwrong answer"),
                              (prints("hello"), "x, a: it printed no speed"),
                              (("/nowhere",), "x, a: /nowhere cannot be run: No such file")):
            one = Contest("x", "X", [Contestant("a", argv)], [SPEED])
            with self.assertRaisesRegex(runner.Failed, "(?s)" + message):
                contest.hold(one, rounds=1)

    def test_what_was_copied_wrongly_fails(self):
        def check(_):
            raise runner.Failed("the copy differs")
        one = Contest("x", "X", [Contestant("a", prints("speed 1"))], [SPEED], check=check)
        with self.assertRaisesRegex(runner.Failed, "x, a: the copy differs"):
            contest.hold(one, rounds=1)

    def test_commands_that_are_timed(self):
        sleeper = (sys.executable, "-c", "import time; time.sleep(0.05)")
        one = Contest("x", "X", [Contestant("a", sleeper)],
                      [Measure("elapsed_seconds", "s"), Measure("cpu_seconds", "s")],
                      method=TIMED)
        values = contest.hold(one, rounds=1).values["a"]
        self.assertGreaterEqual(values["elapsed_seconds"][0], 0.05)
        self.assertGreater(values["cpu_seconds"][0], 0)

    def test_operations_are_passed_on(self):
        script = "import sys; print('speed', int(sys.argv[1]) + 1)"
        one = Contest("x", "X", [Contestant("a", (sys.executable, "-c", script, "{operations}"))],
                      [SPEED], operations=41)
        self.assertEqual(contest.hold(one, rounds=1).values["a"]["speed"], [42.0])

    def test_a_program_that_hangs_is_ended(self):
        with self.assertRaisesRegex(runner.Failed, "exit status -9"):
            runner.run([sys.executable, "-c", "import time; time.sleep(60)"], patience=0.2)

    def test_counting_needs_a_number_of_operations(self):
        one = Contest("x", "X", [Contestant("a", prints(""))], [Measure("n", "n")], method=COUNTED)
        with self.assertRaises(ValueError):
            contest.hold(one)


if __name__ == "__main__":
    unittest.main()
