# SPDX-License-Identifier: MIT OR Apache-2.0
"""The lists in names.py have all names of the library's headers and the templates."""

import re
import unittest

from support import ROOT, TestCase, call

from sring_gen import names

FOLDERS = "include/sring", "generated/include/sring/handles"
HEADERS = "\n".join(path.read_text() for folder in FOLDERS
                    for path in sorted((ROOT / folder).rglob("*.h")))
CODE = re.sub(r"/\*.*?\*/|//[^\n]*|\"[^\"\n]*\"", " ", HEADERS, flags=re.S)
OPERATION = """\
op: {op}
opcode: {{name: IORING_OP_NOP, value: 0, since: "5.1"}}
lifecycle: oneshot
brief: Do it.
result: {{kind: status}}
{more}"""
NAMED = """\
{group}:
  - {{name: {name}, type: {type}, sqe: {field}, doc: What.}}
"""


class Names(TestCase):
    def refused(self, *specs):
        """Generates several operations together; returns the errors without their positions."""
        arguments = []
        for op, more in specs:
            path = self.folder / f"{op}.yaml"
            path.write_text(OPERATION.format(op=op, more=more))
            arguments += ["--op", path]
        errors = call(*arguments, "--out", self.folder / "out")[2]
        return [line.split(": error: ")[1] for line in errors.splitlines()]

    def test_no_operation_can_have_a_name_of_the_library(self):
        """The word after sring_ in every function and type, and endings like those of an
        operation's private functions."""
        own = [name for name in set(re.findall(r"\bsring_([a-z]\w*[a-z0-9])\b", CODE)) if "_" in name]
        own += [name for name in set(re.findall(r"\bsring_([a-z]\w*_)\b", CODE))
                if re.search(r"_(write|queue|complete|deliver|check)_$", name)]
        self.assertGreater(len(own), 100)
        unknown = set()
        for name in own:
            words = name.strip("_").split("_")
            for end in range(1, len(words)):
                op = "_".join(words[:end])
                rest = name.removeprefix(f"{op}_")
                if names.belongs_to_library(op) or rest in names.BY_HAND or rest.endswith("_") and end < len(words) - 1:
                    continue
                unknown.add(f"sring_{name}, which an operation '{op}' could have")
        self.assertEqual(unknown, set(), "names.py knows nothing of these")

    def test_every_verb_has_a_template(self):
        files = {path.stem for path in (names.TEMPLATES / "verbs").glob("*.j2")}
        self.assertEqual(names.verbs(), files)

    def test_an_operation_of_the_library(self):
        for op in ("buf", "buf_ring", "pool", "batch", "batch_take", "fd", "ring_x", "cancel", "set"):
            self.assertRegex(" ".join(self.refused((op, ""))), "the library has functions named sring_")
        self.assertEqual(self.refused(("cancel_some", "")), [])

    def test_two_operations_that_would_share_a_function(self):
        option = NAMED.format(group="options", name="mode_init", type="u32", field="len")
        for specs in ((("peek", option), ("peek_set_mode", "")), (("peek_set_mode", ""), ("peek", option)),
                      (("peek", ""), ("peek_await", "")), (("peek", ""), ("peek_building", "")),
                      (("read_at_submitted", ""),)):
            with self.subTest(specs):
                self.assertIn("could have a function", " ".join(self.refused(*specs)))
        self.assertEqual(self.refused(("peek", ""), ("peek_at", "")), [])

    def test_within_an_operation(self):
        for group, name, type, field in (
                ("outputs", "wait", "statx", "off"), ("outputs", "submitted", "statx", "off"),
                ("outputs", "completed_move", "statx", "off"), ("options", "range", "u32", "len"),
                ("options", "timeout_x", "u32", "len"), ("outputs", "length", "statx", "off")):
            found = self.refused(("peek", NAMED.format(group=group, name=name, type=type, field=field)))
            self.assertEqual(bool(found), name != "timeout_x", (name, found))
        for name in ("uint64_t", "size_t", "bool", "errno", "linux", "stdin", "timezone", "while",
                     "class", "ring", "op", "queued", "main", "any_file", "anything_1", "EOF", "NULL",
                     '"offset\\n"', '"\\u00fc"', "_x", "x_", "a__b", "1st", "x" * 41, "x y"):
            found = self.refused(("peek", NAMED.format(group="arguments", name=name, type="u32",
                                                       field="len")))
            self.assertEqual(len(found), 1, (name, found))


if __name__ == "__main__":
    unittest.main()
