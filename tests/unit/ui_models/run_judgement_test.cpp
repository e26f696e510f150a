// SPDX-License-Identifier: GPL-3.0-or-later
// What a run is judged by: thresholds with their state, and why response and service time differ.
#include "core/analysis/verdict.h"
#include "tests/support/plausible_run.h"
#include "tests/support/test_registry.h"
#include "ui/models/group_table_model.h"
#include "ui/models/log_model.h"
#include "ui/models/result_notes.h"
#include "ui/models/threshold_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace weir;
using namespace weir::ui;
using support::plausibleRun;

namespace {

// The run with other figures in its newest total.
metrics::SnapshotPtr withTotal(const std::vector<std::pair<const char*, double>>& figures)
{
    auto snapshot = std::make_shared<metrics::Snapshot>(*plausibleRun({.knobTurned = false}));
    for (auto& row : snapshot->rows) {
        auto changed = *row;
        for (const auto& [metric, value] : figures)
            changed.values[metrics::metricIndex(metric)] = value;
        row = std::make_shared<const metrics::Row>(changed);
    }
    return snapshot;
}

metrics::SnapshotPtr withThresholds(std::vector<std::string> thresholds, metrics::RunState state)
{
    auto snapshot = std::make_shared<metrics::Snapshot>(*plausibleRun({.state = state}));
    auto run = *snapshot->run;
    run.thresholds = std::move(thresholds);
    snapshot->run = std::make_shared<const metrics::RunInfo>(run);
    return snapshot;
}

} // namespace

class RunJudgementTest : public QObject {
    Q_OBJECT

private slots:
    void thresholdsShowTheirStateAndFigure()
    {
        ThresholdModel model;
        const QAbstractItemModelTester tester(&model);
        const std::vector<std::string> thresholds{"requests>0", "requests<1", "p(99.9999)<1"};
        model.setSnapshot(withThresholds(thresholds, metrics::RunState::Measuring));
        const auto cell = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(cell(0, ThresholdModel::State), QStringLiteral("✓ passing"));
        QCOMPARE(cell(1, ThresholdModel::State), QStringLiteral("✕ failing"));
        QCOMPARE(cell(2, ThresholdModel::State), QStringLiteral("too few samples"));
        QCOMPARE(cell(1, ThresholdModel::Condition), QStringLiteral("requests<1"));
        QVERIFY(cell(1, ThresholdModel::Value).toDouble() > 0);
        QCOMPARE(cell(2, ThresholdModel::Value), QStringLiteral("–"));
        QCOMPARE(model.failing(), 1);
        // At the end nothing is left open.
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setSnapshot(withThresholds(thresholds, metrics::RunState::Finished));
        QCOMPARE(reset.count(), 0);
        QCOMPARE(cell(0, ThresholdModel::State), QStringLiteral("✓ passed"));
        QCOMPARE(cell(2, ThresholdModel::State), QStringLiteral("✕ no figure"));
        QCOMPARE(model.failing(), 2);
    }

    void aGapIsExplainedWhereItMatters()
    {
        const auto gap = [](double response, double service, double cpu) {
            return responseGap(
                *withTotal({{"latency_p99_ms", response}, {"service_p99_ms", service}, {"generator_cpu_ratio", cpu}}));
        };
        QCOMPARE(gap(10, 9.5, 0.2), QString());
        QCOMPARE(gap(0.5, 0.1, 0.2), QString());
        QCOMPARE(gap(std::numeric_limits<double>::quiet_NaN(), 9.5, 0.2), QString());
        const QString starved = gap(120, 35, 0.2);
        QVERIFY2(starved.contains("120 ms") && starved.contains("35") && starved.contains("only 20 % busy")
                     && !starved.contains("earlier replies"),
                 qPrintable(starved));
        QVERIFY(gap(120, 35, 0.97).contains(QStringLiteral("97 % busy")));
    }

    // Only the limit on requests in flight makes a request that is due wait for replies.
    void aGapOfTheLimitIsAQueue()
    {
        const QString queued = responseGap(
            *withTotal({{"latency_p99_ms", 120}, {"service_p99_ms", 35}, {"held_back_late", 700}}));
        QVERIFY2(queued.contains("earlier replies") && queued.contains("load.max_in_flight"), qPrintable(queued));
        // A hypervisor's part is named as such.
        const QString stolen = responseGap(
            *withTotal({{"latency_p99_ms", 120}, {"service_p99_ms", 35}, {"stolen_cpu_ratio", 0.2}}));
        QVERIFY2(stolen.contains("hypervisor"), qPrintable(stolen));
    }

    void whatPercentilesCutOffIsSaid()
    {
        QCOMPARE(saturation(*withTotal({{"latency_saturated", 0}})), QString());
        QCOMPARE(saturation(*withTotal({})), QString());
        const QString note = saturation(*withTotal({{"latency_saturated", 3}}));
        QVERIFY2(note.startsWith("3 response times were above one hour"), qPrintable(note));
    }

    void eachGroupHasARow()
    {
        auto snapshot = std::make_shared<metrics::Snapshot>(*plausibleRun({.knobTurned = false}));
        auto run = *snapshot->run;
        run.clientGroups = {"gold", "basic"};
        snapshot->run = std::make_shared<const metrics::RunInfo>(run);
        for (int group = 0; group < 2; ++group) {
            auto row = *snapshot->rows.back();
            row.group = group;
            row.values[metrics::metricIndex("requests")] = 10 + group;
            snapshot->groupRows.push_back(std::make_shared<const metrics::Row>(row));
        }
        GroupTableModel model;
        const QAbstractItemModelTester tester(&model);
        model.setSnapshot(snapshot);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(1, 0).data().toString(), QStringLiteral("basic"));
        QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("11"));
    }

    void theLogNamesAnEarlyEnd()
    {
        auto snapshot = std::make_shared<metrics::Snapshot>(*plausibleRun({.state = metrics::RunState::Finished}));
        snapshot->ended = {metrics::RunEnd::Cause::Data, "a feeder's rows were used up"};
        LogModel model;
        model.setSnapshot(snapshot);
        bool found = false;
        for (int row = 0; row < model.rowCount(); ++row)
            found = found || model.index(row, LogModel::Text).data().toString().contains(QStringLiteral("used up"));
        QVERIFY(found);
    }
};

static const TestRegistration<RunJudgementTest> registeredRunJudgementTest;
#include "run_judgement_test.moc"
