# SPDX-License-Identifier: MIT OR Apache-2.0
"""Results that are a number: a count, or bits."""

from .result import Result


class Count(Result):
    kind = "count"
    needs_unit = counts = True
    item_parameters = (("uint32_t *item", []),)
    _next = ("*item = (uint32_t)result;",)
    example_item = ("uint32_t item;",)

    @property
    def item_doc(self):
        return f"`*item` becomes the number of {self.unit}."

    @property
    def returns(self):
        return f"the number of {self.unit} or -errno"


class Mask(Count):
    kind = "mask"
    counts = False

    @property
    def item_doc(self):
        return f"`*item` becomes {self.unit}, as bits."

    @property
    def returns(self):
        return f"{self.unit}, as bits, or -errno"


RESULTS = [Count, Mask]
