# SPDX-License-Identifier: MIT OR Apache-2.0
"""The messages of a compiler."""

import os
import re
from dataclasses import dataclass, field

_LINE = re.compile(r"^(?P<file>[^\s:][^:]*):(?P<line>\d+):(?:\d+:)? "
                   r"(?P<kind>fatal error|error|warning|note): (?P<text>.*)$")
_PLAIN = re.compile(r"^(?:[\w./+-]+: )?(?P<kind>fatal error|error): (?P<text>.*)$")
_INLINED = re.compile(r"inlined from '(?P<function>[^']+)' at (?P<file>[^:]+):(?P<line>\d+)")
_FLAG = re.compile(r"\[(?:-Werror[,=])?(?:-W)?(?P<flag>[\w-]+)\]$")
_IR_FUNCTION = re.compile(r"^define .*?@(?P<name>[\w.]+)\(")
_IR_ERROR = re.compile(r"call .*@(?P<name>sring_error_\w+)\(")


@dataclass
class Diagnostic:
    kind: str
    file: str
    line: int
    text: str
    chain: list = field(default_factory=list)  # (function, file, line), innermost first
    notes: list = field(default_factory=list)

    @property
    def flag(self):
        found = _FLAG.search(self.text)
        return found["flag"] if found else ""

    def line_in(self, path):
        """The line of `path` that caused it, or None."""
        if os.path.basename(self.file) == os.path.basename(path):
            return self.line
        for _, file, line in self.chain:
            if os.path.basename(file) == os.path.basename(path):
                return line
        return None

    @property
    def everything(self):
        return "\n".join([self.text] + self.notes)


def parse(output):
    """The diagnostics in a compiler's standard error; a note belongs to the message before it."""
    diagnostics, chain = [], []
    for line in output.splitlines():
        inlined = _INLINED.search(line)
        if inlined:
            chain.append((inlined["function"], inlined["file"], int(inlined["line"])))
            continue
        found = _LINE.match(line)
        if found and found["kind"] == "note":
            if diagnostics:
                diagnostics[-1].notes.append(found["text"])
        elif found:
            kind = "warning" if found["kind"] == "warning" else "error"
            new = Diagnostic(kind, found["file"], int(found["line"]), found["text"], chain)
            last = diagnostics[-1] if diagnostics else None
            if last and not chain and (last.file, last.line, last.text) == \
                    (new.file, new.line, new.text):
                new.chain = last.chain  # gcc does not say it again
            diagnostics.append(new)
            chain = []
        else:
            plain = _PLAIN.match(line)
            if plain:
                diagnostics.append(Diagnostic("error", "", 0, plain["text"]))
    return diagnostics


def calls_in_ir(text):
    """[(function, error function called in it)] of LLVM IR. clang does not report the function
    that a call was inlined into, but the IR shows it."""
    calls, function = [], ""
    for line in text.splitlines():
        found = _IR_FUNCTION.match(line)
        if found:
            function = found["name"]
        found = _IR_ERROR.search(line)
        if found and not line.startswith("declare"):
            calls.append((function, found["name"]))
    return calls
