# SPDX-License-Identifier: MIT OR Apache-2.0
"""The kinds of arguments, options, outputs, buffers and results. Each has a module with all of its
code; the rest of the generator does not know the kinds.

A new kind is a module here with its ARGUMENTS, OPTIONS, OUTPUTS, BUFFERS or RESULTS, a word in
_MODULES, and its name in spec/schema/operation.yaml.
"""

from . import closed, control, file, number, open_how, path, second_file, sockaddr, statx, timespec
from . import loan, owned, provided, registered, shared, vector
from . import made, result, value

_MODULES = (number, path, timespec, sockaddr, open_how, control, file, second_file, statx, owned,
            registered, vector, shared, provided, result, value, made)


def _all(role):
    return {name: shape for module in _MODULES for name, shape in getattr(module, role, {}).items()}


def _kinds(role):
    return {kind.kind: kind for module in _MODULES for kind in getattr(module, role, ())}


# The name of the type in the spec -> its shape.
ARGUMENTS, OPTIONS, OUTPUTS = (_all(role) for role in ("ARGUMENTS", "OPTIONS", "OUTPUTS"))
OF_GROUP = {"arguments": ARGUMENTS, "options": OPTIONS, "outputs": OUTPUTS}
# The kind of the buffer or of the result in the spec -> its shape; each operation has its own object.
BUFFERS, RESULTS = _kinds("BUFFERS"), _kinds("RESULTS")
# The plain numbers, for options and for the tests that make up specs.
VALUES = number.ARGUMENTS

_SHAPES = [item for shapes in OF_GROUP.values() for item in shapes.items()]
ONLY_IN_MESSAGES = {name for name, shape in _SHAPES if shape.only_in_message}
# Copies in the ring's memory, in the place of a message header.
COPIED = {name for name, shape in _SHAPES if shape.pointer} - ONLY_IN_MESSAGES
IN_AWAIT = " or a ".join(name for name, shape in _SHAPES if shape.in_await)
# The parts of a message header: (type, or `vector` for the buffer; fields).
MESSAGE_PARTS = {(name, *shape.message_fields) for name, shape in [*_SHAPES, *BUFFERS.items()]
                 if shape.message_fields}


def loan_of(operation, data):
    """The buffer or file that the operation takes."""
    buffer, file = data.get("buffer"), data.get("file") or {}
    if buffer:
        return buffer_kind(buffer)(operation, buffer)
    if file.get("consumed"):
        return (closed.ClosedDirect if "direct" in file["any"] else closed.Closed)(operation)
    return loan.Loan(operation)


def buffer_kind(buffer):
    """The shape of a buffer in the spec; the spec may be wrong."""
    return BUFFERS.get(buffer.get("kind"), owned.Owned) if buffer else loan.Loan


def result_of(operation, data):
    kind = RESULTS[data["kind"]]
    return (operation.loan.result or kind)(operation, data)


def derived(name, type_name):
    """The C names that an argument, option or output of this type needs."""
    shape = next((shape for kind, shape in _SHAPES if kind == type_name), None)
    return [name, *(name + ending for ending in shape.endings)] if shape else [name]
