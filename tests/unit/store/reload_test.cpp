// SPDX-License-Identifier: GPL-3.0-or-later
// A run that was kept says what it said when it was live.
#include "core/report/hgrm.h"
#include "core/report/report_format.h"
#include "core/report/summary.h"
#include "core/session/run.h"
#include "core/settings/demo.h"
#include "core/store/run_recorder.h"
#include "tests/support/test_registry.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace weir;
using namespace weir::store;

namespace {

// Two epochs, failures, client groups, thresholds and a secret.
settings::Scenario eventfulScenario()
{
    auto scenario = settings::demoScenario();
    scenario.load.warmupS = 0.2;
    scenario.load.durationS = 2;
    scenario.load.rate = 200;
    scenario.load.seed = 7;
    scenario.origin.errorRatio = 0.1;
    scenario.scenario.thresholds = {"p(99)<50", "error_ratio<0.01", "p(97.5)<80"};
    scenario.clientGroups["gold"].headers = {"Authorization: Bearer hunter2", "X-Group: 1"};
    scenario.clientGroups["basic"].headers = {"Authorization: Bearer ${WEIR_TEST_TOKEN}"};
    scenario.slo.goodWithinMs = 20;
    return scenario;
}

report::RunReport measured(RunStore& store)
{
    qputenv("WEIR_TEST_TOKEN", "swordfish");
    RunRecorder recorder{store};
    const auto scenario = eventfulScenario();
    session::RunOptions options;
    options.label = "live";
    auto run = session::Run::start(scenario, options, nullptr);
    if (!run)
        qFatal("%s", run.error().context.c_str());
    auto turned = scenario;
    turned.pool.maxConnections = 3;
    bool isTurned = false;
    while (!(*run)->finished()) {
        const auto report = (*run)->report();
        recorder.offer(report);
        if (!isTurned && report.snapshot && report.snapshot->elapsed > std::chrono::seconds{1}) {
            (*run)->apply(turned);
            isTurned = true;
        }
        QTest::qWait(50);
    }
    const auto report = (*run)->report();
    recorder.offer(report);
    if (const auto kept = recorder.finish(); !kept)
        qFatal("%s", kept.error().context.c_str());
    return report;
}

} // namespace

class ReloadTest : public QObject {
    Q_OBJECT

private slots:
    void everyReportIsTheSame()
    {
        const QTemporaryDir folder;
        report::RunReport live;
        {
            RunStore store{folder.path().toStdString()};
            live = measured(store);
        }
        QCOMPARE(live.epochs.size(), std::size_t{2});
        QVERIFY(!live.snapshot->failures.empty());
        QVERIFY(!live.snapshot->groupRows.empty());
        RunStore store{folder.path().toStdString()};
        const auto id = live.snapshot->run->runId;
        const auto kept = store.ask([&](History& history) { return history.load(id); });
        QVERIFY2(kept.has_value(), kept ? "" : kept.error().context.c_str());
        for (const auto& format : report::reportFormats())
            QCOMPARE(QString::fromStdString(format.content(*kept, report::RequireValid::Yes)),
                     QString::fromStdString(format.content(live, report::RequireValid::Yes)));
        QCOMPARE(QString::fromStdString(report::summary(*kept)), QString::fromStdString(report::summary(live)));
        const auto spectra = report::hgrmOfStretches(*kept);
        const auto liveSpectra = report::hgrmOfStretches(live);
        QCOMPARE(spectra.size(), liveSpectra.size());
        for (std::size_t i = 0; i < spectra.size(); ++i)
            QCOMPARE(spectra[i].text, liveSpectra[i].text);
        checkList(store, live);
        noSecretIsInTheFiles(folder);
    }

private:
    static void checkList(RunStore& store, const report::RunReport& live)
    {
        const auto entries = store.ask([](History& history) { return history.list(); });
        QVERIFY(entries.has_value());
        QCOMPARE(entries->size(), std::size_t{1});
        const auto& entry = entries->front();
        QCOMPARE(entry.state, std::string{"finished"});
        QCOMPARE(entry.label, std::string{"live"});
        const auto* total = live.snapshot->total(metrics::measuredPhase, 1);
        QCOMPARE(entry.achievedRps, total->values[metrics::metricIndex("achieved_rps")]);
        QCOMPARE(entry.errorRatio, total->values[metrics::metricIndex("error_ratio")]);
        QCOMPARE(entry.verdict, std::string{verdictName(live.snapshot->verdict.level)});
        const auto trend = store.ask([&](History& history) { return history.trend(entry.scenario, "latency_p50_ms"); });
        QVERIFY(trend.has_value());
        QCOMPARE(trend->size(), std::size_t{1});
        QCOMPARE(trend->front().value, total->values[metrics::metricIndex("latency_p50_ms")]);
        const auto by = store.ask([&](History& history) { return history.provenance(entry.id); });
        QVERIFY(by && by->machine == calibration::thisMachine());
        QVERIFY(by->sqlite.starts_with("3."));
    }

    static void noSecretIsInTheFiles(const QTemporaryDir& folder)
    {
        for (const auto& file : std::filesystem::recursive_directory_iterator(folder.path().toStdString())) {
            if (!file.is_regular_file())
                continue;
            std::ifstream stream{file.path(), std::ios::binary};
            const std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
            QVERIFY(bytes.find("hunter2") == bytes.npos);
            QVERIFY(bytes.find("swordfish") == bytes.npos);
        }
    }
};

static const TestRegistration<ReloadTest> registeredReloadTest;
#include "reload_test.moc"
