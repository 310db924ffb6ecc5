# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of the HTTP server, on the loopback: test_http_server.py HTTP_SERVER"""

import os
import re
import resource
import signal
import socket
import struct
import subprocess
import sys
import time
import unittest

import common

SERVER = sys.argv[1]
PATIENCE = 20  # seconds
GET = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


def get(target):
    return b"GET " + target + b" HTTP/1.1\r\n\r\n"


class Client(socket.socket):
    """A connection, with the bytes that were received and belong to no answer yet."""

    def __init__(self, address):
        super().__init__()
        self.settimeout(PATIENCE)
        super().connect(address)
        self.pending = b""


class HttpServerTest(common.DirectoryTest):
    def start(self, *arguments, **options):
        self.log = self.path("log")
        self.server = subprocess.Popen([SERVER, "--log", self.log, *arguments], text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        self.addCleanup(self.server.stdout.close)
        self.addCleanup(self.server.stderr.close)
        self.addCleanup(self.server.wait)
        self.addCleanup(self.server.kill)
        found = re.fullmatch(r"listening on (\S+) port (\d+)\n", self.server.stdout.readline())
        self.assertTrue(found, "it did not start")
        self.address = found[1], int(found[2])

    def finish(self, number=signal.SIGINT):
        """Ends the server, which must clean up; returns its statistics."""
        self.server.send_signal(number)
        return self.end()

    def end(self):
        output, errors = self.server.communicate(timeout=3 * PATIENCE)  # it closes up to 10 000 connections
        self.assertEqual((self.server.returncode, errors), (0, ""))
        words = "accepted, peak, idle, requests, batches, lost, left".split(", ")
        statistics = dict(zip(words, map(int, re.findall(r"\d+", output))))
        self.assertEqual((statistics["left"], statistics["lost"]), (0, 0), output)
        self.assertEqual(len(self.read("log").splitlines()), statistics["requests"])
        return statistics

    def connect(self):
        connection = Client(self.address)
        self.addCleanup(connection.close)
        return connection

    def answer(self, connection):
        """(status, text) of the next answer, or None at the end."""
        while b"\r\n\r\n" not in connection.pending:
            some = connection.recv(65536)
            if not some:
                self.assertEqual(connection.pending, b"")
                return None
            connection.pending += some
        head, rest = connection.pending.split(b"\r\n\r\n", 1)
        size = int(re.search(rb"Content-Length: (\d+)", head)[1])
        while len(rest) < size:
            rest += connection.recv(65536)
        connection.pending = rest[size:]
        return int(head.split()[1]), rest[:size]

    def ask(self, connection, request):
        connection.sendall(request)
        return self.answer(connection)

    def gone(self, connection):
        try:
            return connection.recv(1) == b""
        except ConnectionResetError:
            return True


class Server(HttpServerTest):
    def test_many_on_one_connection(self):
        self.start()
        connection = self.connect()
        for i in range(50):
            self.assertEqual(self.ask(connection, GET), (200, b"hello\n"))
        self.assertEqual(self.ask(connection, get(b"/primes/1000")), (200, b"168\n"))
        self.assertEqual(self.ask(connection, get(b"/nothing"))[0], 404)
        self.assertEqual(self.finish()["requests"], 52)
        self.assertEqual(self.read("log").splitlines()[-2:], [b"/primes/1000 200", b"/nothing 404"])

    def test_pipelined(self):
        """Answers come in the order of the requests, also behind one that the worker answers."""
        self.start()
        connection = self.connect()
        connection.sendall(get(b"/primes/2000") + GET + get(b"/primes/10") + get(b"/x") + GET)
        self.assertEqual([self.answer(connection) for _ in range(4)],
                         [(200, b"303\n"), (200, b"hello\n"), (200, b"4\n"),
                          (404, b"there is no such page\n")])
        self.assertEqual(self.answer(connection)[0], 200)
        self.finish()

    def test_byte_by_byte(self):
        self.start()
        connection = self.connect()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in GET:
            connection.sendall(bytes([byte]))
        self.assertEqual(self.answer(connection), (200, b"hello\n"))
        self.finish()

    def test_bad_requests(self):
        self.start()
        for request in b"POST / HTTP/1.1\r\n\r\n", b"\r\n\r\n", b"\0\r\n\r\n", b"GET /\r\n\r\n":
            connection = self.connect()
            self.assertEqual(self.ask(connection, request)[0], 400, request)
            self.assertTrue(self.gone(connection))
        connection = self.connect()
        connection.sendall(b"GET /" + 5000 * b"x")
        self.assertTrue(self.gone(connection))
        self.assertEqual(self.ask(self.connect(), GET)[0], 200)
        self.finish()

    def test_half_close(self):
        """A client that sends no more still gets its answers."""
        self.start()
        connection = self.connect()
        connection.sendall(get(b"/primes/3000") + GET)
        connection.shutdown(socket.SHUT_WR)
        self.assertEqual(self.answer(connection), (200, b"430\n"))
        self.assertEqual(self.answer(connection), (200, b"hello\n"))
        self.assertIsNone(self.answer(connection))
        self.finish()

    def test_client_resets(self):
        self.start()
        for request in b"", b"GET", GET, get(b"/primes/20000"):
            connection = self.connect()
            connection.sendall(request)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
        self.assertEqual(self.ask(self.connect(), GET)[0], 200)
        self.finish()

    def test_client_that_does_not_read(self):
        """It is closed when its requests fill the input; others are served meanwhile."""
        self.start()
        slow = self.connect()
        slow.setblocking(False)
        begin = time.monotonic()
        try:
            while time.monotonic() < begin + PATIENCE:
                try:
                    slow.send(1000 * GET)
                except BlockingIOError:
                    time.sleep(0.01)
            self.fail("it is served without an end")
        except ConnectionError:
            pass
        self.assertEqual(self.ask(self.connect(), GET)[0], 200)
        self.finish()

    def test_idle(self):
        self.start("--idle", "1")
        idle, active = self.connect(), self.connect()
        begin = time.monotonic()
        for _ in range(8):
            self.assertEqual(self.ask(active, GET)[0], 200)
            time.sleep(0.2)
        self.assertTrue(self.gone(idle))
        self.assertEqual(self.ask(active, GET)[0], 200)
        self.assertTrue(self.gone(active))
        self.assertLess(time.monotonic() - begin, PATIENCE)
        self.assertEqual(self.finish()["idle"], 2)

    def resident(self):
        """The server's resident memory, in bytes."""
        with open(f"/proc/{self.server.pid}/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()

    @common.takes_descriptors
    def test_many_idle(self):
        """10 000, or as many as the limit of descriptors allows; each takes little memory."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        many = min(10000, hard - 100)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, many + 100), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        self.start("--connections", str(many))
        before = self.resident()
        connections = [self.connect() for _ in range(many)]
        for connection in connections[::97] + connections[-1:]:
            self.assertEqual(self.ask(connection, GET)[0], 200)
        each = (self.resident() - before) / many
        print(f"{many} idle connections: {each:.0f} bytes of memory each", file=sys.stderr)
        self.assertLess(each, 4096)
        self.assertEqual(self.finish()["peak"], many)
        self.assertTrue(all(map(self.gone, connections)))

    def test_graceful_shutdown(self):
        """What is being answered is answered; idle clients are closed at once."""
        self.start()
        busy, idle = self.connect(), self.connect()
        self.assertEqual(self.ask(idle, GET)[0], 200)
        busy.sendall(get(b"/primes/300000"))
        time.sleep(0.1)
        self.server.send_signal(signal.SIGTERM)
        self.assertTrue(self.gone(idle))
        self.assertEqual(self.answer(busy), (200, b"25997\n"))
        self.assertTrue(self.gone(busy))
        self.end()

    def test_second_signal(self):
        self.start()
        busy = self.connect()
        busy.sendall(get(b"/primes/300000"))
        time.sleep(0.1)
        self.server.send_signal(signal.SIGINT)
        time.sleep(0.05)
        self.finish()

    def test_sleeps(self):
        self.start()
        self.connect()
        before = self.ticks()
        time.sleep(0.5)
        # The server may still have been at the connection. A busy one takes 50.
        self.assertLess(self.ticks() - before, 5)
        self.finish()

    def ticks(self):
        with open(f"/proc/{self.server.pid}/stat") as file:
            return sum(map(int, file.read().rsplit(")", 1)[1].split()[11:13]))

    def test_out_of_descriptors(self):
        self.start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24)))
        connections = [self.connect() for _ in range(40)]
        self.assertEqual(self.ask(connections[0], GET)[0], 200)
        for connection in connections[:30]:
            connection.close()
        self.assertEqual(self.ask(connections[39], GET)[0], 200)
        self.finish()

    def test_usage(self):
        for arguments in ["--port", "x"], ["more"], ["--idle", "0"]:
            run = subprocess.run([SERVER, *arguments], capture_output=True, text=True, timeout=PATIENCE)
            self.assertEqual(run.returncode, 2)
            self.assertIn("usage: http_server", run.stderr)
        run = subprocess.run([SERVER, "--log", "/nowhere/log"], capture_output=True, text=True,
                             timeout=PATIENCE)
        self.assertEqual((run.returncode, run.stderr),
                         (1, "http_server: No such file or directory\n"))


if __name__ == "__main__":
    common.require_io_uring()
    unittest.main(argv=sys.argv[:1], verbosity=2)
