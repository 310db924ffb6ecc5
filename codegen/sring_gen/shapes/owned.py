# SPDX-License-Identifier: MIT OR Apache-2.0
"""A buffer of the program (struct sring_buf); the SQE has its address and length."""

from .loan import Lent


class Owned(Lent):
    kind = "owned"
    struct = "struct sring_buf"
    span = True
    _range_of_read = " The buffer's length becomes `start` plus the bytes stored."
    _length_of_read = " Its length is the number of bytes that hold data."

    @classmethod
    def counts(cls, buffer):
        return "len" in (buffer.get("sqe") or [])

    @property
    def take(self):
        return super().take + self._check + self._within

    @property
    def _within(self):
        return [f"if (SRING_UNLIKELY_(op->start_ && op->start_ > block->{self._size}_)) {{",
                "    sring_range_misuse_(function);", "}"]

    _lent = property(lambda self: f"{self.name}->block_")  # the block, in await and launch

    def faults(self, options):
        return super().faults(options) + self._range_faults(options)

    def _range_faults(self, options):
        return [(f"op.start_ && op.start_ > {self._lent}->{self._size}_",
                 "sring_range_misuse_(__func__);")] if options else []

    _check = []

    @property
    def gone(self):
        return super().gone + ["SRING_POISON_(block);"]

    @property
    def _length(self):
        return ["block->length_ = SRING_BEHIND_(op->start_);"] if self.reads else []

    @property
    def keep_staged(self):
        return [*self._length, *super().keep_staged]

    @property
    def keep(self):
        block, owner = super().keep
        return [block, *self._length, owner]

    @property
    def _returned(self):
        if not self.reads:
            return []
        more = ["if (SRING_UNLIKELY_(block->length_ > block->capacity_)) {",
                "    block->length_ = (uint32_t)block->capacity_;", "}"]
        return ["sring_fill_(block, result);", *(more if self.op.result.may_exceed else [])]

    @property
    def values(self):
        address, length = self.fields
        return {address: "(uint64_t)(uintptr_t)(block->data_ + op->start_)", length: "length"}

    test_prepare = ("data = encoding_buffer(&buf);",)

    @property
    def addresses(self):
        return self.fields[:1]

    def expect(self, test, variant):
        address, length = self.fields
        start, size = self.part(variant)
        variant.put(address, f"(uint64_t)(uintptr_t)(data + {start})")
        variant.pack(length, size)


BUFFERS = [Owned]
