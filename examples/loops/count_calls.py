# SPDX-License-Identifier: MIT OR Apache-2.0
"""Counts system calls per echoed message of the programs of this folder, with strace: the numbers of
docs/LOOPS.md. They are differences of two runs, so what begins and ends does not count.

    /usr/bin/python3 examples/loops/count_calls.py build/release/examples
"""

import re
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

WAYS = [("fiber_echo", ["60"], "sring_run, no other loop")] + [
    (f"loop_{name}", [way], f"{name}, the {way} sleeps")
    for name in ("epoll", "uv", "glib", "event", "sd_event") for way in ("loop", "ring")]
ROUNDS = 200


def calls(program, arguments, connections, rounds):
    """The number of system calls of a run, by name. A few are for the ticks of the loop's timer."""
    with tempfile.NamedTemporaryFile("r") as counts:
        server = subprocess.Popen(["strace", "-f", "-c", "-o", counts.name, program, *arguments],
                                  stdout=subprocess.PIPE, text=True)
        port = int(server.stdout.readline().rpartition(":")[2])
        clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
        for _ in range(rounds):
            for client in clients:
                client.sendall(b"x" * 64)
            for client in clients:
                client.recv(64, socket.MSG_WAITALL)
        for client in clients:
            client.close()
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        subprocess.run(["kill", "-TERM", *children], check=True)
        server.wait()
        rows = re.findall(r"^ *[\d.]+ +[\d.]+ +\d+ +(\d+) +(?:\d+ +)?(\w+)$", counts.read(), re.M)
        return {name: int(count) for count, name in rows if name != "total"}


def main():
    folder = Path(sys.argv[1])
    for name, arguments, title in WAYS:
        program = folder / name
        if not program.exists():
            print(f"{title}: not built")
            continue
        for connections in (1, 32):
            few, many = (calls(str(program), arguments, connections, rounds)
                         for rounds in (ROUNDS, 3 * ROUNDS))
            each = {call: (many.get(call, 0) - few.get(call, 0)) / (2 * ROUNDS * connections)
                    for call in many}
            shown = ", ".join(f"{call} {count:.2f}" for call, count in sorted(each.items())
                              if count >= 0.005)
            print(f"{title}, {connections} connections: {sum(each.values()):.2f} ({shown})",
                  flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    main()
