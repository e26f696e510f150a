// SPDX-License-Identifier: GPL-3.0-or-later
// What weir-cli is given and how it explains itself: what it refuses, its catalogues, its help.
#include "tests/integration/cli_setup.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::integration;

class CliUsageTest : public QObject {
    Q_OBJECT

private slots:
    void badInput_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("told"); // all of it, somewhere in the messages
        const auto row = [](const char* name, const QStringList& arguments, const QStringList& told) {
            QTest::newRow(name) << arguments << told;
        };
        const auto file = [&](const char* name, const QByteArray& text) {
            return m_folder.written(name + QString(".weir.json"), text);
        };
        row("no command", {}, {"no command"});
        row("unknown command", {"rnu"}, {"rnu", "did you mean run?"});
        row("unknown option", {"run", "--thresold", "p(99)<1"}, {"--thresold", "did you mean --threshold?"});
        row("option without a value", {"run", "--csv"}, {"--csv", "needs a value"});
        row("missing file", {"run", m_folder.path("absent.weir.json")}, {"absent.weir.json", "no such file"});
        row("neither file nor URL", {"run", "api.example.com"}, {"api.example.com", "http://api.example.com"});
        row("broken JSON", {"run", file("broken", "{\n  \"weir\": 1,\n  \"load\": { \"rate\": }\n}\n")},
            {"line 3, column 21"});
        row("unknown key", {"run", file("key", R"({"weir": 1, "load": {"rat": 5}})")}, {"load.rat", "load.rate"});
        row("unknown section", {"run", file("section", R"({"weir": 1, "pol": {"max_pending": 5}})")}, {"pol", "pool"});
        row("wrong kind", {"run", file("kind", R"({"weir": 1, "load": {"rate": "fast"}})")},
            {"load.rate", "fast", "number"});
        row("out of range", {"run", file("range", R"({"weir": 1, "pool": {"max_connections": 0}})")},
            {"pool.max_connections", "0", "1 to 20000"});
        row("two problems",
            {"run", file("two", R"({"weir": 1, "pool": {"max_connections": 0}, "load": {"users": -1}})")},
            {"pool.max_connections", "load.users"});
        row("--set of an unknown key", {"run", "--set", "pool.max_conections=3"},
            {"pool.max_conections", "pool.max_connections"});
        row("--set without =", {"run", "--set", "pool.max_connections"}, {"--set KEY=VALUE"});
        row("rate beside users", {"run", "-r", "5", "-c", "5"}, {"--users", "--rate"});
        row("bad threshold", {"run", "--threshold", "p(99)<"}, {"p(99)<"});
        row("threshold on nothing", {"run", "--threshold", "p(99)<5", "--threshold", "latncy_max_ms<5"},
            {"latncy_max_ms"});
        row("bad header", {"run", "-H", "no colon"}, {"no colon", "Name: value"});
        row("bad URL", {"run", "ftp://example.com/"}, {"ftp://example.com", "http"});
        row("password in the URL", {"run", "http://joe:topsecret@127.0.0.1/"}, {"user name or password"});
        row("unknown host", {"run", "http://no-such-host.invalid/"}, {"no-such-host.invalid", "cannot be found"});
        row("refused port", {"run", closedPort()}, {"127.0.0.1", "refused"});
        row("no authorities file", {"run", "https://127.0.0.1:1/", "--cacert", m_folder.path("absent.pem")},
            {"absent.pem"});
        row("validate: what is wrong",
            {"validate", m_folder.written("v.weir.json", R"({"weir": 1, "load": {"rat": 5}})")}, {"load.rat"});
        row("validate: no file", {"validate"}, {"SCENARIO"});
        row("knobs: unknown format", {"knobs", "--format", "yaml"}, {"yaml", "table|json|markdown"});
        row("origin: no address", {"origin", "--listen", "here"}, {"here"});
    }

    void badInput()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, told);
        const auto result = runCli(arguments);
        QCOMPARE(result.exitCode, 104);
        QVERIFY2(result.output.isEmpty(), qPrintable(result.output));
        for (const auto& piece : told)
            QVERIFY2(result.messages.contains(piece), qPrintable(piece + " is not in: " + result.messages));
        QVERIFY(!result.messages.contains("topsecret"));
        QVERIFY(result.messages.startsWith("weir-cli: "));
    }

    void catalogues_data()
    {
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QString>("entry");
        QTest::newRow("knobs") << "knobs"
                               << "pool.max_connections";
        QTest::newRow("metrics") << "metrics"
                                 << "pool_saturation_ratio";
    }

    void catalogues()
    {
        QFETCH(QString, verb);
        QFETCH(QString, entry);
        const auto json = runCli({verb, "--format", "json"});
        QCOMPARE(json.exitCode, 0);
        const auto document = jsonOf(json.output);
        QVERIFY2(document.isArray() || document.isObject(), qPrintable(json.output.left(200)));
        QVERIFY(json.output.contains('"' + entry + '"'));
        const auto markdown = runCli({verb, "--format", "markdown"});
        QVERIFY2(markdown.output.contains("|---") && markdown.output.contains(entry),
                 qPrintable(markdown.output.left(500)));
        const auto table = runCli({verb});
        QVERIFY(table.output.contains(entry) && !table.output.contains("|---"));
        QCOMPARE(runCli({verb, "--format", "table"}).output, table.output);
    }

    void validate()
    {
        const auto file = m_folder.written(
            "valid.weir.json", R"({"weir": 1, "name": "n", "load": {"rate": 5}, "thresholds": ["p(99)<50"]})");
        const auto result = runCli({"validate", file});
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.output.contains("valid"), qPrintable(result.output + result.messages));
        QVERIFY(result.messages.isEmpty());
    }

    void helpAndVersion()
    {
        const auto help = runCli({"--help"});
        QCOMPARE(help.exitCode, 0);
        for (const auto& verb : {"run", "origin", "knobs", "metrics", "validate"})
            QVERIFY2(help.output.contains(QStringLiteral("weir-cli ") + verb), verb);
        QCOMPARE(runCli({"run", "--help"}).exitCode, 0);
        const auto version = runCli({"--version"});
        QCOMPARE(version.exitCode, 0);
        QVERIFY(version.output.startsWith("weir-cli "));
    }

private:
    CliFolder m_folder;
};

static const TestRegistration<CliUsageTest> registeredCliUsageTest;
#include "cli_usage_test.moc"
