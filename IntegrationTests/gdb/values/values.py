"""Compares what gdb shows of a live guest's values with what they are."""

import os
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(os.environ["SWIFTLET_RUN_FOLDER"])

# A path below `sample`, and what `print` must show of it; None where the rest is compared by parts.
VALUES = [
    ("minus", "-42"), ("byte", "200"), ("real", "2.5"), ("single", "-0.25"), ("yes", "true"),
    ("short", '"gdb"'), ("umlaut", '"Größe"'), ("empty", '""'), ("literal", '"static"'),
    ("long", '"a text that does not fit into a String\'s own sixteen bytes"'),
    ("scalar", '"é"'), ("built", '"' + "ab" * 20 + '"'), ("part", '"db"'),
    ("numbers", "[1, -2, 3]"), ("none", "[]"), ("words", '["one", "two"]'),
    ("words.count", "2"), ("bytes", "[1, 65, 255]"), ("slice", "[-2, 3]"),
    ("points", "[Point(x: 1, y: 2, f: 3.5), Point(x: -1, y: -2, f: 0.0)]"),
    ("points[1].y", "-2"), ("nested", "[[1], [], [2, 3]]"),
    ("codes", "[5]"), ("blank", "[:]"), ("some", "5"), ("nothing", "nil"),
    ("maybe", '"yes"'), ("never", "nil"), ("deep", "nil"), ("flag", "false"), ("noFlag", "nil"),
    ("noColor", "nil"), ("padded.wide", str(1 << 40)), ("padded.last", "77"),
    ("padded", "Padded(flag: true, wide: 1099511627776, small: 9, inner: "
     "Point(x: 1, y: 2, f: 4.5), last: 77)"),
    ("pair", 'Pair<UInt8, Pair<String, Int64>>(first: 3, second: '
     'Pair<String, Int64>(first: "in", second: -1))'),
    ("tuple", '(-1, "two", third: 3)'), ("color", ".green"),
    ("shapes[0]", ".nothing"), ("shapes[1]", ".unit"), ("shapes[2]", ".circle(radius: 1.5)"),
    ("shapes[3]", '.label("name")'), ("shapes[4]", ".corner(Point(x: 5, y: 6, f: 7.0))"),
    ("shapes[5]", ".flags(true, .blue)"), ("links[2]", ".end"), ("links[3]", ".unknown"),
    ("object.number", "7"), ("object.name", '"derived from Base"'), ("object.color", ".blue"),
    ("noObject", "nil"), ("someObject.number", "7"), ("range", "Range<Int>(lowerBound: 3, upperBound: 9)"),
    ("wait", "1.5 s"), ("inline", "[1, 2, 3, 4]"), ("address", "10.0.0.42"),
    ("place", "1.2.3.4:53"), ("place.port", "53"),
]

# Checked by hand below: their order is the hash table's.
CHECK = """
import sys
from swiftlet import commands, context, typetext
def shown(path):
    place = commands._place("sample." + path)
    return place.shown(context.image().reader()).line()
wanted = eval(open(sys.argv[1] if len(sys.argv) > 1 else VALUES).read())
failures = 0
for path, text in wanted:
    try:
        found = shown(path)
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    if found != text:
        failures += 1
        print(f"FAILED {path}: {found}, not {text}")
ages = shown("ages")
if sorted(ages.strip("[]").split(", ")) != ['"ada": 36', '"bob": 41']:
    failures += 1
    print("FAILED ages:", ages)
for index, name in ((0, ".node(Base at "), (1, ".leaf(Derived at ")):
    if not shown(f"links[{index}]").startswith(name):
        failures += 1
        print("FAILED links:", shown(f"links[{index}]"))
types = context.image().types
rows = int(shown("layouts.count"))
for row in range(rows):
    name = shown(f"layouts[{row}].type").strip('"')
    sizes = [int(shown(f"layouts[{row}].{word}")) for word in ("size", "stride", "alignment")]
    layout = types.layout(typetext.parse(name))
    if sizes != [layout.size, layout.stride, layout.alignment]:
        failures += 1
        print(f"FAILED {name}: {layout.size}, {layout.stride}, {layout.alignment}, not {sizes}")
print(f"{failures} of them are wrong" if failures else
      f"all {len(wanted) + 3 + rows} values are shown")
"""


def main():
    scratch = FOLDER / "values.txt"
    scratch.write_text(repr(VALUES))
    script = FOLDER / "values-check.py"
    script.write_text(CHECK.replace("VALUES)", f"{str(scratch)!r})"))
    done = subprocess.run(
        ["gdb", "-q", "-nx", "-batch", "-x", str(FOLDER / "gdb"), "-ex", "break Service.swift:17",
         "-ex", "continue", "-ex", "print sample.points[0]", "-ex", f"source {script}",
         "-ex", "detach"],
        capture_output=True, text=True, timeout=50, stdin=subprocess.DEVNULL)
    output = done.stdout + done.stderr
    print(output)
    said = "sample.points[0] = Point(x: 1, y: 2, f: 3.5)" in output
    return 0 if said and "warning" not in output.lower() else 1


sys.exit(main())
