# SPDX-License-Identifier: MIT OR Apache-2.0
"""Checks of an operation against what the kernel does with its opcode: when it came, its file, the
memory that its SQE points at, its result, how often it completes. An opcode that is not in opcodes.py
is newer than this list, and not checked. Parts that the schema rejected are not in the data, so any
key may be missing."""

from . import opcodes, shapes, sqe

IDS = {"no-such-version", "wrong-file", "wrong-memory", "wrong-result"}

_SLOT = sqe.FIELDS["file_index"].offset
_FD = sqe.FIELDS["fd"].offset
_VECTORIZED = 32  # IORING_SEND_VECTORIZED, in ioprio
_MAKE_FILES = {"ACCEPT": ("file", "direct"), "OPENAT": ("file", "direct"), "OPENAT2": ("file", "direct"),
               "SOCKET": ("file", "direct"), "FIXED_FD_INSTALL": ("file",)}
# Their file_index is a slot of the ring's table.
_SLOTS = {*_MAKE_FILES, "CLOSE", "PIPE"} - {"FIXED_FD_INSTALL"}
_COMPLETIONS = {"SEND_ZC": "two", "SENDMSG_ZC": "two", "READ_MULTISHOT": "many", "RECV_ZC": "many"}
# Bits with which an opcode completes more than once: (field, bit, completions), their name.
_BITS = {"ACCEPT": ("ioprio", 1, "many", "IORING_ACCEPT_MULTISHOT"),
         "RECV": ("ioprio", 2, "many", "IORING_RECV_MULTISHOT"),
         "RECVMSG": ("ioprio", 2, "many", "IORING_RECV_MULTISHOT"),
         "POLL_ADD": ("len", 1, "many", "IORING_POLL_ADD_MULTI"),
         "TIMEOUT": ("timeout_flags", 64, "many", "IORING_TIMEOUT_MULTISHOT")}
# A bit with which the kernel reads the memory longer than any lifecycle says.
_LONGER = {"SEND": ("msg_flags", 1 << 26, None, "MSG_ZEROCOPY"),
           "SENDMSG": ("msg_flags", 1 << 26, None, "MSG_ZEROCOPY")}
_CALLED = {"in": "buffer that the kernel writes", "out": "buffer that the kernel reads",
           "vector-in": "vector that the kernel writes", "vector-out": "vector that the kernel reads",
           "message-in": "message that the kernel writes", "message-out": "message that the kernel reads",
           "peer": "sockaddr as an output"}


def _in_sqe(name):
    """It is a field of the SQE, not of a message header."""
    return name in sqe.FIELDS and not name.startswith(sqe.IN_HEADER)


def _overlap(name, other):
    one, two = sqe.FIELDS.get(name), sqe.FIELDS.get(other)
    return one and two and one.offset < two.offset + two.size and two.offset < one.offset + one.size


def _signed(value, bits=32):
    return value - (1 << bits) if value >= 1 << bits - 1 else value


def _called(kind):
    if kind == "other":
        return "an address that no spec can own"
    text = _CALLED.get(kind, kind)
    return f"{'an' if text[0] in 'aeiou' else 'a'} {text}"


class OpcodeLint:
    """A part of lint.Lint."""

    def of_opcode(self):
        since, value = (self.data.get("opcode") or {}).get("since"), self.opcode_value()
        if since is not None:
            self.version(since, value)
        if value is None or not 0 < value < len(opcodes.NAMES) or value in sqe.REFUSED:
            return  # unknown, or NOP, which uses nothing
        self.short = opcodes.NAMES[value]
        self.called, self.use = f"IORING_OP_{self.short}", opcodes.USES[self.short]
        self.known_file()
        self.descriptor()
        self.slot()
        self.memory()
        self.made()
        self.completions()

    def version(self, since, value):
        major, minor = map(int, since.split("."))
        last = opcodes.LAST_MINOR.get(major)
        where = ("opcode", "since")
        if major < 5 or since == "5.0":
            self.report(where, f"Linux {since} has no io_uring, which came with 5.1", "no-such-version")
        elif last is not None and minor > last:
            self.report(where, f"there is no Linux {since}: behind {major}.{last} comes {major + 1}.0",
                        "no-such-version")
        elif value is not None and value < len(opcodes.SINCE) and \
                opcodes.number_of(since) < opcodes.number_of(opcodes.SINCE[value]):
            self.report(where, f"Linux {since} has no IORING_OP_{opcodes.NAMES[value]}, which came with "
                        f"{opcodes.SINCE[value]}", "no-such-version")

    # --- the file -----------------------------------------------------------------------------------

    def known_file(self):
        file, use = self.data.get("file"), self.use.fd
        if file is None:
            return
        kinds = file.get("any") or []
        if use in ("none", "directory"):
            instead = "use an option of type file, with `sqe: fd`" if use == "directory" else \
                "remove the key"
            self.report(("file",), f"{self.called} does not work on a file in 'fd'; {instead}",
                        "wrong-file", key=True)
            return
        if use == "regular" and "direct" in kinds:
            self.report(("file", "any"), f"{self.called} does not find direct descriptors; write "
                        "`any: [regular]`", "wrong-file")
        if use == "direct" and "regular" in kinds:
            self.report(("file", "any"), f"{self.called} takes only direct descriptors; write "
                        "`any: [direct]`", "wrong-file")
        if use == "closes" and not file.get("consumed"):
            self.report(("file",), f"{self.called} closes its file; add `consumed: true`", "wrong-file",
                        key=True)
        if use != "closes" and file.get("consumed"):
            self.report(("file", "consumed"), f"{self.called} does not close its file; remove the key",
                        "wrong-file", key=True)

    def descriptor(self):
        """The fd of an operation without `file`."""
        if self.use.fd == "none" or "file" in self.document.data:
            return
        wanted = "an option of type file or a constant, -100 (AT_FDCWD)" if self.use.fd == "directory" \
            else "`file`"
        found = False
        for where, item, field in self.plain():
            if sqe.FIELDS[field].offset != _FD:
                continue
            found = True
            owned = item.get("type") == "file" and self.use.fd != "closes" if item else \
                _signed(self.data["constants"][field]) < 0 and self.use.fd != "closes"
            if not owned:
                self.report(where, f"{self.called} takes 'fd' as a descriptor, and this does not keep it "
                            f"open; use {wanted}", "unowned-file", key=item is None)
        if not found:
            self.report(("opcode", "name"), f"{self.called} works on the descriptor in 'fd', which would "
                        f"be 0; add {wanted}", "wrong-file")

    def slot(self):
        if self.short not in _SLOTS:
            return
        for where, item, field in self.plain():
            if sqe.FIELDS[field].offset == _SLOT:
                self.report(where, f"{self.called} takes '{field}' as a slot of the ring's table, which "
                            "only the library reserves; use `index`", "unowned-file", key=item is None)

    # --- memory -------------------------------------------------------------------------------------

    def memory(self):
        for where, kind, field in self.addresses():
            wanted = self.points(field)
            if wanted != kind:
                takes = "no address" if wanted is None else _called(wanted)
                self.report(where, f"{self.called} takes {takes} in '{field}'; {_called(kind)} does not go "
                            "there", "wrong-memory")
        for where, item, field in self.plain():
            wanted = self.points(field)
            if item is not None and item.get("pointer") is False and wanted:
                self.report(where, f"{self.called} takes {_called(wanted)} in '{field}'; a {item['type']} "
                            "does not own the memory there", "unowned-pointer")
        self.provided()

    def points(self, field):
        """What the field points at, if the opcode is known."""
        value = self.opcode_value()
        known = value is not None and 0 < value < len(opcodes.NAMES)
        memory = opcodes.USES[opcodes.NAMES[value]].memory if known else {}
        return next((kind for name, kind in memory.items() if _overlap(name, field)), None)

    def provided(self):
        buffer = self.data.get("buffer") or {}
        kind = self.buffer_kind()
        if kind.form is None and not {"in", "vector-in", "message-in"} & {*self.use.memory.values()}:
            self.report(("buffer", "kind"), f"{self.called} takes no buffer that the kernel writes",
                        "wrong-memory")
        fields = self.fields_of(buffer)
        if kind.form is not None and len(fields) == 2 and "message" not in self.data and \
                _in_sqe(fields[1]) and fields[1] != "len":
            self.report(("buffer", "sqe", 1), f"{self.called} takes the length in 'len'", "wrong-memory")

    def addresses(self):
        """(where, kind, field) of each address in the SQE."""
        buffer, message = self.data.get("buffer") or {}, self.data.get("message")
        kind, fields, direction = self.buffer_kind(), self.fields_of(buffer), buffer.get("direction")
        if isinstance(message, str) and _in_sqe(message) and direction:
            yield ("message",), f"message-{direction}", message
        elif direction and fields and _in_sqe(fields[0]) and kind.form is not None:
            form = kind.form
            if form and self.short in ("SEND", "SEND_ZC") and \
                    (self.data.get("constants") or {}).get("ioprio", 0) & _VECTORIZED:
                form = ""
            yield ("buffer", "sqe", 0), form + direction, fields[0]
        for where, item in self.items():
            known = shapes.OF_GROUP[where[0]].get(item.get("type"))
            if known is None or not known.pointer:
                continue
            kind = "peer" if (where[0], item["type"]) == ("outputs", "sockaddr") else item["type"]
            for field in self.fields_of(item)[:2 if kind == "peer" else 1]:
                if _in_sqe(field):
                    yield where + ("sqe",), kind, field

    # --- the result -----------------------------------------------------------------------------------

    def made(self):
        kind = (self.data.get("result") or {}).get("kind")
        kinds = _MAKE_FILES.get(self.short, ())
        if kind is None or kind in kinds:
            return
        if kinds:
            self.report(("result", "kind"), f"{self.called} returns a new descriptor, which needs an "
                        f"owner; use {' or '.join(kinds)}", "wrong-result")
        elif self.result_kind().makes_file:
            self.report(("result", "kind"), f"{self.called} does not make a file; use another kind",
                        "wrong-result")

    def completions(self):
        name = self.data.get("lifecycle")
        lifecycle = self.context.lifecycles.get(name)
        if lifecycle is None:
            return
        here = lifecycle.get("completions") or "one"
        wanted = _COMPLETIONS.get(self.short, here)
        if wanted != here:
            self.report(("lifecycle",), f"{self.called} completes more than once, which lifecycle "
                        f"'{name}' does not support; use another lifecycle", "wrong-lifecycle")
        for field, bit, wanted, meaning in filter(None, (_BITS.get(self.short), _LONGER.get(self.short))):
            if wanted != here:
                self.without(field, bit, meaning, name)

    def without(self, field, bit, meaning, lifecycle):
        """The bit must not be in the field."""
        for where, item, name in self.plain():
            if not _overlap(field, name):
                continue
            if item is None:
                possible = self.data["constants"][name]
            else:
                known = shapes.OF_GROUP[where[0]].get(item.get("type"))
                possible = item.get("permitted", (1 << known.bits) - 1) if known and known.number else 0
            if isinstance(possible, int) and possible & bit:
                instead = "remove it" if item is None else "make it an option whose `permitted` does not " \
                    "have that bit"
                self.report(where, f"with {meaning} ({bit:#x}) in '{name}' the kernel completes "
                            f"{self.called} more often than lifecycle '{lifecycle}' supports; {instead}",
                            "wrong-lifecycle", key=item is None)

    def plain(self):
        """(where, item, field) of arguments and options that are no addresses, and of constants, whose
        item is None."""
        for where, item in self.items("arguments", "options"):
            known = shapes.OF_GROUP[where[0]].get(item.get("type"))
            if known is None or known.pointer:
                continue
            for field in self.fields_of(item):
                if _in_sqe(field):
                    yield where + ("sqe",), item, field
        for field, value in (self.data.get("constants") or {}).items():
            if _in_sqe(field) and isinstance(value, int):
                yield ("constants", field), None, field
