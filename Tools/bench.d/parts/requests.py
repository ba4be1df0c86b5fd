"""TCP echoes and HTTP requests: what they cost in instructions and memory, which depends on no clock."""

from parts import http, tcp


def measure(bench):
    for part in (tcp, http):
        part.count(bench, part.image(bench))
