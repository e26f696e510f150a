// SPDX-License-Identifier: GPL-3.0-or-later
// Failed requests are no answers: a script that knows nothing of Weir sorts a list of all requests and takes the
// percentiles from it.
#include "tests/integration/cli_process.h"
#include "tests/integration/conservation.h"
#include "tests/support/test_registry.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace weir::integration;

class AnswersTest : public QObject {
    Q_OBJECT

private slots:
    // A third fails, about a tenth takes too long, and what comes while twelve are unanswered is left out.
    void percentilesOfAllThatWasPlanned_data()
    {
        QTest::addColumn<QString>("path");
        for (const auto* path : {"direct", "in_process", "listener"})
            QTest::newRow(path) << QString{path};
    }
    void percentilesOfAllThatWasPlanned()
    {
        QFETCH(QString, path);
        const auto csv = m_folder.filePath("report.csv"), jtl = m_folder.filePath("requests.jtl"),
                   json = m_folder.filePath("report.json"), hlog = m_folder.filePath("times.hlog");
        QStringList arguments{"run", "--quiet", "--csv", csv, "--jtl", jtl, "--json", json, "--hlog", hlog};
        for (const auto* setting :
             {"origin.error_ratio=0.333", "origin.latency_ms=20", "origin.latency_model=log_normal",
              "origin.latency_sigma=1", "load.timeout_ms=72", "load.rate=500", "load.duration_s=4", "load.warmup_s=0",
              "load.max_in_flight=24", "load.late=skip", "load.arrivals=poisson", "cache.enabled=false"})
            arguments += {"--set", setting};
        arguments += {"--set", "load.path=" + path};
        for (const auto* threshold : {"p(10)<100000", "p(25)<100000", "p(33.3)<100000", "p(40)<100000", "p(98)<100000"})
            arguments += {"--threshold", threshold};
        const auto run = runCli(arguments);
        QVERIFY2(run.exitCode == 99, qPrintable(run.messages)); // p(98): never
        const auto report = csvFile(csv);
        QCOMPARE(imbalance(report), QString());
        const auto planned = report.sum("*", "planned");
        QVERIFY(planned > 1500);
        QVERIFY(report.sum("*", "failed") > planned / 4);
        QVERIFY(report.sum("*", "skipped") > 0);
        QVERIFY(report.sum("*", "failures.first_byte_timeout") > planned / 50);
        verify({csv, jtl, json});
        QVERIFY2(run.output.contains("p(98)<100000  (never, since "), qPrintable(run.output));
        const auto tags = runCli({"percentiles", hlog});
        QVERIFY2(tags.output.contains("*.failed"), qPrintable(tags.output));
    }

private:
    void verify(const QStringList& files) const
    {
        QProcess script;
        script.start(WEIR_PYTHON, QStringList{"-B", WEIR_ADJUSTED_PERCENTILES} + files);
        QVERIFY(script.waitForFinished());
        const auto told = script.readAllStandardOutput() + script.readAllStandardError();
        QVERIFY2(script.exitCode() == 0, told.constData());
        qInfo("%s", told.constData());
    }

    QTemporaryDir m_folder;
};

static const weir::support::TestRegistration<AnswersTest> registered;
#include "answers_test.moc"
