// SPDX-License-Identifier: GPL-3.0-or-later
// The files that weir-cli run leaves, and those that it cannot write.
#include "tests/integration/cli_setup.h"
#include "tests/integration/conservation.h"
#include "tests/support/test_registry.h"

#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QTest>

using namespace weir::integration;

class CliReportsTest : public QObject {
    Q_OBJECT

private slots:
    // Told before anything is sent.
    void unwritableReports_data()
    {
        QTest::addColumn<QString>("option");
        for (const auto* option : {"--csv", "--series-csv", "--json", "--hgrm", "--hlog", "--jtl", "--junit"})
            QTest::newRow(option) << QString{option};
    }

    void unwritableReports()
    {
        QFETCH(QString, option);
        const auto result = runCli(demo({option, m_folder.path("no/such/folder/report")}));
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.messages.contains("Cannot write " + m_folder.path("no/such/folder/report")),
                 qPrintable(result.messages));
        QCOMPARE(result.output, QString());
        QVERIFY(!result.messages.contains(" s of ")); // no progress
    }

    // What was measured is not lost with a file.
    void fullDevices()
    {
        if (!QFile::exists("/dev/full"))
            QSKIP("no /dev/full here");
        for (const auto& option : {"--csv", "--jtl"}) {
            const auto result = runCli(demo({option, "/dev/full", "--hgrm", m_folder.path("kept.hgrm")}));
            QCOMPARE(result.exitCode, 1);
            QVERIFY2(result.messages.contains("Cannot write /dev/full: "), qPrintable(result.messages));
            QVERIFY(result.output.contains("Verdict"));
            QVERIFY(QFile::exists(m_folder.path("kept.hgrm")));
        }
    }

    void twoReportsInOneFile()
    {
        const auto result = runCli(demo({"--csv", m_folder.path("both"), "--json", m_folder.path("both")}));
        QCOMPARE(result.exitCode, 104);
        QVERIFY2(result.messages.contains("--csv and --json both name"), qPrintable(result.messages));
    }

    void aRunThatDoesNotStartLeavesNoFile()
    {
        const auto result = runCli(
            {"run", closedPort(), "--csv", m_folder.path("none.csv"), "--hlog", m_folder.path("none.hlog")});
        QCOMPARE(result.exitCode, 104);
        QCOMPARE(QDir{m_folder.root()}.entryList({"none*"}), QStringList());
    }

    void filesForOtherTools()
    {
        const auto result = runCli(
            demo({"--hgrm", m_folder.path("r.hgrm"), "--hlog", m_folder.path("r.hlog"), "--jtl", m_folder.path("r.jtl"),
                  "--junit", m_folder.path("r.xml"), "--csv", m_folder.path("r.csv"), "--threshold", "requests>1000000",
                  "--require-valid"}));
        QCOMPARE(result.exitCode, 99);
        const auto count = csvFile(m_folder.path("r.csv")).sum("*", "requests");
        const auto spectrum = m_folder.content("r.hgrm");
        QVERIFY2(spectrum.contains(QStringLiteral("Total count    = %1]").arg(count, 12).toUtf8()), spectrum);
        QVERIFY(m_folder.content("r.hlog").startsWith("#[Histogram log format version 1.3]\n"));
        const auto read = runCli({"percentiles", m_folder.path("r.hlog"), m_folder.path("r.hlog"), "--format", "json"});
        QCOMPARE(QJsonDocument::fromJson(read.output.toUtf8())[0]["count"].toDouble(), 2.0 * count);
        const auto ofSpectrum = runCli({"percentiles", m_folder.path("r.hgrm"), "--format", "csv"});
        QVERIFY2(ofSpectrum.output.startsWith("tag,count,mean_ms,p50_ms,"), qPrintable(ofSpectrum.output));
        QVERIFY2(ofSpectrum.output.contains(QStringLiteral("\r\n*,%1,").arg(count)), qPrintable(ofSpectrum.output));
        const auto refused = runCli({"percentiles", m_folder.path("r.hlog"), m_folder.path("r.jtl")});
        QCOMPARE(refused.exitCode, 104);
        QVERIFY2(refused.messages.contains("r.jtl: Line 1 of the histogram log"), qPrintable(refused.messages));
        QVERIFY(m_folder.content("r.jtl").startsWith("timeStamp,elapsed,label,responseCode,"));
        const auto junit = m_folder.content("r.xml");
        // The threshold's case fails, and on a busy machine the verdict's as well.
        QVERIFY2(junit.contains("tests=\"2\" failures=\"") && !junit.contains("failures=\"0\"")
                     && junit.contains("requests&gt;1000000"),
                 junit);
        QVERIFY(QDir{m_folder.root()}.entryList({"*.part"}).isEmpty());
    }

    void jsonHasK6sNames()
    {
        const auto metrics = jsonOf(runCli(demo({"--json", "-"})).output)["metrics"];
        QCOMPARE(metrics["http_reqs"]["count"].toInt(), 15);
        QVERIFY(metrics["http_req_duration"]["max"].toDouble() > 0);
    }

    void allReportsOfARun()
    {
        const auto result = runCli(demo({"--csv", m_folder.path("r.csv"), "--series-csv", m_folder.path("s.csv"),
                                         "--json", m_folder.path("r.json")}));
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.output.contains("place_order") && result.output.contains("Total"), qPrintable(result.output));
        const auto report = csvFile(m_folder.path("r.csv"));
        const auto problem = imbalance(report);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(csvFile(m_folder.path("s.csv")).isRectangular() && csvFile(m_folder.path("s.csv")).has("elapsed_s"));
        QFile json{m_folder.path("r.json")};
        QVERIFY(json.open(QIODevice::ReadOnly));
        QVERIFY(QJsonDocument::fromJson(json.readAll()).isObject());
        QCOMPARE(report.text(0, "knob.load.rate"), std::string{"50"});
        QCOMPARE(report.text(0, "scenario"), std::string{"Demo shop"});
    }

    // Nothing but the report on standard output, so that it can be piped.
    void reportOnStandardOutput()
    {
        const auto csv = runCli(demo({"--csv", "-"}));
        QCOMPARE(csv.exitCode, 0);
        const auto report = weir::support::CsvTable::parse(csv.output.toStdString());
        const auto problem = imbalance(report);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QCOMPARE(report.rowsOf("*").size(), std::size_t{1});
        const auto json = runCli(demo({"--json", "-"}));
        QVERIFY2(jsonOf(json.output).isObject(), qPrintable(json.output.left(200)));
    }

private:
    CliFolder m_folder;
};

static const TestRegistration<CliReportsTest> registeredCliReportsTest;
#include "cli_reports_test.moc"
