// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/latency_bands.h"

#include "tests/support/test_registry.h"
#include "tests/unit/metrics/samples.h"

#include <QTest>

#include <algorithm>

using namespace weir;
using namespace weir::test;
using metrics::Aggregate;
using metrics::EpochId;
using metrics::LatencyBands;
using metrics::LatencyColumns;
using metrics::Levels;
using metrics::measuredPhase;
using metrics::TickPart;
namespace band = metrics::latency_band;

static std::uint64_t bandRequestsIn(const LatencyColumns& columns)
{
    std::uint64_t sum = 0;
    for (const auto& column : columns)
        for (const auto& cell : column->cells)
            sum += cell.count;
    return sum;
}

class LatencyBandsTest : public QObject {
    Q_OBJECT

    // Answers of one tick that ends at `until`.
    static void tick(LatencyBands& bands, base::Nanos until, int requests, base::Nanos response, EpochId epoch = 0)
    {
        Aggregate total;
        for (int i = 0; i < requests; ++i)
            total.add(sampleOf(response));
        const Levels levels;
        const TickPart part{measuredPhase, epoch, &total, &levels};
        bands.add(until, std::span{&part, 1});
    }

private slots:
    void aValueLiesInItsBand()
    {
        for (std::uint64_t value = 8; value < 3'600'000'000'000; value = value * 21 / 20 + 1) {
            const auto of = band::of(value);
            QVERIFY(of < band::count);
            QVERIFY(band::lowest(of) <= value);
            QVERIFY(value < band::lowest(of + 1));
            QVERIFY(double(band::lowest(of + 1)) / double(band::lowest(of)) <= 1.25);
        }
        QVERIFY(band::of(3'600'000'000'000) < band::count);
    }

    void aColumnHoldsAStretch()
    {
        LatencyBands bands;
        bands.begin(0ms, measuredPhase, 0);
        for (int i = 1; i <= 20; ++i)
            tick(bands, i * 100ms, 3, 4ms);
        const auto columns = bands.columns();
        QCOMPARE(bandRequestsIn(columns), std::uint64_t{60});
        QCOMPARE(columns.front()->begin, base::Nanos(0ms));
        QCOMPARE(columns.back()->end, base::Nanos(2s));
        for (std::size_t i = 0; i < columns.size(); ++i) {
            QCOMPARE(columns[i]->cells.size(), std::size_t{1});
            QCOMPARE(std::size_t{columns[i]->cells.front().band}, band::of(4'000'000));
            if (i > 0)
                QCOMPARE(columns[i]->begin, columns[i - 1]->end);
        }
    }

    void noColumnIsOfTwoEpochs()
    {
        LatencyBands bands;
        bands.begin(0ms, measuredPhase, 0);
        tick(bands, 100ms, 5, 4ms);
        bands.begin(150ms, measuredPhase, 1);
        tick(bands, 200ms, 2, 4ms, 0); // before the change
        tick(bands, 250ms, 3, 4ms, 1);
        tick(bands, 300ms, 9, 40ms, 0); // began before it and ended after
        const auto columns = bands.columns();
        QCOMPARE(columns.size(), std::size_t{3});
        QCOMPARE(columns[0]->epoch, EpochId{0});
        QCOMPARE(columns[0]->end, base::Nanos(150ms));
        QCOMPARE(columns[1]->epoch, EpochId{1});
        QCOMPARE(bandRequestsIn({columns[0]}), std::uint64_t{7});
        QCOMPARE(bandRequestsIn({columns[1]}), std::uint64_t{3});
        QVERIFY(columns[2]->late && !columns[0]->late && !columns[1]->late);
        QCOMPARE(columns[2]->epoch, EpochId{0});
        QVERIFY(columns[2]->begin >= 250ms);
        QCOMPARE(bandRequestsIn({columns[2]}), std::uint64_t{9});
    }

    // However long replies of an old epoch straggle in, they are all there, in a few columns.
    void lateColumnsAreFew()
    {
        LatencyBands bands;
        bands.begin(0ms, measuredPhase, 0);
        tick(bands, 100ms, 5, 4ms);
        bands.begin(100ms, measuredPhase, 1);
        for (int i = 2; i <= 600; ++i)
            tick(bands, i * 100ms, 1, i * 100ms, i % 2 == 0 ? 0 : 1);
        const auto columns = bands.columns();
        QVERIFY(std::ranges::count_if(columns, [](const auto& c) { return c->late; })
                <= static_cast<std::ptrdiff_t>(LatencyBands::mostLate + 1));
        QCOMPARE(bandRequestsIn(columns), std::uint64_t{5 + 599});
    }

    // Ten hours, with changes: the number of columns stays below its ceiling, and every request is in one.
    void aLongRunStaysSmall()
    {
        LatencyBands bands;
        std::uint64_t sent = 0;
        std::size_t stretches = 0;
        for (int i = 1; i <= 36'000; ++i) {
            if (i % 4000 == 1) {
                bands.begin((i - 1) * 1s, measuredPhase, static_cast<EpochId>(stretches));
                ++stretches;
            }
            tick(bands, i * 1s, 1 + i % 3, (1 + i % 50) * 1ms, static_cast<EpochId>(stretches - 1));
            sent += static_cast<std::uint64_t>(1 + i % 3);
            if (i % 100 == 0)
                QVERIFY(bands.columns().size() <= LatencyBands::most + stretches + 1);
        }
        QCOMPARE(bandRequestsIn(bands.columns()), sent);
        QVERIFY(bands.columns().size() > LatencyBands::most / 4);
    }
};

static const TestRegistration<LatencyBandsTest> registeredLatencyBandsTest;
#include "latency_bands_test.moc"
