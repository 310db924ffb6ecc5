# SPDX-License-Identifier: MIT OR Apache-2.0
"""Several buffers (struct sring_vec); their address is in the SQE or in a message header."""

from .loan import Lent

PARTS = 3  # in the test of the encoding, with CAPACITY and LENGTH in total, see encoding_vector


class Vector(Lent):
    kind = "vector"
    struct = "struct sring_vec"
    header = "vec"
    in_numbers = False
    chain_flag = "SRING_IN_PARTS_"
    message_fields = ("msghdr.iov", "msghdr.iovlen")
    form = "vector-"
    _range_of_read = " The bytes before `start` count as data."
    _length_of_read = " Data fills its buffers in order; the length of each is the number of bytes " \
                      "that hold data."

    def __init__(self, operation=None, data=None):
        super().__init__(operation, data)
        self.message = operation.message if operation else ""
        self.reads_block = not self.message

    @classmethod
    def counts(cls, buffer):
        return True

    @property
    def _room(self):
        return f"end of the last buffer's {self._size}"

    @property
    def scratch(self):
        room = self.op.message_part("msghdr.control")
        return [f"sring_message_receive_(op->scratch_, {room.name if room else 0});"] \
            if self.message and self.reads else []

    @property
    def reserve(self):
        if not self.message or self.reads:
            return None
        parts = [self.op.message_part(field) for field in ("msghdr.name", "msghdr.control")]
        given = [", ".join(part.names) if part else "NULL, 0" for part in parts]
        return f"sring_message_send_(op->scratch_, {', '.join(given)})"

    @property
    def scratch_put(self):
        return "(void)sring_message_put_" if self.message else super().scratch_put

    def checks(self, options):
        return ["if (options && options->start) {",
                f"    sring_vec_check_start_({self.block}__func__), options->start, {self._reads}, "
                "__func__);", "}"] if options else []

    @property
    def _reads(self):
        return str(self.reads).lower()

    @property
    def lend(self):
        lines = [f"sring_vec_lend_(block, op->start_, op->count_, {self._reads}, function);"]
        return lines + ["sring_message_lend_(op->scratch_, block);"] * bool(self.message)

    @property
    def _returned(self):
        return [f"sring_vec_return_(block, {'result' if self.reads else '0'});"]

    @property
    def values(self):
        if self.message:
            return {}
        address, length = self.fields
        return {address: "(uint64_t)(uintptr_t)block->data_", length: "block->length_"}

    test_prepare = ("data = encoding_vector(&buf);",)

    @property
    def addresses(self):
        return [self.message] if self.message else self.fields[:1]

    def expect(self, test, variant):
        address, length = self.fields
        if self.message:
            variant.takes(self.message)
            variant.checks.append(f"encoding_check_vector({test.header}, data);")
        else:
            variant.put(address, "(uint64_t)(uintptr_t)data")
            variant.pack(length, PARTS)
        start, size = self.part(variant)
        variant.checks.append(f"encoding_check_parts(data, {start}, {size}, "
                              f"{str(self.reads).lower()});")


BUFFERS = [Vector]
