"""Compares what the collector has received with what the guest sent."""

import os

with open(os.environ["SWIFTLET_RUN_FOLDER"] + "/received.txt", encoding="utf-8") as file:
    lines = file.read().splitlines()

first = r'local0.warning 1 guest tests ID1 [values@32473 key="a\"b\\c\]d"] '
own = next(line for line in lines if line.startswith("local0.warning"))
assert own.startswith(first), own
assert own[len(first):].lstrip("\ufeff") == 'Grüße, "quoted" ]', own
numbered = [line for line in lines if line.endswith(" of many")]
expected = [f"kern.notice 1 guest tests tests - line {number} of many" for number in range(300)]
assert numbered == expected, (len(numbered), numbered[:3])
at_once = sum(line.endswith("at once") for line in lines)
assert at_once == 400, at_once
assert "kern.err 1 guest tests tests - somebody called" in lines, lines[-3:]
assert "local0.debug 1 guest tests - - hello" in [line.rstrip() for line in lines], lines[-3:]
print("all as expected")
