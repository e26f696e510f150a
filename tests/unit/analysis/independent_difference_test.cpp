// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/independent_difference.h"

#include "core/analysis/judgement.h"
#include "core/base/random.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace weir;
using namespace weir::analysis;

namespace {

constexpr double noSecond = std::numeric_limits<double>::quiet_NaN();
constexpr double neverCame = std::numeric_limits<double>::infinity();

// Seconds of a run: each like the one before, now and then a stall.
std::vector<double> secondsOfRun(base::Random& random, int count, double truth, double likeness, double stalls = 0.05)
{
    std::vector<double> figures;
    double state = random.normal();
    for (int i = 0; i < count; ++i) {
        state = likeness * state + std::sqrt(1 - likeness * likeness) * random.normal();
        const double stall = random.unit() < stalls ? random.unit() : 0;
        figures.push_back(truth * std::exp(0.1 * state + stall));
    }
    return figures;
}

int alarmsOf(int count, double likeness, double ratio, int runs = 500)
{
    int alarms = 0;
    for (int seed = 1; seed <= runs; ++seed) {
        base::Random random{static_cast<std::uint64_t>(seed) * 7919};
        const auto a = secondsOfRun(random, count, 10, likeness);
        const auto b = secondsOfRun(random, count, 10 * ratio, likeness);
        const auto difference = independentDifference(a, b, DifferenceScale::LogRatio);
        const auto judged = judge(difference, Direction::LowerIsBetter, 0);
        alarms += judged == Judgement::Better || judged == Judgement::Worse ? 1 : 0;
    }
    return alarms;
}

} // namespace

class IndependentDifferenceTest : public QObject {
    Q_OBJECT

private slots:
    void equalRunsAreSeldomCalledDifferent_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<double>("likeness");
        for (const int count : {12, 30, 60})
            for (const double likeness : {0.0, 0.3, 0.5})
                QTest::addRow("%d figures, %.1f alike", count, likeness) << count << likeness;
    }
    void equalRunsAreSeldomCalledDifferent()
    {
        QFETCH(int, count);
        QFETCH(double, likeness);
        const int alarms = alarmsOf(count, likeness, 1);
        qInfo("%d of 500", alarms);
        QVERIFY2(alarms <= 40, qPrintable(QString::number(alarms))); // 5 % + 3 of 500
    }

    void plantedDifferencesAreFound()
    {
        // Seconds deviate by 0.16, so the error is 0.055 of 30 and 0.039 of 60: ln 1.2 is 3.3 and 4.7 times as much.
        QVERIFY(alarmsOf(30, 0.3, 1.2) >= 400);
        QVERIFY(alarmsOf(60, 0.3, 1.2) >= 475);
    }

    // Welch's own example of unequal spreads, by plain arithmetic: means 0 and 1, errors 1 / sqrt(15) each.
    void widthsFollowWelch()
    {
        std::vector<double> a, b;
        for (int i = 0; i < 16; ++i) {
            a.push_back(i % 2 == 0 ? -1 : 1);
            b.push_back(i % 2 == 0 ? 0 : 2);
        }
        const auto difference = independentDifference(a, b, DifferenceScale::Plain);
        QCOMPARE(difference.difference, 1.0);
        QCOMPARE(difference.lag1, 0.0);
        const double half = 2.0423 * std::sqrt(2.0 / 15); // t(30, 0.975) by the printed table
        QVERIFY(difference.high >= 1 + half - 1e-3);
        QVERIFY(difference.low <= 1 - half + 1e-3);
        QVERIFY(difference.high <= 1 + 1.5 * half);
    }

    void whatIsAlikeWidens()
    {
        base::Random random{5};
        const auto apart = secondsOfRun(random, 60, 10, 0, 0);
        const auto alike = secondsOfRun(random, 60, 10, 0.8, 0);
        const auto narrow = independentDifference(apart, apart, DifferenceScale::LogRatio);
        const auto wide = independentDifference(alike, alike, DifferenceScale::LogRatio);
        QCOMPARE(narrow.difference, 0.0);
        QVERIFY(wide.lag1 > 0.5);
        QVERIFY(wide.high - wide.low > 1.5 * (narrow.high - narrow.low));
    }

    void whatWasNeverAnsweredHasNoMean()
    {
        const std::vector<double> answered(20, 10.0);
        const std::vector<double> lost(20, neverCame);
        const auto worse = independentDifference(answered, lost, DifferenceScale::LogRatio);
        QCOMPARE(worse.difference, neverCame);
        QCOMPARE(worse.low, neverCame);
        QCOMPARE(worse.never, 20);
        QCOMPARE(judge(worse, Direction::LowerIsBetter, 0.02), Judgement::Worse);
        const auto same = independentDifference(lost, lost, DifferenceScale::LogRatio);
        QCOMPARE(same.difference, 0.0);
        QCOMPARE(judge(same, Direction::LowerIsBetter, 0.02), Judgement::NoDifference);
    }

    void tooFewFiguresSayNothing()
    {
        const std::vector<double> three{1, 2, 3, noSecond, noSecond};
        const auto difference = independentDifference(three, three, DifferenceScale::LogRatio);
        QCOMPARE(difference.pairs, 3);
        QVERIFY(!difference.hasInterval());
        QVERIFY(!independentDifference({}, three, DifferenceScale::Plain).hasInterval());
        const std::vector<double> zeros(10, 0.0); // no logarithm
        QVERIFY(!independentDifference(zeros, zeros, DifferenceScale::LogRatio).hasInterval());
        QCOMPARE(independentDifference(zeros, zeros, DifferenceScale::Plain).high, 0.0);
    }

    void batchesAreMeansOfNeighbours()
    {
        QCOMPARE(batchMeans(std::vector<double>{1, 2, 3, 4, 5}, 10), (std::vector<double>{1, 2, 3, 4, 5}));
        QCOMPARE(batchMeans(std::vector<double>{1, 3, 5, 7, 9}, 2), (std::vector<double>{5}));
        QCOMPARE(batchMeans(std::vector<double>{1, 3, 5, 7, 9}, 3), (std::vector<double>{2, 7}));
        QCOMPARE(batchMeans(std::vector<double>{1, noSecond, 5, neverCame}, 2), (std::vector<double>{1, neverCame}));
        QVERIFY(batchMeans({}, 5).empty());
    }
};

static const TestRegistration<IndependentDifferenceTest> registeredIndependentDifferenceTest;
#include "independent_difference_test.moc"
