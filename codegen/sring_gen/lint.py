# SPDX-License-Identifier: MIT OR Apache-2.0
"""What a JSON Schema cannot say about an operation. The data comes here without what the schema has
complained about, so every key may be missing."""

import errno
import re
from dataclasses import dataclass, field

from . import names, sqe
from .schema import suggestion

IDS = {"name-differs", "reserved-name", "duplicate-name", "duplicate-operation",
       "unknown-lifecycle", "unknown-operation", "opcode-mismatch", "unknown-errno",
       "unknown-sqe-field", "field-written-twice", "field-too-small", "wrong-field-count",
       "constant-only", "file-field", "missing-default", "number-out-of-range", "unowned-pointer",
       "missing-unit", "no-such-buffer", "wrong-direction", "missing-index", "needless-index",
       "two-loans", "await-output", "only-provided", "message-field", "chain-failure",
       "chain-kernel"}

ERRNO = {name for name in dir(errno) if name.startswith("E")}


@dataclass
class Context:
    """What an operation is checked against: the rest of the spec."""

    lifecycles: set
    operations: set
    opcodes: dict = field(default_factory=dict)  # value -> (name, path) of the first operation


@dataclass
class Write:
    """One write to the SQE: who makes it, to which field, and where the spec says so."""

    who: str
    field: str
    where: tuple


class Lint:
    """The lints of one operation; `problems` is the outcome."""

    def __init__(self, document, data, stem, context):
        self.document, self.data, self.stem, self.context = document, data, stem, context
        self.problems = []

    def report(self, where, message, id, key=False):
        self.problems.append(self.document.problem(where, message, id, key))

    def run(self):
        self.names()
        self.references()
        self.opcode()
        self.buffer()
        self.file()
        self.result()
        self.chain()
        self.types()
        self.message()
        self.constants()
        self.sqe()
        return self.problems

    def items(self, *groups):
        """(where, item) of the arguments, options, outputs."""
        for group in groups or ("arguments", "options", "outputs"):
            for index, item in enumerate(self.data.get(group) or []):
                if isinstance(item, dict):
                    yield (group, index), item

    # --- names --------------------------------------------------------------------------------

    def names(self):
        name = self.data.get("op")
        if name is not None and name != self.stem:
            self.report(("op",), f"the operation is named '{name}', its file '{self.stem}.yaml'",
                        "name-differs")
        if name in names.LIBRARY:
            self.report(("op",), f"the library has functions named sring_{name}_...",
                        "reserved-name")
        seen = {}
        buffer = self.data.get("buffer", {})
        entries = [(("buffer", "name"), buffer["name"], "buffer", None)] if "name" in buffer else []
        entries += [(where + ("name",), item["name"], where[0], item.get("type"))
                    for where, item in self.items() if "name" in item]
        for where, word, group, type_name in entries:
            self.one_name(where, word, group, buffer.get("name"))
            for derived in names.derived(word, type_name):
                if derived in seen:
                    what = f"the name '{word}' is taken" if derived == word == seen[derived] else \
                        f"'{word}' needs the C name '{derived}', which '{seen[derived]}' has taken"
                    self.report(where, what, "duplicate-name")
                else:
                    seen[derived] = word

    def one_name(self, where, word, group, buffer):
        if word in names.KEYWORDS:
            self.report(where, f"'{word}' is a word of C or C++", "reserved-name")
        elif word in names.GENERATED and not (group == "buffer" and word == "buf"):
            self.report(where, f"the generated functions use '{word}' themselves", "reserved-name")
        elif group == "options" and word == "range" and buffer:
            self.report(where, "sring_OP_set_range is the setter of the buffer's range",
                        "reserved-name")
        elif group == "outputs" and (word in names.verbs() or word == "length"):
            self.report(where, f"sring_OP_{word} or a variable in it exists already",
                        "reserved-name")

    # --- the rest of the spec -----------------------------------------------------------------

    def references(self):
        lifecycle = self.data.get("lifecycle")
        if lifecycle is not None and lifecycle not in self.context.lifecycles:
            self.report(("lifecycle",), f"there is no lifecycle '{lifecycle}'"
                        f"{suggestion(lifecycle, self.context.lifecycles)}", "unknown-lifecycle")
        for index, name in enumerate(self.data.get("see_also") or []):
            if name and "(" not in name and name not in self.context.operations:
                self.report(("see_also", index), f"there is no operation '{name}'"
                            f"{suggestion(name, self.context.operations)} (a man page needs its "
                            f"section, like {name}(2))", "unknown-operation")
        for index, name in enumerate(self.data.get("errors") or []):
            if name and name not in ERRNO:
                self.report(("errors", index), f"there is no error '{name}'"
                            f"{suggestion(name, ERRNO)}", "unknown-errno")

    def opcode(self):
        opcode = self.data.get("opcode") or {}
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

    # --- one part after the other -------------------------------------------------------------

    def buffer(self):
        buffer = self.data.get("buffer")
        if buffer is None:
            return
        registered, provided = (buffer.get("kind") == kind for kind in ("registered", "provided"))
        if registered and "index" not in buffer:
            self.report(("buffer",), "a registered buffer needs `index`, the field for its index",
                        "missing-index")
        if "index" in buffer and not registered:
            self.report(("buffer", "index"), "only a registered buffer has an index",
                        "needless-index", key=True)
        if len(buffer.get("sqe") or []) == 1 and not provided:
            self.report(("buffer", "sqe"), "a buffer fills 2 fields, not 1", "wrong-field-count")
        for key in ("bundles", "incremental"):
            if key in buffer and not provided:
                self.report(("buffer", key), "only an operation that takes its buffers out of a "
                            "buffer ring can say so", "only-provided", key=True)

    def file(self):
        file = self.data.get("file") or {}
        takes_direct = bool(file.get("consumed")) and file.get("any") == ["direct"]
        if takes_direct and "index" not in file:
            self.report(("file",), "a direct descriptor that is taken away needs `index`, the "
                        "field for its slot", "missing-index")
        if "index" in file and not takes_direct:
            self.report(("file", "index"), "only a direct descriptor that is taken away has an "
                        "index", "needless-index", key=True)
        if not file.get("consumed"):
            return
        if "buffer" in self.data:
            self.report(("buffer",), "the operation takes the file away; it cannot also borrow a "
                        "buffer", "two-loans", key=True)
        if len(file.get("any") or []) > 1:
            self.report(("file", "any"), "the operation takes a file of one kind away: it closes a "
                        "descriptor or empties a slot", "two-loans")

    def result(self):
        result, buffer = self.data.get("result") or {}, self.data.get("buffer") or {}
        kind, wanted = result.get("kind"), result.get("sets_length_of")
        if buffer.get("kind") == "provided":
            if kind not in (None, "count") or wanted is not None:
                self.report(("result",), "the result of an operation on a buffer ring is a lent "
                            "buffer: a `count`, which sets no other's length", "wrong-direction")
            buffer = {}
        if kind in ("count", "mask") and "unit" not in result:
            self.report(("result",), f"a {kind} needs its `unit`", "missing-unit")
        if kind in ("file", "direct") and buffer:
            self.report(("result", "kind"), "finish hands out the file that was made; it cannot "
                        "also give a buffer back", "two-loans")
        if kind in ("file", "direct") and (self.data.get("file") or {}).get("consumed"):
            self.report(("result", "kind"), "the operation takes a file away; it cannot also make "
                        "one", "two-loans")
        if kind == "direct" and "index" not in result:
            self.report(("result",), "a direct descriptor needs `index`, the field for the slot "
                        "that it is made in", "missing-index")
        if "index" in result and kind != "direct":
            self.report(("result", "index"), "only a result that is a direct descriptor has an "
                        "index", "needless-index", key=True)
        if wanted is None:
            if buffer.get("direction") == "in" and kind in ("count", "mask", "status"):
                self.report(("buffer", "direction"), "the kernel writes this buffer, but the "
                            "result does not say how much: `sets_length_of` is missing",
                            "wrong-direction")
        elif buffer.get("name") != wanted:
            self.report(("result", "sets_length_of"), f"there is no buffer '{wanted}'"
                        f"{suggestion(wanted, [buffer.get('name')])}", "no-such-buffer")
        elif buffer.get("direction") == "out":
            self.report(("result", "sets_length_of"), f"the kernel only reads '{wanted}' "
                        "(direction: out)", "wrong-direction")

    def chain(self):
        chain, buffer = self.data.get("chain") or {}, self.data.get("buffer") or {}
        failure = chain.get("failure", "error")
        counts = (self.data.get("result") or {}).get("kind") == "count" and sqe.has_length(buffer)
        if failure.startswith("short") and not counts:
            self.report(("chain", "failure"), "only an operation that counts bytes, of which the SQE "
                        "says how many (`len`, or a vector), can do fewer", "chain-failure")
        wanted = {"short_with_waitall": "msg_flags", "error_but_expiry": "timeout_flags"}
        if failure in wanted and not any(write.field == wanted[failure]
                                         for write in self.writes()):
            self.report(("chain", "failure"), f"the operation has no '{wanted[failure]}'",
                        "chain-failure")
        if not chain.get("kernel"):
            return
        if buffer.get("kind") == "provided":
            self.report(("chain", "kernel"), "an operation on a buffer ring must not wait in the "
                        "kernel: the ring could not be closed", "chain-kernel", key=True)
        known = {**sqe.ARGUMENT_TYPES, **sqe.OUTPUT_TYPES}
        at_sight = [item for _, item in self.items("arguments", "outputs")
                    if getattr(known.get(item.get("type")), "pointer", False)]
        if at_sight or "message" in self.data:
            self.report(("chain", "kernel"), "the kernel looks at sight at what this operation "
                        "points at, and may refuse it", "chain-kernel", key=True)

    def types(self):
        for where, item in self.items():
            known = {"arguments": sqe.ARGUMENT_TYPES, "options": sqe.OPTION_TYPES,
                     "outputs": sqe.OUTPUT_TYPES}[where[0]].get(item.get("type"))
            fields = self.fields_of(item)
            if known is None or not fields:
                continue
            if len(fields) != known.fields:
                self.report(where + ("sqe",), f"a {item['type']} fills {known.fields} "
                            f"field{'s' * (known.fields > 1)}, not {len(fields)}",
                            "wrong-field-count")
            self.one_type(where, item, known, fields[0])
            if item.get("in_await") and item["type"] != "statx":
                self.report(where + ("in_await",), "only a statx can be handed out by await",
                            "await-output")
            for key in ("default", "minimum"):
                if key in item:
                    self.fits(where + (key,), item[key], known.bits, item["type"])

    def one_type(self, where, item, known, name):
        place = sqe.FIELDS.get(name)
        if place is None:
            return
        if where[0] == "options" and item["type"] == "file":
            if name != "fd":
                self.report(where + ("sqe",), "a file goes into 'fd'", "file-field")
            if "default" not in item:
                self.report(where, "a file needs a `default`, such as -100 (AT_FDCWD)",
                            "missing-default")
            return
        if where[0] == "options" and name == "fd":
            self.report(where + ("sqe",), "only an option of type file can go into 'fd'",
                        "file-field")
        if name in sqe.CONSTANT_ONLY:
            self.report(where + ("sqe",), f"'{name}' can only be a constant", "constant-only")
        need = 8 if known.pointer else known.bits // 8
        if need > place.size:
            self.report(where + ("sqe",), f"a {item['type']} has {need} bytes, '{name}' has "
                        f"{place.size}", "field-too-small")
        if not known.pointer and "pointer" not in item and self.is_pointer(name):
            self.report(where + ("sqe",), f"'{name}' holds an address, and nobody owns what a "
                        f"{item['type']} points at; if the kernel takes it for a plain number, "
                        "say `pointer: false`", "unowned-pointer")

    def is_pointer(self, name):
        opcode = (self.data.get("opcode") or {}).get("value")
        return name in sqe.POINTER_FIELDS or name == "off" and opcode in sqe.OFF_IS_POINTER

    def fits(self, where, value, bits, what):
        if not isinstance(value, int):
            return
        if not -(1 << bits - 1) <= value < 1 << bits:
            self.report(where, f"{value} does not fit into {what}", "number-out-of-range")

    def message(self):
        """The fields of a message header are for what belongs into one."""
        buffer = self.data.get("buffer") or {}
        parts = [(where + ("sqe",), item.get("type"), self.fields_of(item))
                 for where, item in self.items()]
        if "sqe" in buffer:
            parts.append((("buffer", "sqe"), buffer.get("kind", "owned"), self.fields_of(buffer)))
        for where, kind, fields in parts:
            inside = [name for name in fields if name.startswith(sqe.IN_HEADER)]
            if inside and "message" not in self.data:
                self.report(where, f"'{inside[0]}' needs `message`, the field for the address of the "
                            "header", "message-field")
            elif (kind, *fields) not in sqe.MESSAGE_PARTS and \
                    (inside or kind in sqe.ONLY_IN_MESSAGES):
                self.report(where, f"a {kind} does not go into {', '.join(fields)}",
                            "message-field")
        if "message" in self.data and buffer.get("kind") != "vector":
            self.report(("message",), "a message consists of a vector: `buffer` of kind vector",
                        "message-field", key=True)
        elif "message" in self.data and "msghdr.iov" not in self.fields_of(buffer):
            self.report(("buffer",), "the vector of a message goes into msghdr.iov, msghdr.iovlen",
                        "message-field")

    def constants(self):
        for name, value in (self.data.get("constants") or {}).items():
            if name in sqe.FIELDS:
                place = sqe.FIELDS[name]
                self.fits(("constants", name), value, 8 * place.size,
                          f"'{name}', which has {place.size} bytes")
                if value and self.is_pointer(name):
                    self.report(("constants", name), f"'{name}' holds an address; nobody owns what "
                                "a constant points at", "unowned-pointer")

    # --- the SQE ------------------------------------------------------------------------------

    @staticmethod
    def fields_of(item):
        fields = item.get("sqe")
        fields = fields if isinstance(fields, list) else [fields]
        return [name for name in fields if isinstance(name, str)]

    def writes(self):
        file, result = self.data.get("file") or {}, self.data.get("result") or {}
        if "file" in self.data:
            yield Write("the file", "fd", ("file",))
        if "index" in file:
            yield Write("the file's slot", file["index"], ("file", "index"))
        if "index" in result:
            yield Write("the result's slot", result["index"], ("result", "index"))
        buffer = self.data.get("buffer") or {}
        for index, name in enumerate(buffer.get("sqe") or []):
            yield Write("the buffer", name, ("buffer", "sqe", index))
        if "index" in buffer:
            yield Write("the buffer's index", buffer["index"], ("buffer", "index"))
        if "message" in self.data:
            yield Write("the message", self.data["message"], ("message",))
        for name in self.data.get("constants") or {}:
            yield Write("a constant", name, ("constants", name))
        for where, item in self.items():
            several = isinstance(item.get("sqe"), list)
            for index, name in enumerate(item["sqe"] if several else [item.get("sqe")]):
                yield Write(f"'{item.get('name', '?')}'", name,
                            where + (("sqe", index) if several else ("sqe",)))

    def sqe(self):
        owner = {}  # byte of the SQE -> Write
        for write in self.writes():
            if not isinstance(write.field, str):
                continue
            if write.field not in sqe.FIELDS:
                self.report(write.where, f"unknown SQE field '{write.field}'"
                            f"{suggestion(write.field, sqe.FIELDS)}", "unknown-sqe-field",
                            key=write.where[0] == "constants")
                continue
            place = sqe.FIELDS[write.field]
            taken = [owner[b] for b in range(place.offset, place.offset + place.size) if b in owner]
            if taken:
                first = taken[0]
                name = "" if first.field == write.field else f" as '{first.field}'"
                self.report(write.where, f"{write.who} writes '{write.field}', which {first.who} "
                            f"has written{name}", "field-written-twice",
                            key=write.where[0] == "constants")
            for byte in range(place.offset, place.offset + place.size):
                owner.setdefault(byte, write)
        call = self.data.get("liburing", "")
        for word in re.findall(r"\w+", call.partition("(")[2])[1:]:
            known = [item["name"] for _, item in self.items() if "name" in item] + list(sqe.FIELDS)
            if word not in known and not word.isdigit():
                self.report(("liburing",), f"'{word}' is neither an argument of the operation nor "
                            f"a field of the SQE{suggestion(word, known)}", "unknown-sqe-field")


def check(document, data, stem, context):
    """Problems of one operation, whose file is `stem`.yaml."""
    return Lint(document, data, stem, context).run()
