# SPDX-License-Identifier: MIT OR Apache-2.0
"""The interface of the loan: the buffer or the file that an operation takes. The defaults are those
of an operation that takes neither."""


class Loan:
    """The loan of one `operation`, from the `data` of the spec. C code is a list of lines."""

    kind = ""  # its word in the spec
    struct = None  # the type of the handle that submit consumes, or None
    lent = False  # finish gives the handle back
    ranged = False  # the operation can use a part of it
    in_record = False  # the Completed handle has its block
    launch_holds = False  # the caller of launch must own or borrow what init reads
    is_file = False  # the handle is a file's and does not come back
    direct = False  # the file is a direct descriptor
    has_slot = False  # the operation has a slot of the table of files until it has completed
    moves = False  # the operation moves bytes between the file and a buffer
    span = False  # the SQE has the address and length of a part of one buffer
    in_numbers = True  # await_each can do many such operations at once
    reads = False  # the kernel writes the buffer
    reads_block = False  # the SQE is made from the buffer's block
    message = ""  # the SQE field for the address of a message header
    has_length = False  # the SQE has the number of bytes to move
    header = None  # the library's header that it needs
    sqe_flags = 0
    mark = None  # the flag of the record
    chain_flag = None
    result = None  # the kind of the result, in place of the spec's

    def __init__(self, operation=None, data=None):
        self.op, self.data = operation, data or {}
        self.name, self.fields = self.data.get("name", ""), self.data.get("sqe", [])

    # --- the spec -----------------------------------------------------------------------------------

    place = None  # (its name in messages, the word of `produces` that its lifecycle needs)
    prepared = False  # init looks at it, as `group`
    own_keys = {}  # keys of the spec that only this kind has: (message for other kinds, its id)
    message_fields = ()  # its fields in a message header
    fills_length = True  # the result may set its length
    form = ""  # what its address points at: its bytes, "vector-", or None: it has no address

    @classmethod
    def lint(cls, lint, buffer):
        """Checks its part of the spec."""

    @classmethod
    def counts(cls, buffer):
        """Whether the SQE has the number of bytes to move, in `len` or in the parts of a vector."""
        return False

    # --- the C interface ----------------------------------------------------------------------------

    @property
    def parameter(self):
        return f"{self.struct} *{self.name}"

    @property
    def argument(self):
        """It and a comma, for a list of arguments."""
        return f"{self.name}, " if self.struct else ""

    # The parameters of init and await after the file: (parameter, attributes).
    init_parameters = ()
    init_names = ()

    # --- texts --------------------------------------------------------------------------------------

    sentence = None  # who owns it when
    init_errors = ""

    @property
    def words(self):
        """Its texts for the words in braces in the lifecycle: word -> text."""
        return {}

    # --- the Building handle, init ------------------------------------------------------------------

    launch_checks = ()  # reports a dead handle before launch begins anything
    members = ()
    members_behind = ()  # the members after the arguments
    init_variables = ()
    init_members = ()
    init_members_behind = ()
    init_checks = ()  # reports misuses of `init_parameters`, before init takes anything
    init_proof = None  # that they are not dead
    init_faults = ()  # (condition, statement) for misuses of them; what init has taken is given back first
    scratch = ()  # fills the scratch memory
    scratch_put = "sring_scratch_put_"  # the function that frees it and its contents
    reserve = None  # an expression that is 0 or an error, after the scratch memory is taken
    begin = None  # an expression that is 0 or an error, after all others
    begun = ()  # after `begin` has succeeded
    abandon = ()
    abandoned = ()  # the last step, which may call the program

    # --- submit -------------------------------------------------------------------------------------

    queue_variables = ()
    head = ""  # the end of the expression for the SQE's first word
    take = ()  # checks the handle
    lend = ()  # the steps that cannot be undone
    gone = ()  # leaves the handle dead
    keep_staged = ()  # stores it in the record of a staged operation
    keep = ()  # stores it in the record of a queued operation

    # --- await, launch ------------------------------------------------------------------------------

    def checks(self, options):
        """Reports what submit would report, before anything is begun. With `options` a range may be
        set."""
        return []

    proof = None  # that its handle is not dead

    def faults(self, options):
        """(condition, statement) for what submit would report, after `op` was begun, which is
        abandoned first. This way the compiler sees that submit makes the same test."""
        return []

    # --- finish -------------------------------------------------------------------------------------

    finish_variables = ()
    finish = ()

    # --- await --------------------------------------------------------------------------------------

    drop = None  # the call that frees it if the operation could not begin

    # --- the SQE ------------------------------------------------------------------------------------

    @property
    def values(self):
        """SQE field -> C expression, from the Building handle `op` and the block `block`."""
        return {}

    # --- the test of the encoding -------------------------------------------------------------------

    test_variables = ()
    test_prepare = ()
    test_clean = ()
    test_init = ""  # its argument of init
    test_submit = ""  # its argument of submit
    addresses = ()  # SQE fields with an address that the test knows

    def expect(self, test, variant):
        """Packs its fields of the SQE."""


class Prepared(Loan):
    """A loan for which init makes a block; it is in the Building handle until submit."""

    prepared = moves = reads_block = True
    in_numbers = False
    _block_is = ""  # what the block is for

    @property
    def members_behind(self):
        return (f"struct sring_block_ *lent_; /* {self._block_is} */", "uint64_t lent_token_;")

    init_variables = ("struct sring_block_ *lent = NULL; /* not op->lent_: with a pointer to `op` "
                      "gcc cannot prove its state */",)
    init_members_behind = ("op->lent_ = NULL;", "op->lent_token_ = 0;")
    begun = ("op->lent_ = lent;", "op->lent_token_ = lent->owner_;")

    @property
    def abandon(self):
        return ["if (SRING_UNLIKELY_(op->lent_->owner_ != op->lent_token_)) {",
                f'    sring_misuse_(__func__, "{self.op.a_op} in state {self.op.before.title}",',
                '                  "a copy of one that was consumed before");',
                "}"]

    queue_variables = ("struct sring_block_ *block;",)

    @property
    def _take(self):
        return ["block = op->lent_;",
                "if (SRING_UNLIKELY_(block->owner_ != op->lent_token_)) {",
                f'    sring_misuse_(function, "{self.op.a_op} in state {self.op.before.title}", '
                '"a copy of one that was consumed before");',
                "}"]

    keep_staged = ("slot->record_.block_ = block;",)
    keep = ("slot->record_.block_ = block;", "block->owner_ = number;")


# The buffers in the test of the encoding: see encoding_buffer, encoding_vector, encoding_group.
CAPACITY, LENGTH, START, COUNT = 4096, 1000, 16, 500


class Lent(Loan):
    """A buffer that the kernel owns until finish gives it back."""

    lent = ranged = in_record = moves = reads_block = True
    place = ("a buffer of the program", "loan")

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
        return f"The kernel owns `{self.name}` from {self.op.taken_by} until {self.op.last} gives " \
               "it back."

    @property
    def _room(self):
        """Where an operation that uses its whole buffer ends."""
        return f"buffer's {self._size}"

    @property
    def _size(self):
        return "capacity" if self.reads else "length"

    # Texts about the bytes that the kernel stores.
    _range_of_read = ""
    _length_of_read = ""

    @property
    def words(self):
        op, name = self.op, f"`{self.name}`"
        return {
            "loan_doc": f"The kernel owns {name} until {op.last} gives it back, even after an error.",
            "finish_doc": f"The caller owns {name} again, whatever the result." +
            self._length_of_read * self.reads,
            "detach_doc": f"The ring frees {name} when the kernel is done with it" + (
                ", and closes the descriptors received." if op.receives_files else "."),
            "await_doc": f"The caller owns {name} before and after the call.",
            "each_doc": "The operations run in no fixed order. Item i uses `size` bytes of "
                        f"{name} from byte i * `size`. The buffer's length does not change.",
            "each_errors": f"; or -EINVAL (`n` times `size` is more than the buffer's {self._size})",
            "range_doc": "Default: from byte 0 to the "
                         f"{self._room}.{self._range_of_read * self.reads}",
        }

    members = ("size_t start_; /* in the buffer */", "size_t count_;")
    init_members = ("op->start_ = 0;", "op->count_ = SIZE_MAX;")
    queue_variables = ("struct sring_block_ *block;",)

    @property
    def block(self):
        """The beginning of a C call that returns the block; the name of the function follows."""
        return f"{self._bare}_block_({self.name}, "

    @property
    def take(self):
        return [f"block = {self.block}function);"]

    @property
    def _bare(self):
        return self.struct.removeprefix("struct ")

    @property
    def proof(self):
        error = self._bare.replace("sring_", "sring_error_", 1) + "_gone_"
        return f"SRING_PROVE_({self.name}->block_, {error});"

    def faults(self, options):
        return [(f"!SRING_BUF_LIVE_({self.name})", f"(void){self._bare}_checked_({self.name}, __func__);")]

    @property
    def gone(self):
        return [f"{self.name}->block_ = NULL;"]

    keep_staged = ("slot->record_.block_ = block;",)
    keep = ("slot->record_.block_ = block;", "block->owner_ = number;")

    finish_variables = ("struct sring_block_ *block = done->block_;", "uint64_t token;")
    _returned = ()  # what finish does with the block before it gives it back

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
        """(start, size) of the part that a variant uses."""
        whole = CAPACITY if self.reads else LENGTH
        return (START, COUNT) if variant.options else (0, whole)
