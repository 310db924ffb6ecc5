# SPDX-License-Identifier: MIT OR Apache-2.0
"""README and docs are true: the program is an example, the tables are from the suite and the
benchmark, the messages are the compilers', the spec generates, the links exist. SRING_UPDATE=1
writes the program and the tables into them.

/usr/bin/python3 tests/docs/test_readme.py [LIBRARY]
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README, CAUGHT, COST = ROOT / "README.md", ROOT / "docs/CAUGHT.md", ROOT / "docs/COST.md"
OBSERVING = ROOT / "docs/OBSERVING.md"
INCLUDES = [f"-I{ROOT / 'include'}", f"-I{ROOT / 'generated/include'}"]
LIBRARY = None


def run(*command, **options):
    environment = dict(os.environ, LC_ALL="C")
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **options)


def replaced(text, start, end, content):
    before, rest = text.split(start, 1)
    return before + start + content + end + rest.split(end, 1)[1]


def fenced(text):
    """The text between fences."""
    return re.split(r"^```.*\n", text, flags=re.M)[1::2]


def program():
    source = (ROOT / "examples/first.c").read_text()
    return source.split("*/\n", 1)[1]


def table():
    """The rows of the report, without the columns that need an explanation."""
    lines = ["| rule | gcc | clang | clang `-Wthread-safety` |", "|---|---|---|---|"]
    for line in (ROOT / "compile_fail/REPORT.md").read_text().split("## False alarms")[0].split("\n"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 6 and cells[1].startswith("`"):
            lines.append(f"| {cells[0]} | {cells[3]} | {cells[4]} | {cells[5]} |")
    return "\n" + "\n".join(lines) + "\n"


def ratios_of(benchmark):
    """The ratios of committed results: a median and two quartiles each."""
    results = json.loads((ROOT / f"bench/results/{benchmark}.json").read_text())
    return {comparison["what"]: comparison["ratio"]
            for contest in results["contests"] for comparison in contest["comparisons"]}


def cost():
    """The ratios of the overhead, a row for each form of use."""
    ratios = {what: ratio["median"] for what, ratio in ratios_of("overhead").items()}
    batches = 1, 8, 32, 128
    rows = [("handles", "raw"), ("callbacks", "raw_callbacks"), ("each", "raw")]
    names = {"handles": "handles", "callbacks": "callbacks", "each": "`await_each`"}
    lines = ["| at a time: | " + " | ".join(map(str, batches)) + " |", "|---|" + "---|" * 4]
    for what, suffix, compilers in (("time", ".time", ["gcc"]),
                                    ("instructions", "", ["gcc", "clang"])):
        for op, title in ("nop", "NOP"), ("read", "4 KiB read"):
            for ours, raw in rows:
                cells = []
                for batch in batches:
                    values = [ratios.get(f"{compiler}.{op}.b{batch}{suffix}.{ours}/{raw}")
                              for compiler in compilers]
                    cells.append(" / ".join("-" if v is None else f"{v:.2f}" for v in values))
                lines.append(f"| {what}: {title}, {names[ours]} | " + " | ".join(cells) + " |")
    return "\n" + "\n".join(lines) + "\n"


WORK = [
    ("echo, 64 B, 128 connections: requests/s against tuned liburing", "echo",
     "64B.128.sring/tuned"),
    ("... against epoll", "echo", "64B.128.sring/epoll"),
    ("... against libuv", "echo", "64B.128.sring/libuv"),
    ("... multishot accept and receive, against tuned liburing with the same", "echo",
     "64B.128.sring_multishot/multishot"),
    ("... against epoll", "echo", "64B.128.sring_multishot/epoll"),
    ("... against libuv", "echo", "64B.128.sring_multishot/libuv"),
    ("the same with 10 000 connections: requests/s against tuned liburing", "echo",
     "64B.10000.sring_multishot/multishot"),
    ("... against epoll", "echo", "64B.10000.sring_multishot/epoll"),
    ("... against libuv", "echo", "64B.10000.sring_multishot/libuv"),
    ("... latency that 99.9 % do not exceed, against tuned liburing", "echo",
     "64B.10000.latency_p999_us.sring_multishot/multishot"),
    ("... memory per connection, against epoll with a buffer per connection", "echo",
     "64B.10000.bytes_per_connection.sring_multishot/epoll"),
    ("random 4 KiB reads, `O_DIRECT`, 128 in flight: reads/s against threads", "random_read",
     "128.sring/threads"),
    ("... processor time per read", "random_read", "128.cpu_us_per_op.sring/threads"),
    ("`cp` over a file in the page cache: speed against tuned liburing", "copy",
     "page_cache.overwrite.cp/raw"),
    ("... against a loop of read and write with 128 KiB", "copy", "page_cache.overwrite.cp/loop"),
]


def work():
    """The ratios of whole programs."""
    lines = ["| | ratio | quartiles |", "|---|---|---|"]
    for title, benchmark, what in WORK:
        ratio = ratios_of(benchmark)[what]
        low, high = ratio["quartiles"]
        lines.append(f"| {title} | {ratio['median']:.2f} | {low:.2f} to {high:.2f} |")
    return "\n" + "\n".join(lines) + "\n"


def medians_of(benchmark):
    """The committed results: (contest, contestant) -> measure -> median."""
    results = json.loads((ROOT / f"bench/results/{benchmark}.json").read_text())
    return {(contest["name"], name): {measure: value["median"] for measure, value in values.items()}
            for contest in results["contests"] for name, values in contest["contestants"].items()}


def number(value):
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def wait_any():
    """Per wait, a column for each number of tickets."""
    medians, counts = medians_of("wait_any"), (2, 16, 256, 4096)
    lines = ["| tickets: | " + " | ".join(map(str, counts)) + " |", "|---|" + "---|" * len(counts)]
    for case, title in ("alone", ""), ("others", ", 16 others complete"):
        for what, measure in ("time", "ns_per_wait"), ("instructions", "instructions_per_wait"):
            unit = {"time": "ns", "instructions": "user instructions"}[what]
            for name, shown in ("sring", "`sring_wait_any`"), ("raw", "raw liburing"):
                cells = [number(medians[f"{count}.{case}.{what}", name][measure]) for count in counts]
                lines.append(f"| {unit}, {shown}{title} | " + " | ".join(cells) + " |")
    return "\n" + "\n".join(lines) + "\n"


TIMERS = [("arm a timer", "cancel", "ns_per_arm"), ("cancel a timer", "cancel", "ns_per_cancel"),
          ("re-arm a timer, later", "later", "ns_per_rearm"),
          ("... earlier", "earlier", "ns_per_rearm"),
          ("re-arm a deadline, later", "deadline_later", "ns_per_rearm"),
          ("... earlier", "deadline_earlier", "ns_per_rearm")]


def timers():
    """Nanoseconds per operation, for each number in flight."""
    medians, counts = medians_of("timers"), (1, 1000, 60000)
    lines = ["| ns, by number in flight (1 / 1000 / 60 000) | sring | raw liburing | timerfd | wheel |",
             "|---|---|---|---|---|"]
    for title, what, measure in TIMERS:
        cells = []
        for name in "sring", "raw", "timerfd", "wheel":
            values = [medians.get((f"{count}.{what}", name)) for count in counts]
            cells.append(" / ".join(number(v[measure]) if v else "-" for v in values))
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n" + "\n".join(lines) + "\n"


WAKE = [("two threads wake each other: time of the median", "ping.sring/epoll", "eventfd and epoll"),
        ("... of the 99th percentile", "ping.round_trip_p99_us.sring/epoll", "eventfd and epoll"),
        ("... of the median", "ping.sring/raw", "raw liburing"),
        ("numbers/s, 1 sender", "word.1.sring/queue", "mutex, queue and eventfd"),
        ("... 4 senders", "word.4.sring/queue", "mutex, queue and eventfd"),
        ("buffers/s, 1 sender", "buf.1.sring/queue", "mutex, queue and eventfd"),
        ("... 4 senders", "buf.4.sring/queue", "mutex, queue and eventfd")]


def wake():
    lines = ["| | against | ratio | quartiles |", "|---|---|---|---|"]
    for title, what, other in WAKE:
        ratio = ratios_of("wake")[what]
        low, high = ratio["quartiles"]
        lines.append(f"| {title} | {other} | {ratio['median']:.2f} | {low:.2f} to {high:.2f} |")
    return "\n" + "\n".join(lines) + "\n"


FIBERS = [("ns, a switch, 2 / 1000 fibers", "yield", (2, 1000), "time", "ns_per_switch"),
          ("user instructions", "yield", (2, 1000), "instructions", "instructions_per_switch"),
          ("ns, begin and end, 1 / 100 at a time", "spawn", (1, 100), "time", "ns_per_spawn"),
          ("user instructions", "spawn", (1, 100), "instructions", "instructions_per_spawn")]


def fibers():
    """Medians; a contestant that was not measured has none."""
    medians = medians_of("fibers")
    names = {"sring": "sring", "context": "Boost.Context alone", "go": "Go", "tokio": "tokio",
             "asio": "Asio"}
    lines = ["| | " + " | ".join(names.values()) + " |", "|---|" + "---|" * len(names)]
    for title, what, counts, measured, measure in FIBERS:
        cells = [" / ".join(number(medians[f"{what}.{count}.{measured}", name][measure]) for count in counts)
                 if (f"{what}.{counts[0]}.{measured}", name) in medians else "-" for name in names]
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    cells = [number(medians["sleep", name]["bytes_per_fiber"]) if ("sleep", name) in medians else "-"
             for name in names]
    lines.append("| bytes of one that sleeps | " + " | ".join(cells) + " |")
    return "\n" + "\n".join(lines) + "\n"


RAW_SERVERS = {"multishot": ("multishot", "sring_multishot"), "one-shot": ("tuned", "sring")}
FIBER_SERVERS = {"multishot": ("sring_fiber_multishot", "sring_multishot"),
                 "one-shot": ("sring_fiber", "sring")}


def fiber_echo():
    ratios = ratios_of("fibers")
    peers = {"go": "Go", "tokio": "tokio", "asio": "Asio, epoll", "asio_uring": "Asio, io_uring"}
    lines = ["| against | callbacks | " + " | ".join(peers.values()) + " |",
             "|---|" + "---|" * (1 + len(peers))]

    def row(title, contests, fiber, callbacks):
        cells = []
        for other in (callbacks, *peers):
            found = [ratios.get(f"echo.{contest}.{fiber}/{other}") for contest in contests]
            cells.append(" / ".join(f"{ratio['median']:.2f}" if ratio else "-" for ratio in found))
        lines.append(f"| {title} | " + " | ".join(cells) + " |")

    for title, servers in FIBER_SERVERS.items():
        row(f"{title}: requests/s, 16 / 128 / 10 000 connections", (16, 128, 10000), *servers)
    for title, servers in RAW_SERVERS.items():
        row(f"raw liburing, {title}: the same", (16, 128, 10000), *servers)
    for title, servers in FIBER_SERVERS.items():
        row(f"{title}: user instructions per request", ("instructions",), *servers)
    servers = FIBER_SERVERS["multishot"]
    row("multishot: latency that 99.9 % do not exceed, 128 / 10 000",
        ("128.latency_p999_us", "10000.latency_p999_us"), *servers)
    row("multishot: memory per connection, 10 000", ("10000.bytes_per_connection",), *servers)
    memory = ratios[f"echo.10000.bytes_per_connection.{servers[0]}"]["median"]
    return "\n" + "\n".join(lines) + f"\n\nA connection with a fiber that waits takes {memory:,.0f} bytes.\n"


def headers():
    """The range of the ratios to <liburing.h>, of one header and of all."""
    ratios = ratios_of("compile")
    one, every = ([ratio["median"] for what, ratio in ratios.items() if f".{variant}/" in what]
                  for variant in ("sring", "sring-all"))
    return (f"\nThe header of one operation costs the compiler {min(one):.1f} to {max(one):.1f} of what "
            f"`<liburing.h>` costs, all headers {min(every):.1f} to {max(every):.1f} of it.\n")


def audit_log():
    """The part of the example between its marks."""
    return (ROOT / "examples/audit.c").read_text().split("/* begin */\n")[1].split("/* end */")[0]


# The derived parts: file, text before, text after, and the function that makes it.
MADE = [(README, "```c\n", "```", program),
        (OBSERVING, "```c\n", "```", audit_log),
        (CAUGHT, "<!-- table -->", "<!-- /table -->", table),
        (COST, "<!-- cost -->", "<!-- /cost -->", cost),
        (COST, "<!-- work -->", "<!-- /work -->", work),
        (COST, "<!-- wait_any -->", "<!-- /wait_any -->", wait_any),
        (COST, "<!-- timers -->", "<!-- /timers -->", timers),
        (COST, "<!-- wake -->", "<!-- /wake -->", wake),
        (COST, "<!-- fibers -->", "<!-- /fibers -->", fibers),
        (COST, "<!-- fiber_echo -->", "<!-- /fiber_echo -->", fiber_echo),
        (COST, "<!-- headers -->", "<!-- /headers -->", headers)]


class Readme(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        if os.environ.get("SRING_UPDATE"):
            for path, start, end, make in MADE:
                path.write_text(replaced(path.read_text(), start, end, make()))
        cls.text = README.read_text()

    def test_made(self):
        for path, start, end, make in MADE:
            with self.subTest(make.__name__):
                self.assertEqual(path.read_text().split(start, 1)[1].split(end, 1)[0], make())

    def test_program_is_short(self):
        self.assertLessEqual(len(program().splitlines()), 30)

    def test_messages(self):
        blocks = [b for path in (README, CAUGHT) for b in fenced(path.read_text())
                  if b.startswith("$ ")]
        self.assertGreaterEqual(len(blocks), 5)
        for block in blocks:
            command, *expected = block.strip("\n").split("\n")
            with self.subTest(command):
                self.check_message(command.removeprefix("$ "), expected)

    def check_message(self, command, expected):
        words = command.split()
        if not shutil.which(words[0]):
            self.skipTest(f"{words[0]} is not installed")
        with tempfile.TemporaryDirectory() as folder:
            if "&&" in words:
                if not LIBRARY:
                    self.skipTest("no library was given to link with")
                program = f"{folder}/a.out"
                built = run(*words[:words.index("&&")], *INCLUDES, LIBRARY, "-luring", "-lpthread",
                            "-o", program)
                self.assertEqual(built.returncode, 0, built.stdout)
                printed = run(program).stdout
            else:
                printed = run(*words, *INCLUDES, "-o", f"{folder}/a.o").stdout
        lines = printed.split("\n")
        for line in expected:
            found = [index for index, have in enumerate(lines) if line.strip() in have]
            self.assertTrue(found, f"{command}: nothing printed contains {line!r}:\n{printed}")
            lines = lines[found[0] + 1:]

    def test_spec(self):
        spec = self.text.split("```yaml\n")[1].split("```")[0]
        name = "my_" + re.match(r"op: (\w+)", spec)[1]  # the library may have one with the first name
        spec = spec.replace("op: ", "op: my_", 1)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{name}.yaml")
            path.write_text(spec)
            made = run("/usr/bin/python3", str(ROOT / "codegen/sring-gen"), "--op", str(path),
                       "--out", folder)
            self.assertEqual(made.stdout, "")
            source = Path(folder, "a.c")
            source.write_text(f"#include <sring/ops/{name}.h>\n")
            built = run("gcc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-c",
                        f"-I{folder}/include", *INCLUDES, str(source), "-o", f"{folder}/a.o")
            self.assertEqual(built.stdout, "")

    def test_presets(self):
        """The sizes are the same in the library, its header and the document."""
        found = []
        for path, pattern in (("src/api/options.c", r"SRING_PRESET_(\w+)\] = {([\d, ]+), 0}"),
                              ("include/sring/options.h", r"SRING_PRESET_(\w+), +/\*[^*]*?([\d, ]+) \*/"),
                              ("docs/RUNNING.md", r"\| `([A-Z_]+)` \| (\d+ \| \d+ \| \d+ \| \d+) \|")):
            found.append({name: tuple(map(int, re.findall(r"\d+", sizes))) for name, sizes
                          in re.findall(pattern, (ROOT / path).read_text())})
            self.assertEqual(len(found[-1]), 4, path)
            self.assertEqual(found[-1], found[0], path)

    def test_links(self):
        for path in [README, *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")]:
            for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text()):
                self.assertTrue((path.parent / target).exists(), f"{path}: {target}")


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        LIBRARY = sys.argv.pop(1)
    unittest.main(verbosity=2)
