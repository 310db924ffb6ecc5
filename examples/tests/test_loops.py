# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of a program with a ring beside another event loop: test_loops.py LOOP_PROGRAM"""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import unittest

import common

PROGRAM = sys.argv[1]


class Loop:
    """The tests of one way; its subclasses say who sleeps."""

    def setUp(self):
        self.server = subprocess.Popen([PROGRAM, self.sleeper], text=True, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE)
        self.addCleanup(self.server.communicate)
        self.addCleanup(self.server.kill)
        self.port = int(self.server.stdout.readline().rpartition(":")[2])

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.addCleanup(client.close)
        return client

    def echo(self, client, data):
        client.sendall(data)
        received = b""
        while len(received) < len(data):
            chunk = client.recv(65536)
            self.assertTrue(chunk)
            received += chunk
        self.assertEqual(received, data)

    def stop(self, number=signal.SIGTERM):
        """Ends the program; returns the numbers of connections and ticks."""
        self.server.send_signal(number)
        output, errors = self.server.communicate(timeout=60)
        self.assertEqual((self.server.returncode, errors), (0, ""))
        said = re.fullmatch(r"served (\d+), (\d+) ticks\n", output)
        return int(said[1]), int(said[2])

    def test_many_connections(self):
        clients = [self.connect() for _ in range(100)]
        for round in range(20):
            for client in clients:
                self.echo(client, b"%d" % round)
        for client in clients:
            client.close()
        self.assertLessEqual(self.stop()[0], 100)

    def test_much_data(self):
        client = self.connect()
        data = os.urandom(3_000_000)
        sender = threading.Thread(target=lambda: (client.sendall(data),
                                                  client.shutdown(socket.SHUT_WR)))
        sender.start()
        received = b""
        while chunk := client.recv(65536):
            received += chunk
        sender.join()
        self.assertEqual(received, data)
        self.assertEqual(self.stop(signal.SIGINT)[0], 1)

    def test_the_timer_goes_on(self):
        """1000 messages take longer than a tick."""
        client = self.connect()
        for _ in range(1000):
            self.echo(client, b"x" * 1000)
        self.assertGreater(self.stop()[1], 0)

    def test_ends_with_open_connections(self):
        clients = [self.connect() for _ in range(10)]
        for client in clients:
            self.echo(client, b"x")
        self.assertEqual(self.stop()[0], 10)
        for client in clients:
            self.assertEqual(client.recv(1), b"")

    def test_ends_at_once(self):
        self.assertEqual(self.stop()[0], 0)


class TheLoopSleeps(Loop, unittest.TestCase):
    sleeper = "loop"


class TheRingSleeps(Loop, unittest.TestCase):
    sleeper = "ring"


class Usage(unittest.TestCase):
    def test_usage(self):
        for arguments in [], ["both"], ["loop", "ring"]:
            result = subprocess.run([PROGRAM, *arguments], capture_output=True, check=False)
            self.assertEqual((result.returncode, result.stdout), (2, b""))
            self.assertTrue(result.stderr.startswith(b"usage: loop_"))
        result = subprocess.run([PROGRAM, "--help"], capture_output=True, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, b""))

    def test_no_io_uring(self):
        result = subprocess.run([PROGRAM, "loop"], capture_output=True, check=False,
                                preexec_fn=common.forbid_io_uring)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"seccomp", result.stderr)


if __name__ == "__main__":
    if "/" not in PROGRAM:
        print(f"SKIP: {PROGRAM} was not built: its library is missing")
        sys.exit(common.SKIPPED)
    common.require_io_uring()
    unittest.main(argv=sys.argv[:1], verbosity=2)
