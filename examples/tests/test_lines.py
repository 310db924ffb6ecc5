# SPDX-License-Identifier: MIT OR Apache-2.0
"""The README's numbers of lines, of programs with fibers and with callbacks: test_lines.py

With SRING_UPDATE=1 in the environment it writes them.
"""

import os
import pathlib
import re
import unittest

EXAMPLES = pathlib.Path(__file__).resolve().parents[1]
PAIRS = {  # with fibers: with callbacks
    "tcp_proxy.c": "tests/tcp_proxy_callbacks.c",
    "grep_tree.c": "tests/grep_tree_callbacks.c",
    "rings_clients.c": "tests/rings_clients_callbacks.c",
}
BEGIN = "| with fibers | lines | functions | with callbacks | lines | functions |\n"


def lines(name):
    """The numbers of lines with code, without comments, and of functions."""
    text = re.sub(r"/\*.*?\*/", "", (EXAMPLES / name).read_text(), flags=re.DOTALL)
    return sum(1 for line in text.split("\n") if line.strip()), len(re.findall(r"^{", text, re.M))


def table():
    text = BEGIN + "|---|---|---|---|---|---|\n"
    for fibers, callbacks in PAIRS.items():
        (f_lines, f_functions), (c_lines, c_functions) = lines(fibers), lines(callbacks)
        text += (f"| [`{fibers}`]({fibers}) | {f_lines} | {f_functions} "
                 f"| [`{pathlib.Path(callbacks).name}`]({callbacks}) | {c_lines} | {c_functions} |\n")
    return text


class Lines(unittest.TestCase):
    def test_readme(self):
        path = EXAMPLES / "README.md"
        text = path.read_text()
        begin = text.index(BEGIN)
        end = text.index("\n\n", begin) + 1
        if os.environ.get("SRING_UPDATE"):
            path.write_text(text[:begin] + table() + text[end:])
            return
        self.assertEqual(text[begin:end], table(), "repeat it with SRING_UPDATE=1")


if __name__ == "__main__":
    unittest.main(verbosity=2)
