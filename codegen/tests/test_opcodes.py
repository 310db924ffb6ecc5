# SPDX-License-Identifier: MIT OR Apache-2.0
"""The list of opcodes agrees with the installed headers and with the spec."""

import re
import unittest
from pathlib import Path

from support import ROOT, TestCase

from sring_gen import opcodes, sqe

HEADERS = [Path("/usr/include/linux/io_uring.h"), Path("/usr/include/liburing/io_uring.h")]


class Opcodes(TestCase):
    def test_the_headers_have_the_same_numbers(self):
        read = 0
        for header in filter(Path.exists, HEADERS):
            enum = re.search(r"^enum[^{;]*{([^}]*IORING_OP_NOP,[^}]*)IORING_OP_LAST", header.read_text(), re.M)
            theirs = re.findall(r"IORING_OP_(\w+),", re.sub(r"/\*.*?\*/", "", enum[1], flags=re.S))
            self.assertGreater(len(theirs), 40)
            both = min(len(theirs), len(opcodes.NAMES))
            self.assertEqual(tuple(theirs[:both]), opcodes.NAMES[:both], header)
            read += 1
        if not read:
            self.skipTest("SKIP: there is no io_uring.h")

    def test_what_each_opcode_uses_is_known(self):
        """In the order of their numbers; those that no spec can have are left out."""
        self.assertEqual(list(opcodes.USES), [name for value, name in enumerate(opcodes.NAMES)
                                              if value not in sqe.REFUSED])
        for name, use in opcodes.USES.items():
            self.assertIn(use.fd, {"file", "regular", "direct", "closes", "directory", "none"}, name)
            self.assertLessEqual(set(use.memory), {"addr", "addr2", "addr3"}, name)

    def test_markers(self):
        class Operation:
            def __init__(self, opcode):
                self.opcode = opcode

        self.assertEqual(opcodes.markers([Operation(n) for n in (49, 45, 41, 55, 45, 200)]),
                         [("5", "19", 41, "FSETXATTR"), ("6", "7", 49, "READ_MULTISHOT"),
                          ("6", "9", 55, "FTRUNCATE")])


if __name__ == "__main__":
    unittest.main()
