# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of tcp_proxy, on the loopback: test_tcp_proxy.py TCP_PROXY"""

import hashlib
import os
import random
import re
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import unittest

import common

TCP_PROXY = sys.argv[1]
MIB = 1 << 20
PATIENCE = 60  # seconds
BLOCK = random.Random(1).randbytes(MIB)


def stream(seed, size):
    """Pieces of which no two are equal."""
    for number in range(size // MIB):
        yield struct.pack("QQ", seed, number) + BLOCK[16:]


def send_stream(sock, seed, size):
    """Sends the bytes, and half-closes."""
    for piece in stream(seed, size):
        sock.sendall(piece)
    sock.shutdown(socket.SHUT_WR)


def receive_all(sock):
    """Receives until the end of the stream. Returns the number of bytes, and their hash."""
    digest, size = hashlib.sha256(), 0
    while some := sock.recv(MIB):
        digest.update(some)
        size += len(some)
    return size, digest.hexdigest()


def expected(seed, size):
    digest = hashlib.sha256()
    for piece in stream(seed, size):
        digest.update(piece)
    return size, digest.hexdigest()


def reset(sock):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


class Thread(threading.Thread):
    """A thread with a result."""

    def __init__(self, function, *arguments):
        super().__init__(daemon=True)
        self.function, self.arguments = function, arguments
        self.start()

    def run(self):
        try:
            self.value, self.error = self.function(*self.arguments), None
        except OSError as error:
            self.error = error

    def result(self):
        self.join(PATIENCE)
        if self.is_alive():
            raise TimeoutError(self.function.__name__)
        if self.error:
            raise self.error
        return self.value


class TcpProxy(unittest.TestCase):
    def listen(self, backlog=1000, family=socket.AF_INET):
        """The target."""
        self.target = socket.socket(family)
        self.addCleanup(self.target.close)
        self.target.settimeout(PATIENCE)
        self.target.bind(("127.0.0.1" if family == socket.AF_INET else "::1", 0))
        self.target.listen(backlog)
        return self.target.getsockname()[:2]

    def start(self, *options, address=None):
        host, port = address or self.listen()
        self.proxy = subprocess.Popen([TCP_PROXY, *options, host, str(port)], text=True,
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.proxy.communicate)
        self.addCleanup(self.proxy.kill)
        first = self.proxy.stdout.readline()
        if not first:
            self.skipTest(self.proxy.stderr.read())
        self.port = int(first.rpartition(":")[2])

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self.addCleanup(client.close)
        return client

    def accept(self):
        server, _ = self.target.accept()
        self.addCleanup(server.close)
        server.settimeout(PATIENCE)
        return server

    def pair(self):
        client = self.connect()
        return client, self.accept()

    def sockets(self):
        """The proxy's, without the one that listens."""
        folder, found = f"/proc/{self.proxy.pid}/fd", 0
        for name in filter(common.is_of_program, os.listdir(folder)):
            try:
                found += os.readlink(f"{folder}/{name}").startswith("socket:")
            except FileNotFoundError:  # closed meanwhile
                pass
        return found - 1

    def memory(self):
        """Allocated bytes that are in memory."""
        with open(f"/proc/{self.proxy.pid}/status", encoding="ascii") as file:
            return int(re.search(r"RssAnon:\s+(\d+)", file.read())[1]) * 1024

    def wait_until(self, what, condition):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.01)

    def check_reset(self, sock):
        with self.assertRaises(ConnectionResetError):
            while sock.recv(MIB):
                pass

    def counts(self, stopped=False):
        """Stops the proxy, unless that was done before. Returns its counts: ended, broken, not
        connected, bytes."""
        if not stopped:
            self.wait_until("sockets are left", lambda: not self.sockets())
            self.proxy.send_signal(signal.SIGTERM)
        output, errors = self.proxy.communicate(timeout=PATIENCE)
        self.assertEqual((self.proxy.returncode, errors), (0, ""))
        ended, broken, unconnected, left, size = map(int, re.findall(r"\d+", output))
        self.assertEqual(left, 0)
        return ended, broken, unconnected, size


class Bytes(TcpProxy):
    def test_100_megabytes_each_way(self):
        size = 100 * MIB
        self.start()
        client, server = self.pair()
        senders = [Thread(send_stream, client, 1, size), Thread(send_stream, server, 2, size)]
        receivers = [Thread(receive_all, client), Thread(receive_all, server)]
        self.assertEqual(receivers[0].result(), expected(2, size))
        self.assertEqual(receivers[1].result(), expected(1, size))
        for sender in senders:
            sender.result()
        self.assertEqual(self.counts(), (1, 0, 0, 2 * size))

    def test_half_close(self):
        """Either side may end first, and the other one then sends."""
        self.start()
        for first in range(2):
            sides = self.pair()
            one, other = sides[first], sides[1 - first]
            send_stream(one, 3, MIB)
            self.assertEqual(receive_all(other), expected(3, MIB))
            time.sleep(0.1)  # so that a proxy that closes everything would be noticed
            sender = Thread(send_stream, other, 4, 4 * MIB)
            self.assertEqual(receive_all(one), expected(4, 4 * MIB))
            sender.result()
        self.assertEqual(self.counts(), (2, 0, 0, 10 * MIB))

    def test_without_a_byte(self):
        self.start()
        for first in range(2):
            sides = self.pair()
            sides[first].shutdown(socket.SHUT_WR)
            self.assertEqual(sides[1 - first].recv(1), b"")
            sides[1 - first].close()
            self.assertEqual(sides[first].recv(1), b"")
        self.assertEqual(self.counts(), (2, 0, 0, 0))

    def test_ipv6_target(self):
        try:
            address = self.listen(family=socket.AF_INET6)
        except OSError as error:
            self.skipTest(str(error))
        self.start(address=address)
        client, server = self.pair()
        client.sendall(b"six")
        self.assertEqual(server.recv(3), b"six")

    def test_slow_reader(self):
        """What does not fit into the sockets stays with the sender."""
        self.start()
        client, server = self.pair()
        before = self.memory()
        client.setblocking(False)
        sent, pieces = bytearray(), random.Random(2)
        idle = 0
        while idle < 20:
            try:
                piece = pieces.randbytes(50000)
                sent += piece[:client.send(piece)]
                idle = 0
            except BlockingIOError:
                idle += 1
                time.sleep(0.01)
            self.assertLess(len(sent), 200 * MIB)
        self.assertLess(self.memory() - before, 4 * MIB)
        client.settimeout(PATIENCE)
        client.shutdown(socket.SHUT_WR)
        self.assertEqual(receive_all(server),
                         (len(sent), hashlib.sha256(sent).hexdigest()))
        server.close()
        self.assertEqual(self.counts(), (1, 0, 0, len(sent)))

    def test_many_at_a_time(self):
        count = 500
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        if most < 4 * count:
            self.skipTest(f"only {most} descriptors")
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        self.start()
        pairs = [self.pair() for _ in range(count)]
        for number, (client, server) in enumerate(pairs):
            client.sendall(b"up %d" % number)
            server.sendall(b"down %d" % number)
        for number, (client, server) in enumerate(pairs):
            client.shutdown(socket.SHUT_WR)
            server.shutdown(socket.SHUT_WR)
            up, down = b"up %d" % number, b"down %d" % number
            self.assertEqual(receive_all(server), (len(up), hashlib.sha256(up).hexdigest()))
            self.assertEqual(receive_all(client), (len(down), hashlib.sha256(down).hexdigest()))
        self.assertEqual(self.counts()[:3], (count, 0, 0))


class Errors(TcpProxy):
    def test_reset_by_either_side(self):
        self.start()
        for first in range(2):
            sides = self.pair()
            sides[first].sendall(b"part")
            self.assertEqual(sides[1 - first].recv(4), b"part")
            reset(sides[first])
            self.check_reset(sides[1 - first])
        self.assertEqual(self.counts()[:3], (0, 2, 0))

    def test_reset_while_both_send(self):
        self.start()
        for first in range(2):
            sides = self.pair()
            senders = [Thread(send_stream, side, 5, 50 * MIB) for side in sides]
            sides[first].recv(1)
            self.abort(sides[first])
            for sender in senders:
                with self.assertRaises(OSError):
                    sender.result()
        self.assertEqual(self.counts()[:3], (0, 2, 0))

    def abort(self, sock):
        """Sends a reset though another thread uses the socket: connect(AF_UNSPEC)."""
        address = struct.pack("H14x", socket.AF_UNSPEC)
        self.assertEqual(common.libc.connect(sock.fileno(), address, len(address)), 0)

    def test_target_refuses(self):
        address = self.listen()
        self.target.close()
        self.start(address=address)
        for _ in range(3):
            with self.assertRaises(ConnectionResetError):
                self.connect().recv(1)
        self.assertEqual(self.counts(), (0, 0, 3, 0))

    def test_target_does_not_answer(self):
        """Its queue is full, so the kernel drops what asks for a connection."""
        address = self.listen(backlog=0)
        fillers = [socket.socket() for _ in range(3)]
        for filler in fillers:
            self.addCleanup(filler.close)
            filler.setblocking(False)
            filler.connect_ex(address)
        self.start("-c", "1", address=address)
        begin = time.monotonic()
        with self.assertRaises(ConnectionResetError):
            self.connect().recv(1)
        self.assertGreater(time.monotonic() - begin, 0.9)
        self.assertEqual(self.counts(), (0, 0, 1, 0))

    def test_idle(self):
        self.start("-i", "1")
        client, server = self.pair()
        begin = time.monotonic()
        self.check_reset(client)
        self.assertGreater(time.monotonic() - begin, 0.9)
        self.check_reset(server)
        self.assertEqual(self.counts(), (0, 1, 0, 0))

    def test_peer_that_never_reads(self):
        self.start("-i", "1")
        client, server = self.pair()
        sender = Thread(send_stream, client, 6, 200 * MIB)
        with self.assertRaises(OSError):
            sender.result()
        self.check_reset(server)
        self.assertEqual(self.counts()[:3], (0, 1, 0))

    def test_one_direction_keeps_the_other(self):
        """Longer than the idle time. A machine that stops for so long gets another try."""
        for _ in range(5):
            self.start("-i", "2")
            client, server = self.pair()
            slowest, end = 0, time.monotonic() + 4
            try:
                while (begin := time.monotonic()) < end:
                    time.sleep(0.05)
                    server.sendall(b"x")
                    self.assertEqual(client.recv(1), b"x")
                    slowest = max(slowest, time.monotonic() - begin)
                client.sendall(b"y")
                self.assertEqual(server.recv(1), b"y")
                return
            except OSError:
                slowest = max(slowest, time.monotonic() - begin)
                self.assertGreater(slowest, 1)
        self.skipTest("the machine is too slow")

    @common.takes_descriptors
    def test_out_of_descriptors(self):
        """Clients wait until there are some."""
        self.start("-n", "30")
        for side in self.pair():  # everything is open then
            side.close()
        self.wait_until("sockets are left", lambda: not self.sockets())
        limit = len(os.listdir(f"/proc/{self.proxy.pid}/fd")) + 2 * 10
        resource.prlimit(self.proxy.pid, resource.RLIMIT_NOFILE, (limit, limit))
        clients = [self.connect() for _ in range(30)]
        for client in clients:
            try:
                client.sendall(b"hello")
                client.shutdown(socket.SHUT_WR)
            except OSError:  # accepted, but there was no descriptor for the target
                pass
        answers = Thread(self.echo_until_closed)
        served = 0
        for client in clients:
            try:
                served += client.recv(5) == b"hello"
            except ConnectionResetError:
                pass
            client.close()
        self.assertGreater(served, 0)
        self.assertEqual(self.counts(), (served + 1, 0, 30 - served, 10 * served))
        self.target.close()
        answers.join(PATIENCE)

    def echo_until_closed(self):
        self.target.settimeout(1)
        while True:
            try:
                server, _ = self.target.accept()
            except OSError:
                return
            with server:
                server.sendall(server.recv(5))


class Stop(TcpProxy):
    def test_limit(self):
        """A client beyond the limit waits until a connection ends."""
        self.start("-n", "2")
        first, second = self.pair(), self.pair()
        third = self.connect()
        third.sendall(b"third")
        self.target.settimeout(0.2)
        with self.assertRaises(TimeoutError):
            self.accept()
        self.target.settimeout(PATIENCE)
        first[0].close()
        first[1].close()
        self.assertEqual(self.accept().recv(5), b"third")
        second[0].close()
        self.assertEqual(second[1].recv(1), b"")

    def test_stop_while_full(self):
        self.start("-n", "1")
        client, server = self.pair()
        self.proxy.send_signal(signal.SIGINT)
        time.sleep(0.1)
        client.sendall(b"still")
        self.assertEqual(server.recv(5), b"still")
        client.close()
        server.close()
        self.assertEqual(self.counts(stopped=True)[:3], (1, 0, 0))

    def test_first_signal_lets_connections_go_on(self):
        size, count = 4 * MIB, 20
        self.start()
        pairs = [self.pair() for _ in range(count)]
        senders = [Thread(send_stream, client, 7, size) for client, _ in pairs]
        self.assertTrue(pairs[0][1].recv(1, socket.MSG_PEEK))
        self.proxy.send_signal(signal.SIGTERM)
        receivers = [Thread(receive_all, server) for _, server in pairs]
        for receiver in receivers:
            self.assertEqual(receiver.result(), expected(7, size))
        for sender, (client, server) in zip(senders, pairs):
            sender.result()
            server.close()
            self.assertEqual(client.recv(1), b"")
        self.assertEqual(self.counts(stopped=True), (count, 0, 0, count * size))

    def test_second_signal_ends_connections(self):
        count = 20
        self.start()
        pairs = [self.pair() for _ in range(count)]
        senders = [Thread(send_stream, side, 8, 200 * MIB) for pair in pairs for side in pair]
        for pair in pairs:
            for side in pair:
                self.assertTrue(side.recv(1))
        self.assertEqual(self.end_by_second_signal(), (0, count, 0))
        for sender in senders:
            with self.assertRaises(OSError):
                sender.result()

    def end_by_second_signal(self):
        while self.proxy.poll() is None:  # two at once may be taken as one
            self.proxy.send_signal(signal.SIGTERM)
            time.sleep(0.05)
        return self.counts(stopped=True)[:3]

    def test_second_signal_while_connecting(self):
        address = self.listen(backlog=0)
        fillers = [socket.socket() for _ in range(3)]
        for filler in fillers:
            self.addCleanup(filler.close)
            filler.setblocking(False)
            filler.connect_ex(address)
        self.start("-c", "600", address=address)
        client = self.connect()
        self.wait_until("it does not connect",
                        lambda: self.sockets() == 2)
        self.assertEqual(self.end_by_second_signal(), (0, 0, 1))
        self.check_reset(client)

    def test_usage(self):
        for arguments in ([], ["127.0.0.1"], ["localhost.example", "80"], ["127.0.0.1", "80", "x"],
                          ["-i", "0", "127.0.0.1", "80"], ["-n", "x", "127.0.0.1", "80"],
                          ["-z", "127.0.0.1", "80"]):
            done = subprocess.run([TCP_PROXY, *arguments], stderr=subprocess.PIPE, check=False)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(b"usage: tcp_proxy", done.stderr)
        done = subprocess.run([TCP_PROXY, "--help"], stdout=subprocess.PIPE, check=True)
        self.assertIn(b"usage: tcp_proxy", done.stdout)


if __name__ == "__main__":
    common.require_io_uring()
    unittest.main(argv=sys.argv[:1], verbosity=2)
