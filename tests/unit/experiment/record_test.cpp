// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/record.h"

#include "core/experiment/reporting.h"
#include "core/settings/demo.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace weir;
using namespace weir::experiment;

namespace {

Plan richPlan()
{
    Plan plan;
    plan.kind = Kind::Sweep;
    plan.baseline = settings::demoScenario();
    plan.baseline.scenario.name = "Shop \"quoted\" \xE2\x82\xAC";
    plan.variants = {{{"pool.max_connections", "8"}}, {}};
    plan.factors = {{"pool.max_connections", {"1", "2"}}, {"compression.codec", {"gzip", "brotli"}}};
    plan.search = {"load.rate", false, "p(99)<50", 1.5, 1e6};
    plan.metrics = {"adjusted_p99_ms", "wire_bytes"};
    plan.blocks = 7;
    plan.blockSeconds = 0.25;
    plan.precision = 0.031;
    plan.seconds = 12;
    plan.margin = 0.05;
    plan.confidence = 0.99;
    plan.seed = 12345678901234567890ULL;
    plan.fitsScalability = true;
    return plan;
}

BlockResult richBlock()
{
    BlockResult block;
    block.order = {5, 2, 1, true, true, 3, 77};
    block.atS = 12.5;
    block.seconds = 4.75;
    block.verdict = {metrics::Verdict::Level::Suspect, {"late", ""}};
    block.figures = {1.5, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN(), -0.0};
    return block;
}

class RecordTest : public QObject {
    Q_OBJECT

private slots:
    void aPlanReadsBack()
    {
        const auto plan = richPlan();
        const auto read = readPlan(planText(plan));
        QVERIFY2(read, read ? "" : base::text(read.error()).c_str());
        QVERIFY(read->baseline == plan.baseline);
        QVERIFY(read->variants == plan.variants);
        QVERIFY(read->factors == plan.factors);
        QVERIFY(read->search == plan.search);
        QCOMPARE(read->seed, plan.seed);
        QCOMPARE(planText(*read), planText(plan));
    }

    void credentialsAreNotKept()
    {
        auto plan = richPlan();
        QVERIFY(!lacksCredentials(plan));
        plan.baseline.requests["search"].headers = {"Authorization: Bearer s3cret-token"};
        QVERIFY(lacksCredentials(plan));
        QVERIFY(planText(plan).find("s3cret") == std::string::npos);
        plan.baseline.requests["search"].headers = {"Authorization: Bearer ${TOKEN}"};
        QVERIFY(!lacksCredentials(plan));
    }

    void aBlockReadsBack()
    {
        const auto block = richBlock();
        const auto read = readBlock(blockBytes(block));
        QVERIFY(read);
        QVERIFY(read->order == block.order);
        QCOMPARE(read->atS, block.atS);
        QCOMPARE(read->seconds, block.seconds);
        QVERIFY(read->verdict == block.verdict);
        QCOMPARE(read->figures.size(), std::size_t{4});
        QVERIFY(std::isinf(read->figures[1]) && std::isnan(read->figures[2]));
        const Trial trial{420, true, 48.5, 419.7, 5, {metrics::Verdict::Level::Valid, {"fine"}}, true};
        const auto readAgain = readTrial(trialBytes(trial));
        QVERIFY(readAgain);
        QCOMPARE(readAgain->value, 420.0);
        QVERIFY(readAgain->held && readAgain->isConfirming);
    }

    // Cut off anywhere, or with any byte changed: an error or another block, never more than that.
    void nothingHostileIsTrusted()
    {
        const auto bytes = blockBytes(richBlock());
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!readBlock(std::string_view{bytes}.substr(0, size)));
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            auto changed = bytes;
            changed[i] = static_cast<char>(0xff);
            (void)readBlock(changed);
            (void)readTrial(changed);
        }
        for (const auto* text : {"", "{", "[]", "{}", R"({"kind":"try"})", R"({"kind":7})"})
            QVERIFY(!readPlan(text));
        auto text = planText(richPlan());
        QVERIFY(!readPlan(text.replace(text.find("sweep"), 5, "sweet")));
    }

    // An arm is what three quarters of its blocks reach: one bad block of four is told, two decide.
    void anArmIsJudgedByThreeQuartersOfItsBlocks()
    {
        Plan plan;
        plan.baseline = settings::demoScenario();
        plan.variants = {{{"pool.max_connections", "8"}}};
        plan.metrics = {"latency_p50_ms"};
        for (const int bad : {0, 1, 2}) {
            std::vector<BlockResult> blocks;
            for (int i = 0; i < 8; ++i) {
                BlockResult block;
                block.order = {std::size_t(i), std::size_t(i % 2), 0, i % 2 == 1, false, i / 2, std::uint64_t(i / 2)};
                const bool isBad = i % 2 == 1 && i / 2 < bad;
                block.verdict = {isBad ? metrics::Verdict::Level::Invalid : metrics::Verdict::Level::Valid, {"why"}};
                block.figures.assign(7 * 3, 1);
                blocks.push_back(std::move(block));
            }
            const auto report = reportOf(plan, "id", {}, blocks);
            QVERIFY(report);
            QVERIFY(report->arms[0].verdict.level == metrics::Verdict::Level::Valid);
            const auto& verdict = report->arms[1].verdict;
            QCOMPARE(verdict.level == metrics::Verdict::Level::Invalid, bad == 2);
            QCOMPARE(verdict.reasons.size(), std::size_t(bad > 0 ? 1 : 0));
        }
    }

    // Told anew from what was kept, a report says the same as from what was measured.
    void aReportIsMadeOfWhatWasKept()
    {
        Plan plan;
        plan.baseline = settings::demoScenario();
        plan.variants = {{{"pool.max_connections", "8"}}};
        plan.metrics = {"latency_p50_ms"};
        std::vector<BlockResult> blocks;
        for (int i = 0; i < 12; ++i) {
            BlockResult block;
            block.order = {std::size_t(i), std::size_t(i % 2), 0, i % 2 == 1, false, i / 2, std::uint64_t(i / 2)};
            block.atS = i * 2.0;
            block.seconds = 1.9;
            block.verdict.level = metrics::Verdict::Level::Valid;
            block.figures.assign(7 * 3, 0);
            for (std::size_t place = 0; place < 7; ++place)
                block.figures[place * 3] = (i % 2 == 1 ? 12 : 10) + 0.01 * i;
            blocks.push_back(*readBlock(blockBytes(block)));
        }
        const auto report = reportOf(*readPlan(planText(plan)), "id", {}, blocks);
        QVERIFY(report);
        QCOMPARE(report->variants.size(), std::size_t{1});
        const auto& primary = report->variants.front().primary();
        QVERIFY(primary.judgement == analysis::Judgement::Worse);
        QVERIFY(std::abs(std::expm1(primary.difference.difference) - 0.2) < 0.01);
        QVERIFY(!report->variants.front().sentence.empty());
        blocks.front().figures.pop_back(); // of another scenario
        QVERIFY(reportOf(plan, "id", {}, blocks));
        blocks.front().order.arm = 9;
        QVERIFY(reportOf(plan, "id", {}, blocks));
    }
};

static const TestRegistration<RecordTest> registeredRecordTest;

} // namespace

#include "record_test.moc"
