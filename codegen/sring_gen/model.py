# SPDX-License-Identifier: MIT OR Apache-2.0
"""From the plain data of the spec to what the templates place: names, signatures, attributes,
expressions. The data has been checked (schema, lint) before it gets here."""

import re
import zlib
from dataclasses import dataclass, field

from . import encoding, shapes, sqe, text, transitions
from .parts import Argument, State

# IORING_OP_...: what the kernel tries as soon as it reads the request, and so looks the file up for.
# Others it may leave to a worker as they are: fsync, fallocate, shutdown, what has a path.
TRIED_AT_ONCE = {
    1, 2, 4, 5,  # READV, WRITEV, READ_FIXED, WRITE_FIXED
    6, 9, 10, 13, 14, 16, 19,  # POLL_ADD, SENDMSG, RECVMSG, ACCEPT, ASYNC_CANCEL, CONNECT, CLOSE
    22, 23, 26, 27,  # READ, WRITE, SEND, RECV
    47, 48, 49,  # SEND_ZC, SENDMSG_ZC, READ_MULTISHOT
}


@dataclass
class Operation:
    name: str
    brief: str
    opcode: int
    opcode_name: str
    since: str
    lifecycle: str
    lifecycle_brief: str
    completions: str
    diagram: list
    transitions: list
    states: list
    source: str
    regenerate: str
    has_file: bool
    direct: bool
    consumes_file: bool
    buffer: dict  # that is lent, or None
    group: dict  # the buffer ring that it takes buffers out of, or None
    message: str  # the field for the header's address, or ""
    arguments: list
    options: list
    outputs: list
    constants: dict
    result: dict
    chain: dict
    errors: list
    see_also: list
    liburing: str
    functions: list = field(default_factory=list)
    words: dict = field(default_factory=dict)

    # --- what follows from the data -----------------------------------------------------------

    @property
    def state(self):
        return {state.name: state for state in self.states}

    @property
    def prefix(self):
        return f"sring_{self.name}"

    @property
    def summary(self):
        """The brief's first sentence, as the man page's NAME wants it."""
        first = self.brief.split(". ")[0].rstrip(".")
        return first[0].lower() + first[1:]

    @property
    def guard(self):
        return f"SRING_OPS_{self.name.upper()}_H"

    @property
    def a_op(self):
        spoken_with_a_vowel = self.name[0] in "aeiou" or self.name.startswith(("fs", "ft"))
        return ("an " if spoken_with_a_vowel else "a ") + self.name

    @property
    def kind(self):
        """What tells its operations from all others in a batch: opcodes have several."""
        return f"0x{zlib.crc32(self.name.encode()):08x}u"

    @property
    def verbs(self):
        return [transition["verb"] for transition in self.transitions]

    @property
    def picture(self):
        """The lifecycle's diagram, without the verbs that this operation does not have."""
        own = {function.verb for function in self.functions}
        return text.drawing(self.diagram, set(self.verbs),
                            lambda verb: any(v == verb or v.startswith(verb + "_") and
                                             v not in self.verbs for v in own))

    @property
    def last(self):
        """The verb that gives out the result, and back what was lent."""
        return self._last["verb"]

    @property
    def last_takes_ring(self):
        return "ring" in self._last["signature"]

    @property
    def _last(self):
        return next(t for t in self.transitions if {"from", "in"} & set(t) and
                    {"produced", "item"} & set(t["signature"]))

    def _where(self, kernel):
        return next((state for state in self.states if state.kernel == kernel), None)

    @property
    def before(self):
        """The state that init leads to."""
        return self._where("before")

    @property
    def after(self):
        """The state with the result, or None."""
        return self._where("after")

    @property
    def in_flight(self):
        """The state that submit leads to."""
        return self._where("during")

    @property
    def loser(self):
        """The verb that gets rid of what is in flight, whatever comes out of it."""
        return next(t["verb"] for t in self.transitions
                    if t.get("from") == self.in_flight.name and "to" not in t)

    @property
    def kept(self):
        """The flag of a record that outlives the first completion, or None."""
        return {"one": None, "two": "SRING_TWO_CQES_", "many": "SRING_STREAM_"}[self.completions]

    @property
    def marks(self):
        """The flags that its record begins with, or None: only then can it leave the ring by the
        inlined way."""
        return " | ".join(filter(None, [self.closes and "SRING_CLOSES_", self.kept,
                                        self.late and "SRING_LATE_",
                                        self.group and "SRING_LENDS_"])) or None

    @property
    def head_has_file(self):
        """Whether the SQE's fd is, or can be, a file that the kernel looks for."""
        return self.has_file or self.closes or any(o.type.is_file for o in self.options)

    @property
    def late(self):
        """Whether the kernel may look for the file some time after it has read the request."""
        return self.head_has_file and self.opcode not in TRIED_AT_ONCE

    @property
    def needs_of_group(self):
        flags = [name for name, needed in (("INCREMENTAL", self.group.get("incremental", True)),
                                           ("BUNDLES", self.group.get("bundles"))) if needed]
        return " | ".join(f"SRING_LENDS_{name}_" for name in flags) or "0"

    @property
    def budget(self):
        """How many completions of it may be in the queue."""
        return 2 if self.kept else 1

    @property
    def timed(self):
        """It can have a deadline."""
        return not self.closes and self._takes("nanoseconds")

    @property
    def called_back(self):
        """It can have a callback."""
        return self._takes("callback")

    @property
    def streams_back(self):
        """It can have callbacks for its items and for its end."""
        return self._takes("stream_callbacks")

    @property
    def item_parameters(self):
        """(declaration, whether it is a handle) of what a callback for items receives, if anything."""
        if self.produced_struct:
            return [(f"{self.produced_struct} *item", True)]
        return {"mask": [("uint32_t events", False)], "count": [("uint32_t item", False)]}.get(
            self.result["kind"], [])

    def _takes(self, word):
        """Whether this word is in the signature of one of its verbs."""
        return any(word in transition["signature"] for transition in self.transitions)

    @property
    def closes(self):
        """It owns a descriptor until that is closed."""
        return self.consumes_file and not self.consumes_direct

    @property
    def makes_fd(self):
        return self.result["kind"] == "file"

    @property
    def makes_direct(self):
        return self.result["kind"] == "direct"

    @property
    def produced_struct(self):
        """What finish hands over beside the result, or None."""
        if self.group:
            return "struct sring_lent_buf"
        return {"file": "struct sring_fd",
                "direct": "struct sring_direct_fd"}.get(self.result["kind"])

    @property
    def consumes_direct(self):
        return self.consumes_file and self.direct

    @property
    def file_struct(self):
        return "struct sring_direct_fd" if self.consumes_direct else "struct sring_fd"

    @property
    def has_slot(self):
        """It has a slot of the table of files from init or submit on, until it has completed."""
        return self.makes_direct or self.consumes_direct

    @property
    def registered(self):
        return bool(self.buffer) and self.buffer["kind"] == "registered"

    @property
    def vector(self):
        return bool(self.buffer) and self.buffer["kind"] == "vector"

    @property
    def span(self):
        """The SQE has a part of one buffer's memory, its address and its length."""
        return bool(self.buffer) and not self.vector

    @property
    def reads(self):
        return bool(self.buffer) and self.buffer["direction"] == "in"

    @property
    def buffer_struct(self):
        return {"owned": "struct sring_buf", "registered": "struct sring_registered_buf",
                "vector": "struct sring_vec"}[self.buffer["kind"]]

    @property
    def checks(self):
        """(condition, error): what init refuses."""
        return [check for item in self.arguments for check in item.type.init_checks(item)] + \
            [(f"{item.name} < {item.least}", "EINVAL") for item in self.arguments if item.minimum]

    @property
    def scratch_more(self):
        """The C expressions of how much scratch memory is needed beside the fixed part."""
        return list(filter(None, (item.type.scratch_more(item) for item in self.arguments)))

    def scratch_before(self, item):
        """Those of the arguments before this one."""
        before = self.arguments[:self.arguments.index(item)]
        return list(filter(None, (other.type.scratch_more(other) for other in before)))

    @property
    def fixed_scratch(self):
        return sqe.MESSAGE_SIZE * bool(self.message) + \
            sum(item.type.size for item in self.arguments + self.outputs if not item.in_header)

    @property
    def scratch_put(self):
        """The function that gives the scratch memory back, with what belongs to it."""
        return "(void)sring_message_put_" if self.message else "sring_scratch_put_"

    def message_part(self, field):
        """The argument that fills this field of the message header, or None."""
        return next((a for a in self.arguments if a.fields[0] == field), None)

    @property
    def receives_files(self):
        """Descriptors may arrive with the control data."""
        return any(o.type.brings_files for o in self.outputs)

    @property
    def head_fd(self):
        """C expression of the SQE's fd; -1 where a file's word is combined with it."""
        if self.consumes_direct:
            return "0"
        if self.has_file or self.consumes_file:
            return "-1"
        for item in self.arguments + self.options:
            if item.fields == ["fd"]:
                return item.name if item.default is None else str(item.default)
        return str(self.constants.get("fd", 0))

    @property
    def head(self):
        """The first word of the SQE, but for the file."""
        flags = 32 if self.group else 0  # IOSQE_BUFFER_SELECT
        return f"SRING_HEAD_({self.opcode}, {flags}, {self.constants.get('ioprio', 0)}, " \
               f"{self.head_fd})"

    @property
    def comes_in_numbers(self):
        """Whether many can be awaited together: all that an operation has is plain values and a
        part of one buffer, taken as they come and not in the SQE's first word, and it does not
        matter which of them comes first."""
        return not (self.uses_scratch or self.uses_words or self.consumes_file or self.group or
                    self.vector or self.shares or
                    any(a.minimum or a.fields == ["fd"] for a in self.arguments))

    @property
    def shares(self):
        """What all operations on a file have in common that move bytes and are not told where in
        the file: its `position`, the bytes of a `stream`; or ""."""
        if not (self.has_file and (self.buffer or self.group)) or self.offset:
            return ""
        return "position" if self.constants.get("off") == -1 else "stream"

    @property
    def offset(self):
        """The argument that says where in the file bytes are moved, or None."""
        moves = self.has_file and (self.buffer or self.group)
        return next((a for a in self.arguments + self.options if moves and a.fields == ["off"]),
                    None)

    @property
    def failure(self):
        """What counts as one in a chain; see spec/README.md."""
        short = self.result["kind"] == "count" and sqe.has_length(self.buffer or self.group or {})
        return self.chain.get("failure", "short" if short else "error")

    @property
    def chain_flags(self):
        flags = [{"error": None, "short": "SRING_SHORT_FAILS_",
                  "short_with_waitall": "SRING_WAITALL_FAILS_",
                  "error_but_expiry": "SRING_EXPIRY_SPARED_"}[self.failure],
                 self.vector and "SRING_IN_PARTS_",
                 self.chain.get("kernel") and "SRING_KERNEL_CUTS_",
                 self.head_has_file and "SRING_HAS_FILE_"]
        return " | ".join(filter(None, flags)) or "0"

    @property
    def uses_scratch(self):
        """Also an operation that makes a file, as the ticket that shows a copied Completed."""
        return self.makes_fd or self.has_slot or bool(self.message) or \
            any(a.type.pointer for a in self.arguments + self.outputs)

    @property
    def uses_words(self):
        return any(f"{word}_" in self.words for word in ("index", "addr3", "pad2"))

    @property
    def uses(self):
        flags = [name for name, used in (("BLOCK", self.buffer), ("SCRATCH", self.uses_scratch),
                                         ("WORDS", self.uses_words)) if used]
        return " | ".join(f"SRING_USES_{name}_" for name in flags) or "0"

    @property
    def includes(self):
        return self._once("include")

    @property
    def declares(self):
        return self._once("declares")

    def _once(self, key):
        """What the shapes need, each once."""
        items = self.arguments + self.options + self.outputs
        return list(dict.fromkeys(filter(None, (getattr(item.type, key) for item in items))))

    @property
    def headers(self):
        """The library's headers that it needs."""
        wanted = {"buf_ring": self.group, "detail/member": True,
                  "detail/message": bool(self.message), "detail/record": True,
                  "direct_fd": self.direct or self.makes_direct,
                  "registered_buf": self.registered, "vec": self.vector}
        return [f"<sring/{name}.h>" for name, is_wanted in wanted.items() if is_wanted]

    @property
    def loan(self):
        """(parameter, variable) of what submit takes away, or None."""
        if self.buffer:
            return f"{self.buffer_struct} *{self.buffer['name']}", self.buffer["name"]
        if self.consumes_file:
            return f"{self.file_struct} *fd", "fd"
        return None

    @property
    def queue_parameters(self):
        loan = [self.loan[0]] if self.loan else []
        return ["struct sring *ring", f"{self.before.struct} *op", *loan,
                "struct sring_slot_ *destination", "sring_deliver_fn_ *deliver", "void (*callback)(void)", "void *arg",
                "const char *function"]

    @property
    def item_struct(self):
        return f"struct sring_{self.name}_item"

    @property
    def write_parameters(self):
        """Of the function that writes the SQE: what its words are made of."""
        code = " ".join(self.words.values())
        parameters = ["struct sring_sqe_ *sqe"]
        if self.span or "op->" in code:
            parameters.append(f"const {self.before.struct} *op")
        if self.span or self.group or "block->" in code:
            parameters.append("const struct sring_block_ *block")
        if "in_one_go" in code:
            parameters.append("bool in_one_go")
        return [*parameters, "uint64_t head"]

    def write_arguments(self, entry, in_one_go, building="op", head="head",
                        block="block"):
        names = [re.split(r"[ *]", parameter)[-1] for parameter in self.write_parameters]
        values = {"sqe": entry, "in_one_go": in_one_go, "op": building, "head": head,
                  "block": block}
        return ", ".join(values.get(name, name) for name in names)

    @property
    def doc_words(self):
        return transitions.words(self)

    @property
    def pages(self):
        """(name, section) of the man pages to see also."""
        return [tuple(name.rstrip(")").split("(")) if "(" in name else (f"sring_{name}", "3")
                for name in self.see_also]

    @property
    def notes(self):
        """What there is to know beyond the functions, a sentence or two each."""
        return list(filter(None, [self.loan and self.loan_sentence, transitions.order(self),
                                  self._takes("batch") and transitions.failure(self)]))

    @property
    def loan_sentence(self):
        if self.buffer:
            return f"`{self.loan[1]}` is the kernel's from submit, start or add on, until " \
                   f"{self.last} gives it back."
        return f"`{self.loan[1]}` is gone from submit, start or add on, and does not come back."


def build(document_of_op, document_of_lifecycle, source, regenerate="script/generate"):
    """The Operation of two checked documents."""
    data, lifecycle = text.running(document_of_op.data), text.running(document_of_lifecycle.data)
    name = data["op"]
    states = [
        State(key, key.capitalize(), f"struct sring_{name}_{key}", value["as"], value["doc"],
              value["gone"], f"sring_error_{name}_{key}_gone_", value.get("kernel", "after"))
        for key, value in lifecycle["states"].items()
    ]
    file = data.get("file")
    buffer = dict(data["buffer"], kind=data["buffer"].get("kind", "owned")) \
        if "buffer" in data else None
    provided = buffer and buffer["kind"] == "provided"
    operation = Operation(
        name=name,
        brief=data["brief"],
        opcode=data["opcode"]["value"],
        opcode_name=data["opcode"]["name"],
        since=data["opcode"]["since"],
        lifecycle=lifecycle["lifecycle"],
        lifecycle_brief=lifecycle["brief"],
        completions=lifecycle.get("completions", "one"),
        diagram=document_of_lifecycle.data["diagram"].splitlines(),
        transitions=lifecycle["transitions"],
        states=states,
        source=source,
        regenerate=regenerate,
        has_file=bool(file) and not file.get("consumed", False),
        direct=bool(file) and "direct" in file["any"],
        consumes_file=bool(file) and file.get("consumed", False),
        buffer=None if provided else buffer,
        group=buffer if provided else None,
        message=data.get("message", ""),
        arguments=[_argument(a, shapes.ARGUMENTS) for a in data.get("arguments", [])],
        options=[_argument(a, shapes.OPTIONS) for a in data.get("options", [])],
        outputs=[_argument(a, shapes.OUTPUTS) for a in data.get("outputs", [])],
        constants=data.get("constants", {}),
        result=data["result"],
        chain=data.get("chain", {}),
        errors=data.get("errors", []),
        see_also=data.get("see_also", []),
        liburing=data.get("liburing", ""),
    )
    _place_scratch(operation)
    operation.words = encoding.words(operation)
    operation.functions = list(transitions.functions(operation, lifecycle["transitions"]))
    return operation


def _argument(data, types):
    fields = data["sqe"] if isinstance(data["sqe"], list) else [data["sqe"]]
    return Argument(data["name"], types[data["type"]], fields, data["doc"],
                    data.get("unit", ""), data.get("default"), data.get("in_await", False),
                    data.get("minimum", 0))


def _place_scratch(operation):
    offset = 0
    for item in operation.arguments + operation.outputs:
        if item.type.pointer and item.type.size and not item.in_header:
            item.scratch_offset = offset
            offset += item.type.size
