#!/usr/bin/python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Installs the library and uses it as another project would.

CTest passes the build folder to install. Everything happens in a temporary folder.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
CONSUMER = HERE / "consumer"
BUILD = Path()  # set by main
FORGOTTEN = r"forgets\.c:\d+:\d+: error: buffer 'buf' is not held on every path"
NO_IO_URING = 77  # exit status of the consumer
INPUT = Path("/usr/bin/env")  # the file that the consumers read: binary, about 50 KiB


def run(*command, fails=False, **options):
    """Runs a command; returns its output. Fails the test if it does not end as expected."""
    command = [str(word) for word in command]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          stdin=subprocess.DEVNULL, timeout=300, **options)
    output = done.stdout.decode(errors="replace")
    if (done.returncode != 0) != fails:
        raise AssertionError(f"exit status {done.returncode}: {' '.join(command)}\n{output}")
    return output


def compiler(name):
    path = shutil.which(name)
    if not path:
        raise unittest.SkipTest(f"{name} is not installed")
    return path


class Installed(unittest.TestCase):
    """What is shared: a folder per test, and one installation, which was moved."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="sring-install-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        run("cmake", "--install", BUILD, "--prefix", cls.folder / "first")
        cls.prefix = cls.folder / "moved here"
        (cls.folder / "first").rename(cls.prefix)
        cls.libdir = next(cls.prefix.rglob("sring.pc")).parent.parent

    def reads(self, *program, **options):
        """Checks that the program writes the input to its output."""
        done = subprocess.run([str(word) for word in (*program, INPUT)], stdin=subprocess.DEVNULL,
                              capture_output=True, check=False, timeout=60, **options)
        if done.returncode == NO_IO_URING:
            self.skipTest(done.stderr.decode().strip())
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(done.stdout, INPUT.read_bytes())

    def cmake(self, prefix=None, source="reader.c", library="sring::sring", fails=False,
              arguments=()):
        """Builds the consumer with CMake. Returns the program, or why it does not build."""
        build = Path(tempfile.mkdtemp(dir=self.folder))
        run("cmake", "-S", CONSUMER, "-B", build, "-DCMAKE_BUILD_TYPE=RelWithDebInfo",
            f"-DCMAKE_PREFIX_PATH={prefix or self.prefix}", f"-DCONSUMER_SOURCE={source}",
            f"-DCONSUMER_LIBRARY={library}", *arguments)
        output = run("cmake", "--build", build, fails=fails)
        return output if fails else build / "consumer"

    def pkg_config(self, *arguments):
        environment = dict(os.environ, PKG_CONFIG_PATH=str(self.libdir / "pkgconfig"))
        # A prefix with a space needs the quoting that pkg-config does.
        output = run("pkg-config", f"--define-variable=prefix={self.link()}", *arguments, "sring",
                     env=environment)
        return output.split()

    def link(self):
        """The prefix under a name without a space, which pkg-config's callers do not cope with."""
        link = self.folder / "linked"
        if not link.exists():
            link.symlink_to(self.prefix)
        return link


class CMake(Installed):
    def test_static(self):
        program = self.cmake(library="sring::sring_static")
        self.assertNotIn("libsring", run("ldd", program))
        self.reads(program)

    def test_shared(self):
        program = self.cmake(library="sring::sring_shared")
        self.assertIn("libsring.so.0.1", run("ldd", program))
        self.reads(program)

    def test_the_default_is_static(self):
        program = self.cmake()
        self.assertNotIn("libsring", run("ldd", program))
        self.reads(program)

    def test_cxx(self):
        self.reads(self.cmake(source="reader.cc"))

    def test_link_time_optimisation(self):
        self.reads(self.cmake(arguments=["-DCMAKE_INTERPROCEDURAL_OPTIMIZATION=ON"]))

    def test_another_minor_version_is_refused(self):
        version_file = next(self.prefix.rglob("sringConfigVersion.cmake"))
        for wanted, compatible in (("0.1.0", True), ("0.2.0", False), ("1.0.0", False)):
            script = self.folder / "version.cmake"
            script.write_text(f"set(PACKAGE_FIND_VERSION {wanted})\n"
                              f"set(PACKAGE_FIND_VERSION_MAJOR {wanted[0]})\n"
                              f"set(PACKAGE_FIND_VERSION_MINOR {wanted[2]})\n"
                              f'include("{version_file}")\n'
                              "message(${PACKAGE_VERSION_COMPATIBLE})\n")
            self.assertEqual(run("cmake", "-P", script).strip(), str(compatible).upper(), wanted)

    def test_a_reused_buffer_does_not_compile(self):
        self.assertIn("sring: this buffer is not yours any more",
                      self.cmake(source="cases/reuses.c", fails=True))


class Analysis(Installed):
    """clang's ownership analysis comes with the package, and can be turned off."""

    def test_a_forgotten_buffer_does_not_compile(self):
        output = self.cmake(source="forgets.c", fails=True,
                            arguments=[f"-DCMAKE_C_COMPILER={compiler('clang-19')}"])
        self.assertRegex(output, FORGOTTEN)

    def test_off(self):
        self.cmake(source="forgets.c", arguments=[
            f"-DCMAKE_C_COMPILER={compiler('clang-19')}", "-DSRING_ANALYSIS=OFF"])

    def test_the_twin_compiles(self):
        for language, name, source in (("C", "clang-19", "reader.c"),
                                       ("CXX", "clang++-19", "reader.cc")):
            with self.subTest(language):
                self.reads(self.cmake(source=source, arguments=[
                    f"-DCMAKE_{language}_COMPILER={compiler(name)}"]))

    def test_pkg_config_names_the_options(self):
        flags = self.pkg_config("--variable=analysis_cflags")
        output = run(compiler("clang-19"), "-fsyntax-only", *self.pkg_config("--cflags"), *flags,
                     CONSUMER / "forgets.c", fails=True)
        self.assertRegex(output, FORGOTTEN)


class PkgConfig(Installed):
    def build(self, name, source, *arguments):
        program = self.folder / name
        run("g++" if source.endswith(".cc") else "gcc", "-O2", *self.pkg_config("--cflags"),
            CONSUMER / source, "-o", program, *arguments)
        return program

    def test_shared(self):
        for source in ("reader.c", "reader.cc"):
            with self.subTest(source):
                program = self.build("shared", source, *self.pkg_config("--libs"))
                environment = dict(os.environ, LD_LIBRARY_PATH=str(self.libdir))
                self.assertIn("libsring.so.0.1", run("ldd", program, env=environment))
                self.reads(program, env=environment)

    def test_static(self):
        program = self.build("static", "reader.c", "-static",
                             *self.pkg_config("--static", "--libs"))
        self.assertIn("not a dynamic executable", run("ldd", program, fails=True))
        self.reads(program)

    def test_static_library_in_a_dynamic_program(self):
        program = self.build("static_library", "reader.c",
                             *self.pkg_config("--variable=static_libs"))
        libraries = run("ldd", program)
        self.assertIn("libc.so", libraries)
        self.assertNotIn("libsring", libraries)
        self.reads(program)

    def test_no_macro_leaks_into_the_program(self):
        self.assertNotIn("-D", " ".join(self.pkg_config("--cflags")))


class Probe(Installed):
    """The command sring-probe; its own tests are in probe/tests."""

    def report(self, prefix, status, **options):
        done = subprocess.run([prefix / "bin/sring-probe", "--json"], stdin=subprocess.DEVNULL,
                              capture_output=True, check=False, timeout=60, **options)
        self.assertEqual((done.returncode, done.stderr), (status, b""))
        return json.loads(done.stdout)

    def test_runs(self):
        report = self.report(self.prefix, 1, env=dict(os.environ, SRING_BACKEND="fallback"))
        self.assertTrue(report["operations"]["read"]["supported"])
        self.assertIn("sring-probe", run("man", "-M", self.prefix / "share/man", "1", "sring-probe")
                      if shutil.which("man") else
                      (self.prefix / "share/man/man1/sring-probe.1").read_text())


class Layout(Installed):
    def test_exported_symbols_are_the_declared_ones(self):
        """The shared library exports what the headers declare, no more and no less."""
        declared = set()
        for header in (self.prefix / "include/sring").rglob("*.h"):
            text = re.sub(r"^#.*$", "", header.read_text(), flags=re.M)
            declared |= set(re.findall(r"\bSRING_(?:API|COLD)_\b[^;{]*?\b(sring_\w+)\s*\(", text))
        exported = {}
        for line in run("nm", "-D", "--defined-only", self.libdir / "libsring.so").splitlines():
            name, _, version = line.split()[2].partition("@@")
            if line.split()[1] != "A":  # the version itself
                exported[name] = version
        self.assertGreater(len(declared), 30)
        self.assertEqual(set(exported), declared)
        self.assertEqual(set(exported.values()), {"SRING_0.1"})

    def test_soname(self):
        self.assertRegex(run("readelf", "-d", self.libdir / "libsring.so"),
                         r"SONAME.*\[libsring\.so\.0\.1\]")

    def test_nothing_is_missing(self):
        present = {str(path.relative_to(self.prefix)) for path in self.prefix.rglob("*")}
        for folder, below in ((SOURCE / "include", "include"),
                              (SOURCE / "generated/include", "include"),
                              (SOURCE / "generated/man", "share/man"),
                              (SOURCE / "docs", "share/doc/sring/docs"),
                              (SOURCE / "spec", "share/sring/spec")):
            for path in folder.rglob("*"):
                self.assertIn(str(below / path.relative_to(folder)), present)

    def test_the_documents_that_are_named_are_there(self):
        """Those that man pages and headers name, and the pictures that the documents show."""
        documents = self.prefix / "share/doc/sring"
        named = {name for folder in ("include", "share/man") for path in (self.prefix / folder).rglob("*")
                 if path.is_file() for name in re.findall(r"\bdocs/\w+\.md", path.read_text())}
        self.assertGreater(len(named), 5)
        for name in {*named, "README.md", "CHANGELOG.md"}:
            self.assertTrue((documents / name).is_file(), name)
        pictures = {path.parent / name for path in documents.rglob("*.md")
                    for name in re.findall(r"!\[[^]]*\]\(([^)]*)\)", path.read_text())}
        self.assertGreater(len(pictures), 5)
        self.assertEqual([path for path in pictures if not path.is_file()], [])

    def test_no_stray_files(self):
        stray = [path for path in self.prefix.rglob("*")
                 if path.name == "__pycache__" or path.suffix in (".pyc", ".c") and
                 "compile_fail" not in path.parts]
        self.assertEqual(stray, [])

    def test_staged(self):
        """DESTDIR is where the files go, and stands in none of them."""
        stage = self.folder / "stage"
        run("cmake", "--install", BUILD, "--prefix", "/usr", env=dict(os.environ,
                                                                      DESTDIR=str(stage)))
        self.assertIn("prefix=/usr\n", next(stage.rglob("sring.pc")).read_text())
        for path in stage.rglob("*.[cp][mc]*"):
            if path.is_file():
                self.assertNotIn(str(stage), path.read_text())


class Variants(Installed):
    """Other ways to build it; each is configured and built here."""

    def variant(self, name, *arguments, destdir=""):
        build, prefix = self.folder / f"{name}-build", self.folder / name
        run("cmake", "-S", SOURCE, "-B", build, f"-DCMAKE_INSTALL_PREFIX={prefix}",
            "-DSRING_BUILD_TESTS=OFF", "-DSRING_BUILD_EXAMPLES=OFF", *arguments)
        run("cmake", "--build", build, "-j2")
        run("cmake", "--install", build)
        return prefix

    def test_static_only(self):
        prefix = self.variant("static-only", "-DSRING_BUILD_SHARED=OFF", "-DSRING_BUILD_PROBE=OFF")
        self.assertEqual(list(prefix.rglob("libsring.so*")), [])
        self.assertEqual([*prefix.rglob("sring-probe"), *prefix.rglob("man1")], [])
        self.reads(self.cmake(prefix))
        libs = run("pkg-config", "--libs", "sring", env=dict(
            os.environ, PKG_CONFIG_PATH=str(next(prefix.rglob("sring.pc")).parent)))
        self.assertIn("-luring", libs)

    def test_numa(self):
        """libnuma is linked if, and only if, it was built in."""
        def libs(prefix):
            return run("pkg-config", "--static", "--libs", "sring", env=dict(
                os.environ, PKG_CONFIG_PATH=str(next(prefix.rglob("sring.pc")).parent)))

        if "not found" in run("sh", "-c", "pkg-config --exists numa || echo not found"):
            self.skipTest("libnuma-dev is not installed")
        self.assertNotIn("-lnuma", libs(self.prefix))
        prefix = self.variant("numa", "-DSRING_WITH_NUMA=ON")
        self.assertIn("-lnuma", libs(prefix))
        for library in ("sring::sring_static", "sring::sring_shared"):
            self.reads(self.cmake(prefix, library=library))

    def test_without_io_uring(self):
        """sring-probe says that this is the reason."""
        prefix = self.variant("without-uring", "-DSRING_WITH_URING=OFF")
        done = subprocess.run([prefix / "bin/sring-probe", "--json"], stdin=subprocess.DEVNULL,
                              capture_output=True, check=False, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (2, b""))
        report = json.loads(done.stdout)
        self.assertIn("built without io_uring", report["io_uring"]["reason"])
        self.assertEqual((report["backend"]["name"], report["setups"]), (None, []))
        self.assertFalse(any(o["supported"] for o in report["operations"].values()))
        self.assertIn("built without io_uring",
                      run(prefix / "bin/sring-probe", "--require=nop", fails=True))

    def test_shared_only_in_absolute_folders(self):
        libdir, includedir = self.folder / "far/lib", self.folder / "far/include"
        prefix = self.variant("shared-only", "-DSRING_BUILD_STATIC=OFF",
                              f"-DCMAKE_INSTALL_LIBDIR={libdir}",
                              f"-DCMAKE_INSTALL_INCLUDEDIR={includedir}")
        self.assertEqual(list(self.folder.glob("far/**/libsring.a")), [])
        program = self.cmake(f"{prefix};{self.folder / 'far'}")
        self.assertIn("libsring.so.0.1", run("ldd", program))
        self.reads(program)
        text = (libdir / "pkgconfig/sring.pc").read_text()
        self.assertIn(f"\nlibdir={libdir}\nincludedir={includedir}\n", text)
        self.assertIn("sring-probe 0.1", run(prefix / "bin/sring-probe", "--version",
                                             env=dict(os.environ, LD_LIBRARY_PATH=str(libdir))))

    def test_subdirectory(self):
        """A project that has the library in its own tree."""
        project, build = self.folder / "outer", self.folder / "outer-build"
        project.mkdir()
        (project / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.22)\nproject(outer C)\n"
            f'add_subdirectory("{SOURCE}" sring)\n'
            f'add_executable(outer "{CONSUMER}/reader.c")\n'
            "target_link_libraries(outer PRIVATE sring::sring)\n"
            f'sring_generate(TARGET outer SPEC "{CONSUMER}/fadvise_ahead.yaml")\n'
            "target_compile_definitions(outer PRIVATE WITH_OWN_OPERATION)\n")
        run("cmake", "-S", project, "-B", build)
        run("cmake", "--build", build, "-j2")
        self.reads(build / "outer")


class Tools(Installed):
    def test_own_operation(self):
        program = self.cmake(arguments=[f"-DCONSUMER_SPEC={CONSUMER}/fadvise_ahead.yaml"])
        self.reads(program)

    def test_own_operation_without_cmake(self):
        out = self.folder / "generated"
        run(self.prefix / "bin/sring-gen", "--op", CONSUMER / "fadvise_ahead.yaml", "--out", out)
        self.assertTrue((out / "include/sring/ops/fadvise_ahead.h").exists())

    def test_a_spec_with_a_mistake_is_refused(self):
        spec = self.folder / "fadvise_ahead.yaml"
        spec.write_text((CONSUMER / "fadvise_ahead.yaml").read_text().replace(
            "fadvise_advice", "fadvise_advise"))
        output = self.cmake(fails=True, arguments=[f"-DCONSUMER_SPEC={spec}"])
        self.assertRegex(output, r"fadvise_ahead\.yaml:\d+:\d+: error: .*'fadvise_advise'")

    def compile_fail(self, cases, *arguments, fails=False):
        build = Path(tempfile.mkdtemp(dir=self.folder))
        run("cmake", "-S", CONSUMER, "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}",
            f"-DCOMPILE_FAIL_CASES={cases}", *arguments)
        run("cmake", "--build", build)
        return run("ctest", "--test-dir", build, "-V", "-L", "compile_fail", fails=fails)

    def test_own_compile_fail_cases(self):
        self.assertRegex(self.compile_fail(CONSUMER / "cases"), r"0 of [1-9]\d* failed")

    def test_compile_fail_cases_of_an_own_operation(self):
        """Those that are generated, and one that includes the generated header."""
        output = self.compile_fail(CONSUMER / "cases_own", "-DCONSUMER_SOURCE=reader.c",
                                   "-DCONSUMER_LIBRARY=sring::sring",
                                   f"-DCONSUMER_SPEC={CONSUMER}/fadvise_ahead.yaml")
        for name in ("compile_fail.advises_twice", "generated.fadvise_ahead"):
            self.assertRegex(output, rf"{name} \.+ +Passed")
        self.assertEqual(len(re.findall(r"\b0 of [1-9]\d* failed", output)), 2)

    def test_a_folder_without_cases_is_refused(self):
        empty = Path(tempfile.mkdtemp(dir=self.folder))
        output = run("cmake", "-S", CONSUMER, "-B", empty, f"-DCMAKE_PREFIX_PATH={self.prefix}",
                     f"-DCOMPILE_FAIL_CASES={empty}", fails=True)
        self.assertIn("there is no case", output)

    def test_a_misuse_that_compiles_is_reported(self):
        cases = self.folder / "broken/cases"
        cases.mkdir(parents=True)
        text = (CONSUMER / "cases/reuses.c").read_text()
        (cases / "reuses.c").write_text(text.replace("#ifndef SRING_TWIN", "#if 0"))
        self.assertIn("FAIL: reuses", self.compile_fail(cases, fails=True))


def main():
    global BUILD
    BUILD = Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)


if __name__ == "__main__":
    main()
