# SPDX-License-Identifier: MIT OR Apache-2.0
"""A string; the ring keeps a copy."""

from .base import Shape, offset


class Path(Shape):
    ctype = "const char *"
    pointer = True
    copies = True
    endings = ("_size",)

    def init_errors(self, item):
        return [", -EFAULT (a path is NULL)"]

    def member(self, item):
        return f"uint64_t {item.name}_; /* address of the copy */"

    def init_variables(self, item):
        return [f"size_t {item.name}_size = {item.name} ? __builtin_strlen({item.name}) + 1 : 0;"]

    def init_member(self, item):
        return [f"op->{item.name}_ = 0;"]

    def init_checks(self, item):
        return [(f"!{item.name}", "EFAULT")]

    def scratch_more(self, item):
        return f"{item.name}_size"

    def init_copy(self, operation, item):
        before = "".join(f" + {size}" for size in operation.scratch_before(item))
        return [f"op->{item.name}_ = (uint64_t)(uintptr_t)op->scratch_->data_ + "
                f"{operation.fixed_scratch}{before};",
                f"__builtin_memcpy((void *)(uintptr_t)op->{item.name}_, {item.name}, "
                f"{item.name}_size);"]

    def values(self, item):
        return {item.fields[0]: f"op->{item.name}_"}

    def distinctive(self, operation, index, item):
        return f"sring-encoding-{operation.name}-{item.name}"

    def test_arguments(self, item, value):
        return [f'"{value}"']

    def check_copy(self, item, value, pointer):
        return [f'assert_string_equal({pointer(offset(item.fields[0]))}, "{value}");']


ARGUMENTS = {"path": Path()}
