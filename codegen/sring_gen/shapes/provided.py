# SPDX-License-Identifier: MIT OR Apache-2.0
"""A buffer that the kernel takes out of a buffer ring (struct sring_buf_ring) when there is data for
it. The result is that part of the ring (struct sring_lent_buf)."""

from .loan import Prepared
from .value import Count

SIZE = 512  # of a buffer in the test of the encoding, see encoding_group
_ONLY_PROVIDED = ("only for a buffer ring (`kind: provided`); remove the key", "only-provided")


class LentBuffer(Count):
    """The part that finish or next hands over; the kernel returns the number of bytes in it."""

    produced = "struct sring_lent_buf"
    handle = ("block_", "NULL", "sring_lent_buf_block_")
    nothing = "block_ = SRING_NOTHING_"

    @property
    def words(self):
        owned = "On success the caller owns `produced`, a part of the group, and must return it. " \
                f"A length of {self.doc}."
        words = {
            **super().words,
            "item_doc": "On success the caller owns `item`, a part of the group, and must return it. "
                        f"A length of {self.doc}. -ENOMEM: no memory for the handle; the item stays "
                        "for the next call. -ENOBUFS: all buffers of the group are in use; return "
                        "some, and begin another stream.",
            "finish_doc": owned, "await_doc": owned,
            "detach_doc": "Its buffer goes back to the group.",
        }
        if self.op.completions != "many":
            words["finish_returns"] = "0; or -errno and no buffer: -ENOBUFS if all buffers of the " \
                                      "group are in use. Test it with `if (rc)`."
        return words

    @property
    def item_parameters(self):
        return self.produced_parameters("item")

    finish = (
        "produced->token_ = token;",
        "if (result < 0) {",
        "    produced->block_ = SRING_NOTHING_;",
        "    sring_block_free_(block);",
        "    return result;",
        "}",
        "SRING_PRODUCED_(block);",
        "produced->block_ = block;",
        "return 0;")
    next_variables = ("struct sring_block_ *block = NULL;",)
    next = (
        "rc = sring_next_lent_(ring, stream->number_, &block, __func__);",
        "if (rc) {",
        "    item->block_ = SRING_NOTHING_;",
        "    item->token_ = 0;",
        "    return rc;",
        "}",
        "SRING_PRODUCED_(block);",
        "item->block_ = block;",
        "item->token_ = block->owner_;",
        "return 0;")
    called_item = (("struct sring_lent_buf *item", True),)

    @property
    def deliver(self):
        return ["struct sring_lent_buf item;", "", "SRING_PRODUCED_(it->block);", "item.block_ = it->block;",
                "item.token_ = it->block->owner_;", self.call_item("&item"),
                "it->number = item.block_ ? it->number : 0;"]

    example_item = ("struct sring_lent_buf item;",)
    example_use = ("sring_lent_buf_return(&item); /* after it was used */",)


class Provided(Prepared):
    kind = "provided"
    form = None
    reads = True
    fills_length = False
    header = "buf_ring"
    sqe_flags = 32  # IOSQE_BUFFER_SELECT
    mark = "SRING_LENDS_"
    result = LentBuffer
    place = ("a buffer ring", "lent")
    own_keys = {"bundles": _ONLY_PROVIDED, "incremental": _ONLY_PROVIDED}

    def __init__(self, operation=None, data=None):
        super().__init__(operation, data)
        self.has_length = self.counts(self.data)
        self.bundles = self.data.get("bundles", False)
        self.incremental = self.data.get("incremental", True)

    @classmethod
    def lint(cls, lint, buffer):
        fields = lint.fields_of(buffer)
        if fields and fields[0] != "buf_group":
            lint.report(("buffer", "sqe", 0), "the number of a buffer ring goes into 'buf_group'",
                        "wrong-field")
        result = lint.data.get("result") or {}
        if result.get("kind") not in (None, "count") or "sets_length_of" in result:
            lint.report(("result",), "the result of an operation on a buffer ring is a lent buffer: "
                        "use `kind: count` without `sets_length_of`", "wrong-direction")
        if (lint.data.get("chain") or {}).get("kernel"):
            lint.report(("chain", "kernel"), "an operation on a buffer ring must not wait in the "
                        "kernel's chain: the ring could not be closed; remove the key",
                        "chain-kernel", key=True)

    @classmethod
    def counts(cls, buffer):
        return "len" in (buffer.get("sqe") or [])

    @property
    def init_parameters(self):
        return [(f"const struct sring_buf_ring *{self.name}",
                 [f"SRING_REQUIRES_SHARED(*{self.name})"])]

    @property
    def init_names(self):
        return [self.name]

    @property
    def init_errors(self):
        return ", -ENOMEM" + ("" if self.incremental else f", -EINVAL (`{self.name}` is incremental)")

    @property
    def words(self):
        return {"init_more": f" The kernel takes a buffer out of `{self.name}`, of this ring, when "
                             "there is data for it.",
                "rearm_doc": "after an item of length 0, "}

    _block_is = "for the part of the group"

    @property
    def init_checks(self):
        return [f"sring_lent_check_group_(ring, {self._group}, __func__);"]

    @property
    def _group(self):
        return f"sring_buf_ring_block_({self.name}, __func__)"

    @property
    def launch_checks(self):
        return [f"(void)sring_buf_ring_block_({self.name}, __func__);"]

    @property
    def begin(self):
        needs = [name for name, needed in (("INCREMENTAL", self.incremental),
                                           ("BUNDLES", self.bundles)) if needed]
        flags = " | ".join(f"SRING_LENDS_{name}_" for name in needs) or "0"
        return f"sring_lent_begin_({self._group}, {flags}, &lent)"

    @property
    def begun(self):
        more = ["op->head_ |= SRING_HEAD_(0, 0, lent->index_, 0);"] * bool(self.bundles)
        return [*super().begun, *more]

    @property
    def abandon(self):
        return [*super().abandon, "sring_block_free_(op->lent_);"]

    @property
    def lend(self):
        return [*self._take, "sring_lent_check_(ring, block, function);"]

    finish_variables = ("struct sring_block_ *block = done->block_;", "uint64_t token;")
    finish = ("sring_check_lent_(block, done->number_, __func__);",
              "token = sring_give_back_(block, done->number_);")

    @property
    def values(self):
        return dict(zip(self.fields, ("block->place_", "block->length_")))

    @property
    def test_variables(self):
        return ["struct sring_buf_ring group;", "uint64_t index;"] + \
            ["uint64_t bundles;"] * bool(self.bundles)

    @property
    def test_prepare(self):
        return ["index = encoding_group(ring, &group);"] + \
            ["bundles = encoding_bundles(&group);"] * bool(self.bundles)

    test_clean = ("sring_buf_ring_close(ring, &group);",)
    test_init = ", &group"

    def expect(self, test, variant):
        for name, value in zip(self.fields, ("index", str(SIZE))):
            variant.put(name, value)
            variant.not_in_liburing(name)
        variant.liburing_puts.append((1, 1))  # the flag
        if self.bundles:
            variant.put("ioprio", f"{self.op.constants.get('ioprio', 0)} | bundles")
            variant.not_in_liburing("ioprio")


BUFFERS = [Provided]
