# SPDX-License-Identifier: MIT OR Apache-2.0
"""The parts of an operation: functions, states, arguments."""

from dataclasses import dataclass, field

from . import encoding, sqe
from .shapes.base import Shape


@dataclass
class Function:
    """A function of a generated header: its declaration, attributes and comment."""

    verb: str
    name: str
    returns: str
    parameters: list
    attributes: list
    doc: list
    fallible: bool = False
    item: object = None  # the option or output it is for
    source: object = None  # the state whose handle it consumes or looks at
    target: object = None  # the state whose handle it produces
    callbacks: list = field(default_factory=list)


@dataclass
class Callback:
    """A parameter that is a callback: the macro for its head, and the handle that it receives."""

    parameter: str
    macro: str
    struct: str = ""
    variable: str = ""

    @property
    def name(self):
        """A name for such a function in the tests."""
        return f"{self.parameter}_called"


def handle_functions(struct, variable, dead):
    """move, move_stash, stash and claim, which every handle has. `dead` is the text about a dead handle."""
    bare, pointer = struct.removeprefix("struct "), f"{struct} *"
    yield Function("move", f"{bare}_move", "void", [f"{pointer}to", f"{pointer}from"],
                   ["SRING_CONSUMES(*from)", "SRING_PRODUCES(*to)"],
                   ["Moves the handle to another variable."])
    yield Function("move_stash", f"{bare}_move_stash", "void", [f"{pointer}to", f"{pointer}from"],
                   ["SRING_CONSUMES(*from)", "SRING_EXCLUDES(*to)"],
                   ["Moves the handle into a struct or an array, and ends the compiler's tracking: "
                    "move and stash in one call. A live handle that was there is lost."])
    yield Function("stash", f"{bare}_stash", "void", [pointer + variable],
                   [f"SRING_CONSUMES(*{variable})"],
                   ["Ends the compiler's tracking of a handle that is kept in a struct or an "
                    "array."])
    yield Function("claim", f"{bare}_claim", "void", [pointer + variable],
                   [f"SRING_PRODUCES(*{variable})"],
                   [f"Starts the tracking of a stashed handle again. {dead}"])


@dataclass
class State:
    name: str
    title: str  # "Building"
    struct: str
    variable: str
    doc: str
    gone: str
    error: str  # the function whose call is the compile error
    kernel: str  # "before" the kernel has the operation, "during" its work on it, or "after"

    @property
    def bare(self):
        return self.struct.removeprefix("struct ")

    @property
    def live(self):
        """The member that is non-zero while the handle is live."""
        return "live_" if self.kernel == "before" else "number_"

    @property
    def handle_functions(self):
        return handle_functions(self.struct, self.variable, "A dead handle is a misuse" +
                                (", reported by the next function that uses it."
                                 if self.kernel == "during" else "."))


@dataclass
class Argument:
    """An argument, option or output of an operation."""

    name: str
    type: Shape
    fields: list
    doc: str
    unit: str
    default: object = None
    in_await: bool = False
    minimum: int = 0
    permitted: int = 0  # the bits that may be set; 0: all
    scratch_offset: int = 0

    @property
    def parameters(self):
        return self.type.parameters(self)

    @property
    def names(self):
        return self.type.names(self)

    @property
    def in_header(self):
        """It goes into the message header that the SQE points at, not into the SQE."""
        return self.fields[0].startswith(sqe.IN_HEADER)

    @property
    def member(self):
        """Its declaration in the Building handle, or None if it is in the handle's first word or in
        the scratch memory."""
        if self.fields == ["fd"] or self.in_header:
            return None
        return self.type.member(self)

    @property
    def least(self):
        """`minimum` in C."""
        return encoding.number(self.minimum)

    @property
    def check(self):
        """The beginning of a C call that checks its value, which follows."""
        return f"sring_check_bits_({encoding.number(self.permitted)}, "

    @property
    def described(self):
        unit = f" ({self.unit})" if self.unit else ""
        return f"`{self.name}`{unit}: {self.doc}"
