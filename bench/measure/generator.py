"""Runs `zabra bench` and `zabra bench crowd` against servers, and a first request of its own."""

import json
import os
import socket
import struct
import subprocess
import time

from .machine import HOME, die

BENCH = [HOME / "bin" / "zabra", "bench"]


def environment():
    return dict(os.environ, ZABRA_NO_BUILD="1")


def bench(server, workload, *arguments):
    """One run of the generator; its JSON."""
    command = BENCH + ["--json", "--quiet", "--connect", server.address]
    command += ["--pid", ",".join(map(str, server.pids)), *map(str, arguments), workload]
    done = subprocess.run(command, env=environment(), stdout=subprocess.PIPE)
    if done.returncode not in (0, 1) or not done.stdout:
        die(f"the generator failed against {server.name}")
    result = json.loads(done.stdout)
    result.pop("series", None)
    return result


def crowd(server, occasion, *arguments, **cues):
    """One occasion; its findings. cues: what to do at which cue, called with nothing."""
    command = BENCH + ["crowd", "--cues", "--connect", server.address, *map(str, arguments)]
    run = subprocess.Popen(
        command + [occasion],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    findings = None
    try:
        for line in run.stdout:
            if line.startswith("cue "):
                cues.get(line.split()[1], lambda: None)()
                run.stdin.write("\n")
                run.stdin.flush()
            elif line.startswith("{"):
                findings = json.loads(line.replace("NaN", "null"))
    finally:
        run.stdin.close()
        if findings is None:
            run.kill()
        run.wait()
    if findings is None:
        return None
    return findings


def first_reply(server, patience=300):
    """Seconds from exec until getData of the root is answered; the server is launched here."""
    session = struct.pack(">iqiqi", 0, 0, 10000, 0, 16) + bytes(17)
    request = struct.pack(">iii", 1, 4, 1) + b"/\0"
    asked = b"".join(struct.pack(">i", len(frame)) + frame for frame in (session, request))
    start = time.perf_counter()
    server.launch()
    while time.perf_counter() - start < patience:
        try:
            with socket.create_connection(("localhost", server.port), 1) as s:
                # ZooKeeper forgets some of those who come while it starts.
                s.settimeout(0.5)
                s.sendall(asked)
                got = b""
                while True:
                    chunk = s.recv(4096)
                    if not chunk:
                        raise ConnectionError("closed")
                    got += chunk
                    # Two frames, and the second says that nothing went wrong.
                    after = 4 + struct.unpack(">i", got[:4])[0] if len(got) >= 4 else 1 << 30
                    if len(got) >= after + 20:
                        return time.perf_counter() - start
        except OSError:
            if server.process.poll() is not None:
                die(f"{server.name} ended; see {server.directory}/out.log")
            time.sleep(0.002)
    die(f"{server.name} answers nothing for {patience} s")
