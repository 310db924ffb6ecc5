# SPDX-License-Identifier: MIT OR Apache-2.0
"""Calls go down only: from a folder of src/ to those below it, and within a folder in one
direction. What is inlined into programs has nothing of audit functions, latency and probes: they
cost no instruction there.

Checks the symbols of the library's object files, which are the arguments."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOOR = {"base": 0, "memory": 1, "kernel": 1, "ring": 2, "engine": 3, "api": 4}
# Symbols that only one file may use: the function that sleeps, by name or inlined.
SLEEPS = "src/engine/pump.c"
# Threads of the library's own sleep until there is work.
MAY_SLEEP = {("src/base/clock.c", "nanosleep"), ("src/base/threads.c", "pthread_cond_wait")}
# The fallback backend waits as Linux does in io_uring_enter.
MAY_SLEEP |= {("src/kernel/fallback_epoll.c", "epoll_wait"), ("src/kernel/fallback_alarm.c", "ppoll"),
              ("src/kernel/fallback_alarm.c", "pthread_cond_wait"),
              ("src/kernel/fallback_cancel.c", "poll"), ("src/kernel/fallback_descriptors.c", "poll")}
# It asks whether a file can be written, without waiting.
MAY_SLEEP |= {("src/api/audit_log.c", "poll")}
# The users of the function for a short delay if the kernel or the heap has no memory (sring_pause).
PATIENT = {SLEEPS, "src/engine/submit.c", "src/ring/stream_items.c", "src/kernel/open.c"}


def main(objects):
    defined, used = symbols(objects)
    calls = {file: {} for file in used}
    errors = []
    for file, names in sorted(used.items()):
        for name in sorted(names):
            if name.startswith("io_uring_") or name in ("syscall", "__io_uring_enter"):
                if folder(file) != "kernel":
                    errors.append(f"{file} uses {name}: that is for src/kernel/ alone")
            if name in ("nanosleep", "usleep", "poll", "ppoll", "select", "pselect", "epoll_wait",
                        "pthread_cond_wait") and (file, name) not in MAY_SLEEP:
                errors.append(f"{file} uses {name}: only {SLEEPS} sleeps")
            if name == "sring_pause" and file not in PATIENT:
                errors.append(f"{file} uses {name}: only {SLEEPS} sleeps")
            callee = defined.get(name, file)
            if callee == file:
                continue
            calls[file][callee] = name
            if not may_call(folder(file), folder(callee)):
                errors.append(f"{file} uses {name} of {callee}: not downwards")
            if name in ("sring_enter", "sring_enter_once") and file != SLEEPS:
                errors.append(f"{file} uses {name}: only {SLEEPS} sleeps")
    errors += [" -> ".join(circle) + ": a circle" for circle in circles(calls)]
    errors += sources() + headers()
    print("\n".join(errors) or f"{len(calls)} files, "
          f"{sum(map(len, calls.values()))} pairs of which one calls the other: all downwards")
    return bool(errors)


def symbols(objects):
    """Which file defines a name, and the names that each file uses and does not define."""
    defined, used = {}, {}
    for path in objects:
        file = re.search(r"src/\w+/\w+\.c", path)[0]
        used[file] = set()
        for line in subprocess.run(["nm", path], stdout=subprocess.PIPE, text=True,
                                   check=True).stdout.splitlines():
            kind, name = line[17:].split(" ")[:2]
            if kind in "Uw":
                used[file].add(name)
            elif kind.isupper():
                defined[name] = file
    if len(used) < 20 or "sring_open_" not in defined:
        sys.exit("these are not the library's object files")
    return defined, used


def folder(file):
    return file.split("/")[1]


def may_call(caller, callee):
    return caller == callee or FLOOR[caller] > FLOOR[callee]


def circles(calls):
    """Each circle once, as its files."""
    found, done = [], set()

    def visit(file, path):
        if file in path:
            found.append([*path[path.index(file):], file])
        elif file not in done:
            for callee in sorted(calls[file]):
                visit(callee, [*path, file])
            done.add(file)

    for file in sorted(calls):
        visit(file, [])
    return found


def sources():
    """What is inlined leaves no symbol."""
    errors = []
    for path in sorted((ROOT / "src").glob("*/*.[ch]")):
        file, text = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        for header in re.findall(r"^#include [<\"](liburing\S*|linux/io_uring\.h)[>\"]", text, re.M):
            if folder(file) != "kernel":
                errors.append(f"{file} includes {header}: that is for src/kernel/ alone")
        if re.search(r"\b(sring_enter_(inline|as)_|sring_sys_enter_)\(", text) and file != SLEEPS:
            errors.append(f"{file} enters the kernel inline: only {SLEEPS} sleeps")
        if re.search(r"backend->enter\(", text) and file != "src/engine/submit.c":
            errors.append(f"{file} enters the kernel by itself: sring_enter_once does")
    return errors


OBSERVERS = {"audit.h", "audit_log.h", "latency.h", "options.h"}  # what a program calls or sets


def headers():
    """The code of the headers, without comments and the list of all headers."""
    errors, seen = [], 0
    for folder_of in "include", "generated/include":
        for path in sorted((ROOT / folder_of).rglob("*.h")):
            text = re.sub(r"/\*.*?\*/|^#include.*?$", "", path.read_text(encoding="utf-8"),
                          flags=re.S | re.M)
            seen += "SRING_INLINE_" in text
            for word in re.findall(r"\w*(?:audit|latency|observe|probe)\w*", text, re.I):
                if path.name not in OBSERVERS:
                    errors.append(f"{path.relative_to(ROOT)} has {word}: it would cost programs "
                                  "without observers instructions")
    if seen < 50:
        sys.exit("these are not the library's headers")
    return errors


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
