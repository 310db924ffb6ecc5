# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of kv_server: test_kv_server.py KV_SERVER"""

import signal
import socket
import subprocess
import sys
import time
import unittest

KV_SERVER = sys.argv[1]


class KvServer(unittest.TestCase):
    def start(self, idle=60):
        self.server = subprocess.Popen([KV_SERVER, str(idle)], text=True, stdout=subprocess.PIPE,
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

    def expect(self, client, text):
        received = b""
        while len(received) < len(text):
            chunk = client.recv(len(text) - len(received))
            self.assertTrue(chunk, received)
            received += chunk
        self.assertEqual(received, text)

    def test_commands(self):
        self.start()
        one, other = self.connect(), self.connect()
        for client, line, answer in ((one, b"get fruit", b"none"), (one, b"set fruit an apple", b"ok"),
                                     (other, b"get fruit", b"an apple"), (other, b"get", b"what?"),
                                     (other, b"", b"what?"), (other, b"set fruit", b"what?"),
                                     (one, b"eat fruit now", b"what?"), (one, b"quit", b"bye")):
            client.sendall(line + b"\r\n")
            self.expect(client, answer + b"\n")
        self.assertEqual(one.recv(1), b"")

    def test_in_parts_and_at_once(self):
        self.start()
        client = self.connect()
        for part in b"set a", b" 1", b"2\nge", b"t a\n":
            client.sendall(part)
            time.sleep(0.01)
        self.expect(client, b"ok\n12\n")
        client.sendall(b"get a\n" * 5000)
        self.expect(client, b"12\n" * 5000)
        client.sendall(b"get a")  # without a newline
        client.shutdown(socket.SHUT_WR)
        self.expect(client, b"12\n")
        self.assertEqual(client.recv(1), b"")

    def test_limits(self):
        self.start()
        client = self.connect()
        client.sendall(b"set a " + b"x" * 193 + b"\n")
        self.expect(client, b"ok\n")
        client.sendall(b"set a " + b"x" * 194 + b"\n")
        self.expect(client, b"too long\n")
        client = self.connect()
        for number in range(63):
            client.sendall(b"set %d 1\n" % number)
            self.expect(client, b"ok\n")
        client.sendall(b"set more 1\nget more\nget 62\n")
        self.expect(client, b"full\nnone\n1\n")

    def test_many_and_a_reset(self):
        self.start()
        clients = [self.connect() for _ in range(100)]
        for number, client in enumerate(clients):
            client.sendall(b"set name %d\n" % number)
            self.expect(client, b"ok\n")
        clients[0].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        clients[0].close()
        clients[1].sendall(b"get name\n")
        self.expect(clients[1], b"99\n")

    def test_idle(self):
        self.start(idle=1)
        client = self.connect()
        client.sendall(b"get")
        self.assertEqual(client.recv(1), b"")

    def test_signal(self):
        self.start()
        client = self.connect()
        client.sendall(b"get a\n")
        self.expect(client, b"none\n")
        self.server.send_signal(signal.SIGTERM)
        self.assertEqual(client.recv(1), b"")
        output, errors = self.server.communicate(timeout=20)
        self.assertEqual((self.server.returncode, output, errors), (0, "", ""))

    def test_usage(self):
        for arguments in [], ["0"], ["1", "2"]:
            self.assertEqual(subprocess.run([KV_SERVER, *arguments], stderr=subprocess.PIPE,
                                            check=False).returncode, 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
