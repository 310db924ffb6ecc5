# SPDX-License-Identifier: MIT OR Apache-2.0
"""The table of mistakes in docs/FIBERS.md is true: test_fiber_mistakes.py LIBRARY FLAG...

Every mistake of fiber_mistakes.py is made in a copy of fiber_echo.c, compiled and, if gcc lets it
pass, run. SRING_UPDATE=1 writes the table."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import common
from fiber_mistakes import MISTAKES, in_steps

LIBRARY, FLAGS = sys.argv[1], sys.argv[2:]
EXAMPLES = Path(__file__).resolve().parents[1]
TABLE = EXAMPLES.parent / "docs/FIBERS.md"
CLANG = "clang-19"
START, END = "<!-- mistakes -->\n", "<!-- /mistakes -->\n"
LINK = ["-luring", "-lpthread"]
SANITIZER = "AddressSanitizer"
BUILDS = {"": [], "development build": ["-DSRING_DEVELOPMENT"], SANITIZER: ["-fsanitize=address"]}
PATIENCE = 20  # seconds


def run(*command):
    return subprocess.run(command, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=300, env=dict(os.environ, LC_ALL="C"))


def compiled(compiler, source, *flags):
    """What the compiler says, or None: it accepts the program."""
    result = run(compiler, "-std=c11", *flags, *FLAGS, f"-I{EXAMPLES}", str(source))
    return result.stdout if result.returncode else None


def kind_of(errors):
    if "ignoring return value" in errors:
        return "result"
    return "type" if re.search("incompatible|wrong type", errors) else None


def by_gcc(source):
    """Who refuses the program: `type`, `result`, `optimiser`, or `-`."""
    output = source.with_suffix(".o")
    errors = compiled("gcc", source, "-O0", "-c", "-o", str(output))
    if errors:
        return kind_of(errors) or f"? {errors}"
    errors = compiled("gcc", source, "-O2", "-c", "-o", str(output))
    if errors:
        return "optimiser" if "call to 'sring_error_" in errors.replace("‘", "'") else f"? {errors}"
    return "-"


def by_clang(source):
    """The same with clang's analysis: `type`, `result`, `analysis`, or `-`."""
    errors = compiled(CLANG, source, "-fsyntax-only")
    if errors:
        return kind_of(errors) or f"? {errors}"
    errors = compiled(CLANG, source, "-fsyntax-only", "-Werror=thread-safety")
    if errors:
        return "analysis" if "-Wthread-safety-analysis" in errors else f"? {errors}"
    return "-"


def visit(port):
    """Three clients: one closes, one is idle for too long, one is still there at the end."""
    clients = []
    try:
        for _ in range(3):
            client = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
            clients.append(client)
            client.sendall(b"hello")
            client.recv(5)
        clients.pop().close()
        clients[0].recv(1)  # ends with the connection
        clients.append(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
    except OSError:
        pass  # the server has ended
    return clients


def serve(program):
    """Runs the server. Returns its errors."""
    server = subprocess.Popen([program, "1"], text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
    try:
        first = server.stdout.readline()
        clients = visit(int(first.rpartition(":")[2])) if first else []
        for number in signal.SIGTERM, signal.SIGINT:
            server.send_signal(number)
        errors = server.communicate(timeout=PATIENCE)[1]
        for client in clients:
            client.close()
        return errors
    except subprocess.TimeoutExpired:
        return ""  # it hangs
    finally:
        server.kill()
        server.communicate()


def at_run_time(source, undefined=False):
    """Who finds it when the server runs: `reported`, a tool, or `-`."""
    for tool, flags in BUILDS.items():
        if undefined and tool != SANITIZER:
            continue
        program = source.with_suffix(".run")
        built = run("gcc", "-std=c11", "-g", "-O0", "-w", *flags, *FLAGS, f"-I{EXAMPLES}", str(source),
                    LIBRARY, *LINK, "-o", str(program))
        if built.returncode:
            return f"? {built.stdout}"
        errors = serve(str(program))
        if "sring: misuse: " in errors:
            return "reported" if not tool else f"reported by a {tool}"
        if re.search("no ring is open any more|left at the end|AddressSanitizer|LeakSanitizer", errors):
            return tool
    return "-"


class Mistakes(common.DirectoryTest):
    maxDiff = None

    def row(self, number, mistake):
        text = in_steps((EXAMPLES / "fiber_echo.c").read_text())
        self.assertEqual(text.count(mistake.old), 1, mistake.what)
        source = Path(self.make(f"{number}.c", text.replace(mistake.old, mistake.new).encode()))
        gcc, clang = by_gcc(source), by_clang(source)
        caught_late = at_run_time(source, mistake.undefined) if gcc not in ("type", "result") else ""
        return [mistake.what, gcc, clang, caught_late]

    def test_the_program_itself_is_accepted(self):
        text = (EXAMPLES / "fiber_echo.c").read_text()
        for form in text, in_steps(text):
            source = Path(self.make("right.c", form.encode()))
            self.assertEqual((by_gcc(source), by_clang(source), at_run_time(source)), ("-", "-", "-"))

    def test_the_table_is_true(self):
        with ThreadPoolExecutor(2) as pool:
            rows = list(pool.map(self.row, range(len(MISTAKES)), MISTAKES))
        lines = ["| mistake | gcc `-O2` | clang `-Wthread-safety` | when it runs |", "|---|---|---|---|",
                 *(f"| {' | '.join(row)} |" for row in rows)]
        before, rest = TABLE.read_text().split(START)
        committed, after = rest.split(END)
        if os.environ.get("SRING_UPDATE"):
            TABLE.write_text(before + START + "\n".join(lines) + "\n" + END + after)
        else:
            self.assertEqual("\n".join(lines) + "\n", committed)


if __name__ == "__main__":
    for compiler in "gcc", CLANG:
        if not shutil.which(compiler):
            print("SKIP: there is no " + compiler)
            sys.exit(common.SKIPPED)
    common.require_io_uring()
    unittest.main(argv=sys.argv[:1], verbosity=2)
