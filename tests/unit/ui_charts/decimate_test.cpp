// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/decimate.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace weir::ui;

static std::vector<double> ramp(std::size_t count)
{
    std::vector<double> x(count);
    for (std::size_t i = 0; i < count; ++i)
        x[i] = static_cast<double>(i);
    return x;
}

class DecimateTest : public QObject {
    Q_OBJECT

private slots:
    void keepsTheExtremesOfEachColumn()
    {
        constexpr std::size_t count = 3600;
        constexpr std::size_t columns = 200;
        const auto x = ramp(count);
        std::mt19937 engine(3);
        std::vector<double> y(count);
        for (auto& value : y)
            value = std::uniform_real_distribution<double>(0, 100)(engine);
        const auto kept = decimate(x, y, 0, count, columns);
        QVERIFY(kept.size() <= 2 * columns);
        QVERIFY(std::ranges::is_sorted(kept));
        constexpr std::size_t width = count / columns;
        for (std::size_t column = 0; column < columns; ++column) {
            const auto first = y.begin() + static_cast<std::ptrdiff_t>(column * width);
            const auto [low, high] = std::minmax_element(first, first + width);
            for (const auto at : {low, high})
                QVERIFY(std::ranges::binary_search(kept, static_cast<std::size_t>(at - y.begin())));
        }
    }

    void fewPointsAreAllKept()
    {
        const std::vector<double> y{3, 1, 4, 1, 5};
        QCOMPARE(decimate(ramp(5), y, 0, 4, 100), (std::vector<std::size_t>{0, 1, 2, 3, 4}));
    }

    void aSpikeSurvives()
    {
        std::vector<double> y(1000, 1.0);
        y[637] = 99;
        const auto kept = decimate(ramp(1000), y, 0, 1000, 10);
        QVERIFY(std::ranges::find(kept, 637u) != kept.end());
    }

    void gapsBreakTheLine()
    {
        const double gap = std::nan("");
        const std::vector<double> y{gap, 1, 2, gap, gap, 3, gap};
        const auto kept = decimate(ramp(7), y, 0, 6, 100);
        QCOMPARE(kept, (std::vector<std::size_t>{0, 1, 2, 3, 5, 6}));
        QCOMPARE(stretches(y, kept), (std::vector<Stretch>{{1, 3}, {4, 5}}));
    }

    void aGapWithinOneColumnIsNotBridged()
    {
        std::vector<double> y(100, 1.0);
        y[50] = std::nan("");
        const auto kept = decimate(ramp(100), y, 0, 100, 1);
        QCOMPARE(stretches(y, kept).size(), 2u);
    }

    void onlyTheRangeAndItsNeighbours()
    {
        const std::vector<double> y(100, 1.0);
        const auto kept = decimate(ramp(100), y, 20, 30, 1000);
        QCOMPARE(kept.front(), 19u);
        QCOMPARE(kept.back(), 31u);
    }

    void nothingGivesNothing()
    {
        QVERIFY(decimate({}, {}, 0, 1, 10).empty());
        QVERIFY(decimate(ramp(3), ramp(3), 1, 1, 10).empty());
        QVERIFY(decimate(ramp(3), ramp(3), 0, 2, 0).empty());
    }
};

static const TestRegistration<DecimateTest> registeredDecimateTest;
#include "decimate_test.moc"
