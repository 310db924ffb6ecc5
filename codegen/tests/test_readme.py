# SPDX-License-Identifier: MIT OR Apache-2.0
"""spec/README.md agrees with the schemas and checks, and its examples work."""

import re
import unittest

from support import ROOT, TestCase, call

from sring_gen import lint_lifecycle, schema, spec, sqe

README = (ROOT / "spec/README.md").read_text()


def rows(node, root, path=""):
    """The keys of a schema as rows of a table."""
    for key, value in node.get("properties", {}).items():
        if "$ref" in value:
            value = {**root["$defs"][value["$ref"].split("/")[-1]], **value}
        needed = "yes" if key in node.get("required", []) else ""
        yield f"| `{path}{key}` | {needed} | {value['description']} |"
        yield from rows(value, root, f"{path}{key}.")
        yield from rows(value.get("items", {}), root, f"{path}{key}[].")
        if isinstance(value.get("additionalProperties"), dict):
            yield from rows(value["additionalProperties"], root, f"{path}{key}.NAME.")


def section(title):
    return re.search(rf"^## {title}$\n(.*?)(?=^## |\Z)", README, re.M | re.S)[1]


class Readme(TestCase):
    def test_every_key(self):
        for title, kind in (("An operation", "operation"), ("A lifecycle", "lifecycle")):
            root = schema.schema(kind)
            documented = [line for line in section(title).splitlines() if line.startswith("| `")]
            self.assertEqual(documented, list(rows(root, root)))

    def test_words(self):
        for title, known in (("Errors", spec.IDS), ("Fields of the SQE", set(sqe.FIELDS)),
                             ("Words in braces", lint_lifecycle.PLACEHOLDERS)):
            listed = re.findall(r"`([\w.-]+)`", section(title))
            self.assertEqual(set(listed), known, title)
            self.assertEqual(len(listed), len(known), title)

    def test_examples(self):
        examples = re.findall(r"^```yaml\n(op: (\w+)\n.*?)^```$", README, re.M | re.S)
        self.assertTrue(examples)
        for text, name in examples:
            mine = f"my_{name}"  # the library may have one with the first name
            path = self.folder / f"{mine}.yaml"
            path.write_text(text.replace(f"op: {name}\n", f"op: {mine}\n", 1))
            self.assertEqual(call("--op", path, "--out", self.folder / "out"), (0, "", ""))


if __name__ == "__main__":
    unittest.main()
