# SPDX-License-Identifier: MIT OR Apache-2.0
"""One module per benchmark. It has TITLE, COMPILERS (which builds it needs: gcc, clang) and
contests(setup), which returns what is measured, contest.Contest objects. One that needs more than
bench/CMakeLists.txt builds has build_more(), which is called before."""

from importlib import import_module
from pkgutil import iter_modules


def names():
    return sorted(module.name for module in iter_modules(__path__))


def load(name):
    return import_module(f"{__name__}.{name}")
