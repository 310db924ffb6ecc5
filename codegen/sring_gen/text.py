# SPDX-License-Identifier: MIT OR Apache-2.0
"""The texts of a spec: which are allowed, and how they are written in C and in man pages."""

import re
import textwrap

MARKS = ("*/", "/*", "??/")


def problem(text):
    """(error id, message), or None for a text that is safe in a C comment, in a man page and on a
    terminal."""
    odd = next((c for c in text if not c.isprintable() and c != "\n"), None)
    if odd:
        return "malformed-text", f"a text must not contain the character U+{ord(odd):04X}"
    mark = next((mark for mark in MARKS if mark in text), None)
    if mark:
        return "malformed-text", f"a text must not contain '{mark}': it goes into a C comment"
    if not text.strip():
        return "wrong-length", "the text is empty"
    return None


def one_line(text):
    return " ".join(text.split())


def running(data):
    """Plain data with every text on one line."""
    if isinstance(data, dict):
        return {key: running(value) for key, value in data.items()}
    if isinstance(data, list):
        return [running(value) for value in data]
    return one_line(data) if isinstance(data, str) else data


def in_comment(name):
    """Any name of a file or folder, made safe for a comment."""
    for mark in MARKS:
        name = name.replace(mark, mark[:-1] + "_" + mark[-1])
    return "".join(c if c.isprintable() else "_" for c in name)


def c_string(text):
    """The text between the quotes of a C string. `?` is escaped because of trigraphs."""
    return re.sub(r'([\\"?])', r"\\\1", text)


def roff(text):
    """Text that is safe in a man page, line by line."""
    text = str(text).replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def man(text):
    """Running text for a man page: each sentence begins a line, `code` is bold."""
    sentences = re.split(r"(?<=[.:;]) (?=[A-Z`])", one_line(text))
    lines = [line for sentence in sentences
             for line in textwrap.wrap(sentence, 70, break_long_words=False,
                                       break_on_hyphens=False)]
    return re.sub(r"`([^`]*)`", r"\\fB\1\\fR", roff("\n".join(lines)))


def cell(text):
    """A cell of a Markdown table."""
    return one_line(text).replace("|", "\\|")


def drawing(lines, verbs, has):
    """A diagram without those `verbs` that the operation does not have, and without a loop whose
    label is then empty."""
    lines = [re.sub(r"[a-z_]+", lambda word: word[0] if word[0] not in verbs or has(word[0])
                    else " " * len(word[0]), line) for line in lines]
    loop = "".join(lines[1:2]).find("+---+")
    if loop >= 0 and not lines[0][:loop + 12].strip():
        lines[:3] = [line[:loop] + " " * 5 + line[loop + 5:] for line in lines[:3]]
    return [line.rstrip() for line in lines if line.strip()]
