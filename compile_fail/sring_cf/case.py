# SPDX-License-Identifier: MIT OR Apache-2.0
"""Reads a case: the outcome expected in each column, and the marked lines. See README.md."""

import re
from collections import Counter
from dataclasses import dataclass

from .columns import COLUMNS, GROUPS, KNOWN_GAP

_EXPECT = re.compile(r"^// expect(?:\[(?P<batch>\w+)\])? (?P<columns>[^:]+): (?P<what>.+)$")
_RULE = re.compile(r"^// rule: (?P<rule>.+)$")
_MARK = re.compile(r"/\* error: (?P<layer>L[123])(?:\[(?P<only>[^\]]+)\])? (?P<what>.*?) \*/")
_COMMENT_ONLY = re.compile(r"^\s*(/\*.*\*/)?\s*$")
_FUNCTION = re.compile(r"^[A-Za-z_][\w \*]*?\b(?P<name>\w+)\(")
_QUOTED = re.compile(r'"([^"]*)"')
_OUTCOME = re.compile(r'(?:L[123](?: L[123])*|(?:runtime|kernel|found) ".+"|not caught)$')


class CaseError(Exception):
    """The case file is malformed."""


@dataclass(frozen=True)
class Mark:
    """An expected error and its line."""

    line: int
    layer: str
    word: str  # L1: the warning's name without -W; L2: the function called
    fragments: tuple
    function: str
    only: tuple  # columns, or none for all

    def applies(self, column):
        return not self.only or column.name in self.only

    def __str__(self):
        text = " ".join([self.word] * bool(self.word) + [f'"{f}"' for f in self.fragments])
        return f"{self.layer} {text} in line {self.line}"


@dataclass
class Case:
    """A whole file, or one batch of a file with several."""

    path: object
    name: str
    batch: str  # "" for a whole file; "A+B" if several are compiled together
    rule: str
    expect: dict  # column name -> "L1", "L1 L3", 'runtime "..."', "not caught"
    marks: list
    functions: dict  # of a batch: name -> (first line, last line)

    @property
    def defines(self):
        return [f"-DSRING_CASES_{batch.upper()}" for batch in self.batches]

    @property
    def batches(self):
        return self.batch.split("+") if self.batch else []

    def layers(self, column):
        what = self.expect.get(column.name, "not caught")
        return what.split() if what.startswith("L") else []

    def expected_marks(self, column):
        layers = self.layers(column)
        return [m for m in self.marks if m.layer in layers and m.applies(column)]


def together(cases, column):
    """The cases of a column. The batches of a file that the same step rejects (the optimiser, or the
    analysis) become one case, so that the headers are compiled once for all of them. A batch of
    type errors stays alone: after a type error neither step runs."""
    joined = {}
    for case in cases:
        layers = case.layers(column)
        alone = not case.batch or layers not in (["L2"], ["L3"])
        joined.setdefault((case.path, case.batch if alone else layers[0]), []).append(case)
    return [_join(group, column) if len(group) > 1 else group[0] for group in joined.values()]


def _join(batches, column):
    first = batches[0]
    return Case(first.path, first.name, "+".join(b.batch for b in batches), first.rule,
                {column.name: first.expect[column.name]},
                [mark for b in batches for mark in b.marks],
                {name: lines for b in batches for name, lines in b.functions.items()})


def load(path):
    """The cases of a file: one, or its batches."""
    lines = path.read_text(encoding="utf-8").splitlines()
    expect, rule = _header(path, lines)
    regions = {batch: _region(path, lines, batch) for batch in expect if batch}
    marks = _marks(path, lines)
    cases = []
    for batch, columns in expect.items():
        first, last = regions.get(batch, (1, len(lines)))
        own = [m for m in marks if first <= m.line <= last]
        if path.stem.startswith(KNOWN_GAP) and "gcc-O0" in columns:
            columns.setdefault("gcc-dev", columns["gcc-O0"])
        case = Case(path, path.stem, batch, rule, columns, own,
                    _functions(lines, first, last) if batch else {})
        _check(case)
        cases.append(case)
    if not cases:
        raise CaseError(f"{path}: no `// expect COLUMN: OUTCOME`")
    return cases


def _header(path, lines):
    expect, specific, rule = {}, {}, ""
    for number, line in enumerate(lines, 1):
        found = _RULE.match(line)
        if found:
            rule = found["rule"]
        found = _EXPECT.match(line)
        if not found:
            if line.startswith("// expect"):
                raise CaseError(f"{path}:{number}: write `// expect COLUMN: OUTCOME`")
            continue
        if not _OUTCOME.match(found["what"]):
            raise CaseError(f"{path}:{number}: no such outcome: {found['what']}")
        batch = found["batch"] or ""
        for word in found["columns"].split():
            names = GROUPS.get(word, [word])
            for name in names:
                if name not in COLUMNS:
                    raise CaseError(f"{path}:{number}: no such column: {name}")
                if len(names) == 1:
                    specific.setdefault(batch, {})[name] = found["what"]
                expect.setdefault(batch, {})[name] = found["what"]
    for batch, columns in specific.items():
        expect[batch].update(columns)
    return expect, rule


def _region(path, lines, batch):
    begin, end = f"#ifdef SRING_CASES_{batch.upper()}", f"#endif /* SRING_CASES_{batch.upper()} */"
    try:
        return lines.index(begin) + 1, lines.index(end) + 1
    except ValueError:
        raise CaseError(f"{path}: batch {batch} needs `{begin}` and `{end}`") from None


def _marks(path, lines):
    """Finds the marks. A mark is on its line, or on a separate line above it."""
    marks, waiting, function = [], [], ""
    for number, line in enumerate(lines, 1):
        found = _FUNCTION.match(line)
        if found and not line.rstrip().endswith(";"):
            function = found["name"]
        here = [m.groupdict() for m in _MARK.finditer(line)]
        if line.count("/* error:") != len(here):
            raise CaseError(f"{path}:{number}: not `/* error: LAYER WHAT */`")
        if _COMMENT_ONLY.match(line):
            waiting += here
            continue
        for data in waiting + here:
            marks.append(_mark(path, number, data, function))
        waiting = []
    return marks


def _mark(path, number, data, function):
    fragments = tuple(_QUOTED.findall(data["what"]))
    word = _QUOTED.sub("", data["what"]).strip()
    if bool(word) == (data["layer"] == "L3") or (data["layer"] == "L3" and not fragments):
        raise CaseError(f"{path}:{number}: L1 names the warning, L2 the function that is called, "
                        "L3 quotes the message")
    only = tuple(name for word_ in (data["only"] or "").replace(",", " ").split()
                 for name in GROUPS.get(word_, [word_]))
    return Mark(number, data["layer"], word, fragments, function, only)


def _functions(lines, first, last):
    """{name: (first line, last line)} of the definitions in a batch."""
    functions, name, start = {}, None, 0
    for number in range(first, last + 1):
        line = lines[number - 1]
        found = _FUNCTION.match(line)
        if found and not line.startswith(" "):
            name, start = found["name"], number
        if line == "}" and name:
            functions[name] = (start, number)
            name = None
    return functions


def _check(case):
    """Checks that every column is stated, that every expected layer has a mark, and that every
    mark is expected."""
    where = f"{case.path}" + (f" batch {case.batch}" if case.batch else "")
    missing = [] if case.batch else [
        name for name, column in COLUMNS.items() if name not in case.expect and
        (not column.gaps_only or case.name.startswith(KNOWN_GAP))]
    if missing:
        raise CaseError(f"{where}: nothing is expected of {', '.join(missing)}")
    for name, what in case.expect.items():
        if what.startswith("found") and not COLUMNS[name].gaps_only:
            raise CaseError(f"{where}: nothing in {name} finds what is wrong at run time")
    used = Counter()
    for name in case.expect:
        column = COLUMNS[name]
        for layer in case.layers(column):
            marks = [m for m in case.marks if m.layer == layer and m.applies(column)]
            if not marks:
                raise CaseError(f"{where}: {name} expects {layer}, but no line is marked for it")
            used.update(marks)
    for mark in case.marks:
        if not used[mark]:
            raise CaseError(f"{where}: no column expects the mark {mark}")
    if not case.batch and not case.rule:
        raise CaseError(f"{where}: no `// rule: SENTENCE`")
