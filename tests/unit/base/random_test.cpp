// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <array>
#include <cmath>
#include <limits>
#include <set>

using namespace weir::base;

class RandomTest : public QObject {
    Q_OBJECT

private slots:
    // The first outputs of the reference implementation (Vigna, splitmix64.c) for seed 1234567.
    void isSplitMix64()
    {
        Random random{1234567};
        constexpr std::array<std::uint64_t, 5> published{6457827717110365317U, 3203168211198807973U,
                                                         9817491932198370423U, 4593380528125082431U,
                                                         16408922859458223821U};
        for (const auto expected : published)
            QCOMPARE(random.next(), expected);
    }

    void staysInItsRangeAndReachesBothEnds()
    {
        Random random{7};
        std::set<std::int64_t> seen;
        for (int i = 0; i < 1000; ++i)
            seen.insert(random.between(-2, 2));
        QCOMPARE(seen, (std::set<std::int64_t>{-2, -1, 0, 1, 2}));
        QCOMPARE(random.between(5, 5), std::int64_t{5});
    }

    void drawsFromRangesWiderThanHalfOf64Bits()
    {
        constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
        constexpr auto highest = std::numeric_limits<std::int64_t>::max();
        Random random{3};
        int negative = 0;
        for (int i = 0; i < 1000; ++i) {
            negative += random.between(lowest, highest) < 0 ? 1 : 0;
            QVERIFY(random.between(lowest + 1, highest) > lowest);
            QVERIFY(random.between(lowest, 0) <= 0);
        }
        QVERIFY(negative > 400 && negative < 600);
    }

    void isEvenOverItsRange()
    {
        constexpr int cells = 100, draws = 100000;
        std::array<int, cells> counts{};
        Random random{11};
        for (int i = 0; i < draws; ++i)
            ++counts[static_cast<std::size_t>(random.between(1, cells)) - 1];
        double chiSquare = 0;
        for (const int count : counts)
            chiSquare += std::pow(count - draws / cells, 2) / (draws / cells);
        QVERIFY(chiSquare < 148.2); // the 99.9 % point at 99 degrees of freedom
    }

    void hasTheMomentsOfItsDistributions()
    {
        constexpr int draws = 200000;
        Random random{5};
        double unitSum = 0, sum = 0, squares = 0;
        for (int i = 0; i < draws; ++i) {
            const double unit = random.unit();
            QVERIFY(unit >= 0 && unit < 1);
            unitSum += unit;
            const double normal = random.normal();
            sum += normal;
            squares += normal * normal;
        }
        QVERIFY(std::abs(unitSum / draws - 0.5) < 0.003);
        QVERIFY(std::abs(sum / draws) < 0.01);
        QVERIFY(std::abs(squares / draws - 1) < 0.02);
    }

    void splitsIntoDifferentRepeatableStreams()
    {
        const Random parent{1};
        std::set<std::uint64_t> firsts;
        for (std::uint64_t worker = 0; worker < 64; ++worker)
            firsts.insert(parent.split(worker).next());
        QCOMPARE(firsts.size(), std::size_t{64});
        QCOMPARE(parent.split(3).next(), Random{1}.split(3).next());
    }
};

static const TestRegistration<RandomTest> registeredRandomTest;
#include "random_test.moc"
