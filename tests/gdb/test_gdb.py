# SPDX-License-Identifier: MIT OR Apache-2.0
"""gdb unwinds a fiber's stack to its first function, and lists the others: test_gdb.py PROGRAM"""

import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = sys.argv[1]
SCRIPT = Path(__file__).resolve().parents[2] / "script/gdb/fibers.py"
TROUBLE = r"\?\?|[Bb]acktrace stopped|[Cc]orrupt|Traceback|Cannot|Python Exception"


def debug(*commands, more=()):
    """What gdb prints when the program has stopped in a fiber."""
    start = () if more else ("break stop_here", "run")
    arguments = [word for command in ("set confirm off", f"source {SCRIPT}", *start, *commands)
                 for word in ("-ex", command)]
    result = subprocess.run(["gdb", "-batch", "-nx", *arguments, PROGRAM, *more], text=True, timeout=300,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return result.stdout


def functions(text):
    """The functions of a backtrace."""
    return re.findall(r"^ *#\d+ +(?:0x[0-9a-f]+ in )?(\w+)", text, re.M)


def listed(text):
    """The fibers that `sring fibers` has listed: (function, state, backtrace)."""
    parts = re.split(r"^\d+: ", text, flags=re.M)[1:]
    return [(re.search(r"<(\w+)", part).group(1) if "<" in part else None,
             part.partition("\n")[0].rpartition(": ")[2], functions(part)) for part in parts]


class Gdb(unittest.TestCase):
    maxDiff = None

    def check_list(self, text):
        self.assertNotRegex(text, TROUBLE)
        found = listed(text)
        self.assertEqual([(name, state) for name, state, _ in found if name],
                         [("begin_never", "has not begun"), ("sleep_long", "waits"), ("stop", "runs"),
                          ("join_a_sleeper", "waits")])
        frames = {name: frames for name, _, frames in found}
        self.assertEqual(frames["begin_never"], [])
        self.assertEqual(frames["stop"], [])
        self.assertEqual(frames["sleep_long"][-4:], ["sring_sleep", "sleep_long", "run", "begin"])
        self.assertEqual(frames["join_a_sleeper"][-4:], ["sring_join", "join_a_sleeper", "run", "begin"])
        self.assertEqual(frames[None][-2:], ["sring_join", "main"])  # the thread's own stack

    def test_a_running_fiber_ends_at_its_first_function(self):
        text = debug("bt")
        self.assertNotRegex(text, TROUBLE)
        self.assertEqual(functions(text), ["stop_here", "stop", "run", "begin"])

    def test_fibers_are_listed(self):
        self.check_list(debug("sring fibers"))

    def test_and_their_stacks_can_be_shown(self):
        text = debug("sring fiber 2", "frame function sleep_long", "info locals", "echo ---\\n",
                     "sring fiber", "bt", "sring fiber 3", "sring fiber 99")
        inside, outside = text.split("---\n")
        self.assertIn("hour = 3600000000000", inside)
        self.assertEqual(functions(outside), ["stop_here", "stop", "run", "begin"])
        self.assertIn("this fiber is not parked", outside)
        self.assertIn("there is no such fiber", outside)

    def test_all_is_as_it_was_afterwards(self):
        text = debug("sring fibers", "echo ---\\n", "continue", "sring fibers", "continue")
        self.assertIn("exited normally", text)
        self.assertEqual(listed(text.split("---\n")[1]), [])

    def test_core_dumps(self):
        with tempfile.TemporaryDirectory() as folder:
            core = Path(folder) / "core"
            text = debug(f"generate-core-file {core}")
            self.assertTrue(core.exists(), text)
            text = debug("sring fibers", more=[str(core)])
            self.check_list(re.sub(r"^warning: .*$", "", text, flags=re.M))


def main():
    if not shutil.which("gdb"):
        print("SKIP: there is no gdb")
        return 77
    text = debug("echo it runs\\n")
    if not re.search(r"^Breakpoint 1, stop_here", text, re.M) or "it runs" not in text:
        print(f"SKIP: gdb cannot run a program here:\n{text}")
        return 77
    return not unittest.main(argv=sys.argv[:1], exit=False).result.wasSuccessful()


if __name__ == "__main__":
    sys.exit(main())
