# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the rest of the generator asks a shape; each answer here is that of a plain value."""

from .. import encoding, sqe


class Shape:
    """A type of the spec: how an argument looks in C and what of it the kernel is given. `item` is
    the argument, option or output that is of this type. C code is a list of lines."""

    ctype = ""
    bits = 64  # of a number
    signed = False
    pointer = False  # the kernel gets an address, of a copy in the ring's scratch memory
    size = 0  # of the scratch memory, in bytes; 0 where the caller decides
    fields = 1  # how many SQE fields it fills
    number = False  # the caller gives a number
    copies = False  # what the caller's pointer leads to is copied
    in_await = False  # await can hand it out
    brings_files = False  # descriptors may come with it
    is_file = False  # a descriptor that the kernel looks for
    mark = None  # the flag of a record that has one
    endings = ()  # of the further C names that it brings along
    include = None  # a header that its C type needs
    declares = None  # a declaration that its C type needs
    only_field = None  # the SQE field that it goes into, if there is just one
    message_fields = ()  # where in a message header it may be
    only_in_message = False

    # --- the spec -------------------------------------------------------------------------------

    def lint(self, lint, where, item, field):
        """Reports what is wrong with the field that it is to go into."""
        kind, at = item["type"], where + ("sqe",)
        if where[0] == "options" and field == "fd":
            lint.report(at, "only an option of type file can go into 'fd'", "file-field")
        lint.holds(at, f"a {kind}", field, 8 if self.pointer else self.bits // 8)
        if self.only_field not in (None, field):
            lint.report(at, f"a {kind} goes into '{self.only_field}'", "wrong-field")
        if not self.pointer and "pointer" not in item and lint.is_pointer(field):
            lint.report(at, f"'{field}' holds an address, and nobody owns what a {kind} points at; if "
                        "the kernel takes it for a plain number, say `pointer: false`",
                        "unowned-pointer")
        if lint.is_second_file(field) and not self.is_file:
            constant = " or a constant, -100 (AT_FDCWD)" if field == "len" else ""
            lint.report(at, f"'{field}' holds a second descriptor, and nobody keeps it open; make this "
                        f"an argument of type file{constant}", "unowned-file")

    @property
    def uses_scratch(self):
        """It needs a block of scratch memory."""
        return self.pointer

    # --- the C interface ------------------------------------------------------------------------

    def declaration(self, item):
        return f"{self.ctype}{item.name}" if self.ctype.endswith("*") else f"{self.ctype} {item.name}"

    def parameters(self, item):
        """Of init and await."""
        return [self.declaration(item)]

    def names(self, item):
        """Of these parameters."""
        return [item.name]

    def attributes(self, item):
        """What clang is told of them."""
        return []

    def output_parameters(self, item):
        return [self.declaration(item)]

    def output_doc(self, item):
        return f" It is copied to `*{item.name}`."

    def init_errors(self, item):
        """What init can return because of it, for the man page."""
        return []

    # --- the Building handle, init --------------------------------------------------------------

    def member(self, item):
        """Its declaration, or None: the handle's first word has it, or the scratch memory."""
        return f"{self.ctype} {item.name}_;"

    def first_value(self, item):
        """What the member of an option is before it is set."""
        value = item.default or 0
        return str(value) if self.signed else encoding.number(value, self.bits)

    def init_variables(self, item):
        return []

    def init_member(self, item):
        return [f"op->{item.name}_ = {item.name};"]

    def init_checks(self, item):
        """(condition, error): what init refuses before it takes anything."""
        return []

    def scratch_more(self, item):
        """The scratch memory that it needs beside `size`, in C, or None."""
        return None

    def init_copy(self, operation, item):
        """Fills the scratch memory."""
        return []

    def init_room(self, item):
        """The same for an output."""
        return []

    def set(self, item):
        return [f"op->{item.name}_ = {item.name};"]

    def accessor(self, operation, item):
        """The body of an output's function, behind the checks."""
        return [f"__builtin_memcpy((void *){item.name}, done->scratch_->data_ + {item.scratch_offset}, "
                f"{self.size});"]

    def accessor_variables(self, item):
        return []

    # --- the SQE --------------------------------------------------------------------------------

    def values(self, item):
        """SQE field -> C expression, from the Building `op`."""
        if self.pointer:
            return {item.fields[0]: scratch(item)}
        return {item.fields[0]: f"op->{item.name}_"}

    # --- the test of the encoding ---------------------------------------------------------------

    def distinctive(self, operation, index, item):
        """A value that no other field has."""
        bits = self.bits - self.signed
        value = (0x0102030405060708 * (2 * index + 3) >> (64 - bits)) & ((1 << bits) - 1) or 1
        return max(value, item.minimum)

    def test_arguments(self, item, value):
        """What init, or set, gets."""
        return [f"UINT64_C({value:#x})" if self.bits == 64 else f"{value:#x}"]

    def test_variables(self, item):
        return []

    def test_prepare(self, item, value):
        return []

    def test_clean(self, item):
        return []

    def expect(self, pack, item, value):
        """Packs what stands in the SQE beside the address of a copy."""
        if not self.pointer:
            pack(item.fields[0], value)

    def check_copy(self, item, value, pointer):
        """C statements about what the address in the SQE points at. `pointer` makes the expression
        of an offset."""
        return []

    def check_in_header(self, item, value, header):
        """The same of a part of a message header."""
        return []

    def check_output(self, item, pointer):
        return []


def scratch(item):
    """The address of its copy."""
    offset = f" + {item.scratch_offset}" if item.scratch_offset else ""
    return f"(uint64_t)(uintptr_t)op->scratch_->data_{offset}"


def offset(name):
    return sqe.FIELDS[name].offset
