// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/reservoir.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>
#include <numeric>
#include <set>

using namespace weir;
using metrics::Reservoir;
using metrics::StreamSample;

namespace {

constexpr std::size_t size = 20;
constexpr int rounds = 4000;

// The items 0 to count-1 of a stream, sampled.
std::vector<int> sampleOf(int first, int count, base::Random random)
{
    Reservoir reservoir(size, random);
    std::vector<int> kept;
    for (int item = first; item < first + count; ++item) {
        const auto place = reservoir.offer();
        if (!place)
            continue;
        kept.resize(std::max(kept.size(), *place + 1));
        kept[*place] = item;
    }
    return kept;
}

// Pearson's statistic against "each item is kept as often as any other", over its mean and in its deviations: for a
// right sampler a standard normal number. Kept without replacement, which only makes it smaller.
double deviation(const std::vector<double>& counts)
{
    const double mean = std::accumulate(counts.begin(), counts.end(), 0.0) / static_cast<double>(counts.size());
    double sum = 0;
    for (const double count : counts)
        sum += (count - mean) * (count - mean) / mean;
    const double freedom = static_cast<double>(counts.size()) - 1;
    return (sum - freedom) / std::sqrt(2 * freedom);
}

} // namespace

class ReservoirTest : public QObject {
    Q_OBJECT

private slots:
    void keepsAllOfAShortStream()
    {
        QCOMPARE(sampleOf(0, 0, base::Random(1)).size(), std::size_t{0});
        const auto kept = sampleOf(0, size, base::Random(1));
        QCOMPARE(std::set<int>(kept.begin(), kept.end()).size(), size);
    }

    void theSameSeedDrawsTheSame()
    {
        QCOMPARE(sampleOf(0, 10'000, base::Random(7)), sampleOf(0, 10'000, base::Random(7)));
        QVERIFY(sampleOf(0, 10'000, base::Random(7)) != sampleOf(0, 10'000, base::Random(8)));
    }

    void everyItemIsAsLikely_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("one more than its places") << int(size) + 1;
        QTest::newRow("a few times") << 100;
        QTest::newRow("many times") << 3000;
    }
    void everyItemIsAsLikely()
    {
        QFETCH(int, count);
        std::vector<double> counts(static_cast<std::size_t>(count));
        for (int round = 0; round < rounds; ++round)
            for (const int item : sampleOf(0, count, base::Random(static_cast<std::uint64_t>(round))))
                ++counts[static_cast<std::size_t>(item)];
        QCOMPARE(std::accumulate(counts.begin(), counts.end(), 0.0), double(rounds) * size);
        QVERIFY2(deviation(counts) < 4, qPrintable(QString::number(deviation(counts))));
    }

    // One worker saw ten times what another did: an item of either is as likely to be kept.
    void mergingWeighsTheStreams()
    {
        constexpr int many = 1000, few = 100, none = 0, tiny = 5;
        std::vector<double> counts(many + few + tiny);
        for (int round = 0; round < rounds; ++round) {
            const base::Random random(static_cast<std::uint64_t>(round));
            const auto first = sampleOf(0, many, random.split(1));
            const auto second = sampleOf(many, few, random.split(2));
            const auto third = sampleOf(many + few, tiny, random.split(3));
            const std::vector<int> nothing;
            const std::array<StreamSample<int>, 4> streams{
                StreamSample<int>{many, first}, StreamSample<int>{none, nothing}, StreamSample<int>{few, second},
                StreamSample<int>{tiny, third}};
            const auto merged = metrics::mergedSample<int>(streams, size, random.split(4));
            QCOMPARE(std::set<int>(merged.begin(), merged.end()).size(), size);
            for (const int item : merged)
                ++counts[static_cast<std::size_t>(item)];
        }
        QVERIFY2(deviation(counts) < 4, qPrintable(QString::number(deviation(counts))));
    }

    void mergingKeepsAllOfShortStreams()
    {
        const auto first = sampleOf(0, 3, base::Random(1));
        const auto second = sampleOf(3, 4, base::Random(2));
        const std::array<StreamSample<int>, 2> streams{StreamSample<int>{3, first}, StreamSample<int>{4, second}};
        auto merged = metrics::mergedSample<int>(streams, size, base::Random(3));
        std::ranges::sort(merged);
        QCOMPARE(merged, (std::vector{0, 1, 2, 3, 4, 5, 6}));
    }
};

static const TestRegistration<ReservoirTest> registeredReservoirTest;
#include "reservoir_test.moc"
