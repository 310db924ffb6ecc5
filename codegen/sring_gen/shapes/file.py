# SPDX-License-Identifier: MIT OR Apache-2.0
"""A file that the caller keeps open during the operation."""

from .base import Shape

FD = 12346  # in the test of the encoding; it is not open


class File(Shape):
    """An option: a file instead of a number such as AT_FDCWD."""

    ctype = "const struct sring_fd *"
    bits = 32
    signed = True
    is_file = True

    def lint(self, lint, where, item, field):
        if field != "fd":
            lint.report(where + ("sqe",), "an option of type file goes into 'fd'", "file-field")
        if "default" not in item:
            lint.report(where, "a file needs a `default`, such as -100 (AT_FDCWD)", "missing-default")

    def attributes(self, item):
        return [f"SRING_REQUIRES_SHARED(*{item.name})"]

    def member(self, item):
        return None

    def set(self, item):
        return [f"op->head_ = (op->head_ | SRING_HEAD_(0, 0, 0, -1)) ^ sring_fd_word_({item.name});"]

    def launch(self, operation, item):
        guarded = super().launch(operation, item)
        return [guarded[0], f"    (void)sring_fd_live_word_(options->{item.name}, __func__);", *guarded[1:]]

    def values(self, item):
        return {}

    def distinctive(self, operation, index, item):
        return FD

    def test_arguments(self, item, value):
        return [f"&{item.name}"]

    def test_variables(self, item):
        return [f"struct sring_fd {item.name};"]

    def test_prepare(self, item, value):
        return [f"sring_fd_adopt(&{item.name}, {value});"]

    def test_clean(self, item):
        return [f"(void)sring_fd_release(&{item.name});"]


OPTIONS = {"file": File()}
