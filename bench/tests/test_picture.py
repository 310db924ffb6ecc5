# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of the pictures: those of the committed results, and small ones."""

import copy
import itertools
import json
import re
import unittest
from pathlib import Path
from xml.etree import ElementTree

from sring_bench import benchmarks, build, contest, picture
from sring_bench.picture import Panel

RESULTS = Path(__file__).resolve().parents[1] / "results"
FACTS = {"processor": "CPU", "cores": "2", "kernel": "Linux 6", "system": "Debian"}
PANELS = [Panel("Speed", "more is better", {"": {"raw": ["a/raw", "b/raw"], "none": ["x", "y"]}},
                ("a", "b"))]
LIMIT = 40 * 1024  # bytes of a file
SCREEN = 1000, 900


def document(**ratios):
    return {"title": "A <title>", "machine": FACTS, "contests": [{"comparisons": [
        {"what": f"{name}/raw", "ratio": ratio} for name, ratio in ratios.items()]}]}


def exactly(median):
    return {"median": median}


def elements(svg, kind):
    return [e for e in ElementTree.fromstring(svg).iter() if e.tag.rpartition("}")[2] == kind]


def words(svg):
    return ["".join(e.itertext()) for e in elements(svg, "text")]


def box(element):
    """Left, top, right, bottom of a text, about."""
    kinds = element.get("class", "").split()
    size = next((size for kind, size in (("t", 16), ("h", 13), ("s", 11)) if kind in kinds), 12)
    width = 0.56 * size * len("".join(element.itertext()))
    left = float(element.get("x")) - width * (1 if "e" in kinds else 0.5 if "m" in kinds else 0)
    bottom = float(element.get("y")) + 0.2 * size
    return left, bottom - size, left + width, bottom


def overlap(one, other):
    return (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])


def committed():
    return {name: (RESULTS / f"{name}.svg").read_text(encoding="utf-8") for name in benchmarks.names()}


class Committed(unittest.TestCase):
    def test_are_of_the_committed_results(self):
        """Byte for byte. Otherwise: bench/run --draw --output bench/results"""
        for name, found in committed().items():
            results = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
            self.assertTrue(found == picture.svg(results, benchmarks.load(name).panels()), name)

    def test_are_small(self):
        for name, found in committed().items():
            root = ElementTree.fromstring(found)
            self.assertLessEqual(float(root.get("width")), SCREEN[0], name)
            self.assertLessEqual(float(root.get("height")), SCREEN[1], name)
            for path in RESULTS.glob(f"{name}.*"):
                self.assertLessEqual(path.stat().st_size, LIMIT, path.name)

    def test_texts_do_not_overlap(self):
        for name, found in committed().items():
            root = ElementTree.fromstring(found)
            boxes = [(box(e), "".join(e.itertext())) for e in elements(found, "text")]
            for (left, top, right, bottom), text in boxes:
                self.assertTrue(left >= 0 and top >= 0 and right <= float(root.get("width"))
                                and bottom <= float(root.get("height")), (name, text))
            for (one, text), (other, other_text) in itertools.combinations(boxes, 2):
                self.assertFalse(overlap(one, other), (name, text, other_text))

    def test_panels_name_comparisons(self):
        """Every name is that of a ratio, and each row has one for each series."""
        for name in benchmarks.names():
            compared = {result.label(comparison) for result in self.results(name)
                        for comparison in result.contest.comparisons if comparison.reference}
            for panel in benchmarks.load(name).panels():
                self.assertLessEqual(len(panel.series), len(picture.SIGNS))
                for names in itertools.chain(*(rows.values() for rows in panel.groups.values())):
                    with self.subTest(f"{name}: {panel.title}, {names}"):
                        self.assertEqual(len(names), len(panel.series))
                        self.assertLessEqual(set(names), compared)

    @staticmethod
    def results(name):
        setup = build.Setup(quick=True)
        return [contest.Result(each, {}, {}) for each in benchmarks.load(name).contests(setup)]


class Drawing(unittest.TestCase):
    def test_point_and_quartiles(self):
        svg = picture.svg(document(a={"median": 2.0, "quartiles": [1.5, 3.0]}, b=exactly(0.5)), PANELS)
        lines = {e.get("class"): re.findall(r"[\d.]+", e.get("d")) for e in elements(svg, "path")}
        one = float(lines["o"][0])
        low, high = float(lines["c0"][0]), float(lines["c0"][2])
        circle, = (float(e.get("cx")) for e in elements(svg, "circle"))
        square, = (float(e.get("x")) + 3 for e in elements(svg, "rect") if e.get("class"))
        self.assertTrue(square < one < low < circle < high)
        self.assertAlmostEqual(one - square, circle - one, delta=0.2)  # a half and twice
        self.assertNotIn("c1", lines)  # one value has no quartiles
        self.assertIn("2.00", words(svg))

    def test_what_was_not_measured_is_left_out(self):
        svg = picture.svg(document(a=exactly(1.0)), PANELS)
        self.assertIn("raw", words(svg))
        self.assertNotIn("none", words(svg))
        self.assertIsNone(picture.svg(document(c=exactly(1.0)), PANELS))

    def test_depends_on_the_numbers_alone(self):
        first = document(a=exactly(1.25), b=exactly(0.5))
        self.assertEqual(picture.svg(first, PANELS), picture.svg(copy.deepcopy(first), PANELS))
        self.assertNotEqual(picture.svg(first, PANELS),
                            picture.svg(document(a=exactly(1.24), b=exactly(0.5)), PANELS))

    def test_has_its_own_background(self):
        svg = picture.svg(document(a=exactly(1.0)), PANELS)
        root, ground = ElementTree.fromstring(svg), elements(svg, "rect")[0]
        self.assertEqual([ground.get(side) for side in ("width", "height", "fill")],
                         [root.get("width"), root.get("height"), "#fff"])

    def test_only_the_first_row_of_a_group_has_its_name(self):
        panel = Panel("T", "", {"g": {"1": ["x"], "8": ["a"], "32": ["b"]}, "none": {"1": ["x"]}})
        ratios = {"a": exactly(1.0), "b": exactly(2.0)}
        self.assertEqual(panel.of(ratios), [("g", "8", [exactly(1.0)]), (None, "32", [exactly(2.0)])])

    def test_ticks_have_space(self):
        for low, high, expected in ((0.95, 1.05, [0.96, 0.98, 1.0, 1.02, 1.04]),
                                    (0.9, 4.5, [1.0, 1.5, 2.0, 3.0, 4.0]),
                                    (0.0009, 120, [0.001, 0.01, 0.1, 1.0, 10.0, 100.0])):
            self.assertEqual(picture.ticks(low, high, 250), expected)

    def test_numbers(self):
        for value, text in ((0.0026139, "0.0026"), (0.90364, "0.90"), (4.5098, "4.51"),
                            (84.497, "84"), (1513.95, "1514")):
            self.assertEqual(picture.number(value), text)


if __name__ == "__main__":
    unittest.main()
