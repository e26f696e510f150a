// SPDX-License-Identifier: GPL-3.0-or-later
// Kept runs compared, and what other programs read of it.
#include "tests/integration/cli_setup.h"
#include "tests/support/test_registry.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace weir::integration;

class CompareTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("XDG_DATA_HOME", m_folder.path("data").toUtf8());
        m_fast = kept("10");
        m_slow = kept("25");
        QVERIFY(!m_fast.isEmpty() && !m_slow.isEmpty());
    }

    // Ten milliseconds against twenty-five, which no machine's noise makes up for.
    void findsTheSlowerRunAndWhy()
    {
        const auto result = runCli({"compare", m_fast, m_slow.right(4), "--metric", "latency_p50_ms", "--csv",
                                    m_folder.path("a.csv"), "--json", m_folder.path("a.json"), "--html",
                                    m_folder.path("a.html"), "--fail-on", "latency_p50_ms>+50%"});
        QCOMPARE(result.exitCode, 99);
        QVERIFY2(result.output.contains("p50 of answered requests is"), qPrintable(result.output));
        QVERIFY(result.output.contains("origin.latency_ms 10 → 25"));
        QVERIFY(result.output.contains("one after the other"));
        QVERIFY(result.messages.contains("beyond latency_p50_ms>+50%"));
        const auto root = jsonOf(QString::fromUtf8(m_folder.content("a.json"))).object();
        QCOMPARE(root["arms"].toArray()[1].toObject()["run_id"].toString(), m_slow);
        QVERIFY(root["experiment"].toObject()["sequential"].toBool());
        QVERIFY(m_folder.content("a.html").startsWith("<!DOCTYPE html>"));
        QVERIFY(m_folder.content("a.html").contains("<svg"));
        const auto read = readByPython(m_folder.path("a.csv"), "latency_p50_ms");
        QCOMPARE(read["verdict"], "worse");
        QCOMPARE(read["knobs"], "origin.latency_ms");
        QCOMPARE(read["from"], "10");
        QCOMPARE(read["to"], "25");
        QVERIFY(read["difference_ratio"].toDouble() > 0.8 && read["difference_ratio"].toDouble() < 2.2);
    }

    void aRunIsNotWorseThanItself()
    {
        const auto result = runCli({"compare", m_fast, m_fast + ":0", "--fail-on", "worse"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.output + result.messages));
        QVERIFY(result.output.contains("epoch 0"));
        QVERIFY(result.output.contains("The runs have the same settings."));
    }

    void aFileAloneTakesStandardOutput()
    {
        const auto csv = runCli({"compare", m_fast, m_slow, "--csv", "-"});
        QCOMPARE(csv.exitCode, 0);
        QVERIFY(csv.output.startsWith("experiment_id,"));
        QVERIFY(weir::support::CsvTable::parse(csv.output.toStdString()).isRectangular());
    }

    void whatCannotBeMeantIsTold_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("message");
        QTest::newRow("one run") << QStringList{m_fast} << "takes 2 to 5 runs, and 1 were named";
        QTest::newRow("six runs") << QStringList{m_fast, m_fast, m_fast, m_fast, m_fast, m_fast} << "and 6 were named";
        QTest::newRow("no such run") << QStringList{m_fast, "nothing"} << "has no run \"nothing\"";
        QTest::newRow("no epoch") << QStringList{m_fast, m_slow + ":x"} << "'x' is no epoch";
        QTest::newRow("epoch that is not there") << QStringList{m_fast, m_slow + ":9"} << "has no measured epoch 9";
        QTest::newRow("metric") << QStringList{m_fast, m_slow, "--metric", "p99"} << "--metric p99: is no metric";
        QTest::newRow("condition") << QStringList{m_fast, m_slow, "--fail-on", "slower"} << "--fail-on 'slower'";
        QTest::newRow("one file") << QStringList{m_fast,   m_slow,
                                                 "--csv",  m_folder.path("x"),
                                                 "--json", m_folder.path("x")}
                                  << "give each a file of its own";
        QTest::newRow("no folder") << QStringList{m_fast, m_slow, "--csv", "/nowhere/a.csv"} << "/nowhere/a.csv";
    }
    void whatCannotBeMeantIsTold()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, message);
        const auto result = runCli(QStringList{"compare"} + arguments);
        QVERIFY2(result.exitCode == 104 || result.exitCode == 1, qPrintable(QString::number(result.exitCode)));
        QVERIFY2(result.messages.contains(message), qPrintable(result.messages));
        QVERIFY(result.output.isEmpty());
    }

private:
    // The id of a run of seven seconds.
    QString kept(const QString& latencyMs)
    {
        runCli({"run", "--quiet", "-d", "7", "-r", "60", "--set", "load.warmup_s=0", "--set", "load.path=direct",
                "--set", "cache.enabled=false", "--set", "origin.latency_ms=" + latencyMs});
        const auto list = jsonOf(runCli({"history", "list", "--format", "json"}).output).array();
        return list.isEmpty() ? QString{} : list.at(0).toObject()["id"].toString();
    }

    QMap<QString, QString> readByPython(const QString& path, const QString& metric)
    {
        QProcess script;
        script.start(WEIR_PYTHON, {"-B", WEIR_READ_TUNING_CSV, path, metric});
        script.waitForFinished();
        if (script.exitCode() != 0)
            qWarning("%s", script.readAllStandardError().constData());
        QMap<QString, QString> fields;
        for (const auto& line : QString::fromUtf8(script.readAllStandardOutput()).split('\n'))
            fields[line.section('=', 0, 0)] = line.section('=', 1).trimmed();
        return fields;
    }

    CliFolder m_folder;
    QString m_fast;
    QString m_slow;
};

static const weir::support::TestRegistration<CompareTest> registeredCompareTest;
#include "compare_test.moc"
