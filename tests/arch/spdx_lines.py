#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that each source and script says its licence in its first line (its second, after a shebang)."""
import os
import re
import sys

import source_text

_LINE = re.compile(r"^(//|#|/\*|<!--|;) ?SPDX-License-Identifier: GPL-3\.0-or-later\b")
_SUFFIXES = source_text.CPP_SUFFIXES + (".py", ".sh", ".cmake", ".sql", ".qss", ".in")
_NAMES = {"CMakeLists.txt", ".clang-format", ".clang-tidy", ".gitignore", ".editorconfig"}


def needs_line(path, first_line):
    return path.endswith(_SUFFIXES) or os.path.basename(path) in _NAMES or first_line.startswith("#!")


def has_line(text):
    lines = text.split("\n", 2)
    if lines[0].startswith(("#!", "<?xml")):
        lines = lines[1:]
    return bool(lines) and _LINE.match(lines[0]) is not None


def main(root):
    problems = []
    for path in source_text.files_below(root):
        text = source_text.read(root, path)
        if needs_line(path, text.split("\n", 1)[0]) and not has_line(text):
            problems.append(f"{path}:1: no SPDX-License-Identifier line")
    return source_text.report(problems, "files without a licence line")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
