# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the rest of the generator asks of what the kernel answers. Each answer here is that of a result
that says only whether it went well."""


class Result:
    """Made for one `operation`, from the `data` of the spec. C code is a list of lines."""

    kind = "status"  # its word in the spec
    produced = None  # struct of the handle that it becomes, or None
    nothing = None  # what makes such a handle dead
    has_slot = False  # it keeps a slot of the table of files until it has completed
    ticket = False  # the scratch memory shows a copied Completed
    header = None  # the library's header that it needs
    number_flag = None  # of the operation's number

    def __init__(self, operation=None, data=None):
        self.op, self.data = operation, data or {}
        self.unit, self.doc = self.data.get("unit"), self.data.get("doc")
        self.may_exceed = self.data.get("may_exceed", False)

    # --- the spec -----------------------------------------------------------------------------------

    makes_file = False
    needs_unit = False
    counts = False  # bytes, or the like
    place = None  # (what it is, the word of `produces` that a lifecycle needs for it)
    in_many = True  # it can come many times
    own_keys = {}  # that only this kind has: (what is wrong with another that has it, id of the error)

    @classmethod
    def lint(cls, lint, result):
        """Reports what is wrong with its part of the spec."""
        if cls.needs_unit and "unit" not in result:
            lint.report(("result",), f"a {cls.kind} needs its `unit`", "missing-unit")

    # --- texts --------------------------------------------------------------------------------------

    init_errors = ""
    item_doc = ""  # of what next hands over
    returns = "0 or -errno"

    @property
    def words(self):
        """What it says in the texts of the lifecycle: word -> text."""
        returns = f"{self.returns}{f'; {self.doc}' if self.doc is not None else ''}."
        return {"item_doc": self.item_doc, "result_returns": returns, "finish_returns":
                returns if self.op.completions != "many" else "0, or why there are no more items."}

    # --- the C interface ----------------------------------------------------------------------------

    def produced_parameters(self, name):
        """(parameter, attributes) of the handle that it becomes."""
        return [(f"{self.produced} *{name}", [f"SRING_PRODUCES_ON_SUCCESS(*{name})"])]

    @property
    def item_parameters(self):
        """The same of what next hands over."""
        return self.produced_parameters("item") if self.produced else []

    # --- init, abandon ------------------------------------------------------------------------------

    reserve = None  # an expression with an error, once there is scratch memory
    abandon = ()

    # --- finish, next -------------------------------------------------------------------------------

    finish_variables = ()
    finish_scratch = ()  # what is still to be had from the scratch memory
    finish = ("return result;",)
    next_variables = ("int32_t result = 0;",)
    _next = ()

    @property
    def next(self):
        return ["rc = sring_next_(ring, stream->number_, &result, __func__);", *self._next, "return rc;"]

    # --- the example, the test of the encoding ------------------------------------------------------

    example_item = ()  # the variable for an item
    example_use = ()  # what becomes of it
    test_prepare = ()

    def expect(self, test, variant):
        """Packs what must stand in the SQE."""


RESULTS = [Result]
