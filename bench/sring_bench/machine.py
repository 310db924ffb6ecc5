# SPDX-License-Identifier: MIT OR Apache-2.0
"""Describes the machine of the measurement, without names of the machine or paths on it."""

import os
import platform
import re
import subprocess
import time


def describe():
    facts = {
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "memory": memory(),
        "kernel": f"Linux {platform.release().split('-')[0]}",
        "system": system(),
    }
    for name, argv in (("gcc", ["gcc", "--version"]), ("clang", ["clang-19", "--version"]),
                       ("valgrind", ["valgrind", "--version"]),
                       ("rustc", ["rustc", "--version"]),
                       ("go", ["go", "version"]),
                       ("asio", ["dpkg-query", "-W", "-f", "${Version}", "libasio-dev"]),
                       ("fio", ["fio", "--version"]),
                       ("liburing", ["pkg-config", "--modversion", "liburing"]),
                       ("libuv", ["pkg-config", "--modversion", "libuv"])):
        version = first_version(argv)
        if version:
            facts[name] = version
    facts["file system"] = f"{file_system('/')}; {file_system('/dev/shm')} on /dev/shm"
    return facts


def sentence(facts):
    """The description in one line, for a picture."""
    words = [f"{facts['processor']}, {facts['cores']} cores", facts["kernel"], facts["system"]]
    words += [f"{name} {facts[name]}" for name in ("gcc", "clang", "liburing") if name in facts]
    return ", ".join(words)


def processor():
    text = read("/proc/cpuinfo")
    found = re.search(r"^model name\s*: (.*)$", text, re.M)
    name = found[1].strip() if found else platform.machine()
    kind = re.search(r"^cpu family\s*: (\d+)\nmodel\s*: (\d+)$", text, re.M)
    name += f", family {kind[1]} model {kind[2]}" if kind else ""
    return name + (" (virtual machine)" if re.search(r"^flags\s*:.*\bhypervisor\b", text, re.M)
                   else "")


def memory():
    found = re.search(r"^MemTotal:\s+(\d+) kB", read("/proc/meminfo"), re.M)
    return f"{int(found[1]) / (1 << 20):.0f} GiB" if found else "unknown"


def free_memory():
    """In bytes, including reclaimable page cache."""
    found = re.search(r"^MemAvailable:\s+(\d+) kB", read("/proc/meminfo"), re.M)
    return int(found[1]) * 1024 if found else 0


def system():
    found = re.search(r'^PRETTY_NAME="?([^"\n]*)', read("/etc/os-release"), re.M)
    return found[1] if found else "unknown system"


def busy(seconds=0.5):
    """The part of the processors' time that other programs use now, from 0 to 1."""
    before = processor_times(read("/proc/stat"))
    time.sleep(seconds)
    return used(before, processor_times(read("/proc/stat")))


def processor_times(text):
    """All ticks and idle ticks in /proc/stat."""
    ticks = [int(word) for word in text.partition("\n")[0].split()[1:9]]
    return sum(ticks), sum(ticks[3:5])


def used(before, after):
    total = after[0] - before[0]
    return 1 - (after[1] - before[1]) / total if total > 0 else 0.0


def file_system(path):
    """Type of the file system that `path` is on."""
    path, best, kind = os.path.realpath(path), "", "unknown"
    for line in read("/proc/self/mounts").splitlines():
        _, point, type_, *_ = line.split()
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, type_
    return kind


def first_version(argv):
    try:
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"\d+(\.\d+)+", done.stdout)
    return found[0] if found else None


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
