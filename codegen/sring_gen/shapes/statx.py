# SPDX-License-Identifier: MIT OR Apache-2.0
"""A struct statx that the kernel fills in."""

from .base import Shape


class Statx(Shape):
    ctype = "struct statx *"
    pointer = True
    size = 256
    in_await = True
    declares = "struct statx;"


OUTPUTS = {"statx": Statx()}
