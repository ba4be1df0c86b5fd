"""The Swift types of an image, by name, with their layouts."""

import re

from swiftlet import layout
from swiftlet import names
from swiftlet import typetext
from swiftlet.dwarf import At, Tag
from swiftlet.typetext import Type

_KIND = re.compile(r"(?:([CVOP])(?:y[a-z_0-9]*G)?|_(p))D$")
_HOLDERS = (Tag.STRUCTURE, Tag.CLASS, Tag.ENUMERATION)
# Names that stand for other types, where the debug information has no entry of them.
_ALIASES = {"Swift.Array.Index": "Swift.Int", "Swift.Span.Index": "Swift.Int"}
_HEADER = 16
_PARAMETER = re.compile(r"[A-Z]\d?(\.|$)")
_VECTOR = re.compile(r"Swift\.SIMD(\d+)$")


def parameter(level, index):
    """The name that the demangler gives a generic parameter."""
    return chr(ord("A") + index) + (str(level) if level else "")


class Types:
    """All types that an image's debug information names."""

    def __init__(self, entries):
        self.entries = entries
        self.layouts, self.instances = {}, {}
        self.texts, self.definitions, self.aliases = {}, {}, {}
        for offset, entry in entries.entries.items():
            if entry[0] in _HOLDERS and self._defines(offset):
                self.definitions.setdefault(self.of(offset).name, offset)
            elif entry[0] == Tag.TYPEDEF and names.is_swift(entry[3].get(At.NAME, "")):
                text = names.full(entry[3][At.NAME])
                self.aliases.setdefault(typetext.parse(text).key(), offset)

    def _defines(self, offset):
        own = self.entries.entries[offset][3]
        if At.DECLARATION in own or At.SPECIFICATION in own or not self.is_swift(offset):
            return False
        if own.get(At.SIZE) and not self.content(offset):
            # Of a protocol there is no more than its size.
            return self._kind(offset) == "P"
        if At.LINKAGE not in own and not names.is_swift(own.get(At.NAME, "")):
            return False
        return not self.content(offset) or self._contained(offset) is None

    def content(self, offset):
        return self.entries.children.get(offset, [])

    def _contained(self, offset):
        """The type inside an entry that only says how large a generic type is; None if it tells."""
        for child in self.content(offset):
            if self.entries.tag(child) == Tag.MEMBER:
                own = self.entries.entries[child][3]
                return own.get(At.TYPE) if At.NAME not in own else None
        return None

    def mangled(self, offset):
        """The Swift name of a type; None for C's."""
        own = self.entries.entries[offset][3]
        if At.LINKAGE in own:
            return own[At.LINKAGE]
        name = own.get(At.NAME)
        if name and names.is_swift(name):
            return name
        inner = self._contained(offset)
        if inner in self.entries.entries and inner != offset:
            return self.mangled(inner)
        following = own.get(At.SPECIFICATION) or own.get(At.ORIGIN)
        return self.mangled(following) if following in self.entries.entries else None

    def is_swift(self, offset):
        return (self.mangled(offset) or "").startswith("$")

    def of(self, offset):
        """The type that an entry describes."""
        if offset not in self.texts:
            self.texts[offset] = self._of(offset)
        return self.texts[offset]

    def _of(self, offset):
        for _ in range(8):
            tag = self.entries.tag(offset)
            following = self.entries.own(offset, At.TYPE)
            if tag not in (Tag.CONST, Tag.TYPEDEF) or following not in self.entries.entries:
                break
            offset = following
        mangled = self.mangled(offset)
        if mangled is None:
            name = self.entries.get(offset, At.NAME, "?")
            return Type(f"__C.{name}")
        return typetext.parse(names.full(mangled))

    def is_class(self, type):
        offset = self.definitions.get(type.name)
        return offset is not None and self._kind(offset) == "C"

    def _kind(self, offset):
        found = _KIND.search(self.mangled(offset) or "")
        return (found[1] or "P") if found else "V"

    def layout(self, type):
        """How a type lies in memory; raises Unknown."""
        key = type.key()
        if key not in self.layouts:
            self.layouts[key] = layout.Unknown(f"{type} contains itself")
            try:
                self.layouts[key] = self._layout(type)
            except layout.Unknown as error:
                self.layouts[key] = error
            except BaseException:
                # Who asks once more is to hear the same, or an answer where Ctrl-C came between.
                del self.layouts[key]
                raise
        if isinstance(self.layouts[key], layout.Unknown):
            raise self.layouts[key]
        return self.layouts[key]

    def _layout(self, type):
        if _PARAMETER.match(type.name):
            raise layout.Unknown(f"{type} stands for a type that is not known here")
        known = layout.leaf(type)
        if known is not None:
            return known
        if type.name == "()":
            labels = type.labels or [""] * len(type.arguments)
            return layout.Composite(type, [
                (label or str(i), self.layout(part))
                for i, (label, part) in enumerate(zip(labels, type.arguments))])
        if type.name == "Swift.Optional":
            payload = self.layout(type.arguments[0])
            return layout.Enum(type, [("none", None), ("some", payload)])
        if type.name in ("Builtin.FixedArray", "Swift.InlineArray"):
            return self._array(type)
        if (vector := _VECTOR.match(type.name)) and type.arguments:
            part, count = self.layout(type.arguments[0]), int(vector[1])
            size = part.stride * (4 if count == 3 else count)
            found = layout.Layout(type, size, min(size, 16), kind="inline array")
            found.fields = [("element", part, 0)]
            return found
        if type.name == "Synchronization.Atomic":
            return layout.Composite(type, [("value", self.layout(type.arguments[0]))])
        offset = self.definitions.get(type.name)
        if offset is None:
            return self._alias(type)
        if self._kind(offset) == "C":
            return layout.reference(type)
        found, told = self._composed(type, offset), self.entries.own(offset, At.SIZE)
        if told and not type.arguments and told != found.size:
            raise layout.Unknown(f"{type} takes {told} bytes, and its parts {found.size}")
        return found

    def _alias(self, type):
        """The layout of a type that is another name of one."""
        if type.name in _ALIASES:
            return self.layout(Type(_ALIASES[type.name]))
        meant = self.of(self.aliases[type.key()]) if type.key() in self.aliases else type
        if meant.key() == type.key():
            raise layout.Unknown(f"nothing is known of {type}")
        return self.layout(meant)

    def _array(self, type):
        count, element = type.arguments
        if not count.name.isdigit():
            raise layout.Unknown(f"the size of {type} is not known")
        part = self.layout(element)
        found = layout.Layout(
            type, part.stride * int(count.name), part.alignment, kind="inline array")
        found.fields = [("element", part, 0)]
        return found

    def _composed(self, type, offset):
        table = self._substitution(type)
        children = self.content(offset)
        variants = [c for c in children if self.entries.tag(c) == Tag.VARIANT_PART]
        if variants:
            return layout.Enum(type, self._cases(variants[0], table))
        if self.entries.tag(offset) == Tag.ENUMERATION:
            cases = [(self.entries.own(c, At.NAME), None) for c in children
                     if self.entries.tag(c) == Tag.ENUMERATOR]
            return layout.Enum(type, cases)
        if self._kind(offset) == "P":
            return layout.Composite(type, [
                ("object", layout.reference(Type("AnyObject"))),
                ("witnesses", layout.leaf(Type("Builtin.RawPointer")))])
        return layout.Composite(type, self._parts(children, table))

    def _substitution(self, type):
        return {parameter(0, i): argument for i, argument in enumerate(type.arguments)}

    def _parts(self, children, table):
        parts = []
        for child in children:
            own = self.entries.entries[child][3]
            if self.entries.tag(child) == Tag.MEMBER and At.NAME in own:
                if At.TYPE not in own:
                    raise layout.Unknown(f"the type of {own[At.NAME]} is not known")
                type = self.of(own[At.TYPE]).substituting(table)
                parts.append((own[At.NAME], self.layout(type)))
        return parts

    def _cases(self, part, table):
        cases = []
        for variant in self.content(part):
            for child in self.content(variant):
                own = self.entries.entries[child][3]
                payload = None
                if At.TYPE in own:
                    payload = self.layout(self.of(own[At.TYPE]).substituting(table))
                cases.append((own.get(At.NAME, "?"), payload))
        return cases

    def instance(self, type):
        """What an object of a class consists of, its header included."""
        key = type.key()
        if key not in self.instances:
            self.instances[key] = layout.Composite(
                type, [(name, part) for name, part in self._stored(type)], _HEADER)
        return self.instances[key]

    def _stored(self, type, depth=0):
        offset = self.definitions.get(type.name)
        if offset is None or depth > 16:
            raise layout.Unknown(f"nothing is known of {type}")
        table, parts = self._substitution(type), []
        for child in self.content(offset):
            if self.entries.tag(child) == Tag.INHERITANCE:
                above = self.of(self.entries.own(child, At.TYPE)).substituting(table)
                if above.name in self.definitions and above.name != type.name:
                    parts += self._stored(above, depth + 1)
        return parts + self._parts(self.content(offset), table)
