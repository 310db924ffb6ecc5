# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of the echo server, on the loopback: test_echo_server.py ECHO_SERVER"""

import os
import random
import re
import resource
import selectors
import signal
import socket
import struct
import subprocess
import sys
import time
import unittest

import common

SERVER = sys.argv[1]
KIB, MIB = 1 << 10, 1 << 20
PATIENCE = 20  # seconds


class Client:
    """Sends `data`, half-closes, and collects what comes back until the end of the stream."""

    def __init__(self, address, data, chunk):
        self.data, self.chunk = data, chunk
        self.sent, self.received, self.done = 0, bytearray(), False
        self.socket = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
        self.socket.setblocking(False)
        self.socket.connect_ex(address)

    def step(self, events):
        """Returns the events to wait for next."""
        if events & selectors.EVENT_WRITE:
            piece = self.data[self.sent:self.sent + self.chunk]
            self.sent += self.socket.send(piece)
            if self.sent == len(self.data):
                self.socket.shutdown(socket.SHUT_WR)
        if events & selectors.EVENT_READ:
            some = self.socket.recv(256 * KIB)
            self.received += some
            self.done = not some
        return selectors.EVENT_READ | (self.sent < len(self.data) and selectors.EVENT_WRITE)


def exchange(clients):
    """Runs all of them at the same time."""
    deadline = time.monotonic() + PATIENCE
    with selectors.DefaultSelector() as selector:
        for client in clients:
            selector.register(client.socket, selectors.EVENT_WRITE, client)
        while selector.get_map():
            if time.monotonic() > deadline:
                raise TimeoutError("%d clients are not done" % len(selector.get_map()))
            for key, events in selector.select(1):
                wanted = key.data.step(events)
                if key.data.done:
                    selector.unregister(key.fileobj)
                    key.fileobj.close()
                elif wanted != key.events:
                    selector.modify(key.fileobj, wanted, key.data)


class EchoServerTest(unittest.TestCase):
    def start(self, *arguments, **options):
        self.server = subprocess.Popen([SERVER, *arguments], stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, text=True, **options)
        self.addCleanup(self.server.stdout.close)
        self.addCleanup(self.server.stderr.close)
        self.addCleanup(self.server.wait)
        self.addCleanup(self.server.kill)
        found = re.fullmatch(r"listening on (\S+) port (\d+)\n", self.server.stdout.readline())
        self.assertTrue(found, "it did not start")
        self.address = found[1], int(found[2])

    def stop(self, number=signal.SIGINT, messages=""):
        """Stops the server, which must clean up; returns its statistics."""
        self.server.send_signal(number)
        output, errors = self.server.communicate(timeout=3 * PATIENCE)
        self.assertEqual((self.server.returncode, errors), (0, messages))
        words = "accepted, peak, closed, reset, failed, pauses, bytes, left".split(", ")
        statistics = dict(zip(words, map(int, re.findall(r"\d+", output))))
        self.assertEqual(statistics["left"], 0, output)
        self.assertEqual(statistics["failed"], 0, output)
        return statistics

    def connect(self):
        connection = socket.create_connection(self.address, timeout=PATIENCE)
        self.addCleanup(connection.close)
        return connection

    def echo(self, connection, data):
        connection.sendall(data)
        received = b""
        while len(received) < len(data):
            some = connection.recv(64 * KIB)
            self.assertTrue(some, "closed too early")
            received += some
        self.assertEqual(received, data)

    def descriptors(self):
        return sum(map(common.is_of_program, os.listdir("/proc/%d/fd" % self.server.pid)))

    def wait_until(self, what, condition):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.01)

    def processor_seconds(self):
        with open("/proc/%d/stat" % self.server.pid) as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_kib(self):
        """The allocated memory, or None with a sanitizer, which keeps freed memory (and finds leaks
        itself when the server ends)."""
        with open("/proc/%d/status" % self.server.pid) as file:
            status = file.read()
        if int(re.search(r"VmSize:\s+(\d+)", status)[1]) > 1 << 30:
            return None
        return int(re.search(r"VmData:\s+(\d+)", status)[1])

    def fill(self, connection):
        """Sends a pattern until the server takes no more. Returns what was sent."""
        sent, block = bytearray(), random.Random(1).randbytes(MIB)
        connection.setblocking(False)
        try:
            while True:
                sent += block[:connection.send(block)]
        except BlockingIOError:
            connection.setblocking(True)
        return sent

    def reset(self, connection):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()


class Service(EchoServerTest):
    def test_many_clients_at_a_time(self):
        chance = random.Random(1)
        sizes = [1, 2, 16 * KIB - 1, 16 * KIB, 16 * KIB + 1] + [MIB] * 15
        sizes += [chance.randrange(1, 50 * KIB) for _ in range(300 - len(sizes))]
        self.start()
        before = self.descriptors()
        clients = [Client(self.address, chance.randbytes(size), chance.choice([1000, 100 * KIB]))
                   for size in sizes]
        exchange(clients)
        for client in clients:
            self.assertTrue(client.received == client.data, len(client.data))
        self.wait_until("descriptors closed", lambda: self.descriptors() == before)
        statistics = self.stop()
        self.assertEqual(statistics["accepted"], 300)
        self.assertEqual(statistics["closed"], 300)
        self.assertEqual(statistics["bytes"], sum(sizes))
        self.assertGreater(statistics["peak"], 100)

    @common.takes_descriptors
    def test_one_after_the_other(self):
        """They leave nothing behind."""
        self.start()
        before = self.descriptors()
        self.echo(self.connect(), b"warm up")
        memory = self.memory_kib()
        for i in range(500):
            with socket.create_connection(self.address, timeout=PATIENCE) as connection:
                if i % 2:
                    self.echo(connection, b"%d" % i)
        self.wait_until("descriptors closed", lambda: self.descriptors() <= before + 1)
        if memory:
            self.assertLess(self.memory_kib() - memory, 1024)
        self.assertEqual(self.stop()["accepted"], 501)

    def test_abrupt_resets(self):
        self.start()
        before = self.descriptors()
        for i in range(100):
            connection = self.connect()
            if i % 2:  # every other one while the server is sending
                self.fill(connection)
            self.reset(connection)
        connection = self.connect()
        self.echo(connection, b"still there")
        connection.close()
        self.wait_until("descriptors closed", lambda: self.descriptors() == before)
        statistics = self.stop()
        self.assertEqual(statistics["accepted"], 101)
        self.assertGreater(statistics["reset"], 50)

    def test_clients_that_do_not_read(self):
        """They do not block others, and take at most a buffer each."""
        self.start()
        self.echo(self.connect(), b"warm up")
        before = self.memory_kib()
        slow = [self.connect() for _ in range(40)]
        sent = [self.fill(connection) for connection in slow]
        self.assertGreater(sum(map(len, sent)), 10 * MIB)
        begin = time.monotonic()
        for i in range(100):
            self.echo(self.connect(), b"%d" % i * 1000)
        self.assertLess(time.monotonic() - begin, 5)
        if before:
            self.assertLess(self.memory_kib() - before, 140 * 32)
        # And when they read after all, they get everything.
        for connection, data in zip(slow, sent):
            connection.shutdown(socket.SHUT_WR)
            received = bytearray()
            while some := connection.recv(MIB):
                received += some
            self.assertTrue(received == data)
        self.stop()

    def test_half_closed(self):
        """A client that has closed its sending side still gets everything, at once or later."""
        self.start()
        for wait in 0, 0.2:
            connection = self.connect()
            data = random.Random(2).randbytes(3 * MIB)
            sent = 0
            connection.setblocking(False)
            received = bytearray()
            while sent < len(data):
                try:
                    sent += connection.send(data[sent:])
                except BlockingIOError:
                    connection.setblocking(True)
                    received += connection.recv(MIB)
                    connection.setblocking(False)
            connection.setblocking(True)
            connection.shutdown(socket.SHUT_WR)
            time.sleep(wait)
            while some := connection.recv(MIB):
                received += some
            self.assertTrue(received == data)
        self.assertEqual(self.stop()["closed"], 2)

    def test_half_closed_the_other_way(self):
        """A client that sends without reading is reset, without an effect on others."""
        self.start()
        before = self.descriptors()
        for _ in range(20):
            connection = self.connect()
            connection.sendall(b"x" * 1000)
            connection.shutdown(socket.SHUT_RD)
            connection.close()
        self.wait_until("descriptors closed", lambda: self.descriptors() == before)
        self.echo(self.connect(), b"still there")
        self.stop()

    @common.takes_descriptors
    def test_thousands_of_connections(self):
        """As many connections as this process may open; all are served at the same time."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        count = min(4000, hard - 100)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count + 100), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        self.start("--connections", str(count))
        clients = [socket.create_connection(self.address, timeout=PATIENCE) for _ in range(count)]
        for turn in b"first", b"second":
            for client in clients:
                client.sendall(turn)
            for client in clients:
                self.assertEqual(client.recv(len(turn), socket.MSG_WAITALL), turn)
        for i, client in enumerate(clients):
            if i % 3:
                client.close()
            else:
                self.reset(client)
        self.wait_until("descriptors closed", lambda: self.descriptors() < 20)
        statistics = self.stop()
        self.assertEqual((statistics["accepted"], statistics["peak"]), (count, count))

    def test_ipv6(self):
        try:
            with socket.socket(socket.AF_INET6) as probe:
                probe.bind(("::1", 0))
        except OSError as error:
            self.skipTest("no IPv6 on the loopback: %s" % error)
        self.start("--address", "::1")
        self.assertEqual(self.address[0], "::1")
        self.echo(self.connect(), b"text")
        self.stop()


class Limits(EchoServerTest):
    def test_out_of_descriptors(self):
        """It pauses instead of spinning, and continues when there are descriptors again."""
        limit = 20
        self.start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)))
        clients = [self.connect() for _ in range(40)]
        self.wait_until("all in use", lambda: self.descriptors() == limit)
        begin = self.processor_seconds()
        time.sleep(0.5)
        self.assertLess(self.processor_seconds() - begin, 0.1)
        while clients:
            # The first are served, and make room for the others when they leave.
            self.echo(clients[0], b"text")
            clients.pop(0).close()
        statistics = self.stop()
        self.assertEqual(statistics["accepted"], 40)
        self.assertGreater(statistics["pauses"], 0)
        self.assertLess(statistics["pauses"], 200)

    def test_limit_on_connections(self):
        self.start("--connections", "3")
        clients = [self.connect() for _ in range(4)]
        for client in clients[:3]:
            self.echo(client, b"served")
        clients[3].sendall(b"waiting")
        clients[3].settimeout(0.2)
        with self.assertRaises(socket.timeout):
            clients[3].recv(1)
        clients[1].close()
        clients[3].settimeout(PATIENCE)
        self.assertEqual(clients[3].recv(7, socket.MSG_WAITALL), b"waiting")
        self.assertEqual(self.stop()["peak"], 3)


class Ending(EchoServerTest):
    def test_signals_while_connections_are_open(self):
        for number in signal.SIGINT, signal.SIGTERM:
            self.start()
            idle = [self.connect() for _ in range(100)]
            for client in idle:
                self.echo(client, b"text")
            busy = [self.connect() for _ in range(20)]
            for client in busy:  # the server is in the middle of sending to them
                self.fill(client)
            begin = time.monotonic()
            statistics = self.stop(number)
            self.assertLess(time.monotonic() - begin, 5)
            self.assertEqual(statistics["accepted"], 120)
            self.assertEqual(idle[0].recv(1), b"")

    def test_signal_before_anyone_came(self):
        self.start()
        self.assertEqual(self.stop()["accepted"], 0)

    def fails(self, arguments, status, message, **options):
        result = subprocess.run([SERVER, *arguments], capture_output=True, text=True,
                                timeout=PATIENCE, **options)
        self.assertEqual(result.returncode, status)
        self.assertIn(message, common.as_glibc(result.stderr))

    def test_port_in_use(self):
        self.start()
        self.fails(["--port", str(self.address[1])], 1,
                   "cannot listen on 127.0.0.1, port %d: Address already in use" % self.address[1])
        self.stop()

    def test_most_connections(self):
        """A ring can carry the largest number in the usage."""
        result = subprocess.run([SERVER, "--help"], capture_output=True, text=True,
                                timeout=PATIENCE, check=True)
        self.assertTrue(result.stdout.startswith("usage: echo_server "))
        self.fails(["--connections", "65471"], 2, "give a number from 1 to 65470")
        self.start("--connections", "65470")
        self.echo(self.connect(), b"text")
        self.stop()

    def test_too_few_descriptors_to_begin(self):
        for limit in range(4, 9):
            result = subprocess.Popen([SERVER], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                      text=True, preexec_fn=lambda: resource.setrlimit(
                                          resource.RLIMIT_NOFILE, (limit, limit)))
            if result.stdout.readline():  # it has what it needs
                result.send_signal(signal.SIGINT)
                self.assertEqual(result.communicate(timeout=PATIENCE)[1], "")
            else:
                self.assertRegex(common.as_glibc(result.communicate(timeout=PATIENCE)[1]),
                                 "^echo_server: .*(Too many open files|raise RLIMIT_NOFILE)")
                self.assertEqual(result.returncode, 1)

    def test_output_that_nobody_reads(self):
        """It still cleans up, and its exit status shows the error."""
        self.start()
        client = self.connect()
        self.echo(client, b"text")
        self.server.stdout.close()
        self.server.send_signal(signal.SIGTERM)
        self.assertEqual(self.server.wait(timeout=PATIENCE), 1)
        self.assertEqual(client.recv(1), b"")
        self.assertEqual(self.server.stderr.read(), "")

    def test_wrong_addresses_and_usage(self):
        self.fails(["--address", "no.such.address"], 1, "address no.such.address, port 0: ")
        for port in ("seven", "99999", "-1", ""):
            self.fails(["--port", port], 2, f"--port {port}: give a number from 0 to 65535")
        self.fails(["--connections", "0"], 2, "--connections 0: give a number from 1 to ")
        self.fails(["surplus"], 2, "unexpected argument surplus\nusage: echo_server")
        self.fails(["--unknown"], 2, "usage: echo_server")
        self.fails(["--address", "192.0.2.1"], 1, "cannot listen on 192.0.2.1, port 0: Cannot")

    def test_no_io_uring(self):
        self.fails([], 1, "seccomp", preexec_fn=common.forbid_io_uring)


if __name__ == "__main__":
    common.require_io_uring()
    unittest.main(argv=sys.argv[:1])
