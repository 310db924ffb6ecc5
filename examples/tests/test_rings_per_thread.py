# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of rings_per_thread: test_rings_per_thread.py RINGS_PER_THREAD"""

import os
import re
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import time
import unittest

import common

RINGS_PER_THREAD = sys.argv[1]
PATIENCE = 60  # seconds


class RingsPerThread(unittest.TestCase):
    def start(self, threads=4, **options):
        self.server = subprocess.Popen([RINGS_PER_THREAD, str(threads)], text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        self.addCleanup(self.server.communicate)
        self.addCleanup(self.server.kill)
        first = self.server.stdout.readline()
        if not first:
            self.skipTest(self.server.stderr.read())
        self.port = int(first.rpartition(":")[2])

    def stop(self, number=signal.SIGTERM):
        """Returns (clients, messages, too slow) of each thread."""
        self.server.send_signal(number)
        output, errors = self.server.communicate(timeout=PATIENCE)
        self.assertEqual((self.server.returncode, errors), (0, ""))
        return [tuple(map(int, re.findall(r"\d+", line)[1:])) for line in output.splitlines()]

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self.addCleanup(client.close)
        return client

    def join(self, count):
        """Clients to which messages are passed on."""
        clients = [self.connect() for _ in range(count)]
        waiting = set(clients)
        deadline = time.monotonic() + PATIENCE
        while waiting:
            self.assertLess(time.monotonic(), deadline, "clients do not join")
            clients[0].sendall(b"probe\n")
            clients[1].sendall(b"probe\n")
            for client in select.select(list(waiting), [], [], 0.05)[0]:
                waiting.remove(client)
        return clients

    def receive(self, clients, enough):
        """Receives from all clients until enough(number, lines) is true for each. Returns the lines
        of each client."""
        text, lines = [b""] * len(clients), [[] for _ in clients]
        missing = {client.fileno(): number for number, client in enumerate(clients)}
        poll = select.poll()
        for fd in missing:
            poll.register(fd, select.POLLIN)
        deadline = time.monotonic() + PATIENCE
        while missing:
            self.assertLess(time.monotonic(), deadline, "messages are missing")
            for fd, _ in poll.poll(1000):
                number = missing[fd]
                some = clients[number].recv(1 << 20)
                self.assertTrue(some, "closed too early")
                *whole, text[number] = (text[number] + some).split(b"\n")
                lines[number] += [line for line in whole if line != b"probe"]
                if enough(number, lines[number]):
                    poll.unregister(fd)
                    del missing[fd]
        return lines

    def sockets(self):
        folder, found = f"/proc/{self.server.pid}/fd", 0
        for name in os.listdir(folder):
            try:
                found += os.readlink(f"{folder}/{name}").startswith("socket:")
            except FileNotFoundError:  # closed meanwhile
                pass
        return found

    def wait_until(self, what, condition):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.01)

    def test_messages_reach_all_threads(self):
        threads, count, each = 4, 64, 20
        self.start(threads)
        clients = self.join(count)
        received = [[] for _ in clients]
        for message in range(each):  # one after the other: a queue that is full closes its client
            for number, client in enumerate(clients):
                client.sendall(b"%d %d\n" % (number, message))
            parts = self.receive(clients, lambda _, lines: len(lines) >= count - 1)
            for lines, part in zip(received, parts):
                lines += part
        for number, lines in enumerate(received):
            self.assertEqual(len(lines), (count - 1) * each)
            for sender in range(count):
                of_sender = [line for line in lines if line.startswith(b"%d " % sender)]
                expected = [b"%d %d" % (sender, message) for message in range(each)]
                self.assertEqual(of_sender, [] if sender == number else expected)
        counts = self.stop()
        self.assertEqual(len(counts), threads)
        self.assertEqual(sum(count[0] for count in counts), count)
        self.assertTrue(all(clients > 0 for clients, _, _ in counts), counts)
        self.assertTrue(all(messages > 0 for _, messages, _ in counts), counts)

    def test_one_thread(self):
        self.start(1)
        clients = self.join(3)
        clients[2].sendall(b"hello\n")
        self.assertEqual(self.receive(clients[:2], lambda _, lines: lines), [[b"hello"]] * 2)
        self.assertEqual(len(self.stop(signal.SIGINT)), 1)

    def test_parts_of_lines(self):
        """Lines are passed on when they are complete, so they are not mixed."""
        self.start(2)
        clients = self.join(9)
        for client in clients[:8]:
            client.sendall(b"begin")
        time.sleep(0.1)
        for number, client in enumerate(clients[:8]):
            client.sendall(b" %d\nnext %d" % (number, number))
        for number, client in enumerate(clients[:8]):
            client.sendall(b"\n" * (number == 3))
        lines, = self.receive(clients[8:], lambda _, lines: len(lines) >= 9)
        self.assertEqual(sorted(lines), sorted([b"begin %d" % i for i in range(8)] + [b"next 3"]))

    def test_longest_line(self):
        """A client that sends a longer one is closed, the others are not."""
        self.start(2)
        clients = self.join(6)
        longest = b"x" * 4095
        clients[0].sendall(longest + b"\n")
        self.assertEqual(self.receive(clients[1:], lambda _, lines: lines), [[longest]] * 5)
        clients[1].sendall(longest + b"y")
        with self.assertRaises(ConnectionResetError):
            while clients[1].recv(10000):
                pass
            raise ConnectionResetError
        clients[2].sendall(b"after\n")
        others = clients[3:]
        self.assertEqual(self.receive(others, lambda _, lines: lines), [[b"after"]] * 3)

    def test_slow_client(self):
        """It is closed when its queue is full. The others receive everything."""
        self.start(2)
        slow = socket.socket()
        self.addCleanup(slow.close)
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", self.port))
        sender, *clients = self.join(8)
        for round in range(200):
            sender.sendall(b"".join(b"%04d" % i + b"x" * 4091 + b"\n" for i in range(64)))
            lines = self.receive(clients, lambda _, lines: len(lines) >= 64)
            for received in lines:
                self.assertEqual([line[:4] for line in received], [b"%04d" % i for i in range(64)])
        counts = self.stop()
        self.assertEqual(sum(slow for _, _, slow in counts), 1)

    @common.takes_descriptors
    def test_clients_that_leave(self):
        self.start(3)
        clients = self.join(60)
        for number, client in enumerate(clients[2:]):
            client.sendall(b"%d\n" % number)
            if number % 2:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
        self.wait_until("sockets are left", lambda: self.sockets() == 3 + 2)
        clients[0].sendall(b"last\n")
        lines, = self.receive(clients[1:2], lambda _, lines: b"last" in lines)
        self.assertLessEqual(set(lines), {b"last", *(b"%d" % number for number in range(58))})

    def test_stop_under_load(self):
        for threads in 1, 2, 4:
            self.start(threads)
            clients = self.join(20)
            for client in clients:
                client.setblocking(False)
            for step in range(2000):
                for client in clients[:10]:
                    try:
                        client.send(b"x" * 1000 + b"\n")
                    except BlockingIOError:
                        pass
                    except OSError:  # closed as too slow, or stopped
                        pass
                if step == 1000:
                    self.server.send_signal(signal.SIGTERM)
                if self.server.poll() is not None:
                    break
            output, errors = self.server.communicate(timeout=PATIENCE)
            self.assertEqual((self.server.returncode, errors), (0, ""))
            self.assertEqual(len(output.splitlines()), threads)

    def test_stop_at_once(self):
        for threads in 1, 8:
            self.start(threads)
            self.assertEqual(self.stop(), [(0, 0, 0)] * threads)

    def test_a_thread_that_cannot_begin(self):
        """Then none runs, and the program ends."""
        for most in range(8, 40, 3):
            done = subprocess.Popen([RINGS_PER_THREAD, "4"], text=True, stdout=subprocess.PIPE,
                                    stderr=subprocess.PIPE, preexec_fn=lambda: resource.setrlimit(
                                        resource.RLIMIT_NOFILE, (most, most)))
            self.addCleanup(done.kill)
            if select.select([done.stdout], [], [], PATIENCE)[0] and done.stdout.readline():
                done.send_signal(signal.SIGTERM)  # there were enough descriptors
                done.communicate(timeout=PATIENCE)
                self.assertEqual(done.returncode, 0)
                self.assertGreater(most, 16)
                return
            _, errors = done.communicate(timeout=PATIENCE)
            self.assertEqual(done.returncode, 1, most)
            self.assertIn("rings_per_thread: ", errors)
        self.fail("it never began")

    def test_without_io_uring(self):
        done = subprocess.run([RINGS_PER_THREAD, "3"], capture_output=True, text=True, check=False,
                              preexec_fn=common.forbid_io_uring, timeout=PATIENCE)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(done.stderr.count("rings_per_thread: "), 3)

    def test_usage(self):
        for arguments in [], ["0"], ["65"], ["1", "2"], ["x"]:
            done = subprocess.run([RINGS_PER_THREAD, *arguments], stderr=subprocess.PIPE,
                                  check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"usage: rings_per_thread", done.stderr)


if __name__ == "__main__":
    common.require_io_uring()
    unittest.main(argv=sys.argv[:1], verbosity=2)
