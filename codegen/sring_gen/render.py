# SPDX-License-Identifier: MIT OR Apache-2.0
"""Renders the model with the templates. Everything is computed in the model; the templates only
place it."""

import textwrap
from pathlib import Path

import jinja2

TEMPLATES = Path(__file__).parent / "templates"
WIDTH = 100


def comment(text, indent=""):
    """A C block comment around one or several paragraphs."""
    paragraphs = [text] if isinstance(text, str) else [p for p in text if p]
    lines = []
    for paragraph in paragraphs:
        lines += textwrap.wrap(" ".join(paragraph.split()), WIDTH - 6 - len(indent))
    body = f"\n{indent} * ".join(lines)
    return f"{indent}/* {body} */"


def declaration(head, parameters, tail=""):
    """`head(parameters)tail` broken into lines no longer than WIDTH."""
    lines, line = [], head + "("
    indent = " " * min(len(line), 44)
    for index, parameter in enumerate(parameters):
        part = parameter + (", " if index + 1 < len(parameters) else ")" + tail)
        if len((line + part).rstrip()) > WIDTH - 1 and line.strip():
            lines.append(line.rstrip())
            line = indent
        line += part
    return "\n".join(lines + [line.rstrip()])


def _head(function):
    fallible = "SRING_FALLIBLE " if function.fallible else ""
    return f"SRING_INLINE_ {fallible}{function.returns} {function.name}"


def prototype(function):
    """A function's prototype with its attributes, without the semicolon."""
    text = declaration(_head(function), function.parameters)
    for index, attribute in enumerate(function.attributes):
        last = text.rsplit("\n", 1)[-1]
        fits = len(last) + len(attribute) + 2 <= WIDTH and index > 0
        text += (" " if fits else "\n    ") + attribute
    return text


def definition(function):
    """The first lines of a function's definition."""
    return declaration(_head(function).replace("SRING_FALLIBLE ", ""), function.parameters)


def bare(struct):
    """`struct x` -> `x`."""
    return struct.removeprefix("struct ")


def roff(text):
    """Text that is safe in a man page."""
    text = str(text).replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def environment():
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    env.filters["comment"] = comment
    env.filters["prototype"] = prototype
    env.filters["definition"] = definition
    env.filters["bare"] = bare
    env.filters["roff"] = roff
    return env
