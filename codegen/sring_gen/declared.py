# SPDX-License-Identifier: MIT OR Apache-2.0
"""What a hand-written header of the library declares: types and functions, with their comments. They
become man pages."""

import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from .text import one_line

INCLUDE = Path(__file__).resolve().parents[2] / "include/sring"
# Without a page: what is included by others, and what declares nothing.
NO_PAGE = {"annotations", "sring", "version"}

_COMMENT = re.compile(r"/\*(.*?)\*/", re.S)
_SECTION = re.compile(r"/\* --- ([\w ,]+) -+ \*/")
# What is no declaration that ends with ";" or "}": space, a comment, a directive, a macro of its own.
_OTHER = re.compile(r"(?P<space>\s+)|(?P<comment>/\*.*?\*/)|#(?:[^\n\\]|\\.)*|^[A-Z_]+$",
                    re.S | re.M)
_BEHIND = re.compile(r"[ \t]*/\*.*?\*/", re.S)
_CAPABILITY = re.compile(r"\Astruct SRING_CAPABILITY\(.*?\) ")
_ATTRIBUTE = re.compile(r"\s*\bSRING_[A-Z_]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?")
_FUNCTION = re.compile(r"(?P<returns>.*?[ *])(?P<name>sring_\w*[a-z0-9])\((?P<parameters>.*)\)")
_TYPE = re.compile(r"(?:struct|enum) \w*[a-z0-9] {|typedef |#define SRING_[A-Z_]*[A-Z]\b")
# A member of a struct whose name is private, with the comment behind it.
_PRIVATE_MEMBER = re.compile(r"^ +[\w ]+[ *]\w+_(?:, \**\w+_)*;(?: */\*.*?\*/)?\n", re.S | re.M)


@dataclass
class Declared:
    """A function: its words as in parts.Function, and its comment."""

    name: str
    returns: str
    parameters: list
    doc: list
    section: tuple = ()  # its name and comment, before the first function of a section that has one


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
    title = re.split(r"(?<=[a-z])[.:]( |$)", " ".join(doc[0].split()))[0]
    header = Header(path.stem, title[:1].lower() + title[1:], doc)
    name, section = "", ()
    for comment, declarations in _groups(text):
        ruler = _SECTION.fullmatch(comment)
        if ruler:
            name, section = ruler[1].capitalize(), ()
        elif not declarations:
            if not name:
                raise ValueError(f"{path.name}: what is this comment about? {comment}")
            section = name, _paragraphs(_COMMENT.fullmatch(comment)[1])
        else:
            known = len(header.functions)
            _add(header, comment, declarations)
            if section and len(header.functions) > known:
                header.functions[known].section, section = section, ()
    return header


def _groups(text):
    """(a comment or "", the declarations that it is about): those up to the next comment or empty
    line. Comments in a declaration or behind it belong to it."""
    comment, declarations, at = "", [], 0
    while at < len(text):
        other = _OTHER.match(text, at)
        end = other.end() if other else _end(text, at)
        item, at = text[at:end], end
        if other and (other["comment"] or item.isspace()):
            if (other["comment"] or item.count("\n") > 1) and (comment or declarations):
                yield comment, declarations
                comment, declarations = "", []
            comment = other["comment"] or comment
            continue
        declarations.append(item)
        behind = _BEHIND.match(text, at)
        at = behind.end() if behind else at
    if comment or declarations:
        yield comment, declarations


def _end(text, start):
    """The end of the declaration that begins at `start`."""
    code = re.sub(r"/\*.*?\*/|\"[^\"\n]*\"", lambda found: " " * len(found[0]), text[start:],
                  flags=re.S)
    depth = 0
    for at, char in enumerate(code):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if not depth and (char == ";" or char == "}" and not re.match(r"[ \w]*;", code[at + 1:])):
            return start + at + 1
    raise ValueError(f"a declaration without an end: {code.strip()[:60]}")


def _add(header, comment, declarations):
    for declaration in declarations:
        bare = _CAPABILITY.sub("struct ", declaration)
        if _TYPE.match(bare) and (comment or not bare.startswith("#")):
            header.types.append(f"{comment}\n{_shown(bare)}".strip())
        elif not declaration.startswith("#"):
            function = _function(one_line(declaration.rstrip(";")))
            if function:
                function.doc = _paragraphs(_COMMENT.fullmatch(comment)[1]) if comment else []
                header.functions.append(function)


def _shown(code):
    """A type or macro without what is private."""
    code = re.sub(r"[ ]*\\\n", "\n", code).replace("SRING_MAYBE_ ", "")
    public = _PRIVATE_MEMBER.sub("", code)
    return public.replace("{\n}", "{\n    /* private */\n}")


def _function(statement):
    bare = _ATTRIBUTE.sub("", statement).strip()
    found = _FUNCTION.fullmatch(bare)
    if not found or "{" in bare:
        return None
    return Declared(found["name"], found["returns"].strip().removeprefix("extern ").strip(),
                    re.split(r", (?![^(]*\))", found["parameters"]), [])


def _paragraphs(comment):
    """Its paragraphs. Code and drawings, which are indented, keep their lines; others are one."""
    text = re.sub(r"^\s*\* ?", "", comment.strip(" \n"), flags=re.M)
    return [textwrap.indent(textwrap.dedent(paragraph), "    ")
            if re.fullmatch(r"(  .*\n?)+", paragraph) else one_line(paragraph)
            for paragraph in re.split(r"\n\n+", text.strip("\n"))]
