#!/usr/bin/python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What including the library does to the rest of a unit: what include/sring/annotations.h says."""

import shutil
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
COMPILERS = [name for name in ("gcc", "clang-14", "clang-19") if shutil.which(name)]
# Not about the library: results that glibc wants looked at, and a pointer of a wrong type.
UNCHECKED = """
#include <unistd.h>
void log_line(const char *s, size_t n);
void log_line(const char *s, size_t n) { write(2, s, n); }
"""
POINTERS = "int *wrong(char *p);\nint *wrong(char *p) { return p; }\n"
OURS = """
void ours(struct sring *ring, struct sring_nop_submitted *wrong);
void ours(struct sring *ring, struct sring_nop_submitted *wrong) {{ {} }}
"""
RESULT = OURS.format("struct sring_nop_building op; (void)wrong; sring_nop_init(ring, &op);")
HANDLE = OURS.format("(void)ring; sring_nop_building_stash(wrong);")
OFF = "#define SRING_NO_DIAGNOSTIC_PRAGMAS\n"
INCLUDE = "#include <sring/sring.h>\n"


def compiles(compiler, text, *flags):
    done = subprocess.run([compiler, "-std=c11", "-O2", "-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=2",
                           "-D_GNU_SOURCE", f"-I{ROOT}/include", f"-I{ROOT}/generated/include",
                           *flags, "-x", "c", "-fsyntax-only" if "clang" in compiler else "-S",
                           "-o", "/dev/null", "-"],
                          input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)
    return done.returncode == 0


class UserBuild(unittest.TestCase):
    def test_a_misuse_is_an_error_without_any_flag(self):
        for compiler in COMPILERS:
            self.assertFalse(compiles(compiler, INCLUDE + RESULT))
            self.assertFalse(compiles(compiler, INCLUDE + HANDLE))

    def test_the_pragmas_can_be_turned_off(self):
        for compiler in COMPILERS:
            self.assertTrue(compiles(compiler, OFF + INCLUDE + UNCHECKED))
            self.assertTrue(compiles(compiler, OFF + INCLUDE + RESULT))
            strict = not compiles(compiler, POINTERS)
            self.assertNotEqual(compiles(compiler, OFF + INCLUDE + POINTERS), strict)
            self.assertNotEqual(compiles(compiler, OFF + INCLUDE + HANDLE), strict)

    def test_flags_do_what_the_pragmas_do(self):
        for compiler in COMPILERS:
            self.assertFalse(compiles(compiler, OFF + INCLUDE + RESULT, "-Werror=unused-result"))
            self.assertFalse(compiles(compiler, OFF + INCLUDE + HANDLE,
                                      "-Werror=incompatible-pointer-types"))

    def test_pointers_are_left_alone_where_the_compiler_is_strict_itself(self):
        for compiler in COMPILERS:
            flag = "-Wno-error=incompatible-pointer-types"
            strict = not compiles(compiler, POINTERS)
            if strict:
                self.assertTrue(compiles(compiler, INCLUDE + POINTERS, flag))


if __name__ == "__main__":
    unittest.main(verbosity=2)
