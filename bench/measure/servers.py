"""Starts the servers that are compared: alone or three of them, fresh or on what another left."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from .machine import BENCH, HOME, die

REFERENCE_MAIN = "org.apache.zookeeper.server.quorum.QuorumPeerMain"
TUNED = [
    "-Dzookeeper.globalOutstandingLimit=100000",
    "-Dzookeeper.maxBatchSize=10000",
    "-Dzookeeper.flushDelay=0",
]


def free_ports(count):
    held = [socket.socket() for _ in range(count)]
    try:
        for s in held:
            s.bind(("localhost", 0))
        return [s.getsockname()[1] for s in held]
    finally:
        for s in held:
            s.close()


class Server:
    """One process; `name` says what it runs."""

    def __init__(self, name, command, port, directory, env=None):
        self.name, self.port, self.directory = name, port, directory
        self.command, self.env = command, env
        self.process = None
        self.loaded = False  # Whether the row that uses it has made its tree.

    def launch(self):
        self.log = open(self.directory / "out.log", "ab")
        self.process = subprocess.Popen(
            self.command, stdout=self.log, stderr=subprocess.STDOUT, env=self.env, cwd=self.directory
        )
        return self

    @property
    def pid(self):
        return self.process.pid

    @property
    def address(self):
        return f"localhost:{self.port}"

    @property
    def pids(self):
        return [self.pid] if self.process and self.process.poll() is None else []

    def snapshots(self):
        """The names of the snapshots on its disk, those that are being written included."""
        return sorted(path.name for path in self.directory.glob("data/version-2/snapshot.*"))

    def word(self, word):
        try:
            with socket.create_connection(("localhost", self.port), 1) as s:
                s.sendall(word)
                s.settimeout(5)
                answer = b""
                while chunk := s.recv(4096):
                    answer += chunk
                return answer.decode(errors="replace")
        except OSError:
            return ""

    def mode(self):
        found = re.search(r"Mode: (\w+)", self.word(b"srvr"))
        return found.group(1) if found else None

    def wait_until_serving(self, patience=180):
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if self.name == "limit":
                try:
                    socket.create_connection(("localhost", self.port), 1).close()
                    return self
                except OSError:
                    pass
            elif self.mode() is not None:
                return self
            time.sleep(0.05)
        output = (self.directory / "out.log").read_text(errors="replace")
        self.stop()
        die(f"{self.name} does not serve:\n{output[-3000:]}")

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.log.close()

    def stop(self):
        """Does nothing where it has ended."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    def __enter__(self):
        self.wait_until_serving()
        return self

    def __exit__(self, *ignored):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)


class Ensemble:
    """Three servers of one kind."""

    def __init__(self, name, servers):
        self.name, self.servers = name, servers

    @property
    def address(self):
        return ",".join(server.address for server in self.servers)

    @property
    def pids(self):
        return [pid for server in self.servers for pid in server.pids]

    def leader(self):
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            for server in self.servers:
                if server.pids and server.mode() == "leader":
                    return server
            time.sleep(0.1)
        die(f"no server of {self.name} leads")

    def __enter__(self):
        for server in self.servers:
            server.wait_until_serving()
        return self

    def __exit__(self, *ignored):
        for server in self.servers:
            server.kill()
        for server in self.servers:
            shutil.rmtree(server.directory, ignore_errors=True)


class Lab:
    """Makes servers, and knows which processes of ours live."""

    def __init__(self, options, java):
        self.options, self.java = options, java
        self.made = []

    def live_pids(self):
        return [pid for server in self.made for pid in server.pids]

    def _config(self, directory, port, extra):
        lines = [
            f"dataDir={directory / 'data'}",
            f"clientPort={port}",
            "tickTime=2000",
            "initLimit=60",
            "syncLimit=5",
            # The usual 60 would not let 64 connections of one host in.
            "maxClientCnxns=0",
            "admin.enableServer=false",
            *extra,
        ]
        (directory / "data").mkdir()
        path = directory / "zoo.cfg"
        path.write_text("\n".join(lines) + "\n")
        return path

    def make(self, name, port=None, extra=(), heap=None, jvm=(), myid=None):
        """A server that is not started yet. name: zabra, reference, reference tuned, … or limit."""
        directory = Path(tempfile.mkdtemp(prefix="zabra-compare-", dir=self.options.directory))
        port = port or free_ports(1)[0]
        heap = heap or self.options.heap
        env = dict(os.environ, ZABRA_NO_BUILD="1", ZK_SERVER_HEAP=str(heap))
        flags = list(jvm)
        if name == "limit":
            command = [HOME / "bin" / "zabra", "bench", "limit", "--port", str(port)]
            command += ["--log", directory / "log", *flags]
        elif name.startswith("reference"):
            extra = list(extra)
            if name == "reference compact":
                flags.append("-XX:+UseCompactObjectHeaders")
            if name == "reference tuned":
                flags += TUNED
                extra.append("clientPortListenBacklog=4096")
            command = [self.java / "bin" / "java", f"-Xmx{heap}m", *flags]
            command += ["-cp", f"{BENCH}/target/reference/*", REFERENCE_MAIN]
            command += [self._config(directory, port, extra)]
        else:
            env["SERVER_JVMFLAGS"] = " ".join([*self.options.jvm, *flags])
            command = [HOME / "bin" / "zabra", "server", self._config(directory, port, extra)]
        if myid is not None:
            (directory / "data" / "myid").write_text(f"{myid}\n")
        server = Server(name, command, port, directory, env)
        self.made.append(server)
        return server

    def start(self, name, **more):
        return self.make(name, **more).launch()

    def start_three(self, name, heap=None, extra=(), data=None):
        """data: what each of them finds on its disk, a copy of that directory."""
        ports = free_ports(9)
        lines = [
            f"server.{i + 1}=127.0.0.1:{ports[3 * i]}:{ports[3 * i + 1]}" for i in range(3)
        ] + list(extra)
        heap = heap or self.options.ensemble_heap
        servers = [
            self.make(name, port=ports[3 * i + 2], extra=lines, heap=heap, myid=i + 1)
            for i in range(3)
        ]
        if data is not None:
            for server in servers:
                shutil.copytree(data, server.directory / "data", dirs_exist_ok=True)
            os.sync()
        for server in servers:
            server.launch()
        return Ensemble(name, servers)
