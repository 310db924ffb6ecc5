# SPDX-License-Identifier: MIT OR Apache-2.0
"""The list of opcodes agrees with the installed headers and with the spec."""

import re
import unittest
from pathlib import Path

from support import ROOT, TestCase

from sring_gen import opcodes, spec

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

    def test_no_operation_is_older_than_its_opcode(self):
        for operation in spec.read(ROOT / "spec").operations:
            oldest = opcodes.SINCE[operation.opcode]
            self.assertGreaterEqual(opcodes.number_of(operation.since), opcodes.number_of(oldest),
                                    operation.name)

    def test_markers(self):
        class Operation:
            def __init__(self, opcode):
                self.opcode = opcode

        self.assertEqual(opcodes.markers([Operation(n) for n in (49, 45, 41, 55, 45, 200)]),
                         [("5", "19", 41, "FSETXATTR"), ("6", "7", 49, "READ_MULTISHOT"),
                          ("6", "9", 55, "FTRUNCATE")])


if __name__ == "__main__":
    unittest.main()
