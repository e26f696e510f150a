// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/pareto.h"
#include "core/analysis/scalability.h"
#include "core/base/random.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>

using namespace weir;
using namespace weir::analysis;

class SweepAdviceTest : public QObject {
    Q_OBJECT
private slots:
    void theFrontIsThatOfBruteForce()
    {
        base::Random random{3};
        for (int round = 0; round < 50; ++round) {
            std::vector<FrontPoint> points;
            for (int i = 0; i < 12; ++i) {
                const double x = random.unit(), y = random.unit();
                points.push_back({x, x, x, y, y, y}); // without intervals: the plain front
            }
            const auto front = paretoFront(points, Direction::LowerIsBetter, Direction::HigherIsBetter);
            for (std::size_t i = 0; i < points.size(); ++i) {
                bool isDominated = false;
                for (const auto& other : points)
                    isDominated = isDominated || (other.x < points[i].x && other.y > points[i].y);
                QCOMPARE(bool(front[i]), !isDominated);
            }
        }
    }

    void whatNoIntervalTellsApartStaysOnTheFront()
    {
        const std::vector<FrontPoint> points{{10, 8, 12, 5, 4, 6}, {11, 9, 13, 5.5, 4.5, 6.5}, {20, 18, 22, 6, 5, 7}};
        QCOMPARE(paretoFront(points, Direction::LowerIsBetter, Direction::LowerIsBetter),
                 (std::vector<bool>{true, true, false}));
    }

    void theSmallestGoodSettingIsTaken()
    {
        const std::vector<SweepPoint> pool{{64, 1000}, {2, 300}, {8, 985}, {4, 600}, {16, 990}};
        QCOMPARE(smallestWithin(pool, Direction::HigherIsBetter, 0.02), std::optional(8.0));
        QCOMPARE(smallestWithin(pool, Direction::HigherIsBetter, 0.0), std::optional(64.0));
        QCOMPARE(smallestWithin(pool, Direction::LowerIsBetter, 0.0), std::optional(2.0));
        QVERIFY(!smallestWithin({}, Direction::LowerIsBetter, 0.02));
    }

    void theKneeOfAPoolIsWhereArithmeticPutsIt()
    {
        std::vector<SweepPoint> points;
        for (int c = 1; c <= 32; ++c)
            points.push_back({double(c), std::min(c, 10) * 50.0}); // 20 ms each, 500/s offered
        QCOMPARE(kneeOf(points, Direction::HigherIsBetter), std::optional(10.0));
        std::vector<SweepPoint> straight;
        for (int c = 1; c <= 8; ++c)
            straight.push_back({double(c), c * 50.0});
        QVERIFY(!kneeOf(straight, Direction::HigherIsBetter));
    }

    void scalabilityIsRecovered()
    {
        base::Random random{11};
        std::vector<ScalabilityPoint> points;
        for (const double n : {1, 2, 4, 8, 16, 32, 48, 64, 96}) {
            const double truth = 995 * n / (1 + 0.02 * (n - 1) + 0.0002 * n * (n - 1));
            points.push_back({n, truth * std::exp(0.01 * random.normal())});
        }
        const auto law = fitScalability(points);
        QVERIFY(law);
        QVERIFY(std::abs(law->lambda / 995 - 1) < 0.03);
        QVERIFY(law->sigmaBounds.low <= 0.02 && law->sigmaBounds.high >= 0.02);
        QVERIFY(law->kappaBounds.low <= 0.0002 && law->kappaBounds.high >= 0.0002);
        QVERIFY(std::abs(*law->peak() - std::sqrt(0.98 / 0.0002)) < 8);
        QVERIFY(!law->fitsBadly());
    }

    void straightLinesHaveNoPeakAndNonsenseNoFit()
    {
        std::vector<ScalabilityPoint> line;
        for (const double n : {1, 2, 4, 8, 16})
            line.push_back({n, 100 * n});
        const auto law = fitScalability(line);
        QVERIFY(law && std::abs(law->lambda - 100) < 0.1 && law->sigma < 1e-4);
        QVERIFY(!law->peak());
        QVERIFY(!fitScalability(std::vector<ScalabilityPoint>{{1, 5}, {2, 6}, {3, 7}}));
        QVERIFY(!fitScalability(std::vector<ScalabilityPoint>{{1, 5}, {2, 0}, {3, 7}, {4, 8}}));
        QVERIFY(!fitScalability(std::vector<ScalabilityPoint>{{1, 5}, {1, 6}, {2, 7}, {2, 8}}));
        const std::vector<ScalabilityPoint> wild{{1, 100}, {2, 20}, {4, 500}, {8, 10}, {16, 300}};
        QVERIFY(fitScalability(wild)->fitsBadly());
    }
};

static const weir::support::TestRegistration<SweepAdviceTest> registeredSweepAdviceTest;
#include "sweep_advice_test.moc"
