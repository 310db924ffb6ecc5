# SPDX-License-Identifier: MIT OR Apache-2.0
"""The main part of script/test, after the packages are installed: runs the parts and counts their
cases."""

import argparse
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import distros as trees
import kernels as virtual
import portability as systems

ROOT = Path(__file__).resolve().parent.parent
JOBS = str(os.cpu_count() or 2)
TESTS_AT_A_TIME = str(4 * int(JOBS))  # most tests sleep most of the time
PYTHON = "/usr/bin/python3"
# The tests of the parts unit, clang and asan. Tests with their own part are left out. Tests that do
# not depend on the build are run once, by unit.
LIBRARY_TESTS = ["-LE", "^(install|compile_fail|columns|legal|long|model)$",
                 "-E", "^(codegen|generated_is_current|bench)$"]
BUILT_TESTS = ["-LE", "^(install|compile_fail|columns|legal|long|model|analysis|house)$", *LIBRARY_TESTS[2:]]
# Long tests that find little more: only with --long.
LONG = "compile_fail.legal.full; misuse with gcc -O1, -O3 and -Os, with clang-19 without the analysis, and in a server with fibers; 100 000 random programs of fibers and sequences of stdio calls (compile_fail); clang and asan on every set-up level and seed, with SQPOLL and with all examples, as unit; 50 seconds " \
    "of random specs instead of 15 (codegen)"
wants_long = False


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Count(self.passed + other.passed, self.failed + other.failed,
                     self.skipped + other.skipped)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


class Broken(Exception):
    """A step failed that must succeed before cases can be counted."""


def run(*command, env=None):
    """Exit status and output (both streams) of a command. One that hangs is ended."""
    limit = "3h" if wants_long else "30m"
    done = subprocess.run(["timeout", "--kill-after=1m", limit, *command], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False,
                          env=dict(os.environ, LC_ALL="C.UTF-8", **(env or {})))
    output = done.stdout.decode(errors="replace")
    return done.returncode, output + (f"\nended after {limit}" if done.returncode in (124, 137) else "")


def need(*command):
    status, output = run(*command)
    if status:
        raise Broken(f"{' '.join(command)}\n{output}")


# --- counting -----------------------------------------------------------------------------------


def tally(status, output):
    """The cases in a test program's output. A program that reports none is one case; one that fails
    without a failed case has one more failure."""
    count = own(output) or cmocka(output) + unittest(output) + compile_fail(output)
    if count == Count():
        return Count(passed=int(not status), failed=int(bool(status)))
    if status and not count.failed:
        count.failed = 1
    return count


def own(output):
    """The counts of another script/test, or None."""
    found = re.search(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", output, re.M)
    return Count(*map(int, found.groups())) if found else None


def cmocka(output):
    def total(word):
        return sum(map(int, re.findall(rf"^\[ +{word} +\] (\d+) test\(s\)", output, re.M)))
    return Count(total("PASSED"), total("FAILED"), total("SKIPPED"))


def unittest(output):
    count = Count()
    for ran, result in re.findall(r"^Ran (\d+) tests? in .*\n\n(.*)$", output, re.M):
        number = {word: int(n) for word, n in re.findall(r"([a-z ]+)=(\d+)", result)}
        failed = sum(number.get(word, 0) for word in ("failures", "errors"))
        skipped = number.get("skipped", 0)
        count += Count(int(ran) - failed - skipped, failed, skipped)
    return count


def compile_fail(output):
    count = Count(skipped=len(re.findall(r"^SKIP: ", output, re.M)))
    for failed, ran in re.findall(r"^(\d+) of (\d+) failed", output, re.M):
        count += Count(int(ran) - int(failed), int(failed))
    return count if count.passed or count.failed else Count()


# --- steps --------------------------------------------------------------------------------------


def report(name, count, output, seconds):
    word = "FAILED" if count.failed else "skipped" if not count.passed else "ok"
    print(f"  {word:8}{name}: {count} ({seconds:.1f} s)", flush=True)
    if count.failed:
        print("\n".join("    | " + line for line in output.splitlines()[-200:]), flush=True)
    else:
        for line in output.splitlines():
            if re.match(r" *SKIP\b|.*\.\.\. skipped ", line):
                print(f"    {line.strip()}", flush=True)
    return count


def program(name, *command, env=None):
    """Runs a program and counts its cases."""
    start = time.monotonic()
    status, output = run(*command, env=env)
    return report(name, tally(status, output), output, time.monotonic() - start)


def build(preset, *targets):
    start = time.monotonic()
    need("cmake", "--preset", preset)
    need("cmake", "--build", "--preset", preset, "-j", JOBS,
         *(["--target", *targets] if targets else []))
    print(f"  built   build/{preset} ({time.monotonic() - start:.1f} s)", flush=True)


def ctest(preset, *select, jobs=JOBS, env=None):
    """The tests of a build, each with the cases inside."""
    xml = ROOT / "build" / preset / "ctest.xml"
    xml.unlink(missing_ok=True)
    status, output = run("ctest", "--preset", preset, "-j", jobs, "--output-junit", str(xml),
                         "--test-output-size-passed", "10000000",
                         "--test-output-size-failed", "10000000", *select, env=env)
    if not xml.exists():
        raise Broken(output)
    total = Count()
    for case in ElementTree.parse(xml).getroot().iter("testcase"):
        text = case.findtext("system-out") or ""
        state = case.get("status")
        if state in ("notrun", "disabled"):
            count = Count(skipped=1) if case.find("skipped") is not None else Count(failed=1)
            reason = case.find("skipped")
            text = text or f"SKIP: {reason.get('message') if reason is not None else state}"
        else:
            count = tally(state == "fail", text)
        total += report(case.get("name"), count, text, float(case.get("time") or 0))
    if status and not total.failed:
        raise Broken(output)
    if total == Count():
        raise Broken(f"build/{preset} has no such tests: ctest {' '.join(select)}")
    return total


# --- parts --------------------------------------------------------------------------------------


def generated():
    """generated/ is up to date with spec/"""
    return program("script/generate --check", "script/generate", "--check")


def codegen():
    """the generator's own tests"""
    modules = sorted(path.name for path in (ROOT / "codegen/tests").glob("test_*.py"))
    environment = {"PYTHONPATH": "codegen", **({"SRING_FUZZ_SECONDS": "50"} if wants_long else {})}

    def module(name):
        return program(f"codegen/tests/{name}", PYTHON, "-B", "-m", "unittest", "discover", "-v",
                       "-s", "codegen/tests", "-p", name, env=environment)

    slow = ("test_generated_code.py", "test_spec_space.py", "test_fuzz.py")
    modules.sort(key=lambda name: name not in slow)  # they begin first
    with ThreadPoolExecutor(int(JOBS)) as pool:
        return sum(pool.map(module, modules), Count())


def bench():
    """the tests of the benchmark code"""
    return program("bench/tests", PYTHON, "-B", "-m", "unittest", "discover", "-v",
                   "-s", "bench/tests", env={"PYTHONPATH": "bench"})


def unit():
    """unit, integration and conformance tests, optimised, gcc"""
    build("release")
    return ctest("release", *LIBRARY_TESTS, jobs=TESTS_AT_A_TIME)


def again(preset):
    """The tests of unit in another build. Without --long only on the set-up levels that differ most,
    with one seed, without SQPOLL, and the examples only on the kernel's rings and not those that are
    there to be compared."""
    build(preset)
    select = list(BUILT_TESTS)
    if not wants_long:
        select[-1] += r"|\.setup[1234]$|\.(unruly|simulated)2$|\.sqpoll$|" \
            r"^examples\..*(\.forbidden|_callbacks)$"
    return ctest(preset, *select, jobs=TESTS_AT_A_TIME)


def clang():
    """the tests of unit, with clang-19 (only if named)"""
    return again("clang")


def analysis():
    """clang-19's ownership analysis accepts the library and the examples"""
    build("clang-tsa")
    return Count(passed=1)


def asan():
    """the tests of unit, with AddressSanitizer and UBSan"""
    return again("asan")


def tsan():
    """tests with several threads, with ThreadSanitizer"""
    build("tsan")
    return ctest("tsan", "-L", "^threads$")


def model():
    """models of the algorithms for several threads, in every interleaving (only if named)"""
    return labelled("model")


def valgrind():
    """the tests of unit, under valgrind (only if named)"""
    if not (ROOT / "tests/run_valgrind").exists():
        return report("tests/run_valgrind", Count(skipped=1), "SKIP: it is not there", 0)
    build("release")
    return program("tests/run_valgrind", "tests/run_valgrind", "build/release", env={"JOBS": JOBS})


def labelled(labels):
    """The tests of build/release that have one of these labels."""
    build("release")
    return ctest("release", "-L", f"^({labels})$")


def compile_fail_suite():
    """misuse does not compile, for the stated reason, and its twin does"""
    return labelled("compile_fail|columns|legal|long" if wants_long else "compile_fail")


def columns():
    """misuse with clang-14, without and with the analysis (only if named)"""
    return labelled("columns")


def legal():
    """legal programs compile without a warning, and run (only if named)"""
    return labelled("legal")


def install():
    """the installed package, used by another project (only if named)"""
    return labelled("install")


def moved():
    """a program of Debian, moved to the ring by a patch, passes its own tests (only if named)"""
    need("script/install-packages", "moved")
    build("release")
    return program("tests/moved/run", PYTHON, "-B", "tests/moved/run", "build/release")


def in_trees(quick):
    if os.geteuid():
        return report("trees", Count(skipped=1), "SKIP: needs root, for chroot and mounts", 0)
    need("script/install-packages", "distros")
    total = Count()
    for name, status, output, seconds in trees.results(quick):
        count = Count(skipped=1) if output.startswith("SKIP") else tally(status, output)
        total += report(name, count, output, seconds)
    return total


def distros_quick():
    """demo, build and some tests in a fresh Debian 13 (only if named)"""
    return in_trees(quick=True)


def distros():
    """demo, build and tests in Debian 12, 13 and sid, there with many compilers (only if named)"""
    return in_trees(quick=False)


def on_system(preset, quick):
    """The tests of a build for another system."""
    build(preset, *systems.targets(preset, quick))
    return ctest(preset, *systems.selection(preset, quick), env=systems.ENVIRONMENTS.get(preset))


def compile_time_checks(quick):
    """The compiler for 32-bit x86 refuses the same misuse."""
    print(f"    SKIP: on 32 bits gcc does not prove: {systems.NOT_PROVED}")
    which = "gcc-O2" if quick else "gcc-12"
    setup = ["--include", "include", "--include", "generated/include",
             "--library", "build/i686/libsring.a", "--link", systems.LINK_I686,
             "--instead", f"{which}={systems.OURS}/i686-gcc", *systems.cases()]
    return program("i686: misuse does not compile", "compile_fail/run", *setup)


def without_linux():
    """A library without io_uring, and a program."""
    build("foreign")
    need(*systems.COMPILE_FOREIGN)
    return program("foreign: tests/portability/foreign.c", systems.FOREIGN)


def on_systems(quick):
    try:
        systems.release()
    except systems.Error as error:
        return report("systems", Count(skipped=1), f"SKIP: {error}", 0)
    need("script/install-packages", "portability")
    total = Count()
    for preset in ("musl", "aarch64", "i686"):
        start = time.monotonic()
        try:
            systems.prepare(preset)
            print(f"  for {preset}:", flush=True)
            if preset == "aarch64":
                print(f"    SKIP: qemu-user cannot run: {systems.QEMU_LACKS}")
            total += on_system(preset, quick)
            if preset == "i686":
                total += compile_time_checks(quick)
        except (systems.Error, Broken) as error:
            total += report(preset, Count(failed=1), str(error), time.monotonic() - start)
    return total + without_linux()


def portability_quick():
    """musl, aarch64, 32-bit x86, no Linux: library and some tests (only if named)"""
    return on_systems(quick=True)


def portability():
    """musl, aarch64, 32-bit x86, no Linux: examples and all tests, too (only if named)"""
    return on_systems(quick=False)


def boot_kernels(which):
    if run("script/install-packages", "kernels")[0]:
        print("  Continuing without the packages of script/install-packages kernels", flush=True)
    build("release")
    total = Count()
    for name, status, seconds, output in virtual.results(which, "release"):
        count = tally(status, output)
        if count.skipped > len(re.findall(r"^SKIP\b", output, re.M)):
            count.failed += 1
            output += "\nskipped without a reason"
        total += report(name, count, output, seconds)
    return total


def kernels_quick():
    """unit, integration and random tests on Debian 12's kernel, emulated (only if named)"""
    return boot_kernels(virtual.QUICK)


def kernels():
    """the same on all kernels of script/kernels.py, also with older ring setups (only if named)"""
    return boot_kernels(virtual.KERNELS)


PARTS = {
    "generated": generated, "codegen": codegen, "bench": bench, "unit": unit,
    "compile_fail": compile_fail_suite, "columns": columns, "legal": legal,
    "install": install, "moved": moved,
    "clang": clang, "analysis": analysis, "asan": asan, "tsan": tsan, "model": model,
    "valgrind": valgrind,
    "portability-quick": portability_quick, "portability": portability,
    "distros-quick": distros_quick, "distros": distros,
    "kernels-quick": kernels_quick, "kernels": kernels,
}
# Parts that run only if they are named. .ci/run names the first ten.
BY_HAND = ("columns", "legal", "install", "moved", "clang", "model", "valgrind",
           "portability-quick", "distros-quick", "kernels-quick", "portability", "distros", "kernels")


def main():
    names = "\n".join(f"  {name:18}{part.__doc__}" for name, part in PARTS.items())
    parser = argparse.ArgumentParser(
        prog="script/test", usage="script/test [--long] [PART...]", epilog=f"parts:\n{names}",
        description="Runs all tests, or the parts that are named.",
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=argparse.SUPPRESS)
    parser.add_argument("--long", action="store_true",
                        help=f"also run {LONG}")
    arguments = parser.parse_args()
    global wants_long
    wants_long = arguments.long
    wanted = arguments.parts
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")

    if not wants_long:
        print(f"skipped without --long: {LONG}", flush=True)
    counts, seconds, start = {}, {}, time.monotonic()
    for name in [name for name in PARTS if name in wanted or not (wanted or name in BY_HAND)]:
        print(f"{name}: {PARTS[name].__doc__}", flush=True)
        begun = time.monotonic()
        try:
            counts[name] = PARTS[name]()
        except (Broken, OSError) as error:
            counts[name] = report(name, Count(failed=1), str(error), 0)
        seconds[name] = time.monotonic() - begun

    total = sum(counts.values(), Count())
    print(f"\n{'part':18}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for name, count in counts.items():
        print(f"{name:18}{count.passed:8}{count.failed:8}{count.skipped:9}{seconds[name]:9.0f}")
    print(f"in {time.monotonic() - start:.0f} s\n\n{total}")
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
