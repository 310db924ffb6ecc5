# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs the library's tests on other kernels: packs them into an initrd, boots each kernel under
qemu (emulated, without hardware virtualisation), and reads the output of each test.

Kernels come from Debian, through a separate apt below build/kernels, and are kept there. Remove
a folder there to get the newest kernel of its release."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build/kernels"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
MIRROR = "http://deb.debian.org/debian"
PACKAGE = "linux-image-cloud-amd64"

# The matrix: Debian releases, oldest kernel first, and the older ring setups (SRING_TEST_SETUP) to
# test there in addition to the best one. SRING_KERNELS="trixie /boot/vmlinuz" in the environment
# replaces it, with releases (or release/package) and kernel images.
KERNELS = {
    "bookworm": ("3", "5"),  # 6.1
    "trixie": ("3", "5"),    # 6.12
    "sid": ("1", "3", "5"),  # 7.2
    "trixie-backports": (),  # 7.3
}
QUICK = {"bookworm": ()}

SLOWER = 4  # an emulated processor is slow: time limits are this many times longer
BOOT_SECONDS = 120
BOOTS = 3
LENGTH = ("SRING_TEST_SECONDS=20", "SRING_TEST_STEPS=10000")  # of tests that look for rare things
QUICK_LENGTH = ("SRING_TEST_SECONDS=5", "SRING_TEST_STEPS=2500")
SHORTER = {"integration.stdio_random": "SRING_TEST_STEPS=300"}  # 0.1 s each

INIT = """#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mkdir -p /dev/shm /dev/pts /dev/mqueue
mount -t devpts devpts /dev/pts
mount -t mqueue mqueue /dev/mqueue
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs tmpfs /tmp
ln -s /proc/self/fd /dev/fd
ip link set lo up
stty raw -F /dev/ttyS1
echo "@@kernel $(uname -r)" >/dev/ttyS1
xargs -P 2 -n 1 run </tests
echo "@@done" >/dev/ttyS1
poweroff -f
"""

# Runs one line of the list: name|seconds|environment|command. A test that hangs is killed, and its
# sleeping functions are printed.
RUN = """#!/bin/sh
name=${1%%|*}; rest=${1#*|}
limit=${rest%%|*}; rest=${rest#*|}
environment=${rest%%|*}; command=${rest#*|}
out=/run/$name
mkdir -p /run
cd /tmp
start=$(cut -d' ' -f1 /proc/uptime)
env $(echo "$environment" | tr , ' ') $(echo "$command" | tr , ' ') >"$out" 2>&1 </dev/null &
pid=$!
(
    sleep "$limit"
    echo "hangs: killed after $limit s; its threads slept in:" >>"$out"
    for task in /proc/$pid/task/*; do
        tr '\\n' ' ' <"$task/stack" >>"$out"
        echo >>"$out"
    done
    kill -9 $pid
) 2>/dev/null &
guard=$!
wait $pid
status=$?
kill $guard 2>/dev/null
end=$(cut -d' ' -f1 /proc/uptime)
{
    echo "@@test $name"
    cat "$out"
    echo
    echo "@@end $status $start $end"
} >"$out.report"
until mkdir /run/lock 2>/dev/null; do sleep 0.1; done
cat "$out.report" >/dev/ttyS1
rmdir /run/lock
"""


class Error(Exception):
    """A kernel that cannot be downloaded or does not boot."""


def run(*command, **options):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, text=True, **options)
    if done.returncode:
        raise Error(f"{' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


# --- kernels ------------------------------------------------------------------------------------


def fetch(name):
    """The image of a release's kernel, or of the package after a slash."""
    if Path(name).is_file():
        return Path(name)
    suite, _, package = name.partition("/")
    folder = FOLDER / name.replace("/", "_")
    image = folder / "vmlinuz"
    if image.exists():
        return image
    apt = folder / "apt"
    for path in ("lists/partial", "cache/archives/partial", "empty"):
        (apt / path).mkdir(parents=True, exist_ok=True)
    (apt / "sources.list").write_text(f"deb [signed-by={KEYRING}] {MIRROR} {suite} main\n")
    (apt / "apt.conf").write_text(
        f'Dir::Etc::SourceList "{apt}/sources.list";\nDir::Etc::SourceParts "{apt}/empty";\n'
        f'Dir::Etc::PreferencesParts "{apt}/empty";\nDir::State::Lists "{apt}/lists";\n'
        f'Dir::Cache "{apt}/cache";\nAcquire::Languages "none";\nAPT::Sandbox::User "root";\n')
    env = dict(os.environ, APT_CONFIG=str(apt / "apt.conf"), LC_ALL="C.UTF-8")
    run("apt-get", "update", "-q", env=env)
    with tempfile.TemporaryDirectory(dir=folder) as unpacked:
        binary = binary_package(package or PACKAGE, env)
        run("apt-get", "download", "-q", binary, env=env, cwd=unpacked)
        for deb in Path(unpacked).glob("*.deb"):
            run("dpkg-deb", "-x", deb, unpacked)
        found = [*Path(unpacked).glob("boot/vmlinuz-*"),
                 *Path(unpacked).glob("usr/lib/modules/*/vmlinuz")]
        if not found:
            raise Error(f"{binary} of {suite} has no kernel image")
        shutil.move(found[0], image)
    shutil.rmtree(apt)
    return image


def binary_package(package, env):
    """The package with the image: the named one, its dependency, or that one's dependency."""
    for name in (r"linux-image-\d\S*", r"linux-binary-\d\S*"):
        depends = run("apt-cache", "depends", "--important", package, env=env)
        found = re.search(rf"Depends: ({name})$", depends, re.M)
        package = found.group(1) if found else package
    return package


# --- the initrd ---------------------------------------------------------------------------------


def libraries(programs):
    """The shared libraries of the programs, with the dynamic linker."""
    paths = set()
    for program in programs:
        paths |= set(re.findall(r"(/\S+) \(0x", run("ldd", program)))
    return sorted(paths)


def pack(path, tests):
    """An initrd that runs the tests, each a (name, seconds, environment, command)."""
    programs = sorted({command[0] for _, _, _, command in tests})
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        root = Path(folder)
        root.chmod(0o755)  # tests become other users
        for directory in ("bin", "dev", "proc", "sys", "tmp", "run", "etc", "tests.d"):
            (root / directory).mkdir()
        shutil.copy(shutil.which("busybox"), root / "bin/busybox")
        for applet in run("busybox", "--list").split():
            if applet != "busybox":
                (root / "bin" / applet).symlink_to("busybox")
        for program in programs:
            run("strip", "-o", root / "tests.d" / Path(program).name, program)
        for library in libraries(programs):
            target = root / library.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(library, target)
        lines = ("|".join((name, str(seconds), ",".join(environment),
                           ",".join([f"/tests.d/{Path(command[0]).name}", *command[1:]])))
                 for name, seconds, environment, command in tests)
        (root / "tests").write_text("\n".join(lines) + "\n")
        (root / "etc/passwd").write_text("root:x:0:0:root:/:/bin/sh\n")
        for name, text in (("init", INIT), ("bin/run", RUN)):
            (root / name).write_text(text)
            (root / name).chmod(0o755)
        run("sh", "-c", f"find . | cpio --quiet -o -H newc >'{path}'", cwd=root)


def tests_of(preset, setups, length):
    """The unit and integration tests of a build, for pack: each with the kernel's best ring
    setup, and with the named older ones."""
    listed = json.loads(run("ctest", "--preset", preset, "-L", "^(unit|integration)$",
                            "--show-only=json-v1", cwd=ROOT))
    tests = []
    for test in listed["tests"]:
        if ".simulated" in test["name"]:
            continue  # it does not use the machine's kernel
        properties = {entry["name"]: entry["value"] for entry in test["properties"]}
        environment = [*properties.get("ENVIRONMENT", []), *length]
        name, _, setup = test["name"].partition(".setup")
        if setup == "0":
            environment = [entry for entry in environment if entry != "SRING_TEST_SETUP=0"]
        environment += [SHORTER[key] for key in SHORTER if name.startswith(key)]
        if setup in ("", "0", *setups):
            tests.append((name if setup in ("", "0") else test["name"],
                          int(properties.get("TIMEOUT", 30)) * SLOWER, environment,
                          test["command"]))
    return tests


# --- results ------------------------------------------------------------------------------------


def results(kernels, preset):
    """Yields (name, status, seconds, output) of each test on each kernel."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    length = QUICK_LENGTH if kernels is QUICK else LENGTH
    for name in os.environ.get("SRING_KERNELS", " ".join(kernels)).split():
        try:
            tests = tests_of(preset, kernels.get(name, ()), length)
            for test, status, seconds, output in boot(fetch(name), tests):
                if test == "boot":
                    print(f"  booted  {name}: Linux {output} ({seconds:.1f} s)", flush=True)
                else:
                    yield f"{name}: {test}", status, seconds, output
        except (Error, OSError) as error:
            yield f"{name}: boot", 1, 0.0, str(error)


# --- booting ------------------------------------------------------------------------------------


def boot(image, tests):
    """Boots a kernel with the tests, and yields (name, status, seconds, output) of each as it ends.
    Its first result is the boot itself, with the kernel's version as output. A boot that fails is
    tried again: emulated processors sometimes trap on code that the kernel changes as it runs."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        initrd = Path(folder) / "initrd"
        pack(initrd, tests)
        silence = BOOT_SECONDS + max(seconds for _, seconds, _, _ in tests)
        for attempt in range(BOOTS):
            booted = False
            try:
                for result in listen(image, initrd, Path(folder) / "console", silence):
                    booted = True
                    yield result
                return
            except Error:
                if booted or attempt == BOOTS - 1:
                    raise


def listen(image, initrd, console, silence):
    """`silence` is the longest time without output, in seconds."""
    start = time.monotonic()
    command = ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2",
               "-m", "1024", "-display", "none", "-no-reboot", "-nic", "none", "-monitor", "none",
               "-kernel", str(image), "-initrd", str(initrd), "-serial", f"file:{console}",
               "-serial", "stdio", "-append",
               "console=ttyS0 quiet panic=-1 mitigations=off softlockup_panic=1 watchdog_thresh=60"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace") as guest:
        watch = Watch(guest, BOOT_SECONDS)
        name, output, done = None, [], False
        for line in guest.stdout:
            line = line.rstrip("\r\n")
            word, _, rest = line.partition(" ")
            if word == "@@kernel":
                watch.rewind(silence)
                yield "boot", 0, time.monotonic() - start, rest
            elif word == "@@test":
                name, output = rest, []
            elif word == "@@end":
                watch.rewind(silence)
                status, start, end = rest.split()
                yield name, int(status), float(end) - float(start), "\n".join(output)
            elif word == "@@done":
                done = True
            else:
                output.append(line)
        watch.stop()
        guest.wait()
    if not done:
        said = console.read_text(errors="replace").splitlines() if console.exists() else []
        raise Error("\n".join(["the machine stopped before its last test", *output[-20:],
                               *said[-60:]]))


class Watch:
    """Ends a guest without output for too long."""

    def __init__(self, guest, seconds):
        self.guest = guest
        self.end = time.monotonic() + seconds
        self.stopped = threading.Event()
        threading.Thread(target=self.look, daemon=True).start()

    def look(self):
        while not self.stopped.wait(1):
            if time.monotonic() > self.end:
                self.guest.kill()
                return

    def rewind(self, seconds):
        self.end = time.monotonic() + seconds

    def stop(self):
        self.stopped.set()
