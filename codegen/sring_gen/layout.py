# SPDX-License-Identifier: MIT OR Apache-2.0
"""Breaks long lines of C."""

import re
import textwrap

WIDTH = 100


def comment(text, indent=""):
    """A C block comment around one or several paragraphs."""
    paragraphs = [text] if isinstance(text, str) else [p for p in text if p]
    lines = []
    for paragraph in paragraphs:
        lines += textwrap.wrap(" ".join(paragraph.split()), WIDTH - 6 - len(indent))
    body = f"\n{indent} * ".join(lines)
    return f"{indent}/* {body} */"


def wrapped(text):
    """The lines of a paragraph in a file's opening comment."""
    return textwrap.wrap(" ".join(text.split()), WIDTH - 3)


def declaration(head, parameters):
    """`head(parameters)`, with the parameters aligned after the parenthesis. Without room for that,
    the function's name or all parameters begin a new line."""
    lines = _aligned(head, parameters)
    kind, _, name = head.rpartition(" ")
    if name.startswith("*"):
        kind, name = f"{kind} *", name[1:]
    broken = [kind] + _aligned(name, parameters)
    if max(map(len, lines)) > WIDTH or len(broken) < len(lines):
        hanging = [f"{head}("] + ["    " + line for line in _filled(parameters)]
        lines = hanging if len(hanging) < len(broken) > 3 else broken
    return "\n".join(lines)


def _aligned(head, parameters):
    lines, line = [], head + "("
    indent = " " * len(line)
    for index, parameter in enumerate(parameters):
        part = parameter + ("," if index + 1 < len(parameters) else ")")
        if line.endswith(("(", " ")) and not line.strip():
            line = indent + part
        elif line.endswith("("):
            line += part
        elif len(line) + 1 + len(part) <= WIDTH:
            line += " " + part
        else:
            lines.append(line)
            line = indent + part
    return lines + [line]


def _filled(parameters):
    """The parameters on lines of their own."""
    return [line.replace("\0", " ") for line in textwrap.wrap(
        ", ".join(p.replace(" ", "\0") for p in parameters) + ")", WIDTH - 4)]


def _head(function, fallible):
    mark = "SRING_FALLIBLE " if fallible and function.fallible else ""
    return f"SRING_INLINE_ {mark}{function.returns} {function.name}"


def prototype(function):
    """A function's prototype with its attributes, without the semicolon."""
    text = declaration(_head(function, fallible=True), function.parameters)
    for attribute in function.attributes:
        end = ";" if attribute is function.attributes[-1] else ""
        room = WIDTH - len(text.rsplit("\n", 1)[-1])
        text += (" " if len(f" {attribute}{end}") <= room else "\n    ") + attribute
    return text


def declare(head, *parameters):
    """The same as a filter."""
    return declaration(head, parameters)


def definition(function):
    """The first lines of a function's definition."""
    return declaration(_head(function, fallible=False), function.parameters)


def macro(text):
    """A macro of several lines, with the backslashes in one column. A last line, of attributes, is
    joined with the one before if there is room."""
    lines = [part for line in text.splitlines() for part in _fold_line(line, WIDTH - 2)]
    joined = f"{lines[-2]} {lines[-1].strip()}"
    if len(joined) <= WIDTH:
        lines[-2:] = [joined]
    return "\n".join([line.ljust(WIDTH - 1) + "\\" for line in lines[:-1]] + lines[-1:])


def fold(text):
    """The text with every line of code that is too long broken."""
    lines = _with_aligned_comments(text.split("\n"))
    return "\n".join(part for line in lines for part in _fold_line(line, WIDTH))


def _with_aligned_comments(lines):
    """Aligns the comments of consecutive members."""
    result, run = [], []
    for line in lines + [""]:
        code, separator, behind = line.partition("; /*")
        if separator and line.endswith("*/"):
            run.append((code + ";", "/*" + behind))
            continue
        width = max((len(code) for code, _ in run), default=0)
        result += [f"{code.ljust(width)} {behind}" for code, behind in run]
        run = []
        result.append(line)
    return result[:-1]


def _fold_line(line, width):
    if len(line) <= width or line.lstrip().startswith(("/*", "*", "#")) or line.endswith("\\"):
        return [line]
    places = [place for place in _places(line, width) if place.at <= width]
    if not places:
        return [line]
    best = min(places, key=lambda place: (place.rank, -place.at))
    first = line[:best.at].rstrip() + ('"' if best.in_string else "")
    rest = " " * best.indent + ('"' if best.in_string else "") + line[best.at:].lstrip()
    if best.in_string:
        first = line[:best.at] + '"'
    lines = [first] + _fold_line(rest, width)
    hanging = _hanging(line, width) if len(lines) > 2 else None
    return hanging if hanging and len(hanging) < len(lines) else lines


def _hanging(line, width):
    """The line broken behind the parenthesis of a call that it ends with, or None."""
    call = re.fullmatch(r"( *)((?:[\w.]+ = )?\w+\()(.*\);)", line)
    return call and [call[1] + call[2]] + _fold_line(f"{call[1]}    {call[3]}", width)


class _Place:
    """A place to break a line; the lowest `rank` is best."""

    def __init__(self, at, indent, rank, in_string=False):
        self.at, self.indent, self.rank, self.in_string = at, indent, rank, in_string


def _places(line, width):
    margin = len(line) - len(line.lstrip())
    opened, string_at, escaped = [], None, False
    for at, char in enumerate(line):
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == '"':
            string_at = at if string_at is None else None
        elif string_at is not None:
            if char == " " and at < width - 1:
                yield _Place(at + 1, string_at, 40 + len(opened), in_string=True)
        elif char in "({":
            opened.append(at + 1)
        elif char in ")}":
            if opened:  # else it was opened in a line before
                opened.pop()
        elif char == ",":
            yield _Place(at + 1, opened[-1] if opened else margin, len(opened))
        elif re.match(r" [+*|^?:] ", line[at:at + 3]):
            after = line.find(" = ")
            indent = opened[-1] if opened else after + 3 if after >= 0 else margin + 4
            yield _Place(at + 2, indent, 10 + len(opened))
        elif line[at:at + 3] == " = ":
            yield _Place(at + 2, margin + 4, 20)
