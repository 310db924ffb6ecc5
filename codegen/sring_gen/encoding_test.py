# SPDX-License-Identifier: MIT OR Apache-2.0
"""The expected SQE of an operation, packed from the spec alone.

encoding.py makes the C expressions that fill the SQE. This module packs the same bytes in another
way, so that a mistake in one of the two shows.
"""

import re
import struct
from dataclasses import dataclass, field

from . import sqe

FD, SLOT = 12345, 4321  # not open, not registered: the operations do nothing
TABLE_SLOT = 1  # the first free slot of the table, see encoding_fill_slot
CAPACITY, LENGTH, START, COUNT = 4096, 1000, 16, 500
GROUP_SIZE = 512  # see encoding_group
BUFFERS = 3  # in a vector with CAPACITY and LENGTH in total, see encoding_vector


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

    @property
    def rows(self):
        return [", ".join(f"0x{byte:02x}" for byte in self.sqe[i:i + 8]) for i in range(0, 64, 8)]


class EncodingTest:
    """The variants of an operation's test, and the values they use."""

    def __init__(self, operation):
        self.op = operation
        self.values = {item.name: item.type.distinctive(operation, index, item)
                       for index, item in enumerate(operation.arguments + operation.options)}
        self.variants = [self._variant("defaults", "init"),
                         self._variant("everything", "init", options=True)]
        if operation.direct and not operation.consumes_file:
            self.variants.append(self._variant("direct", "init_direct", direct=True, options=True))

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
        variant.sqe[1] = (1 if direct else 0) | (32 if self.op.group else 0)  # IOSQE_...
        if (self.op.has_file or self.op.consumes_file) and not self.op.consumes_direct:
            self._pack(variant, "fd", SLOT if direct else FD)
        if self.op.has_slot:
            self._pack(variant, "file_index", TABLE_SLOT + 1)
        for name_of_field, value in self.op.constants.items():
            self._pack(variant, name_of_field, value)
        for item in self.op.arguments:
            self._argument(variant, item)
        for item in self.op.options:
            value = self.values[item.name] if options else item.default or 0
            if not item.type.signed:
                value &= (1 << item.type.bits) - 1
            self._pack(variant, item.fields[0], value)
        for item in self.op.outputs:
            self._output(variant, item)
        if self.op.vector:
            self._vector(variant)
        elif self.op.buffer:
            self._buffer(variant)
        if self.op.group:
            self._group(variant)
        if self.op.liburing:
            self._liburing(variant)
        return variant

    @staticmethod
    def _pack(variant, name, value):
        place = sqe.FIELDS[name]
        code = {2: "<H", 4: "<I", 8: "<Q"}[place.size]
        struct.pack_into(code, variant.sqe, place.offset, value & ((1 << 8 * place.size) - 1))

    def _argument(self, variant, item):
        value = self.values[item.name]
        if item.in_header:
            variant.checks += item.type.check_in_header(item, value, self._header)
            return
        item.type.expect(lambda name, value: self._pack(variant, name, value), item, value)
        if item.type.pointer:
            variant.taken.append(sqe.FIELDS[item.fields[0]].offset)
            variant.checks += item.type.check_copy(item, value, _pointer)

    @property
    def _header(self):
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

    def _vector(self, variant):
        address, length = self.op.buffer["sqe"]
        if self.op.message:
            variant.taken.append(sqe.FIELDS[self.op.message].offset)
            variant.checks.append(f"encoding_check_vector({self._header}, data);")
        else:
            variant.puts.append((sqe.FIELDS[address].offset, 8, "(uint64_t)(uintptr_t)data"))
            self._pack(variant, length, BUFFERS)
        start = START if variant.options else 0
        whole = CAPACITY if self.op.reads else LENGTH
        variant.checks.append(f"encoding_check_parts(data, {start}, "
                              f"{COUNT if variant.options else whole}, "
                              f"{'true' if self.op.reads else 'false'});")

    def _buffer(self, variant):
        address, length = self.op.buffer["sqe"]
        start = START if variant.options else 0
        whole = CAPACITY if self.op.reads else LENGTH
        variant.puts.append((sqe.FIELDS[address].offset, 8,
                             f"(uint64_t)(uintptr_t)(data + {start})"))
        self._pack(variant, length, COUNT if variant.options else whole)
        if self.op.registered:
            place = sqe.FIELDS[self.op.buffer["index"]]
            variant.puts.append((place.offset, place.size, "index"))

    def _group(self, variant):
        for name, value in zip(self.op.group["sqe"], ("index", str(GROUP_SIZE))):
            place = sqe.FIELDS[name]
            variant.puts.append((place.offset, place.size, value))
            variant.liburing_puts.append((place.offset, place.size))
        variant.liburing_puts.append((1, 1))  # IOSQE_BUFFER_SELECT
        if self.op.group.get("bundles"):
            variant.puts.append((2, 2, f"{self.op.constants.get('ioprio', 0)} | bundles"))
            variant.liburing_puts.append((2, 2))

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
        pointers = set(variant.taken)
        if self.op.buffer:
            pointers.add(sqe.FIELDS[self.op.buffer["sqe"][0]].offset)
        if place.offset in pointers:
            return f"encoding_pointer(&want, {place.offset})"
        cast = "(int)" if place.size == 4 else ""
        return f"{cast}encoding_u{8 * place.size}(&want, {place.offset})"


def _pointer(offset):
    """The address at this offset of the SQE."""
    return f"encoding_pointer(&got, {offset})"
