# SPDX-License-Identifier: MIT OR Apache-2.0
"""Builds the contestants of echo and fibers, and runs each with very little work: every server answers
with the same bytes, every contestant prints its measures. Nothing is timed."""

import sys
import unittest
from pathlib import Path

from sring_bench import build, callgrind, contest, others, runner
from sring_bench.benchmarks import echo, fibers
from sring_bench.contest import COUNTED

CONNECTIONS, REQUESTS = 4, 200
SIZES = tuple(echo.SIZES)
MISUSES = {"differ": "bytes.swapcase", "closed a connection": "lambda data: b''"}
BAD_SERVER = """
import socket, sys
server = socket.create_server(("127.0.0.1", 0))
print("listening on 127.0.0.1 port", server.getsockname()[1], flush=True)
client, _ = server.accept()
while data := client.recv(65536):
    answer = (CHANGE)(data)
    if not answer:
        break
    client.sendall(answer)
client.close()
sys.stdin.read()
"""

SETUP = build.Setup(quick=True)


def setUpModule():
    build.build(SETUP, "gcc")
    fibers.missing.clear()
    fibers.build_more()


def load(size, server, requests=REQUESTS):
    return (SETUP.program("echo_load"), str(size), str(CONNECTIONS), f"{requests}x", *map(str, server))


def servers():
    """Name -> command, of all servers in C, C++, Rust and Go; without the Rust crates of peers."""
    found = {each.name: each.argv[4:] for each in echo.contestants(SETUP, 64, CONNECTIONS)}
    return {**found, **fibers.servers(SETUP, CONNECTIONS)}


def reasons():
    """Name -> why it was not built."""
    libuv = {} if SETUP.built("echo_libuv") else dict.fromkeys(("libuv", "libuv_reuse"), "no libuv1-dev")
    return {**libuv, **fibers.skipped(SETUP)}


class Servers(unittest.TestCase):
    def test_each_answers(self):
        for name, server in servers().items():
            for size in SIZES:
                with self.subTest(f"{name}, {size} bytes"):
                    self.answers(name, load(size, server))

    def answers(self, name, command):
        if name in reasons():
            self.skipTest(f"{name}: {reasons()[name]}")
        try:
            runner.run(command)
        except runner.Skipped as reason:
            self.skipTest(f"{name}: {reason}")

    def test_the_values_of_one(self):
        server = servers()["epoll"]
        output = runner.run((*load(64, server)[:3], "0.05", *map(str, server))).output
        contest.parse(output, echo.MEASURES + echo.MORE_MEASURES)

    def test_a_server_that_is_wrong_is_found(self):
        for message, change in MISUSES.items():
            server = (sys.executable, "-c", BAD_SERVER.replace("CHANGE", change))
            command = (SETUP.program("echo_load"), "64", "1", "10x", *server)
            with self.subTest(message), self.assertRaisesRegex(runner.Failed, message):
                runner.run(command)

    def test_what_a_server_executes_is_counted(self):
        def count(requests):
            return callgrind.server_instructions(load(64, servers()["epoll"], requests))

        try:
            less, more = count(100), count(2000)
        except runner.Skipped as reason:
            self.skipTest(str(reason))
        self.assertGreater(more, less)


class Fibers(unittest.TestCase):
    def test_each_prints_its_measures(self):
        for each in fibers.contests(SETUP):
            if not each.name.startswith("echo"):
                for contestant in each.contestants:
                    with self.subTest(f"{each.name}, {contestant.name}"):
                        self.prints(each, contestant)

    def prints(self, each, contestant):
        if contestant.name in reasons():
            self.skipTest(f"{contestant.name}: {reasons()[contestant.name]}")
        argv = contest.with_operations(contestant.argv, 50)
        if "sleep" in argv:
            argv[-1] = "500"  # of them
        try:
            output = runner.run(argv).output
        except runner.Skipped as reason:
            self.skipTest(f"{contestant.name}: {reason}")
        if each.method == COUNTED:
            self.assertRegex(output, r"^ns_per_\w+ [\d.]+\n$")
        else:
            contest.parse(output, each.measures)

    def test_wrong_arguments(self):
        for name, program in (("sring", SETUP.program("fibers_sring")), ("go", str(others.GO_PROGRAM)),
                              ("tokio", others.crate("tokio"))):
            if Path(program).exists():
                for words in (), ("yield", "0", "1"), ("yield", "1"), ("jump", "1", "1"):
                    with self.subTest(f"{name} {words}"), \
                            self.assertRaisesRegex(runner.Failed, "exit status 2\n"):
                        runner.run((program, *words))


if __name__ == "__main__":
    unittest.main()
