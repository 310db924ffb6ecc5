# SPDX-License-Identifier: MIT OR Apache-2.0
"""One module per benchmark. It has TITLE, COMPILERS (which builds it needs: gcc, clang) and
contests(setup), which returns what is measured as a list of contest.Contest."""

from importlib import import_module
from pkgutil import iter_modules


def names():
    return sorted(module.name for module in iter_modules(__path__))


def load(name):
    return import_module(f"{__name__}.{name}")
