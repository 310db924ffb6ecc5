# SPDX-License-Identifier: MIT OR Apache-2.0
"""Results that are a number: a count, or bits."""

from .result import Result


class Count(Result):
    kind = "count"
    needs_unit = counts = True
    item_parameters = (("uint32_t *item", []),)
    called_item = (("uint32_t item", False),)
    _next = ("*item = (uint32_t)result;",)
    example_item = ("uint32_t item;",)

    @property
    def deliver(self):
        return [self.call_item("(uint32_t)it->result"), "it->number = 0;"]

    @property
    def item_doc(self):
        return f"`*item` becomes the number of {self.unit}."

    @property
    def returns(self):
        return f"the number of {self.unit} or -errno"


class Mask(Count):
    kind = "mask"
    counts = False
    called_item = (("uint32_t events", False),)

    @property
    def item_doc(self):
        return f"`*item` becomes {self.unit}, as bits."

    @property
    def returns(self):
        return f"{self.unit}, as bits, or -errno"


RESULTS = [Count, Mask]
