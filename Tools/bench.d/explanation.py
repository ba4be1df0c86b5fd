"""Why a count grew: what the guest executes now beside what it did, as a differential flame graph.

The profiles are exact: a plugin of QEMU follows every call of the very image that was measured. What
the baseline's commit executed lies in profiles/KEY.folded, and what its images consisted of in
profiles/KEY.json, module by module.
"""

import json
import os
import pathlib
import subprocess

import building
import clients
import counting
import growth
import journal
import linkmap
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


def _whole(_, guest, counter):
    """All that a guest does until it ends by itself: one unit."""
    if guest.wait(60) != building.CLEAN_EXIT:
        raise building.Failure(f"the guest does not end well; {guest.end_note()}")
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
    "costs.start": ("hello", _whole), "costs.allocation": ("costs/allocation", _whole),
    "costs.timer": ("costs/timer", _whole), "costs.sleep": ("costs/timer", _whole),
} | {key: _curve(work) for key, (_, _, work) in curves.POINTS.items()}

# The services of the sizes that can be explained.
SIZES = {"size.dns": "dns", "size.hello": "hello"}


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
    extra = costs.ICOUNT if key.startswith("costs.") else ()
    return bench.guest(image.path, extra=[*counter.arguments, *extra])


def _image(service):
    """The image of a service as this tree has it."""
    return growth.own_image() if service == "growing" else building.image(service)


def keep(bench, keys):
    """Stores the profiles of figures, and what is in images, as those of the baseline."""
    FOLDER.mkdir(exist_ok=True)
    for key in keys:
        if key in SIZES:
            text = json.dumps(_modules(key), indent=1)
            (FOLDER / f"{key}.json").write_text(text + "\n")
        if key in WORK:
            bench.say(f"  a profile of {key}")
            image = counting.Image(_image(WORK[key][0]))
            stacks.write(profile(bench, key, image), FOLDER / f"{key}.folded")


def explain(bench, report):
    """Says of each count that is worse, or over its budget, what grew; returns lines for the end."""
    lines = []
    for key, figure in report.in_order():
        if figure.failure is not None or not figure.fails():
            continue
        lines.append(_numbers(figure, report.baseline.commit(key)))
        try:
            lines += _explained(bench, key)
        except journal.FAILURES as failure:
            # The numbers are said all the same, and decide.
            lines.append(f"  not explained: {journal.reason(failure)}")
    return lines


def _explained(bench, key):
    """What grew, as lines; none for figures that cannot be explained."""
    if key in WORK and (before := stacks.read(FOLDER / f"{key}.folded")):
        image = counting.Image(_image(WORK[key][0]))
        return _difference(key, before, profile(bench, key, image))
    if key in SIZES and (path := FOLDER / f"{key}.json").exists():
        return _changes(json.loads(path.read_text()), _modules(key), 1)
    return []


def _numbers(figure, commit):
    """A figure beside what it is compared with."""
    worst = max(figure.values) if figure.budget.worst else figure.median
    value = min(figure.values) if figure.budget.worst and figure.budget.at_least else worst
    said = f"{figure.budget.title}: {_number(value)}"
    if figure.is_reached() is False and figure.budget.gates:
        said += f", {'under' if figure.budget.at_least else 'over'} its budget of {_number(figure.budget.target)}"
    if figure.before is not None:
        change = 100 * (figure.median / figure.before - 1)
        said += f", and {_number(figure.before)} in {commit} ({change:+.1f} %)"
    return said


def _number(value):
    return f"{value:,.0f}" if value >= 10 or float(value).is_integer() else f"{value:.3g}"


def _modules(key):
    """Bytes of a figure's image by module."""
    return {module: sum(sizes.values()) for module, sizes in linkmap.by_module(SIZES[key]).items()}


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
    lines = _changes(stacks.by_function(before), stacks.by_function(after), 0.5)
    return [*lines, f"  differential flame graph: {path}"]


def _changes(before, after, least):
    """A line for each of the names whose numbers differ most."""
    changes = sorted(((after.get(name, 0) - before.get(name, 0), name) for name in {*before, *after}),
                     key=lambda change: (-abs(change[0]), change[1]))
    return [f"  {change:+10,.1f}  {name[:NAME_LENGTH]}" for change, name in changes[:NAMED]
            if abs(change) >= least]
