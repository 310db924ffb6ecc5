# SPDX-License-Identifier: MIT OR Apache-2.0
"""The generated headers and the man pages' examples compile with every compiler and standard."""

import concurrent.futures
import re
import shutil
import subprocess
import unittest

from sring_gen import declared
from support import ROOT, TestCase, call

HEADERS = sorted((ROOT / "generated/include/sring").glob("*/*.h"))
MAN_PAGES = sorted((ROOT / "generated/man/man3").glob("*.3"))
OTHERS = sorted((ROOT / "generated/man").glob("man[17]/*"))
OPERATIONS = {path.stem for path in (ROOT / "spec/ops").glob("*.yaml")}
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror", "-fsyntax-only"]
C = ["gcc", "clang-14", "clang-19"]
CXX = ["g++", "clang++-14", "clang++-19"]
MODES = [[], ["-O2"], ["-DSRING_DEVELOPMENT"], ["-fsanitize=address"]]


def pages(names):
    """The man pages of these operations."""
    return [page for page in MAN_PAGES if page.stem.removeprefix("sring_") in names]


class Headers(TestCase):
    def everywhere(self, sources, commands):
        """Each source with each command; two at a time."""
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            runs = [pool.submit(self.compile, source, command)
                    for source in sources for command in commands]
            for run in runs:
                run.result()

    def test_alone_as_c11(self):
        commands = [[compiler, "-x", "c", "-std=c11", *STRICT, *mode]
                    for compiler in self.compilers(*C) for mode in MODES]
        self.everywhere([f"#include <sring/{h.parent.name}/{h.name}>\n" for h in HEADERS], commands)

    def test_alone_as_cxx17(self):
        commands = [[compiler, "-x", "c++", "-std=c++17", *STRICT, *mode]
                    for compiler in self.compilers(*CXX) for mode in MODES]
        self.everywhere([f"#include <sring/{h.parent.name}/{h.name}>\n" for h in HEADERS], commands)

    def test_thread_safety(self):
        commands = [[compiler, "-x", "c", "-std=c11", *STRICT, "-Wthread-safety"]
                    for compiler in self.compilers("clang-14", "clang-19")]
        self.everywhere([f"#include <sring/{h.parent.name}/{h.name}>\n" for h in HEADERS], commands)

    def test_many_at_once_only_where_the_order_does_not_matter(self):
        many = {h.stem for h in HEADERS if "_await_each(" in h.read_text()}
        self.assertEqual(many, {"cancel_fd", "fallocate", "fsync", "nop", "poll_add", "read_at",
                                "shutdown", "write_at"})

    def test_every_operation_of_a_batch_is_tried_in_a_chain(self):
        tried = "".join(p.read_text() for p in (ROOT / "tests/integration/links").glob("*.c"))
        for header in HEADERS:
            if f"sring_{header.stem}_add(" in header.read_text():
                self.assertRegex(tried, rf'\b(WAY|READS|WRITES|RECEIVES|SENDS)\({header.stem}\b|'
                                 rf'\{{"{header.stem}"')

    def test_lines_are_short(self):
        call("--spec", ROOT / "spec", "--tests", "--out", self.folder)
        for path in [*HEADERS, *(self.folder / "tests").glob("*.c")]:
            for number, line in enumerate(path.read_text().splitlines(), 1):
                self.assertLessEqual(len(line), 100, f"{path.name}:{number}")
                self.assertEqual(line, line.rstrip(), f"{path.name}:{number}")


class ManPages(TestCase):
    def test_examples_compile(self):
        commands = [["gcc", "-x", "c", "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror"]]
        commands += [[clang, "-x", "c", "-std=c11", "-fsyntax-only", "-Wall", "-Wthread-safety",
                      "-Werror"] for clang in self.compilers("clang-14", "clang-19")]
        for page in pages(OPERATIONS):
            text = page.read_text()
            example = re.search(r"\.SH EXAMPLES\n\.nf\n(.*?)\.fi\n", text, re.S)[1]
            source = example.replace("\\-", "-").replace("\\&", "").replace("\\e", "\\")
            self.assertIn(f"{page.stem.removeprefix('sring_')}_example", source)
            for command in commands:
                self.compile(source, command)

    def test_man_pages_say_what_their_types_are(self):
        """A page declares the callback and item types of its functions: no other page does."""
        for page in MAN_PAGES:
            text = page.read_text()
            for name in set(re.findall(r"\b(sring_\w+_(?:callback|item)) \*", text)):
                self.assertRegex(text, rf"(typedef void {name}\(|struct {name} {{)", page.name)

    def test_lint(self):
        if not shutil.which("mandoc"):
            self.skipTest("SKIP: mandoc is not installed")
        run = subprocess.run(["mandoc", "-T", "lint", "-W", "warning",
                              *(page for page in MAN_PAGES + OTHERS if not page.read_text().startswith(".so"))],
                             capture_output=True, text=True)
        self.assertEqual(run.stdout + run.stderr, "")

    def test_sections(self):
        of_operation = ["NAME", "SYNOPSIS", "DESCRIPTION", "RETURN VALUE", "ERRORS", "VERSIONS",
                        "EXAMPLES", "SEE ALSO"]
        expected = {page: of_operation for page in pages(OPERATIONS)}
        for page in MAN_PAGES:
            text = page.read_text()
            link = re.fullmatch(r"\.so (man3/sring_\w+\.3)\n", text)
            if link:
                self.assertIn(f".SS {page.stem}\n", (MAN_PAGES[0].parents[1] / link[1]).read_text())
                continue
            sections = re.findall(r"^\.SH (.*)$", text.split("\n.SH NOTES\n")[0], re.M)
            self.assertEqual(sections, expected.get(page, [*of_operation[:3], "SEE ALSO"]), page.name)

    def test_every_operation_names_the_errors_of_a_cancel_and_of_a_time_limit(self):
        for page in pages(OPERATIONS):
            errors = page.read_text().split("\n.SH ERRORS\n")[1].split("\n.SH ")[0]
            self.assertIn("\\-ECANCELED", errors, page.name)
            if f".SS {page.stem}_set_timeout\n" in page.read_text():
                self.assertIn("\\-ETIME", errors, page.name)

    def test_flags_have_names(self):
        """A number that a man page gives a flag stands behind its name."""
        for page in pages(OPERATIONS):
            for setter in re.findall(r"\n\.SS sring_\w+_set_flags\n(.*?)\n\.SS ", page.read_text(), re.S):
                text = re.sub(r"\b[A-Z][A-Z0-9_]+\s\(\d+|Linux [\d.]+|Default: \d+|0x\w+|[\w.-]+\([1-8]\)", "", setter)
                self.assertNotRegex(text, r"(?<![\w.-])[1-9]\d*\b", page.name)

    def test_every_public_function_has_a_page(self):
        names = {function.name for header in declared.headers() for function in header.functions}
        self.assertGreater(len(names), 80)
        self.assertEqual(names - {page.stem for page in MAN_PAGES}, set())
        for path in declared.INCLUDE.glob("*.h"):
            text = path.read_text().split("/* --- bodies ---")[0]
            public = re.findall(r"^SRING_(?:API|INLINE)_ [^;{]*?\b(sring_\w*[a-z])\(", text, re.M)
            self.assertEqual(set(public) - names, set(), path.name)


if __name__ == "__main__":
    unittest.main()
