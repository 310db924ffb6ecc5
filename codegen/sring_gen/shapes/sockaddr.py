# SPDX-License-Identifier: MIT OR Apache-2.0
"""A socket address and its length: one from the caller, or the room for one from the kernel."""

from .base import Shape, offset, scratch

LENGTH = 28  # in the test of the encoding


class Address(Shape):
    fields = 2
    pointer = True
    endings = ("_length",)
    include = "<sys/socket.h>"
    message_fields = ("msghdr.name", "msghdr.namelen")

    def member(self, item):
        return f"uint32_t {item.name}_length_;"


class Given(Address):
    ctype = "const struct sockaddr *"
    size = 128
    copies = True

    def parameters(self, item):
        return [self.declaration(item), f"socklen_t {item.name}_length"]

    def names(self, item):
        return [item.name, f"{item.name}_length"]

    def init_errors(self, item):
        return [f", -EINVAL (the address is {'' if item.in_header else 'NULL or '}longer than "
                "struct sockaddr_storage)"]

    def init_member(self, item):
        return [f"op->{item.name}_length_ = {item.name}_length;"]

    def init_checks(self, item):
        null = "" if item.in_header else f"!{item.name} || "
        return [(f"{null}{item.name}_length > {self.size}", "EINVAL")]

    def init_copy(self, operation, item):
        if item.in_header:
            return []
        return [f"__builtin_memcpy(op->scratch_->data_ + {item.scratch_offset}, {item.name}, "
                f"{item.name}_length);"]

    def values(self, item):
        return {item.fields[0]: scratch(item), item.fields[1]: f"op->{item.name}_length_"}

    def test_arguments(self, item, value):
        return [f"(const struct sockaddr *)&{item.name}", str(LENGTH)]

    def test_variables(self, item):
        return [f"struct sockaddr_storage {item.name};"]

    def test_prepare(self, item, value):
        return [f"memset(&{item.name}, 0x5a, sizeof({item.name}));"]

    def expect(self, pack, item, value):
        pack(item.fields[1], LENGTH)

    def check_copy(self, item, value, pointer):
        return [f"assert_memory_equal({pointer(offset(item.fields[0]))}, &{item.name}, {LENGTH});"]

    def check_in_header(self, item, value, header):
        return [f"encoding_check_sockaddr({header}, &{item.name}, {LENGTH});"]


class Taken(Address):
    """The scratch memory has the length in the first 8 bytes, then the address."""

    ctype = "struct sockaddr *"
    size = 136

    def output_parameters(self, item):
        return [self.declaration(item), f"socklen_t *{item.name}_length"]

    def output_doc(self, item):
        return f" It is copied to `{item.name}`. Set `*{item.name}_length` to the room there; it " \
               "becomes the full length, even if the address was cut off to fit."

    def init_room(self, item):
        if item.in_header:
            return []
        return ["{",
                "    uint32_t room = 128;", "",
                f"    __builtin_memcpy(op->scratch_->data_ + {item.scratch_offset}, &room, "
                "sizeof(room));",
                "}"]

    def accessor_variables(self, item):
        return [] if item.in_header else ["uint32_t length;", ""]

    def accessor(self, operation, item):
        name, at = item.name, item.scratch_offset
        if item.in_header:
            return [f"sring_message_address_(done->scratch_, done->result_, {name}, {name}_length);"]
        return [f"__builtin_memcpy(&length, done->scratch_->data_ + {at}, sizeof(length));",
                f"__builtin_memcpy({name}, done->scratch_->data_ + {at + 8},",
                f"                 length < *{name}_length ? length : *{name}_length);",
                f"*{name}_length = length;"]

    def values(self, item):
        return {item.fields[0]: f"{scratch(item)} + 8", item.fields[1]: scratch(item)}

    def check_output(self, item, pointer):
        return [f"encoding_check_length({pointer(offset(item.fields[1]))}, "
                "sizeof(struct sockaddr_storage));"]


ARGUMENTS = {"sockaddr": Given()}
OUTPUTS = {"sockaddr": Taken()}
