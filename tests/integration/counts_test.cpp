// SPDX-License-Identifier: GPL-3.0-or-later
// What the report counts is what arrived at the origin, to the request. The witness is the access log of an nginx.
#include "tests/integration/cli_process.h"
#include "tests/integration/conservation.h"
#include "tests/integration/nginx.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <algorithm>
#include <optional>

using namespace weir::integration;

class CountsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!Nginx::isInstalled())
            QSKIP("needs nginx");
        m_nginx.emplace();
        const auto problem = m_nginx->start();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(m_nginx->addFile("small.json", "{}"));
    }
    void cleanupTestCase() { m_nginx.reset(); }

    void alongStages_data() { waysAndWorkers(); }
    void alongStages()
    {
        const auto report = reportOf(
            "/small.json", {"load.rate=50", R"(load.stages=["up=500ms:750","top=300ms:750","down=200ms:0"])"});
        const auto log = m_nginx->takeLog("plain", report.sum("*", "requests"));
        QCOMPARE(imbalance(report), QString());
        QCOMPARE(report.sum("*", "planned"), std::uint64_t{200 + 225 + 75}); // the areas below the curve
        QCOMPARE(report.sum("*", "ok"), report.sum("*", "requests"));
        QCOMPARE(std::uint64_t{log.size()}, report.sum("*", "requests"));
    }

    void ofAnOriginThatResets_data() { waysAndWorkers(); }
    void ofAnOriginThatResets()
    {
        const auto report = reportOf("/shaky", {"load.rate=1000", "load.duration_s=1"});
        const auto sent = report.sum("*", "requests") + report.sum("*", "resent");
        const auto log = m_nginx->takeLog("plain", sent);
        const auto resets = std::ranges::count(log, 444, &Nginx::Entry::status);
        QCOMPARE(imbalance(report), QString());
        QCOMPARE(report.sum("*", "planned"), std::uint64_t{1000});
        QCOMPARE(std::uint64_t{log.size()}, sent);
        QVERIFY(resets > 0); // 20 of 1000: none, once in 600 million times
        QCOMPARE(report.sum("*", "failed") + report.sum("*", "resent"), static_cast<std::uint64_t>(resets));
        QFETCH(QString, way);
        QVERIFY(way != "direct" || report.sum("*", "resent") == 0); // a load generator sends nothing again
    }

private:
    static void waysAndWorkers()
    {
        QTest::addColumn<QString>("way");
        QTest::addColumn<int>("workers");
        for (const auto* way : {"direct", "in_process", "listener"})
            for (const int workers : {1, 3})
                QTest::addRow("%s, %d workers", way, workers) << way << workers;
    }

    // Of a run in the present row's way.
    weir::support::CsvTable reportOf(const QString& path, const QStringList& settings) const
    {
        QFETCH(QString, way);
        QFETCH(int, workers);
        const auto file = m_nginx->folder() + "/report.csv";
        QStringList arguments{"run", m_nginx->plain() + path, "--quiet", "--csv", file};
        for (const auto& setting : settings
                 + QStringList{"load.path=" + way, QStringLiteral("engine.workers=%1").arg(workers), "load.warmup_s=0",
                               "load.drain_s=30", "cache.enabled=false"})
            arguments += {"--set", setting};
        if (const auto result = runCli(arguments); result.exitCode != 0)
            qWarning("exit code %d: %s", result.exitCode, qPrintable(result.messages));
        return csvFile(file);
    }

    std::optional<Nginx> m_nginx;
};

static const TestRegistration<CountsTest> registeredCountsTest;
#include "counts_test.moc"
