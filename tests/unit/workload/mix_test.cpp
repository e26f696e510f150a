// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/mix.h"

#include "core/settings/demo.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>

using namespace weir::workload;
using weir::base::Random;

static std::vector<std::size_t> drawnByMix(Mix mix, int count)
{
    std::vector<std::size_t> indices;
    for (int i = 0; i < count; ++i)
        indices.push_back(mix.next());
    return indices;
}

class MixTest : public QObject {
    Q_OBJECT

private slots:
    void followsTheWeights()
    {
        constexpr int draws = 200000;
        const std::vector<double> weights{40, 30, 15, 10, 3, 2};
        std::vector<int> counts(weights.size());
        for (const auto index : drawnByMix(Mix{weights, Random{42}}, draws))
            ++counts[index];
        double chiSquare = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const double expected = draws * weights[i] / 100;
            chiSquare += std::pow(counts[i] - expected, 2) / expected;
        }
        QVERIFY2(chiSquare < 20.5, qPrintable(QString::number(chiSquare))); // the 99.9 % point at 5 degrees of freedom
    }

    // Each draw must not depend on the one before: pairs are as frequent as the products say.
    void drawsIndependently()
    {
        constexpr int draws = 200000;
        const auto indices = drawnByMix(Mix{std::vector<double>{1, 1, 2}, Random{9}}, draws);
        std::array<std::array<int, 3>, 3> pairs{};
        for (std::size_t i = 0; i + 1 < indices.size(); i += 2)
            ++pairs[indices[i]][indices[i + 1]];
        constexpr std::array<double, 3> shares{0.25, 0.25, 0.5};
        double chiSquare = 0;
        for (std::size_t a = 0; a < 3; ++a)
            for (std::size_t b = 0; b < 3; ++b) {
                const double expected = draws / 2.0 * shares[a] * shares[b];
                chiSquare += std::pow(pairs[a][b] - expected, 2) / expected;
            }
        QVERIFY2(chiSquare < 26.1, qPrintable(QString::number(chiSquare))); // 8 degrees of freedom
    }

    void weightZeroNeverComes()
    {
        for (const auto index : drawnByMix(Mix{std::vector<double>{0, 1e-9, 0, 1, 0}, Random{1}}, 20000))
            QVERIFY(index == 1 || index == 3);
        for (const auto index : drawnByMix(Mix{std::vector<double>{0, 5}, Random{1}}, 100))
            QCOMPARE(index, std::size_t{1});
    }

    void theSeedDecides()
    {
        const auto requests = weir::settings::demoScenario().requests;
        QCOMPARE(drawnByMix(mixOf(requests, 1, 0), 1000), drawnByMix(mixOf(requests, 1, 0), 1000));
        QVERIFY(drawnByMix(mixOf(requests, 1, 0), 1000) != drawnByMix(mixOf(requests, 1, 1), 1000));
        QVERIFY(drawnByMix(mixOf(requests, 1, 0), 1000) != drawnByMix(mixOf(requests, 2, 0), 1000));
    }

    // Computed apart, in Python. A change here means that an old scenario with its seed is another run.
    void theSequenceIsTheSameForEver()
    {
        QCOMPARE(drawnByMix(mixOf(weir::settings::demoScenario().requests, 1, 0), 12),
                 (std::vector<std::size_t>{4, 1, 1, 4, 0, 2, 2, 4, 1, 0, 0, 0}));
    }
};

static const TestRegistration<MixTest> registeredMixTest;
#include "mix_test.moc"
