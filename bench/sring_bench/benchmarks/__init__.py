# SPDX-License-Identifier: MIT OR Apache-2.0
"""One module per benchmark. It has TITLE, COMPILERS (the builds it needs: gcc, clang) and
contests(setup), which returns contest.Contest objects, and panels(), which returns the picture.Panel
objects of what a reader wants to see first. It may have build_more(), which is called
first, to build more than bench/CMakeLists.txt does."""

from importlib import import_module
from pkgutil import iter_modules


def names():
    return sorted(module.name for module in iter_modules(__path__))


def load(name):
    return import_module(f"{__name__}.{name}")
