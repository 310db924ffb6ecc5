# SPDX-License-Identifier: MIT OR Apache-2.0
"""The interface of a result. The defaults are those of a result that is only 0 or an error."""


class Result:
    """The result of one `operation`, from the `data` of the spec. C code is a list of lines."""

    kind = "status"  # its word in the spec
    produced = None  # the type of the handle that finish produces, or None
    handle = None  # if next makes it: its first member, the value that means dead, the check
    nothing = None  # the assignment that makes such a handle dead
    has_slot = False  # the operation has a slot of the table of files until it has completed
    ticket = False  # it has scratch memory only to detect a copied Completed handle
    header = None  # the library's header that it needs
    number_flag = None  # a flag in the operation's number

    def __init__(self, operation=None, data=None):
        self.op, self.data = operation, data or {}
        self.unit, self.doc = self.data.get("unit"), self.data.get("doc")
        self.may_exceed = self.data.get("may_exceed", False)

    # --- the spec -----------------------------------------------------------------------------------

    makes_file = False
    needs_unit = False
    counts = False  # it is a number of bytes or similar units
    place = None  # (its name in messages, the word of `produces` that its lifecycle needs)
    in_many = True  # an operation with many completions can have it
    own_keys = {}  # keys of the spec that only this kind has: (message for other kinds, its id)

    @classmethod
    def lint(cls, lint, result):
        """Checks its part of the spec."""
        if cls.needs_unit and "unit" not in result:
            lint.report(("result",), f"a {cls.kind} needs its `unit`", "missing-unit")

    # --- texts --------------------------------------------------------------------------------------

    init_errors = ""
    item_doc = ""  # about the item that next hands over
    returns = "0 or -errno"

    @property
    def words(self):
        """Its texts for the words in braces in the lifecycle: word -> text."""
        returns = f"{self.returns}{f'; {self.doc}' if self.doc is not None else ''}."
        return {"item_doc": self.item_doc, "result_returns": returns, "finish_returns":
                returns if self.op.completions != "many" else "0, or the reason why there are no more items."}

    # --- the C interface ----------------------------------------------------------------------------

    def produced_parameters(self, name):
        """(parameter, attributes) of the handle that finish produces."""
        return [(f"{self.produced} *{name}", [f"SRING_PRODUCES_ON_SUCCESS(*{name})"])]

    @property
    def item_parameters(self):
        """The same for the item that next hands over."""
        return self.produced_parameters("item") if self.produced else []

    # --- init, abandon ------------------------------------------------------------------------------

    reserve = None  # an expression that is 0 or an error, after the scratch memory is taken
    abandon = ()

    # --- finish, next -------------------------------------------------------------------------------

    finish_variables = ()
    finish_scratch = ()  # reads the scratch memory before it is freed
    finish = ("return result;",)
    next_variables = ("int32_t result = 0;",)
    _next = ()

    @property
    def next(self):
        return ["rc = sring_next_(ring, stream->number_, &result, __func__);", *self._next, "return rc;"]

    # --- the callback for items ---------------------------------------------------------------------

    @property
    def called_item(self):
        """(parameter, whether it is a handle) for the item, if there is anything to say."""
        return [(f"{self.produced} *item", True)] if self.produced else []

    @property
    def deliver(self):
        """Calls `callback` with the item in `it`. `it->number` becomes 0 if the callback consumed it."""
        return [self.call_item(), "it->number = 0;"]

    def call_item(self, *values):
        return f"((sring_{self.op.name}_item_callback *)callback)({', '.join(('ring', *values, 'arg'))});"

    # --- the example, the test of the encoding ------------------------------------------------------

    example_item = ()  # the variable for an item
    example_use = ()  # what the example does with it
    test_prepare = ()

    def expect(self, test, variant):
        """Packs its fields of the SQE."""


RESULTS = [Result]
