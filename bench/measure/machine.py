"""What the machine is, and what its processes have used so far."""

import os
import platform
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
BENCH = HOME / "bench"
TICKS = os.sysconf("SC_CLK_TCK")


def die(message):
    sys.exit("bench/compare: " + message)


def say(text):
    print(text, file=sys.stderr, flush=True)


def java_home():
    for candidate in [os.environ.get("ZABRA_JAVA_HOME"), os.environ.get("JAVA_HOME")] + sorted(
        str(p) for p in Path("/usr/lib/jvm").glob("*")
    ):
        if not candidate:
            continue
        release = Path(candidate) / "release"
        found = release.is_file() and re.search(r'JAVA_VERSION="(\d+)', release.read_text())
        if found and int(found.group(1)) >= 25:
            return Path(candidate)
    die("no JDK 25 found; set JAVA_HOME")


def machine():
    cpu = "unknown CPU"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.split(":", 1)[1].strip()
            break
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text()).group(1))
    return f"{os.cpu_count()} x {cpu}, {memory / 1048576:.0f} GiB, Linux {platform.release()}"


def cpu_probe():
    """Seconds of wall time for a fixed piece of work."""
    start = time.perf_counter()
    total = 0
    for i in range(1_500_000):
        total += i * i & 7
    return time.perf_counter() - start


def fsync_probe(directory):
    """Median seconds of a 4 KiB write and its fdatasync."""
    path = Path(directory) / "probe"
    samples = []
    fd = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:
        os.write(fd, bytes(1 << 20))
        os.fsync(fd)
        for i in range(60):
            start = time.perf_counter()
            os.pwrite(fd, bytes(4096), i * 4096)
            os.fdatasync(fd)
            samples.append(time.perf_counter() - start)
    finally:
        os.close(fd)
        path.unlink()
    return statistics.median(samples)


def busy_seconds():
    """CPU time all processes used so far. Interrupts are left out: they work for our sockets."""
    fields = [int(f) for f in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    user, nice, system, steal = fields[0], fields[1], fields[2], fields[7]
    return (user + nice + system + steal) / TICKS


def process_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_bytes(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[21]) * os.sysconf("SC_PAGE_SIZE")


def resident_at_rest(pid, patience=10):
    """The same, once it falls no more: a JVM gives memory back bit by bit, after the collection."""
    least, since = resident_bytes(pid), time.monotonic()
    deadline = since + patience
    while time.monotonic() < min(since + 1, deadline):
        time.sleep(0.1)
        now = resident_bytes(pid)
        if now < least:
            least, since = now, time.monotonic()
    return least


def live_heap(java, pid):
    """Bytes of live objects: the histogram collects garbage first."""
    out = subprocess.run(
        [java / "bin" / "jcmd", str(pid), "GC.class_histogram"],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout
    return int(re.search(r"^Total\s+\d+\s+(\d+)", out, re.M).group(1))
