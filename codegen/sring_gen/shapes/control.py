# SPDX-License-Identifier: MIT OR Apache-2.0
"""Parts of a message header: control data to send, the room for control data to receive, the
control data received, and the flags."""

from .base import Shape

ROOM = 333  # in the test of the encoding


class InMessage(Shape):
    only_in_message = True


class Sent(InMessage):
    ctype = "const void *"
    pointer = True
    copies = True
    fields = 2
    endings = ("_length",)
    message_fields = ("msghdr.control", "msghdr.controllen")

    def parameters(self, item):
        return [self.declaration(item), f"size_t {item.name}_length"]

    def names(self, item):
        return [item.name, f"{item.name}_length"]

    def init_errors(self, item):
        return [", -EBADF or -EMFILE (a descriptor in the control data cannot be duplicated)",
                ", -EINVAL (more than 1 MiB of control data)"]

    def init_checks(self, item):
        return [(f"{item.name}_length > SRING_MESSAGE_MOST_", "EINVAL")]

    def scratch_more(self, item):
        return f"{item.name}_length"

    def distinctive(self, operation, index, item):
        return f"sring-encoding-{operation.name}-{item.name}"

    def test_arguments(self, item, value):
        return [f'"{value}"', str(len(value))]

    def check_in_header(self, item, value, header):
        return [f'encoding_check_control({header}, "{value}");']


class Room(InMessage):
    ctype = "uint32_t"
    bits = 32
    pointer = True
    message_fields = ("msghdr.control",)

    def init_errors(self, item):
        return [", -EINVAL (more than 1 MiB of control data)"]

    def init_checks(self, item):
        return [(f"{item.name} > SRING_MESSAGE_MOST_", "EINVAL")]

    def scratch_more(self, item):
        return item.name

    def distinctive(self, operation, index, item):
        return ROOM

    def check_in_header(self, item, value, header):
        return [f"encoding_check_room({header}, {value});"]


class Come(InMessage):
    """It is stored in the Room."""

    ctype = "void *"
    pointer = True
    brings_files = True
    endings = ("_length",)
    message_fields = ("msghdr.controllen",)

    def output_parameters(self, item):
        return [self.declaration(item), f"size_t *{item.name}_length"]

    def output_doc(self, item):
        return f" It is copied to `{item.name}`. Set `*{item.name}_length` to the room there; it " \
               "becomes the full length, even if the data was cut off to fit. Descriptors in it are " \
               "-1: next_file hands them out."

    def accessor(self, operation, item):
        return [f"sring_message_control_(done->scratch_, {item.name}, {item.name}_length);"]


class Flags(InMessage):
    ctype = "uint32_t *"
    bits = 32
    message_fields = ("msghdr.flags",)

    def accessor(self, operation, item):
        return [f"*{item.name} = sring_message_flags_(done->scratch_);"]


ARGUMENTS = {"control": Sent(), "room": Room()}
OUTPUTS = {"control": Come(), "msg_flags": Flags()}
