# SPDX-License-Identifier: MIT OR Apache-2.0
"""Checks of the SQE's fields that a JSON Schema cannot express: their names, their sizes, and
that each is written once. Parts that the schema rejected are not in the data, so any key may be
missing."""

import re
from dataclasses import dataclass

from . import shapes, sqe
from .schema import suggestion

IDS = {"unknown-sqe-field", "field-written-twice", "field-too-small", "field-too-large", "wrong-field-count",
       "constant-only", "file-field", "missing-default", "number-out-of-range", "unowned-pointer",
       "await-output", "message-field", "wrong-field", "wrong-type", "unowned-file"}


@dataclass
class Write:
    """One write to the SQE: the writer, the field, and the place in the spec."""

    who: str
    field: str
    where: tuple


class Fields:
    """The checks of one operation's fields; `problems` is the result."""

    def __init__(self, document, data):
        self.document, self.data = document, data
        self.problems = []

    def report(self, where, message, id, key=False):
        self.problems.append(self.document.problem(where, message, id, key))

    def items(self, *groups):
        """(where, item) of the arguments, options, outputs."""
        for group in groups or ("arguments", "options", "outputs"):
            for index, item in enumerate(self.data.get(group) or []):
                if isinstance(item, dict):
                    yield (group, index), item

    def types(self):
        for where, item in self.items():
            known = shapes.OF_GROUP[where[0]].get(item.get("type"))
            fields = self.fields_of(item)
            if known is None or not fields:
                continue
            if len(fields) != known.fields:
                self.report(where + ("sqe",), f"a {item['type']} fills {known.fields} "
                            f"field{'s' * (known.fields > 1)}, not {len(fields)}",
                            "wrong-field-count")
            if fields[0] in sqe.FIELDS:
                known.lint(self, where, item, fields[0])
            if len(fields) == known.fields == 2:
                if where[0] == "outputs" and not fields[1].startswith(sqe.IN_HEADER):
                    self.holds(where + ("sqe", 1), "the address of a length", fields[1], 8)
                elif where[0] != "outputs":
                    self.holds_length(where + ("sqe", 1), fields[1])
            if known.number and fields[0] in sqe.FIELDS and not self.is_second_file(fields[0]):
                self.width(where, item, known, fields[0])
            for key in ("minimum", "pointer", "narrow"):
                if key in item and not known.number:
                    self.report(where + (key,), f"a {item['type']} is not a number; remove `{key}`",
                                "wrong-type", key=True)
            if item.get("in_await") and not known.in_await:
                self.report(where + ("in_await",), f"await can only hand out a {shapes.IN_AWAIT}; "
                            "remove the key", "await-output")
            for key in ("default", "minimum", "permitted"):
                if key in item:
                    self.fits(where + (key,), item[key], item["type"], known.bits, known.signed)
            if "permitted" in item and isinstance(item["permitted"], int):
                self.permitted(where, item, known)

    def width(self, where, item, known, name):
        """A number fills its field, or the spec says why not."""
        has, size = known.bits // 8, sqe.FIELDS[name].size
        if has < size and "narrow" not in item:
            self.report(where + ("type",), f"type {item['type']} has {has} byte{'s' * (has > 1)}, '{name}' "
                        f"has {size}: use a type of {8 * size} bits, or add `narrow: true` if the caller must "
                        "not set the rest", "field-too-large")
        elif has >= size and "narrow" in item:
            self.report(where + ("narrow",), f"type {item['type']} is not smaller than '{name}'; remove the "
                        "key", "wrong-type", key=True)

    def permitted(self, where, item, known):
        if not known.number or known.signed:
            self.report(where + ("permitted",), f"a {item['type']} has no bits that can be permitted; "
                        "remove the key", "wrong-type", key=True)
        elif isinstance(item.get("default"), int) and item["default"] & ~item["permitted"]:
            self.report(where + ("default",), "the default has bits that are not permitted",
                        "number-out-of-range")

    def opcode_value(self):
        return (self.data.get("opcode") or {}).get("value")

    def is_pointer(self, name):
        return name in sqe.POINTER_FIELDS or \
            name in ("off", "cmd_op") and self.opcode_value() in sqe.OFF_IS_POINTER

    def is_second_file(self, name):
        second = sqe.SECOND_FILE.get(self.opcode_value())
        return second is not None and sqe.FIELDS[name].offset == sqe.FIELDS[second].offset

    def fits(self, where, value, what, bits, signed=False):
        if isinstance(value, int) and not -(1 << bits - 1) <= value < 1 << bits - signed:
            self.report(where, f"{value} does not fit into {what}", "number-out-of-range")

    def holds(self, where, what, name, size):
        """Checks that `size` bytes fit into the field."""
        place = sqe.FIELDS.get(name)
        if place is None:
            return
        if name in sqe.CONSTANT_ONLY:
            self.report(where, f"'{name}' can only be set in `constants`", "constant-only")
        elif size > place.size:
            self.report(where, f"{what} has {size} bytes, '{name}' has {place.size}",
                        "field-too-small")

    def holds_length(self, where, name):
        self.holds(where, "a length", name, 4)
        if name == "fd" or self.is_pointer(name):
            holds = "a descriptor" if name == "fd" else "an address"
            self.report(where, f"'{name}' holds {holds}, not a length", "wrong-field")

    def message(self):
        """Checks the fields of a message header."""
        buffer = self.data.get("buffer") or {}
        parts = [(where + ("sqe",), item.get("type"), self.fields_of(item))
                 for where, item in self.items()]
        if "sqe" in buffer:
            parts.append((("buffer", "sqe"), shapes.buffer_kind(buffer).kind, self.fields_of(buffer)))
        for where, kind, fields in parts:
            inside = [name for name in fields if name.startswith(sqe.IN_HEADER)]
            if inside and "message" not in self.data:
                self.report(where, f"'{inside[0]}' needs `message`, the field for the address of the "
                            "header", "message-field")
            elif "message" in self.data and kind in shapes.COPIED and not inside:
                self.report(where, f"an operation with a message header cannot also have a {kind} "
                            "outside of it", "message-field")
            elif (kind, *fields) not in shapes.MESSAGE_PARTS and \
                    (inside or kind in shapes.ONLY_IN_MESSAGES):
                self.report(where, f"a {kind} does not go into {', '.join(fields)}",
                            "message-field")
        self.holds(("message",), "an address", self.data.get("message"), 8)
        if str(self.data.get("message")).startswith(sqe.IN_HEADER):
            self.report(("message",), "the header's address goes into a field of the SQE",
                        "message-field")
        kind = shapes.buffer_kind(buffer)
        if "message" in self.data and not kind.message_fields:
            kinds = " or ".join(name for name, kind in shapes.BUFFERS.items() if kind.message_fields)
            self.report(("message",), f"a message needs a `buffer` of kind {kinds}",
                        "message-field", key=True)
        elif "message" in self.data and kind.message_fields[0] not in self.fields_of(buffer):
            self.report(("buffer",), f"the {kind.kind} of a message goes into "
                        f"{', '.join(kind.message_fields)}", "message-field")

    def constants(self):
        for name, value in (self.data.get("constants") or {}).items():
            if name.startswith(sqe.IN_HEADER):
                self.report(("constants", name), "a message header has no constants",
                            "message-field", key=True)
            elif name in sqe.FIELDS:
                place = sqe.FIELDS[name]
                self.fits(("constants", name), value, f"'{name}', which has {place.size} bytes",
                          8 * place.size)
                if value and self.is_pointer(name):
                    self.report(("constants", name), f"'{name}' holds an address; a constant does "
                                "not own the memory there", "unowned-pointer")
                if value >= 0 and self.is_second_file(name):
                    self.report(("constants", name), f"'{name}' holds a descriptor, and a constant "
                                f"does not keep {value} open; use -100 (AT_FDCWD)", "unowned-file")

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
                            f"already writes{name}", "field-written-twice",
                            key=write.where[0] == "constants")
            for byte in range(place.offset, place.offset + place.size):
                owner.setdefault(byte, write)
        call = self.data.get("liburing", "")
        for word in re.findall(r"\w+", call.partition("(")[2])[1:]:
            known = [item["name"] for _, item in self.items() if "name" in item] + list(sqe.FIELDS)
            if word not in known and not word.isdigit():
                self.report(("liburing",), f"'{word}' is not an argument of the operation or a field "
                            f"of the SQE{suggestion(word, known)}", "unknown-sqe-field")
