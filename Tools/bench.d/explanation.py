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
import growth
import stacks
import streams
from parts import costs, curves, http, instructions, tcp

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


def _curve(work):
    def ready(_, guest, counter):
        curves.ready(guest)
        return work(guest, counter)
    return "growing", ready


# The service and the work of each figure that can be explained.
WORK = {
    "instructions.1": _queries(1), "instructions.100": _queries(100),
    "http.1": _requests(1), "http.64": _requests(64),
    "tcp.1": _echoes(1), "tcp.64": _echoes(64),
    "costs.start": ("hello", _start),
} | {key: _curve(work) for key, (_, _, work) in curves.POINTS.items()}


def profile(bench, key, image):
    """What a guest executes for a unit of a figure's work: {stack: instructions}."""
    work = WORK[key][1]
    with stacks.StackCounter(image) as counter:
        with _guest(bench, key, image, counter) as guest:
            before, after, units = work(bench, guest, counter)
            if not units:
                raise building.Failure("the guest does not answer")
            return stacks.readable(counter.stacks(before, after, units))


def _guest(bench, key, image, counter):
    if key in curves.POINTS:
        names, time, _ = curves.POINTS[key]
        return curves.guest(bench, image.path, names, [*counter.arguments, *time])
    extra = costs.ICOUNT if key == "costs.start" else ()
    return bench.guest(image.path, extra=[*counter.arguments, *extra])


def _image(service):
    """The image of a service as this tree has it."""
    return growth.own_image() if service == "growing" else building.image(service)


def keep(bench, keys):
    """Stores the profiles of figures as those of a release."""
    FOLDER.mkdir(exist_ok=True)
    for key in keys:
        if key in WORK:
            bench.say(f"  a profile of {key}")
            image = counting.Image(_image(WORK[key][0]))
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
            image = counting.Image(_image(WORK[key][0]))
            lines += _difference(key, before, profile(bench, key, image))
    return lines


def compare(bench, base):
    """Compares the profiles of this tree's images with those of a commit; returns lines."""
    lines = []
    for key, paths in bench.explained.items():
        bench.say(f"  {key}: {base} and now")
        try:
            before, after = (profile(bench, key, counting.Image(path)) for path in paths)
        except building.Failure as failure:
            lines.append(f"{key}: {failure}")
            continue
        lines.append(f"{key}: {sum(after.values()):,.0f}, and {sum(before.values()):,.0f} "
                     f"in {base}")
        lines += _difference(key, before, after)
    return lines


_PARTS = {"instructions": ("instructions",), "http": ("http", "requests"), "tcp": ("tcp", "requests"),
          "costs": ("costs",), "curve": ("curves",)}


def prepare(bench, base):
    """Builds the images of a commit, in a tree of its own, and ours: those of the wanted parts."""
    wanted = [key for key in WORK if not bench.options.parts
              or {*_PARTS[key.split(".")[0]]} & {*bench.options.parts}]
    if not wanted:
        raise building.Failure(f"of these parts nothing can be explained; there are: "
                               f"{' '.join(sorted({x for y in _PARTS.values() for x in y}))}")
    commit = building.output(["git", "rev-parse", "--verify", f"{base}^{{commit}}"]).strip()
    tree = building.SCRATCH / "base" / commit[:12]
    if not tree.exists():
        building.output(["git", "clone", "--quiet", "--shared", "--no-checkout", ".", tree])
        subprocess.run(["git", "checkout", "--quiet", commit], cwd=tree, check=True)
    images = {}
    for service in sorted({WORK[key][0] for key in wanted}):
        bench.say(f"building {service} of {base} and of this tree")
        try:
            images[service] = (_build(tree, service, base), _image(service))
        except building.Failure as failure:
            # An older commit may not have it; the others can be explained all the same.
            bench.say(f"left out: {failure}")
    if not images:
        raise building.Failure(f"nothing of {base} can be built")
    bench.explained = {key: images[WORK[key][0]] for key in wanted if WORK[key][0] in images}


def _build(tree, service, base):
    """The image of a service as another tree has it."""
    folder, environment = f"IntegrationTests/{service}", {"TOOLS": ""}
    if service == "growing":
        folder = environment["SERVICE_PATH"] = growth.SERVICE
    done = subprocess.run(
        ["Tools/build-image", folder], cwd=tree, text=True, capture_output=True,
        env=os.environ | environment)
    if done.returncode:
        raise building.Failure(f"{base} does not build: {done.stderr[-500:]}")
    return pathlib.Path(done.stdout.splitlines()[-1])


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
