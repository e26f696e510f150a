// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/calibration/noise_floor.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>
#include <numbers>
#include <random>

using namespace weir::calibration;

namespace {

// Independent of the code: the generator is the standard's, whose output it fixes; the shapes are textbook.
class Draws {
public:
    double uniform() { return (static_cast<double>(m_engine()) + 0.5) / 4294967296.0; }
    double normal() { return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform()); }
    // Heavier tails than any figure of a sane run has.
    double cauchy() { return std::tan(std::numbers::pi * (uniform() - 0.5)); }
    // The logarithm of two blocks' ratio where one block in ten has a hiccup.
    double hiccups() { return (uniform() < 0.1 ? 5 : 1) * normal() - (uniform() < 0.1 ? 5 : 1) * normal(); }

private:
    std::mt19937 m_engine{20260131};
};

// How often the next difference is below the floor of `pairs` others.
double covered(int pairs, double (Draws::*draw)())
{
    Draws draws;
    constexpr int rounds = 20000;
    int inside = 0;
    for (int round = 0; round < rounds; ++round) {
        std::vector<double> seen;
        for (int i = 0; i < pairs; ++i)
            seen.push_back(0.03 * (draws.*draw)());
        inside += std::abs(0.03 * (draws.*draw)()) <= logFloor(seen) ? 1 : 0;
    }
    return static_cast<double>(inside) / rounds;
}

// Blocks in the order they are run, in whose pairs the last is the one to be covered.
enum class Course { Drift, Autocorrelated, Stalls, LoudStretches };
class Blocks {
public:
    explicit Blocks(Course course) : m_course(course) {}
    double next(Draws& draws)
    {
        const double noise = draws.normal();
        switch (m_course) {
        case Course::Drift: return noise + 0.5 * m_at++; // half a standard deviation with each block
        case Course::Autocorrelated: return m_level = 0.9 * m_level + std::sqrt(0.19) * noise;
        case Course::Stalls: return draws.uniform() < 0.1 ? noise + 20 * draws.uniform() : noise;
        case Course::LoudStretches: break;
        }
        m_loud = draws.uniform() < 0.05 ? !m_loud : m_loud;
        return m_loud ? 4 * noise : noise;
    }

private:
    Course m_course;
    int m_at = 0;
    double m_level = 0;
    bool m_loud = false;
};

double coveredInOrder(int pairs, Course course)
{
    Draws draws;
    constexpr int rounds = 20000;
    int inside = 0;
    for (int round = 0; round < rounds; ++round) {
        Blocks blocks{course};
        std::vector<double> differences;
        for (int i = 0; i <= pairs; ++i) {
            const double first = blocks.next(draws);
            differences.push_back(blocks.next(draws) - first);
        }
        const double next = differences.back();
        differences.pop_back();
        inside += std::abs(next) <= logFloor(differences) ? 1 : 0;
    }
    return static_cast<double>(inside) / rounds;
}

bool near(double value, double expected, double tolerance)
{
    return std::abs(value - expected) <= tolerance;
}

BlockFigures block(double p50, double p99, double throughput)
{
    return {p50, NAN, NAN, p99, NAN, throughput};
}

} // namespace

class NoiseFloorTest : public QObject {
    Q_OBJECT

private slots:
    // Student's t at 97.5 % from the printed tables: 3.182 with 3 degrees of freedom, 2.228 with 10, 2.101 with 18.
    void fewPairsTakeStudentsTable_data()
    {
        QTest::addColumn<int>("pairs");
        QTest::addColumn<double>("t");
        QTest::newRow("3") << 3 << 3.182;
        QTest::newRow("10") << 10 << 2.228;
        QTest::newRow("18") << 18 << 2.101;
    }
    void fewPairsTakeStudentsTable()
    {
        QFETCH(int, pairs);
        QFETCH(double, t);
        std::vector<double> differences;
        for (int i = 0; i < pairs; ++i)
            differences.push_back(i % 2 == 0 ? 0.01 : -0.01); // whose root mean square is 0.01
        QVERIFY(near(logFloor(differences), 0.01 * t, 0.01 * 0.001));
    }

    void neverBelowTheLargestSeenOfFew()
    {
        std::vector<double> differences(17, 0.001);
        differences.push_back(-0.2); // the root mean square is 0.047, times t less than 0.1
        QCOMPARE(logFloor(differences), 0.2);
    }

    void manyPairsTakeAnOrderStatistic()
    {
        std::vector<double> differences;
        for (int i = 1; i <= 19; ++i)
            differences.push_back(i % 2 == 0 ? i : -i);
        QCOMPARE(logFloor(differences), 19.0); // 0.95 × 20 = 19: the largest of 19
        for (int i = 20; i <= 39; ++i)
            differences.push_back(i);
        QCOMPARE(logFloor(differences), 38.0); // 0.95 × 40 = 38
        for (int i = 40; i <= 99; ++i)
            differences.push_back(-i);
        QCOMPARE(logFloor(differences), 95.0); // 0.95 × 100
    }

    void twoPairsSayNothing()
    {
        QVERIFY(std::isnan(logFloor(std::vector<double>{0.1, 0.2})));
        QVERIFY(std::isnan(logFloor({})));
    }

    // Four standard errors of 20,000 draws are 0.6 %.
    void coversWhatItClaims_data()
    {
        using Draw = double (Draws::*)();
        QTest::addColumn<int>("pairs");
        QTest::addColumn<Draw>("draw");
        QTest::addColumn<double>("most");
        QTest::newRow("normal, 5 pairs") << 5 << Draw{&Draws::normal} << 0.965;
        QTest::newRow("normal, 10 pairs") << 10 << Draw{&Draws::normal} << 0.965;
        QTest::newRow("normal, 19 pairs") << 19 << Draw{&Draws::normal} << 0.956;
        QTest::newRow("Cauchy, 19 pairs") << 19 << Draw{&Draws::cauchy} << 0.956;
        QTest::newRow("hiccups, 20 pairs") << 20 << Draw{&Draws::hiccups} << 0.956;
        QTest::newRow("hiccups, 39 pairs") << 39 << Draw{&Draws::hiccups} << 0.956;
    }
    void coversWhatItClaims()
    {
        using Draw = double (Draws::*)();
        QFETCH(int, pairs);
        QFETCH(Draw, draw);
        QFETCH(double, most);
        const double share = covered(pairs, draw);
        QVERIFY2(share >= 0.944 && share <= most, qPrintable(QString::number(share)));
    }

    // Twenty pairs, which a calibration has unless it is told otherwise, against ten. With stalls, ten cover less than
    // they claim; where loud stretches come and go, the next pair is not exchangeable with those before.
    void coversWhatMachinesDo_data()
    {
        QTest::addColumn<int>("course");
        QTest::addColumn<double>("least"); // with 20 pairs
        QTest::newRow("drift") << int(Course::Drift) << 0.944;
        QTest::newRow("autocorrelated") << int(Course::Autocorrelated) << 0.944;
        QTest::newRow("stalls") << int(Course::Stalls) << 0.944;
        QTest::newRow("loud stretches") << int(Course::LoudStretches) << 0.915;
    }
    void coversWhatMachinesDo()
    {
        QFETCH(int, course);
        QFETCH(double, least);
        const double few = coveredInOrder(10, Course(course));
        const double usual = coveredInOrder(20, Course(course));
        qInfo("%s: %.1f %% with 10 pairs, %.1f %% with 20", QTest::currentDataTag(), 100 * few, 100 * usual);
        QVERIFY(few >= 0.88);
        QVERIFY(usual >= least);
    }

    void pairsNeighboursFigureByFigure()
    {
        std::vector<BlockFigures> blocks;
        for (int pair = 0; pair < 3; ++pair) { // a jump between pairs is none within them
            const double level = std::pow(10, pair);
            blocks.push_back(block(level, level, 200));
            blocks.push_back(block(level * (pair == 1 ? 1 / 1.02 : 1.02), pair == 0 ? NAN : level, 200));
        }
        blocks.push_back(block(1e9, 1e9, 1)); // without a neighbour
        const auto floor = noiseFloorOf(blocks, 5);
        QCOMPARE(floor.blockSeconds, 5.0);
        QCOMPARE(floor.pairs, (std::array<int, noisyFigureCount>{3, 0, 0, 2, 0, 3}));
        QVERIFY(near(floor.ratio[0], std::pow(1.02, 3.182446) - 1, 1e-6));
        for (const std::size_t none : {1U, 2U, 3U, 4U})
            QVERIFY(std::isnan(floor.ratio[none]));
        QCOMPARE(floor.ratio[5], 0.0);
    }
};

static const TestRegistration<NoiseFloorTest> registeredNoiseFloorTest;
#include "noise_floor_test.moc"
