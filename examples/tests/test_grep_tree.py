# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of grep_tree, against grep(1): test_grep_tree.py GREP_TREE"""

import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import unittest

import common

GREP_TREE = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
KIB, MIB = 1 << 10, 1 << 20
PIECE = 96 * KIB  # in which both look for NUL at a time
NOBODY = 65534
OPTIONS = [], ["-n"], ["-c"], ["-l"], ["-i"], ["-in"], ["-ic"], ["-nl"], ["-cl"]


def run(command, directory, **options):
    done = subprocess.run(command, cwd=directory, capture_output=True, check=False, timeout=100,
                          env={**os.environ, "LC_ALL": "C"}, **options)
    return done.returncode, done.stdout, done.stderr


def lines(text, program):
    """Sorted, without the program's name."""
    return sorted(line.removeprefix(program + b": ") for line in text.splitlines(keepends=True))


class GrepTree(common.DirectoryTest):
    def check(self, pattern, paths=(".",), options=OPTIONS, directory=None, **how):
        """The same lines, messages and status as grep."""
        for option in options:
            arguments = [*option, pattern, *paths]
            expected = run(["grep", "-rF", *option, "--", pattern, *paths],
                           directory or self.dir, **how)
            got = run([GREP_TREE, *option, "--", pattern, *paths], directory or self.dir, **how)
            self.assertEqual(got[0], expected[0], (arguments, got[2]))
            self.assertEqual(lines(got[1], b""), lines(expected[1], b""), arguments)
            self.assertEqual(lines(got[2], b"grep_tree"), lines(expected[2], b"grep"), arguments)

    def make(self, name, data=b""):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        return super().make(name, data)


class Trees(GrepTree):
    def test_this_project(self):
        folders = [name for name in ("bench", "codegen", "docs", "examples", "generated", "include",
                                     "spec", "src", "tests") if (ROOT / name).is_dir()]
        for pattern, options in (("sring_buf_free(", OPTIONS), ("SRING_no_such", OPTIONS),
                                 ("e", [["-n"], ["-c"]]), ("Fiber", [["-i"], ["-in"]])):
            self.check(pattern, folders, options, ROOT)

    def test_text_and_lines(self):
        self.make("empty")
        self.make("a/newline", b"needle\n")
        self.make("a/none", b"needle")
        self.make("a/several", b"one needle\n\nneedle needle\nno\n  needle\n")
        self.make("a/only newlines", b"\n" * 1000)
        self.make("a/dos", b"needle\r\nno\r\n")
        self.make("a/latin", b"n\xe9edle needle \xff\xfe\n\xff\n")
        self.make("a/case", b"Needle\nNEEDLE\n[needle\n{NEEDLE\n@\n")
        self.make("a/at the end", b"x" * 5000 + b"needle")
        self.make("a/nested.needle", b"nneneneedleedle\n")
        for pattern in ("needle", "NEEDLE", "", "[n", "\r", "e", "-e", "no such thing"):
            self.check(pattern)

    def test_names(self):
        for name in (b"-n", b"with space", b"new\nline", b"\xff\xfe", b"colon:1:", b"*", b"..."):
            path = os.path.join(os.fsencode(self.dir), b"in", name, name)
            os.makedirs(os.path.dirname(path))
            with open(path, "wb") as file:
                file.write(b"needle " + name + b"\n")
        self.check("needle")
        self.check("needle", ["./in", "in/", "in//", "./in/../in/*"])
        self.check("needle", [self.dir])
        self.check("needle", ["/" + self.dir + "//in"])

    def test_operands(self):
        self.make("file", b"needle\n")
        self.make("in/file", b"needle in\n")
        os.symlink("file", self.path("to file"))
        os.symlink("in", self.path("to in"))
        for paths in (["file"], ["to file"], ["to in"], ["file", "in"], ["in", "file", "in"],
                      ["missing"], ["missing", "file"], ["file", "file/"], ["/dev/null"],
                      ["to in/"], ["in/file", "in/file"]):
            self.check("needle", paths)

    def test_what_is_not_followed(self):
        self.make("in/file", b"needle\n")
        os.symlink("file", self.path("in/link"))
        os.symlink("..", self.path("in/up"))
        os.symlink("nowhere", self.path("in/dangling"))
        os.symlink("loop", self.path("in/loop"))
        os.mkfifo(self.path("in/fifo"))
        with socket.socket(socket.AF_UNIX) as sock:
            sock.bind(self.path("in/socket"))
            self.check("needle")

    def test_binary(self):
        def padded(size):
            """Lines of so many bytes."""
            return (b"." * 99 + b"\n") * (size // 100) + b"." * (size % 100 - 1) + b"\n"

        self.make("first", b"\0needle\n")
        self.make("no line", b"\0\0\0")
        self.make("without", b"nothing\0\n")
        self.make("last", b"needle\n" * 100 + b"\0")
        self.make("before the match", b"\0" + padded(200 * KIB) + b"needle\n")
        self.make("counted", b"needle\0needle\nneedle\0\0no\0needle")
        for at in (PIECE - 1, PIECE, PIECE + 1, 2 * PIECE - 1, 2 * PIECE, 5 * PIECE):
            text = b"needle one\n" + padded(at - 11 - 11) + b"needle two\n"
            self.assertEqual(len(text), at)
            self.make(f"late/{at}", text + b"\0needle\nneedle\n")
            self.make(f"late/unmatched {at}", text + b"\0\n" + padded(PIECE))
            self.make(f"late/far {at}", text + b"\0\n" + padded(2 * PIECE) + b"needle\n")
        for name, size in (("hole", PIECE + 4 * MIB), ("small hole", 50000)):
            with open(self.path(name), "wb") as file:
                file.write(b"needle\n")
                file.truncate(size)
        with open(self.path("hole behind text"), "wb") as file:
            file.write(b"needle\n" + padded(2 * PIECE))
            file.truncate(3 * MIB)
        for pattern in ("needle", "", ".."):
            self.check(pattern)

    def test_long_lines(self):
        chance = random.Random(1)
        for size in (PIECE - 1, PIECE, PIECE + 4096, PIECE + 4097, 300 * KIB, 5 * MIB):
            filler = bytes(chance.choices(b"abcdefgh ", k=1000)) * (size // 1000 + 1)
            self.make(f"begin {size}", b"needle" + filler[:size - 6] + b"\nneedle\n")
            self.make(f"end {size}", b"no\n" + filler[:size - 6] + b"needle\nno")
            self.make(f"without {size}", filler[:size])
            self.make(f"across {size}", filler[:PIECE - 3] + b"needle" + filler[:size] + b"\n")
            self.make(f"newline across {size}", filler[:PIECE - 1] + b"\nneedle\n" + filler[:size])
        self.check("needle", options=([], ["-n"], ["-c"], ["-i"]))

    def test_random_text(self):
        chance = random.Random(2)
        for number in range(60):
            size = int(2 ** chance.uniform(0, 20))
            text = bytes(chance.choices(b"neNEdl\n ", weights=[9, 9, 1, 1, 3, 3, chance.choice([1, .01]),
                                                             1], k=size))
            self.make(f"{number % 7}/{number}", text)
        for pattern in ("need", "n", "e\t", "deed le", "NE"):
            self.check(pattern, options=(["-n"], ["-in"], ["-c"]))

    def test_wide_and_deep(self):
        for number in range(3000):
            self.make(f"wide/{number}", b"needle %d\n" % number if number % 3 else b"hay\n")
        self.make("/".join(["deep"] * 200) + "/file", b"needle\n")
        for number in range(300):
            os.makedirs(self.path(f"empty/{number}/{number}"))
        self.check("needle", options=([], ["-c"], ["-nl"]))

    def test_unreadable(self):
        self.make("in/readable", b"needle\n")
        os.chmod(self.make("in/file", b"needle\n"), 0)
        self.make("in/directory/file", b"needle\n")
        self.make("in/listed only/file", b"needle\n")
        os.chmod(self.path("in/directory"), 0)
        os.chmod(self.path("in/listed only"), 0o444)
        self.addCleanup(os.chmod, self.path("in/directory"), 0o755)
        self.addCleanup(os.chmod, self.path("in/listed only"), 0o755)
        how = {}
        if os.geteuid() == 0:
            how = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            os.chown(self.path("in/listed only"), NOBODY, NOBODY)
            try:
                subprocess.run([GREP_TREE, "x", "/dev/null"], check=False, **how)
            except PermissionError:
                self.skipTest("an ordinary user cannot run the program here")
        self.check("needle", **how)
        self.check("needle", ["in/file", "in/directory", "in/readable"], **how)


class Order(GrepTree):
    def walk(self, directory):
        """Regular files, in the order of the names, each directory in its place."""
        for name in sorted(os.listdir(directory), key=os.fsencode):
            path = os.path.join(directory, name)
            if os.path.isdir(path):
                yield from self.walk(path)
            else:
                yield path

    def test_order(self):
        """One after the other, though the first takes the longest time."""
        chance = random.Random(3)
        for number in range(400):
            depth = [f"d{chance.randrange(4)}" for _ in range(chance.randrange(4))]
            self.make("/".join([*depth, f"f{number}"]), b"needle\n" * chance.choice([1, 5, 10000]))
        self.make("a", b"hay\n" * 2 * MIB + b"needle\n")
        expected = []
        for path in self.walk(self.dir):
            with open(path, "rb") as file:
                for number, line in enumerate(file, 1):
                    if line == b"needle\n":
                        expected.append(b"%s:%d:needle\n" % (os.fsencode(path), number))
        status, output, errors = run([GREP_TREE, "-n", "needle", self.dir], "/")
        self.assertEqual((status, errors), (0, b""))
        self.assertTrue(output == b"".join(expected))

    def test_messages_have_their_place(self):
        """stdout and stderr together."""
        self.make("1", b"needle\n")
        self.make("2", b"needle\0\n")
        self.make("3", b"needle\n")
        done = subprocess.run([GREP_TREE, "needle", ".", "missing", "3"], cwd=self.dir, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=100)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, "./1:needle\ngrep_tree: ./2: binary file matches\n"
                                      "./3:needle\n"
                                      "grep_tree: missing: No such file or directory\n3:needle\n")


class Output(GrepTree):
    def test_file_that_grows(self):
        path, stop = self.make("log", b""), threading.Event()

        def write():
            with open(path, "ab", buffering=0) as file:
                for number in range(200000):
                    file.write(b"needle %d\n" % number)
                    if stop.is_set():
                        break

        writer = threading.Thread(target=write)
        writer.start()
        self.addCleanup(writer.join)
        self.addCleanup(stop.set)
        for _ in range(20):
            status, output, errors = run([GREP_TREE, "needle", "."], self.dir)
            found = output.split(b"\n")
            self.assertIn(status, (0, 1))
            self.assertEqual(errors, b"")
            for number, line in enumerate(found[:-2]):
                self.assertEqual(line, b"./log:needle %d" % number)
            if len(found) > 1:  # the last line may have been incomplete
                self.assertTrue((b"./log:needle %d" % (len(found) - 2)).startswith(found[-2]))

    def test_output_in_the_tree(self):
        self.make("in/file", b"needle\n")
        for option in [], ["-c"], ["-l"]:
            results = []
            for program in ["grep", "-rF"], [GREP_TREE]:
                with open(self.path("in/output"), "wb") as output:
                    done = subprocess.run([*program, *option, "needle", "in"], cwd=self.dir,
                                          stdout=output, stderr=subprocess.PIPE, check=False,
                                          timeout=100)
                results.append((done.returncode, sorted(self.read("in/output").splitlines()),
                                done.stderr.partition(b":")[2]))
            self.assertEqual(*results)

    def test_full_output(self):
        self.make("in/file", b"needle\n")
        for number in range(300):
            self.make(f"in/{number}", b"needle\n" * 50000)
        with open("/dev/full", "wb") as full:
            done = subprocess.run([GREP_TREE, "needle", "in"], cwd=self.dir, stdout=full,
                                  stderr=subprocess.PIPE, check=False, timeout=100)
        self.assertEqual((done.returncode, done.stderr),
                         (2, b"grep_tree: write error: No space left on device\n"))

    def test_reader_that_goes_away(self):
        for number in range(300):
            self.make(f"in/{number}", b"needle\n" * 50000)
        with subprocess.Popen([GREP_TREE, "needle", "in"], cwd=self.dir, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as process:
            process.stdout.read(100)
            process.stdout.close()
            self.assertNotIn(process.wait(100), (0, 1))

    def wait_until_idle(self, pid):
        """Until it has taken no processor time for a while."""
        times = [object()]
        while len(times) < 6 or times[-1] != times[-6]:
            time.sleep(0.05)
            with open(f"/proc/{pid}/stat", encoding="ascii") as file:
                times.append(file.read().rsplit(")", 1)[1].split()[11:13])

    def test_memory(self):
        """A slow reader of much output: the rest stays in the files."""
        for number in range(700):
            self.make(f"in/{number}", (b"needle" + 93 * b"." + b"\n") * 6000)
        read, write = os.pipe()
        process = subprocess.Popen([GREP_TREE, "-n", "needle", "in"], cwd=self.dir, stdout=write)
        os.close(write)
        self.wait_until_idle(process.pid)
        with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
            allocated = int(re.search(r"RssAnon:\s+(\d+)", file.read())[1])
        size = 0
        while piece := os.read(read, 65536):
            size += len(piece)
        os.close(read)
        self.assertEqual(process.wait(100), 0)
        self.assertGreater(size, 700 * 6000 * 100)
        if b"__asan_init" not in pathlib.Path(GREP_TREE).read_bytes():
            self.assertLess(allocated, 100 * KIB)

    def test_usage(self):
        for arguments in [], ["x"], ["-z", "x", "."], ["a\nb", "."]:
            done = subprocess.run([GREP_TREE, *arguments], stderr=subprocess.PIPE, check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"usage: grep_tree", done.stderr)
        done = subprocess.run([GREP_TREE, "--help"], stdout=subprocess.PIPE, check=True)
        self.assertIn(b"usage: grep_tree", done.stdout)


if __name__ == "__main__":
    common.require_io_uring()
    if not shutil.which("grep") or b"GNU" not in run(["grep", "--version"], "/")[1]:
        print("SKIP: there is no GNU grep to compare with")
        sys.exit(common.SKIPPED)
    unittest.main(argv=sys.argv[:1], verbosity=2)
