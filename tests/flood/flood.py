#!/usr/bin/env python3
"""Opens many half-open and many dripping connections, and measures whether others are still answered.

Not a test with a bound: it prints figures. Usage:

    cargo build --release
    ulimit -n 65536
    python3 tests/flood/flood.py [--half-open 10000] [--dripping 500] [--vigie target/release/vigie]

It makes a store of its own and a server on it; the attackers come from 127.0.0.2 and following, so that they do not
share the address of the others (which only Linux allows without preparation).
"""

import argparse
import json
import os
import resource
import select
import signal
import socket
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--vigie", default="target/release/vigie")
    parser.add_argument("--half-open", type=int, default=10_000)
    parser.add_argument("--dripping", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=40)
    return parser.parse_args()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def raise_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class Server:
    def __init__(self, vigie):
        self.directory = tempfile.TemporaryDirectory()
        self.port = free_port()
        data = ["--data", self.directory.name, "--language", "en"]
        done = subprocess.run([vigie, "demo", "--tickets", "500", "--fill-only", *data], capture_output=True, text=True, check=True)
        self.token = done.stdout.strip().splitlines()[-1]
        done = subprocess.run([vigie, "token", "create", "--name", "figures", "--role", "auditor", *data], capture_output=True, text=True, check=True)
        self.auditor = done.stdout.strip()
        self.process = subprocess.Popen([vigie, "serve", "--listen", f"127.0.0.1:{self.port}", *data], stderr=subprocess.DEVNULL)
        while True:
            try:
                self.get("/v1/health")
                return
            except OSError:
                time.sleep(0.05)

    def get(self, path, token=None, timeout=30):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        request.add_header("authorization", f"Bearer {token or self.token}")
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.read()

    def resident(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))

    def processor(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        return time.monotonic() - began


class Others(threading.Thread):
    """Somebody who works: asks for changes and files nothing, one request after the other, each on a new connection."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.times, self.failures, self.over = server, [], [], False

    def run(self):
        while not self.over:
            began = time.monotonic()
            try:
                self.server.get("/v1/changes?limit=100")
                self.times.append(time.monotonic() - began)
            except (OSError, urllib.error.HTTPError) as why:
                self.failures.append(str(why))
            time.sleep(0.02)

    def told(self):
        times = sorted(self.times)
        if not times:
            return f"0 answered, {len(self.failures)} failed: {self.failures[:3]}"
        nearly_all = times[int(len(times) * 0.99)]
        return (
            f"{len(times)} answered, {len(self.failures)} failed; p50 {statistics.median(times) * 1000:.1f} ms, "
            f"p99 {nearly_all * 1000:.1f} ms, longest {times[-1] * 1000:.1f} ms"
        )


def measure(name, server, seconds, attack=None):
    others = Others(server)
    others.start()
    before, began, until = server.processor(), time.monotonic(), time.monotonic() + seconds
    while time.monotonic() < until:
        if attack is None:
            time.sleep(0.1)
        else:
            attack()
    others.over = True
    others.join()
    used = (server.processor() - before) / (time.monotonic() - began) * 100
    print(f"{name}: {others.told()}; server {used:.0f} % of a core, {server.resident()} MiB", flush=True)


class Attack:
    """Keeps so many connections open and sends a piece on each now and then; what is cut off is opened again."""

    def __init__(self, port, half_open, dripping, token):
        self.port, self.wanted = port, {"half-open": half_open, "dripping": dripping}
        self.open, self.opened, self.cut, self.next = {"half-open": [], "dripping": []}, 0, 0, 0
        self.head = (
            f"PUT /v1/desk HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n"
            "content-type: application/json\r\ncontent-length: 1000000\r\n\r\n"
        ).encode()

    def connect(self, kind):
        one = socket.socket()
        self.next += 1
        # 200 addresses, so that no bound per address helps the server.
        one.bind((f"127.0.0.{2 + self.next % 200}", 0))
        one.settimeout(2)
        one.connect(("127.0.0.1", self.port))
        one.setblocking(False)
        one.send(b"GET /v1/health HTTP/1.1\r\nx" if kind == "half-open" else self.head)
        self.opened += 1
        self.open[kind].append(one)

    def __call__(self):
        for kind, wanted in self.wanted.items():
            alive = []
            for one in self.open[kind]:
                try:
                    if select_closed(one):
                        raise OSError("cut off")
                    if kind == "dripping":
                        one.send(b" ")
                    alive.append(one)
                except BlockingIOError:
                    alive.append(one)
                except OSError:
                    self.cut += 1
                    one.close()
            self.open[kind] = alive
            # Not all at once: the kernel's own queue would be what is measured.
            for _ in range(min(wanted - len(alive), 1000)):
                try:
                    self.connect(kind)
                except OSError:
                    break
        time.sleep(0.5)

    def end(self):
        for kind in self.open.values():
            for one in kind:
                one.close()


def select_closed(one):
    try:
        return one.recv(65536) == b""
    except BlockingIOError:
        return False


def main():
    told = arguments()
    limit = raise_limit()
    server = Server(told.vigie)
    print(f"file descriptors: {limit}; half-open wanted: {told.half_open}, dripping: {told.dripping}", flush=True)
    measure("before", server, 5)
    attack = Attack(server.port, told.half_open, told.dripping, server.token)
    measure("under attack", server, told.seconds, attack)
    print(f"attackers: {attack.opened} opened, {attack.cut} cut off by the server", flush=True)
    for line in server.get("/metrics", server.auditor).decode().splitlines():
        if "connections" in line and not line.startswith("#"):
            print(f"  {line}")
    attack.end()
    measure("after", server, 5)
    large(server)
    deep(server)
    print(f"stopped in {server.stop():.2f} s")


def ask(server, head, body):
    """Sends a request as far as the server takes it; answers its status and how long that took."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port)) as one:
        one.settimeout(30)
        one.sendall(head)
        sent = 0
        try:
            while sent < len(body):
                if select.select([one], [], [], 0)[0]:
                    break
                sent += one.send(body[sent : sent + 65536])
            status = one.recv(65536).split(b" ")[1].decode()
        except (OSError, IndexError):
            status = "cut off"
    return status, sent, time.monotonic() - began


def head_of(server, more):
    return (
        f"PUT /v1/desk HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {server.token}\r\n"
        f"content-type: application/json\r\n{more}\r\n\r\n"
    ).encode()


def large(server):
    body = b" " * (100 * 1024 * 1024)
    status, sent, took = ask(server, head_of(server, f"content-length: {len(body)}"), body)
    print(f"a body of 100 MB: {status} after {sent} bytes, {took * 1000:.1f} ms; server {server.resident()} MiB")


def deep(server):
    body = json.dumps({}).encode()[:1] + b'"customer":' + b"[" * 1_000_000
    status, sent, took = ask(server, head_of(server, f"content-length: {len(body)}"), body)
    print(f"JSON of a million depths: {status} after {sent} bytes, {took * 1000:.1f} ms; server {server.resident()} MiB")


if __name__ == "__main__":
    main()
