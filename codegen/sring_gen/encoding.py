# SPDX-License-Identifier: MIT OR Apache-2.0
"""The C expressions for the words of an operation's SQE."""

from . import sqe


def _values(operation):
    """SQE field -> C expression, from the Building `op` and the block `block`."""
    values = {key: number(value) for key, value in operation.constants.items()}
    for item in operation.options + operation.arguments + operation.outputs:
        if not item.in_header:
            values.update(item.type.values(item))
    if operation.has_slot:
        values["file_index"] = "op->scratch_->place_"
    if operation.message:
        values[operation.message] = "(uint64_t)(uintptr_t)op->scratch_->data_"
    return {**values, **operation.loan.values}


def number(value, bits=0):
    """A number of the spec as a C constant; with `bits`, as an unsigned one of that size."""
    if -(1 << 31) < value < 1 << 31 and (value >= 0 or not bits):
        return str(value)
    value &= (1 << (bits or 64)) - 1
    return str(value) if value < 1 << 31 else f"{value:#x}u" if value < 1 << 32 else \
        f"UINT64_C({value:#x})"


def words(operation):
    """Word of the SQE -> the C statement that writes it. Words that stay zero are left out, except
    the first four. `head_` is not here: see Operation.head."""
    by_word = {word: {0: (4, "0")} for word in ("off_", "addr_", "len_flags_")}
    for name, value in _values(operation).items():
        place = sqe.FIELDS[name]
        by_word.setdefault(sqe.WORDS[place.offset // 8], {})[place.offset % 8] = (place.size, value)
    statements = {}
    for word in ("off_", "addr_", "len_flags_", "index_", "addr3_", "pad2_"):
        parts = by_word.get(word, {})
        if not parts:
            continue
        size, first = parts.get(0, (4, "0"))
        second = parts.get(4, (4, "0"))[1]
        if word == "len_flags_" and first == "length" and _in_usual_place(operation):
            del statements["addr_"]
            whole = f"in_one_go && !op->start_ && op->count_ == SIZE_MAX && !{second}" \
                if operation.loan.reads else "false"
            statements[word] = f"sring_write_span_(sqe, block, op->start_, length, {second}, {whole})"
            continue
        if word == "index_":
            value = f"SRING_INDEX_({first}, {second})"
        elif size == 8:
            value = first if first.startswith("(uint64_t)") else f"(uint64_t){first}"
        elif first == second == "0":
            value = "0"
        else:
            value = f"SRING_PAIR_({first}, {second})"
        statements[word] = f"sqe->{word} = {value}"
    return statements


def _in_usual_place(operation):
    """The buffer's address is in `addr`, its length in `len`."""
    return operation.loan.span and operation.loan.fields == ["addr", "len"]
