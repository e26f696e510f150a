#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rejects what GCC 12 miscompiles around co_await: an object built with braces in the same full expression, and co_await
as an arm of ?:, && or ||.

GCC 12 destroys such objects twice, without a warning: name them, or the result, in a statement of its own first. The check
reads tokens, not types, so it also rejects harmless code there; giving that a name costs nothing.
"""
import re
import sys

import source_text

_TOKEN = re.compile(r"[A-Za-z_]\w*|\.?\d(?:[\w.]|'(?=\w)|(?<=[eEpP])[+-])*|::|->|&&|\|\||\S")
_PREPROCESSOR = re.compile(r"^[ \t]*#(?:\\\n|[^\n])*", re.MULTILINE)
_CONDITIONS = {"if", "while", "for", "switch", "catch"}
_BEFORE_BLOCK = {";", "{", "}", "else", "do", "try", "const", "noexcept", "override", "final", "mutable", "consteval",
                 "requires", "constexpr", "&", "&&", ""}
_TYPE_KEYS = {"class", "struct", "union", "enum", "namespace", "extern"}
_WORD = re.compile(r"^[A-Za-z_]\w*$")
_CLOSING = {")": "(", "]": "["}
_NO_SUBSCRIPT_AFTER = {"return", "co_return", "co_yield", "co_await", "case", "else", "do", "delete", "throw"}


class _Statement:
    """The tokens since the last boundary, with what is open in them."""

    def __init__(self):
        self.tokens = []
        self.braces = []   # lines of braces that initialise
        self.awaits = False

    def last(self):
        return self.tokens[-1] if self.tokens else ""

    def opening_of(self, index):
        """Index of the bracket that tokens[index] closes, or -1."""
        close, depth = self.tokens[index], 0
        for i in range(index, -1, -1):
            if self.tokens[i] == close:
                depth += 1
            elif self.tokens[i] == _CLOSING[close]:
                depth -= 1
                if depth == 0:
                    return i
        return -1

    def begins_arm(self):
        """Whether what comes next is evaluated only if what stands before it says so."""
        return self.last() in ("?", "&&", "||") or (self.last() == ":" and "?" in self.tokens)

    def depth(self):
        return sum(t in "([" for t in self.tokens) - sum(t in ")]" for t in self.tokens)

    def before(self, index):
        return self.tokens[index - 1] if index > 0 else ""

    def is_lambda_introducer(self, index):
        """tokens[index] is ']': of a lambda, not of a subscript, an array or an attribute."""
        opening = self.opening_of(index)
        before = self.before(opening)
        if opening < 0 or before == "[" or before in (")", "]"):
            return False
        return not (_WORD.match(before) and before not in _NO_SUBSCRIPT_AFTER)

    def trailing_return(self):
        """Index of the '->' of a trailing return type that ends here, or -1."""
        for i in range(len(self.tokens) - 1, -1, -1):
            token = self.tokens[i]
            if token == "->":
                return i
            if not (_WORD.match(token) or token in ("::", "<", ">", ",", "*", "&", "&&")):
                return -1
        return -1

    def ends_like_lambda(self):
        """Whether a block that opens here is a lambda's body."""
        end = len(self.tokens)
        arrow = self.trailing_return()
        if arrow >= 0:
            end = arrow
        while end > 0 and self.tokens[end - 1] in ("mutable", "noexcept", "constexpr", "static"):
            end -= 1
        if end == 0:
            return False
        if self.tokens[end - 1] == ")":
            end = self.opening_of(end - 1)
        if end <= 0:
            return False
        if self.tokens[end - 1] == "]":
            return self.is_lambda_introducer(end - 1)
        # []<typename T>(T value) { ... }
        return self.tokens[end - 1] == ">" and "]" in self.tokens[:end] and "[" in self.tokens[:end] \
            and self.tokens[self.tokens.index("]") + 1] == "<"

    def opens_block(self):
        last = self.last()
        if last in _BEFORE_BLOCK or self.ends_like_lambda():
            return True
        if last == ")":
            return self.before(self.opening_of(len(self.tokens) - 1)) != "decltype"
        if last == ":":
            return self.depth() == 0
        if self.trailing_return() >= 0:
            return True
        return (_WORD.match(last) is not None or last in (">", "0")) and self.depth() == 0 \
            and "=" not in self.tokens and bool(_TYPE_KEYS & set(self.tokens)) and "(" not in self.tokens


def _tokens(text):
    text = _PREPROCESSOR.sub(lambda match: "\n" * match.group().count("\n"), text)
    line, position = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        yield match.group(), line


class _Checker:
    def __init__(self):
        self.lines = []

    def finish(self, statement):
        if statement.awaits:
            self.lines += statement.braces
        return _Statement()

    def block(self, tokens):
        """Reads up to the '}' that ends this block (or the end of the file)."""
        statement = _Statement()
        conditions = []  # for each open '(' of the statement: is it a condition's?
        initialisers = 0
        for token, line in tokens:
            if token == "{":
                if initialisers == 0 and statement.opens_block():
                    lambda_body = statement.depth() > 0 or statement.ends_like_lambda()
                    self.block(tokens)
                    if not lambda_body:
                        statement = self.finish(statement)
                        conditions.clear()
                    else:
                        statement.tokens.append("0")
                    continue
                if initialisers and statement.ends_like_lambda():
                    self.block(tokens)
                    statement.tokens.append("0")
                    continue
                statement.braces.append(line)
                initialisers += 1
                statement.tokens.append("(")
                conditions.append(False)
                continue
            if token == "}":
                if initialisers == 0:
                    break
                initialisers -= 1
                statement.tokens.append(")")
                conditions.pop()
                continue
            if token == ";" and initialisers == 0:
                open_conditions = conditions[:]
                statement = self.finish(statement)
                # Inside for (...; ...) the next full expression starts, in the same parentheses.
                statement.tokens = ["("] * len(open_conditions)
                conditions = open_conditions
                continue
            if token == "(":
                condition = statement.last() in _CONDITIONS or statement.tokens[-2:-1] == ["if"] and \
                    statement.last() == "constexpr"
                conditions.append(condition)
            elif token == ")" and conditions and conditions.pop():
                statement = self.finish(statement)
                continue
            if token == "co_await" and statement.begins_arm():
                self.lines.append(line)
            statement.awaits = statement.awaits or token == "co_await"
            statement.tokens.append(token)
        self.finish(statement)


def lines_with_problems(text):
    checker = _Checker()
    tokens = _tokens(source_text.without_comments_and_literals(text))
    checker.block(tokens)
    while True:  # a '}' too many (code behind #if) must not end the check
        rest = next(tokens, None)
        if rest is None:
            return sorted(checker.lines)
        checker.block(tokens)


def main(root):
    problems = []
    for path in source_text.cpp_files(root, ["core", "ui", "app", "tests"]):
        for line in lines_with_problems(source_text.read(root, path)):
            problems.append(f"{path}:{line}: braces in an expression that has co_await, or co_await in an arm; name it first")
    return source_text.report(problems, "braces beside co_await, or co_await in an arm")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
