# SPDX-License-Identifier: MIT OR Apache-2.0
"""Another file than that in the SQE's fd, which the caller lends and keeps open in the same way. The
block of scratch memory has its descriptor until the kernel is done with the operation."""

from .base import Shape
from .file import File


class SecondFile(File):
    uses_scratch = True
    mark = "SRING_TWO_FILES_"

    def lint(self, lint, where, item, field):
        Shape.lint(self, lint, where, item, field)
        if not lint.is_second_file(field):
            lint.report(where + ("sqe",), "a file that is an argument goes into the field for the "
                        "operation's second descriptor", "file-field")

    def init_copy(self, operation, item):
        return [f"op->scratch_->length_ = (uint32_t)SRING_FD_RAW_(sring_fd_word_({item.name}));"]

    def values(self, item):
        return {item.fields[0]: "op->scratch_->length_"}

    def expect(self, pack, item, value):
        pack(item.fields[0], value)


ARGUMENTS = {"file": SecondFile()}
