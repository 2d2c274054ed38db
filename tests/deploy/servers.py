"""Two parallaxd and the HAProxy of deploy/haproxy in front of them, for the tests beside this file."""

import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONFIG = (ROOT / "proto/parallax/v1/service_config.json").read_text()
SAMPLES = ROOT / "tests/samples/diplomats"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def field(number, payload):
    """A field of a protocol buffer that holds bytes."""
    def varint(value):
        out = bytearray()
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        out.append(value)
        return bytes(out)
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def compare_request():
    """A CompareReportsRequest with the beginnings of the two text files among the samples: little work, so
    that what is lost is lost for another reason than time."""
    def report(name):
        return field(1, field(4, b"\n\n".join((SAMPLES / name).read_bytes().split(b"\n\n")[:3])))
    return report("northline.txt") + report("radio-vostra.txt")


def wait_for(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"{what}: not within {seconds} s")
        time.sleep(0.1)


class ServerPair:
    """Two parallaxd on free ports of loopback."""

    # The first as in the deployments: longer than HAProxy takes to leave a server out. The last two
    # so that a machine that is busy with other things has no calls refused.
    FLAGS = ["--drain_delay=3s", "--log_format=json", "--max_call_time=2m",
             "--max_queue_time=2m"]

    def __init__(self, program, flags=()):
        self.program = program
        self.flags = [*self.FLAGS, *flags]
        self.ports = [free_port(), free_port()]
        self.http_ports = [free_port(), free_port()]
        self.processes = [None, None]
        self._folder = tempfile.TemporaryDirectory()

    def __enter__(self):
        try:
            for index in (0, 1):
                self.start(index)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *unused):
        for process in self.processes:
            if process is not None:
                process.kill()
                process.wait()
        self._folder.cleanup()

    def log(self, index):
        return pathlib.Path(self._folder.name) / f"server-{index}.log"

    def is_ready(self, index):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http_ports[index]}/readyz",
                                        timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def start(self, index):
        command = [self.program, f"--port={self.ports[index]}",
                   f"--http_address=127.0.0.1:{self.http_ports[index]}", *self.flags]
        with open(self.log(index), "ab") as log:
            self.processes[index] = subprocess.Popen(command, stderr=log, stdin=subprocess.DEVNULL)
        wait_for("the server", lambda: self.is_ready(index))

    def end(self, index, number):
        """Sends the signal, returns the exit status."""
        self.processes[index].send_signal(number)
        return self.processes[index].wait()

    def memory(self, index):
        """Bytes that the server has resident, and the most that it had."""
        return memory_of(self.processes[index].pid)


def memory_of(pid):
    status = dict(line.split(":", 1) for line in
                  pathlib.Path(f"/proc/{pid}/status").read_text().splitlines())
    return tuple(int(status[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))


class HaProxy:
    """HAProxy with the configuration as it is deployed."""

    def __init__(self, servers, program="haproxy"):
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self._folder = tempfile.TemporaryDirectory()
        self.log = pathlib.Path(self._folder.name) / "haproxy.log"
        self._control = pathlib.Path(self._folder.name) / "control"
        extra = pathlib.Path(self._folder.name) / "control.cfg"
        extra.write_text(f"global\n  stats socket {self._control}\n")
        self._environment = {
            "PARALLAX_BIND": self.address,
            **{f"PARALLAX_SERVER_{index + 1}": f"127.0.0.1:{servers.ports[index]}" for index in (0, 1)},
            **{f"PARALLAX_HTTP_PORT_{index + 1}": str(servers.http_ports[index]) for index in (0, 1)}}
        self._command = [program, "-db", "-f", str(ROOT / "deploy/haproxy/haproxy.cfg"), "-f", str(extra)]

    def __enter__(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self._command, env={**os.environ, **self._environment},
                                            stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            self.wait_until_up(2)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *unused):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._folder.cleanup()

    def ask(self, command):
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(str(self._control))
            control.sendall(f"{command}\n".encode())
            return b"".join(iter(lambda: control.recv(65536), b"")).decode()

    def servers_up(self):
        try:
            lines = self.ask("show stat").splitlines()
        except OSError:
            return 0
        columns = lines[0].lstrip("# ").split(",")
        rows = [dict(zip(columns, line.split(","))) for line in lines[1:] if line]
        return sum(row["pxname"] == "calls" and row["svname"] in ("one", "two") and
                   row["status"] == "UP" and row["check_status"] == "L7OK" for row in rows)

    def wait_until_up(self, count):
        wait_for("HAProxy's servers", lambda: self.servers_up() == count)
