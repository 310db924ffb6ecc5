# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests the library in other distributions. Each has a tree (debootstrap) below build/distros,
which is kept and updated. There a fresh clone runs the demo, the build and the tests, with that
system's compiler and liburing; in one of them also with many compilers.

Remove a tree to make it again. It needs root, for chroot and mounts.
"""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build/distros"

# The matrix. SRING_DISTROS="forky /some/tree" in the environment replaces it, with suites of the
# mirror or existing trees. SRING_DISTROS_MIRROR is another mirror, also one of Ubuntu.
RELEASES = ["bookworm", "trixie", "sid"]
QUICK = ["trixie"]
# The release with the compilers, and their versions; one that it does not have is skipped.
COMPILERS_IN = "sid"
COMPILERS = [f"gcc-{n}" for n in range(12, 17)] + [f"clang-{n}" for n in (19, 20, 21, 22, 23)]
# The tests of the quick form, in addition to the demo.
QUICK_TESTS = ["buf", "pool", "vec", "read_write", "waiting", "batch", "registry", "ring"]

DEBIAN = "http://deb.debian.org/debian"
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8",
               "TERM": "dumb"}
# In a separate mount namespace, so that nothing stays mounted.
ENTER = """
for folder in dev proc sys; do mount --rbind "/$folder" "$0/$folder"; done
exec chroot "$0" sh -c 'cd "$0" && exec "$@"' "$@"
"""


class Failed(Exception):
    """A step failed; the text is its output."""


def run(*command, env=None):
    """Exit status and output (both streams) of a command."""
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          env=env or os.environ)
    return done.returncode, done.stdout.decode(errors="replace")


def need(*command, env=None):
    status, output = run(*command, env=env)
    if status:
        raise Failed(f"{' '.join(map(str, command))}\n{output}")
    return output


def mirror():
    """The mirror of this machine's apt."""
    own = os.environ.get("SRING_DISTROS_MIRROR")
    if own:
        return own
    _, targets = run("apt-get", "indextargets", "--format", "$(LABEL) $(REPO_URI)",
                     "Created-By: Packages")
    found = re.search(r"^Debian (http\S+)", targets, re.M)
    return found[1] if found else DEBIAN


class Tree:
    """A system in a folder."""

    def __init__(self, name):
        self.name = Path(name).name
        self.folder = Path(name) if "/" in name else FOLDER / name

    def make(self):
        """Makes the tree, or brings it up to date."""
        if not self.folder.exists():
            new = self.folder.with_suffix(".new")
            shutil.rmtree(new, ignore_errors=True)
            new.parent.mkdir(parents=True, exist_ok=True)
            need("debootstrap", "--variant=minbase", *self.suite(), new, mirror(), self.script(),
                 env=dict(os.environ, PATH=ENVIRONMENT["PATH"]))
            new.rename(self.folder)
        self.use_network()
        self.apt("update")
        self.apt("dist-upgrade")

    def suite(self):
        """debootstrap's options for the suite; a machine of another family lacks its keyring."""
        ubuntu = "ubuntu" in mirror()
        keyring = Path("/usr/share/keyrings",
                       f"{'ubuntu' if ubuntu else 'debian'}-archive-keyring.gpg")
        return [f"--keyring={keyring}", *(["--components=main,universe"] if ubuntu else []),
                self.name]

    def script(self):
        """The debootstrap script of the suite; debootstrap may not know a newer suite."""
        scripts = Path("/usr/share/debootstrap/scripts")
        newest = "gutsy" if "ubuntu" in mirror() else "sid"
        return scripts / (self.name if (scripts / self.name).exists() else newest)

    def use_network(self):
        """Gives the tree this machine's access to the mirror."""
        for name in "resolv.conf", "hosts":
            file = self.folder / "etc" / name
            file.unlink(missing_ok=True)
            shutil.copy(Path("/etc", name), file)
        _, settings = run("apt-config", "dump", "Acquire")
        lines = [line for line in settings.splitlines()
                 if re.match(r"Acquire::(\w+::Proxy|Check-\S+) ", line)]
        lines += [f'Acquire::{scheme}::Proxy "{os.environ[scheme + "_proxy"]}";'
                  for scheme in ("http", "https") if os.environ.get(scheme + "_proxy")]
        (self.folder / "etc/apt/apt.conf.d/00machine").write_text("\n".join(lines) + "\n")

    def apt(self, *words):
        self.need("/", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q",
                  "--no-install-recommends", *words)

    def clone(self):
        """A clone of the last commit."""
        shutil.rmtree(self.folder / "root/sring", ignore_errors=True)
        need("git", "clone", "-q", "--no-hardlinks", "--no-local", ROOT, self.folder / "root/sring")

    def run(self, folder, *command):
        return run("unshare", "--mount", "--propagation", "private", "sh", "-c", ENTER,
                   self.folder, folder, *command, env=ENVIRONMENT)

    def need(self, folder, *command):
        status, output = self.run(folder, *command)
        if status:
            raise Failed(f"in {self.name}: {' '.join(map(str, command))}\n{output}")
        return output


class Steps:
    """The steps of a tree, with their results: (name, exit status, output, seconds)."""

    def __init__(self, tree):
        self.tree = tree

    def step(self, name, *command, folder="/root/sring"):
        start = time.monotonic()
        status, output = self.tree.run(folder, *command)
        return f"{self.tree.name}: {name}", status, output, time.monotonic() - start

    def prepare(self):
        start = time.monotonic()
        try:
            self.tree.make()
            self.tree.clone()
            status, output = 0, ""
        except (Failed, OSError) as error:
            status, output = 1, str(error)
        return f"{self.tree.name}: a tree, and a clone", status, output, time.monotonic() - start

    def newcomer(self):
        yield self.step("script/demo", "script/demo")
        yield self.step("script/test unit", "script/test", "unit")

    def quick(self):
        yield self.step("script/demo", "script/demo")
        yield self.step("script/install-packages", "script/install-packages", "unit")
        yield self.step("configure", "cmake", "--preset", "release")
        targets = [f"test_{name}" for name in QUICK_TESTS]
        yield self.step("build", "cmake", "--build", "--preset", "release", "-j",
                        os.cpu_count() or 2, "--target", "sring_static", "sring_shared", *targets)
        for target in targets:
            yield self.step(target, f"build/release/tests/{target}")

    def compilers(self):
        """The programs that must compile, and those that must not, with every compiler."""
        _, output = self.tree.run("/", "apt-cache", "policy", *COMPILERS)
        served = re.findall(r"^(\S+):\n *Installed: .*\n *Candidate: \d", output, re.M)
        for name in COMPILERS:
            if name not in served:
                yield f"{self.tree.name}: {name}", 0, f"SKIP: {self.tree.name} has no {name}", 0
        packages = served + [name.replace("gcc", "g++") for name in served if "gcc" in name]
        self.tree.apt("install", *packages)
        library = "build/release/libsring.a"
        for name in served:
            yield self.step(f"legal programs with {name}", "compile_fail/legal/check", "--library",
                            library, "--compiler", name)
        for name in served:
            known = "gcc-12" if "gcc" in name else "clang-19"
            yield self.step(f"misuse with {name}", "compile_fail/run", "--include", "include",
                            "--include", "generated/include", "--library", library,
                            "--instead", f"{known}={name}", "compile_fail/cases")


def results(quick=False):
    """The results of all steps: (name, exit status, output, seconds)."""
    names = os.environ.get("SRING_DISTROS", "").split() or (QUICK if quick else RELEASES)
    for name in names:
        steps = Steps(Tree(name))
        prepared = steps.prepare()
        yield prepared
        if prepared[1]:
            continue
        yield from steps.quick() if quick else steps.newcomer()
        if name == COMPILERS_IN and not quick:
            yield from steps.compilers()
