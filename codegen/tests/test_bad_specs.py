# SPDX-License-Identifier: MIT OR Apache-2.0
"""One bad spec for each error id, with the message and its position.

A case is a folder bad/ID. Its files are copied over base/, the path in `remove` is deleted, and
sring-gen must print `expected`. SRING_UPDATE=1 writes `expected`; then check the difference.
"""

import os
import shutil
import unittest

from support import HERE, TestCase, call

from sring_gen import spec

BAD = HERE / "bad"


class BadSpecs(TestCase):
    def test_every_case(self):
        for case in sorted(BAD.iterdir()):
            with self.subTest(case.name):
                self.one_case(case)

    def one_case(self, case):
        folder = self.folder / case.name / "spec"
        shutil.copytree(HERE / "base", folder)
        for kind in ("ops", "lifecycles"):
            if (case / kind).is_dir():
                shutil.copytree(case / kind, folder / kind, dirs_exist_ok=True)
        if (case / "remove").exists():
            target = folder / (case / "remove").read_text().strip()
            shutil.rmtree(target) if target.is_dir() else target.unlink()
        out = folder.parent / "out"
        status, output, errors = call("--spec", folder, "--out", out)
        if os.environ.get("SRING_UPDATE"):
            (case / "expected").write_text(errors)
        self.assertEqual(errors, (case / "expected").read_text())
        self.assertEqual((status, output), (1, ""))
        self.assertIn(f"[{case.name}]", errors)
        self.assertRegex(errors, r"^(spec/[\w/.]+:\d+:\d+: error: .* \[[\w-]+\]\n)+$")
        self.assertFalse(out.exists(), "something was generated")

    def test_every_id_has_a_case(self):
        self.assertEqual({case.name for case in BAD.iterdir()}, spec.IDS)


if __name__ == "__main__":
    unittest.main()
