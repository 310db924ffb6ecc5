# SPDX-License-Identifier: MIT OR Apache-2.0
"""A new lifecycle needs one file in spec/lifecycles. A new verb needs a template, and a new state a
line in states.j2. The example is an operation that reports progress and then completes
(new_lifecycle/)."""

import shutil
import subprocess
import unittest

from support import HERE, ROOT, TestCase
from test_new_operation import CLANG, GCC

NEW = HERE / "new_lifecycle"
# The function that the library would need.
DECLARED = "#include <stdint.h>\nstruct sring;\n" \
           "int sring_progress_of_number_(struct sring *ring, uint64_t number, const char *function);\n"
USE = DECLARED + """
#include <sring/ops/erase.h>
int use(struct sring *ring, const struct sring_fd *fd)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fd);
int use(struct sring *ring, const struct sring_fd *fd)
{
    struct sring_erase_building op;
    struct sring_erase_reporting report;
    struct sring_erase_completed done;
    int rc = sring_erase_init(ring, &op, fd, 4096);

    if (rc) {
        return rc;
    }
    sring_erase_submit(ring, &op, &report);
    (void)sring_erase_progress(ring, &report);
    sring_erase_wait(ring, &report, &done);
    return sring_erase_finish(&done);
}
"""
LATE = USE.replace("    return sring_erase_finish",
                   "    (void)sring_erase_progress(ring, &report);\n    return sring_erase_finish")


class NewLifecycle(TestCase):
    def setUp(self):
        super().setUp()
        for part in ("codegen", "spec"):
            shutil.copytree(ROOT / part, self.folder / part,
                            ignore=shutil.ignore_patterns("tests", "__pycache__"))
        templates = self.folder / "codegen/sring_gen/templates"
        for kind in ("lifecycles", "ops"):
            shutil.copytree(NEW / kind, self.folder / "spec" / kind, dirs_exist_ok=True)
        shutil.copytree(NEW / "verbs", templates / "verbs", dirs_exist_ok=True)
        states = templates / "states.j2"
        states.write_text((NEW / "states.line").read_text() + states.read_text())

    def generate(self, *arguments):
        run = subprocess.run(["/usr/bin/python3", "-B", self.folder / "codegen/sring-gen",
                              "--spec", self.folder / "spec", *arguments],
                             capture_output=True, text=True)
        return run.returncode, run.stderr

    def test_header(self):
        out = self.folder / "out"
        self.assertEqual(self.generate("--out", out), (0, ""))
        for command in (GCC, CLANG):
            self.compilers(command[0])
            self.compile(USE, command, [out / "include"])
            with self.assertRaisesRegex(AssertionError, "Reporting erase was already|in state Reporting 'report'"):
                self.compile(LATE, command, [out / "include"])
        page = (out / "man/man3/sring_erase.3").read_text()
        self.assertIn("sring_erase_progress", page)
        self.assertIn("sring_erase_wait(ring, &report, &done)", page)

    def test_what_must_not_compile(self):
        out = self.folder / "made"
        self.assertEqual(self.generate("--tests", "--out", out), (0, ""))
        cases = (out / "compile_fail/erase.c").read_text()
        self.assertIn("sring_erase_progress", cases)

    def test_the_state_is_a_template_s(self):
        """Without the line in states.j2 the lifecycle is rejected."""
        states = self.folder / "codegen/sring_gen/templates/states.j2"
        states.write_text(states.read_text().replace((NEW / "states.line").read_text(), ""))
        status, errors = self.generate("--out", self.folder / "out")
        self.assertEqual(status, 1)
        self.assertIn("there is no template for a state 'reporting'", errors)


if __name__ == "__main__":
    unittest.main()
