// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run.h"

#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace weir;
using namespace weir::tests;
using session::Run;

namespace {

settings::Scenario briefRun()
{
    settings::Scenario scenario;
    scenario.load.warmupS = 0;
    scenario.load.durationS = 0.4;
    scenario.load.rate = 100;
    return scenario;
}

} // namespace

class RunTest : public QObject {
    Q_OBJECT

private slots:
    void startsTheBuiltInOriginWithoutATarget()
    {
        auto run = Run::start(briefRun(), {}, nullptr);
        QVERIFY2(run.has_value(), run ? "" : run.error().context.c_str());
        (*run)->waitUntilFinished();
        QVERIFY((*run)->finished());
        const auto report = (*run)->report();
        QVERIFY(report.snapshot->run->builtInOrigin);
        QCOMPARE(report.snapshot->state, metrics::RunState::Finished);
        QCOMPARE(report.epochs.size(), std::size_t{1});
    }

    void refusesWhatCannotWork_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("threshold");
        QTest::addColumn<int>("code");
        QTest::newRow("nobody listens") << QByteArray("http://127.0.0.1:1") << QByteArray()
                                        << int(base::Errc::ConnectRefused);
        QTest::newRow("no address") << QByteArray("not an address") << QByteArray() << int(base::Errc::InvalidScenario);
        QTest::newRow("bad threshold") << QByteArray() << QByteArray("p(101)<5") << -1;
    }
    void refusesWhatCannotWork()
    {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, threshold);
        QFETCH(int, code);
        auto scenario = briefRun();
        if (!url.isEmpty())
            scenario.target.urls = {url.toStdString()};
        if (!threshold.isEmpty())
            scenario.scenario.thresholds = {threshold.toStdString()};
        const auto run = Run::start(scenario, {}, nullptr);
        QVERIFY(!run);
        if (code >= 0)
            QCOMPARE(int(run.error().code), code);
        QVERIFY(!run.error().context.empty());
    }

    void namesItsTargetAndLabel()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = briefRun();
        scenario.target.urls = {server.url()};
        session::RunOptions options;
        options.label = "before the change";
        auto run = Run::start(scenario, options, nullptr);
        QVERIFY(run.has_value());
        (*run)->waitUntilFinished();
        const auto info = (*run)->report().snapshot->run;
        QCOMPARE(info->target, server.url());
        QCOMPARE(info->label, options.label);
        QVERIFY(!info->builtInOrigin);
    }

    void aThresholdThatAbortsEndsTheRun()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(500, {}, "x"); }};
        auto scenario = briefRun();
        scenario.target.urls = {server.url()};
        scenario.load.durationS = 600;
        scenario.scenario.thresholds = {"p(99)<100000", "error_ratio<0.5 abort after 0.2 s"};
        auto run = Run::start(scenario, {}, nullptr);
        QVERIFY(run.has_value());
        (*run)->waitUntilFinished(); // long before its time, or the test's own limit fails it
        const auto snapshot = (*run)->report().snapshot;
        QCOMPARE(snapshot->ended.cause, metrics::RunEnd::Cause::Threshold);
        QVERIFY2(snapshot->ended.text.find("error_ratio<0.5") != std::string::npos, snapshot->ended.text.c_str());
        QCOMPARE(snapshot->ended.threshold, std::string{"error_ratio<0.5 abort after 0.2 s"});
        QCOMPARE(snapshot->ended.figure, std::string{"1"});
        QVERIFY(!snapshot->interrupted);
        const auto& total = *snapshot->total(metrics::measuredPhase, 0);
        QVERIFY(total.end - total.begin >= std::chrono::milliseconds{200});
        QCOMPARE(total.values[metrics::metricIndex("planned")], total.values[metrics::metricIndex("requests")]);
    }

    void whatThresholdsAskForIsMeasured()
    {
        auto scenario = briefRun();
        scenario.scenario.thresholds = {"service_p(60)<60000", "p(99.9)<60000"};
        auto run = Run::start(scenario, {}, nullptr);
        (*run)->waitUntilFinished();
        const auto snapshot = (*run)->report().snapshot;
        const auto& percentiles = snapshot->total(metrics::measuredPhase, 0)->percentiles;
        QCOMPARE(percentiles.size(), std::size_t{1});
        QVERIFY(percentiles.front() > 0);
        QVERIFY(std::ranges::any_of(snapshot->verdict.reasons, [](const auto& reason) {
            return reason.find("The p99.9 that a threshold asks for needs 10000 requests") != std::string::npos;
        }));
    }

    void aRunThatHadItsTimeSaysSo()
    {
        auto run = Run::start(briefRun(), {}, nullptr);
        (*run)->waitUntilFinished();
        QCOMPARE((*run)->report().snapshot->ended.cause, metrics::RunEnd::Cause::Time);
    }

    // Through the listener a gateway's target is told who asks, and that is each group by an address of its own.
    void aTargetBehindTheListenerIsToldOfEachGroup()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = briefRun();
        scenario.target.urls = {server.url()};
        scenario.load.path = settings::LoadPath::Listener;
        scenario.load.durationS = 60;
        scenario.load.stopAfterRequests = 60;
        scenario.cache.enabled = false;
        scenario.clientGroups["gold"].weight = 1;
        scenario.clientGroups["basic"].weight = 1;
        auto run = Run::start(scenario, {}, nullptr);
        QVERIFY2(run.has_value(), run ? "" : run.error().context.c_str());
        (*run)->waitUntilFinished();
        std::set<std::string> clients;
        for (const auto& request : server.requests())
            clients.insert(request.get("X-Forwarded-For"));
        QCOMPARE(clients, (std::set<std::string>{"127.0.1.1", "127.0.1.2"}));
    }

    // What goes to the files during a run is all of it, once: counted here from what is handed out.
    void handsOutEveryExchangeOnce()
    {
        std::uint64_t exchanges = 0;
        std::uint64_t inTotals = 0;
        std::uint64_t inEndpoints = 0;
        base::Nanos last{};
        session::RunOptions options;
        options.onExchanges = [&](const metrics::RunInfo&, auto records) { exchanges += records.size(); };
        options.onInterval = [&](const metrics::RunInfo&, const metrics::IntervalRecord& record) {
            QVERIFY(record.begin >= last && record.length > base::Nanos::zero());
            last = record.begin;
            (record.endpoint < 0 ? inTotals : inEndpoints) += record.response->count();
        };
        auto scenario = briefRun();
        scenario.load.durationS = 1.4; // a full second and a part of one
        auto run = Run::start(scenario, options, nullptr);
        QVERIFY(run.has_value());
        (*run)->waitUntilFinished();
        const auto& total = *(*run)->report().snapshot->total(metrics::measuredPhase, 0);
        const auto requests = static_cast<std::uint64_t>(total.values[metrics::metricIndex("requests")]);
        QVERIFY(requests > 0);
        QCOMPARE(exchanges, requests);
        QCOMPARE(inTotals, requests);
        QCOMPARE(inEndpoints, requests);
    }
};

static const TestRegistration<RunTest> registeredRunTest;
#include "run_test.moc"
