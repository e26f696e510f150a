// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/histogram.h"

#include "core/base/random.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using weir::base::Random;
using weir::metrics::Histogram;
using Values = std::vector<std::uint64_t>;

// Values over nine orders of magnitude, each as likely.
static Values drawnValues(std::uint64_t seed, std::size_t count)
{
    Random random{seed};
    Values values(count);
    for (auto& value : values)
        value = static_cast<std::uint64_t>(std::pow(10.0, 3 + 9 * random.unit()));
    return values;
}

static Histogram histogramOf(const Values& values)
{
    Histogram histogram;
    for (const auto value : values)
        histogram.record(value);
    return histogram;
}

// The definition, on the values themselves: the smallest that at least p percent are not above.
static std::uint64_t percentileOf(Values values, double p)
{
    std::ranges::sort(values);
    for (std::size_t i = 0; i < values.size(); ++i)
        if (static_cast<double>(i + 1) * 100.0 >= p * static_cast<double>(values.size()) - 1e-6)
            return values[i];
    return values.back();
}

// Three significant digits: 2048 steps from one power of two to the next but one, so at most 1/1024 of the value.
static bool isNear(std::uint64_t reported, std::uint64_t exact)
{
    const auto difference = reported > exact ? reported - exact : exact - reported;
    return difference * 1024 <= exact;
}

class HistogramTest : public QObject {
    Q_OBJECT

private slots:
    void emptyHasNoValues()
    {
        const Histogram histogram;
        QVERIFY(histogram.empty());
        QCOMPARE(histogram.count(), 0U);
        QCOMPARE(histogram.percentile(99), 0U);
        QCOMPARE(histogram.min(), 0U);
        QCOMPARE(histogram.mean(), 0.0);
    }

    void emptyIsSmall() { QVERIFY(Histogram{}.bytes() <= 128); }

    void percentilesAreNearTheSortedValues_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {1, 2, 3, 10, 999, 1000, 1001, 20000})
            QTest::addRow("%d", count) << count;
    }
    void percentilesAreNearTheSortedValues()
    {
        QFETCH(const int, count);
        const auto values = drawnValues(static_cast<std::uint64_t>(count), static_cast<std::size_t>(count));
        const auto histogram = histogramOf(values);
        for (const double p : {0.0, 0.1, 1.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99, 100.0}) {
            const auto exact = percentileOf(values, p);
            const auto reported = histogram.percentile(p);
            QVERIFY2(isNear(reported, exact), qPrintable(QString("p%1: %2 for %3").arg(p).arg(reported).arg(exact)));
        }
    }

    void percentilesRiseAndEndAtTheMaximum()
    {
        const auto histogram = histogramOf(drawnValues(7, 5000));
        std::uint64_t last = 0;
        for (double p = 0; p <= 100; p += 0.05) {
            QVERIFY(histogram.percentile(p) >= last);
            last = histogram.percentile(p);
        }
        QVERIFY(last <= histogram.max());
        QCOMPARE(histogram.percentile(100), histogram.max());
    }

    void extremesAndMeanAreExact()
    {
        const auto values = drawnValues(3, 1000);
        const auto histogram = histogramOf(values);
        long double sum = 0;
        for (const auto value : values)
            sum += static_cast<long double>(value);
        QCOMPARE(histogram.min(), std::ranges::min(values));
        QCOMPARE(histogram.max(), std::ranges::max(values));
        QCOMPARE(histogram.mean(), static_cast<double>(sum / 1000));
    }

    void everyBucketReturnsToItself()
    {
        for (int power = 0; power <= 41; ++power) {
            for (std::int64_t around = -3; around <= 3; ++around) {
                const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(0, (1LL << power) + around));
                const auto index = Histogram::indexOf(value);
                QVERIFY(Histogram::lowestAt(index) <= value);
                QVERIFY(value <= Histogram::highestAt(index));
                QCOMPARE(Histogram::indexOf(Histogram::lowestAt(index)), index);
                QCOMPARE(Histogram::indexOf(Histogram::highestAt(index)), index);
            }
        }
    }

    void bucketsLeaveNoGap()
    {
        const auto last = Histogram::indexOf(Histogram::highest);
        QCOMPARE(Histogram::lowestAt(0), 0U);
        for (std::size_t index = 0; index < last; ++index) {
            QCOMPARE(Histogram::highestAt(index) + 1, Histogram::lowestAt(index + 1));
            QVERIFY(isNear(Histogram::highestAt(index), Histogram::lowestAt(index)));
        }
    }

    // Figures of the published format at three digits: counts array of 32 buckets, equivalent ranges of their manual.
    void bucketsAreThoseOfThePublishedFormat()
    {
        QCOMPARE(Histogram::indexOf(2047), std::size_t{2047});
        QCOMPARE(Histogram::indexOf(2048), std::size_t{2048});
        QCOMPARE(Histogram::indexOf(2049), std::size_t{2048});
        QCOMPARE(Histogram::indexOf(4096), std::size_t{3072});
        QCOMPARE(Histogram::lowestAt(Histogram::indexOf(10007)), 10000U);
        QCOMPARE(Histogram::highestAt(Histogram::indexOf(10000)), 10007U);
    }

    // The bucket of an hour takes them all, but nothing is claimed to have been faster than it was.
    void beyondAnHourTheExtremesStayExact()
    {
        constexpr auto twoHours = 2 * Histogram::highest;
        auto histogram = histogramOf({twoHours + 1, Histogram::highest});
        QCOMPARE(histogram.max(), twoHours + 1);
        QCOMPARE(histogram.percentile(100), histogram.max());
        QVERIFY(isNear(histogram.percentile(50), Histogram::highest));
        QCOMPARE(histogram.mean(), 1.5 * static_cast<double>(Histogram::highest) + 0.5);
        QCOMPARE(histogram.summary().saturated, 1U);
        histogram.merge(histogramOf({twoHours}));
        QCOMPARE(histogram.summary().saturated, 2U);
        QCOMPARE(histogramOf({twoHours}).min(), twoHours);
    }

    void packedReadsAsBeforeAndIsSmall()
    {
        for (const std::size_t count : {0U, 1U, 3000U}) {
            const auto values = drawnValues(41, count);
            const auto open = histogramOf(values);
            auto packed = open;
            packed.pack();
            QVERIFY(packed == open);
            QVERIFY(Histogram{packed} == open);
            QVERIFY(packed.bytes() <= sizeof(Histogram) + 4 * count);
            for (double p = 0; p <= 100; p += 0.5)
                QCOMPARE(packed.percentile(p), open.percentile(p));
        }
    }

    void packedTakesMoreAndCanBeMerged()
    {
        const auto first = drawnValues(42, 500), second = drawnValues(43, 500);
        auto both = first;
        both.insert(both.end(), second.begin(), second.end());
        const auto expected = histogramOf(both);
        auto packed = histogramOf(first), other = histogramOf(second);
        packed.pack();
        other.pack();
        auto recorded = packed, merged = packed;
        for (const auto value : second)
            recorded.record(value);
        merged.merge(other);
        QVERIFY(recorded == expected);
        QVERIFY(merged == expected);
        packed.clear();
        QVERIFY(packed == Histogram{});
    }

    // Up to the list's end, at it and beyond; one by one, merged from each form, and with counts above 16 bits.
    void keptPackedItIsTheSameHistogram()
    {
        for (const std::size_t count : {1U, 127U, 128U, 129U, 5000U}) {
            const auto values = drawnValues(51, count);
            const auto expected = histogramOf(values);
            Histogram packed;
            packed.keepPacked();
            for (const auto value : values)
                packed.record(value);
            QVERIFY(!packed.isPaged());
            QVERIFY(packed == expected);
            for (double p = 0; p <= 100; p += 0.5)
                QCOMPARE(packed.percentile(p), expected.percentile(p));
            auto twice = expected;
            twice.merge(expected);
            auto other = packed;
            packed.merge(expected);
            other.merge(Histogram{other});
            QVERIFY(packed == twice && other == twice && !packed.isPaged());
        }
        Histogram many;
        many.keepPacked();
        many.record(7, 1'000'000);
        many.record(7, 65'536);
        QCOMPARE(many.count(), 1'065'536U);
        Histogram paged;
        paged.merge(many);
        QVERIFY(paged == many);
    }

    // A page costs a KiB, and a hundred latencies seldom share one.
    void fewCountsTakeNoPages()
    {
        const auto few = histogramOf(drawnValues(52, 128));
        QVERIFY(!few.isPaged());
        QVERIFY(few.bytes() <= 1024);
        auto more = histogramOf(drawnValues(53, 129));
        QVERIFY(more.isPaged());
        more.clear();
        more.record(5);
        QVERIFY(more.isPaged()); // as it may well get as many again
        more.clear();
        QVERIFY(!more.isPaged());
    }

    void tenThousandLatenciesStaySmallPacked()
    {
        Random random{54};
        Histogram packed;
        packed.keepPacked();
        for (int i = 0; i < 10'000; ++i)
            packed.record(static_cast<std::uint64_t>(std::pow(10.0, 5 + 2 * random.unit()))); // 0.1 to 10 ms
        QVERIFY2(packed.bytes() < 16 * 1024, qPrintable(QString::number(packed.bytes())));
    }

    void mergedWorkersEqualOneHistogram()
    {
        const auto values = drawnValues(11, 30000);
        std::array<Histogram, 4> workers;
        for (std::size_t i = 0; i < values.size(); ++i)
            workers[i % workers.size()].record(values[i]);
        Histogram merged;
        for (const auto& worker : workers)
            merged.merge(worker);
        QVERIFY(merged == histogramOf(values));
        QVERIFY(!(merged == workers[0]));
    }

    void mergingNothingChangesNothing()
    {
        auto histogram = histogramOf({5, 6000});
        histogram.merge(Histogram{});
        QVERIFY(histogram == histogramOf({5, 6000}));
    }

    void clearedIsLikeNew()
    {
        auto histogram = histogramOf(drawnValues(1, 100));
        histogram.clear();
        QVERIFY(histogram == Histogram{});
        histogram.record(42);
        QVERIFY(histogram == histogramOf({42}));
    }

    void sparseCountsMergeAsHistogramsDo()
    {
        const auto first = histogramOf(drawnValues(21, 2000));
        const auto second = histogramOf(drawnValues(22, 3000));
        Histogram sum;
        for (const auto* part : {&first, &second}) {
            Histogram::Sparse counts;
            part->appendTo(counts);
            sum.merge(counts, part->summary());
        }
        auto whole = first;
        whole.merge(second);
        QVERIFY(sum == whole);
    }

    // What never came stands above every value, in every way a histogram is handed on.
    void infiniteOnesAreAboveAllValues()
    {
        auto histogram = histogramOf({10, 20, 30, 40, 50, 60, 70});
        histogram.recordInfinite(3);
        QCOMPARE(histogram.count(), 7U);
        QCOMPARE(histogram.percentile(100), 70U);
        QCOMPARE(histogram.percentileOfAll(50), 50.0);
        QCOMPARE(histogram.percentileOfAll(70), 70.0);
        QVERIFY(std::isinf(histogram.percentileOfAll(70.1)) && std::isinf(histogram.percentileOfAll(100)));
        auto packed = histogram;
        packed.pack();
        QCOMPARE(packed.percentileOfAll(50), 50.0);
        Histogram sum;
        sum.recordInfinite();
        QVERIFY(sum.empty() && !sum.isBlank() && std::isinf(sum.percentileOfAll(1)));
        Histogram::Sparse counts;
        histogram.appendTo(counts);
        sum.merge(counts, histogram.summary());
        sum.merge(packed);
        Histogram onlyInfinite;
        onlyInfinite.recordInfinite(2);
        sum.merge(onlyInfinite);
        QCOMPARE(sum.count(), 14U);
        QCOMPARE(sum.summary().infinite, 9U);
        sum.clear();
        QVERIFY(sum.isBlank());
        onlyInfinite.clear();
        QVERIFY(onlyInfinite.isBlank());
    }

    void visitsEveryCountOnceInOrder()
    {
        const auto histogram = histogramOf({100, 100, 3, 1'000'000});
        Values lowest, counts;
        histogram.forEach([&](auto from, auto to, auto count) {
            QVERIFY(from <= to);
            lowest.push_back(from);
            counts.push_back(count);
        });
        QCOMPARE(lowest, (Values{3, 100, Histogram::lowestAt(Histogram::indexOf(1'000'000))}));
        QCOMPARE(counts, (Values{1, 2, 1}));
    }

    void copiesAreIndependent()
    {
        auto histogram = histogramOf({7});
        const auto copy = histogram;
        histogram.record(7);
        QCOMPARE(copy.count(), 1U);
        histogram = copy;
        QVERIFY(histogram == copy);
    }
};

static const TestRegistration<HistogramTest> registeredHistogramTest;
#include "histogram_test.moc"
