// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/distribution_shape.h"

#include "core/base/random.h"
#include "core/metrics/histogram.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <vector>

using namespace weir;
using namespace weir::analysis;

namespace {

Shape drawnShape(base::Random& random, const std::function<double(base::Random&)>& draw)
{
    metrics::Histogram histogram;
    for (int i = 0; i < 2000; ++i)
        histogram.record(static_cast<std::uint64_t>(draw(random) * 1e6));
    return shapeOf(histogram);
}

double logNormal(base::Random& random, double median, double sigma)
{
    return median * std::exp(sigma * random.normal());
}

class DistributionShapeTest : public QObject {
    Q_OBJECT

private slots:
    void distances()
    {
        Shape low{}, high{}, shifted{};
        for (std::size_t i = 0; i < shapePoints; ++i) {
            low[i] = 1 + static_cast<double>(i);
            high[i] = 1000 + static_cast<double>(i);
            shifted[i] = low[i] + 10; // a quarter of its width
        }
        QCOMPARE(shapeDistance(low, low), 0.0);
        QVERIFY(shapeDistance(low, high) > 0.95);
        QVERIFY(std::abs(shapeDistance(low, shifted) - 0.25) < 0.03);
    }

    void tooFewRequestsHaveNoShape()
    {
        metrics::Histogram histogram;
        for (int i = 0; i < 39; ++i)
            histogram.record(5);
        QCOMPARE(shapeOf(histogram).back(), 0.0);
    }

    // The machine's own moods move whole blocks: equal sides are rarely called changed, one of the same median and a
    // wider spread nearly always.
    void findsAWiderSpreadAndNothingElse()
    {
        int alarms = 0, found = 0;
        const int trials = 200;
        for (int trial = 0; trial < trials; ++trial) {
            base::Random random{static_cast<std::uint64_t>(trial + 1)};
            std::vector<ShapePair> equal, wider;
            for (int i = 0; i < 12; ++i) {
                const double mood = std::exp(0.05 * random.normal());
                const auto side = [&](double sigma) {
                    return drawnShape(random, [&](base::Random& r) { return logNormal(r, 10 * mood, sigma); });
                };
                equal.push_back({side(0.3), side(0.3)});
                wider.push_back({side(0.3), side(0.6)});
            }
            alarms += isSpreadChanged(equal) ? 1 : 0;
            found += isSpreadChanged(wider) ? 1 : 0;
        }
        QVERIFY2(alarms <= trials / 20, qPrintable(QString::number(alarms)));
        QVERIFY2(found >= trials * 9 / 10, qPrintable(QString::number(found)));
    }
};

static const TestRegistration<DistributionShapeTest> registeredDistributionShapeTest;

} // namespace

#include "distribution_shape_test.moc"
