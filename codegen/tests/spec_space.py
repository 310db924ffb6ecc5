# SPDX-License-Identifier: MIT OR Apache-2.0
"""Random specs of operations, as plain data: values that the schemas allow, and combinations
that are nearly right."""

import copy
import re
from pathlib import Path

from support import ROOT  # noqa: F401 (which sets the path)

from sring_gen import names, schema, shapes, sqe

LIFECYCLES = ("oneshot", "multishot", "zerocopy")
FIELDS = sorted(sqe.FIELDS)
# No kernel has these opcodes, so a submitted operation does nothing.
OPCODES = {f"IORING_OP_FUZZ_{value}": value for value in range(200, 256)}
NUMBERS = [0, 1, -1, 2, 7, 127, 128, 255, 256, 0x7fff, 0xffff, 0x10000, 0x7fffffff, -0x80000000,
           0x80000000, 0xffffffff, -0xffffffff, 0x100000000, 0x7fffffffffffffff,
           -0x8000000000000000, 0x8000000000000000, 0xffffffffffffffff, -100, 4096]
TEXTS = ["A text.", ".SH NAME", "'br", "\\", "a \\fB b \\", "100 %s %n", 'say "what"', "it's \"",
         "Gr\u00f6\u00dfe \u2192 \U0001f600", "x" * 300, "`code` and `", "What??(", "What??\"", "{op}",
         "{{ op }} {% x %}", "a*", "/b", "//", "# define x", "- a | b - c", "A. .B c. 'd.",
         "on\nseveral\n\n.lines\n", "word " * 60, "ends with a backslash \\", "*", "/", "1.5", "null",
         "a, (b, (c, (d, \"e, " * 9]
REFUSED_TEXTS = ["*/", "a /* b", "x\ty", "bell\x07", "\u202egnirts", "\x7f", " ", "", "??/", "\u2028", "\u00a0",
                 "*/ int x; /*", "\x85", "\ufeff"]
# Words of C, of the C headers, and of the code that the templates and shapes make.
_TEMPLATES = "".join(path.read_text() for path in sorted([*names.TEMPLATES.rglob("*.j2"),
                                                          *Path(shapes.__file__).parent.glob("*.py")]))
WORDS = sorted(set(re.findall(r"\b[a-z](?:_?[a-z0-9]+)*\b", _TEMPLATES)) | names.KEYWORDS |
               names.HEADERS | names.GENERATED | set("""
    uint64_t size_t socklen_t bool printf memcpy memset index exp y1 gamma read write open close time
    stat statx socket poll send recv exit abort free malloc signal select link pipe sync truncate
    strlen abs div log sin j0 lgamma isnan alloca bzero rindex ffs puts clone vector interrupt near
    """.split()))


class Space:
    """Random specs. The chances are such that many are nearly right."""

    # All names of one field.
    flags = [field for field, place in sqe.FIELDS.items() if place.offset == 28]

    def __init__(self, chance):
        self.chance = chance

    def one_of(self, choices):
        return self.chance.choice(sorted(choices) if isinstance(choices, set) else list(choices))

    def perhaps(self, probability=0.5):
        return self.chance.random() < probability

    # --- leaves -------------------------------------------------------------------------------

    def text(self):
        return self.one_of(REFUSED_TEXTS if self.perhaps(0.01) else TEXTS)

    def brief(self):
        return "A" + self.text().replace("\n", " ") + "." if self.perhaps(0.4) else "Do it."

    def fresh(self):
        """A name, most likely a new one."""
        if self.perhaps(0.1):
            return self.one_of(WORDS)
        return "".join(self.one_of("abcdefgh") for _ in range(5)) + self.one_of(["", "_x", "_1"])

    def number(self):
        return self.one_of(NUMBERS)

    # --- by the schema ------------------------------------------------------------------------

    def by_schema(self, node=None, key=""):
        """A value that the schema allows, or nearly allows."""
        root = schema.schema("operation")
        node = root if node is None else node
        if "$ref" in node:
            node = {**root["$defs"][node["$ref"].split("/")[-1]], **node}
        if "const" in node:
            return node["const"]
        if "enum" in node:
            return self.one_of(node["enum"])
        kind = node.get("type", "object")
        kind = self.one_of(kind) if isinstance(kind, list) else kind
        if kind == "object":
            properties = node.get("properties", {})
            if not properties:
                return {self.one_of(FIELDS): self.number() for _ in range(self.one_of([0, 1, 2]))}
            return {name: self.by_schema(value, name) for name, value in properties.items()
                    if name in node.get("required", []) or self.perhaps(0.3)}
        if kind == "array":
            size = self.one_of(range(node.get("minItems", 0), node.get("maxItems", 3) + 1))
            return [self.by_schema(node.get("items", {}), key) for _ in range(size)]
        if kind == "boolean":
            return self.perhaps()
        if kind == "integer":
            return self.number()
        return self.string(key)

    def string(self, key):
        return {"op": self.fresh, "name": self.fresh, "lifecycle": lambda: self.one_of(LIFECYCLES),
                "sqe": lambda: self.one_of(FIELDS), "index": lambda: self.one_of(FIELDS),
                "message": lambda: self.one_of(FIELDS), "brief": self.brief,
                "since": lambda: self.one_of(["5.1", "5.15", "6.99"]),
                "errors": lambda: self.one_of(["EINVAL", "EIO", "ENOMEM"]),
                "see_also": lambda: self.one_of(["nop", "read(2)", "a.b-c+d(7)"])}.get(
                    key, self.text)()

    # --- nearly right -------------------------------------------------------------------------

    def operation(self, name, **features):
        """An operation with these features, or with random ones; no two share a field."""
        opcode = self.one_of(OPCODES)
        data = {"op": name, "opcode": {"name": opcode, "value": OPCODES[opcode],
                                       "since": self.one_of(["5.1", "5.15", "6.0"])},
                "lifecycle": features.get("lifecycle") or self.one_of(LIFECYCLES),
                "brief": self.brief(), "result": {"kind": "status"}}
        self.free = {field: place for field, place in sqe.FIELDS.items()
                     if not field.startswith(sqe.IN_HEADER)}
        for part in features.get("parts") or self.parts(data["lifecycle"]):
            getattr(self, part)(data)
        return data

    def parts(self, lifecycle):
        parts = [self.one_of(["file", "file", "consumed", "directory", "constant_fd", "nothing"])]
        parts += [self.one_of({"oneshot": ["owned", "registered", "vector", "shared", "provided", "messages",
                                           "makes", "nothing"],
                               "zerocopy": ["owned", "registered", "vector", "shared", "messages"],
                               "multishot": ["provided", "makes", "nothing"]}[lifecycle])]
        parts += [part for part in ("argument", "argument", "argument", "option", "option", "constant",
                                    "constant", "ioprio", "counts", "errors") if self.perhaps(0.4)]
        if self.perhaps(0.4 if lifecycle == "oneshot" else 0.03):
            parts.append("output")
        if lifecycle != "oneshot" and parts[0] == "consumed" or \
                parts[0] == "consumed" and parts[1] != "nothing":
            parts[0] = "file"
        return parts

    def take(self, size, most=8):
        """A free field, mostly one of the right size."""
        fits = [field for field, place in self.free.items() if size <= place.size <= most and
                field not in ("fd", "ioprio")]
        field = self.one_of(fits if fits and self.perhaps(0.97) else FIELDS)
        place = sqe.FIELDS[field]
        self.free = {other: there for other, there in self.free.items()
                     if there.offset + there.size <= place.offset or
                     place.offset + place.size <= there.offset}
        return field

    def claim(self, *fields):
        for field in fields:
            place = sqe.FIELDS[field]
            self.free = {other: there for other, there in self.free.items()
                         if there.offset + there.size <= place.offset or
                         place.offset + place.size <= there.offset}
        return list(fields)

    def nothing(self, data):
        pass

    def file(self, data):
        self.claim("fd")
        data["file"] = {"any": self.one_of([["regular"], ["direct"], ["regular", "direct"]])}

    def consumed(self, data):
        self.claim("fd")
        data["file"] = {"any": ["regular"], "consumed": True}
        if self.perhaps():
            data["file"] = {"any": ["direct"], "consumed": True, "index": self.claim("file_index")[0]}

    def directory(self, data):
        self.claim("fd")
        data.setdefault("options", []).append(
            {"name": self.fresh(), "type": "file", "sqe": "fd", "doc": self.text(),
             "default": self.one_of([-100, -1, 3, 2 ** 31])})

    def constant_fd(self, data):
        self.claim("fd")
        data.setdefault("constants", {})["fd"] = self.one_of([-1, 5, 2 ** 32 - 1])

    def lend(self, data, kind, fields):
        direction = self.one_of(["in", "out"])
        data["buffer"] = {"name": self.one_of(["buf", self.fresh()]), "kind": kind,
                          "direction": direction, "sqe": fields}
        if direction == "in":
            data["result"] = {"kind": "count", "unit": self.text(), "doc": self.text(),
                              "sets_length_of": data["buffer"]["name"],
                              "may_exceed": self.perhaps(0.3)}
        return data["buffer"]

    def span(self):
        return self.claim("addr", "len") if self.perhaps() else [self.take(8), self.take(4)]

    def owned(self, data):
        self.lend(data, "owned", self.span())

    def registered(self, data):
        self.lend(data, "registered", self.span())["index"] = self.claim("buf_index")[0]

    def vector(self, data):
        self.lend(data, "vector", self.span())

    def shared(self, data):
        self.lend(data, "shared", self.span())
        if self.perhaps(0.9):
            data["buffer"]["direction"] = "out"
            data["result"].pop("sets_length_of", None)
            data["result"].pop("may_exceed", None)

    def provided(self, data):
        buffer = self.lend(data, "provided", self.claim("buf_group"))
        if self.perhaps():
            buffer["sqe"].append(self.take(4))
        for key, value in (("bundles", True), ("incremental", False)):
            if self.perhaps(0.3):
                buffer[key] = value
        data["result"] = {"kind": "count", "unit": "bytes", "doc": self.text()}

    def messages(self, data):
        data["message"] = self.claim("addr")[0] if self.perhaps(0.8) else self.take(8)
        self.lend(data, "vector", ["msghdr.iov", "msghdr.iovlen"])
        reads = data["buffer"]["direction"] == "in"
        for group, kind, fields in (
                ("arguments", "room", "msghdr.control"), ("outputs", "control", "msghdr.controllen"),
                ("outputs", "sockaddr", ["msghdr.name", "msghdr.namelen"]),
                ("outputs", "msg_flags", "msghdr.flags")) if reads else (
                    ("arguments", "sockaddr", ["msghdr.name", "msghdr.namelen"]),
                    ("arguments", "control", ["msghdr.control", "msghdr.controllen"])):
            if self.perhaps():
                data.setdefault(group, []).append(
                    {"name": self.fresh(), "type": kind, "sqe": fields, "doc": self.text()})

    def makes(self, data):
        data["result"] = {"kind": "file"}
        if self.perhaps():
            data["result"] = {"kind": "direct", "index": self.claim("file_index")[0]}

    def counts(self, data):
        if data["result"]["kind"] == "status":
            data["result"] = {"kind": self.one_of(["count", "mask"]), "unit": self.text()}

    def typed(self, types, group, kind=None):
        kind = kind or self.one_of(types if self.perhaps(0.03) else set(types) - shapes.ONLY_IN_MESSAGES)
        known = types[kind]
        size = 8 if known.pointer else known.bits // 8
        fields = [self.take(8 if group == "outputs" else size if not index else 4)
                  for index in range(known.fields)]
        item = {"name": self.fresh(), "type": kind, "doc": self.text(),
                "sqe": fields if len(fields) > 1 else fields[0]}
        if known.number and not known.pointer and self.perhaps(0.97):
            item["pointer"] = False
        if kind == "poll" and fields[0] in self.flags:
            item["sqe"] = "poll32_events"
        self.width(item, known)
        if self.perhaps(0.3):
            item["unit"] = self.text()
        return item

    def width(self, item, known):
        """Whether its type is smaller than its field, mostly right."""
        item.pop("narrow", None)
        if known.number and known.bits // 8 < sqe.FIELDS[item["sqe"]].size and self.perhaps(0.97):
            item["narrow"] = True

    def argument(self, data, kind=None):
        item = self.typed(shapes.ARGUMENTS, "arguments", kind)
        if self.perhaps(0.1) and "fd" in self.free and item["type"] in ("u32", "i32", "u8", "rwf"):
            item["sqe"] = self.claim("fd")[0]
            self.width(item, shapes.ARGUMENTS[item["type"]])
        if self.perhaps(0.1):
            item["minimum"] = self.one_of([1, 100, self.number()])
        data.setdefault("arguments", []).append(item)

    def option(self, data, kind=None):
        item = self.typed(shapes.VALUES, "options", kind)
        if self.perhaps():
            item["default"] = self.one_of([0, 1, 200, self.number()])
        if self.perhaps(0.2):
            item["permitted"] = self.one_of([1, 201, 255, self.number()])
        data.setdefault("options", []).append(item)

    def output(self, data, kind=None):
        item = self.typed(shapes.OUTPUTS, "outputs", kind)
        item.pop("unit", None)
        if item["type"] == "statx" and self.perhaps():
            item["in_await"] = True
        data.setdefault("outputs", []).append(item)

    def constant(self, data):
        field = self.take(4, self.one_of([4, 4, 8]))
        value = self.number() if self.perhaps() else 1
        data.setdefault("constants", {})[field] = 0 if field.startswith("addr") and \
            self.perhaps(0.9) else value

    def ioprio(self, data):
        data.setdefault("constants", {})[self.claim("ioprio")[0]] = self.one_of([1, 2, 0xffff, -1])

    def errors(self, data):
        data["errors"], data["see_also"] = ["EINVAL", "EIO"], ["read(2)", "a.b-c+d(7)"]

    # --- every one ----------------------------------------------------------------------------

    def everything(self):
        """(description, data) for each lifecycle with each kind of part in each field."""
        number = 0
        for lifecycle in LIFECYCLES:
            for part, types in (("argument", shapes.ARGUMENTS), ("option", shapes.VALUES),
                                ("output", shapes.OUTPUTS), ("owned", [None]),
                                ("registered", [None]), ("vector", [None]), ("shared", [None]),
                                ("provided", [None]), ("messages", [None]), ("constant", [None])):
                for kind in types:
                    for field in FIELDS:
                        for second in (0, 1):
                            number += 1
                            yield self.placed(f"each_{number}", lifecycle, part, kind, field, second)

    def placed(self, name, lifecycle, part, kind, field, second):
        """An operation with the part in this field; `second` is the field for its length."""
        types = {**shapes.ARGUMENTS, **shapes.VALUES, **shapes.OUTPUTS}
        data = self.operation(name, lifecycle=lifecycle, parts=["nothing"])
        others = ["file"] if field != "fd" else []
        others += ["owned"] if lifecycle == "zerocopy" and part not in (
            "owned", "registered", "vector", "shared", "messages") else []
        for other in others:
            getattr(self, other)(data)
        self.claim(field)
        before = copy.deepcopy(data)
        if kind:
            getattr(self, part)(data, kind)
        else:
            getattr(self, part)(data)
        if part == "constant":
            data["constants"] = {field: 1}
        elif part == "messages":
            data["message"] = field
        elif kind:
            item = next(i for group in ("arguments", "options", "outputs")
                        for i in data.get(group, []) if i not in before.get(group, []))
            several = isinstance(item["sqe"], list)
            item["sqe"] = [item["sqe"][0], field] if several and second else \
                [field, item["sqe"][1]] if several else field
            self.width(item, types[item["type"]])
        else:
            fields = data["buffer"]["sqe"]
            fields[min(second, len(fields) - 1)] = field
        return data

    def named(self, name, words):
        """An operation that uses these five words as names."""
        words = list(words) + ["filler"] * 5
        return {"op": name, "opcode": {"name": "IORING_OP_FUZZ_200", "value": 200, "since": "6.0"},
                "lifecycle": "oneshot", "brief": "Do it.", "file": {"any": ["regular"]},
                "buffer": {"name": words[0], "direction": "in", "sqe": ["addr3", "splice_fd_in"]},
                "arguments": [
                    {"name": words[1], "type": "u32", "sqe": "len", "doc": "A."},
                    {"name": words[2], "type": "path", "sqe": "addr", "doc": "A."}],
                "options": [{"name": words[3], "type": "u32", "sqe": "rw_flags", "doc": "A."}],
                "outputs": [{"name": words[4], "type": "statx", "sqe": "addr2", "in_await": True,
                             "doc": "A."}],
                "result": {"kind": "count", "unit": "bytes", "sets_length_of": words[0]}}
