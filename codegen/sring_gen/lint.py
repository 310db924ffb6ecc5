# SPDX-License-Identifier: MIT OR Apache-2.0
"""Checks of an operation that a JSON Schema cannot express. Parts that the schema rejected are
not in the data, so any key may be missing."""

import errno
from dataclasses import dataclass, field

from . import lint_opcode, lint_sqe, names, opcodes, shapes, sqe
from .schema import suggestion

IDS = {"name-differs", "reserved-name", "duplicate-name", "duplicate-operation",
       "unknown-lifecycle", "unknown-operation", "opcode-mismatch", "unknown-errno",
       "missing-unit", "no-such-buffer", "wrong-direction", "missing-index", "needless-index",
       "two-loans", "only-provided", "wrong-lifecycle", "chain-failure", "chain-kernel",
       "refused-opcode"}

ERRNO = {name for name in dir(errno) if name.startswith("E")}


@dataclass
class Context:
    """The rest of the spec, which an operation is checked against."""

    lifecycles: dict  # name -> the valid part of the data
    operations: set
    # value -> (name, where it is from)
    opcodes: dict = field(default_factory=lambda: {
        value: (f"IORING_OP_{name}", opcodes.HEADER) for value, name in enumerate(opcodes.NAMES)})
    functions: dict = field(default_factory=dict)  # operation -> the endings after sring_OP_

    def knows(self, document, data):
        """Adds an operation that is only referred to."""
        name, opcode = data.get("op"), data.get("opcode") or {}
        if name:
            self.operations.add(name)
            self.functions[name] = names.common().union(word for _, word in names.functions(data))
        if "value" in opcode:
            self.opcodes.setdefault(opcode["value"], (opcode.get("name"), document.path))


class Lint(lint_sqe.Fields, lint_opcode.OpcodeLint):
    """The checks of one operation; `problems` is the result."""

    def __init__(self, document, data, stem, context):
        super().__init__(document, data)
        self.stem, self.context = stem, context

    def run(self):
        self.names()
        self.references()
        self.lifecycle()
        self.opcode()
        self.buffer()
        self.file()
        self.result()
        self.chain()
        self.types()
        self.message()
        self.constants()
        self.sqe()
        self.of_opcode()
        return self.problems

    # --- names --------------------------------------------------------------------------------

    def names(self):
        name = self.data.get("op")
        if name is not None and name != self.stem:
            self.report(("op",), f"the operation is named '{name}', its file '{self.stem}.yaml'; "
                        "use one name for both", "name-differs")
        if name is not None:
            self.op_name(name)
        seen = {}
        buffer = self.data.get("buffer", {})
        entries = [(("buffer", "name"), buffer["name"], "buffer", None)] if "name" in buffer else []
        entries += [(where + ("name",), item["name"], where[0], item.get("type"))
                    for where, item in self.items() if "name" in item]
        for where, word, group, type_name in entries:
            self.one_name(where, word, group)
            for derived in shapes.derived(word, type_name):
                if derived in seen:
                    what = f"the name '{word}' is already used" if derived == word == seen[derived] \
                        else f"'{word}' needs the C name '{derived}', which '{seen[derived]}' uses"
                    self.report(where, what, "duplicate-name")
                else:
                    seen[derived] = word

    def one_name(self, where, word, group):
        why = names.taken(word, group)
        if why:
            self.report(where, why, "reserved-name")

    def op_name(self, name):
        if names.belongs_to_library(name):
            self.report(("op",), f"the library has functions named sring_{name.split('_')[0]}_...; "
                        "use another name", "reserved-name")
        functions = set(names.common())
        for where, function in names.functions(self.data):
            if function in functions:
                self.report(where, f"there is already a function or type sring_{name}_{function}; "
                            "use another name", "reserved-name")
            functions.add(function)
        for other, behind in self.context.functions.items():
            found = names.clash(name, functions, other) or names.clash(other, behind, name)
            if found:
                self.report(("op",), f"the operation '{other}' could have a function '{found}', too; "
                            "use another name", "reserved-name")
        self.context.functions.setdefault(name, functions)

    # --- the rest of the spec -----------------------------------------------------------------

    def references(self):
        lifecycle = self.data.get("lifecycle")
        if lifecycle is not None and lifecycle not in self.context.lifecycles:
            self.report(("lifecycle",), f"there is no lifecycle '{lifecycle}'"
                        f"{suggestion(lifecycle, self.context.lifecycles)}", "unknown-lifecycle")
        for index, name in enumerate(self.data.get("see_also") or []):
            if name and "(" not in name and name not in self.context.operations:
                self.report(("see_also", index), f"there is no operation '{name}'"
                            f"{suggestion(name, self.context.operations)} (for a man page add the "
                            f"section, like {name}(2))", "unknown-operation")
        for index, name in enumerate(self.data.get("errors") or []):
            if name and name not in ERRNO:
                self.report(("errors", index), f"there is no error '{name}'"
                            f"{suggestion(name, ERRNO)}", "unknown-errno")

    def lifecycle(self):
        """Whether the lifecycle supports everything that the operation has."""
        name = self.data.get("lifecycle")
        lifecycle = self.context.lifecycles.get(name) or {}
        transitions = [t for t in lifecycle.get("transitions") or [] if isinstance(t, dict)]
        if not transitions:
            return
        verbs = {t.get("verb") for t in transitions}
        given = {token for t in transitions for token in t.get("produces") or []}
        taken = {token for t in transitions for token in t.get("signature") or []}
        file = self.data.get("file") or {}
        many = lifecycle.get("completions") == "many"
        lent, made = self.buffer_kind(), self.result_kind()
        for where, what, has, fits in (
                (("buffer",), lent.place and lent.place[0], lent.place,
                 lent.place and lent.place[1] in given and (not lent.prepared or "group" in taken)),
                (("file", "consumed"), "a consumed file", file.get("consumed"),
                 "loan" in given and not many),
                (("result", "kind"), made.place and made.place[0], made.place,
                 made.place and made.place[1] in given and (made.in_many or not many)),
                (("rearm",), "rearm", self.data.get("rearm"), "set_rearm" in verbs),
                (("options",), "options", self.data.get("options"), "set" in verbs),
                (("outputs",), "outputs", self.data.get("outputs"), "output" in verbs)):
            if has and not fits:
                self.report(where, f"lifecycle '{name}' does not support {what}; use another "
                            "lifecycle", "wrong-lifecycle", key=True)

    def opcode(self):
        opcode = self.data.get("opcode") or {}
        if opcode.get("value") in sqe.REFUSED:
            why, instead = sqe.REFUSED[opcode["value"]]
            self.report(("opcode", "value"), f"opcode {opcode['value']} is not supported: {why}; {instead}",
                        "refused-opcode")
        if "name" not in opcode or "value" not in opcode:
            return
        value, name = opcode["value"], opcode["name"]
        for other, (known, path) in self.context.opcodes.items():
            if other == value and known != name:
                self.report(("opcode", "name"), f"{value} is {known} in {path}, here {name}",
                            "opcode-mismatch")
            elif other != value and known == name:
                self.report(("opcode", "value"), f"{name} is {other} in {path}, here {value}",
                            "opcode-mismatch")
        self.context.opcodes.setdefault(value, (name, self.document.path))

    # --- the parts ----------------------------------------------------------------------------

    def buffer(self):
        buffer = self.data.get("buffer")
        if buffer is None:
            return
        kind, fields = self.buffer_kind(), self.fields_of(buffer)
        self.own_keys(("buffer",), buffer, kind, shapes.BUFFERS)
        kind.lint(self, buffer)
        if len(fields) == 2:
            self.holds_length(("buffer", "sqe", 1), fields[1])

    def own_keys(self, where, data, kind, kinds):
        """Rejects keys that only another kind has."""
        for other in kinds.values():
            for key, (message, id) in other.own_keys.items():
                if key in data and key not in kind.own_keys:
                    self.report(where + (key,), message, id, key=True)

    def buffer_kind(self):
        return shapes.buffer_kind(self.data.get("buffer"))

    def result_kind(self):
        return shapes.RESULTS.get((self.data.get("result") or {}).get("kind"), shapes.result.Result)

    def file(self):
        file = self.data.get("file") or {}
        takes_direct = bool(file.get("consumed")) and file.get("any") == ["direct"]
        if takes_direct and "index" not in file:
            self.report(("file",), "a consumed direct descriptor needs `index`, the field for its "
                        "slot", "missing-index")
        if "index" in file and not takes_direct:
            self.report(("file", "index"), "only a consumed direct descriptor has an index; remove "
                        "the key", "needless-index", key=True)
        if not file.get("consumed"):
            return
        if "buffer" in self.data:
            self.report(("buffer",), "the operation consumes the file; it cannot also take a buffer",
                        "two-loans", key=True)
        if len(file.get("any") or []) > 1:
            self.report(("file", "any"), "an operation can consume only one kind of file, `regular` "
                        "or `direct`; remove one", "two-loans")

    def result(self):
        result, buffer = self.data.get("result") or {}, self.data.get("buffer") or {}
        kind, wanted = self.result_kind(), result.get("sets_length_of")
        self.own_keys(("result",), result, kind, shapes.RESULTS)
        kind.lint(self, result)
        if not self.buffer_kind().fills_length:
            return
        if wanted is None:
            if buffer.get("direction") == "in" and "kind" in result and not kind.makes_file:
                self.report(("buffer", "direction"), "the kernel writes this buffer: add "
                            "`sets_length_of` to the result", "wrong-direction")
        elif buffer.get("name") != wanted:
            self.report(("result", "sets_length_of"), f"there is no buffer '{wanted}'"
                        f"{suggestion(wanted, [buffer.get('name')])}", "no-such-buffer")
        elif buffer.get("direction") == "out":
            self.report(("result", "sets_length_of"), f"the kernel only reads '{wanted}' "
                        "(direction: out)", "wrong-direction")

    def chain(self):
        chain, buffer = self.data.get("chain") or {}, self.data.get("buffer") or {}
        failure = chain.get("failure", "error")
        counts = self.result_kind().counts and (
            self.buffer_kind().counts(buffer) or
            any("len" in self.fields_of(item) for _, item in self.items("arguments")))
        if failure.startswith("short") and not counts:
            self.report(("chain", "failure"), "a short result needs a `count` and a requested length "
                        "in the SQE (`len`, or a vector)", "chain-failure")
        wanted = {"short_with_waitall": "msg_flags", "error_but_expiry": "timeout_flags"}
        if failure in wanted and not any(write.field == wanted[failure]
                                         for write in self.writes()):
            self.report(("chain", "failure"), f"'{failure}' needs the field '{wanted[failure]}', which "
                        "the operation does not have", "chain-failure")
        if not chain.get("kernel"):
            return
        known = {**shapes.ARGUMENTS, **shapes.OUTPUTS}
        at_sight = [item for _, item in self.items("arguments", "outputs")
                    if getattr(known.get(item.get("type")), "pointer", False)]
        if at_sight or "message" in self.data:
            self.report(("chain", "kernel"), "the kernel reads this operation's memory with the SQE, "
                        "and may reject it then; remove the key", "chain-kernel", key=True)


def check(document, data, stem, context):
    """The problems of one operation in the file `stem`.yaml."""
    return Lint(document, data, stem, context).run()
