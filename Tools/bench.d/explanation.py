"""Why a count grew: what the guest executes now beside what it did, as a differential flame graph.

The profiles are exact: a plugin of QEMU follows every call of the very image that was measured. What
a release executed lies beside its baseline, in profiles/KEY.folded.
"""

import os
import pathlib
import subprocess

import building
import clients
import counting
import stacks
import streams
from parts import costs, http, instructions, tcp

FOLDER = pathlib.Path(__file__).with_name("profiles")
# How many functions are named in words.
NAMED = 6
NAME_LENGTH = 90


def _queries(outstanding):
    def work(bench, guest, counter):
        if clients.first_answer(guest, "dns") is None:
            raise building.Failure(f"no answer; {guest.end_note()}")
        guest.tap.prepare_for_load()
        before = counter.settled()
        answered = instructions.answer_queries(bench, outstanding)
        return before, counter.settled(), answered
    return "dns", work


def _requests(connections):
    def work(_, guest, counter):
        guest.tap.prepare_for_load()
        return http.requests(counter, connections)
    return "http/hello", work


def _echoes(connections):
    def work(_, guest, counter):
        links = tcp.ready_links(guest, connections)
        before = counter.settled()
        answered = streams.echo(links, tcp.ROUNDS // connections)
        return before, counter.settled(), answered
    return "tcp/streams", work


def _start(_, guest, counter):
    if guest.wait(60) != building.CLEAN_EXIT:
        raise building.Failure(f"hello does not end well; {guest.end_note()}")
    after = counter.counts()
    return [0] * len(after), after, 1


# The service and the work of each figure that can be explained.
WORK = {
    "instructions.1": _queries(1), "instructions.100": _queries(100),
    "http.1": _requests(1), "http.64": _requests(64),
    "tcp.1": _echoes(1), "tcp.64": _echoes(64),
    "costs.start": ("hello", _start),
}


def profile(bench, key, image):
    """What a guest executes for a unit of a figure's work: {stack: instructions}."""
    work = WORK[key][1]
    with stacks.StackCounter(image) as counter:
        extra = costs.ICOUNT if key == "costs.start" else ()
        with bench.guest(image.path, extra=[*counter.arguments, *extra]) as guest:
            before, after, units = work(bench, guest, counter)
            if not units:
                raise building.Failure("the guest does not answer")
            return stacks.readable(counter.stacks(before, after, units))


def keep(bench, keys):
    """Stores the profiles of figures as those of a release."""
    FOLDER.mkdir(exist_ok=True)
    for key in keys:
        if key in WORK:
            bench.say(f"  a profile of {key}")
            image = counting.Image(building.image(WORK[key][0]))
            stacks.write(profile(bench, key, image), FOLDER / f"{key}.folded")


def explain(bench, report):
    """Says of each count that is worse what grew; returns lines for the end of the output."""
    lines = []
    for key, figure in report.in_order():
        if not figure.is_worse():
            continue
        lines.append(
            f"{figure.budget.title}: {figure.median:,.0f}, and {figure.before:,.0f} in "
            f"{report.baseline.release} (+{100 * (figure.median / figure.before - 1):.1f} %)")
        if key in WORK and (before := stacks.read(FOLDER / f"{key}.folded")):
            image = counting.Image(building.image(WORK[key][0]))
            lines += _difference(key, before, profile(bench, key, image))
    return lines


def compare(bench, parts, base):
    """Compares the profiles of this tree's images with those of a commit; returns lines."""
    lines = []
    for key in WORK:
        if not parts or key.split(".")[0] in parts or _PARTS[key.split(".")[0]] in parts:
            bench.say(f"  {key}: {bench.explained[key][0]} and now")
            images = (counting.Image(path) for path in bench.explained[key])
            before, after = (profile(bench, key, image) for image in images)
            lines.append(f"{key}: {sum(after.values()):,.0f}, and {sum(before.values()):,.0f} "
                         f"in {base}")
            lines += _difference(key, before, after)
    return lines


_PARTS = {"instructions": "instructions", "http": "requests", "tcp": "requests", "costs": "costs"}


def prepare(bench, base):
    """Builds the images of a commit, in a tree of its own, and ours."""
    commit = building.output(["git", "rev-parse", "--verify", f"{base}^{{commit}}"]).strip()
    tree = building.SCRATCH / "base" / commit[:12]
    if not tree.exists():
        building.output(["git", "clone", "--quiet", "--shared", "--no-checkout", ".", tree])
        subprocess.run(["git", "checkout", "--quiet", commit], cwd=tree, check=True)
    bench.explained = {}
    for key, (service, _) in WORK.items():
        bench.say(f"building {service} of {base} and of this tree")
        done = subprocess.run(
            ["Tools/build-image", f"IntegrationTests/{service}"], cwd=tree, text=True,
            capture_output=True, env=os.environ | {"TOOLS": ""})
        if done.returncode:
            raise building.Failure(f"{base} does not build: {done.stderr[-500:]}")
        bench.explained[key] = (
            pathlib.Path(done.stdout.splitlines()[-1]), building.image(service))


def _difference(key, before, after):
    """Draws a figure's difference, and names the functions that grew most."""
    building.SCRATCH.mkdir(parents=True, exist_ok=True)
    path = building.SCRATCH / f"{key}.difference.svg"
    stacks.draw_difference(before, after, path)
    old, new = stacks.by_function(before), stacks.by_function(after)
    changes = sorted(
        ((new[name] - old[name], name) for name in {*old, *new}), key=lambda x: -abs(x[0]))
    lines = [f"  {change:+10,.1f}  {name[:NAME_LENGTH]}" for change, name in changes[:NAMED]
             if abs(change) >= 0.5]
    return [*lines, f"  differential flame graph: {path}"]
