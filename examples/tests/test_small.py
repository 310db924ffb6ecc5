# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of the small examples: test_small.py HELLO STAT_MANY SERVE LINES HANDOVER COUNT_LINES
FIRST"""

import os
import re
import socket
import subprocess
import sys
import time
import unittest

import common

HELLO, STAT_MANY, SERVE, LINES, HANDOVER, COUNT_LINES, FIRST = sys.argv[1:8]


def run(*command, **options):
    return subprocess.run(command, capture_output=True, timeout=20, **options)


class First(unittest.TestCase):
    def test_prints_one_read(self):
        result = run(FIRST, input=b"some text\n")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, b"some text\n", b""))

    def test_prints_nothing_at_the_end(self):
        self.assertEqual(run(FIRST, input=b"").stdout, b"")

    def test_no_io_uring(self):
        self.assertEqual(run(FIRST, input=b"", preexec_fn=common.forbid_io_uring).returncode, 1)


class Hello(common.DirectoryTest):
    def test_prints_the_whole_file(self):
        for size in 0, 1, 65535, 65536, 65537, 300000:
            data = os.urandom(size)
            result = run(HELLO, self.make("file", data))
            self.assertEqual((result.returncode, result.stderr), (0, b""), size)
            self.assertEqual(result.stdout, data, size)

    def test_missing_file(self):
        result = run(HELLO, self.path("missing"))
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"No such file or directory", result.stderr)

    def test_directory(self):
        result = run(HELLO, self.dir)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"Is a directory", result.stderr)

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([HELLO, self.make("file", b"text")], stdout=full, timeout=20)
        self.assertEqual(result.returncode, 1)

    def test_no_io_uring(self):
        result = run(HELLO, self.make("file"), preexec_fn=common.forbid_io_uring)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"seccomp", result.stderr)


class Usage(common.DirectoryTest):
    def test_help_and_wrong_arguments(self):
        text = self.make("file", b"text")
        for program, wrong in ((STAT_MANY, []), (SERVE, [text, "0"]), (SERVE, [text, "5x"]),
                               (SERVE, [text, "99999999999"]), (LINES, ["none"]), (LINES, []),
                               (HANDOVER, []), (COUNT_LINES, [])):
            usage = b"usage: " + os.path.basename(program).encode() + b" "
            for option in "--help", "-h":
                result = run(program, option)
                self.assertEqual((result.returncode, result.stderr), (0, b""))
                self.assertTrue(result.stdout.startswith(usage))
            for arguments in wrong, ["--unknown"]:
                result = run(program, *arguments)
                self.assertEqual((result.returncode, result.stdout), (2, b""))
                self.assertTrue(result.stderr.startswith(usage))
        for arguments in [], ["--help"], [text, text]:
            result = run(HELLO, *arguments)
            self.assertEqual((result.returncode, result.stderr), (2, b"usage: hello FILE\n"))


class StatMany(common.DirectoryTest):
    def test_sizes_in_order(self):
        """More than one batch."""
        paths = [self.make("file%d" % i, b"x" * i) for i in range(150)]
        result = run(STAT_MANY, *paths)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        expected = ["%12d %s" % (i, path) for i, path in enumerate(paths)]
        self.assertEqual(result.stdout.decode().splitlines(), expected)

    def test_missing_file_among_others(self):
        result = run(STAT_MANY, self.make("a", b"1"), self.path("missing"), self.make("b", b"22"))
        self.assertEqual(result.returncode, 1)
        self.assertEqual(len(result.stdout.splitlines()), 2)
        self.assertIn(b"missing: No such file or directory", result.stderr)


class Serve(common.DirectoryTest):
    def serve(self, data, clients):
        server = subprocess.Popen([SERVE, self.make("file", data), str(clients)], text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(server.communicate)
        self.addCleanup(server.kill)
        return server, int(server.stdout.readline().rpartition(":")[2])

    def fetch(self, port):
        received = b""
        with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
            while chunk := client.recv(65536):
                received += chunk
        return received

    def test_sends_the_file_to_each(self):
        for size in 0, 5, 300000:
            data = os.urandom(size)
            server, port = self.serve(data, 3)
            for _ in range(3):
                self.assertEqual(self.fetch(port), data, size)
            self.assertEqual((server.wait(timeout=20), server.stderr.read()), (0, ""))

    def test_a_client_that_hangs_up(self):
        server, port = self.serve(bytes(1024 * 1024), 2)
        socket.create_connection(("127.0.0.1", port), timeout=20).close()
        self.assertEqual(len(self.fetch(port)), 1024 * 1024)
        self.assertEqual(server.wait(timeout=20), 0)

    def test_usage_and_missing_file(self):
        self.assertEqual(run(SERVE, self.make("file")).returncode, 2)
        result = run(SERVE, self.path("missing"), "1")
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"missing: No such file or directory", result.stderr)


class Lines(unittest.TestCase):
    def output(self, *clients):
        """The output for clients that each send these pieces."""
        server = subprocess.Popen([LINES, str(len(clients))], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE)
        self.addCleanup(server.communicate)
        self.addCleanup(server.kill)
        first = server.stdout.readline()
        if not first:
            self.skipTest(server.stderr.read().decode())
        port = int(first.rpartition(b":")[2])
        for pieces in clients:
            with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
                for piece in pieces:
                    client.sendall(piece)
        output, errors = server.communicate(timeout=20)
        self.assertEqual((server.returncode, errors), (0, b""))
        return output

    def test_numbers_lines(self):
        self.assertEqual(self.output([b"one\ntw", b"o\n", b"\nfour"], [], [b"five\n"]),
                         b"     1  one\n     2  two\n     3  \n     4  four\n     5  five\n")

    def test_much(self):
        """More data than fits into all buffers."""
        lines = [b"%d " % i + b"x" * (i % 300) for i in range(20000)]
        output = self.output([b"\n".join(lines)])
        self.assertEqual(output.splitlines(),
                         [b"%6d  " % (i + 1) + line for i, line in enumerate(lines)])

    def test_usage(self):
        self.assertEqual(run(LINES).returncode, 2)


class CountLines(common.DirectoryTest):
    def test_counts(self):
        """More files than fit into the table at a time."""
        texts = [b"x\n" * i * 999 + b"y" * i for i in range(100)]
        paths = [self.make("file%d" % i, text) for i, text in enumerate(texts)]
        result = run(COUNT_LINES, *paths)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        expected = ["%12d %12d %s" % (len(text), text.count(b"\n"), path)
                    for text, path in zip(texts, paths)]
        self.assertEqual(result.stdout.decode().splitlines(), expected)

    def test_missing_file_and_directory_among_others(self):
        result = run(COUNT_LINES, self.make("a", b"1"), self.path("missing"), self.dir,
                     self.make("b", b"22"))
        self.assertEqual(result.returncode, 1)
        self.assertEqual(len(result.stdout.splitlines()), 2)
        self.assertIn(b"missing: No such file or directory", result.stderr)
        self.assertIn(b"Is a directory", result.stderr)

    def test_no_io_uring_and_usage(self):
        result = run(COUNT_LINES, self.make("file"), preexec_fn=common.forbid_io_uring)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"seccomp", result.stderr)
        self.assertEqual(run(COUNT_LINES).returncode, 2)


class Handover(common.DirectoryTest):
    def test_counts_in_order(self):
        """More files than fit into the socket, or may be open, at a time."""
        texts = [b"x\n" * i + b"y" * 7 * i for i in range(300)]
        paths = [self.make("file%d" % i, text) for i, text in enumerate(texts)]
        result = run("sh", "-c", 'ulimit -n 40; exec "$@"', "sh", HANDOVER, *paths)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        expected = ["%d %d %s" % (len(text), text.count(b"\n"), path)
                    for text, path in zip(texts, paths)]
        self.assertEqual(result.stdout.decode().splitlines(), expected)

    def test_large_file(self):
        data = os.urandom(1000000)
        path = self.make("file", data)
        result = run(HANDOVER, path)
        self.assertEqual(result.stdout.decode(), "1000000 %d %s\n" % (data.count(b"\n"), path))

    def test_missing_file_and_directory_among_others(self):
        result = run(HANDOVER, self.make("a", b"1"), self.path("missing"), self.dir,
                     self.make("b", b"22"))
        self.assertEqual(result.returncode, 1)
        self.assertEqual(len(result.stdout.splitlines()), 2)
        self.assertIn(b"missing: No such file or directory", result.stderr)
        self.assertIn(b"Is a directory", result.stderr)

    def test_no_io_uring_and_usage(self):
        result = run(HANDOVER, self.make("file"), preexec_fn=common.forbid_io_uring)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"seccomp", result.stderr)
        self.assertEqual(run(HANDOVER).returncode, 2)


if __name__ == "__main__":
    common.require_io_uring()
    unittest.main(argv=sys.argv[:1])
