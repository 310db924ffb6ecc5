# SPDX-License-Identifier: MIT OR Apache-2.0
"""The kinds of arguments, options and outputs. Each has a module with all of its code; the rest of
the generator does not know the kinds.

A new kind is a module here with its ARGUMENTS, OPTIONS or OUTPUTS, a word in _MODULES, and its name
in spec/schema/operation.yaml.
"""

from . import control, file, number, path, sockaddr, statx, timespec

_MODULES = (number, path, timespec, sockaddr, control, file, statx)


def _all(role):
    return {name: shape for module in _MODULES for name, shape in getattr(module, role, {}).items()}


# The name of the type in the spec -> its shape.
ARGUMENTS, OPTIONS, OUTPUTS = (_all(role) for role in ("ARGUMENTS", "OPTIONS", "OUTPUTS"))
OF_GROUP = {"arguments": ARGUMENTS, "options": OPTIONS, "outputs": OUTPUTS}
# The plain numbers, for options and for the tests that make up specs.
VALUES = number.ARGUMENTS

_SHAPES = [item for shapes in OF_GROUP.values() for item in shapes.items()]
ONLY_IN_MESSAGES = {name for name, shape in _SHAPES if shape.only_in_message}
# Copies in the ring's memory, in the place of a message header.
COPIED = {name for name, shape in _SHAPES if shape.pointer} - ONLY_IN_MESSAGES
IN_AWAIT = " or a ".join(name for name, shape in _SHAPES if shape.in_await)
# The parts of a message header: (type, or `vector` for the buffer; fields).
MESSAGE_PARTS = {("vector", "msghdr.iov", "msghdr.iovlen")} | \
    {(name, *shape.message_fields) for name, shape in _SHAPES if shape.message_fields}


def derived(name, type_name):
    """The C names that an argument, option or output of this type needs."""
    shape = next((shape for kind, shape in _SHAPES if kind == type_name), None)
    return [name, *(name + ending for ending in shape.endings)] if shape else [name]
