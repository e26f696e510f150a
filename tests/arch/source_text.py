# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks share: finding the repository's files and reading C++ without its comments and literals."""
import os
import re

IGNORED_FOLDERS = {".git", ".cache", "build", "__pycache__", "node_modules"}
CPP_SUFFIXES = (".h", ".hpp", ".cpp", ".cc", ".c")


def files_below(root, folders=None):
    """Paths relative to root with '/' between the parts; sorted, so that reports are stable."""
    found = []
    for start in folders or [""]:
        for folder, names, files in os.walk(os.path.join(root, start)):
            names[:] = sorted(n for n in names if n not in IGNORED_FOLDERS)
            for name in files:
                found.append(os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/"))
    return sorted(found)


def cpp_files(root, folders):
    return [path for path in files_below(root, folders) if path.endswith(CPP_SUFFIXES)]


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


_NOT_CODE = re.compile(
    r'//(?:\\\n|[^\n])*'
    r'|/\*.*?\*/'
    r'|\b(?:u8|[uUL])?R"(?P<delimiter>[^()\\\s]*)\(.*?\)(?P=delimiter)"'
    r'|(?:u8|[uUL])?"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])(?:u8|[uUL])?'(?:\\.|[^'\\\n])+'",
    re.DOTALL)


def without_comments_and_literals(text):
    """Same line numbers; a comment becomes a blank, a literal becomes 0."""
    def blank(match):
        kept = " " if match.group().startswith("/") else "0"
        return kept + "\n" * match.group().count("\n")
    return _NOT_CODE.sub(blank, text)


def report(problems, what):
    """Prints one line per problem; the exit code of a check."""
    for problem in problems:
        print(problem)
    print(f"{len(problems)} {what}")
    return 1 if problems else 0
