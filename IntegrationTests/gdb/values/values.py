"""Compares what gdb shows of a live guest's values with what they are; gdb itself runs this."""

import os
import struct
import tempfile

import gdb

from swiftlet import commands, context, elf, typetext

# A path below `sample`, and what `print` must show of it; None where the rest is compared by parts.
VALUES = [
    ("minus", "-42"), ("byte", "200"), ("real", "2.5"), ("single", "-0.25"), ("yes", "true"),
    ("short", '"gdb"'), ("umlaut", '"Größe"'), ("empty", '""'), ("literal", '"static"'),
    ("long", '"a text that does not fit into a String\'s own sixteen bytes"'),
    ("scalar", '"é"'), ("built", '"' + "ab" * 20 + '"'), ("part", '"db"'),
    ("numbers", "[1, -2, 3]"), ("none", "[]"), ("words", '["one", "two"]'),
    ("words.count", "2"), ("bytes", "[1, 65, 255]"), ("slice", "[-2, 3]"),
    ("slice.count", "2"), ("slice[1]", "-2"), ("slice[2]", "3"), ("raw.count", "3"),
    ("raw", "UnsafeRawBufferPointer [1, 65, 255]"), ("raw[1]", "65"),
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

failures = []


def shown(path):
    """What `print` shows of a path below `sample`."""
    return commands._place("sample." + path).shown(context.image().reader()).line()


def expect(path, found, wanted):
    if found != wanted:
        failures.append(path)
        print(f"FAILED {path}: {found}, not {wanted}")


def refusal(action):
    """What gdb says when it refuses something."""
    try:
        action()
    except (gdb.error, gdb.GdbError) as error:
        return str(error)
    return "nothing"


def arguments_with_damage():
    """What `info args` shows where a value before others cannot be read."""
    class Damaged:
        name = "damaged"

        @property
        def type(self):
            raise struct.error("no such bytes")

    found = context.variables
    context.variables = lambda *frame: [Damaged(), *sorted(found(*frame), key=lambda v: v.name != "span")]
    try:
        return gdb.execute("info args", to_string=True)
    finally:
        context.variables = found


def check_layout(row):
    """Compares size, stride and alignment as gdb knows them with those that the guest has noted."""
    name = shown(f"layouts[{row}].type").strip('"')
    layout = context.image().types.layout(typetext.parse(name))
    sizes = [int(shown(f"layouts[{row}].{word}")) for word in ("size", "stride", "alignment")]
    expect(name, [layout.size, layout.stride, layout.alignment], sizes)


for path, text in VALUES:
    expect(path, shown(path), text)
# Their order is the hash table's.
expect("ages", sorted(shown("ages").strip("[]").split(", ")), ['"ada": 36', '"bob": 41'])
for index, name in ((0, ".node(Base at "), (1, ".leaf(Derived at ")):
    expect(f"links[{index}]", shown(f"links[{index}]")[:len(name)], name)
for name, text in (("span", "Span<Int> [1, -2, 3]"), ("bytes", "Span<UInt8> [1, 65, 255]")):
    expect(name, commands._place(name).shown(context.image().reader()).line(), text)
# Of a hundred in two hundred and fifty-six places.
expect("many", shown("many")[-10:], "… 68 more]")
expect("slice.count", int(gdb.parse_and_eval('$swift("sample.slice.count")')), 2)
for path, text in (("slice[0]", "there is no element 0 among 1..<3"),
                   ("slice[3]", "there is no element 3 among 1..<3"),
                   ("raw[3]", "there is no element 3 among 3")):
    expect(path, refusal(lambda: shown(path)), text)
# One whose condition cannot be read would stop the guest always.
before = len(gdb.breakpoints())
expect("sbreak", refusal(lambda: gdb.execute("sbreak look if 1 +"))[:8], "A syntax")
expect("sbreak", len(gdb.breakpoints()), before)
expect("info args", arguments_with_damage().splitlines()[:2],
       ["damaged = <no such bytes>", "span = Span<Int> [1, -2, 3]"])
rows = int(shown("layouts.count"))
for row in range(rows):
    check_layout(row)
print(f"{len(failures)} of them are wrong" if failures else
      f"all {len(VALUES) + 13 + rows} values are shown")

# A file of another build, to which the guest is then stopped.
path = gdb.current_progspace().filename
identity = elf.File(path).build_id()[1]
with tempfile.TemporaryDirectory() as folder:
    other = os.path.join(folder, "other.elf")
    with open(path, "rb") as file, open(other, "wb") as copy:
        copy.write(file.read().replace(identity, bytes(255 - byte for byte in identity)))
    gdb.execute("delete")
    gdb.execute(f"file {other}")
    gdb.execute("stepi")
    gdb.execute(f"file {path}")
    gdb.execute("stepi")
