# SPDX-License-Identifier: MIT OR Apache-2.0
"""The handles of the spec agree with the functions in the headers."""

import re
import unittest

import yaml

from support import ROOT, TestCase, call

from sring_gen import matrix, spec

HANDLES = ROOT / "spec/handles"


def shape(function):
    """The return type of a function, and the type and role of each parameter."""
    return function.returns, [(re.sub(r"\w+$", "", p.declaration), p.role)
                              for p in matrix.parameters(function)], function.fallible


class Handles(TestCase):
    def test_calls_are_declared_so_in_the_header(self):
        """Compile-fail cases use these prototypes: they must be those of the headers."""
        for handle in spec.read(ROOT / "spec").handles:
            text = (ROOT / "include/sring" / handle.header).read_text()
            text = " ".join(re.sub(r"/\*.*?\*/", "", text, flags=re.S).split())
            for function in handle.calls:
                with self.subTest(function.name):
                    found = re.search(rf"SRING_INLINE_ (SRING_FALLIBLE )?([\w ]+?[ *]+){function.name}"
                                      r"\(([^)]*)\)((?: SRING_\w+\(\*\w+\))+);", text)
                    self.assertTrue(found, f"{handle.header} does not declare {function.name}")
                    attributes = re.findall(r"SRING_\w+\(\*\w+\)", found[4])
                    declared = type(function)(function.verb, function.name, found[2].strip(),
                                              found[3].split(", "), attributes, [], bool(found[1]))
                    self.assertEqual(shape(function), shape(declared))

    def test_annotations_name_every_handle_parameter(self):
        """What a function does with a handle, or writes to its variable, is known to the analysis."""
        headers = [*ROOT.glob("include/sring/*.h"), *ROOT.glob("generated/include/sring/*/*.h")]
        texts = {path: re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S) for path in headers}
        handles = {name for text in texts.values()
                   for name in re.findall(r"struct SRING_CAPABILITY\([^)]*\) (\w+)", text)}
        functions = 0
        for path, text in texts.items():
            for name, parameters, attributes in re.findall(
                    r"^SRING_INLINE_[^;{}]*?\b(sring_\w*[a-z])\(([^;{}]*?)\)((?:\s+SRING_[^;{}]*)?);",
                    text, re.M):
                functions += 1
                for kind, parameter in re.findall(r"(?:^|, )\s*struct (\w+) \*(\w+)(?=,|$)",
                                                  " ".join(parameters.split())):
                    if kind in handles:
                        self.assertRegex(attributes, rf"\b{parameter}\b", f"{path.name}: {name}")
        self.assertGreater(functions, 1000)

    def test_the_generator_names_no_handle(self):
        """The Python code names no handle."""
        text = (ROOT / "codegen/sring_gen/matrix.py").read_text()
        for path in HANDLES.glob("*.yaml"):
            self.assertNotRegex(text, rf"\bsring_(error_)?{path.stem}\b")

    def test_all_errors_of_a_handle_at_once(self):
        folder = self.copy_spec()
        path = folder / "handles/vec.yaml"
        data = yaml.safe_load(path.read_text())
        data.update(handle="vector", variable="while", kind="heap", brief="no sentence", extra=1)
        path.write_text(yaml.safe_dump(data))
        status, _, errors = call("--spec", folder, "--out", self.folder / "out")
        self.assertEqual(status, 1)
        found = re.findall(r"^spec/handles/vec\.yaml:\d+:\d+: error: .* \[([\w-]+)\]$", errors, re.M)
        self.assertEqual(sorted(found), ["malformed", "name-differs", "reserved-name",
                                         "unknown-key", "unknown-value"])

    def test_a_spec_without_handles_refers_to_the_librarys(self):
        folder = self.copy_spec()
        for path in (folder / "handles").iterdir():
            path.unlink()
        (folder / "handles").rmdir()
        self.assertEqual(call("--spec", folder, "--out", self.folder / "out"), (0, "", ""))
        self.assertFalse((self.folder / "out/include/sring/handles").exists())


if __name__ == "__main__":
    unittest.main()
