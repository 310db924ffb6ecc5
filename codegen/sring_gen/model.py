# SPDX-License-Identifier: MIT OR Apache-2.0
"""Turns the checked data of the spec into the values of the templates: names, signatures,
attributes, expressions."""

import re
import zlib
from dataclasses import dataclass, field

from . import encoding, shapes, sqe, text, transitions
from .parts import Argument, State

# IORING_OP_... that the kernel tries, and looks the file up for, as soon as it reads the SQE. It
# may leave others to a worker first: fsync, fallocate, shutdown, operations with a path.
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
    more: str  # its `notes` in the spec
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
    worker: bool  # it can be told to run in a worker
    message: str  # the field for the message header's address, or ""
    arguments: list
    options: list
    outputs: list
    constants: dict
    chain: dict
    rearms: bool  # it has the verb set_rearm
    errors: list
    see_also: list
    liburing: str
    functions: list = field(default_factory=list)
    words: dict = field(default_factory=dict)
    loan: shapes.loan.Loan = None  # what submit takes
    result: shapes.result.Result = None

    # --- derived from the data ----------------------------------------------------------------

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
        """The id of this operation in a batch; several operations can have one opcode."""
        return f"0x{zlib.crc32(self.name.encode()):08x}u"

    @property
    def constant(self):
        """SRING_OP_X: the id, and what sring_supports looks at: Linux version (2 bytes), opcode."""
        major, minor = map(int, self.since.split("."))
        return f"UINT64_C(0x{zlib.crc32(self.name.encode()):08x}00{major:02x}{minor:02x}{self.opcode:02x})"

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
    def first(self):
        """The verb that begins the operation."""
        return self._verb(to=self.before.name, when=None)

    @property
    def first_on_direct(self):
        """The same on a direct descriptor."""
        return self._verb(to=self.before.name, when="direct")

    @property
    def ranges(self):
        """The verb that sets which part of the buffer is used."""
        return self._verb(when="range")

    @property
    def submits(self):
        """The verb that hands it to the kernel."""
        return self._verb(**{"from": self.before.name, "to": self.in_flight.name})

    @property
    def waits(self):
        """The verb that waits for the result."""
        return self._verb(**{"from": self.in_flight.name, "to": self.after.name})

    def _verb(self, **keys):
        """The verb of the first transition with these keys."""
        return next(t["verb"] for t in self.transitions
                    if all(t.get(key) == value for key, value in keys.items()))

    @property
    def taken_by(self):
        """The verbs that take the loan."""
        verbs = [t["verb"] for t in self.transitions if "loan" in t["signature"]]
        return ", ".join(verbs[:-1]) + " or " * bool(verbs[1:]) + verbs[-1]

    @property
    def last(self):
        """The verb that hands out the result and gives the buffer back."""
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
        """The verb that ends an operation in flight and drops its result."""
        return next(t["verb"] for t in self.transitions
                    if t.get("from") == self.in_flight.name and "to" not in t)

    @property
    def kept(self):
        """The flag of a record that outlives the first completion, or None."""
        return {"one": None, "two": "SRING_TWO_CQES_", "many": "SRING_STREAM_"}[self.completions]

    @property
    def marks(self):
        """The first flags of its record, or None. The inlined code can only take operations without
        such flags."""
        return " | ".join(filter(None, [self.closes and "SRING_CLOSES_", self.kept,
                                        self.late and "SRING_LATE_", self.loan.mark,
                                        *(a.type.mark for a in self.arguments)])) or None

    @property
    def uses_files(self):
        """Whether the SQE has, or can have, a file that the kernel looks up."""
        return self.has_file or self.closes or \
            any(item.type.is_file for item in self.arguments + self.options)

    @property
    def kept_files(self):
        """The names of the files that the caller keeps."""
        return ["fd"] * self.has_file + [a.name for a in self.arguments if a.type.is_file]

    @property
    def late(self):
        """Whether the kernel may look the file up some time after it has read the SQE."""
        return self.uses_files and self.opcode not in TRIED_AT_ONCE

    @property
    def budget(self):
        """The number of its completions that may be in the queue."""
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
    def launched(self):
        """It can be begun and started in one call."""
        return self._takes("options") and not self.loan.is_file

    @property
    def options_struct(self):
        return f"struct sring_{self.name}_options"

    @property
    def option_members(self):
        """(declaration, comment) of the members of the options of launch."""
        members = [(item.type.declaration(item), item.unit) for item in self.options]
        if self.loan.ranged:
            members += [("size_t start", "of the part of the buffer"), ("size_t count", "0: all from there")]
        if self.worker:
            members.append(("bool async", "run it in a worker at once"))
        if self.timed:
            members.append(("uint64_t timeout_ns", "0: none"))
        if self.rearms:
            members.append(("bool rearm", "see set_rearm"))
        return members or [("uint64_t none_", "there are no options yet; 0")]

    @property
    def settings(self):
        """C statements of launch that set the options, except the time."""
        lines = [line for item in self.options for line in item.type.launch(self, item)]
        if self.loan.ranged:
            lines.append(f"sring_{self.name}_{self.ranges}(op, options->start, "
                         "options->count ? options->count : SIZE_MAX);")
        for name, has in (("async", self.worker), ("rearm", self.rearms)):
            if has:
                lines += [f"if (options->{name}) {{", f"    {self.prefix}_set_{name}(op);", "}"]
        return lines

    @property
    def launch_checks(self):
        """C statements that report dead handles before anything is changed."""
        return [f"(void)sring_fd_live_word_({name}, __func__);" for name in self.kept_files] + \
            [*self.loan.launch_checks, *self.checks_of_options] + \
            [f"sring_check_callback_((sring_any_fn_ *){name}, __func__);"
             for name in (("on_item", "on_end") if self.streams_back else ("callback",))]

    @property
    def checks_of_options(self):
        """C statements of await_with and launch before anything is begun."""
        return self.loan.checks(True) + [
            f"{item.check}options ? options->{item.name} : {item.type.first_value(item)}, __func__);"
            for item in self.options if item.permitted]

    def checks_of_loan(self, options):
        """C statements of await and launch between init and submit."""
        faults = self.loan.faults(options)
        lines = [self.loan.proof] if faults and self.loan.proof else []
        for condition, report in faults:
            lines += [f"if (SRING_UNLIKELY_({condition})) {{", f"    {self.prefix}_abandon(ring, &op);",
                      f"    {report}", "    __builtin_unreachable();", "}"]
        return lines

    def _takes(self, word):
        """Whether this word is in the signature of one of its verbs."""
        return any(word in transition["signature"] for transition in self.transitions)

    @property
    def cancels_file(self):
        """It cancels the operations on its file."""
        return self.opcode_name == "IORING_OP_ASYNC_CANCEL" and self.has_file

    @property
    def closes(self):
        """It closes a descriptor, which it owns until then."""
        return self.loan.is_file and not self.loan.direct

    @property
    def has_slot(self):
        """It has a slot of the table of files from init or submit until it has completed."""
        return self.result.has_slot or self.loan.has_slot

    @property
    def reserve(self):
        """The C expression that reserves what init needs besides scratch memory, or None."""
        return self.result.reserve or self.loan.reserve

    @property
    def checks(self):
        """(condition, error) for each argument that init rejects."""
        return [check for item in self.arguments for check in item.type.init_checks(item)] + \
            [(f"{item.name} < {item.least}", "EINVAL") for item in self.arguments if item.minimum]

    @property
    def scratch_more(self):
        """C expressions for the sizes of scratch memory beyond the fixed part."""
        return list(filter(None, (item.type.scratch_more(item) for item in self.arguments)))

    def scratch_before(self, item):
        """Those of the arguments before this one."""
        before = self.arguments[:self.arguments.index(item)]
        return list(filter(None, (other.type.scratch_more(other) for other in before)))

    @property
    def fixed_scratch(self):
        return sqe.MESSAGE_SIZE * bool(self.message) + \
            sum(item.type.size for item in self.arguments + self.outputs if not item.in_header)

    def message_part(self, field):
        """The argument for this field of the message header, or None."""
        return next((a for a in self.arguments if a.fields[0] == field), None)

    @property
    def receives_files(self):
        """Descriptors may arrive with the control data."""
        return any(o.type.brings_files for o in self.outputs)

    @property
    def head_fd(self):
        """The C expression for the SQE's fd; -1 if a file's word is combined with it."""
        if self.has_file or self.closes:
            return "-1"
        for item in self.arguments + self.options:
            if item.fields == ["fd"]:
                return item.name if item.default is None else str(item.default)
        return str(self.constants.get("fd", 0))

    @property
    def head(self):
        """The first word of the SQE, without the file."""
        return f"SRING_HEAD_({self.opcode}, {self.loan.sqe_flags}, {self.constants.get('ioprio', 0)}, " \
               f"{self.head_fd})"

    @property
    def comes_in_numbers(self):
        """Whether await_each can do many at once: an operation has only plain values, none of
        them in the SQE's first word, and part of one buffer, and their order does not matter."""
        return not (self.uses_scratch or self.uses_words or not self.loan.in_numbers or self.shares or
                    any(a.minimum or a.fields == ["fd"] for a in self.arguments))

    @property
    def shares(self):
        """For operations that move bytes without an offset: what they share on one file, its
        `position` or the bytes of a `stream`. Otherwise ""."""
        if not (self.has_file and self.loan.moves) or self.offset:
            return ""
        return "position" if self.constants.get("off") == -1 else "stream"

    @property
    def offset(self):
        """The argument with the offset in the file, or None."""
        moves = self.has_file and self.loan.moves
        return next((a for a in self.arguments + self.options if moves and a.fields == ["off"]),
                    None)

    @property
    def failure(self):
        """`chain.failure` of the spec, or its default; see spec/README.md."""
        short = self.result.counts and (
            self.loan.has_length or any(a.fields == ["len"] for a in self.arguments))
        return self.chain.get("failure", "short" if short else "error")

    @property
    def chain_flags(self):
        flags = [{"error": None, "short": "SRING_SHORT_FAILS_",
                  "short_with_waitall": "SRING_WAITALL_FAILS_",
                  "error_but_expiry": "SRING_EXPIRY_SPARED_"}[self.failure],
                 self.loan.chain_flag,
                 self.chain.get("kernel") and "SRING_KERNEL_CUTS_",
                 self.uses_files and "SRING_HAS_FILE_"]
        return " | ".join(filter(None, flags)) or "0"

    @property
    def uses_scratch(self):
        """Whether it has scratch memory. An operation that makes a file has it only to detect a
        copied Completed handle."""
        return self.result.ticket or self.has_slot or bool(self.message) or \
            any(a.type.uses_scratch for a in self.arguments + self.outputs)

    @property
    def uses_words(self):
        return any(f"{word}_" in self.words for word in ("index", "addr3", "pad2"))

    @property
    def uses(self):
        flags = [name for name, used in (("BLOCK", self.loan.in_record), ("SCRATCH", self.uses_scratch),
                                         ("WORDS", self.uses_words)) if used]
        return " | ".join(f"SRING_USES_{name}_" for name in flags) or "0"

    @property
    def includes(self):
        return self._once("include")

    @property
    def declares(self):
        return self._once("declares")

    def _once(self, key):
        """The values of this attribute of all shapes, without duplicates."""
        items = self.arguments + self.options + self.outputs
        return list(dict.fromkeys(filter(None, (getattr(item.type, key) for item in items))))

    @property
    def headers(self):
        """The library's headers that it needs."""
        wanted = {"detail/member", "detail/hot", self.loan.header, self.result.header,
                  "detail/message" if self.message else None, "direct_fd" if self.direct else None}
        return [f"<sring/{name}.h>" for name in sorted(filter(None, wanted))]

    @property
    def queue_parameters(self):
        loan = [self.loan.parameter] if self.loan.struct else []
        return ["struct sring *ring", f"{self.before.struct} *op", *loan,
                "struct sring_slot_ *destination", "const struct sring_delivery_ *delivery",
                "sring_any_fn_ *callback", "void *arg", "const char *function"]

    @property
    def init_arguments(self):
        """What the functions that call init pass on, behind the handle."""
        passed = ["fd"] * self.has_file + list(self.loan.init_names) + \
            [name for item in self.arguments for name in item.names]
        return "".join(f", {name}" for name in passed)

    @property
    def begin_parameters(self):
        first = next(f for f in self.functions if f.verb == self.first)
        return [*first.parameters, f"const {self.options_struct} *options"]

    @property
    def awaited_with(self):
        return any(t["verb"] == "await_with" for t in self.transitions)

    @property
    def item_struct(self):
        return f"struct sring_{self.name}_item"

    @property
    def write_parameters(self):
        """The parameters of the function that writes the SQE: those that its code uses."""
        code = " ".join(self.words.values())
        parameters = ["struct sring_sqe_ *sqe"]
        if self.loan.span or "op->" in code:
            parameters.append(f"const {self.before.struct} *op")
        if self.loan.reads_block:
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
        """(name, section) of the man pages in SEE ALSO."""
        return [tuple(name.rstrip(")").split("(")) if "(" in name else (f"sring_{name}", "3")
                for name in self.see_also]

    @property
    def notes(self):
        """Texts about the whole operation, a sentence or two each."""
        return list(filter(None, [self.loan.sentence, transitions.order(self),
                                  self._takes("batch") and transitions.failure(self),
                                  self.more]))


def build(document_of_op, document_of_lifecycle, source, regenerate="script/generate"):
    """Makes an Operation from two checked documents."""
    data, lifecycle = text.running(document_of_op.data), text.running(document_of_lifecycle.data)
    name = data["op"]
    states = [
        State(key, key.capitalize(), f"struct sring_{name}_{key}", value["as"], value["doc"],
              value["gone"], f"sring_error_{name}_{key}_gone_", value.get("kernel", "after"))
        for key, value in lifecycle["states"].items()
    ]
    file = data.get("file")
    operation = Operation(
        name=name,
        brief=data["brief"],
        more=data.get("notes", ""),
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
        worker=data.get("worker", False),
        message=data.get("message", ""),
        arguments=[_argument(a, shapes.ARGUMENTS) for a in data.get("arguments", [])],
        options=[_argument(a, shapes.OPTIONS) for a in data.get("options", [])],
        outputs=[_argument(a, shapes.OUTPUTS) for a in data.get("outputs", [])],
        constants=data.get("constants", {}),
        chain=data.get("chain", {}),
        errors=data.get("errors", []),
        see_also=data.get("see_also", []),
        rearms=data.get("rearm", False),
        liburing=data.get("liburing", ""),
    )
    operation.loan = shapes.loan_of(operation, data)
    operation.result = shapes.result_of(operation, data["result"])
    _place_scratch(operation)
    operation.words = encoding.words(operation)
    operation.functions = list(transitions.functions(operation, lifecycle["transitions"]))
    return operation


def _argument(data, types):
    fields = data["sqe"] if isinstance(data["sqe"], list) else [data["sqe"]]
    return Argument(data["name"], types[data["type"]], fields, data["doc"],
                    data.get("unit", ""), data.get("default"), data.get("in_await", False),
                    data.get("minimum", 0), data.get("permitted", 0))


def _place_scratch(operation):
    offset = 0
    for item in operation.arguments + operation.outputs:
        if item.type.pointer and item.type.size and not item.in_header:
            item.scratch_offset = offset
            offset += item.type.size
