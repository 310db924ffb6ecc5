# SPDX-License-Identifier: MIT OR Apache-2.0
"""A struct open_how of the caller: flags, mode and resolve of openat2(2)."""

from .base import Shape, offset


class OpenHow(Shape):
    ctype = "const struct open_how *"
    pointer = True
    size = 24  # the first version of the struct; the kernel is told the size in `len`
    copies = True
    declares = "struct open_how;"

    def init_errors(self, item):
        return [f", -EFAULT (`{item.name}` is NULL)"]

    def member(self, item):
        return None

    def init_checks(self, item):
        return [(f"!{item.name}", "EFAULT")]

    def init_member(self, item):
        return []

    def init_copy(self, operation, item):
        return [f"__builtin_memcpy(op->scratch_->data_ + {item.scratch_offset}, "
                f"(const void *){item.name}, {self.size});"]

    def test_arguments(self, item, value):
        return [f"&{item.name}"]

    def test_variables(self, item):
        return [f"struct open_how {item.name};"]

    def test_prepare(self, item, value):
        return [f"memset(&{item.name}, 0x5a, sizeof({item.name}));"]

    def check_copy(self, item, value, pointer):
        return [f"assert_memory_equal({pointer(offset(item.fields[0]))}, &{item.name}, {self.size});"]


ARGUMENTS = {"open_how": OpenHow()}
