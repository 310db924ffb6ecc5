# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of fiber_echo: test_fiber_echo.py FIBER_ECHO"""

import os
import signal
import socket
import subprocess
import sys
import time
import unittest

FIBER_ECHO = sys.argv[1]


class FiberEcho(unittest.TestCase):
    def start(self, idle=60):
        self.server = subprocess.Popen([FIBER_ECHO, str(idle)], text=True, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE)
        self.addCleanup(self.server.communicate)
        self.addCleanup(self.server.kill)
        first = self.server.stdout.readline()
        if not first:
            self.skipTest(self.server.stderr.read())
        self.port = int(first.rpartition(":")[2])

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.port), timeout=20)
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

    def served(self):
        output, errors = self.server.communicate(timeout=20)
        self.assertEqual((self.server.returncode, errors), (0, ""))
        return int(output.split()[1])

    def test_many_at_a_time(self):
        self.start()
        clients = [self.connect() for _ in range(200)]
        for round in range(3):
            for client in clients:
                self.echo(client, b"%d" % round)
        for client in clients:
            client.close()
        self.server.send_signal(signal.SIGTERM)
        self.assertEqual(self.served(), 200)

    def test_much_data_and_half_close(self):
        self.start()
        client = self.connect()
        for _ in range(50):
            self.echo(client, os.urandom(30000))
        client.sendall(b"last")
        client.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := client.recv(100):
            received += chunk
        self.assertEqual(received, b"last")

    def test_a_client_that_resets(self):
        self.start()
        client = self.connect()
        client.sendall(b"x" * 1000000)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        client.close()
        self.echo(self.connect(), b"another")

    def test_idle(self):
        self.start(idle=1)
        begin = time.monotonic()
        self.assertEqual(self.connect().recv(1), b"")
        self.assertGreater(time.monotonic() - begin, 0.9)

    def test_signals(self):
        """The first one lets connections go on, the second one ends them."""
        self.start()
        client = self.connect()
        self.echo(client, b"before")
        self.server.send_signal(signal.SIGTERM)
        time.sleep(0.1)
        self.echo(client, b"between")
        self.server.send_signal(signal.SIGINT)
        self.assertEqual(client.recv(1), b"")
        self.assertEqual(self.served(), 1)

    def test_usage(self):
        for arguments in [], ["0"], ["1", "2"]:
            self.assertEqual(subprocess.run([FIBER_ECHO, *arguments], stderr=subprocess.PIPE,
                                            check=False).returncode, 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
