#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks which folder includes which: the layers of ARCHITECTURE.md, over the #include lines themselves.

Link rules alone do not enforce them: <QtWidgets/QWidget> compiles in a target that links only Qt Core.
"""
import os
import re
import sys

import source_text

_VALUES = {"base", "uri", "settings", "metrics", "net", "codec"}
_WIRE = _VALUES | {"http"}

# Folder of core -> the folders it may name in an #include. What those may include is then allowed as well.
_DIRECT = {
    "base": set(),
    "thirdparty": set(),
    "uri": {"base"},
    "settings": {"base", "uri"},
    "metrics": {"base"},
    "host": {"base", "metrics"},
    "net": {"base"},
    "codec": {"base"},
    "http": _VALUES,
    "cache": {"base", "http", "settings"},
    "workload": _WIRE,
    "upstream": _WIRE,
    "origin": _WIRE,
    "analysis": _WIRE,
    "calibration": {"base", "settings", "metrics"},
    "proxy": _WIRE | {"cache", "upstream"},
    "load": _WIRE | {"workload", "proxy", "analysis"},
    "lab": {"settings", "metrics", "analysis", "codec", "cache"},
    "experiment": {"settings", "metrics", "analysis", "calibration"},
    "report": {"settings", "metrics", "analysis", "codec", "cache", "calibration", "experiment"},
    "store": {"settings", "metrics", "analysis", "codec", "cache", "calibration", "experiment", "report"},
}
_WHOLE_CORE = {"session", "command"}
_WITH_QT = {"lab", "store", "session", "command"}

# ui and app see only these, not what lies behind them.
_UI = {"base", "settings", "metrics", "analysis", "calibration", "experiment", "lab", "report", "store", "session"}
_APP = {"session", "command"}


def _closure():
    allowed = {folder: set(direct) for folder, direct in _DIRECT.items()}
    changed = True
    while changed:
        changed = False
        for reached in allowed.values():
            more = set().union(*(allowed[folder] for folder in reached)) - reached
            changed = changed or bool(more)
            reached |= more
    for folder in _WHOLE_CORE:
        allowed[folder] = set(allowed) | _WHOLE_CORE
    return allowed


CORE = _closure()

_QT = re.compile(r"^(Qt[A-Z]\w*/.*|Q[A-Z]\w*|Qt[A-Z]\w*|q\w+\.h)$")
_GUI_MODULES = re.compile(r"^Qt(Gui|Widgets|Charts|OpenGL\w*|PrintSupport|Svg\w*|Quick\w*)(/|$)")
_GUI_CLASSES = re.compile(
    r"^Q(Color|Brush|Pen|Font\w*|Icon|Pixmap\w*|Image\w*|Painter\w*|Palette|Cursor|GuiApplication|Application|Style\w*|"
    r"Widget\w*|Window|Screen|Action\w*|Shortcut|Clipboard|StandardItem\w*|Text(Document|Cursor|Layout|Format)|PdfWriter|"
    r"Dialog\w*|Label|Layout\w*|MainWindow|Menu\w*|Graphics\w*|Chart\w*|\w*Series|\w*Axis)$")
_OS_SOCKETS = re.compile(r"^(sys/(socket|epoll|select|un|event)\.h|netinet/.*|arpa/.*|netdb\.h|poll\.h|winsock2?\.h|"
                         r"ws2tcpip\.h|ifaddrs\.h|net/if\.h)$")
_NOT_IN_UI = re.compile(
    r"^(boost/asio(/.*|\.hpp)|boost/beast(/.*|\.hpp)|zlib\.h|brotli/.*|openssl/.*|llhttp\.h|sqlite3\.h|"
    r"thread|mutex|shared_mutex|condition_variable|future|semaphore|latch|barrier|pthread\.h|"
    r"QThread\w*|QMutex\w*|QReadWriteLock|QWaitCondition|QSemaphore|QFuture\w*|QRunnable|QtConcurrent\w*(/.*)?|"
    r"Q(Tcp|Udp|Ssl|Abstract|Local)(Socket|Server)|QNetworkAccessManager|QtNetwork(/.*)?|QSql\w*|QtSql(/.*)?)$")

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"(?P<quoted>[^"\n]+)"|<(?P<angled>[^>\n]+)>)', re.MULTILINE)


def includes_of(text):
    """(line, name, quoted?) of each #include, those in block comments left out."""
    text = re.sub(r"/\*.*?\*/", lambda match: "\n" * match.group().count("\n"), text, flags=re.DOTALL)
    for match in _INCLUDE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield line, match["quoted"] or match["angled"], match["quoted"] is not None


def _problem_with_ours(area, folder, target):
    parts = target.split("/")
    if parts[0] not in ("core", "ui"):
        return "names neither core/ nor ui/ (paths start at the repository's top)"
    into = parts[1] if parts[0] == "core" else "ui"
    if area == "core":
        if into == "ui":
            return "core may not include ui"
        if into != folder and into not in CORE[folder]:
            return f"core/{folder} may not include core/{into}"
    elif area == "ui" and into != "ui" and into not in _UI:
        return f"ui may not include core/{into}"
    elif area == "app" and into != "ui" and into not in _APP:
        return f"app may not include core/{into}"
    return None


def _problem_with_foreign(area, folder, target):
    if _OS_SOCKETS.match(target) and (area, folder) != ("core", "net"):
        return "sockets of the operating system belong to core/net"
    if area == "core":
        if folder not in _WITH_QT and _QT.match(target):
            return f"core/{folder} is part of the engine, which knows no Qt"
        if _GUI_MODULES.match(target) or _GUI_CLASSES.match(target):
            return "core may not include Qt Gui, Widgets or Charts"
    if area == "ui" and _NOT_IN_UI.match(target):
        return "ui holds no socket, codec, database or thread code"
    return None


def problems_in(path, text, exists=lambda target: True):
    parts = path.split("/")
    area, folder = parts[0], parts[1] if parts[0] == "core" else parts[0]
    if area == "core" and folder not in CORE:
        return [f"{path}:1: core/{folder} is not a known layer; add it to tests/arch/include_layers.py"]
    problems = []
    for line, target, quoted in includes_of(text):
        if quoted and target.endswith(".moc"):
            continue
        problem = _problem_with_ours(area, folder, target) if quoted else _problem_with_foreign(area, folder, target)
        if problem is None and not quoted and target.startswith(("core/", "ui/")):
            problem = "our own headers are included with quotes"
        if problem is None and quoted and not exists(target):
            problem = "does not exist"
        if problem:
            problems.append(f"{path}:{line}: {target}: {problem}")
    return problems


def main(root):
    problems = []
    for path in source_text.cpp_files(root, ["core", "ui", "app"]):
        problems += problems_in(path, source_text.read(root, path), lambda t: os.path.isfile(os.path.join(root, t)))
    return source_text.report(problems, "includes across the layers")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
