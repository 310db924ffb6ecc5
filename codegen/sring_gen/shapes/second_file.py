# SPDX-License-Identifier: MIT OR Apache-2.0
"""A second file, in a field other than the SQE's fd. The caller keeps it open during the operation,
too. The block of scratch memory has its descriptor until the operation has completed."""

from .base import Shape
from .file import File


class SecondFile(File):
    uses_scratch = True
    mark = "SRING_TWO_FILES_"

    def lint(self, lint, where, item, field):
        Shape.lint(self, lint, where, item, field)
        if not lint.is_second_file(field):
            lint.report(where + ("sqe",), "an argument of type file goes into the field for the "
                        "operation's second descriptor", "file-field")

    def init_copy(self, operation, item):
        return [f"op->scratch_->length_ = (uint32_t)SRING_FD_RAW_(sring_fd_word_({item.name}));"]

    def values(self, item):
        return {item.fields[0]: "op->scratch_->length_"}

    def expect(self, pack, item, value):
        pack(item.fields[0], value)


ARGUMENTS = {"file": SecondFile()}
