"""How cost grows with how much there is of something: points, guests in turns, counts."""

import dataclasses
import functools
import os
import shutil
import subprocess
from collections.abc import Callable

import building
import clients
import comparison
import counting
import journal
import peers
from guest import Guest

# Parts of the kind, in the order of the page.
NAMES = ("zones", "connections", "timers", "sizes")
# The service that grows.
SERVICE = "Tools/bench.d/growing"


@dataclasses.dataclass(frozen=True)
class Kind:
    """A way in which work grows.

    name      the part, and how its results are called
    points    how much there is, from little to much
    load      takes bench, subject and point; returns "rate" (per second, if it has one) and "cpu"
              (microseconds of the host's processors for each), or "failure"
    count     takes the same and a counter of instructions; returns "instructions" for each
    subjects  takes bench; returns ours and the cut-down Linux
    """

    name: str
    points: tuple
    load: Callable
    count: Callable
    subjects: Callable


@functools.cache
def own_image():
    """Builds the image of what grows; returns its path."""
    environment = os.environ | {"SERVICE_PATH": SERVICE, "TOOLS": ""}
    printed = building.output(["Tools/build-image", SERVICE], env=environment)
    # Other services outside IntegrationTests have the same name.
    copy = building.SCRATCH / "growing"
    building.SCRATCH.mkdir(parents=True, exist_ok=True)
    shutil.copy2(printed.splitlines()[-1], copy)
    return copy


def growing_subjects(_):
    """Our image and the Linux with a zone of any size, echoes and timers."""
    small = peers.linux("growth")[0]
    return [peers.swiftlet_image(own_image()), small]


def prepare(bench, kind):
    """Builds the guests and what asks them."""
    bench.say(f"building what {kind.name} needs")
    building.compiled("asker", "")
    bench.growing = getattr(bench, "growing", {})
    bench.growing[kind.name] = kind.subjects(bench)


def measure(bench, kind):
    """Loads and counts the guests, in turns, from point to point."""
    subjects = bench.growing[kind.name]
    runs = bench.runs(3)
    # The longest of the loads: whether they are shorter than usual is to be known before.
    bench.seconds(5)
    book = journal.Journal(
        bench.journal_name(kind.name),
        peers.identity([subjects], kind.points, runs, bench.options.seconds),
        bench.machine, len(kind.points) * len(subjects) * (runs + 1), bench.say)
    bench.grown = kind.name, book.content
    for run in range(runs):
        for point in kind.points:
            for subject in comparison.in_turn(subjects, run):
                book.step(f"{point}/{subject.key}/{run}",
                          lambda: _loaded(bench, kind, subject, point))
    for point in kind.points:
        for subject in subjects:
            book.step(f"{point}/{subject.key}/count",
                      lambda: _counted(bench, kind, subject, point))
    bench.unmeasured += [f"{kind.name}: {name}" for name in book.finish()]


def _loaded(bench, kind, subject, point):
    bench.wait_for_quiet()
    values = kind.load(bench, subject, point)
    bench.say("    " + ", ".join(f"{name} {value:,.4g}" if isinstance(value, (int, float))
                                 else f"{name}: {value}" for name, value in values.items()))
    return values


def _counted(bench, kind, subject, point):
    with counting.InstructionCounter(bench.plugin) as counter:
        values = kind.count(bench, subject, point, counter)
    bench.say("    " + ", ".join(f"{name} {value}" for name, value in values.items()))
    return values


def guest(subject, memory, words="", extra=()):
    """A guest with so many megabytes."""
    return Guest("", arguments=subject.command_line(memory=memory, words=words, extra=extra))


class Asker:
    """The client that keeps requests on the way. Use it in a `with`."""

    def __init__(self, *words):
        self.process = subprocess.Popen(
            [building.SCRATCH / "asker", *map(str, words)], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.is_ready = self.process.stdout.readline() == "ready\n"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()

    def complaint(self):
        """Why it is not ready."""
        return self.process.stderr.read().strip() or "it ended"

    def ask(self, seconds):
        """Asks for so long; returns answers, seconds, losses, median and 99 % in microseconds."""
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline().split()
        if len(line) != 5:
            raise building.Failure(f"asker: {self.complaint()}")
        return int(line[0]), float(line[1]), int(line[2]), float(line[3]), float(line[4])


def asked(running, asker, seconds):
    """What a load by the asker shows of a running guest."""
    window = running.window([asker.process.pid])
    answers, taken, lost, middle, late = asker.ask(seconds)
    window.end()
    _judge(answers, lost)
    return {"rate": answers / taken, "cpu": 1e6 * window.used / answers, "lost": lost,
            "p50": middle, "p99": late, "others": window.others}


def asked_instructions(asker, counter, seconds):
    """Instructions for each answer of a load by the asker."""
    before = counter.counts()[0]
    answers, _, lost, *_ = asker.ask(seconds)
    executed = counter.counts()[0] - before
    _judge(answers, lost)
    return {"instructions": executed / answers}


def _judge(answers, lost):
    """Fails where nothing was answered, or so much was lost that a rate says nothing."""
    if answers == 0:
        raise building.Failure("no answer")
    if lost > (answers + lost) * clients.LOST_PERCENT / 100:
        raise building.Failure(f"{lost:,} of {answers + lost:,} were lost")
