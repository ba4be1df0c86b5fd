"""Where the instructions go: by function, by caller, by instruction; per query, TCP echo or boot."""

import clients
import counting
import disassembly
from building import Failure
import streams
from parts import http, instructions, tcp

NAME_LENGTH = 110


def show(bench, what):
    """Prints the functions that execute most; `what` is "query", "boot", "tcp" or "http".

    With the option `callers`, prints instead who calls a function and how often; with `annotate`,
    its instructions and how often each is executed.
    """
    samples = _samples(bench, what)
    options = bench.options
    if options.callers:
        _show_callers(bench, samples, options.callers)
    elif options.annotate:
        _show_instructions(bench, samples, options.annotate)
    else:
        _show_functions(bench, samples)


def _samples(bench, what):
    """Has a guest work; returns what it executed, by the columns' titles."""
    with counting.InstructionCounter(bench.plugin, bench.image) as counter:
        with bench.guest(extra=counter.arguments) as guest:
            if what == "tcp":
                return {f"{n} connections": _echoes(guest, counter, n) for n in (1, 64)}
            if what == "http":
                return {f"{n} connections": http.sample(guest, counter, n) for n in (1, 64)}
            begin = counter.counts()
            if clients.first_answer(guest, "dns") is None:
                raise Failure(f"no answer; {guest.end_note()}")
            if what == "boot":
                end = counter.settled()
                return {"to first answer": counting.Sample(counter, begin, end, 1)}
            guest.tap.prepare_for_load()
            return {f"{n} outstanding": _queries(bench, counter, n) for n in (1, 100)}


def _queries(bench, counter, outstanding):
    before = counter.settled()
    answered = instructions.answer_queries(bench, outstanding)
    if answered == 0:
        raise Failure("the guest does not answer")
    return counting.Sample(counter, before, counter.settled(), answered)


def _echoes(guest, counter, connections):
    links = tcp.ready_links(guest, connections)
    if not links:
        raise Failure(f"no answer; {guest.end_note()}")
    before = counter.settled()
    answered = streams.echo(links, tcp.ROUNDS // connections)
    return counting.Sample(counter, before, counter.settled(), answered)


def _show_functions(bench, samples):
    columns = [sample.by_function(bench.image) for sample in samples.values()]
    totals = [sum(column.values()) for column in columns]
    print(_figures(list(samples), "15") + "   share  function")
    print(_figures(totals, "15,.1f") + "   100 %  (all)")
    names = sorted(set().union(*columns), key=lambda name: -columns[0].get(name, 0))
    for name, text in _with_texts(names[:bench.options.top]):
        share = 100 * columns[0].get(name, 0) / totals[0]
        figures = _figures([column.get(name, 0) for column in columns], "15,.1f")
        print(f"{figures}  {share:4.1f} %  {text}")


def _show_callers(bench, samples, pattern):
    """A line per caller. Calls through pointers are not seen: code does not say where they go."""
    wanted = disassembly.matching(bench.image, pattern)
    found = {}
    for address, caller, callee in disassembly.calls(bench.image):
        if callee in wanted:
            times = [sample.at(address) for sample in samples.values()]
            found[caller] = [a + b for a, b in zip(found.get(caller, [0] * len(times)), times)]
    print(_figures(list(samples), "15") + f"  calls of {pattern} by")
    names = sorted((name for name in found if any(found[name])), key=lambda name: -found[name][0])
    for name, text in _with_texts(names[:bench.options.top]):
        print(_figures(found[name], "15,.2f") + f"  {text}")


def _show_instructions(bench, samples, pattern):
    """A line per instruction, in the order of their addresses."""
    wanted, current = disassembly.matching(bench.image, pattern), None
    print(_figures(list(samples), "15") + "  instruction")
    for address, function, text in disassembly.instructions(bench.image):
        if function not in wanted:
            continue
        if function != current:
            print("\n" + counting.demangled([function])[0])
            current = function
        times = [sample.at(address) for sample in samples.values()]
        print(_figures(times, "15,.2f") + f"  {address:x}  {text[:NAME_LENGTH]}")


def _with_texts(names):
    return zip(names, (text[:NAME_LENGTH] for text in counting.demangled(names)))


def _figures(values, form):
    """The columns of figures of a line, right-aligned."""
    return "  ".join(f"{value:>{form}}" for value in values)
