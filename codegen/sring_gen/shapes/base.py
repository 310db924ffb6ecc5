# SPDX-License-Identifier: MIT OR Apache-2.0
"""The interface of a shape; the defaults are those of a plain value."""

from .. import encoding, sqe


class Shape:
    """A type of the spec: its form in C and in the SQE. `item` is an argument, option or output of
    this type. C code is a list of lines."""

    ctype = ""
    bits = 64  # of a number
    signed = False
    pointer = False  # the SQE has the address of a copy in the ring's scratch memory
    size = 0  # bytes of scratch memory; 0 if the caller decides
    fields = 1  # how many SQE fields it fills
    number = False  # the caller passes a number
    copies = False  # the memory behind the caller's pointer is copied
    in_await = False  # await can hand it out
    brings_files = False  # it may contain received descriptors
    is_file = False  # a descriptor that the kernel looks up
    mark = None  # the flag of a record of an operation that has one
    endings = ()  # endings of its further C names
    include = None  # a header that its C type needs
    declares = None  # a declaration that its C type needs
    only_field = None  # the only SQE field that it may go into
    message_fields = ()  # its fields in a message header
    only_in_message = False

    # --- the spec -------------------------------------------------------------------------------

    def lint(self, lint, where, item, field):
        """Checks the field that it goes into."""
        kind, at = item["type"], where + ("sqe",)
        if where[0] == "options" and field == "fd":
            lint.report(at, "only an option of type file can go into 'fd'", "file-field")
        lint.holds(at, f"a {kind}", field, 8 if self.pointer else self.bits // 8)
        if self.only_field not in (None, field):
            lint.report(at, f"a {kind} goes into '{self.only_field}'", "wrong-field")
        if not self.pointer and "pointer" not in item and lint.is_pointer(field):
            hint = "" if lint.points(field) else \
                "; if the kernel takes it as a plain number, add `pointer: false`"
            lint.report(at, f"'{field}' holds an address; a {kind} does not own the memory there{hint}",
                        "unowned-pointer")
        if lint.is_second_file(field) and not self.is_file:
            constant = " or a constant, -100 (AT_FDCWD)" if field == "len" else ""
            lint.report(at, f"'{field}' holds a second descriptor; type {kind} does not keep it open: "
                        f"make this an argument of type file{constant}", "unowned-file")

    @property
    def uses_scratch(self):
        """It needs a block of scratch memory."""
        return self.pointer

    # --- the C interface ------------------------------------------------------------------------

    def declaration(self, item):
        return f"{self.ctype}{item.name}" if self.ctype.endswith("*") else f"{self.ctype} {item.name}"

    def parameters(self, item):
        """The parameters of init and await."""
        return [self.declaration(item)]

    def names(self, item):
        """The names of these parameters."""
        return [item.name]

    def attributes(self, item):
        """Their attributes for clang."""
        return []

    def output_parameters(self, item):
        return [self.declaration(item)]

    def output_doc(self, item):
        return f" It is copied to `*{item.name}`."

    def init_errors(self, item):
        """Errors of init because of it, for the man page."""
        return []

    # --- the Building handle, init --------------------------------------------------------------

    def member(self, item):
        """Its declaration, or None if it is in the handle's first word or in the scratch memory."""
        return f"{self.ctype} {item.name}_;"

    def first_value(self, item):
        """The value of an option before it is set."""
        value = item.default or 0
        return str(value) if self.signed else encoding.number(value, self.bits)

    def init_variables(self, item):
        return []

    def init_member(self, item):
        return [f"op->{item.name}_ = {item.name};"]

    def init_checks(self, item):
        """(condition, error) for each value that init rejects before it takes anything."""
        return []

    def scratch_more(self, item):
        """A C expression for scratch memory beyond `size`, or None."""
        return None

    def init_copy(self, operation, item):
        """Fills the scratch memory."""
        return []

    def init_room(self, item):
        """Prepares the scratch memory of an output."""
        return []

    def set(self, item):
        return [f"op->{item.name}_ = {item.name};"]

    def launch(self, operation, item):
        """Sets an option in launch. 0 is the default."""
        call = f"sring_{operation.name}_set_{item.name}(op, options->{item.name});"
        return [f"if (options->{item.name}) {{", f"    {call}", "}"] if item.default else [call]

    def accessor(self, operation, item):
        """The body of an output's function, after the checks."""
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
        return max(value & item.permitted or item.permitted if item.permitted else value, item.minimum)

    def test_arguments(self, item, value):
        """The C arguments of init or set."""
        return [f"UINT64_C({value:#x})" if self.bits == 64 else f"{value:#x}"]

    def test_variables(self, item):
        return []

    def test_prepare(self, item, value):
        return []

    def test_clean(self, item):
        return []

    def expect(self, pack, item, value):
        """Packs its fields of the SQE, without the address of a copy."""
        if not self.pointer:
            pack(item.fields[0], value)

    def check_copy(self, item, value, pointer):
        """C statements that check the copy that the SQE points at. `pointer` makes the
        expression for the address at an offset."""
        return []

    def check_in_header(self, item, value, header):
        """The same for a part of a message header."""
        return []

    def check_output(self, item, pointer):
        return []


def scratch(item):
    """The address of its copy."""
    offset = f" + {item.scratch_offset}" if item.scratch_offset else ""
    return f"(uint64_t)(uintptr_t)op->scratch_->data_{offset}"


def offset(name):
    return sqe.FIELDS[name].offset
