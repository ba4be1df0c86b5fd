"""Reads a page of metrics twice with Prometheus's own parser, and compares them."""

import sys
import urllib.request

from prometheus_client.parser import text_string_to_metric_families


def read(address):
    text = urllib.request.urlopen(address, timeout=5).read().decode("ascii")
    samples = [s for family in text_string_to_metric_families(text) for s in family.samples]
    assert len(samples) == len(text.splitlines()), "a line is no sample"
    return {sample.name: sample.value for sample in samples}


first, second = read(sys.argv[1]), read(sys.argv[1])
assert set(first) == set(second), set(first) ^ set(second)
assert second["swiftlet_requests"] == first["swiftlet_requests"] + 1
grew = second["swiftlet_frames_received"] > first["swiftlet_frames_received"]
print(f"requests {int(first['swiftlet_requests'])}, frames {'counted up' if grew else 'stood still'}")
