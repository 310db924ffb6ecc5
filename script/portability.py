# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the builds for other systems need, below build/portability: a folder for each of the presets
musl, aarch64 and i686 (tests/portability has their toolchain files). Packages come from Debian, from
the release of this machine, through a separate apt; this machine's apt is not changed. Which tests
run where is here, too.

Remove a folder to make it again."""

import os
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build/portability"
OURS = ROOT / "tests/portability"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
MIRROR = "http://deb.debian.org/debian"

# What is unpacked for a processor, beside the cross compiler's own C library.
PACKAGES = ["liburing2", "liburing-dev", "libcmocka0", "libcmocka-dev"]
ARCHITECTURES = {"aarch64": "arm64", "i686": "i386"}

# The tests of the quick form, in addition to those of unit and encoding.
QUICK = ["batch", "buf_ring", "cancel", "deadlines", "fibers", "messages", "paths", "read_write",
         "sockets", "vectors"]
# qemu-user has no io_uring: there the fallback runs. It also lacks openat2, preadv2 with flags,
# MADV_POPULATE_WRITE, the program in /proc/self/exe, and children that end by a signal without a
# message of its own; a writev of nothing sends nothing, and a sendmsg to nobody ends it.
QEMU_LACKS = r"^unit\.pool_memory$|^integration\.(claims|errors|fiber_faults|links|live|messages|" \
    r"messages_files|misuse_ring|paths|random|read_write|registry|seccomp|sockets|" \
    r"why_not_open)(_development)?\."
ENVIRONMENTS = {"aarch64": {"SRING_BACKEND": "fallback"}}
# On 32 bits gcc does not prove that a buffer is left live behind an await: the report comes when the
# program runs.
NOT_PROVED = "buffer_scope_ends_before_operation"

LINK_I686 = f"{FOLDER}/i686/root/usr/lib/i386-linux-gnu/liburing.a -lpthread"
FOREIGN = str(ROOT / "build/foreign/program")
COMPILE_FOREIGN = [
    "musl-gcc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O2", "-Iinclude",
    "-Igenerated/include", "tests/portability/foreign.c", "build/foreign/libsring.a",
    str(FOLDER / "musl/root/lib/find_object.o"), "-Wl,--eh-frame-hdr", "-o", FOREIGN]


class Error(Exception):
    """A system that cannot be prepared; the text says why."""


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True,
                          **options)
    if done.returncode:
        raise Error(f"{' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def release():
    """The release of this machine: the cross compilers have its C library."""
    text = Path("/etc/os-release").read_text()
    found = re.search(r"^VERSION_CODENAME=(\w+)$", text, re.M)
    if "ID=debian" not in text.splitlines() or not found:
        raise Error("this machine is not a release of Debian, whose packages are needed")
    return found[1]


# --- packages -----------------------------------------------------------------------------------


def own_apt(folder, architecture):
    """The environment of an apt with its own lists and cache."""
    apt = folder / "apt"
    for path in ("lists/partial", "cache/archives/partial", "empty"):
        (apt / path).mkdir(parents=True, exist_ok=True)
    (apt / "sources.list").write_text(
        "".join(f"{kind} [signed-by={KEYRING}] {MIRROR} {release()} main\n"
                for kind in ("deb", "deb-src")))
    (apt / "status").touch()
    (apt / "apt.conf").write_text(
        f'Dir::Etc::SourceList "{apt}/sources.list";\nDir::Etc::SourceParts "{apt}/empty";\n'
        f'Dir::Etc::PreferencesParts "{apt}/empty";\nDir::State::Lists "{apt}/lists";\n'
        f'Dir::State::Status "{apt}/status";\nDir::Cache "{apt}/cache";\n'
        f'APT::Architecture "{architecture}";\nAPT::Architectures {{ "{architecture}"; }};\n'
        'Acquire::Languages "none";\nAPT::Sandbox::User "root";\n')
    env = dict(os.environ, APT_CONFIG=str(apt / "apt.conf"), LC_ALL="C.UTF-8")
    run("apt-get", "update", "-q", env=env)
    return env


def unpack(folder, architecture):
    """The libraries of another processor, as a tree."""
    env = own_apt(folder, architecture)
    depends = run("apt-cache", "depends", "--important", "libboost-context-dev", env=env)
    context = re.findall(r"Depends: (libboost-context\S+)", depends)
    run("apt-get", "download", "-q", *PACKAGES, *context, env=env, cwd=folder)
    for package in folder.glob("*.deb"):
        run("dpkg-deb", "-x", package, folder / "root")
        package.unlink()


# --- musl ---------------------------------------------------------------------------------------

PKGCONFIG = "Name: {0}\nDescription: {0}\nVersion: {1}\nLibs: -L{2}/lib -l{0}\nCflags: -I{2}/include\n"


def for_musl(folder):
    """This machine's headers of the kernel, liburing and Boost.Context, which use nothing of glibc;
    and cmocka from its source."""
    root = folder / "root"
    for name in ("include", "lib/pkgconfig"):
        (root / name).mkdir(parents=True)
    triple = run("gcc", "-print-multiarch").strip()
    for name in ("linux", "asm-generic", f"{triple}/asm", "liburing", "liburing.h"):
        (root / "include" / Path(name).name).symlink_to(Path("/usr/include", name))
    for name in ("liburing.a", "libboost_context.a"):
        (root / "lib" / name).symlink_to(Path("/usr/lib", triple, name))
    run("musl-gcc", "-O2", "-fPIC", "-c", OURS / "find_object.c", "-o", root / "lib/find_object.o")
    version = run("pkg-config", "--modversion", "liburing").strip()
    (root / "lib/pkgconfig/liburing.pc").write_text(PKGCONFIG.format("uring", version, root))

    env = own_apt(folder, run("dpkg", "--print-architecture").strip())
    run("apt-get", "source", "--download-only", "-q", "cmocka", env=env, cwd=folder)
    [archive] = folder.glob("cmocka_*.orig.tar.?z")
    source = folder / "source"
    source.mkdir()
    run("tar", "-xf", archive, "--strip-components=1", "-C", source)
    run("cmake", "-S", source, "-B", source / "build", "-DCMAKE_C_COMPILER=musl-gcc",
        f"-DCMAKE_INSTALL_PREFIX={root}", "-DCMAKE_INSTALL_LIBDIR=lib", "-DBUILD_SHARED_LIBS=OFF",
        "-DWITH_EXAMPLES=OFF")
    run("cmake", "--build", source / "build", "--target", "install")


def prepare(name):
    """Makes what a preset needs, if it is not there."""
    folder = FOLDER / name
    if (folder / "complete").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if name == "musl":
        for_musl(folder)
    else:
        unpack(folder, ARCHITECTURES[name])
    shutil.rmtree(folder / "apt")
    (folder / "complete").touch()


# --- tests --------------------------------------------------------------------------------------


def targets(preset, quick):
    """What is built in the quick form; everything otherwise."""
    if not quick:
        return []
    unit = [path.stem for path in sorted((ROOT / "tests/unit").glob("test_*.c*"))
            if preset != "musl" or path.suffix == ".c"]
    return ["sring_shared", "sring_static", "test_abi", "test_encoding", *unit,
            *(f"test_{name}" for name in QUICK)]


def selection(preset, quick):
    """The tests of a preset, as options of ctest."""
    names = f"({'|'.join(QUICK)})" if quick else "[a-z_0-9]+"
    emulated = preset == "aarch64"
    forms = "(setup0|fallback)" if quick else "(setup[05]|simulated[01]|unruly1|fallback)"
    without = r"^examples\.(analysis|fiber_mistakes)"
    if emulated:
        forms, without = "fallback", QEMU_LACKS
    chosen = rf"^unit\.|^encoding$|^integration\.{names}\.{forms}$"
    if not quick and not emulated:
        chosen += r"|^examples\.|^probe$"
    return ["-R", chosen, "-E", without]


def cases():
    """The compile-fail cases for 32-bit x86."""
    return [str(path) for path in sorted((ROOT / "compile_fail/cases").glob("*.c"))
            if path.stem != NOT_PROVED]
