"""Tells whether somebody else uses the machine: a measurement meanwhile is void."""

import os
import time

from .machine import busy_seconds, cpu_probe, fsync_probe, process_seconds


class Quiet:
    """Knows how fast the machine is when nobody disturbs it, from the best it has seen."""

    def __init__(self, directory, options):
        self.directory = directory
        self.options = options
        self.best_cpu = min(cpu_probe() for _ in range(3))
        self.best_fsync = min(fsync_probe(directory) for _ in range(3))

    def probe(self):
        cpu, fsync = cpu_probe(), fsync_probe(self.directory)
        self.best_cpu = min(self.best_cpu, cpu)
        self.best_fsync = min(self.best_fsync, fsync)
        return {"cpuMillis": cpu * 1e3, "fsyncMicros": fsync * 1e6}

    def complaint(self, probe):
        """Why a run after this probe would be worth nothing, or None."""
        if probe["cpuMillis"] > self.best_cpu * 1e3 * 1.3:
            return f"CPU probe {probe['cpuMillis']:.0f} ms, was {self.best_cpu * 1e3:.0f} ms"
        if probe["fsyncMicros"] > self.best_fsync * 1e6 * 2:
            return f"fsync {probe['fsyncMicros']:.0f} us, was {self.best_fsync * 1e6:.0f} us"
        return None

    def wait(self):
        """Probes until it is quiet, or patience ends."""
        deadline = time.monotonic() + self.options.patience
        while True:
            probe = self.probe()
            complaint = self.complaint(probe)
            if complaint is None:
                return probe
            if time.monotonic() > deadline:
                probe["disturbed"] = complaint
                return probe
            time.sleep(2)

    def measure(self, lab, work):
        """What work() answers, and why it is void or None; repeated where it is."""
        for _ in range(self.options.attempts):
            void = self.wait().get("disturbed")
            start, busy, own = time.monotonic(), busy_seconds(), own_seconds(lab)
            result = work()
            elapsed = time.monotonic() - start
            foreign = (busy_seconds() - busy - own_seconds(lab) + own) / elapsed
            if foreign > self.options.foreign:
                void = f"others used {foreign:.2f} cores"
            if void is None:
                break
        return result, void


def own_seconds(lab):
    """CPU time of this process, of those it started, and of those of them that have ended."""
    used = os.times()
    live = sum(process_seconds(pid) for pid in lab.live_pids())
    return used.user + used.system + used.children_user + used.children_system + live
