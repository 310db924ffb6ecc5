# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of file_server, on the loopback: test_file_server.py FILE_SERVER"""

import email.utils
import os
import random
import re
import resource
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
import unittest

import common

SERVER = sys.argv[1]
PATIENCE = 60  # seconds
MIB = 1 << 20


def request(target, *fields, method="GET", version="HTTP/1.1"):
    lines = [f"{method} {target} {version}", "Host: here", *fields, "", ""]
    return "\r\n".join(lines).encode("latin-1")


class Client(socket.socket):
    """A connection, with the bytes that were received and belong to no answer yet."""

    def __init__(self, port, receive_buffer=None):
        super().__init__()
        self.settimeout(PATIENCE)
        self.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if receive_buffer:
            self.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.pending = b""
        try:
            super().connect(("127.0.0.1", port))
        except OSError:
            self.close()
            raise

    def reset(self):
        """Ends the connection as a client that crashes."""
        self.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def gone(self):
        """Waits until the server has ended the connection; no answer may come."""
        try:
            return self.pending == b"" and self.recv(1) == b""
        except ConnectionResetError:
            return True

    def head(self):
        """(status, fields) of the next answer, or None at the end."""
        while b"\r\n\r\n" not in self.pending:
            some = self.recv(65536)
            if not some:
                assert self.pending == b"", self.pending
                return None
            self.pending += some
        head, self.pending = self.pending.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        assert re.fullmatch(r"HTTP/1\.1 \d{3} [A-Z][\w -]+", first), first
        fields = dict(line.split(": ", 1) for line in lines)
        assert len(fields) == len(lines) and "Date" in fields, lines
        return int(first.split()[1]), fields

    def body(self, size):
        """The next bytes; fewer at the end."""
        parts, self.pending = [self.pending[:size]], self.pending[size:]
        size -= len(parts[0])
        while size:
            some = self.recv(min(size, MIB))
            if not some:
                break
            parts.append(some)
            size -= len(some)
        return b"".join(parts)

    def answer(self, head_only=False):
        """(status, fields, body)"""
        status, fields = self.head()
        size = 0 if head_only or status == 304 else int(fields["Content-Length"])
        return status, fields, self.body(size)

    def ask(self, target, *fields, method="GET", version="HTTP/1.1"):
        self.sendall(request(target, *fields, method=method, version=version))
        return self.answer(method == "HEAD")


class FileServerTest(common.DirectoryTest):
    def setUp(self):
        super().setUp()
        self.root = self.path("root")
        os.makedirs(self.path("root/sub/deep"))
        self.make("outside.txt", b"outside\n")
        self.make("root/index.html", b"<p>index</p>\n")
        self.make("root/a.txt", b"0123456789")
        self.make("root/sub/index.html", b"sub\n")
        self.make("root/empty", b"")
        self.big = random.Random(1).randbytes(3 * MIB + 17)
        self.make("root/big.bin", self.big)

    def start(self, *arguments, **options):
        self.server = subprocess.Popen([SERVER, *arguments, self.root], text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        self.addCleanup(self.server.stdout.close)
        self.addCleanup(self.server.stderr.close)
        self.addCleanup(self.server.wait)
        self.addCleanup(self.server.kill)
        first = self.server.stdout.readline()
        self.assertRegex(first, r"^listening on 127\.0\.0\.1:\d+$")
        self.port = int(first.rpartition(":")[2])

    def finish(self, *signals):
        """Stops the server, which must clean up; returns its statistics."""
        for number in signals or [signal.SIGTERM]:
            self.server.send_signal(number)
        return self.end()

    def end(self):
        output, errors = self.server.communicate(timeout=PATIENCE)
        self.assertEqual((self.server.returncode, errors), (0, ""))
        numbers = map(int, re.findall(r"\d+", output))
        statistics = dict(zip(["connections", "requests", "timed out", "left"], numbers))
        self.assertEqual(statistics["left"], 0)
        return statistics

    def connect(self, **options):
        client = Client(self.port, **options)
        self.addCleanup(client.close)
        return client

    def files(self):
        """The number of the server's open descriptors."""
        return sum(map(common.is_of_program, os.listdir(f"/proc/{self.server.pid}/fd")))

    def await_files(self, number):
        """Waits until the server has closed all others."""
        end = time.monotonic() + PATIENCE
        while self.files() != number and time.monotonic() < end:
            select.select([], [], [], 0.01)
        self.assertEqual(self.files(), number)

    def ticks(self):
        """The processor time of the server."""
        with open(f"/proc/{self.server.pid}/stat") as file:
            return sum(map(int, file.read().rsplit(")", 1)[1].split()[11:13]))


class Answers(FileServerTest):
    def test_files(self):
        self.start()
        client = self.connect()
        for target, kind, body in (("/", "text/html; charset=utf-8", b"<p>index</p>\n"),
                                   ("/a.txt", "text/plain; charset=utf-8", b"0123456789"),
                                   ("/a.txt?query=/../x", "text/plain; charset=utf-8", b"0123456789"),
                                   ("//a.txt", "text/plain; charset=utf-8", b"0123456789"),
                                   ("/%61.%74xt", "text/plain; charset=utf-8", b"0123456789"),
                                   ("http://here/a.txt", "text/plain; charset=utf-8", b"0123456789"),
                                   ("http://here", "text/html; charset=utf-8", b"<p>index</p>\n"),
                                   ("/sub/../a.txt", "text/plain; charset=utf-8", b"0123456789"),
                                   ("/sub/", "text/html; charset=utf-8", b"sub\n"),
                                   ("/empty", "application/octet-stream", b""),
                                   ("/big.bin", "application/octet-stream", self.big)):
            status, fields, got = client.ask(target)
            self.assertEqual((status, fields["Content-Type"]), (200, kind), target)
            self.assertTrue(got == body, target)
            self.assertNotIn("Connection", fields)
            status, fields, _ = client.ask(target, method="HEAD")
            self.assertEqual((status, fields["Content-Length"]), (200, str(len(body))))
        self.assertEqual(self.finish()["connections"], 1)

    def test_without_splice(self):
        self.start("--copy")
        client = self.connect()
        for _ in range(3):
            self.assertTrue(client.ask("/big.bin")[2] == self.big)
        self.assertTrue(client.ask("/big.bin", "Range: bytes=100-2000100")[2] ==
                        self.big[100:2000101])
        self.finish()

    def test_from_disk(self):
        """Bytes that are not in the page cache."""
        self.start("--copy")
        client = self.connect()
        with open(self.path("root/big.bin"), "rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        self.assertTrue(client.ask("/big.bin", "Range: bytes=1000000-")[2] == self.big[1000000:])
        self.finish()

    def test_directories(self):
        self.start()
        client = self.connect()
        for target, location in ("/sub", "./sub/"), ("/sub/deep", "./deep/"), ("/sub/..", "./../"), \
                ("/s%75b", "./s%75b/"):
            status, fields, _ = client.ask(target)
            self.assertEqual((status, fields["Location"]), (301, location))
        self.assertEqual(client.ask("/sub/deep/")[0], 404)
        self.assertEqual(client.ask("/a.txt/")[0], 404)
        os.mkdir(self.path("root/sub/deep/index.html"))
        self.assertEqual(client.ask("/sub/deep/")[0], 404)
        self.finish()

    def test_what_is_refused(self):
        os.symlink("../outside.txt", self.path("root/out"))
        os.symlink("/etc", self.path("root/absolute"))
        os.symlink("a.txt", self.path("root/inside"))
        os.symlink("loop", self.path("root/loop"))
        os.mkfifo(self.path("root/fifo"))
        os.symlink("fifo", self.path("root/link"))  # the kernel follows a new link in a worker
        with socket.socket(socket.AF_UNIX) as unix:
            unix.bind(self.path("root/socket"))
        self.start()
        client = self.connect()
        for target, status in (("/nothing", 404), ("/nothing/x", 404), ("/a.txt/x", 404),
                               ("/loop", 404), ("/" + "x" * 300, 404), ("/inside", 200),
                               ("/..", 403), ("/../outside.txt", 403), ("/%2e%2e/outside.txt", 403),
                               ("/..%2foutside.txt", 403), ("/sub/../../outside.txt", 403),
                               ("/out", 403), ("/absolute/passwd", 403), ("/link", 403), ("/fifo", 403),
                               ("/socket", 403)):
            answer = client.ask(target)
            self.assertEqual(answer[0], status, target)
            self.assertNotIn(b"outside", answer[2])
        self.finish()

    def test_no_permission(self):
        if os.geteuid() != 0:
            self.skipTest("only root can run the server as another user")
        os.mkdir(self.path("root/private"), 0o700)
        self.make("root/private/x")
        os.chmod(self.path("root/a.txt"), 0o600)

        def nobody():
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)

        try:
            self.start(preexec_fn=nobody)
        except PermissionError as error:
            self.skipTest(f"nobody cannot run the server: {error}")
        client = self.connect()
        for target in "/a.txt", "/private/x", "/private/":
            self.assertEqual(client.ask(target)[0], 403)
        self.assertEqual(client.ask("/sub/")[0], 200)
        self.finish()

    def test_bad_requests(self):
        self.start()
        for bad, status in ((b"GET /\r\n\r\n", 400), (b"GET / HTTP/1.1\r\n\r\n", 400),
                            (b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                            (b"GET a HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                            (b"GET * HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                            (b"GET /#x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                            (b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                            (b"GET /%0 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                            (b"GET /% HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                            (b"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                            (b"GET /a.txt%00.html HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                            (b"GET /a.txt\0 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                            (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
                            (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
                            (b"GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n", 400),
                            (b"GET / HTTP/1.1\r\nHost: x\ry\r\n\r\n", 400),
                            (b"GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", 400),
                            (b"GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n", 400),
                            (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n", 400),
                            (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
                            (request("/", "Content-Length: 0", "Content-Length: 5"), 400),
                            (request("/", version="HTTP/2.0"), 505),
                            (request("/", version="HTTP/0.9"), 505),
                            (request("/", version="http/1.1"), 400),
                            (request("/", version="HTTP/1.1x"), 400),
                            (request("/", method="POST"), 405),
                            (request("/", method="DELETE"), 405),
                            (request("/", method="OPTIONS"), 405),
                            (request("/", method="BREW"), 501),
                            (request("/", method="get"), 501),
                            (request("/", method="G(T"), 400),
                            (request("/", "Expect: miracle"), 417),
                            (request("/", "Content-Length: 5") + b"GET /", 413),
                            (request("/", "Transfer-Encoding: chunked") + b"0\r\n\r\n", 413),
                            (request("/", "Expect: 100-continue", "Content-Length: 5"), 413),
                            (request("/" + "x" * 2000), 414),
                            (b"GET /" + b"x" * 9000, 414),
                            (request("/", "A: " + "x" * 9000), 431)):
            with self.subTest(bad=bad[:80]):
                client = self.connect()
                client.sendall(bad)
                got, fields, body = client.answer()
                self.assertEqual((got, fields["Connection"]), (status, "close"))
                self.assertTrue(body.startswith(b"%d " % status))
                if status == 405:
                    self.assertEqual(fields["Allow"], "GET, HEAD")
                client.shutdown(socket.SHUT_WR)
                self.assertTrue(client.gone())
        good = self.connect()
        self.assertEqual(good.ask("/", "Content-Length: 0")[0], 200)
        self.assertEqual(good.ask("/", "Expect: 100-Continue")[0], 200)
        self.assertEqual(good.ask("/", "A: " + "x" * 8000)[0], 200)
        self.assertEqual(good.ask("/nothing", method="HEAD")[0], 404)
        good.sendall(b"\r\n\n" + b"GET /a.txt HTTP/1.1\nHost: x\n\n") # bare newlines are line ends
        self.assertEqual(good.answer()[2], b"0123456789")
        self.finish()

    def test_versions(self):
        """Which connections are kept."""
        self.start()
        for version, field, kept in (("HTTP/1.1", "A: b", True), ("HTTP/1.1", "Connection: close", False),
                                     ("HTTP/1.1", "connection: x, CLOSE ,y", False),
                                     ("HTTP/1.9", "A: b", True), ("HTTP/1.0", "A: b", False),
                                     ("HTTP/1.0", "Connection: Keep-Alive", True),
                                     ("HTTP/1.0", "Connection: keep-alive, close", False)):
            client = self.connect()
            status, fields, body = client.ask("/a.txt", field, version=version)
            self.assertEqual((status, body), (200, b"0123456789"))
            said = fields.get("Connection", "keep-alive" if version == "HTTP/1.1" else None)
            if kept:
                self.assertIn(said, ("keep-alive", None))
                self.assertEqual(client.ask("/a.txt")[0], 200)
            else:
                self.assertEqual(said, "close")
                self.assertTrue(client.gone())
        client = self.connect()
        client.sendall(b"GET /a.txt HTTP/1.0\r\n\r\n")
        self.assertEqual(client.answer()[0], 200)
        self.finish()


class Conditions(FileServerTest):
    def setUp(self):
        super().setUp()
        os.utime(self.path("root/a.txt"), (1700000000, 1700000000))
        self.start()
        self.client = self.connect()

    def tearDown(self):
        self.finish()

    def ask(self, *fields, method="GET"):
        status, self.fields, body = self.client.ask("/a.txt", *fields, method=method)
        return status, body

    def test_ranges(self):
        for text, body, part in (("0-0", b"0", "0-0"), ("2-4", b"234", "2-4"), ("7-", b"789", "7-9"),
                                 ("9-9", b"9", "9-9"), ("5-99", b"56789", "5-9"), ("-3", b"789", "7-9"),
                                 ("-99", b"0123456789", "0-9"),
                                 ("0-99999999999999999999999", b"0123456789", "0-9")):
            self.assertEqual(self.ask("Range: bytes=" + text), (206, body), text)
            self.assertEqual(self.fields["Content-Range"], f"bytes {part}/10")
        self.assertEqual(self.ask("range: BYTES=2-4"), (206, b"234"))
        for text in "10-", "10-10", "99999999999999999999999-", "-0":
            self.assertEqual(self.ask("Range: bytes=" + text), (416, b""), text)
            self.assertEqual(self.fields["Content-Range"], "bytes */10")
        for text in "bytes=", "bytes=-", "bytes=4-2", "bytes=x", "bytes=1-2x", "bytes=1-2,5-6", \
                "bytes=--1", "bytes", "lines=1-2", "bytes = 1-2", "bytes=+1-2", "":
            self.assertEqual(self.ask("Range: " + text), (200, b"0123456789"), text)
        self.assertEqual(self.ask("Range: bytes=2-4", method="HEAD"), (200, b""))
        self.assertEqual(self.fields["Content-Length"], "10")
        for text, status in ("0-0", 416), ("-1", 200), ("-0", 416):
            self.assertEqual(self.client.ask("/empty", "Range: bytes=" + text)[::2], (status, b""))

    def test_dates(self):
        status, _ = self.ask()
        when = self.fields["Last-Modified"]
        self.assertEqual((status, when), (200, "Tue, 14 Nov 2023 22:13:20 GMT"))
        old, new = "Tue, 14 Nov 2023 22:13:19 GMT", "Tue, 14 Nov 2023 22:13:21 GMT"
        for since in when, new, "Tuesday, 14-Nov-23 22:13:20 GMT", "Tue Nov 14 22:13:20 2023":
            self.assertEqual(self.ask("If-Modified-Since: " + since), (304, b""))
            self.assertIn("ETag", self.fields)
            self.assertNotIn("Content-Length", self.fields)
        future = email.utils.formatdate(time.time() + 86400, usegmt=True)
        for since in old, "yesterday", "", when + "x", future:
            self.assertEqual(self.ask("If-Modified-Since: " + since)[0], 200, since)
        self.assertEqual(self.ask("If-Unmodified-Since: " + old)[0], 412)
        self.assertEqual(self.ask("If-Unmodified-Since: " + when)[0], 200)
        self.assertEqual(self.ask("If-Range: " + when, "Range: bytes=0-1"), (206, b"01"))
        for other in old, new:
            self.assertEqual(self.ask("If-Range: " + other, "Range: bytes=0-1")[0], 200)

    def test_tags(self):
        self.ask()
        tag = self.fields["ETag"]
        self.assertRegex(tag, r'^"[0-9a-f.-]+"$')
        for value in tag, "W/" + tag, "*", '"x", ' + tag, f'"a,b" ,, W/"y",{tag},"z"':
            self.assertEqual(self.ask("If-None-Match: " + value), (304, b""), value)
            self.assertEqual(self.ask("If-None-Match: " + value, method="HEAD"), (304, b""), value)
            self.assertEqual(self.ask("If-Match: " + value)[0], 412 if value[:2] == "W/" else 200)
        for value in '"x"', tag[:-1], tag[1:], "x", "", '"x" "y', tag.replace('"', ''):
            self.assertEqual(self.ask("If-None-Match: " + value)[0], 200, value)
            self.assertEqual(self.ask("If-Match: " + value)[0], 412, value)
        since = "If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT"
        self.assertEqual(self.ask('If-None-Match: "x"', since)[0], 200)
        self.assertEqual(self.ask("If-Range: " + tag, "Range: bytes=0-1"), (206, b"01"))
        self.assertEqual(self.ask("If-Range: W/" + tag, "Range: bytes=0-1")[0], 200)
        self.assertEqual(self.ask('If-Range: "x"', "Range: bytes=0-1")[0], 200)
        self.assertEqual(self.ask("If-None-Match: " + tag, "Range: bytes=99-")[0], 304)
        self.make("root/a.txt", b"abcdefghij")
        self.assertEqual(self.ask("If-None-Match: " + tag), (200, b"abcdefghij"))

    def test_a_file_of_the_future(self):
        os.utime(self.path("root/a.txt"), (4000000000, 4000000000))
        self.ask()
        self.assertEqual(self.fields["Last-Modified"], self.fields["Date"])
        os.utime(self.path("root/a.txt"), (-10 ** 9, -10 ** 9))
        self.ask()
        self.assertEqual(self.fields["Last-Modified"], "Thu, 01 Jan 1970 00:00:00 GMT")


class Connections(FileServerTest):
    def test_pipelined(self):
        self.start()
        client = self.connect()
        client.sendall(request("/a.txt") + request("/nothing") + request("/big.bin", method="HEAD") +
                       request("/big.bin") + request("/a.txt", "Range: bytes=1-1"))
        self.assertEqual(client.answer()[2], b"0123456789")
        self.assertEqual(client.answer()[0], 404)
        self.assertEqual(client.answer(head_only=True)[0], 200)
        self.assertTrue(client.answer()[2] == self.big)
        self.assertEqual(client.answer()[2], b"1")
        many = 2000
        client.sendall(request("/a.txt") * many)
        for _ in range(many):
            self.assertEqual(client.answer()[2], b"0123456789")
        client.sendall(request("/a.txt", "Connection: close") + request("/a.txt"))
        self.assertEqual(client.answer()[0], 200)
        self.assertTrue(client.gone())
        self.assertEqual(self.finish()["requests"], many + 6)

    def test_byte_by_byte(self):
        self.start()
        client = self.connect()
        for byte in request("/a.txt") + request("/sub/"):
            client.sendall(bytes([byte]))
        self.assertEqual([client.answer()[2] for _ in range(2)], [b"0123456789", b"sub\n"])
        self.finish()

    def test_half_close(self):
        """A client that sends no more still gets its answers."""
        self.start()
        client = self.connect()
        client.sendall(request("/big.bin") + request("/a.txt") + b"GET /incomplete")
        client.shutdown(socket.SHUT_WR)
        self.assertTrue(client.answer()[2] == self.big)
        self.assertEqual(client.answer()[2], b"0123456789")
        self.assertIsNone(client.head())
        self.finish()

    def test_unread_body(self):
        """The answer reaches a client that is still sending."""
        self.start()
        client = self.connect()
        client.sendall(request("/", f"Content-Length: {MIB}", method="PUT") + bytes(MIB))
        self.assertEqual(client.answer()[0], 405)
        client.shutdown(socket.SHUT_WR)
        self.assertTrue(client.gone())
        self.finish()

    def test_slow_head(self):
        self.start("--head", "1")
        client = self.connect()
        self.assertEqual(client.ask("/a.txt")[0], 200)
        client.sendall(b"G")
        while not select.select([client], [], [], 0.1)[0]:
            client.sendall(b"E")
        status, fields, _ = client.answer()
        self.assertEqual((status, fields["Connection"]), (408, "close"))
        self.assertTrue(client.gone())
        self.assertEqual(self.finish()["timed out"], 1)

    def test_time_is_over(self):
        """A server that runs again when the time of a head is over, and has received a part of it
        in time, does not wait for the rest."""
        self.start("--head", "1")
        clients = [self.connect() for _ in range(8)]
        for client in clients:
            self.assertEqual(client.ask("/a.txt")[0], 200)
            client.sendall(b"G")
        select.select([], [], [], 0.2)
        self.server.send_signal(signal.SIGSTOP)
        for client in clients:
            client.sendall(b"E")
        select.select([], [], [], 1.5)
        self.server.send_signal(signal.SIGCONT)
        for client in clients:
            status, fields, _ = client.answer()
            self.assertEqual((status, fields["Connection"]), (408, "close"))
        self.assertEqual(self.finish()["timed out"], len(clients))

    def test_idle(self):
        self.start("--idle", "1")
        fresh, used = self.connect(), self.connect()
        used.sendall(request("/a.txt"))
        if used.head(): # else this test was too slow
            self.assertEqual(used.body(10), b"0123456789")
        self.assertTrue(fresh.gone())
        self.assertTrue(used.gone())
        self.assertEqual(self.finish()["timed out"], 2)

    def test_slow_reader(self):
        """The stall time ends a client that takes nothing, and spares one that is slow."""
        size = 256 * MIB
        with open(self.path("root/large"), "wb") as file:
            file.truncate(size)
        for arguments in [], ["--copy"]:
            self.start("--stall", "2", *arguments)
            files = self.files() + (2 if arguments else 4)  # the slow client, its file and its pipe
            dead, slow = self.connect(receive_buffer=4096), self.connect(receive_buffer=65536)
            for client in dead, slow:
                client.sendall(request("/large"))
                self.assertEqual(client.head()[0], 200)
            taken, longest, last = 0, 0, time.monotonic()
            while (some := len(slow.body(MIB // 4))) and self.files() != files:
                taken += some
                select.select([], [], [], 0.01)
                now = time.monotonic()
                longest, last = max(longest, now - last), now
            taken += some + len(slow.body(size - taken - some))
            if longest < 0.5: # else this test was too slow
                self.assertEqual(taken, size)
            try:
                self.assertLess(len(dead.body(size)), size)
            except ConnectionResetError:
                pass
            self.assertGreaterEqual(self.finish()["timed out"], 1)

    def test_large(self):
        """A file of more than 4 GiB: ranges in it, and its length."""
        size = 5 * 1024 * MIB + 3
        with open(self.path("root/large"), "wb") as file:
            file.truncate(size)
            file.seek(size - 10)
            file.write(b"the end...")
            file.seek(4 * 1024 * MIB - 4)
            file.write(b"borderline")
        self.start()
        client = self.connect()
        status, fields, _ = client.ask("/large", method="HEAD")
        self.assertEqual(fields["Content-Length"], str(size))
        self.assertEqual(client.ask("/large", "Range: bytes=-10")[::2], (206, b"the end..."))
        self.assertEqual(client.ask("/large", f"Range: bytes={size - 1}-")[::2], (206, b"."))
        self.assertEqual(client.ask("/large", "Range: bytes=4294967292-4294967301")[2], b"borderline")
        body = client.ask("/large", f"Range: bytes={size - MIB}-")[2]
        self.assertTrue(body == bytes(MIB - 10) + b"the end...")
        self.finish()

    def test_truncated_meanwhile(self):
        """The connection ends: the promised length cannot come."""
        for arguments in [], ["--copy"]:
            with open(self.path("root/large"), "wb") as file:
                file.truncate(64 * MIB)
            self.start(*arguments)
            files = self.files()
            client = self.connect(receive_buffer=4096)
            client.sendall(request("/large") + request("/a.txt"))
            status, fields = client.head()
            self.assertEqual((status, fields["Content-Length"]), (200, str(64 * MIB)))
            os.truncate(self.path("root/large"), 0)
            try:
                self.assertLess(len(client.body(64 * MIB)), 64 * MIB)
            except ConnectionResetError: # the second request was not read
                pass
            self.await_files(files)
            self.assertEqual(self.connect().ask("/a.txt")[0], 200)
            self.finish()

    def test_grows_meanwhile(self):
        with open(self.path("root/large"), "wb") as file:
            file.truncate(16 * MIB)
        self.start()
        client = self.connect(receive_buffer=4096)
        client.sendall(request("/large") + request("/a.txt"))
        client.head()
        os.truncate(self.path("root/large"), 17 * MIB)
        self.assertEqual(len(client.body(16 * MIB)), 16 * MIB)
        self.assertEqual(client.answer()[2], b"0123456789")
        self.finish()

    def test_clients_that_reset(self):
        self.start()
        files = self.files()
        for sent in b"", b"GET", request("/a.txt"), request("/big.bin"), request("/big.bin") * 20:
            for received in 0, 1, 100000:
                client = self.connect()
                client.sendall(sent)
                if received and len(sent) > 3:
                    client.recv(received)
                client.reset()
        self.assertEqual(self.connect().ask("/a.txt")[0], 200)
        self.await_files(files + 1)
        self.assertEqual(self.finish()["connections"], 16)

    def test_many(self):
        """1000 connections at a time."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        many = min(1000, (hard - 200) // 5)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 5 * many + 200), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        self.start("--connections", str(many))
        files = self.files()
        clients = [self.connect() for _ in range(many)]
        for client in clients:
            client.sendall(request("/a.txt"))
        for client in clients:
            self.assertEqual(client.answer()[2], b"0123456789")
        for client in clients[:100]:
            client.sendall(request("/big.bin"))
        for client in clients[:100]:
            self.assertTrue(client.answer()[2] == self.big)
        for client in clients:
            client.close()
        self.await_files(files)
        self.assertEqual(self.finish()["requests"], many + 100)

    def test_limit(self):
        """More clients wait until a connection ends."""
        self.start("--connections", "2")
        first, second, third = (self.connect() for _ in range(3))
        third.sendall(request("/a.txt"))
        for client in first, second, first, second:
            self.assertEqual(client.ask("/a.txt")[0], 200)
        self.assertEqual(select.select([third], [], [], 0)[0], [])
        first.close()
        self.assertEqual(third.answer()[0], 200)
        self.finish()

    @common.takes_descriptors
    def test_out_of_descriptors(self):
        """The server waits until a connection ends, and uses no processor time meanwhile."""
        self.start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24)))
        clients = [self.connect() for _ in range(40)]
        self.assertIn(clients[0].ask("/a.txt")[0], (200, 503))
        before = self.ticks()
        select.select([], [], [], 2)
        self.assertLess(self.ticks() - before, 50)
        for client in clients[:30]:
            client.close()
        self.assertEqual(clients[39].ask("/a.txt")[0], 200)
        self.assertTrue(clients[39].ask("/big.bin")[2] == self.big)
        self.finish()

    def test_directory_removed(self):
        self.start()
        client = self.connect()
        self.assertEqual(client.ask("/a.txt")[0], 200)
        shutil.rmtree(self.root)
        self.assertEqual(client.ask("/a.txt")[0], 404)
        self.assertEqual(client.ask("/")[0], 404)
        self.finish()

    def test_random_bytes(self):
        """Nothing that clients send hurts others."""
        self.start()
        files = self.files()
        chance = random.Random(5)
        words = [b"GET ", b"HEAD ", b"/", b"a.txt", b" HTTP/1.1", b"\r\n", b"\n", b"Host: x", b"%2e",
                 b"Range: bytes=", b"-", b"0", b"\0", b"Connection: ", b"close", b":", b"\xff", b" "]
        for _ in range(300):
            client = self.connect()
            sent = b"".join(chance.choice(words) if chance.random() < 0.9 else chance.randbytes(5)
                            for _ in range(chance.randrange(40)))
            client.sendall(sent + b"\r\n\r\n" * chance.randrange(2))
            client.shutdown(socket.SHUT_WR)
            try:
                while received := client.recv(65536):
                    self.assertTrue(received)
            except ConnectionResetError:
                pass
            client.close()
        self.assertEqual(self.connect().ask("/a.txt")[0], 200)
        self.await_files(files + 1)
        self.finish()


class Stopping(FileServerTest):
    def setUp(self):
        super().setUp()
        with open(self.path("root/large"), "wb") as file:
            file.truncate(64 * MIB)

    def test_graceful(self):
        """Answers that are under way end; clients that wait are closed at once."""
        for arguments in [], ["--copy"]:
            self.start(*arguments)
            busy, idle, fresh, typing = (self.connect() for _ in range(4))
            self.assertEqual(idle.ask("/a.txt")[0], 200)
            typing.sendall(request("/a.txt")[:20])
            busy.sendall(request("/large") + request("/a.txt"))
            self.assertEqual(busy.head()[0], 200)
            self.server.send_signal(signal.SIGTERM)
            self.assertTrue(idle.gone())
            self.assertTrue(fresh.gone())
            self.assertRaises(ConnectionError, self.connect)
            self.assertEqual(len(busy.body(64 * MIB)), 64 * MIB)
            typing.sendall(request("/a.txt")[20:])
            for client in busy, typing: # one more request had arrived
                status, fields, _ = client.answer()
                self.assertEqual((status, fields["Connection"]), (200, "close"))
                self.assertTrue(client.gone())
            self.assertEqual(self.end()["requests"], 4)

    def test_second_signal(self):
        for arguments in [], ["--copy"]:
            self.start(*arguments)
            busy, typing = self.connect(receive_buffer=4096), self.connect()
            typing.sendall(b"GET")
            busy.sendall(request("/large"))
            self.assertEqual(busy.head()[0], 200)
            self.server.send_signal(signal.SIGTERM)
            self.assertRaises(ConnectionError, self.refused)
            self.finish(signal.SIGINT)
            try:
                self.assertLess(len(busy.body(64 * MIB)), 64 * MIB)
            except ConnectionResetError:
                pass
            self.assertTrue(typing.gone())

    def refused(self):
        """Connects until the server does not listen any more. Linux may forget a connection that comes
        while a socket stops listening, and tell the client only when it sends something."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            client = self.connect()
            try:
                client.shutdown(socket.SHUT_WR)
            except OSError: # ENOTCONN: it is gone already
                pass
            client.gone()

    def test_full(self):
        self.start("--connections", "1")
        client = self.connect()
        self.assertEqual(client.ask("/a.txt")[0], 200)
        waiting = self.connect()
        self.server.send_signal(signal.SIGINT)
        self.assertTrue(client.gone())
        self.assertTrue(waiting.gone())
        self.end()


class Tools(FileServerTest):
    def curl(self, *arguments):
        if not shutil.which("curl"):
            self.skipTest("there is no curl")
        done = subprocess.run(["curl", "--silent", "--show-error", *arguments], capture_output=True,
                              timeout=PATIENCE, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def test_curl(self):
        self.start()
        code = ["--output", "/dev/null", "--write-out", "%{http_code}"]
        self.assertEqual(self.curl(self.url("/a.txt")), b"0123456789")
        self.assertTrue(self.curl(self.url("/big.bin")) == self.big)
        both = self.curl("--write-out", "%{num_connects}", self.url("/a.txt"), self.url("/a.txt"))
        self.assertEqual(both, b"0123456789101234567890")  # one connection for both
        self.assertEqual(self.curl("--range", "2-4", self.url("/a.txt")), b"234")
        self.assertEqual(self.curl("--range", "-2", self.url("/a.txt")), b"89")
        self.assertIn(b"Content-Length: 10\r\n", self.curl("--head", self.url("/a.txt")))
        self.assertEqual(self.curl("--http1.0", self.url("/a.txt")), b"0123456789")
        self.assertEqual(self.curl("--location", self.url("/sub")), b"sub\n")
        self.assertEqual(self.curl("--location", self.url("/sub/..")), b"<p>index</p>\n")
        for path, status in ("/none", b"404"), ("/../outside.txt", b"403"), \
                ("/%2e%2e/outside.txt", b"403"):
            self.assertEqual(self.curl("--path-as-is", *code, self.url(path)), status)
        self.assertEqual(self.curl(*code, "--data", "x", self.url("/")), b"405")
        self.assertEqual(self.curl(*code, "--upload-file", self.path("root/big.bin"),
                                   self.url("/x")), b"405")
        tag = self.path("tag")
        self.assertEqual(self.curl("--etag-save", tag, *code, self.url("/a.txt")), b"200")
        self.assertEqual(self.curl("--etag-compare", tag, *code, self.url("/a.txt")), b"304")
        self.assertEqual(self.curl("--time-cond", self.path("root/a.txt"), *code,
                                   self.url("/a.txt")), b"304")
        part = self.path("part")
        with open(part, "wb") as file:
            file.write(self.big[:1000000])
        self.curl("--continue-at", "-", "--output", part, self.url("/big.bin"))
        self.assertTrue(self.read("part") == self.big)
        self.finish()

    def test_wrk(self):
        if not shutil.which("wrk"):
            self.skipTest("there is no wrk")
        for arguments in [], ["--copy"]:
            self.start(*arguments)
            files = self.files()
            for connections, path in (16, "/a.txt"), (128, "/a.txt"), (16, "/big.bin"):
                done = subprocess.run(["wrk", "--threads", "1", "--connections", str(connections),
                                       "--duration", "1s", "--timeout", "60s", self.url(path)],
                                      capture_output=True, text=True, timeout=PATIENCE, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertRegex(done.stdout, r"\b[1-9]\d* requests in")
                self.assertNotIn("Socket errors", done.stdout)
                self.assertNotIn("Non-2xx", done.stdout)
            self.await_files(files)
            self.finish()

    def test_usage(self):
        for arguments in [], ["--port", "x", "."], [".", "."], ["--idle", "0", "."]:
            run = subprocess.run([SERVER, *arguments], capture_output=True, text=True,
                                 timeout=PATIENCE, check=False)
            self.assertEqual(run.returncode, 2)
            self.assertIn("usage: file_server", run.stderr)
        for directory, error in ("/none", "No such file or directory"), \
                (self.path("root/a.txt"), "Not a directory"):
            run = subprocess.run([SERVER, directory], capture_output=True, text=True,
                                 timeout=PATIENCE, check=False)
            self.assertEqual((run.returncode, run.stderr),
                             (1, f"file_server: {directory}: {error}\n"))


if __name__ == "__main__":
    common.require_io_uring()
    unittest.main(argv=sys.argv[:1], verbosity=2)
