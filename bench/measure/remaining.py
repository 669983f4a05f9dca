"""Says how long a run will still take, from what its groups took the last time."""

import time


class Remaining:
    """Shown as text. What a round really took counts for the rounds to come."""

    def __init__(self, sheet, groups, wanted, rounds, clock=time.monotonic):
        self.sheet, self.groups, self.wanted = sheet, groups, wanted
        self.rounds, self.clock = rounds, clock
        self.begun = clock()
        self.finished = 0

    def done(self):
        """One more group is measured."""
        self.finished += 1

    def seconds(self):
        each = [self.sheet.took(g.title(self.wanted)) or g.seconds for g in self.groups]
        rounds, groups = divmod(self.finished, len(self.groups))
        return (self.rounds - rounds) * sum(each) - sum(each[:groups])

    def __str__(self):
        gone = self.clock() - self.begun
        return f"{gone / 60:.0f} min gone, about {self.seconds() / 60:.0f} min left"
