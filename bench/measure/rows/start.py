"""W14: how soon an empty server answers, and what it takes when nobody asks it anything."""

import shutil
import subprocess
import sys
import time

from ..generator import crowd, environment, first_reply
from ..machine import HOME, process_seconds, resident_bytes

SESSIONS = 10_000

# Compilers come to rest, then two pings of each session are counted.
SETTLE_SECONDS = 27
IDLE_SECONDS = 27


def start(b):
    title = "from exec to the first reply, empty (Zabra after `bin/zabra aot`)"
    b.sheet.line("W14 first", title, "s", "less", most=0.5)
    b.sheet.line("W14 resident", "resident, started and idle", "MB", "less", most=100)
    b.sheet.line("W14 cpu", f"CPU with {SESSIONS:,} idle sessions", "% of a core", "less", most=0.5)
    b.sheet.line("W14 session", "resident, per idle session", "KB", "less")
    if b.first and b.kinds("zabra"):
        teach = [HOME / "bin" / "zabra", "aot"]
        subprocess.run(teach, check=True, env=environment(), stdout=sys.stderr)
    for name in b.kinds("zabra", "reference"):
        server = b.lab.make(name)
        try:
            seconds, void = b.measure(lambda: first_reply_again(server))
            b.sheet.add("W14 first", name, seconds, void)
            time.sleep(3)
            b.sheet.add("W14 resident", name, resident_bytes(server.pid) / 1e6, None)
        finally:
            server.stop()
            shutil.rmtree(server.directory, ignore_errors=True)
    if b.slow_too():
        for name in b.kinds("zabra", "reference", "limit"):
            with b.lab.start(name) as server:
                idle(b, server)


def first_reply_again(server):
    if server.pids:
        server.stop()
        shutil.rmtree(server.directory / "data")
        (server.directory / "data").mkdir()
    return first_reply(server)


def idle(b, server):
    seen = {}

    def watch():
        time.sleep(SETTLE_SECONDS)
        seen["after"] = resident_bytes(server.pid)
        used, begun = process_seconds(server.pid), time.monotonic()
        time.sleep(IDLE_SECONDS)
        seen["cpu"] = (process_seconds(server.pid) - used) / (time.monotonic() - begun)

    found, void = b.measure(
        lambda: crowd(
            *(server, "idle", "--sessions", SESSIONS, "--session-timeout", 40),
            empty=lambda: seen.update(before=resident_bytes(server.pid)),
            idle=watch,
        )
    )
    if found:
        b.sheet.add("W14 cpu", server.name, seen["cpu"] * 100, void)
        if server.name == "limit":
            # It keeps no sessions.
            return
        each = (seen["after"] - seen["before"]) / SESSIONS / 1e3
        b.sheet.add("W14 session", server.name, each, None)
