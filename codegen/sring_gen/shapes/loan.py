# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the rest of the generator asks of what an operation takes: a buffer of some kind, or a file that
is taken away. Each answer here is that of an operation that takes nothing."""


class Loan:
    """Made for one `operation`, from the `data` of the spec. C code is a list of lines."""

    kind = ""  # its word in the spec
    struct = None  # of the handle that submit takes away, or None
    lent = False  # finish gives the handle back
    is_file = False  # the handle is a file's, which does not come back
    direct = False  # a direct descriptor's
    has_slot = False  # it keeps a slot of the table of files until it has completed
    moves = False  # bytes, between the file and a buffer
    span = False  # the SQE has a part of one buffer's memory, its address and its length
    in_numbers = True  # many such operations can be awaited together
    reads = False  # the kernel writes the buffer
    reads_block = False  # the SQE is made of what the buffer's block says
    message = ""  # the SQE field for the address of a message header
    has_length = False  # the SQE says how many bytes are to be moved
    header = None  # the library's header that it needs
    sqe_flags = 0
    mark = None  # the flag of the record
    chain_flag = None
    result = None  # the kind of the result, whatever the spec says

    def __init__(self, operation=None, data=None):
        self.op, self.data = operation, data or {}
        self.name, self.fields = self.data.get("name", ""), self.data.get("sqe", [])

    # --- the spec -----------------------------------------------------------------------------------

    place = None  # (what it is, the word of `produces` that a lifecycle needs for it)
    own_keys = {}  # that only this kind has: (what is wrong with another that has it, id of the error)
    message_fields = ()  # where in a message header it may be
    fills_length = True  # the result may set its length

    @classmethod
    def lint(cls, lint, buffer):
        """Reports what is wrong with its part of the spec."""

    @classmethod
    def counts(cls, buffer):
        """Whether the SQE says how many bytes are to be moved: in `len`, or by the parts of a vector."""
        return False

    # --- the C interface ----------------------------------------------------------------------------

    @property
    def parameter(self):
        return f"{self.struct} *{self.name}"

    @property
    def argument(self):
        """As the next of a call."""
        return f"{self.name}, " if self.struct else ""

    # What init and await get beside the file: (parameter, attributes).
    init_parameters = ()
    init_names = ()

    # --- texts --------------------------------------------------------------------------------------

    sentence = None  # when it is whose
    init_errors = ""

    @property
    def words(self):
        """What it says in the texts of the lifecycle: word -> text."""
        return {}

    # --- the Building handle, init ------------------------------------------------------------------

    members = ()
    members_behind = ()  # those behind the arguments
    init_variables = ()
    init_members = ()
    init_members_behind = ()
    scratch = ()  # that fills the scratch memory
    scratch_put = "sring_scratch_put_"  # the function that gives it back, with what belongs to it
    reserve = None  # an expression with an error, once there is scratch memory
    begin = None  # an expression with an error, behind all others
    begun = ()
    abandon = ()

    # --- submit -------------------------------------------------------------------------------------

    queue_variables = ()
    head = ""  # what the SQE's first word is combined with
    take = ()  # checks of the handle
    lend = ()  # what cannot be taken back
    gone = ()  # the handle is dead
    keep_staged = ()  # in the record, of a slot that others may still use
    keep = ()

    # --- finish -------------------------------------------------------------------------------------

    finish_variables = ()
    finish = ()

    # --- await --------------------------------------------------------------------------------------

    drop = None  # the call for what could not be begun

    # --- the SQE ------------------------------------------------------------------------------------

    @property
    def values(self):
        """SQE field -> C expression, from the Building `op` and the block `block`."""
        return {}

    # --- the test of the encoding -------------------------------------------------------------------

    test_variables = ()
    test_prepare = ()
    test_clean = ()
    test_init = ""  # argument of init
    test_submit = ""  # argument of submit
    addresses = ()  # SQE fields with an address that the test knows

    def expect(self, test, variant):
        """Packs what must stand in the SQE."""


# Of the buffers in the tests of the encoding: see encoding_buffer, encoding_vector, encoding_group.
CAPACITY, LENGTH, START, COUNT = 4096, 1000, 16, 500


class Lent(Loan):
    """A buffer that is the kernel's until finish gives it back."""

    lent = moves = reads_block = True
    place = ("a buffer that is lent", "loan")

    def __init__(self, operation=None, data=None):
        super().__init__(operation, data)
        self.reads = self.data.get("direction") == "in"
        self.has_length = self.counts(self.data)

    @classmethod
    def lint(cls, lint, buffer):
        fields = lint.fields_of(buffer)
        if len(buffer.get("sqe") or []) == 1:
            lint.report(("buffer", "sqe"), "a buffer fills 2 fields, not 1", "wrong-field-count")
        if fields:
            lint.holds(("buffer", "sqe", 0), "an address", fields[0], 8)

    @property
    def sentence(self):
        return f"`{self.name}` is the kernel's from {self.op.taken_by} on, until {self.op.last} " \
               "gives it back."

    @property
    def _room(self):
        """What limits an operation that uses all of its buffer."""
        return f"buffer's {self._size}"

    @property
    def _size(self):
        return "capacity" if self.reads else "length"

    # What the kernel has written.
    _range_of_read = ""
    _length_of_read = ""

    @property
    def words(self):
        op, name = self.op, f"`{self.name}`"
        return {
            "loan_doc": f"{name} is the kernel's, whatever happens, until {op.last} gives it back.",
            "finish_doc": f"The caller owns {name} again, whatever the result." +
            self._length_of_read * self.reads,
            "detach_doc": f"The ring frees {name} when the kernel is done with it" + (
                ", and closes the descriptors that have come." if op.receives_files else "."),
            "await_doc": f"The caller owns {name} before and after.",
            "each_doc": f"They are in no order. The first uses the first `size` bytes of {name}, the "
                        "second the next, and so on. The buffer's length stays what it was.",
            "each_errors": f"; or -EINVAL (`n` times `size` is more than the buffer's {self._size})",
            "range_doc": "By default all of it is used, from the first byte to the "
                         f"{self._room}.{self._range_of_read * self.reads}",
        }

    members = ("size_t start_; /* in the buffer */", "size_t count_;")
    init_members = ("op->start_ = 0;", "op->count_ = SIZE_MAX;")
    queue_variables = ("struct sring_block_ *block;",)

    @property
    def block(self):
        """The C expression of the block, in a function whose name `function` is."""
        return f"{self.struct.removeprefix('struct ')}_block_({self.name}, "

    @property
    def take(self):
        return [f"block = {self.block}function);"]

    @property
    def gone(self):
        return [f"{self.name}->block_ = NULL;"]

    keep_staged = ("slot->record_.block_ = block;",)
    keep = ("slot->record_.block_ = block;", "block->owner_ = number;")

    finish_variables = ("struct sring_block_ *block = done->block_;", "uint64_t token;")
    _returned = ()  # what finish does with the block before it is given back

    @property
    def finish(self):
        return ["sring_check_lent_(block, done->number_, __func__);", *self._returned,
                "token = sring_give_back_(block, done->number_);", "SRING_PRODUCED_(block);",
                f"{self.name}->block_ = block;", f"{self.name}->token_ = token;"]

    @property
    def test_variables(self):
        return [f"{self.struct} buf;", "unsigned char *data;"]

    test_submit = ", &buf"

    def part(self, variant):
        """(start, size) of what a variant uses."""
        whole = CAPACITY if self.reads else LENGTH
        return (START, COUNT) if variant.options else (0, whole)
