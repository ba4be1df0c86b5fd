"""What a long part has measured so far: it goes on where it was interrupted."""

import hashlib
import json
import subprocess
import time

import building
import origin

FOLDER = building.SCRATCH / "results"
# What keeps a step from being measured, but none of the others: a guest that does not answer, a client
# that it leaves, a program that takes too long.
FAILURES = (building.Failure, OSError, subprocess.SubprocessError)


def reason(failure):
    """Why something could not be measured, in words."""
    if isinstance(failure, building.Failure):
        return str(failure)
    return f"{type(failure).__name__}: {failure}" if str(failure) else type(failure).__name__


class Journal:
    """The steps of a part, each measured once and kept.

    The name is the part's, or another one where it is not to take the place of what is kept.
    While steps are missing they lie in NAME.part.json; what is whole lies in NAME.json:
    {"machine": {...}, "identity": "...", "peer": "...", "packages": "...", "steps": {name: {"seconds": n,
    "time": "...", "values": {...}}}}. Steps of another identity (other images, peers or options) or of another machine
    are begun anew. Journals of before 23 November 2026 have neither peer nor times.
    """

    def __init__(self, name, identity, machine, total, say):
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.path = FOLDER / f"{name}.json"
        self.unfinished = FOLDER / f"{name}.part.json"
        self.total = total
        self.say = say
        self.machine = machine
        self.content = {
            "machine": machine, "identity": identity, "peer": origin.peer(),
            "packages": origin.packages(), "steps": {}}
        kept = load(self.unfinished)
        if kept and kept["identity"] == identity and origin.name(kept["machine"]) == origin.name(machine):
            # What could not be measured is tried once more.
            self.content["steps"] = {
                name: step for name, step in kept["steps"].items()
                if "failure" not in step["values"]}
            say(f"  going on after {len(self.steps)} of {total} steps; "
                f"remove {self.unfinished} to begin anew")

    @property
    def steps(self):
        return self.content["steps"]

    def step(self, name, measure):
        """Measures a step unless that is done; returns its values, a dictionary."""
        if name not in self.steps:
            self.say(f"  [{len(self.steps) + 1}/{self.total}] {name}{self._estimate()}")
            begin = time.monotonic()
            try:
                values = measure()
            except FAILURES as failure:
                values = {"failure": reason(failure)}
                self.say(f"    failed: {values['failure']}")
            self.steps[name] = {
                "seconds": time.monotonic() - begin, "time": origin.now(), "values": values}
            save(self.unfinished, self.content)
        return self.steps[name]["values"]

    def finish(self):
        """Makes the steps the part's result; returns the names of those that failed.

        If there are any, the steps are kept, too: the next run measures what is missing, and no more.
        """
        save(self.path, self.content)
        failed = [name for name, step in self.steps.items() if "failure" in step["values"]]
        if not failed:
            self.unfinished.unlink(missing_ok=True)
        return failed

    def _estimate(self):
        """How long it will take yet, if all steps take as long as those so far."""
        if not self.steps:
            return ""
        taken = sum(step["seconds"] for step in self.steps.values())
        left = taken / len(self.steps) * (self.total - len(self.steps))
        return f" (about {left / 60:.0f} min left)" if left > 90 else f" (about {left:.0f} s left)"


def identity(files, *words):
    """What results depend on: the bytes of files, and further words."""
    digest = hashlib.sha256(repr(words).encode())
    for file in files:
        with open(file, "rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()[:16]


def load(path):
    """The content of a file of results; None if there is none."""
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def save(path, content):
    """Writes a file of results: whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".fresh")
    fresh.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    fresh.rename(path)
