# SPDX-License-Identifier: MIT OR Apache-2.0
"""gdb commands for the fibers of a ring, also in a core dump. In gdb: source fibers.py

    sring fibers     lists the fibers of all rings, with their backtraces
    sring fiber N    shows the stack of fiber N in place of the current thread's: bt, up, info locals
    sring fiber      shows the thread's own again

Needs libsring's debug information. Backtraces of parked fibers need x86-64.
"""

import gdb
import gdb.unwinder

# See include/sring/detail/record.h.
DONE, DUE = 1, 131072

# Where jump_fcontext of Boost.Context keeps the registers of what it has left, by register; and the
# size of that area.
SAVED = {"r12": 0x08, "r13": 0x10, "r14": 0x18, "r15": 0x20, "rbx": 0x28, "rbp": 0x30, "rip": 0x38}
SAVED_SIZE = 0x40
NEW_SIZE = 0x100  # what make_fcontext takes of a stack, at most


class FrameId:
    def __init__(self, sp, pc):
        self.sp, self.pc = sp, pc


class Switch(gdb.unwinder.Unwinder):
    """Makes a parked context the caller of the thread's innermost frame."""

    def __init__(self):
        super().__init__("sring-fiber")
        self.at = None  # where the context was left; None: show the thread's own stack

    def __call__(self, pending):
        if self.at is None or int(pending.read_register("rsp")) != self.innermost:
            return None
        word = gdb.lookup_type("unsigned long")
        # As if the frame were on the same stack: gdb stops where a caller lies below.
        info = pending.create_unwind_info(FrameId(gdb.Value(self.at).cast(word),
                                                  pending.read_register("rip")))
        for register, offset in SAVED.items():
            info.add_saved_register(register, gdb.Value(self.at + offset).cast(word.pointer())
                                    .dereference())
        info.add_saved_register("rsp", gdb.Value(self.at + SAVED_SIZE).cast(word))
        return info

    def show(self, at):
        gdb.invalidate_cached_frames()
        self.at = None
        self.innermost = int(gdb.newest_frame().read_register("rsp"))
        self.at = at
        gdb.invalidate_cached_frames()


switch = Switch()
gdb.unwinder.register_unwinder(None, switch, replace=True)


def frames_of(at):
    """The frames of a parked context, as lines."""
    switch.show(at)
    try:
        frame, number = gdb.newest_frame(), 0
        while frame.type() == gdb.INLINE_FRAME:
            frame = frame.older()
        frame = frame.older()
        while frame is not None:
            place = frame.find_sal()
            where = f" at {place.symtab.filename}:{place.line}" if place.symtab else ""
            yield f"#{number:<3} {frame.name() or hex(frame.pc())}{where}"
            frame, number = frame.older(), number + 1
    finally:
        switch.show(None)


def rings():
    """The open rings of the process: pointers at their inner part."""
    symbol = gdb.lookup_static_symbol("open_rings")
    if symbol is None:
        raise gdb.GdbError("libsring's debug information is needed")
    core = symbol.value()
    while core:
        yield core
        core = core["next_open"]


def stacks():
    """(number, title, where it was left or None) of all; the numbers begin with 1."""
    number = 0
    for core in rings():
        fiber = core["fibers"]["first"]
        while fiber:
            number += 1
            yield number, title_of(core, fiber), place_of(core, fiber)
            fiber = fiber["next"]
        if core["fibers"]["home"]:
            number += 1
            yield (number, f"the stack of the thread of ring {core['ring']}",
                   int(core["fibers"]["home"]["at"]))


def title_of(core, fiber):
    state = int(fiber["parked"]["record"]["state_"])
    words = ["has ended" if state & DONE else
             "runs" if core["fibers"]["running"] == fiber else
             "has not begun" if is_new(fiber) else
             "can go on" if state & DUE else "waits"]
    words += ["cancelled"] * bool(fiber["stack"] and fiber["stack"]["cancelled"])
    return f"{fiber['fn']} (arg {fiber['arg']}) of ring {core['ring']}: {', '.join(words)}"


def is_new(fiber):
    """Whether the context has run nothing yet: it begins at the upper end of its stack."""
    context = fiber["stack"]["context"]
    return int(context["bottom"]) + int(context["size"]) - int(context["at"]) <= NEW_SIZE


def place_of(core, fiber):
    if core["fibers"]["running"] == fiber or not fiber["stack"] or is_new(fiber):
        return None
    return int(fiber["stack"]["context"]["at"])


def on_x86_64():
    return gdb.selected_frame().architecture().name().startswith("i386:x86-64")


class Sring(gdb.Command):
    """Commands for rings."""

    def __init__(self):
        super().__init__("sring", gdb.COMMAND_STACK, prefix=True)


class Fibers(gdb.Command):
    """Lists the fibers of all rings, with their backtraces."""

    def __init__(self):
        super().__init__("sring fibers", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        for number, title, place in stacks():
            print(f"{number}: {title}")
            if place is not None and on_x86_64():
                for line in frames_of(place):
                    print("    " + line)


class Fiber(gdb.Command):
    """Shows the stack of a fiber in place of the current thread's; without a number: no more."""

    def __init__(self):
        super().__init__("sring fiber", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        if not argument:
            switch.show(None)
            return
        for number, _, place in stacks():
            if number == int(argument):
                if place is None:
                    raise gdb.GdbError("this fiber is not parked")
                if not on_x86_64():
                    raise gdb.GdbError("only on x86-64")
                switch.show(place)
                gdb.execute("frame 1")
                return
        raise gdb.GdbError("there is no such fiber")


Sring()
Fibers()
Fiber()
