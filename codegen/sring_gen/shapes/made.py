# SPDX-License-Identifier: MIT OR Apache-2.0
"""Results that are a new file: a descriptor, or a slot of the table of files."""

from .result import Result

TABLE_SLOT = 1  # in the test of the encoding: the first free slot, see encoding_fill_slot


class File(Result):
    kind = "file"
    makes_file = ticket = True
    produced = "struct sring_fd"
    handle = ("word_", "0", "sring_fd_live_word_")
    nothing = "word_ = sring_nothing_()"
    number_flag = "SRING_MAKES_FD_"
    place = ("a file as its result", "file")
    item_doc = "On success the caller owns `item`, a file."

    @classmethod
    def lint(cls, lint, result):
        super().lint(lint, result)
        if lint.data.get("buffer") and lint.buffer_kind().fills_length:
            lint.report(("result", "kind"), "finish hands out the new file; it cannot also give a "
                        "buffer back", "two-loans")
        if (lint.data.get("file") or {}).get("consumed"):
            lint.report(("result", "kind"), "the operation consumes a file; it cannot also make one",
                        "two-loans")

    @property
    def returns(self):
        return f"the descriptor, which {self.op.last} hands over, or -errno"

    @property
    def words(self):
        words = {**super().words, "finish_doc": "On success the caller owns `produced`.",
                 "await_doc": "On success the caller owns `produced`.",
                 "detach_doc": "The ring closes the new file."}
        if self.op.completions != "many":
            words["finish_returns"] = "0; or -errno and no file. Test it with `if (rc)`."
        return words

    _owned = ("sring_fd_own_(produced, result, false);",)

    @property
    def finish(self):
        return ["if (result < 0) {", "    produced->word_ = sring_nothing_();", "    return result;", "}",
                *self._owned, "return 0;"]

    _next = ("if (rc) {", "    item->word_ = sring_nothing_();", "    return rc;", "}",
             "sring_fd_own_(item, result, false);")

    @property
    def deliver(self):
        return ["struct sring_fd item;", "", "sring_fd_own_(&item, it->result, false);",
                self.call_item("&item"), "it->number = item.word_ ? it->number : 0;"]

    example_item = ("struct sring_fd item;",)
    example_use = ("sring_fd_close(ring, &item); /* after it was used */",)


class Direct(File):
    kind = "direct"
    produced = "struct sring_direct_fd"
    header = "direct_fd"
    number_flag = None
    has_slot = True
    in_many = False
    place = ("a direct descriptor as its result", "file")
    own_keys = {"index": ("only a direct descriptor has an index; remove the key", "needless-index")}
    item_doc = ""
    init_errors = ", -ENFILE (the ring's table of files is full, see sring_options.direct_fds), " \
        "-EMFILE (direct_fds is more than RLIMIT_NOFILE)"

    @classmethod
    def lint(cls, lint, result):
        super().lint(lint, result)
        if "index" not in result:
            lint.report(("result",), "a direct descriptor needs `index`, the field for its slot",
                        "missing-index")

    @property
    def returns(self):
        return f"0, and {self.op.last} hands over a direct descriptor, or -errno"

    reserve = "sring_direct_reserve_(ring, op->scratch_, __func__)"
    abandon = ("sring_direct_abandon_(ring, op->scratch_, __func__);",)
    finish_variables = ("uint64_t number = done->number_;", "uint32_t slot;")
    finish_scratch = ("slot = done->scratch_->place_ - 1;",)
    _owned = ("produced->word_ = SRING_FD_WORD_(slot, SRING_FIXED_FILE_);",
              "produced->token_ = number;", "SRING_PRODUCED_(produced->word_);")
    test_prepare = ("encoding_fill_slot(ring);",)

    def expect(self, test, variant):
        variant.pack("file_index", TABLE_SLOT + 1)


RESULTS = [File, Direct]
