#!/usr/bin/python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The library works the same with link-time optimisation (-flto).

This could break code that needs a function not to be inlined or copied: the library finds out by the
stack frame of such a function that a callback is running."""

import shlex
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["-std=c11", "-D_GNU_SOURCE", "-O2", "-flto", "-fexceptions", f"-I{ROOT}/src",
         f"-I{ROOT}/include", f"-I{ROOT}/generated/include", f"-I{ROOT}/generated/src"]
PROGRAM = """
#include <sring/sring.h>
static int depth, deepest, left = 100;
SRING_NOP_CALLBACK(on_nop);
static void begin(struct sring *ring)
{
    struct sring_nop_building op;
    if (!sring_nop_init(ring, &op)) {
        sring_nop_start(ring, &op, on_nop, NULL);
    }
}
static void on_nop(struct sring *ring, struct sring_nop_completed *done, void *arg)
{
    (void)arg;
    (void)sring_nop_finish(done);
    deepest = ++depth > deepest ? depth : deepest;
    if (left-- > 0) {
        begin(ring);
        begin(ring);
    }
    if (sring_nop_await(ring) || sring_poll(ring) < 0 || sring_run(ring) != -EDEADLK) {
        deepest = 100;
    }
    depth--;
}
int main(void)
{
    struct sring ring;
    if (sring_open(&ring, NULL)) {
        return 2;
    }
    begin(&ring);
    if (sring_run(&ring)) {
        return 3;
    }
    sring_close(&ring);
    return deepest != 1; /* callbacks do not run in callbacks */
}
"""


class Lto(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        uring = subprocess.run(["pkg-config", "--cflags", "--libs", "liburing"],
                               stdout=subprocess.PIPE, check=True, text=True)
        self.link = [*shlex.split(uring.stdout), "-l:libboost_context.a", "-lpthread", "-o", self.folder / "program"]

    def build(self, compiler, *sources):
        return subprocess.run([compiler, *FLAGS, *sources, *self.link], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)

    def try_with(self, compiler):
        program = self.folder / "program.c"
        program.write_text("int main(void) { return 0; }\n")
        if not shutil.which(compiler) or self.build(compiler, program).returncode:
            self.skipTest(f"SKIP: {compiler} does not link with -flto")
        program.write_text("#include <errno.h>\n" + PROGRAM)
        library = sorted(ROOT.glob("src/*/*.c"))
        library.remove(ROOT / "src/kernel/no_uring.c")  # in place of the others of its folder
        built = self.build(compiler, program, *library)
        self.assertEqual(built.returncode, 0, built.stdout)
        ran = subprocess.run([self.folder / "program"], timeout=20, check=False)
        self.assertEqual(ran.returncode, 0)

    def test_gcc(self):
        self.try_with("gcc")

    def test_clang(self):
        self.try_with("clang-19")


if __name__ == "__main__":
    unittest.main(verbosity=2)
