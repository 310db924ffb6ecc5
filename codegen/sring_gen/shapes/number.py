# SPDX-License-Identifier: MIT OR Apache-2.0
"""Plain numbers, and numbers that have another form in the SQE."""

from .base import Shape


class Number(Shape):
    number = True

    def __init__(self, ctype, bits, signed=False):
        self.ctype, self.bits, self.signed = ctype, bits, signed


class Poll(Number):
    """Events of poll(2). On a big-endian machine the kernel wants the two halves swapped."""

    only_field = "poll32_events"

    def values(self, item):
        return {item.fields[0]: f"SRING_POLL_MASK_(op->{item.name}_)"}


ARGUMENTS = {
    "u8": Number("uint8_t", 8),
    "u16": Number("uint16_t", 16),
    "u32": Number("uint32_t", 32),
    "u64": Number("uint64_t", 64),
    "i32": Number("int32_t", 32, signed=True),
    "rwf": Number("uint32_t", 32),
    "poll": Poll("uint32_t", 32),
}
OPTIONS = ARGUMENTS
