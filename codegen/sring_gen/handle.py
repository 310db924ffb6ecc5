# SPDX-License-Identifier: MIT OR Apache-2.0
"""The handles that are not states of one operation: buffers, files, batches and the like."""

import re
from dataclasses import dataclass, field

from . import names
from .parts import Function, handle_functions
from .text import running

IDS = {"name-differs", "reserved-name"}

_PROTOTYPE = re.compile(r"(?P<fallible>SRING_FALLIBLE )?(?P<returns>.*?[ *])(?P<name>sring_\w+)\((?P<parameters>.*?)\) "
                        r"(?P<attributes>SRING_.*)")


def check(document, data, stem):
    """The problems of one handle in the file `stem`.yaml. Any key may be missing in the data."""
    name, variable = data.get("handle"), data.get("variable")
    problems = []
    if name is not None and name != stem:
        problems.append(document.problem(
            ("handle",), f"the handle is named '{name}', its file '{stem}.yaml'; use one name for "
            "both", "name-differs"))
    if variable in names.KEYWORDS:
        problems.append(document.problem(
            ("variable",), f"'{variable}' is a keyword or macro of C or C++; use another name",
            "reserved-name"))
    return problems


@dataclass
class Handle:
    name: str
    source: str
    brief: str
    header: str
    capability: str
    variable: str
    kind: str
    gone: str
    expected: str
    found: str
    notes: str = ""
    borrowed: bool = False
    unlikely_dead: bool = False
    unproven: bool = False
    confused_with: list = field(default_factory=list)
    given: str = ""
    calls: list = field(default_factory=list)
    values: dict = field(default_factory=dict)

    def __post_init__(self):
        self.calls = [_function(call) for call in self.calls]

    @property
    def bare(self):
        return f"sring_{self.name}"

    @property
    def struct(self):
        return f"struct {self.bare}"

    @property
    def error(self):
        return f"{self.bare}_gone_".replace("sring_", "sring_error_", 1)

    @property
    def live(self):
        """The member that is non-zero while the handle is live."""
        return "block_" if self.kind == "block" else "word_"

    @property
    def check(self):
        """The function that checks that a handle is live."""
        return f"{self.bare}_block_" if self.kind == "block" else f"{self.bare}_live_word_"

    @property
    def functions(self):
        yield from handle_functions(self.struct, self.variable, "A dead handle is a misuse.")
        if self.borrowed:
            looked_at, name = f"const {self.struct} *{self.variable}", self.variable
            yield Function("borrow", f"{self.bare}_borrow", "void", [looked_at],
                           [f"SRING_BORROWS(*{name})"],
                           ["Borrows a stashed handle, such as one in a struct that several "
                            "callbacks share: operations may begin on it until it is returned. A "
                            "dead handle is a misuse."])
            yield Function("return", f"{self.bare}_return", "void", [looked_at],
                           [f"SRING_RETURNS(*{name})"], ["Ends a borrow."])


def _function(prototype):
    """The Function declared by a prototype in a spec."""
    found = _PROTOTYPE.fullmatch(prototype)
    attributes = re.findall(r"SRING_\w+\(\*\w+\)", found["attributes"])
    return Function(found["name"].removeprefix("sring_"), found["name"], found["returns"].strip(),
                    found["parameters"].split(", "), attributes, [],
                    bool(found["fallible"]) or any("ON_SUCCESS" in a for a in attributes))


def build(document):
    """The Handle described by a document without problems."""
    data = running(document.data)
    return Handle(data.pop("handle"), document.path, **data)
