# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of cp: test_cp.py CP"""

import errno
import fcntl
import os
import re
import pty
import resource
import shutil
import signal
import stat
import string
import subprocess
import sys
import time
import unittest

import common

CP = os.path.abspath(sys.argv[1])
KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
NOBODY = 65534


class CpTest(common.DirectoryTest):
    def cp(self, *arguments, **options):
        options.setdefault("umask", 0o022)
        return subprocess.run([CP, *arguments], capture_output=True, text=True, timeout=30,
                              stdin=subprocess.DEVNULL, **options)

    def hold(self, *arguments):
        """Starts a copy (named copy) that blocks after its first block: it then shows its
        progress on standard error, which is a full pipe."""
        self.pipe, writer = os.pipe()
        capacity = fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
        os.write(writer, b"-" * capacity)
        process = subprocess.Popen([CP, "--progress", *arguments], stderr=writer)
        os.close(writer)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        deadline = time.monotonic() + 20
        while not any(os.stat(self.path(name)).st_size >= 64 * KIB for name in self.being_made()):
            self.assertIsNone(process.poll(), "it ended")
            self.assertLess(time.monotonic(), deadline, "it did not start")
            time.sleep(0.001)
        return process

    def resume(self, process):
        """Lets it continue. Returns its exit status and messages."""
        with open(self.pipe, "rb") as pipe:
            messages = pipe.read().decode()
        return process.wait(timeout=30), messages

    def temporary_files(self):
        return [name for name in os.listdir(self.dir) if name.startswith(".cp-")]

    def being_made(self):
        return [name for name in os.listdir(self.dir) if name.startswith((".cp-", "copy"))]

    def succeeds(self, result):
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))

    def fails(self, result, message, state=None):
        """It fails with this message and a line with the state of the destination."""
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn(message, result.stderr)
        for line in result.stderr.splitlines():
            self.assertTrue(line.startswith("cp: "), result.stderr)
        if state:
            self.assertEqual(result.stderr.splitlines()[1], "cp: " + state)
        self.nothing_left()

    def nothing_left(self):
        self.assertEqual(self.temporary_files(), [])

    def make_sparse(self, name, size, pieces):
        with open(self.path(name), "wb") as file:
            file.truncate(size)
            for offset in pieces:
                os.pwrite(file.fileno(), os.urandom(min(8 * KIB, size - offset)), offset)
        return self.path(name)


class Contents(CpTest):
    SIZES = [0, 1, 4095, 4096, 4097, MIB - 1, MIB, MIB + 1, 4 * MIB, 4 * MIB + 1, 10 * MIB + 12345]

    def test_sizes(self):
        for size in self.SIZES:
            for options in [], ["--verify"], ["--atomic"], ["--atomic", "--verify"]:
                data = os.urandom(size)
                source = self.make("source", data)
                self.succeeds(self.cp(*options, source, self.path("copy")))
                self.assertTrue(self.read("copy") == data, (size, options))
                os.unlink(self.path("copy"))
        self.nothing_left()

    def test_existing_destination_longer_and_shorter(self):
        source = self.make("source", b"new" * 1000)
        for old in b"", b"x" * 10000, b"x" * 3 * MIB:
            for options in [], ["--verify"], ["--atomic"]:
                destination = self.make("copy", old)
                self.succeeds(self.cp(*options, source, destination))
                self.assertEqual(self.read("copy"), b"new" * 1000)

    def test_empty_source_over_an_existing_file(self):
        self.succeeds(self.cp(self.make("source"), self.make("copy", b"old")))
        self.assertEqual(self.read("copy"), b"")

    def test_holes_over_an_existing_file(self):
        """Holes do not show old contents, and are holes in the copy, too."""
        source = self.make_sparse("source", 16 * MIB, [3 * MIB, 9 * MIB + 5])
        for options in [], ["--verify"], ["--atomic"]:
            self.make("copy", b"x" * 20 * MIB)
            self.succeeds(self.cp(*options, source, self.path("copy")))
            subprocess.run(["cmp", source, self.path("copy")], check=True, timeout=30)
            self.assertLess(os.stat(self.path("copy")).st_blocks * 512, MIB)

    def test_sparse(self):
        cases = {
            "few blocks": (GIB, [0, 300 * MIB, GIB - 4 * KIB]),
            "hole at both ends": (64 * MIB + 7, [32 * MIB]),
            "nothing but a hole": (GIB + 1, []),
        }
        for name, (size, pieces) in cases.items():
            source = self.make_sparse("source", size, pieces)
            self.succeeds(self.cp(source, self.path("copy")))
            before, after = os.stat(source), os.stat(self.path("copy"))
            self.assertEqual(after.st_size, size, name)
            self.assertLessEqual(after.st_blocks * 512, before.st_blocks * 512 + 64 * KIB, name)
            with open(source, "rb") as old, open(self.path("copy"), "rb") as new:
                for offset in pieces:
                    old.seek(offset)
                    new.seek(offset)
                    self.assertTrue(old.read(64 * KIB) == new.read(64 * KIB), (name, offset))

    def test_sparse_with_everything_compared(self):
        pieces = [i * MIB + i * i * 1000 for i in range(0, 30, 3)]
        source = self.make_sparse("source", 32 * MIB, pieces)
        self.succeeds(self.cp("--verify", source, self.path("copy")))
        subprocess.run(["cmp", source, self.path("copy")], check=True, timeout=30)

    def test_size_that_is_not_known_before(self):
        with open("/proc/version", "rb") as file:
            expected = file.read()
        self.assertEqual(os.stat("/proc/version").st_size, 0)
        self.succeeds(self.cp("/proc/version", self.path("copy")))
        self.assertEqual(self.read("copy"), expected)

    def test_source_grows(self):
        source = self.make("source", os.urandom(8 * MIB))
        process = self.hold(source, self.path("copy"))
        with open(source, "ab") as file:
            file.write(os.urandom(3 * MIB + 5))
        status, messages = self.resume(process)
        self.assertEqual(status, 0)
        self.assertIn("changed while it was being copied", messages)
        subprocess.run(["cmp", source, self.path("copy")], check=True, timeout=30)

    def test_source_shrinks(self):
        source = self.make("source", os.urandom(8 * MIB))
        process = self.hold(source, self.path("copy"))
        os.truncate(source, 5 * MIB + 1234)
        status, messages = self.resume(process)
        self.assertEqual(status, 0)
        self.assertIn("changed while it was being copied", messages)
        subprocess.run(["cmp", source, self.path("copy")], check=True, timeout=30)

    def test_verify_finds_a_difference(self):
        data = os.urandom(128 * KIB)
        for options in ["--verify"], ["--verify", "--atomic"]:
            source = self.make("source", data)
            process = self.hold(*options, source, self.path("copy"))
            while self.read(self.being_made()[0]) != data:  # it is still writing the block
                self.assertIsNone(process.poll(), "it ended")
            with open(source, "r+b") as file:
                os.pwrite(file.fileno(), bytes([data[-5] ^ 1]), len(data) - 5)
            status, messages = self.resume(process)
            self.assertEqual(status, 1)
            self.assertIn("verification failed", messages)
            self.assertFalse(os.path.exists(self.path("copy")))
            self.nothing_left()


class Names(CpTest):
    def test_directory_as_destination(self):
        source = self.make("source", b"text")
        os.mkdir(self.path("directory"))
        self.succeeds(self.cp(source, self.path("directory")))
        self.assertEqual(self.read("directory/source"), b"text")
        self.make("source", b"other")
        self.succeeds(self.cp("source", "directory/", cwd=self.dir))
        self.assertEqual(self.read("directory/source"), b"other")

    def test_missing_source(self):
        result = self.cp("x", "y", cwd=self.dir)
        self.fails(result, "cp: cannot stat 'x': No such file or directory\n")

    def test_unreadable_source(self):
        source = self.make("source", b"secret")
        os.chmod(source, 0)
        command, options = CP, {}
        if os.geteuid() == 0:  # who may read everything
            command = shutil.copy(CP, self.path("program"))
            options = {"user": NOBODY, "group": NOBODY}
        result = subprocess.run([command, source, self.path("copy")], capture_output=True,
                                text=True, timeout=30, **options)
        self.fails(result, "cannot open '%s' for reading: Permission denied" % source)

    def test_destination_in_a_missing_directory(self):
        source = self.make("source", b"text")
        for name in "missing/copy", "missing/":
            result = self.cp(source, self.path(name))
            self.fails(result, "cannot create regular file '%s': " % self.path(name))
        result = self.cp(source, "")
        self.fails(result, "cannot create regular file '': No such file or directory")

    def test_destination_that_may_not_be_written(self):
        if os.geteuid() != 0:
            self.skipTest("needs root to become someone else")
        source = self.make("source", b"text")
        os.chmod(self.make("copy", b"old"), 0o644)
        program = shutil.copy(CP, self.path("program"))
        def as_nobody(*arguments):
            return subprocess.run([program, *arguments], capture_output=True, text=True,
                                  timeout=30, user=NOBODY, group=NOBODY)

        for name in "copy", "new":
            self.fails(as_nobody(source, self.path(name)), "Permission denied")
        self.assertEqual(self.read("copy"), b"old")
        os.chmod(self.path("copy"), 0o666)  # to write it one needs no right to create files here
        self.fails(as_nobody("--atomic", source, self.path("copy")),
                   "cannot create regular file '%s': Permission denied" % self.path("copy"))
        self.succeeds(as_nobody(source, self.path("copy")))
        self.assertEqual(self.read("copy"), b"text")
        os.mkdir(self.path("open"))
        os.chmod(self.path("open"), 0o777)  # where everyone may rename, but not write, a file
        os.chmod(self.make("open/copy", b"old"), 0o644)
        self.fails(as_nobody("--atomic", source, self.path("open/copy")),
                   "cannot create regular file '%s': Permission denied" % self.path("open/copy"))
        self.assertEqual(self.read("open/copy"), b"old")

    def test_same_file(self):
        source = self.make("source", b"text")
        os.link(source, self.path("link"))
        os.symlink("source", self.path("symbolic"))
        for name in "source", "link", "symbolic", "./source", ".":
            result = self.cp(source, self.path(name))
            self.fails(result, "are the same file")
        self.assertEqual(self.read("source"), b"text")

    def test_symbolic_links(self):
        source = self.make("source", b"new")
        os.mkdir(self.path("elsewhere"))
        self.make("elsewhere/file", b"old")
        os.symlink("elsewhere/file", self.path("link"))
        self.succeeds(self.cp(source, self.path("link")))
        self.assertTrue(os.path.islink(self.path("link")))
        self.assertEqual(self.read("elsewhere/file"), b"new")
        os.symlink("missing", self.path("dangling"))
        self.fails(self.cp(source, self.path("dangling")), "through dangling symlink")

    def test_hard_links(self):
        """A hard link of the destination shows the copy, unless the destination is replaced."""
        source = self.make("source", b"new")
        for options, expected in ([], b"new"), (["--atomic"], b"old"):
            os.link(self.make("copy", b"old"), self.path("link"))
            self.succeeds(self.cp(*options, source, self.path("copy")))
            self.assertEqual((self.read("copy"), self.read("link")), (b"new", expected))
            os.unlink(self.path("link"))

    def test_permissions(self):
        source = self.make("source", b"text")
        for mode, expected in (0o755, 0o755), (0o666, 0o644), (0o400, 0o400), (0o4711, 0o711):
            for options in [], ["--atomic"]:
                os.chmod(source, mode)
                self.succeeds(self.cp(*options, source, self.path("copy")))
                self.assertEqual(stat.S_IMODE(os.stat(self.path("copy")).st_mode), expected)
                os.unlink(self.path("copy"))
        for options in [], ["--atomic"]:
            os.chmod(self.make("existing"), 0o600)
            if os.geteuid() == 0:
                os.chown(self.path("existing"), NOBODY, NOBODY)
            before = os.stat(self.path("existing"))
            self.succeeds(self.cp(*options, source, self.path("existing")))
            after = os.stat(self.path("existing"))
            self.assertEqual((after.st_mode, after.st_uid, after.st_gid),
                             (before.st_mode, before.st_uid, before.st_gid))

    def test_usage(self):
        result = self.cp("--help")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertTrue(result.stdout.startswith("usage: cp "))
        for arguments, message in (([], "missing file operand"),
                                   (["a b"], "missing destination file operand after 'a b'"),
                                   (["a", "b", "c"], "extra operand 'c'"),
                                   (["--unknown", "a", "b"], "unrecognized option '--unknown'")):
            result = self.cp(*arguments)
            self.assertEqual((result.returncode, result.stdout), (1, ""))
            self.assertIn(": %s\nTry 'cp --help' for more information.\n" % message,
                          common.as_glibc(result.stderr))


class SpecialFiles(CpTest):
    """FIFOs, devices, and files in /proc and /sys."""

    def start(self, *arguments):
        process = subprocess.Popen([CP, *arguments], stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def fifo(self, name="fifo"):
        os.mkfifo(self.path(name))
        return self.path(name)

    def ends(self, process, status, messages=""):
        self.assertEqual((process.communicate(timeout=30)[1], process.returncode),
                         (messages, status))

    def test_fifo_as_source(self):
        data = os.urandom(3 * MIB + 17)
        fifo = self.fifo()
        for old in None, b"old", b"x" * 5 * MIB:
            if old is not None:
                self.make("copy", old)
            process = self.start(fifo, self.path("copy"))
            with open(fifo, "wb") as writer:
                writer.write(data)
            self.ends(process, 0)
            self.assertTrue(self.read("copy") == data)

    def test_fifo_as_destination(self):
        data = os.urandom(3 * MIB + 17)
        source = self.make("source", data)
        fifo = self.fifo()
        process = self.start(source, fifo)
        with open(fifo, "rb") as reader:
            self.assertTrue(reader.read() == data)
        self.ends(process, 0)
        self.assertTrue(stat.S_ISFIFO(os.stat(fifo).st_mode))

    def test_fifo_to_fifo(self):
        one, two = self.fifo("one"), self.fifo("two")
        process = self.start(one, two)
        with open(one, "wb", buffering=0) as writer, open(two, "rb", buffering=0) as reader:
            for piece in b"first", b"second":
                writer.write(piece)
                self.assertEqual(reader.read(100), piece)
        self.ends(process, 0)

    def test_reader_that_goes_away(self):
        fifo = self.fifo()
        process = self.start(self.make("source", os.urandom(4 * MIB)), fifo)
        with open(fifo, "rb", buffering=0) as reader:
            reader.read(1000)
        self.ends(process, 1, f"cp: error writing '{fifo}': Broken pipe\n"
                              f"cp: '{fifo}' has perhaps got only a part\n")

    def test_interrupted_at_a_fifo(self):
        """A signal during a wait for the other end, for bytes and for room."""
        for case in "opening", "opening a destination", "reading", "writing":
            fifo = self.fifo()
            source = self.make("source", os.urandom(4 * MIB))
            names = (fifo, self.path("copy")) if case in ("opening", "reading") else (source, fifo)
            process = self.start(*names)
            messages = ""
            if case.startswith("opening"):
                self.wait_for_sleep(process)
            elif case == "reading":
                other = open(fifo, "wb", buffering=0)
                other.write(b"some")
                while not os.path.exists(self.path("copy")) or self.read("copy") != b"some":
                    time.sleep(0.001)
                messages = f"cp: interrupted\ncp: '{self.path('copy')}' does not exist\n"
            else:
                other = open(fifo, "rb", buffering=0)
                other.read(1)
                messages = f"cp: interrupted\ncp: '{fifo}' has perhaps got only a part\n"
            process.send_signal(signal.SIGINT)
            self.ends(process, -signal.SIGINT, messages)
            if messages:
                other.close()
            self.assertFalse(os.path.exists(self.path("copy")))
            os.unlink(fifo)

    def wait_for_sleep(self, process):
        """In the open of a FIFO."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with open(f"/proc/{process.pid}/wchan", encoding="ascii") as file:
                where = file.read()
            with open(f"/proc/{process.pid}/syscall", encoding="ascii") as file:
                call = file.read().split()[0]
            if "wait_for_partner" in where or call in ("2", "257", "56"):  # open, openat
                time.sleep(0.05)
                return
            time.sleep(0.001)
        self.fail("it does not wait")

    def test_devices(self):
        self.make("copy", b"old")
        self.succeeds(self.cp("/dev/null", self.path("copy")))
        self.assertEqual(self.read("copy"), b"")
        source = self.make("source", os.urandom(3 * MIB))
        for options in [], ["--progress"]:
            self.assertEqual(self.cp(*options, source, "/dev/null").returncode, 0)
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/null").st_mode))
        self.fails(self.cp(source, "/dev/full"),
                   "error writing '/dev/full': No space left on device",
                   "'/dev/full' has perhaps got only a part")

    def test_endless_source(self):
        """It ends when there is no more room, or with a signal."""
        result = self.cp("/dev/zero", self.path("copy"), preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (5 * MIB, 5 * MIB)))
        self.fails(result, "error writing '%s': File too large" % self.path("copy"),
                   "'%s' does not exist" % self.path("copy"))
        process = self.start("/dev/zero", "/dev/null")
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        self.ends(process, -signal.SIGTERM,
                  "cp: interrupted\ncp: '/dev/null' has perhaps got only a part\n")

    def test_pipe_by_its_name(self):
        data = os.urandom(MIB)
        result = subprocess.run([CP, "/dev/stdin", "/dev/stdout"], input=data,
                                capture_output=True, timeout=30)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        self.assertTrue(result.stdout == data)

    def test_files_of_the_kernel(self):
        for name in "/proc/version", "/proc/self/status", "/sys/kernel/mm/transparent_hugepage" \
                    "/enabled", "/proc/cpuinfo":
            if os.path.exists(name):
                self.succeeds(self.cp(name, self.path("copy")))
                self.assertGreater(len(self.read("copy")), 0)

    def test_what_is_refused(self):
        fifo = self.fifo()
        source = self.make("source", b"text")
        self.fails(self.cp("--atomic", source, fifo), "cannot replace '%s': it is not a" % fifo)
        self.fails(self.cp("--verify", source, fifo), "cannot verify")
        self.fails(self.cp("--verify", fifo, self.path("copy")), "cannot verify")
        self.fails(self.cp(self.dir, self.path("copy")), "-r not specified; omitting directory")


class SideBySide(CpTest):
    """cp(1) prints the same and exits with the same status."""

    def setUp(self):
        super().setUp()
        version = subprocess.run(["cp", "--version"], capture_output=True, text=True, check=False)
        if "GNU coreutils" not in version.stdout:
            self.skipTest("cp(1) is not GNU's")

    def prepare(self):
        shutil.rmtree(self.path("place"), ignore_errors=True)
        os.makedirs(self.path("place/directory"))
        os.makedirs(self.path("place/holds/source"))
        self.make("place/source", b"text")
        self.make("place/old", b"older text")
        os.link(self.path("place/source"), self.path("place/link"))
        os.symlink("source", self.path("place/symbolic"))
        os.symlink("missing", self.path("place/dangling"))
        os.symlink("loop", self.path("place/loop"))
        os.mkfifo(self.path("place/fifo"))
        os.mknod(self.path("place/socket"), stat.S_IFSOCK | 0o600)
        os.chmod(self.make("place/secret", b"secret"), 0)
        os.chmod(self.make("place/read-only", b"kept"), 0o444)
        os.chmod(self.path("place"), 0o755)

    def both(self, *arguments, language="C.UTF-8", **options):
        """Compares the status, the first line and the files afterwards. Returns the status."""
        found = []
        for program in self.ours, "cp":
            self.prepare()
            result = subprocess.run([program, *arguments], capture_output=True, timeout=30,
                                    cwd=self.path("place"), stdin=subprocess.DEVNULL,
                                    env={**os.environ, "LC_ALL": language}, **options)
            line = common.as_glibc(os.fsdecode(result.stderr.split(b"\n")[0].split(b": ", 1)[-1]))
            # Newer ones say the non-directory's name, too.
            line = re.sub("(?<=with non-directory) '.*'$", "", line)
            # After an error cp(1) leaves something else: an empty file, the part that it wrote.
            found.append((result.returncode, result.stdout, line,
                          None if result.returncode else self.contents()))
        self.assertEqual(*found, arguments)
        return result.returncode

    ours = CP

    def contents(self):
        return {name: self.read("place/" + name) if os.path.isfile(self.path("place/" + name))
                else os.path.isdir(self.path("place/" + name))
                for name in os.listdir(os.fsencode(self.path("place")))
                for name in [os.fsdecode(name)]}

    def test_names(self):
        for arguments in (["source", "new"], ["source", "old"], ["source", "directory"],
                          ["source", "directory/"], ["source", "."], ["source", "source"],
                          ["source", "link"], ["source", "symbolic"], ["symbolic", "source"],
                          ["fifo", "fifo"], ["missing", "new"], ["", "new"], ["source", ""],
                          ["directory", "new"], ["source", "holds"], ["source", "missing/new"],
                          ["source", "missing/"], ["source/x", "new"], ["source/", "new"],
                          ["source", "dangling"], ["dangling", "new"], ["loop", "new"],
                          ["n" * 300, "new"], ["socket", "new"], ["source", "socket"],
                          ["source", "/dev/null"], ["/dev/null", "old"], ["/dev/null", "new"],
                          ["source", "/dev/full"], ["/proc/version", "new"],
                          ["source", "/proc/version"], ["/proc/self/mem", "old"], ["source"], [],
                          ["/proc/missing", "new"], ["source", "/proc/missing"]):
            self.both(*arguments)

    def test_permissions(self):
        if os.geteuid() != 0:
            self.skipTest("needs root to become someone else")
        self.ours = shutil.copy(CP, self.path("program"))
        for arguments in (["secret", "/dev/null"], ["/dev/null", "read-only"], ["source", "new"],
                          ["source", "directory"], ["source", "directory/new"]):
            status = self.both(*arguments, user=NOBODY, group=NOBODY)
            self.assertEqual(status, 1, arguments)

    def test_full_disk(self):
        script = 'mount -t tmpfs -o size=1m none "$1" || exit 77; "$2" "$3" "$1/copy"'
        source = self.make("source", os.urandom(4 * MIB))
        os.mkdir(self.path("small"))
        found = []
        for program in CP, "cp":
            for origin in source, "/dev/zero":
                result = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh",
                                         self.path("small"), program, origin],
                                        capture_output=True, text=True, timeout=30)
                if result.returncode == 77 or "unshare" in result.stderr:
                    self.skipTest("cannot mount a tmpfs: " + result.stderr.strip())
                found.append((result.returncode, result.stderr.splitlines()[0]))
        self.assertEqual(found[:2], found[2:])

    def test_quoting(self):
        names = ["it's", "a b", "it's $5", 'a"b', "it's \"b\"", "two\nlines", "\n", "ends\n",
                 "\n\tx\x1b", "'", "''", "'\n'", "x'\ny", "#'", "a'#", "~'", "a'~", "{'", "a'{",
                 "a'}b", "a'\\b", "?'", "a'!", "a'b*", "\u00fc", "'\u00fc", "\u00fc\n",
                 b"\xff", b"a\xc3", b"\xc3'", "\x7f", "a=b,c:d@e%f+g", "'(", "';", "\u200b", "\u00a0'",
                 "\u00ad", "-", "\a\b\f\r\v\x01\x02"]
        names += [bytes(range(first, first + 15)) for first in range(1, 256, 15)]
        names += [b"'" + bytes([byte]) for byte in [1, *string.punctuation.encode(), 127, 200]]
        # cp(1) 9.1 writes needless '' in front of a name that has a quote and ends like this.
        names = [name + b"x" if b"'" in name else name for name in map(os.fsencode, names)]
        for index, name in enumerate(names):
            for language in ("C", "C.UTF-8") if index < 40 else ("C.UTF-8",):
                self.quoted(name, language)

    def quoted(self, name, language):
        found = [subprocess.run([program, b"missing/" + name, "new"], capture_output=True,
                                cwd=self.dir, env={**os.environ, "LC_ALL": language}, timeout=30)
                 for program in (CP, "cp")]
        self.assertEqual(*[(one.returncode, one.stderr.split(b": ", 1)[1]) for one in found])


class Failures(CpTest):
    def test_limit_on_the_size(self):
        """The write that reaches the limit is short, and the next one fails."""
        source = self.make("source", os.urandom(4 * MIB))
        destination = self.make("copy", b"old")
        limit = MIB + 1000

        def set_limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        self.fails(self.cp("--atomic", source, destination, preexec_fn=set_limit),
                   "error writing '%s': File too large" % destination,
                   "'%s' is what it was before" % destination)
        self.assertEqual(self.read("copy"), b"old")
        self.fails(self.cp(source, destination, preexec_fn=set_limit),
                   "File too large", "'%s' is perhaps incomplete" % destination)
        self.fails(self.cp(source, self.path("new"), preexec_fn=set_limit),
                   "File too large", "'%s' does not exist" % self.path("new"))
        self.assertFalse(os.path.exists(self.path("new")))
        hole = self.make_sparse("hole", limit + 1, [])
        self.fails(self.cp(hole, destination, preexec_fn=set_limit), "File too large")
        self.make("source", os.urandom(limit))
        self.succeeds(self.cp(source, destination, preexec_fn=set_limit))
        self.assertTrue(self.read("copy") == self.read("source"))

    def test_full_disk(self):
        """On a small tmpfs, in a separate mount namespace."""
        source = self.make("source", os.urandom(4 * MIB))
        os.mkdir(self.path("small"))
        script = 'mount -t tmpfs -o size=1m none "$1" || exit 77; echo old >"$1/copy"; ' \
                 '"$2" --atomic "$3" "$1/copy" && exit 1; ls -A "$1"; cat "$1/copy"; ' \
                 '"$2" "$3" "$1/copy"; status=$?; ls -A "$1"; exit $status'
        result = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", self.path("small"), CP,
                                 source], capture_output=True, text=True, timeout=30)
        if result.returncode == 77 or "unshare" in result.stderr:
            self.skipTest("cannot mount a tmpfs: " + result.stderr.strip())
        self.assertEqual(result.returncode, 1)
        name = self.path("small") + "/copy"
        for state in "what it was before", "perhaps incomplete":
            self.assertIn(f"cp: error writing '{name}': No space left on device\n"
                          f"cp: '{name}' is {state}\n", result.stderr)
        self.assertEqual(result.stdout, "copy\nold\ncopy\n")

    def test_no_io_uring(self):
        source = self.make("source", b"text")
        for error, word in (errno.EPERM, "forbidden by a seccomp filter"), (errno.ENOSYS, "hidden by a seccomp filter"):
            result = self.cp(source, self.path("copy"),
                             preexec_fn=lambda: common.forbid_io_uring(error))
            self.fails(result, word)
        self.assertFalse(os.path.exists(self.path("copy")))

    @common.takes_descriptors
    def test_no_descriptors(self):
        source = self.make("source", b"text")
        result = self.cp(source, self.path("copy"), close_fds=True,
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4)))
        self.fails(result, "cannot open")

    def test_interrupted_while_copying(self):
        source = self.make("source", os.urandom(8 * MIB))
        for number in signal.SIGINT, signal.SIGTERM:
            for options, old, state in ((["--atomic"], b"old", "is what it was before"),
                                        (["--atomic"], None, "does not exist"),
                                        ([], b"old", "is perhaps incomplete"),
                                        ([], None, "does not exist")):
                if old:
                    self.make("copy", old)
                process = self.hold(*options, source, self.path("copy"))
                process.send_signal(number)
                status, messages = self.resume(process)
                self.assertEqual(status, -number)  # what a shell calls 130, as after cp(1)
                self.assertIn("cp: interrupted\ncp: '%s' %s\n" % (self.path("copy"), state),
                              messages)
                self.assertEqual(os.path.exists(self.path("copy")), bool(old))
                if old and options:
                    self.assertEqual(self.read("copy"), old)
                if old:
                    os.unlink(self.path("copy"))
                self.nothing_left()

    def test_interrupted_while_verifying(self):
        source = self.make_sparse("source", 64 * GIB, [0])
        process = subprocess.Popen([CP, "--verify", "--progress", source, self.path("copy")],
                                   stderr=subprocess.PIPE)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        seen = b""
        while b"verifying" not in seen:
            some = os.read(process.stderr.fileno(), 4096)
            self.assertTrue(some, "it ended before it verified")
            seen += some
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        self.assertEqual(process.returncode, -signal.SIGINT)
        self.assertFalse(os.path.exists(self.path("copy")))
        self.nothing_left()


class Output(CpTest):
    def shell(self, script, *arguments):
        return subprocess.run(["sh", "-c", script, "sh", CP, *arguments], timeout=30)

    def test_closed_standard_files(self):
        """The messages must not end up in the copy."""
        source = self.make("source", os.urandom(MIB))
        script = '"$1" --progress "$2" "$3" 0<&- 1>&- 2>&-'
        self.assertEqual(self.shell(script, source, self.path("copy")).returncode, 0)
        self.assertTrue(self.read("copy") == self.read("source"))
        self.assertEqual(self.shell(script, self.path("missing"), source).returncode, 1)

    def test_standard_error_that_nobody_reads(self):
        source = self.make("source", os.urandom(MIB))
        reader, writer = os.pipe()
        os.close(reader)
        with os.fdopen(writer, "wb") as closed:
            result = subprocess.run([CP, "--progress", source, self.path("copy")], stderr=closed,
                                    timeout=30)
        self.assertEqual(result.returncode, 0)
        self.assertTrue(self.read("copy") == self.read("source"))
        self.nothing_left()

    def test_progress_on_a_terminal(self):
        """The progress is shown by default if the copy takes long enough."""
        source = self.make_sparse("source", 2048 * MIB, [0])
        master, slave = pty.openpty()
        with os.fdopen(slave, "wb") as terminal:
            process = subprocess.Popen([CP, "--verify", source, self.path("copy")],
                                       stderr=terminal)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        seen = b""
        try:
            while some := os.read(master, 4096):
                seen += some
        except OSError:  # how Linux says that the other side is closed
            pass
        os.close(master)
        self.assertEqual(process.wait(timeout=30), 0)
        self.assertIn(b"\rverifying [", seen)
        self.assertRegex(seen.decode(), r"verifying \[#{30}\] 100 % +2048\.0 MiB .*\r\n$")
        percents = [int(line.split(b"]")[1].split(b"%")[0]) for line in seen.split(b"\r")
                    if b"verifying" in line]
        self.assertGreater(len(percents), 1)
        self.assertEqual(percents, sorted(percents))

    def test_no_progress_elsewhere(self):
        source = self.make_sparse("source", 512 * MIB, [0])
        self.succeeds(self.cp("--verify", source, self.path("copy")))
        result = self.cp("--progress", source, self.path("copy"))
        self.assertEqual((result.returncode, result.stdout), (0, ""))
        self.assertIn("100 %", result.stderr)


if __name__ == "__main__":
    common.require_io_uring()
    unittest.main(argv=sys.argv[:1])
