# SPDX-License-Identifier: MIT OR Apache-2.0
"""The expected SQE of an operation, packed from the spec alone.

encoding.py makes the C expressions that fill the SQE. This module packs the same bytes in another
way, so that a mistake in one of the two shows.
"""

import re
import struct
from dataclasses import dataclass, field

from . import sqe
from .shapes.closed import FD
from .shapes.loan import COUNT, START

SLOT = 4321  # not registered: the operations do nothing


@dataclass
class Variant:
    """One way to begin and submit the operation."""

    name: str
    init: str
    direct: bool = False
    options: bool = False
    sqe: bytearray = field(default_factory=lambda: bytearray(64))
    puts: list = field(default_factory=list)  # (offset, size, C expression) of run-time values
    taken: list = field(default_factory=list)  # offsets of addresses in the ring's memory
    checks: list = field(default_factory=list)  # C statements that check the memory there
    liburing: str = ""
    liburing_puts: list = field(default_factory=list)  # (offset, size) of fields liburing leaves out

    def pack(self, name, value):
        """Packs the expected value of this field."""
        place = sqe.FIELDS[name]
        code = {2: "<H", 4: "<I", 8: "<Q"}[place.size]
        struct.pack_into(code, self.sqe, place.offset, value & ((1 << 8 * place.size) - 1))

    def put(self, name, expression):
        """The same for a value known at run time, as a C expression."""
        place = sqe.FIELDS[name]
        self.puts.append((place.offset, place.size, expression))

    def takes(self, name):
        """The field has an address in the ring's memory."""
        self.taken.append(sqe.FIELDS[name].offset)

    def not_in_liburing(self, name):
        place = sqe.FIELDS[name]
        self.liburing_puts.append((place.offset, place.size))

    @property
    def rows(self):
        return [", ".join(f"0x{byte:02x}" for byte in self.sqe[i:i + 8]) for i in range(0, 64, 8)]


class EncodingTest:
    """The variants of an operation's test, and the values they use."""

    def __init__(self, operation):
        self.op = operation
        self.values = {item.name: item.type.distinctive(operation, index, item)
                       for index, item in enumerate(operation.arguments + operation.options)}
        self.range = (START, COUNT)
        self.fd, self.slot = FD, SLOT
        self.variants = [self._variant("defaults", operation.first),
                         self._variant("everything", operation.first, options=True)]
        if operation.direct and operation.has_file:
            self.variants.append(self._variant("direct", operation.first_on_direct, direct=True,
                                               options=True))

    @property
    def call(self):
        """(helper, C arguments) of the liburing call."""
        helper, _, rest = self.op.liburing.partition("(")
        return helper, re.findall(r"\w+", rest)[1:]

    def c_arguments(self):
        """The arguments of init after the file."""
        return "".join(f", {argument}" for item in self.op.arguments
                       for argument in self.c_item(item))

    def c_item(self, item):
        return item.type.test_arguments(item, self.values[item.name])

    def _given(self, variant):
        """The arguments and options of a variant."""
        return self.op.options * variant.options + self.op.arguments

    def variables(self, variant):
        return [line for item in self._given(variant) for line in item.type.test_variables(item)]

    def cleaning(self, variant):
        return [line for item in self._given(variant) for line in item.type.test_clean(item)]

    # --- packing ------------------------------------------------------------------------------

    def _variant(self, name, init, direct=False, options=False):
        variant = Variant(f"{self.op.name}_{name}", init, direct, options)
        variant.sqe[0] = self.op.opcode
        variant.sqe[1] = (1 if direct else 0) | self.op.loan.sqe_flags  # IOSQE_...
        if self.op.has_file:
            variant.pack("fd", SLOT if direct else FD)
        for name_of_field, value in self.op.constants.items():
            variant.pack(name_of_field, value)
        for item in self.op.arguments:
            self._argument(variant, item)
        for item in self.op.options:
            value = self.values[item.name] if options else item.default or 0
            if not item.type.signed:
                value &= (1 << item.type.bits) - 1
            variant.pack(item.fields[0], value)
        for item in self.op.outputs:
            self._output(variant, item)
        self.op.loan.expect(self, variant)
        self.op.result.expect(self, variant)
        if self.op.liburing:
            self._liburing(variant)
        return variant

    def _argument(self, variant, item):
        value = self.values[item.name]
        if item.in_header:
            variant.checks += item.type.check_in_header(item, value, self.header)
            return
        item.type.expect(variant.pack, item, value)
        if item.type.pointer:
            variant.takes(item.fields[0])
            variant.checks += item.type.check_copy(item, value, _pointer)

    @property
    def header(self):
        """The C expression for the address of the message header."""
        return _pointer(sqe.FIELDS[self.op.message].offset)

    @staticmethod
    def _output(variant, item):
        if item.in_header:
            return
        offsets = [sqe.FIELDS[name].offset for name in item.fields]
        variant.taken += offsets
        for offset in offsets:
            variant.checks.append(f"assert_non_null({_pointer(offset)});")
        variant.checks += item.type.check_output(item, _pointer)

    def _liburing(self, variant):
        helper, words = self.call
        items = {item.name: item for item in self.op.arguments + self.op.options + self.op.outputs}
        arguments, said = ["(struct io_uring_sqe *)&other"], set()
        for word in words:
            if word in items:
                said |= {sqe.FIELDS[name].offset for name in items[word].fields}
                arguments.append(self._of_item(variant, items[word]))
            elif word.isdigit():
                arguments.append(word)
            else:
                said.add(sqe.FIELDS[word].offset)
                arguments.append(self._of_field(variant, sqe.FIELDS[word]))
        variant.liburing = f"{helper}({', '.join(arguments)});"
        for item in self.op.arguments + self.op.options:
            for name in item.fields if not item.in_header else []:
                place = sqe.FIELDS[name]
                if place.offset not in said:
                    variant.liburing_puts.append((place.offset, place.size))

    def _of_item(self, variant, item):
        """The value that sring got for this argument, whatever its field."""
        if item.type.pointer:
            return f"encoding_pointer(&want, {sqe.FIELDS[item.fields[0]].offset})"
        if item in self.op.options and not variant.options:
            return str(item.default or 0)
        return str(self.values[item.name]) if item.type.is_file else self.c_item(item)[0]

    def _of_field(self, variant, place):
        """The value of this field, as a C expression of its type."""
        pointers = {*variant.taken, *(sqe.FIELDS[name].offset for name in self.op.loan.addresses)}
        if place.offset in pointers:
            return f"encoding_pointer(&want, {place.offset})"
        cast = "(int)" if place.size == 4 else ""
        return f"{cast}encoding_u{8 * place.size}(&want, {place.offset})"


def _pointer(offset):
    """The address at this offset of the SQE."""
    return f"encoding_pointer(&got, {offset})"
