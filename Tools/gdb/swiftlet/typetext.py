"""The text of Swift types, as the demangler writes it, read into a tree."""

import functools
import re

_TOKEN = re.compile(r"\s*(->|\.\.\.|\((?:[\w$]+) in _\w+\)|[\w$]+|[^\s])")
_ATTRIBUTES = {
    "inout", "__owned", "__shared", "borrowing", "consuming", "sending", "isolated", "owned",
    "guaranteed", "any", "some", "repeat", "nonisolated"}


class Type:
    """A type: a nominal one with arguments, or `()` and `->` with their parts."""

    __slots__ = ("name", "arguments", "labels")

    def __init__(self, name, arguments=(), labels=()):
        self.name, self.arguments, self.labels = name, tuple(arguments), tuple(labels)

    def __str__(self):
        inner = ", ".join(map(str, self.arguments))
        if self.name == "()":
            return f"({inner})"
        if self.name in ("->", "C ->"):
            return "function"
        if self.name == "Swift.Optional":
            return f"{inner}?"
        if self.name == "Swift.Array":
            return f"[{inner}]"
        short = re.sub(r"\((\w+) in _\w+\)", r"\1", self.name).split(".", 1)[-1]
        return f"{short}<{inner}>" if inner else short

    def key(self):
        """A text that is the same for the same type."""
        if not self.arguments:
            return self.name
        return f"{self.name}<{','.join(a.key() for a in self.arguments)}>"

    def substituting(self, table):
        """This type with parameters replaced."""
        if not self.arguments:
            return table.get(self.name, self)
        return Type(self.name, [a.substituting(table) for a in self.arguments], self.labels)


class _Reader:
    def __init__(self, text):
        self.tokens = _TOKEN.findall(text)
        self.index = 0

    def peek(self):
        return self.tokens[self.index] if self.index < len(self.tokens) else ""

    def take(self, wanted=None):
        token = self.peek()
        if wanted and token != wanted:
            raise ValueError(f"expected {wanted}, found {token}")
        self.index += 1
        return token

    def skip_attributes(self):
        """Passes attributes; whether they say that a function has no context."""
        is_thin = False
        while True:
            token = self.peek()
            if token == "@":
                self.take()
                if self.take() == "convention":
                    is_thin = self.convention() in ("c", "thin")
            elif token in _ATTRIBUTES:
                self.take()
            else:
                return is_thin

    def convention(self):
        self.take("(")
        found = self.take()
        while self.take() != ")":
            pass
        return found

    def type(self):
        is_thin = self.skip_attributes()
        left = self.postfix()
        while self.peek() in ("async", "throws", "->", "&"):
            word = self.take()
            if word == "throws" and self.peek() == "(":
                self.take()
                self.type()
                self.take(")")
            elif word == "->":
                left = Type("C ->" if is_thin else "->", [left, self.type()])
            elif word == "&":
                self.postfix()
        return left

    def postfix(self):
        base = self.primary()
        while True:
            token = self.peek()
            if token in "?!" and token:
                self.take()
                base = Type("Swift.Optional", [base])
            elif token == ".":
                self.take()
                following = self.take()
                if following in ("Type", "Protocol"):
                    base = Type("metatype", [base])
                    continue
                base = Type(f"{base.name}.{following}", base.arguments)
            elif token == "<":
                base = Type(base.name, list(base.arguments) + self.list(">"))
            else:
                return base

    def list(self, end):
        self.take()
        found = []
        while self.peek() != end:
            found.append(self.type())
            if self.peek() == ",":
                self.take()
        self.take(end)
        return found

    def primary(self):
        token = self.take()
        if token == "[":
            first = self.type()
            if self.peek() == ":":
                self.take()
                second = self.type()
                self.take("]")
                return Type("Swift.Dictionary", [first, second])
            self.take("]")
            return Type("Swift.Array", [first])
        if token == "(":
            return self.tuple()
        if not token:
            raise ValueError("a type ends early")
        return Type(token)

    def tuple(self):
        parts, labels = [], []
        while self.peek() != ")":
            following = self.tokens[self.index + 1] if self.index + 1 < len(self.tokens) else ""
            labels.append(self.take() if following == ":" else "")
            if labels[-1]:
                self.take(":")
            parts.append(self.type())
            if self.peek() == "...":
                self.take()
            if self.peek() == ",":
                self.take()
        self.take(")")
        if len(parts) == 1 and not labels[0]:
            return parts[0]
        return Type("()", parts, labels)


@functools.lru_cache(None)
def parse(text):
    """Reads a type; what is no type that is known here becomes a type of that name."""
    reader = _Reader(text)
    try:
        found = reader.type()
        if reader.index == len(reader.tokens):
            return found
    except (ValueError, IndexError):
        pass
    return Type(text)
