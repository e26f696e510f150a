// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/packed_run.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace weir;
using namespace weir::store;

class PackedTest : public QObject {
    Q_OBJECT

private slots:
    void numbersComeBack()
    {
        const std::vector<double> values{0.0,
                                         -0.0,
                                         1,
                                         127,
                                         128,
                                         1e15,
                                         9007199254740991.0,
                                         9007199254740992.0,
                                         0.1,
                                         -3.5,
                                         1e300,
                                         std::numeric_limits<double>::infinity(),
                                         -std::numeric_limits<double>::infinity(),
                                         std::numeric_limits<double>::denorm_min()};
        const auto back = unpackedValues(packedValues(values));
        QCOMPARE(back.size(), values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            QCOMPARE(std::signbit(back[i]), std::signbit(values[i]));
            QVERIFY(back[i] == values[i]);
        }
        QVERIFY(std::isnan(unpackedValues(packedValues({std::nan("")}))[0]));
        QCOMPARE(unpackedValue(packedValues(values), 4), 128.0);
        QVERIFY(std::isnan(unpackedValue(packedValues(values), 14)));
    }

    void signedNumbersAndTextComeBack()
    {
        PackedWriter writer;
        const std::vector<std::int64_t> numbers{
            0, -1, 1, 63, -64, 64, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
        for (const auto number : numbers)
            writer.signedNumber(number);
        writer.text(std::string_view{"a\0b\xff", 4});
        PackedReader reader{writer.bytes()};
        for (const auto number : numbers)
            QCOMPARE(reader.signedNumber(), number);
        QCOMPARE(reader.text(), std::string("a\0b\xff", 4));
        QVERIFY(reader.isWhole());
        reader.number();
        QVERIFY(!reader.isWhole());
    }

    // Whatever a histogram is asked later, it answers as the one that was measured.
    void histogramsComeBack_data()
    {
        QTest::addColumn<int>("values");
        QTest::addColumn<int>("infinite");
        for (const int values : {0, 1, 100, 5000})
            for (const int infinite : {0, 7})
                QTest::addRow("%d values, %d infinite", values, infinite) << values << infinite;
    }
    void histogramsComeBack()
    {
        QFETCH(int, values);
        QFETCH(int, infinite);
        metrics::Histogram measured;
        for (int i = 0; i < values; ++i)
            measured.record(static_cast<std::uint64_t>(i) * 7919 * static_cast<std::uint64_t>(i));
        if (values > 0)
            measured.record(metrics::Histogram::highest * 2);
        measured.recordInfinite(static_cast<std::uint64_t>(infinite));
        const auto kept = unpackedHistogram(packedHistogram(&measured));
        QVERIFY(kept.has_value());
        QVERIFY(**kept == measured);
        for (const double percent : {0.0, 12.5, 50.0, 99.0, 99.9, 100.0}) {
            QCOMPARE((*kept)->percentile(percent), measured.percentile(percent));
            QCOMPARE((*kept)->percentileOfAll(percent), measured.percentileOfAll(percent));
        }
    }

    void noneIsNone()
    {
        QVERIFY(*unpackedHistogram(packedHistogram(nullptr)) == nullptr);
        QVERIFY(unpackedCounters(packedCounters(nullptr), LayoutMap{Layout::ours()}) == nullptr);
        QVERIFY(unpackedExchanges(packedExchanges(nullptr), LayoutMap{Layout::ours()}) == nullptr);
    }

    // A file may be damaged anywhere: no value, but no crash and no memory without bound either.
    void damageIsNoValue()
    {
        metrics::Histogram measured;
        for (std::uint64_t i = 1; i < 200; ++i)
            measured.record(i * 1'000'000);
        const auto bytes = packedHistogram(&measured);
        for (qsizetype cut = 1; cut < bytes.size(); ++cut)
            QVERIFY(!unpackedHistogram(bytes.left(cut)));
        QVERIFY(!unpackedHistogram(QByteArray(40, '\xff')));
        const LayoutMap map{Layout::ours()};
        unpackedValues(QByteArray(300, 'z'));
        unpackedExchanges(QByteArray(300, 'z'), map);
        for (const auto& junk : {QByteArray(), QByteArray(1, '\xff'), QByteArray(300, '\xff')}) {
            unpackedValues(junk);
            QVERIFY(unpackedPoint(junk, map) == nullptr);
            QVERIFY(!unpackedFailure(junk, map));
            if (!junk.isEmpty())
                QVERIFY(unpackedExchanges(junk, map) == nullptr);
        }
    }

    void countersComeBack()
    {
        metrics::Counters counters;
        counters.planned = 12345;
        counters.iterationNanos = -7;
        counters.outcomes[3] = 9;
        counters.lost.stages[2] = 1'000'000'007;
        counters.answered.receive = 5;
        const auto kept = unpackedCounters(packedCounters(&counters), LayoutMap{Layout::ours()});
        QVERIFY(kept && *kept == counters);
    }

    // What an earlier Weir had in another order finds its name, and what is new since has no value.
    void figuresFindTheirNames()
    {
        Layout earlier = Layout::ours();
        earlier.metrics = {"latency_p99_ms", "gone_metric", "planned"};
        earlier.outcomes = {"gone", std::string{outcomeName(metrics::Outcome::ConnectRefused)}};
        const LayoutMap map{*Layout::fromJson(earlier.json())};
        const auto values = unpackedMetrics(packedValues({12.5, 3, 400}), map);
        QCOMPARE(values.size(), metrics::metrics().size());
        QCOMPARE(values[metrics::metricIndex("latency_p99_ms")], 12.5);
        QCOMPARE(values[metrics::metricIndex("planned")], 400.0);
        QVERIFY(std::isnan(values[metrics::metricIndex("requests")]));
        metrics::Row row;
        PackedWriter outcomes;
        for (const auto n : {2, 8, 5})
            outcomes.number(static_cast<std::uint64_t>(n));
        unpackOutcomes(outcomes.bytes(), map, row);
        QCOMPARE(row.outcomes[static_cast<std::size_t>(metrics::Outcome::ConnectRefused)], std::uint64_t{5});
    }

    void exchangesComeBackWithoutSecrets()
    {
        metrics::KeptExchanges kept;
        metrics::ExchangeDetail detail;
        detail.endpoint = 3;
        detail.status = 503;
        detail.outcome = metrics::Outcome::StatusError;
        detail.begin = std::chrono::milliseconds{1500};
        detail.steps[2] = base::Nanos{77};
        detail.stages[4] = base::Nanos{88};
        detail.setRequest({"GET", "/search?q=tea&token=abc123"});
        kept.slowest.push_back(detail);
        const std::string longPath(300, 'p');
        detail.setRequest({"POST", longPath});
        kept.sample.push_back(detail);
        const auto back = unpackedExchanges(packedExchanges(&kept), LayoutMap{Layout::ours()});
        QVERIFY(back);
        const auto& one = back->slowest.at(0);
        QCOMPARE(std::string{one.request()}, std::string{"GET /search?q=tea&token=***"});
        QVERIFY(!one.isCut());
        QCOMPARE(one.status, std::uint16_t{503});
        QCOMPARE(one.steps[2].count(), 77);
        QCOMPARE(one.stages[4].count(), 88);
        QVERIFY(back->sample.at(0).isCut());
        QCOMPARE(back->sample.at(0).request(), kept.sample.at(0).request());
    }
};

static const TestRegistration<PackedTest> registeredPackedTest;
#include "packed_test.moc"
