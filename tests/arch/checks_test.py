# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of the checks: each must reject what it is for and let ordinary code pass."""
import unittest

import co_await_braces
import include_layers
import plain_text
import source_text
import spdx_lines


class SourceText(unittest.TestCase):
    def test_comments_and_literals_go_lines_stay(self):
        text = 'a; // {\nb = "{ \\" //"; /* {\n{ */ c = \'{\'; d = R"x({ )" )x"; e = 1\'000;'
        code = source_text.without_comments_and_literals(text)
        self.assertNotIn("{", code)
        self.assertEqual(code.count("\n"), text.count("\n"))
        self.assertIn("e = 1'000;", code)


class CoAwaitBraces(unittest.TestCase):
    def rejected(self, body):
        return bool(co_await_braces.lines_with_problems("Task<int> f(int x)\n{\n" + body + "\n}\n"))

    def test_rejects_braces_in_the_expression(self):
        for body in [
            "co_await send(Message{1});",
            "co_await send({1, 2});",
            "auto r = co_await send(std::vector<int>{1});",
            "auto r = co_await send(a, Options{.x = 1});",
            "if (co_await send(Message{1})) { go(); }",
            "if (auto r = co_await send(Message{1}); r) { go(); }",
            "while (!co_await send(Message{})) step();",
            "for (auto x : co_await list(Query{})) { use(x); }",
            "switch (co_await send(Message{1})) { case 1: break; }",
            "co_return co_await send(Message{1});",
            "co_return Message{co_await read()};",
            "Message m{co_await read()};",
            "Message m = {co_await read()};",
            "return g([] { return 1; }, Message{1}, co_await x);",
            "auto f = [&]() -> Task<void> { co_await send(Message{1}); };",
            "auto f = [&]() -> Task<void> {\n    auto y = 1;\n    co_await send(Message{1}); };",
            "auto t = Pair{1, 2}.a + co_await read();",
            "x = c ? co_await read() : Message{1};",
            "co_await send(\n    Message\n    {\n        1\n    });",
            "try { co_await send(Message{1}); } catch (int) {}",
            "case 1: { co_await send(Message{1}); }",
            "int a[]{co_await read()};",
            "co_await send(decltype(m){1});",
            "co_await send(new T[2]{1, 2});",
            "co_await outer(Message{[&] { return 1; }});",
            "co_return done || co_await drain();",
            "if (open && co_await read()) go();",
            "auto m = open ? co_await read() : none;",
            "auto m = open ? none : co_await read();",
        ]:
            with self.subTest(body):
                self.assertTrue(self.rejected(body))

    def test_lets_blocks_and_separate_statements_pass(self):
        for body in [
            "Message m{1};\nco_await send(m);",
            "const Message m = Message{1}; co_await send(std::move(m));",
            "if (co_await read()) { go(); } else { stop(); }",
            "if (auto r = co_await read(); !r) { co_return fail(1); }",
            "if (Message m{1}; co_await send(m)) { go(); }",
            "if (co_await read()) m = Message{1};",
            "while (co_await read()) { m = Message{1}; }",
            "for (Message m{1}; co_await read(); m = Message{2}) { go(); }",
            "for (auto x : co_await list()) { use(Message{1}); }",
            "switch (co_await read()) { case 1: { break; } default: { go(Message{}); } }",
            "do { co_await step(); } while (go(Message{1}));",
            "co_await run([&] { return 1; });",
            "const bool more = co_await read() && open;",
            "auto m = open ? a : b; co_await send(m);",
            "co_await run([&](int a) mutable { use(Message{a}); });",
            "co_await run([x = y](auto a) -> std::vector<int> { return {a}; }, 2);",
            "co_await run([]<typename T>(T a) { return T{a}; });",
            "auto f = [m = Message{1}]() -> Task<void> { co_await send(m); };",
            "auto f = [&]() -> Task<std::map<int, int>> { co_await read(); co_return {}; };",
            "auto [a, b] = co_await read();",
            "co_return Message{1};",
            "auto x = co_await read(); // {1}",
            'log("{}", co_await read());',
            "struct Local { int a{1}; }; co_await read();",
            "co_await read(); Message m{1};",
            "label: { co_await read(); }",
            "x = a[1]; { co_await read(); }",
        ]:
            with self.subTest(body):
                self.assertFalse(self.rejected(body))

    def test_sees_through_classes_and_namespaces(self):
        good = """namespace a::b {
struct Options { int x = 1; std::vector<int> v{1, 2}; };
enum class Kind : int { A, B };
class Server final : public Base<int> {
public:
    explicit Server(int x) : Base{x}, m_x{x} {}
    Task<void> run() const noexcept override { co_await read(); m_y = Options{}; }
    auto go() -> Task<int> { co_return co_await read(); }
private:
    int m_x{0};
};
template <typename T> requires std::integral<T> Task<T> f(T t) { co_await g(t); }
}
#define BAD co_await send(Message{1})
"""
        self.assertEqual(co_await_braces.lines_with_problems(good), [])
        bad = good.replace("co_await g(t);", "co_await g(T{t});")
        self.assertEqual(co_await_braces.lines_with_problems(bad), [12])

    def test_an_unbalanced_brace_does_not_end_the_check(self):
        self.assertEqual(co_await_braces.lines_with_problems("void f() { } }\nvoid g() { co_await a(B{}); }"), [2])


class IncludeLayers(unittest.TestCase):
    def rejected(self, path, include, exists=True):
        return bool(include_layers.problems_in(path, f"#pragma once\n#include {include}\n", lambda target: exists))

    def test_layers_of_core(self):
        for path, include, wrong in [
            ("core/base/a.h", '"core/base/error.h"', False),
            ("core/base/a.h", '"core/settings/knob.h"', True),
            ("core/settings/a.h", '"core/base/error.h"', False),
            ("core/metrics/a.h", '"core/settings/knob.h"', True),
            ("core/net/a.h", '"core/http/url.h"', True),
            ("core/http/a.h", '"core/net/stream.h"', False),
            ("core/http/a.h", '"core/cache/store.h"', True),
            ("core/cache/eviction/lru.h", '"core/http/date.h"', False),
            ("core/cache/a.h", '"core/cache/eviction/lru.h"', False),
            ("core/upstream/a.h", '"core/cache/store.h"', True),
            ("core/origin/a.h", '"core/http/server_connection.h"', False),
            ("core/proxy/stages/retry.cpp", '"core/upstream/cluster.h"', False),
            ("core/proxy/a.h", '"core/workload/mix.h"', True),
            ("core/proxy/a.h", '"core/load/pacer.h"', True),
            ("core/load/a.h", '"core/proxy/pipeline.h"', False),
            ("core/load/a.h", '"core/upstream/cluster.h"', False),
            ("core/load/a.h", '"core/origin/origin.h"', True),
            ("core/report/a.h", '"core/analysis/statistics.h"', False),
            ("core/report/a.h", '"core/store/run.h"', True),
            ("core/lab/a.h", '"core/load/pacer.h"', True),
            ("core/session/a.h", '"core/load/load_engine.h"', False),
            ("core/command/a.h", '"core/session/run_controller.h"', False),
            ("core/session/a.h", '"ui/theme.h"', True),
            ("core/session/a.h", '"tests/support/x.h"', True),
            ("core/session/a.h", '"run_controller.h"', True),
            ("core/session/a.cpp", '"a.moc"', False),
            ("core/unheard_of/a.h", "<vector>", True),
        ]:
            with self.subTest(path=path, include=include):
                self.assertEqual(self.rejected(path, include), wrong)

    def test_ui_and_app(self):
        for path, include, wrong in [
            ("ui/pages/live.h", '"core/session/run_controller.h"', False),
            ("ui/pages/live.h", '"core/base/error.h"', False),
            ("ui/pages/live.h", '"ui/theme.h"', False),
            ("ui/main_window.h", '"core/proxy/pipeline.h"', True),
            ("ui/main_window.h", '"core/net/task.h"', True),
            ("app/main.cpp", '"ui/main_window.h"', False),
            ("app/cli_main.cpp", '"core/command/command.h"', False),
            ("app/cli_main.cpp", '"core/settings/scenario.h"', True),
        ]:
            with self.subTest(path=path, include=include):
                self.assertEqual(self.rejected(path, include), wrong)

    def test_foreign_headers(self):
        for path, include, wrong in [
            ("core/net/a.h", "<boost/asio/ip/tcp.hpp>", False),
            ("core/net/a.h", "<sys/socket.h>", False),
            ("core/load/a.h", "<sys/socket.h>", True),
            ("core/net/a.h", "<QString>", True),
            ("core/report/a.h", "<QtCore/QString>", True),
            ("core/report/a.h", "<QtGlobal>", True),
            ("core/report/a.h", "<qglobal.h>", True),
            ("core/store/a.h", "<QSqlQuery>", False),
            ("core/store/a.h", "<QtGui/QColor>", True),
            ("core/session/a.h", "<QColor>", True),
            ("core/session/a.h", "<QtWidgets>", True),
            ("core/session/a.h", "<QLineSeries>", True),
            ("ui/a.h", "<QWidget>", False),
            ("ui/a.h", "<QtCharts/QLineSeries>", False),
            ("ui/a.h", "<boost/asio/io_context.hpp>", True),
            ("ui/a.h", "<boost/asio.hpp>", True),
            ("ui/a.h", "<zlib.h>", True),
            ("ui/a.h", "<brotli/encode.h>", True),
            ("ui/a.h", "<thread>", True),
            ("ui/a.h", "<mutex>", True),
            ("ui/a.h", "<QThread>", True),
            ("ui/a.h", "<QTcpSocket>", True),
            ("ui/a.h", "<netinet/in.h>", True),
            ("ui/a.h", "<core/session/run_controller.h>", True),
        ]:
            with self.subTest(path=path, include=include):
                self.assertEqual(self.rejected(path, include), wrong)

    def test_reading(self):
        text = '/* #include "ui/a.h"\n*/\n// #include "ui/a.h"\n  #  include "ui/b.h" // why\n'
        self.assertEqual(list(include_layers.includes_of(text)), [(4, "ui/b.h", True)])
        self.assertTrue(self.rejected("core/http/a.h", '"core/base/missing.h"', exists=False))

    def test_the_table_has_no_cycle_between_folders(self):
        layers = {folder: reached for folder, reached in include_layers.CORE.items()
                  if folder not in ("session", "command")}
        self.assertEqual([folder for folder, reached in layers.items() if folder in reached], [])


class PlainText(unittest.TestCase):
    def test_rejects_what_goes_around(self):
        for line in [
            "auto* label = new QLabel(text, this);",
            "class Badge : public QLabel {};",
            "QToolTip::showText(at, text, this);",
            "label->setTextFormat(Qt::AutoText);",
            "QMessageBox::warning(this, tr(\"No\"), text);",
            "view->setHtml(body);",
            "label->setMarkup(body);",
            "tip = QStringLiteral(\"<qt>%1</qt>\").arg(text.toHtmlEscaped());",
            "statusBar()->showMessage(text);",
            "plot->setWhatsThis(detail);",
            "setWindowTitle(name + tr(\" - Weir\"));",
            "menu->addAction(info.fileName(), this, [this] { open(); });",
            "menu->addAction(tr(\"Remove %1\").arg(name), this, &A::remove);",
            "menu->addMenu(text(group.name));",
            "tabs->setTabText(3, text(name));",
            "tabs->addTab(page, text(name));",
            "box->addItem(text(endpoint));",
            "auto* button = new QPushButton(action.text, this);",
            "auto* button = new QPushButton(icon(name), action.text, this);",
            "auto* button = new QToolButton(this); button->setText(name);",
            "QToolButton* m_noise; void f() { m_noise->setText(text); }",
            "action->setText(any ? text(name) : tr(\"None\")); QAction* action;",
            "Edit::Edit() : QUndoCommand(text) {}",
        ]:
            with self.subTest(line):
                self.assertTrue(plain_text.problems_in("ui/panels/a.cpp", line))

    def test_knows_the_members_of_the_header(self):
        header = "class A { QToolButton* m_noise; ui::Label* m_label; };"
        self.assertTrue(plain_text.problems_in("ui/a.cpp", "m_noise->setText(text);", header))
        self.assertFalse(plain_text.problems_in("ui/a.cpp", "m_label->setText(text);", header))

    def test_lets_the_helpers_and_our_own_words_pass(self):
        for line in [
            "auto* label = new Label(text, this); // not a QLabel",
            "label->setToolTip(text); // ui/plain_tips.h shows it",
            "showTip(at, text, this);",
            "menu->addAction(tr(\"&Open\"), this, &A::open);",
            "menu->addAction(caption(info.fileName()), this, [this] { open(); });",
            "menu->addAction(action);",
            "field->addAction(icon(QStringLiteral(\"search\"), IconTint::Dim), QLineEdit::LeadingPosition);",
            "setWindowTitle(documentTitle(name));",
            "tabs->setTabText(3, n > 0 ? caption(tr(\"Failures %1\").arg(n)) : tr(\"Failures\"));",
            "auto* button = new QPushButton(tr(\"Run\"), this);",
            "auto* button = new QToolButton(this); button->setText(caption(name));",
            "box->addItem(shownText(text(endpoint)));",
            "model.addItem(); QString s = \"QLabel\";",
        ]:
            with self.subTest(line):
                self.assertEqual(plain_text.problems_in("ui/panels/a.cpp", line), [])

    def test_terminal(self):
        for line, wrong in [("fmt::print(stderr, text);", True), ("std::cout << text;", True), ("std::puts(text);", True),
                            ("printLines(stderr, text);", False), ("auto text = fmt::format(a);", False)]:
            with self.subTest(line):
                self.assertEqual(bool(plain_text.terminal_problems_in("core/command/a.cpp", line)), wrong)


class SpdxLines(unittest.TestCase):
    def test_finds_the_line_where_it_belongs(self):
        line = "SPDX-License-Identifier: GPL-3.0-or-later"
        self.assertTrue(spdx_lines.has_line(f"// {line}\n#pragma once\n"))
        self.assertTrue(spdx_lines.has_line(f"#!/bin/sh\n# {line}\n"))
        self.assertFalse(spdx_lines.has_line("#pragma once\n"))
        self.assertFalse(spdx_lines.has_line(f"#pragma once\n// {line}\n"))
        self.assertFalse(spdx_lines.has_line("// SPDX-License-Identifier: MIT\n"))
        self.assertFalse(spdx_lines.has_line(""))

    def test_knows_which_files_need_it(self):
        for path, first, needed in [("core/a.h", "", True), ("CMakeLists.txt", "", True), ("tests/run", "#!/bin/bash", True),
                                    ("README.md", "# Weir", False), ("a.weir.json", "{", False), ("x.csv", "", False)]:
            with self.subTest(path):
                self.assertEqual(spdx_lines.needs_line(path, first), needed)


if __name__ == "__main__":
    unittest.main()
