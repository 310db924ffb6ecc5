# SPDX-License-Identifier: MIT OR Apache-2.0
"""A time in nanoseconds; the kernel gets a struct timespec."""

from .base import Shape, offset

DURATION_NS = 1234567890123  # in the test of the encoding


class Timespec(Shape):
    ctype = "uint64_t"
    pointer = True
    size = 16
    number = True

    def member(self, item):
        return None

    def init_copy(self, operation, item):
        return ["{",
                f"    int64_t timespec[2] = {{(int64_t)({item.name} / 1000000000), "
                f"(int64_t)({item.name} % 1000000000)}};", "",
                f"    __builtin_memcpy(op->scratch_->data_ + {item.scratch_offset}, timespec, "
                "sizeof(timespec));",
                "}"]

    def distinctive(self, operation, index, item):
        return max(DURATION_NS, item.minimum)

    def check_copy(self, item, value, pointer):
        seconds, rest = divmod(value, 1000000000)
        return [f"encoding_check_timespec({pointer(offset(item.fields[0]))}, {seconds}, {rest});"]


ARGUMENTS = {"timespec": Timespec()}
