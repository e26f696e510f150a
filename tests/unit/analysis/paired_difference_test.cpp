// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/paired_difference.h"

#include "core/analysis/judgement.h"
#include "core/base/random.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace weir;
using namespace weir::analysis;

namespace {

constexpr double noFigure = std::numeric_limits<double>::quiet_NaN();
constexpr double neverAnswered = std::numeric_limits<double>::infinity();

// A machine as they are: a drift over the whole experiment, neighbours alike, one block in ten stalled.
class SimulatedMachine {
public:
    explicit SimulatedMachine(std::uint64_t seed) : m_random(seed) {}

    double block(double truth)
    {
        m_state = 0.5 * m_state + std::sqrt(1 - 0.25) * m_random.normal();
        m_drift += 0.003;
        const double stall = m_random.unit() < 0.1 ? 0.3 * m_random.unit() : 0;
        return truth * std::exp(0.05 * m_state + m_drift + stall);
    }

private:
    base::Random m_random;
    double m_state = 0;
    double m_drift = 0;
};

std::vector<BlockPair> abbaPairs(std::uint64_t seed, int pairs, double slowdown)
{
    SimulatedMachine machine{seed};
    std::vector<BlockPair> result;
    for (int i = 0; i < pairs; ++i) {
        BlockPair pair;
        const bool baselineFirst = i % 2 == 0;
        if (baselineFirst)
            pair.baseline = machine.block(10);
        pair.variant = machine.block(10 * slowdown);
        if (!baselineFirst)
            pair.baseline = machine.block(10);
        result.push_back(pair);
    }
    return result;
}

int countOf(Judgement wanted, double slowdown, int pairs, double margin)
{
    int found = 0;
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        const auto difference = pairedDifference(abbaPairs(seed * 7919, pairs, slowdown), DifferenceScale::LogRatio);
        found += judge(difference, Direction::LowerIsBetter, margin) == wanted ? 1 : 0;
    }
    return found;
}

} // namespace

class PairedDifferenceTest : public QObject {
    Q_OBJECT
private slots:
    void equalArmsAreSeldomCalledDifferent()
    {
        const int alarms = countOf(Judgement::Better, 1, 16, 0) + countOf(Judgement::Worse, 1, 16, 0);
        QVERIFY2(alarms <= 40, qPrintable(QString::number(alarms))); // 5 % + 3 of 500
    }

    void whatIsStatedIsFound()
    {
        // What 16 pairs find with a probability of 80 %, by the deviation that such blocks have.
        const auto difference = pairedDifference(abbaPairs(17, 400, 1), DifferenceScale::LogRatio);
        const double smallest = smallestDifference(difference.deviation, 16, difference.lag1);
        QVERIFY(smallest > 0.02 && smallest < 0.15);
        const int found = countOf(Judgement::Worse, std::exp(smallest), 16, 0);
        QVERIFY2(found >= 350, qPrintable(QString::number(found))); // 70 % of 500
        QVERIFY(countOf(Judgement::Worse, 1.2, 16, 0) >= 490);
    }

    void widthsFollowStudentsTable()
    {
        // Differences -1, 1, -1, 1, ...: mean 0, deviation sqrt(16/15), t(15, 0.975) = 2.131 by the printed table.
        std::vector<BlockPair> pairs;
        for (int i = 0; i < 16; ++i)
            pairs.push_back({0, i % 2 == 0 ? -1.0 : 1.0});
        const auto difference = pairedDifference(pairs, DifferenceScale::Plain);
        QCOMPARE(difference.pairs, 16);
        QCOMPARE(difference.lag1, 0.0);
        const double half = 2.1314 * std::sqrt(16.0 / 15) / 4;
        QVERIFY(std::abs(difference.high - half) < 1e-3 || difference.high >= half);
        QVERIFY(difference.low <= -half + 1e-3);
    }

    void aSteadyDifferenceIsExact()
    {
        const std::vector<BlockPair> pairs(8, {10, 11});
        const auto difference = pairedDifference(pairs, DifferenceScale::LogRatio);
        QVERIFY(std::abs(difference.asRatio(difference.difference) - 0.1) < 1e-12);
        QVERIFY(std::abs(difference.low - difference.high) < 1e-12);
        QCOMPARE(judge(difference, Direction::LowerIsBetter, 0.02), Judgement::Worse);
        QCOMPARE(judge(difference, Direction::HigherIsBetter, 0.02), Judgement::Better);
        QCOMPARE(judge(difference, Direction::LowerIsBetter, 0.2), Judgement::NoDifference);
    }

    void neighboursThatAreAlikeWiden()
    {
        base::Random random{5};
        std::vector<BlockPair> alike, apart;
        double state = 0;
        for (int i = 0; i < 60; ++i) {
            state = 0.7 * state + random.normal();
            alike.push_back({0, state});
            apart.push_back({0, i % 2 == 0 ? state : -state});
        }
        const auto wide = pairedDifference(alike, DifferenceScale::Plain);
        const auto narrow = pairedDifference(apart, DifferenceScale::Plain);
        QVERIFY(wide.lag1 > 0.4 && wide.lag1 < 0.9);
        QVERIFY(wide.high - wide.low > 1.5 * (narrow.high - narrow.low));
    }

    void blocksWithoutAFigureAreLeftOut()
    {
        std::vector<BlockPair> pairs(3, {10, 11});
        pairs.push_back({noFigure, 11});
        pairs.push_back({10, noFigure});
        const auto tooFew = pairedDifference(pairs, DifferenceScale::LogRatio);
        QCOMPARE(tooFew.pairs, 3);
        QVERIFY(!tooFew.hasInterval());
        QCOMPARE(judge(tooFew, Direction::LowerIsBetter, 0.02), Judgement::Unclear);
    }

    void whatIsNeverAnsweredIsNeverBetter()
    {
        std::vector<BlockPair> pairs(12, {10, neverAnswered});
        const auto lost = pairedDifference(pairs, DifferenceScale::LogRatio);
        QCOMPARE(judge(lost, Direction::LowerIsBetter, 0.02), Judgement::Worse);
        for (auto& pair : pairs)
            std::swap(pair.baseline, pair.variant);
        QCOMPARE(judge(pairedDifference(pairs, DifferenceScale::LogRatio), Direction::LowerIsBetter, 0.02),
                 Judgement::Better);
        for (auto& pair : pairs)
            pair.variant = neverAnswered;
        QCOMPARE(judge(pairedDifference(pairs, DifferenceScale::LogRatio), Direction::LowerIsBetter, 0.02),
                 Judgement::NoDifference);
        for (std::size_t i = 0; i < pairs.size(); ++i)
            pairs[i] = i % 2 == 0 ? BlockPair{10, neverAnswered} : BlockPair{neverAnswered, 10};
        QCOMPARE(judge(pairedDifference(pairs, DifferenceScale::LogRatio), Direction::LowerIsBetter, 0.02),
                 Judgement::Unclear);
    }

    void pairsForAWidthReachIt()
    {
        for (const double wanted : {0.05, 0.02, 0.01}) {
            const int pairs = pairsForHalfWidth(0.05, wanted);
            // 1.96 s / sqrt(n) is the half-width where n is large, and t is above it.
            QVERIFY(pairs >= std::pow(1.96 * 0.05 / wanted, 2));
            QVERIFY(pairs <= std::pow(2.6 * 0.05 / wanted, 2) + 6);
        }
    }

    void manyMetricsSeldomAlarmTogether()
    {
        int alarms = 0;
        for (std::uint64_t seed = 1; seed <= 300; ++seed) {
            std::vector<std::vector<BlockPair>> metrics;
            std::vector<PairedDifference> single;
            for (std::uint64_t m = 0; m < 8; ++m) {
                metrics.push_back(abbaPairs(seed * 104'729 + m * 1299, 16, 1));
                single.push_back(pairedDifference(metrics.back(), DifferenceScale::LogRatio));
            }
            const auto confidences = holmConfidences(single);
            bool alarmed = false;
            for (std::size_t m = 0; m < metrics.size(); ++m) {
                const auto wider = pairedDifference(metrics[m], DifferenceScale::LogRatio, confidences[m]);
                alarmed = alarmed || wider.low > 0 || wider.high < 0;
            }
            alarms += alarmed ? 1 : 0;
        }
        QVERIFY2(alarms <= 24, qPrintable(QString::number(alarms))); // 5 % + 3 of 300
    }

    void aBrokenGuardIsNamed()
    {
        const auto faster = pairedDifference(std::vector<BlockPair>(12, {10, 5}), DifferenceScale::LogRatio);
        const auto failing = pairedDifference(std::vector<BlockPair>(12, {0, 0.3}), DifferenceScale::Plain);
        const auto steady = pairedDifference(std::vector<BlockPair>(12, {0.1, 0.1}), DifferenceScale::Plain);
        const auto bad = findingOf(faster, Direction::LowerIsBetter, 0.02,
                                   {{"failed share", failing}, {"skipped share", steady}});
        QCOMPARE(bad.judgement, Judgement::Better);
        QVERIFY(!bad.recommended);
        QCOMPARE(bad.text(), std::string("better, but failed share grew"));
        const auto good = findingOf(faster, Direction::LowerIsBetter, 0.02, {{"failed share", steady}});
        QVERIFY(good.recommended);
        QCOMPARE(good.text(), std::string("better"));
    }
};

static const weir::support::TestRegistration<PairedDifferenceTest> registeredPairedDifferenceTest;
#include "paired_difference_test.moc"
