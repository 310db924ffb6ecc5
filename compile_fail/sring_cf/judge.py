# SPDX-License-Identifier: MIT OR Apache-2.0
"""Compiles a case in a column, and reports differences from the expected outcome."""

import os
import re
import shlex
import signal
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from . import diagnostics
from .columns import INSTEAD

RUN_SECONDS = 20
TOOLS = Path(__file__).resolve().parents[1]  # where matrix.h is, wherever a case is


@dataclass
class Setup:
    """The settings of all compilations."""

    includes: list
    libraries: list
    link: list
    prefixes: object = None  # Prefixes, or None: each case reads the headers itself

    @property
    def flags(self):
        includes = [*self.includes, TOOLS, TOOLS / "cases"]
        return ["-std=c11"] + [f"-I{include}" for include in includes]

    def command(self, case, column, extra=()):
        """The compiler and its flags, without the source file and the output."""
        command = [column.executable, *self.flags, *column.flags, *extra]
        return command + (self.prefixes.flags(case, command) if self.prefixes else [])


@dataclass
class Verdict:
    """The outcome of a case in a column; it passes if there are no problems."""

    case: object
    column: object
    expected: str
    problems: list = field(default_factory=list)
    output: str = ""
    command: str = ""
    rejected: Counter = field(default_factory=Counter)  # layer -> functions (batch), or 1

    def wrong(self, problem, output="", command=()):
        self.problems.append(problem)
        self.output = self.output or output
        self.command = self.command or shlex.join(command)


def _environment(leaks):
    return dict(os.environ, LC_ALL="C", TERM="dumb", CLICOLOR_FORCE="0", GCC_COLORS="",
                ASAN_OPTIONS=f"detect_leaks={leaks:d}")


def _execute(command, seconds=120, leaks=False):
    return subprocess.run(command, env=_environment(leaks), stdin=subprocess.DEVNULL, text=True,
                          errors="replace", capture_output=True, timeout=seconds, check=False)


def compile_case(setup, case, column, extra, output=None):
    """Compiles to the program `output`, or without output. Returns the command and its result."""
    command = setup.command(case, column, extra) + [str(case.path)]
    if not column.analysis:
        command += ["-o", output, *setup.libraries, *setup.link] if output else \
            ["-c", "-o", os.devnull]
    return command, _execute(command)


def misuse(setup, case, column):
    """Checks the misuse: it is rejected on the marked lines for the stated reason, or compiles, as
    expected."""
    expected = case.expect[column.name]
    verdict = Verdict(case, column, expected)
    with tempfile.TemporaryDirectory() as folder:
        if expected.startswith("L"):
            _rejected(setup, case, column, verdict, folder)
        else:
            _compiles(setup, case, column, verdict, folder, expected)
    return verdict


def _rejected(setup, case, column, verdict, folder):
    command, result, errors = _errors(setup, case, column)
    marks = case.expected_marks(column)
    functions = _inlined_into(setup, case, column, marks, errors, verdict, folder)
    if result.returncode == 0:
        verdict.wrong(f"compiles; expected {'; '.join(str(m) for m in marks)}",
                      result.stderr, command)
        return
    left = list(errors)
    missed = []
    for mark in marks:
        hit = next((e for e in left if _matches(mark, e, case, column, functions)), None)
        if hit is None:
            missed.append(mark)
            continue
        left.remove(hit)
    # The optimiser may copy the path that the call stands on, and the error with it.
    left = [e for e in left if not any(m.layer == "L2" and m not in missed and
                                       _matches(m, e, case, column, functions) for m in marks)]
    missed = _without_what_never_ran(marks, missed, column)
    for mark in missed:
        verdict.wrong(_explain(mark, left, case), result.stderr, command)
    for error in left:
        verdict.wrong(f"an additional error: {_short(error, case)}", result.stderr, command)
    _count(case, marks, missed, verdict)


def _without_what_never_ran(marks, missed, column):
    """clang does not analyse a file that it rejects for its types. Newer versions reject some files
    for which older ones only had a warning. So for another compiler than the column's own, the type
    errors are enough."""
    said = [m for m in marks if m.layer == "L1" and m not in missed]
    if column.analysis and column.compiler in INSTEAD and said:
        return [m for m in missed if m.layer != "L3"]
    return missed


def _errors(setup, case, column):
    """The command, its result, and the errors of the misuse."""
    # Type errors need no code generation; in a batch the optimiser would only add noise.
    types_only = bool(case.batch) and case.layers(column) == ["L1"] and \
        all(m.word != "unused-result" for m in case.expected_marks(column))
    command, result = compile_case(setup, case, column,
                                   case.defines + ["-fsyntax-only"] * types_only)
    return command, result, [d for d in diagnostics.parse(result.stderr) if d.kind == "error"]


def reported(setup, case, column, marks):
    """{mark: the error reported for it}."""
    with tempfile.TemporaryDirectory() as folder:
        errors = _errors(setup, case, column)[2]
        functions = _inlined_into(setup, case, column, marks, errors, Verdict(case, column, ""),
                                  folder)
    return {mark: error for mark in marks for error in errors
            if _matches(mark, error, case, column, functions)}


def _count(case, marks, missed, verdict):
    units = {(m.function if case.batch else "") for m in marks}
    failed = {(m.function if case.batch else "") for m in missed}
    for unit in units - failed:
        layer = max(m.layer for m in marks if not case.batch or m.function == unit)
        verdict.rejected[layer] += 1


def _inlined_into(setup, case, column, marks, errors, verdict, folder):
    """{id of a layer 2 error: the function it was inlined into}, for clang, which does not
    report the function. The errors and the calls in the optimised IR must be the same."""
    if not column.compiler.startswith("clang") or all(m.layer != "L2" for m in marks):
        return {}
    target = Path(folder) / "case.ll"
    command = [*setup.command(case, column, case.defines), "-S", "-emit-llvm", "-o", str(target),
               str(case.path)]
    result = _execute(command)
    if result.returncode:
        verdict.wrong("rejected before the optimiser ran", result.stderr, command)
        return {}
    calls = diagnostics.calls_in_ir(target.read_text(encoding="utf-8"))
    functions = {}
    for error in errors:
        name = _called(error)
        call = next((c for c in calls if c[1] == name), None)
        if call:
            calls.remove(call)
            functions[id(error)] = call[0]
    if calls:
        verdict.wrong(f"calls that were not reported: {calls}", result.stderr, command)
    return functions


def _called(error):
    found = re.search(r"call to '?(\w+)'? declared with", error.text)
    return found[1] if found else ""


def _matches(mark, error, case, column, functions):
    if not _same_reason(mark, error, column):
        return False
    if mark.layer == "L2" and column.compiler.startswith("clang"):
        return functions.get(id(error)) == mark.function
    return error.line_in(case.path) == mark.line


def _same_reason(mark, error, column):
    if mark.layer == "L2":
        if _called(error) != mark.word:
            return False
    elif mark.layer == "L1":
        if _warning(error) != mark.word:
            return False
    elif error.flag != "thread-safety-analysis":
        return False
    text = error.everything
    return all(_fragment(f, column) in text for f in mark.fragments)


def _warning(error):
    """The warning's name, or `language` for an error that no flag turns on."""
    return error.flag or "language"


def _fragment(fragment, column):
    """`{name}` is a capability's name; clang before 16 prints mutex for each of them."""
    name = "mutex" if column.compiler == "clang-14" else r"\1"
    return re.sub(r"\{([^}]*)\}", name, fragment)


def _explain(mark, errors, case):
    if not errors:
        return f"not reported: {mark}"
    here = [e for e in errors if e.line_in(case.path) == mark.line]
    if here:
        return f"rejected for another reason: expected {mark}, got {_short(here[0], case)}"
    same = [e for e in errors if mark.layer == "L2" and _called(e) == mark.word or
            mark.layer == "L1" and _warning(e) == mark.word or
            mark.layer == "L3" and e.flag == "thread-safety-analysis"]
    if same:
        return f"rejected on another line: expected {mark}, got {_short(same[0], case)}"
    return f"not reported: {mark}"


def _short(error, case):
    line = error.line_in(case.path)
    where = f"line {line}" if line else f"{os.path.basename(error.file)}:{error.line}"
    return f"{where}: {error.text}"


def _compiles(setup, case, column, verdict, folder, expected):
    """Without a layer that rejects it in this column, the misuse must compile; then it is run."""
    program = os.path.join(folder, "case")
    command, result = compile_case(setup, case, column, case.defines, program)
    if result.returncode:
        errors = [e for e in diagnostics.parse(result.stderr) if e.kind == "error"]
        if column.compiler in INSTEAD and errors and all(map(_called, errors)):
            verdict.rejected["L2"] += 1  # another compiler may prove more
        else:
            verdict.wrong(f"expected {expected}, but does not compile", result.stderr, command)
        return
    if column.analysis:
        return
    code, output = _run(program, leaks=expected.startswith("found"))
    kind, _, text = expected[:-1].partition(' "')
    if kind == "found":
        if code is None or text not in output:
            verdict.wrong(f"expected to be told \"{text}\", but {_ended(code)}", output, command)
        return
    if "AddressSanitizer" in output:
        verdict.wrong("the misuse touches memory that is not its own", output, command)
    if expected == "not caught":
        if code:
            verdict.wrong(f"expected not caught, but {_ended(code)}", output, command)
        return
    if kind == "kernel":
        if code or text not in output:
            verdict.wrong(f"expected {text} from the kernel, but {_ended(code)}", output, command)
    elif code != -signal.SIGABRT:
        verdict.wrong(f"expected the misuse report, but {_ended(code)}", output, command)
    elif "sring: misuse: " not in output or text not in output:
        verdict.wrong(f"another misuse report than \"{text}\"", output, command)


def _run(program, leaks=False):
    try:
        result = _execute([program], RUN_SECONDS, leaks)
    except subprocess.TimeoutExpired:
        return None, ""
    return result.returncode, result.stdout + result.stderr


def _ended(code):
    if code is None:
        return f"it does not end within {RUN_SECONDS} s"
    return f"it ended with signal {-code}" if code < 0 else f"it ended with status {code}"


def twin(setup, case, column):
    """Checks that the twin compiles without a warning with the strictest flags, and runs to exit
    0."""
    verdict = Verdict(case, column, "twin")
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "twin")
        command, result = compile_case(setup, case, column, [*column.strict, "-DSRING_TWIN"],
                                       program)
        if result.returncode or result.stderr.strip():
            verdict.wrong("the twin does not compile without a warning", result.stderr, command)
        elif not column.analysis:
            code, output = _run(program)
            if code:
                verdict.wrong(f"the twin fails at run time: {_ended(code)}", output, command)
    return verdict
