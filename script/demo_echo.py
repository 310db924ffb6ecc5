# SPDX-License-Identifier: MIT OR Apache-2.0
"""The client of script/demo: starts the echo server, talks to it, stops it."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

LINES = ["hello, ring", "one buffer, one owner", "good bye"]
CLIENTS = 8
BYTES = 4 << 20  # per client
SECONDS = 30  # for everything


def main():
    server = subprocess.Popen([sys.argv[1], "--port", "0"], stdout=subprocess.PIPE, text=True,
                              bufsize=1)
    watchdog = threading.Timer(SECONDS, server.kill)
    watchdog.start()
    try:
        greeting = server.stdout.readline()
        print(f"$ {sys.argv[1]} --port 0\n{greeting}", end="")
        address = "127.0.0.1", int(re.findall(r"\d+", greeting)[-1])
        talk(address)
        load(address)
        server.send_signal(signal.SIGINT)
        statistics = server.stdout.read()
        status = server.wait()
    except (OSError, IndexError) as error:
        sys.exit(f"failed: {error}")
    finally:
        watchdog.cancel()
        server.kill()
    print(f"server, after SIGINT:\n{statistics}", end="")
    sys.exit(f"the server exited with status {status}" if status else 0)


def receive(connection, count):
    data = bytearray()
    while len(data) < count:
        part = connection.recv(min(1 << 16, count - len(data)))
        if not part:
            raise ConnectionError(f"the server closed the connection after {len(data)} of {count} bytes")
        data += part
    return bytes(data)


def talk(address):
    with socket.create_connection(address, SECONDS) as connection:
        for line in LINES:
            sent = f"{line}\n".encode()
            connection.sendall(sent)
            came = receive(connection, len(sent))
            print(f"client: sent {line!r}, came back {came.decode().strip()!r}")
            if came != sent:
                raise ConnectionError("the received bytes differ from those sent")


def load(address):
    """Several clients at once, each with its own random bytes."""
    def client(connection):
        sent = os.urandom(BYTES)
        with connection:
            sender = threading.Thread(target=connection.sendall, args=(sent,))
            sender.start()
            came = receive(connection, len(sent))
            sender.join()
        return came == sent

    connections = [socket.create_connection(address, SECONDS) for _ in range(CLIENTS)]
    start = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        same = list(pool.map(client, connections))
    seconds = time.monotonic() - start
    if not all(same):
        raise ConnectionError("the received bytes differ from those sent")
    total = CLIENTS * BYTES
    print(f"{CLIENTS} clients at once: {total >> 20} MiB of random bytes came back unchanged "
          f"({total / seconds / 1e6:.0f} MB/s)")


if __name__ == "__main__":
    main()
