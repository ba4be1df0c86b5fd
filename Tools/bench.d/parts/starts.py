"""From QEMU's start to the first answer to a ping, a DNS query and a request, of the guests in turns.

The rows of “peers” with the fewest milliseconds, which vary most: taken more often, by themselves.
"""

import clients
import comparison
import peers
import streams
from guest import Guest
from parts import http

PATIENCE = 120


def prepare(bench):
    """Builds the guests; a Linux takes a while."""
    bench.say("building the images and the peers")
    bench.starting = (
        [peers.swiftlet("dns"), *peers.linux("dns")],
        [peers.swiftlet("http/hello"), *peers.linux("http")])


def measure(bench):
    runs = bench.runs(10)
    steps = [(f"{name}/{run}", comparison.in_turn(guests, run), probe) for run in range(runs)
             for name, guests, probe in probes(*bench.starting)]
    comparison.take_turns(bench, "starts", peers.identity(bench.starting, runs), steps)


def probes(dns, web):
    """What is measured: the name of a step, the guests, and what takes bench and guest."""
    def first(row, probe):
        def measured(_, subject):
            with Guest("", arguments=subject.command_line(is_starting=True)) as guest:
                milliseconds = probe(guest)
                return {"failure": guest.end_note()} if milliseconds is None else {row: milliseconds}
        return measured
    return [
        ("ping", dns, first("boot.ping", lambda x: clients.first_answer(x, "ping", PATIENCE))),
        ("answer", dns, first("boot.dns", lambda x: clients.first_answer(x, "dns", PATIENCE))),
        ("page", web, first(
            "boot.http", lambda x: streams.first_page(x, http.REQUEST, PATIENCE)))]
