"""What single operations of the kernel cost, in instructions between two places in its code.

Boot and interrupts are counted in the guests that everybody knows, hello and dns; the others in small
services below IntegrationTests/costs, which mark the places themselves. Those begin with some empty
intervals: what they cost is the marks' own and is taken off.
"""

import re
import statistics

import building
import clients
import disassembly
from building import Failure
from counting import Image, IntervalCounter

EMPTY = 16
LIMIT = 60
# An instruction takes a nanosecond of the guest's time: what waits for a clock counts, too.
ICOUNT = ("-icount", "shift=0,sleep=off")
QUERIES = 50
ROUNDS = 10
# The function that calls Service.start, which may be inlined there; not its parts after an await,
# which end with TY0_ or TQ1_.
_SERVICE_TASK = re.compile(r"(5HelloV5startyy|7Service\w+4mainyyFZyyYacfU_)(?!.*(T[YQ]\d+_|TA|Tu)$)")


def measure(bench):
    _measure_start(bench)
    _measure_interrupt(bench)
    _measure_marked(bench, "costs.allocation", "costs/allocation")
    _measure_marked(bench, "costs.sleep", "costs/timer")
    _measure_timer(bench)


def _measure_start(bench):
    """From the first instruction of the image to the first of the service's task."""
    image = Image(building.image("hello"))
    start = [address for address, name in image.functions if _SERVICE_TASK.search(name)]
    entry = image.address("boot_entry")
    lengths = _run_to_end(bench, image, range(entry, entry + 1), start, ICOUNT)
    bench.report.add("costs.start", lengths[0])


def _measure_interrupt(bench):
    """From the first instruction of an entry to the first of the function that quiets devices."""
    image = bench.image
    entries = range(image.address("interrupt_stubs"), image.address("interrupt_common"))
    handler = image.address("kernel_acknowledge_devices")
    with IntervalCounter(bench.plugin, entries, [handler]) as counter:
        with bench.guest(extra=counter.arguments) as guest:
            if clients.first_answer(guest, "dns") is None:
                return bench.report.fail("costs.interrupt", f"no answer; {guest.end_note()}")
            # A question that comes while the guest is still awake needs no interrupt.
            for _ in range(ROUNDS):
                clients.ask_in_turn(QUERIES)
                if lengths := counter.lengths():
                    break
    if not lengths:
        return bench.report.fail("costs.interrupt", "no device interrupted")
    bench.report.add("costs.interrupt", statistics.median(lengths))


def _measure_marked(bench, key, service):
    image = Image(building.image(service))
    begin = image.address("cost_begin")
    lengths = _run_to_end(bench, image, range(begin, begin + 1), [image.address("cost_end")])
    empty = statistics.median(lengths[:EMPTY])
    values = [length - empty for length in lengths[EMPTY:]]
    bench.report.add(key, statistics.median(values))
    bench.report.detail(key, {"n": len(values), "smallest": min(values), "largest": max(values)})


def _measure_timer(bench):
    """To set a timer and the hardware for it, and from the interrupt until the task may go on."""
    image = Image(building.image("costs/timer"))
    entries = range(image.address("interrupt_stubs"), image.address("interrupt_common"))
    resumed = [address for address, name in image.functions
               if re.match(r"swift_continuation_(throwingR|r)esume$", name)]
    costs = {
        "set": _call_cost(bench, image, "TimerQueue.set("),
        "arm": _call_cost(bench, image, "OneShotTimer.arm("),
        "fire": _run_to_end(bench, image, entries, resumed),
    }
    medians = {name: statistics.median(lengths) for name, lengths in costs.items()}
    bench.report.add("costs.timer", sum(medians.values()))
    bench.report.detail("costs.timer", medians)
    bench.say("    " + ", ".join(f"{value:,.0f} to {name}" for name, value in medians.items()))


def _call_cost(bench, image, pattern):
    """What each call of a function costs, from its first instruction to the one after the call."""
    names = disassembly.matching(image, pattern)
    returns, called, previous = [], set(), ""
    for address, _, text in disassembly.instructions(image):
        if (found := disassembly.CALL.match(previous)) and found[1] in names:
            called.add(found[1])
            returns.append(address)
        previous = text
    if len(called) != 1:
        raise Failure(f"{image.path.name} calls {len(called)} functions “{pattern}”, not one")
    entry = image.address(called.pop())
    return _run_to_end(bench, image, range(entry, entry + 1), returns)


def _run_to_end(bench, image, begin, ends, extra=()):
    """The lengths of a guest's intervals once it has ended by itself."""
    with IntervalCounter(bench.plugin, begin, ends) as counter:
        with bench.guest(kernel=image.path, extra=[*counter.arguments, *extra]) as guest:
            status = guest.wait(LIMIT)
            if status != building.CLEAN_EXIT:
                raise Failure(f"{image.path.name} does not end well; {guest.end_note()}")
            lengths = counter.lengths()
    if not lengths:
        raise Failure(f"{image.path.name} never came from one place to the other")
    return lengths
