# SPDX-License-Identifier: MIT OR Apache-2.0
"""What a hand-written header of the library declares: types and functions, with their comments. They
become man pages."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from .text import one_line

INCLUDE = Path(__file__).resolve().parents[2] / "include/sring"
# Without a page: what is included by others, and what declares nothing.
NO_PAGE = {"annotations", "sring", "version"}

_COMMENT = re.compile(r"/\*(.*?)\*/", re.S)
_ATTRIBUTE = re.compile(r"\s*\bSRING_[A-Z_]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?")
_FUNCTION = re.compile(r"(?P<returns>.*?[ *])(?P<name>sring_\w*[a-z])\((?P<parameters>.*)\)")


@dataclass
class Declared:
    """A function: its words as in parts.Function, and its comment."""

    name: str
    returns: str
    parameters: list
    doc: list


@dataclass
class Header:
    """A header: its opening comment, the types and macros, the functions."""

    stem: str
    title: str = ""
    doc: list = field(default_factory=list)
    types: list = field(default_factory=list)  # C text, with its comment
    functions: list = field(default_factory=list)


def headers():
    """All headers that have a page."""
    found = (_read(path) for path in sorted(INCLUDE.glob("*.h")) if path.stem not in NO_PAGE)
    return [header for header in found if header.functions or header.types]


def _read(path):
    text = path.read_text(encoding="utf-8").split("/* --- bodies ---")[0]
    opening, text = _COMMENT.match(text), _COMMENT.sub("", text, count=1)
    doc = _paragraphs(opening[1].split("\n", 2)[2])
    title = re.split(r"(?<=[a-z])[.:]( |$)", doc[0])[0]
    header = Header(path.stem, title[:1].lower() + title[1:], doc)
    for part in re.split(r"\n\n+", text):
        _part(header, part.strip("\n"))
    return header


def _part(header, part):
    """A comment and what stands behind it without an empty line."""
    comment = _COMMENT.match(part)
    code = part[comment.end():].strip() if comment else part
    if re.match(r"(struct|enum) \w+ {|typedef ", code) or (
            comment and re.match(r"#define SRING_[A-Z_]*[A-Z]\b", code)):
        header.types.append(re.sub(r"[ ]*\\\n", "\n", part))
        return
    declarations = [_function(one_line(statement)) for statement in code.split(";")
                    if not code.startswith("#")]
    for function in filter(None, declarations):
        function.doc = _paragraphs(comment[1]) if comment else []
        header.functions.append(function)


def _function(statement):
    bare = _ATTRIBUTE.sub("", statement).strip()
    found = _FUNCTION.fullmatch(bare)
    if not found or "{" in bare:
        return None
    return Declared(found["name"], found["returns"].strip().removeprefix("extern ").strip(),
                    re.split(r", (?![^(]*\))", found["parameters"]), [])


def _paragraphs(comment):
    lines = [re.sub(r"^\s*\* ?", "", line) for line in comment.strip().split("\n")]
    return [one_line(paragraph) for paragraph in "\n".join(lines).split("\n\n")]
