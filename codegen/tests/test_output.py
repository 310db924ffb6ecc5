# SPDX-License-Identifier: MIT OR Apache-2.0
"""The output files, when they are written, and the messages of --check."""

import os
import shutil
import unittest

from support import HERE, ROOT, TestCase, call, sring_gen

from sring_gen import VERSION

GOLDEN = HERE / "golden"


def texts(folder):
    return {str(path.relative_to(folder)): path.read_text()
            for path in sorted(folder.rglob("*")) if path.is_file()}


class Output(TestCase):
    def setUp(self):
        super().setUp()
        self.spec, self.out = self.copy_spec(HERE / "base"), self.folder / "out"

    def generate(self, *arguments):
        return call("--spec", self.spec, "--out", self.out, *arguments)

    def test_golden(self):
        """SRING_UPDATE=1 writes the expected output; then check the difference."""
        for name, arguments in ("library", []), ("tests", ["--tests"]):
            self.out, golden = self.folder / name, GOLDEN / name
            self.assertEqual(self.generate(*arguments), (0, "", ""))
            if os.environ.get("SRING_UPDATE"):
                shutil.rmtree(golden, ignore_errors=True)
                shutil.copytree(self.out, golden)
            self.assertEqual(texts(self.out), texts(golden))

    def test_deterministic(self):
        """The output is the same with other hash seeds and in other folders."""
        outs = []
        for seed in ("1", "2"):
            os.environ["PYTHONHASHSEED"] = seed
            self.addCleanup(os.environ.pop, "PYTHONHASHSEED", None)
            outs.append(self.folder / f"out{seed}")
            self.assertEqual(sring_gen("--spec", ROOT / "spec", "--out", outs[-1])[0], 0)
            self.assertEqual(sring_gen("--spec", ROOT / "spec", "--tests",
                                       "--out", outs[-1] / "tests")[0], 0)
        self.assertEqual(texts(outs[0]), texts(outs[1]))

    def test_committed_output_is_current(self):
        ours = self.folder / "generated"
        call("--spec", ROOT / "spec", "--out", ours)
        committed = texts(ROOT / "generated")
        for path, text in texts(ours).items():
            if path != "MANIFEST":
                self.assertEqual(text, committed.get(path), f"{path}: run script/generate")

    def test_check(self):
        self.generate()
        self.assertEqual(self.generate("--check"), (0, "", ""))
        header = self.out / "include/sring/ops/poke.h"
        header.write_text(header.read_text() + "\n")
        (self.out / "include/sring/ops.h").unlink()
        (self.out / "include/sring/ops/old.h").write_text("")
        status, _, errors = self.generate("--check")
        self.assertEqual(status, 1)
        self.assertEqual(errors.splitlines(), [
            "out/include/sring/ops.h: missing; run script/generate",
            "out/include/sring/ops/old.h: surplus, not generated from any spec; "
            "run script/generate",
            "out/include/sring/ops/poke.h: stale, differs from what the spec generates; "
            "run script/generate"])
        self.assertFalse((self.out / "include/sring/ops.h").exists(), "--check has written")

    def test_writes_only_what_changed(self):
        self.generate()
        times = {}
        for path in self.out.rglob("*"):
            if path.is_file():
                os.utime(path, (1, 1))
                times[path] = 1
        poke = self.spec / "ops/poke.yaml"
        poke.write_text(poke.read_text() + "errors: [EINVAL]\n")
        self.generate()
        changed = {str(p.relative_to(self.out)) for p in times if p.stat().st_mtime != 1}
        self.assertEqual(changed, {"man/man3/sring_poke.3", "MANIFEST"})

    def test_removes_what_is_not_generated_any_more_and_nothing_else(self):
        (self.spec / "ops/push.yaml").write_text(
            (self.spec / "ops/poke.yaml").read_text().replace("op: poke", "op: push"))
        self.generate()
        mine = self.out / "include/mine.h"
        mine.write_text("")
        (self.spec / "ops/push.yaml").unlink()
        self.generate()
        self.assertFalse((self.out / "include/sring/ops/push.h").exists())
        self.assertTrue(mine.exists())

    def test_a_manifest_cannot_remove_files_elsewhere(self):
        self.generate()
        victim = self.folder / "victim"
        victim.write_text("")
        manifest = self.out / "MANIFEST"
        manifest.write_text(f"{'0' * 64}  ../victim\n{'0' * 64}  {victim}\n" + manifest.read_text())
        self.generate()
        self.assertTrue(victim.exists())


class Usage(TestCase):
    def test_says_what_to_do(self):
        for arguments, words in (
                (["--spec", "x"], "--out is missing"),
                (["--out", self.folder], "nothing to generate: name a spec of your own with --op"),
                (["--op", "a.yaml", "--out", __file__], "is a file; name a folder"),
                (["--wrong"], "unrecognized arguments")):
            if arguments == ["--wrong"]:
                arguments += ["--out", self.folder]
            status, _, errors = call(*arguments)
            self.assertEqual(status, 2)
            self.assertIn(words, errors)

    def test_version_is_that_of_the_header(self):
        self.assertEqual(call("--version")[1], f"sring-gen {VERSION}\n")
        self.assertIn(f'"{VERSION}"', (ROOT / "include/sring/version.h").read_text())

    def test_list_and_help(self):
        status, listing, _ = call("--list")
        self.assertEqual(status, 0)
        self.assertRegex(listing, r"(?m)^read_at +IORING_OP_READ +Linux 5\.6 +spec/ops/read_at\.yaml$")
        self.assertIn("sring-gen --op my_op.yaml --out build", call("--help")[1])

    def test_no_permission_to_write(self):
        (self.folder / "file").write_text("")
        status, _, errors = call("--spec", HERE / "base", "--out", self.folder / "file/out")
        self.assertEqual(status, 1)
        self.assertRegex(errors, r"^sring-gen: .*file/out.*: Not a directory\n$")


if __name__ == "__main__":
    unittest.main()
