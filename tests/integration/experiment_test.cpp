// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments through sockets, against truths that are known otherwise.
#include "core/session/experimenting.h"
#include "core/settings/demo.h"
#include "tests/integration/recording_origin.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <atomic>
#include <cmath>
#include <map>
#include <set>

using namespace weir;
using namespace weir::integration;
using analysis::Judgement;
using experiment::BlockResult;
using experiment::Kind;
using experiment::Plan;
using experiment::TuningReport;

namespace {

struct Ran {
    base::Result<TuningReport> report = std::unexpected(base::Error{base::Errc::Internal, "not run"});
    std::vector<BlockResult> blocks;
};

Ran ran(const Plan& plan, const std::function<bool(std::size_t blocks)>& isEnough = {})
{
    Ran result;
    session::ExperimentHooks hooks;
    hooks.onBlock = [&](const BlockResult& block) { result.blocks.push_back(block); };
    hooks.cancelled = [&] { return isEnough && isEnough(result.blocks.size()); };
    result.report = session::runExperiment(plan, {}, hooks);
    return result;
}

// Of short blocks, on a scenario that needs nothing but what a test asks for.
Plan shortPlan(double rate, std::vector<std::string> metrics)
{
    Plan plan;
    plan.baseline.requests["item"].url = "/products/{{id}}";
    plan.baseline.requests["item"].vary = {"id=1..500"};
    plan.baseline.load.rate = rate;
    plan.baseline.load.warmupS = 0.2;
    plan.baseline.load.arrivals = settings::Arrivals::Poisson;
    plan.baseline.cache.enabled = false;
    plan.baseline.compression.enabled = false;
    plan.baseline.origin.latencyModel = settings::LatencyModel::Constant;
    plan.metrics = std::move(metrics);
    plan.blockSeconds = 0.4;
    plan.blocks = 4;
    return plan;
}

class ExperimentTest : public QObject {
    Q_OBJECT

private slots:
    // Both blocks of a pair have the same arrivals and ask the same; pairs differ among themselves.
    void bothBlocksOfAPairAskTheSame()
    {
        RecordingOrigin origin{{"ok", "", std::chrono::milliseconds{2}}};
        auto plan = shortPlan(300, {"latency_p50_ms", "planned"});
        plan.baseline.target.urls = {origin.url()};
        plan.variants = {{{"pool.max_connections", "8"}}};
        const auto result = ran(plan);
        QVERIFY2(result.report, result.report ? "" : base::text(result.report.error()).c_str());
        QCOMPARE(result.blocks.size(), std::size_t{8});
        std::map<std::uint64_t, std::vector<double>> planned;
        for (const auto& block : result.blocks)
            planned[block.order.draw].push_back(block.figure(0, 1, 4));
        QCOMPARE(planned.size(), std::size_t{4});
        std::set<double> counts;
        int equal = 0;
        for (const auto& [draw, both] : planned) {
            QCOMPARE(both.size(), std::size_t{2});
            equal += std::abs(both[0] - both[1]) <= 1;
            counts.insert(both[0]);
        }
        // On a busy machine a worker may be away at a block's edge, and send some requests to one side of it or the other.
        QVERIFY2(equal >= 1, qPrintable(QString::number(equal)));
        QVERIFY2(counts.size() >= 2, "Poisson arrivals of several pairs are not all as many");
    }

    void aSlowerTargetIsRecovered()
    {
        auto plan = shortPlan(300, {"latency_p50_ms"});
        plan.baseline.origin.latencyMs = 10;
        plan.variants = {{{"origin.latency_ms", "11"}}};
        plan.margin = 0;
        plan.blocks = 6;
        const auto result = ran(plan);
        QVERIFY2(result.report, result.report ? "" : base::text(result.report.error()).c_str());
        const auto& difference = result.report->variants.front().primary().difference;
        QVERIFY(difference.hasInterval());
        const auto words = QString("%1 to %2").arg(std::expm1(difference.low)).arg(std::expm1(difference.high));
        QVERIFY2(difference.low <= std::log(1.1) && difference.high >= std::log(1.07), qPrintable(words));
        QVERIFY(result.report->variants.front().primary().judgement != Judgement::Better);
    }

    // What one arm's cache holds is not the other's.
    void eachArmKeepsItsCache()
    {
        auto plan = shortPlan(300, {"cache_hit_ratio"});
        plan.baseline.requests["item"].vary = {"id=7..8"};
        plan.baseline.cache.enabled = true;
        plan.baseline.cache.defaultTtlS = 60;
        plan.variants = {{{"cache.enabled", "false"}}, {{"cache.capacity_bytes", "2000000"}}};
        plan.blocks = 2;
        const auto result = ran(plan);
        QVERIFY2(result.report, result.report ? "" : base::text(result.report.error()).c_str());
        for (const auto& block : result.blocks) {
            const double hits = block.figure(0, 0, 3);
            if (block.order.arm == 1)
                QVERIFY(std::isnan(hits));
            else
                QVERIFY2(hits > 0.95, qPrintable(QString("arm %1: %2").arg(block.order.arm).arg(hits)));
        }
        const auto blocksOf = [&](std::size_t arm) {
            return std::ranges::count_if(result.blocks, [&](const auto& b) { return b.order.arm == arm; });
        };
        QCOMPARE(blocksOf(0), 4);
    }

    void aKnobOfTheNextRunIsTriedByRuns()
    {
        auto plan = shortPlan(300, {"latency_p50_ms"});
        plan.variants = {{{"engine.workers", "2"}}};
        plan.blocks = 4;
        const auto result = ran(plan);
        QVERIFY2(result.report, result.report ? "" : base::text(result.report.error()).c_str());
        QCOMPARE(result.blocks.size(), std::size_t{8});
        QVERIFY(result.report->variants.front().primary().difference.hasInterval());
    }

    void throughTheListenerEachArmHasItsOwn()
    {
        auto plan = shortPlan(200, {"latency_p50_ms", "wire_bytes"});
        plan.baseline.requests["item"].url = "/products";
        plan.baseline.load.path = settings::LoadPath::Listener;
        plan.baseline.load.acceptEncoding = "gzip";
        plan.baseline.compression.enabled = true;
        plan.variants = {{{"compression.enabled", "false"}}};
        plan.blocks = 2;
        const auto result = ran(plan);
        QVERIFY2(result.report, result.report ? "" : base::text(result.report.error()).c_str());
        const auto* bytes = result.report->variants.front().find("wire_bytes");
        QVERIFY(bytes && bytes->variant > bytes->baseline * 1.5);
    }

    void usersThatWait()
    {
        auto plan = shortPlan(0.1, {"achieved_rps"});
        plan.baseline.load.model = settings::LoadModel::Closed;
        plan.baseline.load.users = 8;
        plan.baseline.origin.latencyMs = 5;
        plan.variants = {{{"pool.max_connections", "2"}}};
        plan.blocks = 4;
        const auto result = ran(plan);
        QVERIFY2(result.report, result.report ? "" : base::text(result.report.error()).c_str());
        const auto& primary = result.report->variants.front().primary();
        QVERIFY2(primary.variant < primary.baseline / 2, "two connections of 5 ms each carry some 400 a second");
        QVERIFY(primary.judgement == Judgement::Worse);
    }

    void aScreeningConfirmsWhatItFound()
    {
        auto plan = shortPlan(300, {"latency_mean_ms"});
        plan.kind = Kind::Screen;
        plan.factors = {{"origin.latency_ms", {"4", "20"}}, {"pool.max_pending", {"500", "1000"}}};
        plan.baseline.origin.latencyMs = 4;
        plan.blocks = 2;
        const auto result = ran(plan);
        QVERIFY2(result.report, result.report ? "" : base::text(result.report.error()).c_str());
        QCOMPARE(result.report->effects.size(), std::size_t{2});
        QCOMPARE(result.report->effects.front().factor.key, std::string{"origin.latency_ms"});
        const auto confirming = std::ranges::count_if(result.blocks, [](const auto& b) { return b.order.isConfirming; });
        QVERIFY(confirming >= 16);
        QVERIFY(result.report->effects.front().isConfirmed);
    }

    void endedEarlyItReportsWhatItHas()
    {
        auto plan = shortPlan(200, {"latency_p50_ms"});
        plan.variants = {{{"pool.max_connections", "2"}}};
        plan.blocks = 1000;
        const auto result = ran(plan, [](std::size_t blocks) { return blocks >= 10; });
        QVERIFY(result.report);
        QVERIFY(result.report->isInterrupted);
        QVERIFY(result.blocks.size() >= 10 && result.blocks.size() < 20);
        QVERIFY(result.report->variants.front().primary().difference.hasInterval());
    }

    // c connections of constant service time S carry c/S.
    void theCapacityOfAPoolIsFound()
    {
        Plan plan = shortPlan(100, {});
        plan.kind = Kind::Find;
        plan.baseline.pool.maxConnections = 4;
        plan.baseline.origin.latencyMs = 20;
        plan.baseline.load.arrivals = settings::Arrivals::Even;
        plan.search = {"load.rate", true, "p(50)<60", 0, 1000};
        plan.blockSeconds = 0.6;
        plan.precision = 0.05;
        const auto result = ran(plan);
        QVERIFY2(result.report, result.report ? "" : base::text(result.report.error()).c_str());
        const auto& answer = *result.report->search;
        QVERIFY(answer.value && answer.isConfirmed);
        // A busy machine may carry less, and none carries more.
        QVERIFY2(*answer.value > 10 && *answer.value < 215, qPrintable(QString::number(*answer.value)));
    }

    void whatIsWrongIsTold_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("condition");
        QTest::addColumn<QString>("told");
        QTest::newRow("no number") << "compression.codec" << "p(99)<50" << "--highest";
        QTest::newRow("unknown") << "load.rat" << "p(99)<50" << "load.rate";
        QTest::newRow("no condition") << "load.rate" << "fast" << "--while";
    }
    void whatIsWrongIsTold()
    {
        QFETCH(QString, key);
        QFETCH(QString, condition);
        QFETCH(QString, told);
        auto plan = shortPlan(100, {});
        plan.kind = Kind::Find;
        plan.search = {key.toStdString(), true, condition.toStdString(), 0, 0};
        const auto report = session::runExperiment(plan, {}, {});
        QVERIFY(!report);
        QVERIFY2(QString::fromStdString(base::text(report.error())).contains(told), base::text(report.error()).c_str());
    }
};

static const TestRegistration<ExperimentTest> registeredExperimentTest;

} // namespace

#include "experiment_test.moc"
