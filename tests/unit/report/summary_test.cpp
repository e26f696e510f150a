// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/summary.h"

#include "tests/support/test_registry.h"
#include "tests/unit/report/golden.h"
#include "tests/unit/report/sample_run.h"

#include <QTest>

using namespace weir;
using namespace weir::test;

class SummaryTest : public QObject {
    Q_OBJECT

private slots:
    void agreesWithItsGoldenFile() { compareWithGolden("summary.txt", report::summary(SampleRun{}.report())); }

    void fitsATerminal()
    {
        const auto lines = QString::fromStdString(report::summary(SampleRun{}.report())).split('\n');
        for (const auto& line : lines)
            QVERIFY2(line.size() <= 120, qPrintable(line));
    }

    // No control character reaches the terminal, and nobody else writes a line.
    void textFromOutsideIsText()
    {
        const std::string hostile = "x\x1b[2J\r\nVerdict: VALID\u202e\u200b\xff\x9b";
        auto report = SampleRun{}.report();
        auto info = *report.snapshot->run;
        info.scenario = info.label = info.target = info.targetProcess = hostile;
        info.endpoints = {hostile, hostile};
        auto snapshot = *report.snapshot;
        snapshot.run = std::make_shared<const metrics::RunInfo>(info);
        snapshot.events.front().text = hostile;
        snapshot.ended = {metrics::RunEnd::Cause::Errors, hostile};
        snapshot.verdict.reasons = {hostile};
        for (auto& failure : snapshot.failures)
            failure.detail = failure.request = failure.body = hostile;
        report.snapshot = std::make_shared<const metrics::Snapshot>(snapshot);
        const auto text = QString::fromStdString(report::summary(report));
        QVERIFY(text.contains(QStringLiteral("\\x1b[2J")));
        for (const QChar c : text)
            QVERIFY(c == u'\n' || c.isPrint());
        for (const auto& line : text.split(u'\n'))
            QVERIFY2(!line.startsWith(QStringLiteral("Verdict: VALID")), qPrintable(line));
    }

    // Long names and large figures at once.
    void longNamesGiveWay()
    {
        auto info = SampleRun::info();
        info.endpoints = {"a-name-that-is-longer-than-any-table-can-show", "b"};
        metrics::Row row;
        row.values.assign(metrics::metrics().size(), 12345678.9);
        metrics::Snapshot snapshot;
        snapshot.run = std::make_shared<const metrics::RunInfo>(info);
        for (row.endpoint = -1; row.endpoint < 2; ++row.endpoint)
            snapshot.rows.push_back(std::make_shared<const metrics::Row>(row));
        const auto scenario = std::make_shared<const settings::Scenario>();
        const auto text = QString::fromStdString(
            report::summary({std::make_shared<const metrics::Snapshot>(snapshot), {scenario}}));
        QVERIFY(text.contains("a-name-…"));
    }

    void saysWhereResponseTimesWereTooLong()
    {
        auto snapshot = *SampleRun{}.report().snapshot;
        const auto textOf = [&] {
            return report::summary(
                {std::make_shared<const metrics::Snapshot>(snapshot), {std::make_shared<const settings::Scenario>()}});
        };
        QVERIFY(textOf().find("above one hour") == std::string::npos);
        for (auto& row : snapshot.rows)
            if (row->endpoint < 0 && row->epoch == 1) {
                auto changed = *row;
                changed.values[metrics::metricIndex("latency_saturated")] = 3;
                row = std::make_shared<const metrics::Row>(changed);
            }
        QVERIFY(textOf().find("3 response times above one hour count as one hour in percentiles") != std::string::npos);
    }

    void namesWhatEndedTheRunAndItsGroups()
    {
        auto info = SampleRun::info();
        info.clientGroups = {"gold", "basic"};
        metrics::Row row;
        row.values.assign(metrics::metrics().size(), 7);
        row.group = 1;
        metrics::Snapshot snapshot;
        snapshot.run = std::make_shared<const metrics::RunInfo>(info);
        snapshot.phase = row.phase;
        snapshot.groupRows.push_back(std::make_shared<const metrics::Row>(row));
        snapshot.ended = {metrics::RunEnd::Cause::Requests, "500 requests were sent"};
        const auto scenario = std::make_shared<const settings::Scenario>();
        const auto text = report::summary({std::make_shared<const metrics::Snapshot>(snapshot), {scenario}});
        QVERIFY2(text.find("ended early: 500 requests were sent") != std::string::npos, text.c_str());
        QVERIFY2(text.find("Client groups\n  basic: 7 requests") != std::string::npos, text.c_str());
    }

    void eachPhaseHasItsVerdict()
    {
        using Level = metrics::Verdict::Level;
        auto info = SampleRun::info();
        info.phases = {"warmup", "ramp", "steady"};
        metrics::Snapshot snapshot;
        snapshot.run = std::make_shared<const metrics::RunInfo>(info);
        snapshot.judged = {{}, {Level::Valid, {"All went out in time."}}, {Level::Suspect, {"One.", "Two."}}};
        snapshot.verdict = {Level::Suspect, {"steady: One.", "steady: Two."}};
        const auto scenario = std::make_shared<const settings::Scenario>();
        const auto text = report::summary({std::make_shared<const metrics::Snapshot>(snapshot), {scenario}});
        QVERIFY2(text.find("Verdict: SUSPECT\n  ramp: VALID. All went out in time.\n  steady: SUSPECT. One. Two.\n")
                     != std::string::npos,
                 text.c_str());
    }

    void hidesSecrets()
    {
        const auto text = report::summary(SampleRun{}.report());
        QVERIFY(text.find("secret") == std::string::npos);
    }

    void saysThatNothingWasMeasured()
    {
        metrics::Collector collector{SampleRun::info(), 2};
        collector.beginPhase(metrics::warmUpPhase, 0s);
        collector.tick(500ms);
        collector.setInterrupted();
        const auto scenario = std::make_shared<const settings::Scenario>();
        const auto text = report::summary({collector.publish(), {scenario}});
        QVERIFY(text.find("Nothing was measured") != std::string::npos);
        QVERIFY(text.find("stopped before its end") != std::string::npos);
        QVERIFY(text.find("Verdict") == std::string::npos);
    }
};

static const TestRegistration<SummaryTest> registeredSummaryTest;
#include "summary_test.moc"
