# SPDX-License-Identifier: MIT OR Apache-2.0
"""REPORT.md: which misuse is caught, by which tool, and when. Each cell is an expectation that the
suite tests in both directions: `rejected` and `not caught` must both be true."""

import difflib
import os
import re
from collections import Counter

from . import diagnostics, judge, mutations
from .columns import COLUMNS, KNOWN_GAP

ORIGINAL = """batch_operation_lifetime buffer_concurrent_access buffer_outlives_operation
fixed_file_use_after_unregister future_buffer_lifetime operation_double_submit
operation_extract_before_complete operation_invalid_state_transition operation_modify_after_submit
operation_poll_before_submit operation_submission_lifetime operation_use_after_complete
ownership_buffer_use_after_drop pooled_buffer_outlive_pool registry_buffer_use_after_unregister
registry_fd_use_after_unregister ring_drop_with_operations ring_shared_between_threads
ring_in_static ring_concurrent_access buffer_reused_in_loop_without_return
pinned_buffer_second_borrow_in_loop local_array_as_buffer
buffer_scope_ends_before_operation""".split()
# The operation whose generated cases are quoted; those of the others differ only in the names.
QUOTED = "read_at"
_QUOTED_COLUMNS = "gcc-O2", "clang-19", "clang-19-tsa"
FALSE_ALARM = "false_alarm_"

# Columns with the same results are one column of the table.
_SHOWN = [("gcc -O0", ["gcc-O0"]),
          ("gcc -O1 -O2 -O3 -Os", ["gcc-O1", "gcc-O2", "gcc-O3", "gcc-Os"]),
          ("clang 14, 19 -O2", ["clang-14", "clang-19"]),
          ("clang 14, 19 -Wthread-safety", ["clang-14-tsa", "clang-19-tsa"])]

_INTRODUCTION = """\
<!-- SPDX-License-Identifier: MIT OR Apache-2.0 -->
# Rejected misuse

Written by `compile_fail/run --report`; do not edit. Every line is one case: a misuse and its correct
twin. "error, layer N": the build stops on the marked line for the stated reason and no other. "at run
time": the program compiles and ends in the misuse report. "kernel": the kernel returns an error. Each
twin compiles without a warning with `-std=c11 -Wall -Wextra -Wpedantic -Wshadow -Werror` (and
`-Wthread-safety` with clang) in every column and runs to exit 0.
"""


def render(cases, setup):
    """The report on these cases."""
    whole = {c.name: c for c in cases if not c.batch}
    legal = [c for c in whole.values() if c.name.startswith(FALSE_ALARM)]
    single = {name: c for name, c in whole.items() if c not in legal}
    parts = [_INTRODUCTION]
    original = [single[name] for name in ORIGINAL if name in single]
    others = [c for c in single.values()
              if c.name not in ORIGINAL and not c.name.startswith(KNOWN_GAP)]
    gaps = [c for c in single.values() if c.name.startswith(KNOWN_GAP)]
    parts += [_table(f"The {len(original)}", original), _table("Others", others)]
    parts += [_gaps(gaps, single)]
    parts += [_false_alarms(legal), _totals(list(single.values()))]
    parts += [_matrix([c for c in cases if c.batch])]
    parts += [_mutants()]
    parts += [_messages(original, setup)]
    parts += [_matrix_messages([c for c in cases if c.batch and c.name == QUOTED], setup)]
    return "\n".join(part for part in parts if part)


def _cell(case, names):
    texts = {_outcome(case.expect[name]) for name in names}
    if len(texts) == 1:
        text = texts.pop()
        return text + _found_by(case) if text == "not caught" else text
    return "; ".join(f"{name}: {_outcome(case.expect[name])}" for name in names)


def _found_by(case):
    """The tools that find it at run time if no compiler does."""
    tools = [tool for tool, name, kinds in (
        ("AddressSanitizer", "gcc-asan", "found"),
        ("a development build", "gcc-dev", ("found", "runtime")))
        if case.expect.get(name, "").startswith(kinds)]
    return "; found by " + " and ".join(tools) if tools else ""


def _outcome(expected):
    if expected.startswith("L"):
        return "error, layer " + " and ".join(layer[1:] for layer in expected.split())
    if expected.startswith("runtime"):
        return "at run time"
    if expected.startswith("kernel"):
        return "kernel: " + expected.split('"')[1]
    return expected


def _table(title, cases, shown=tuple(_SHOWN)):
    if not cases:
        return ""
    lines = [f"## {title}", "", "| rule | case | " + " | ".join(s[0] for s in shown) + " |",
             "|---" * (len(shown) + 2) + "|"]
    lines += [f"| {c.rule} | `{c.name}` | " +
              " | ".join(_cell(c, names) for _, names in shown) + " |" for c in cases]
    return "\n".join(lines) + "\n"


def _gaps(gaps, single):
    table = _table("Known gaps", gaps)
    text = "These cases fail as soon as more is caught than stated here. Each is also run with" \
        " AddressSanitizer and\nLeakSanitizer, and in a development build. The cell names those" \
        " that find it.\n"
    lost = [f"- `{c.name}` is not caught by {' or '.join(_not_caught(c))}." for c in single.values()
            if _not_caught(c)]
    return (table + "\n" if table else "") + text + ("\n" + "\n".join(lost) + "\n" if lost else "")


def _false_alarms(legal):
    if not legal:
        return ""
    return _table("False alarms", legal) + \
        "\nThese are legal programs that the analysis rejects. The twin shows how to write them.\n"


def _not_caught(case):
    return [title for title, names in _SHOWN if all(case.expect[n] == "not caught" for n in names)]


def _totals(cases):
    lines = ["## Totals of the cases above", "", "| column | rejected by layer 1 | 2 | 3 | "
             "at run time | kernel | not caught |", "|---" * 7 + "|"]
    for name in COLUMNS:
        counts = Counter()
        for case in (c for c in cases if name in c.expect):
            expected = case.expect[name]
            counts[max(expected.split()) if expected.startswith("L") else expected.split()[0]] += 1
        lines.append(f"| {name} | " + " | ".join(
            str(counts[key]) for key in ("L1", "L2", "L3", "runtime", "kernel", "not")) + " |")
    return "\n".join(lines) + "\n"


def _matrix(batches):
    """Counts of the generated cases: a case is a function with at least one marked line."""
    if not batches:
        return ""
    files = {b.path for b in batches}
    handles = sum(os.path.basename(path).startswith("handle_") for path in files)
    cases = sum(len({m.function for m in b.marks}) for b in batches)
    counts = {}
    for batch in batches:
        for name in batch.expect:
            column = COLUMNS[name]
            layer = max(batch.layers(column))
            caught = {m.function for m in batch.expected_marks(column)}
            key = batch.batch, name, layer
            counts[key] = counts.get(key, 0) + len(caught)
    lines = ["## Generated from the signatures of every operation and handle", "",
             f"{len(files) - handles} operations and {handles} handles, {cases} cases, each with a twin. Cases with"
             " the same correction share one.", "",
             "Layer 2 sees one path at a time and no owner. So only the analysis finds a handle that is",
             "forgotten on one of two paths, a callback that does not consume its handle, and the use of",
             "another function's ring. Without the analysis the first (with `SRING_AUTO`) and the second",
             "end in the misuse report, and the third is not caught (`forgotten_on_one_path_auto`,",
             "`callback_drops_result`, `ring_in_static`).", "",
             "| batch | column | layer | rejected |", "|---|---|---|---|"]
    lines += [f"| {batch} | {name} | {layer[1:]} | {count} |"
              for (batch, name, layer), count in sorted(counts.items())]
    return "\n".join(lines) + "\n"


def _mutants():
    """The protection that each mutant removes, and the cases that detect it; tested by
    `mutants`."""
    lines = ["## Mutants", "", "Each removes one protection from a copy of the headers; the named"
             " cases must then fail.", "", "| mutant | effect | detected by |",
             "|---|---|---|"]
    lines += [f"| {m.name} | {m.what} | " + ", ".join(f"`{case}`" for case in m.cases) + " |"
              for m in mutations.MUTANTS]
    return "\n".join(lines) + "\n"


def _messages(cases, setup):
    """The messages of gcc and clang about each misuse."""
    lines = ["## Compiler messages", ""]
    for case in cases:
        lines += [f"### {case.name}", "", "```"]
        for name in _QUOTED_COLUMNS:
            column = COLUMNS[name]
            if not case.layers(column):
                lines.append(f"{name}: {_outcome(case.expect[name])}")
                continue
            for error in _errors(case, column, setup):
                line = error.line_in(case.path)
                where = f" line {line}:" if line else ""
                lines.append(f"{name}:{where} {error.text}")
        lines += ["```", ""]
    return "\n".join(lines)


def _matrix_messages(batches, setup):
    """The messages about one operation's generated cases: for each batch, the first case of each
    reason."""
    if not batches:
        return ""
    lines = [f"## Compiler messages about the generated cases of {QUOTED}", ""]
    for batch in batches:
        lines += [f"### {batch.batch}", ""]
        marks = _one_of_each_reason(batch)
        said = {name: judge.reported(setup, batch, COLUMNS[name],
                                     [m for m in marks if m in batch.expected_marks(COLUMNS[name])])
                for name in _QUOTED_COLUMNS if name in batch.expect}
        functions = dict.fromkeys(m.function for m in marks)
        for function in functions:
            lines += [f"`{function}`", "", "```"]
            for name, errors in said.items():
                lines += [f"{name}: {_said(error)}" for mark, error in errors.items()
                          if mark.function == function]
            lines += ["```", ""]
    return "\n".join(lines)


def _one_of_each_reason(batch):
    """All marks of the first case of each reason. A reason is an error without the names of
    variables and functions."""
    reasons = {}
    for mark in batch.marks:
        reason = mark.layer, mark.word, re.sub("'[^']*'", "", " ".join(mark.fragments)) \
            if mark.layer == "L3" else ""
        reasons.setdefault(reason, mark.function)
    return [m for m in batch.marks if m.function in reasons.values()]


def _said(error):
    """The message; with gcc's note if only that has the types."""
    return "; ".join([error.text] + [n for n in error.notes if n.startswith("expected ")])


def _errors(case, column, setup):
    _, result = judge.compile_case(setup, case, column, [])
    return [d for d in diagnostics.parse(result.stderr) if d.kind == "error"]


def check(path, cases, setup):
    """0 if the report is up to date."""
    now = render(cases, setup)
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    if now == written:
        return 0
    print(f"FAIL: {path} is not up to date; write it with --report")
    for line in list(difflib.unified_diff(written.splitlines(), now.splitlines(), "written", "now",
                                          lineterm="", n=0))[:40]:
        print(f"  {line}")
    return 1
