#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that text from outside reaches the screen as plain text, through ui/plain_text.h and its kin, and the terminal
through core/command/terminal.h.

What is ours is recognised by its form, tr("..."); everything else that becomes the text of a button, a menu, a tab or a
choice has to pass one of the helpers.
"""
import re
import sys

import source_text

# Where the helpers are, and where HTML of our own is made of parts that are escaped there.
HELPERS = {"ui/plain_text.cpp", "ui/plain_text.h", "ui/plain_tips.cpp", "ui/plain_tips.h", "ui/label.h"}
OWN_MARKUP = {"ui/forms/knob_row.cpp", "ui/forms/knob_text.cpp", "ui/forms/knob_form.cpp", "ui/main_window_menus.cpp"}

_NEVER = [
    (re.compile(r"\bQLabel\b"), "a QLabel guesses whether its text is HTML: use ui::Label"),
    (re.compile(r"\bQToolTip\b"), "QToolTip guesses whether its text is HTML: use ui::showTip"),
    (re.compile(r"\bsetTextFormat\s*\("), "the format is decided in ui/label.h"),
    (re.compile(r"\bQ(ErrorMessage|ProgressDialog|InputDialog|TextBrowser|SplashScreen|WhatsThis)\b"),
     "it guesses whether its text is HTML: show a Banner or a ui::Label"),
    (re.compile(r"\b(setHtml|insertHtml|appendHtml|setMarkdown|setStatusTip|showMessage)\s*\("),
     "it takes HTML, or guesses: use ui::Label"),
]
_OWN_MARKUP_ONLY = [
    (re.compile(r"\b(setMarkup|setMarkupTip|toHtmlEscaped)\s*\("), "HTML of our own is made in few files, which "
                                                                    "tests/arch/plain_text.py names"),
    (re.compile(r"\bQMessageBox\b"), "a QMessageBox guesses whether its text is HTML: show a Banner"),
]
# Function -> which argument is the text.
_TEXTS = {
    "setWhatsThis": (0, "asMarkup"), "setWindowTitle": (0, "documentTitle"),
    "addMenu": (0, "caption"), "addTab": (-1, "caption"), "setTabText": (1, "caption"), "setTabToolTip": (1, "asMarkup"),
    "addItem": (0, "shownText"), "QUndoCommand": (0, "caption"),
}
_MADE = {"QPushButton": "caption", "QToolButton": "caption", "QCheckBox": "caption", "QRadioButton": "caption",
         "QAction": "caption", "QGroupBox": "caption"}
_BUTTON = re.compile(r"\b(?:QPushButton|QToolButton|QCheckBox|QRadioButton|QAction|QAbstractButton|QCommandLinkButton)\s*\*"
                     r"\s*(?:const\s+)?(\w+)")
_BUTTON_MADE = re.compile(r"\bauto\s*\*?\s+(\w+)\s*=\s*new\s+(?:QPushButton|QToolButton|QCheckBox|QRadioButton|QAction)\b")
_OURS = re.compile(r'^(?:\w+::)?tr\(\s*"|^"|^QString\(\)$|^QStringLiteral\(|^\{\}$')

_TO_TERMINAL = re.compile(r"\bfmt::print\s*\(|\bstd::(cout|cerr|clog|puts|printf|fprintf|fputs)\b|\b(printf|fputs|puts)\s*\(")
TERMINAL = {"core/command/terminal.cpp", "core/command/progress.cpp"}


def arguments_at(text, opening):
    """The arguments behind an opening parenthesis, split at commas of the outermost level."""
    depth, start, found, quoted, i = 0, opening + 1, [], False, opening
    while i < len(text):
        c = text[i]
        if quoted:
            i += c == "\\"
            quoted = c != '"'
        elif c == '"':
            quoted = True
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
            if depth == 0:
                found.append(text[start:i].strip())
                return [a for a in found if a]
        elif c == "," and depth == 1:
            found.append(text[start:i].strip())
            start = i + 1
        i += 1
    return []


def is_safe(argument, helper):
    """Ours, or through the helper; of a choice both arms. What is built into our words with arg() is not ours."""
    parts = re.split(r"\?|(?<!:):(?!:)", argument) if "?" in source_text.without_comments_and_literals(argument) else [argument]
    for part in (p.strip() for p in (parts[1:] if len(parts) > 1 else parts)):
        ours = _OURS.match(part) and ".arg(" not in part
        if not ours and not part.startswith((helper + "(", "ui::" + helper + "(")):
            return False
    return True


def _without_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.DOTALL) \
        if '"//' not in text and "://" not in text else re.sub(r"(?m)^\s*//[^\n]*", "", text)


def _calls(code):
    for name, (place, helper) in _TEXTS.items():
        for match in re.finditer(r"(?<![\w:])" + name + r"\s*\(", code):
            yield match, place, helper, name
    for name, helper in _MADE.items():
        for match in re.finditer(r"\bnew\s+" + name + r"\s*\(", code):
            yield match, None, helper, name
    for match in re.finditer(r"\baddAction\s*\(", code):
        yield match, "action", "caption", "addAction"


def _text_among(arguments, place):
    """The argument that is the text, or None where there is none."""
    if place == "action":  # addAction(action), addAction(icon, side), addAction(text, ...)
        first = arguments[0] if arguments else ""
        return None if re.match(r"^(icon\(|named\(|\w+$)", first) else first
    if place is None:  # new QPushButton(text, parent) or (icon, text, parent); a lone argument is the parent
        texts = [a for a in arguments[:-1] if not a.startswith("icon(")]
        return texts[0] if texts else None
    return arguments[place] if arguments and (place < 0 or len(arguments) > place) else None


def problems_in(path, text, header=""):
    """Of one file of ui or app; `header` is its header's text, for the members."""
    problems = []
    bare = source_text.without_comments_and_literals(text)

    def tell(position, where, what):
        problems.append(f"{path}:{where.count(chr(10), 0, position) + 1}: {what}")

    rules = ([] if path in HELPERS else _NEVER) + ([] if path in HELPERS | OWN_MARKUP else _OWN_MARKUP_ONLY)
    for pattern, what in rules:
        for match in pattern.finditer(re.sub(r"#include[^\n]*", "", bare)):
            tell(match.start(), bare, what)
    if path in HELPERS:
        return problems
    code = _without_comments(text)
    for match, place, helper, name in _calls(code):
        if re.search(r"\bvoid\s+$", code[:match.start()]):  # a declaration: QLayout::addItem
            continue
        argument = _text_among(arguments_at(code, match.end() - 1), place)
        if argument is None or is_safe(argument, helper) or path in OWN_MARKUP and name == "setWhatsThis":
            continue
        tell(match.start(), code, f"{name}: text that is not tr(\"...\") goes through ui::{helper}")
    buttons = {m.group(1) for source in (bare, header) for m in _BUTTON.finditer(source)} | \
        {m.group(1) for m in _BUTTON_MADE.finditer(bare)}
    for match in re.finditer(r"\b(\w+)->setText\s*\(", code):
        argument = (arguments_at(code, match.end() - 1) or [""])[0]
        if match.group(1) in buttons and not is_safe(argument, "caption"):
            tell(match.start(), code, "a button's text that is not tr(\"...\") goes through ui::caption")
    return problems


def terminal_problems_in(path, text):
    code = source_text.without_comments_and_literals(text)
    return [] if path in TERMINAL else [
        f"{path}:{code.count(chr(10), 0, match.start()) + 1}: goes around command::printLines and printData"
        for match in _TO_TERMINAL.finditer(code)]


def main(root):
    problems = []
    for path in source_text.cpp_files(root, ["ui", "app"]):
        header = ""
        if path.endswith(".cpp"):
            try:
                header = source_text.read(root, path[:-4] + ".h")
            except OSError:
                pass
        problems += problems_in(path, source_text.read(root, path), header)
    for path in source_text.cpp_files(root, ["core/command"]):
        problems += terminal_problems_in(path, source_text.read(root, path))
    return source_text.report(problems, "texts that go around the helpers")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
