// SPDX-License-Identifier: GPL-3.0-or-later
// What a run tells beside its figures: the exchanges that it kept whole, and what the target's own process used.
#include "tests/integration/cli_process.h"
#include "tests/support/test_registry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace weir::integration;

class EvidenceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    // The JSON report of a run with these arguments.
    QJsonObject reported(const QStringList& arguments) const
    {
        const QString file = m_folder.filePath(QStringLiteral("report.json"));
        const auto result = runCli(QStringList{"run", "--json", file, "--quiet"} + arguments);
        if (result.exitCode != 0)
            qWarning("exit code %d: %s", result.exitCode, qPrintable(result.messages));
        QFile json{file};
        return json.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(json.readAll()).object() : QJsonObject{};
    }

    static QJsonObject total(const QJsonObject& report)
    {
        for (const auto& row : report["rows"].toArray())
            if (row.toObject()["endpoint"] == "*" && row.toObject()["phase"] != "warmup")
                return row.toObject();
        return {};
    }

    static double figure(const QJsonObject& row, const char* metric)
    {
        return row["metrics"].toObject()[QLatin1String(metric)].toDouble(std::nan(""));
    }

    static void holds(const QJsonObject& exchange)
    {
        const auto steps = exchange["steps_ms"].toObject();
        double sum = 0;
        for (const auto& step : steps)
            sum += step.toDouble();
        QCOMPARE(steps.size(), 9);
        QVERIFY(std::abs(sum - exchange["response_ms"].toDouble()) < 0.0001);
        QVERIFY(exchange["request"].toString().startsWith(QStringLiteral("GET /"))
                || exchange["request"].toString().startsWith(QStringLiteral("POST /")));
        QVERIFY(exchange["wire_bytes"].toDouble() > 0);
        QCOMPARE(exchange["outcome"].toString(), QStringLiteral("ok"));
    }

private slots:
    // On two workers, so that their picks are merged.
    void theSlowestAreThoseOfTheFigures()
    {
        const auto report = reported({"-r", "400", "-d", "2", "--set", "load.warmup_s=0.5", "--set", "engine.workers=2",
                                      "--set", "load.drain_s=30"});
        int endpoints = 0;
        for (const auto& value : report["rows"].toArray()) {
            const auto row = value.toObject();
            const bool isMeasured = row["phase"] != "warmup" && row["endpoint"] != "*";
            QCOMPARE(row.contains(QStringLiteral("slowest")), isMeasured);
            if (!isMeasured)
                continue;
            ++endpoints;
            const auto requests = figure(row, "requests");
            const auto slowest = row["slowest"].toArray();
            const auto sample = row["sample"].toArray();
            QCOMPARE(double(slowest.size()), std::min(requests, 10.0));
            QCOMPARE(double(sample.size()), std::min(requests, 20.0));
            if (slowest.isEmpty())
                continue;
            QVERIFY(std::abs(slowest.first().toObject()["response_ms"].toDouble() - figure(row, "latency_max_ms"))
                    < 0.0001);
            for (qsizetype i = 1; i < slowest.size(); ++i)
                QVERIFY(slowest[i - 1].toObject()["response_ms"].toDouble()
                        >= slowest[i].toObject()["response_ms"].toDouble());
            for (const auto& exchange : slowest)
                holds(exchange.toObject());
            for (const auto& exchange : sample) {
                holds(exchange.toObject());
                QVERIFY(exchange.toObject()["at_s"].toDouble() >= 0.499); // none of the warm-up
            }
        }
        QVERIFY(endpoints > 3);
    }

    void aTargetInAnotherProcessIsLookedInto()
    {
        CliProcess origin({"origin", "--listen", "127.0.0.1:0"});
        QVERIFY(origin.waitForOutput(QStringLiteral("listening on ")));
        const QString url = origin.output().section(QStringLiteral("listening on "), 1).trimmed();
        // Straight to it: from the cache hardly a request would reach it.
        const auto report = reported(
            {url + QStringLiteral("/products/17"), "-r", "200", "-d", "2", "--set", "load.path=direct"});
        const QString process = report["run"].toObject()["target_process"].toString();
#ifdef Q_OS_LINUX
        QVERIFY2(process.startsWith(QStringLiteral("weir-cli (process ")), qPrintable(process));
        const auto row = total(report);
        QVERIFY(figure(row, "target_cpu_ratio") >= 0);
        QVERIFY(figure(row, "target_rss_bytes") > 1e6);
        QVERIFY(figure(row, "target_rss_max_bytes") >= figure(row, "target_rss_bytes"));
        QVERIFY(figure(row, "target_sockets") >= 2); // it listens, and is connected
        QVERIFY(figure(row, "target_threads") >= 1);
        QVERIFY(figure(row, "target_network_bytes_per_s") > 200 * 100);
#else
        QVERIFY(process.isEmpty());
#endif
    }

    // It runs in this process, whose use is the load's own.
    void theBuiltInOriginIsNotLookedInto()
    {
        const auto report = reported({"-r", "50", "-d", "1"});
        QVERIFY(report["run"].toObject()["target_process"].isNull());
        const auto row = total(report);
        QVERIFY(std::isnan(figure(row, "target_cpu_ratio")));
        QVERIFY(std::isnan(figure(row, "target_rss_bytes")));
        QVERIFY(figure(row, "origin_cpu_ratio") >= 0);
    }

    void itsOwnFamilyIsNoTarget()
    {
        CliProcess origin({"origin", "--listen", "127.0.0.1:0"});
        QVERIFY(origin.waitForOutput(QStringLiteral("listening on ")));
        const QString url = origin.output().section(QStringLiteral("listening on "), 1).trimmed();
        const auto report = reported({url + QStringLiteral("/health"), "-r", "50", "-d", "1", "--set",
                                      QStringLiteral("target.pid=%1").arg(QCoreApplication::applicationPid())});
#ifdef Q_OS_LINUX
        // This test and its children: the run is one of them, and not taken for its own target.
        QVERIFY(report["run"].toObject()["target_process"].isNull());
#endif
        QVERIFY(figure(total(report), "requests") > 0);
    }
};

static const TestRegistration<EvidenceTest> registeredEvidenceTest;
#include "evidence_test.moc"
