# SPDX-License-Identifier: MIT OR Apache-2.0
"""The man pages say of each function what its header says, and show nothing private."""

import re
import unittest

from support import ROOT, TestCase

HEADERS = [path for path in sorted((ROOT / "include/sring").glob("*.h"))
           if path.stem not in ("annotations", "sring", "version")]
GENERATED = sorted((ROOT / "generated/include/sring").glob("*/*.h"))
PAGES = {path.name: path.read_text() for path in sorted((ROOT / "generated/man").glob("man*/*"))
         if not path.read_text().startswith(".so ")}
RULER = r"/\* -{3} ([\w ,]+) -{3,} \*/"
# A comment that begins a line in no struct, and what follows it up to the next one or an empty line.
WITH_COMMENT = re.compile(r"^/\*(.*?)\*/\n((?:(?!\n\n|\n/\*).)*)", re.M | re.S)
FUNCTION = re.compile(r"^SRING_(?:API|INLINE)_ [^;{]*?\b(sring_\w*[a-z0-9])\(", re.M)
TYPE = re.compile(r"^(?:struct|enum) (?:SRING_CAPABILITY\(.*?\) )?(\w*[a-z0-9]) {$", re.M)
PRIVATE = re.compile(r"\b[A-Za-z]\w*_\b(?!\.\.\.)")


def public(header):
    return header.read_text().split("/* --- bodies ---")[0].split("#define SRING_", 1)[1]


def functions(header, code):
    """Its functions, without those that the page of an operation describes once for all states."""
    return [name for name in FUNCTION.findall(code) if header.parent.name != "ops" or
            not re.search(r"_(building|submitted|streaming|completed)_(move|stash|claim|move_stash)$", name)]


def words(comment):
    """The text of a comment, as a page has it."""
    return " ".join(re.sub(r"^ ?\*", "", comment, flags=re.M).replace("`", "").split())


def plain(page):
    """A page or a part of it without the marks of man."""
    text = re.sub(r"^\.(?:PP|nf|fi|br)$", "", page, flags=re.M)
    text = re.sub(r"^\.(?:BR|BI|RI|B|I|TP|TH|SH|SS)\b ?", "", text, flags=re.M)
    return re.sub(r"\\f.|\\&", "", text).replace("\\-", "-").replace("\\e", "\\")


def under(page, heading):
    """The text below a heading."""
    found = re.search(rf"^\.SS {re.escape(heading)}\n(.*?)(?=^\.S[SH] |\Z)", page, re.M | re.S)
    return " ".join(plain(found[1]).split()) if found else None


def synopsis(page):
    return plain(re.search(r"\.SH SYNOPSIS\n(.*?)\n\.SH ", page, re.S)[1])


def page_of(header):
    return PAGES[f"sring_{header.stem}.3"]


class ManPages(TestCase):
    def test_every_function_has_the_text_of_its_comment(self):
        count = 0
        for header in HEADERS + GENERATED:
            for comment, code in WITH_COMMENT.findall(public(header)):
                for function in functions(header, code):
                    count += 1
                    self.assertEqual(under(page_of(header), function), words(comment), function)
        self.assertGreater(count, 1000)

    def test_every_function_is_in_one_synopsis(self):
        for header in HEADERS + GENERATED:
            for function in functions(header, public(header)):
                found = re.findall(rf"\b{function}\(", synopsis(page_of(header)))
                self.assertEqual(len(found), 1, function)
                self.assertIsNotNone(under(page_of(header), function), function)

    def test_every_type_is_shown(self):
        for header in HEADERS:
            for name in TYPE.findall(public(header)):
                self.assertIn(name, TYPE.findall(page_of(header)), header.name)

    def test_no_other_comment_is_left_out(self):
        """The opening comment, and what is said of a whole section."""
        for header in HEADERS:
            text = " ".join(plain(page_of(header)).split())
            opening = words(re.match(r"/\*.*?\n \*\n(.*?)\*/", header.read_text(), re.S)[1])
            self.assertIn(opening, text, header.name)
            section = None
            for ruler, comment in re.findall(rf"^(?:{RULER}|/\*((?:(?!\*/).)*)\*/)\n\n",
                                             public(header), re.M | re.S):
                if comment:
                    self.assertEqual(under(page_of(header), section), words(comment))
                section = ruler.capitalize() or section

    def test_a_synopsis_is_code_alone(self):
        declaration = (r"#include <[\w./]+>|(?:struct|enum) \w+;|"
                       r"[\w ]+[ *]+\w+\((?:[^();]|\([^();]*\))*\);")
        for name, page in PAGES.items():
            if not name.endswith(".3"):
                continue
            text = re.sub(r"\n?(struct \w+) \{[^{}]*\};", r"\n\1;", synopsis(page))
            for part in re.split(r"\n\n+", text.replace('"', "").strip()):
                self.assertRegex(" ".join(part.split()), rf"\A(?:(?:{declaration}) ?)+\Z", name)
            self.assertNotRegex(text, r"/\*|\*/", name)

    def test_nothing_private_is_shown(self):
        for name, page in PAGES.items():
            self.assertEqual(PRIVATE.findall(plain(page)), [], name)
            self.assertNotIn("Private.", page, name)

    def test_a_page_that_names_documents_says_where_they_are(self):
        count = 0
        for name, page in PAGES.items():
            named = re.findall(r"\bdocs/\w+\.md", page)
            self.assertEqual(bool(named), "share/doc/sring" in page, name)
            for document in named:
                self.assertTrue((ROOT / document).is_file(), f"{name}: {document}")
            count += len(named)
        self.assertGreater(count, 10)

    def test_drawings_and_code_keep_their_lines(self):
        for header in HEADERS:
            opening = re.match(r"/\*.*?\*/", header.read_text(), re.S)[0]
            lines = [line.strip() for line in plain(page_of(header)).split("\n")]
            for line in re.findall(r"^ \*   +(.*\S)", opening, re.M):
                self.assertIn(line, lines, header.name)


if __name__ == "__main__":
    unittest.main()
