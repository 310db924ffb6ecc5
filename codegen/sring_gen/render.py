# SPDX-License-Identifier: MIT OR Apache-2.0
"""Renders the model with the templates. The model computes everything; the templates only arrange
it."""

from functools import lru_cache

import jinja2
import jinja2.ext

from . import DATE, VERSION, layout
from . import text as texts
from .names import TEMPLATES


def synopsis(function):
    """A prototype as a man page shows it."""
    return layout.declaration(f"{function.returns} {function.name}".replace("* ", "*"), function.parameters)


def _title(state):
    return state if state == "[*]" else state.capitalize()


def _handle(state, operation):
    return f"`{operation.state[state].variable}`" if state else ""


def _listed(words, behind_another):
    return (", " if behind_another and words else "") + ", ".join(words)


class Lines(jinja2.ext.Extension):
    """The tag `{% code lines %}` writes a list of lines of C in the body of a function. The indent is
    4 spaces; `{% code lines, 8 %}` makes it 8."""

    tags = {"code"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        arguments = [parser.parse_expression()]
        if parser.stream.skip_if("comma"):
            arguments.append(parser.parse_expression())
        return jinja2.nodes.Output([self.call_method("text", arguments)], lineno=line)

    @staticmethod
    def text(lines, indent=4):
        return "".join(f"{' ' * indent}{line}\n" if line else "\n" for line in lines)


@lru_cache(maxsize=None)
def environment():
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        extensions=[Lines],
    )
    for function in (layout.comment, layout.prototype, layout.definition, layout.declare,
                     layout.macro, layout.wrapped, texts.roff, texts.man, texts.in_comment,
                     texts.c_string, texts.cell, synopsis):
        env.filters[function.__name__] = function
    env.filters["state_name"], env.filters["handle"], env.filters["listed"] = \
        _title, _handle, _listed
    env.globals.update(version=VERSION, date=DATE)
    env.filters["bare"] = lambda struct: struct.removeprefix("struct ")
    return env


def text(template, **values):
    """The text that a template makes."""
    return environment().get_template(template).render(**values)


def code(template, **values):
    """The same for C, with long lines broken."""
    return layout.fold(text(template, **values))
