// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/exchange_cost_driver.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;

// Allocations of a cached exchange, all default stages on and one sample recorded. Time is no test: see exchange_cost.
class ExchangeCostTest : public QObject {
    Q_OBJECT

private slots:
    void allocatesLittle_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<double>("most");
        // Measured: 5, of which 3 are coroutine frames and 2 the copy of the reply's header; and 8, of which 4 are
        // frames.
        QTest::newRow("68 bytes, as they are") << 68 << 6.0;
        QTest::newRow("10 kB, coded from memory") << 10'240 << 9.0;
    }
    void allocatesLittle()
    {
        QFETCH(int, size);
        QFETCH(double, most);
        bench::CachedExchanges exchanges(static_cast<std::size_t>(size), "gzip, br");
        const auto cost = exchanges.run(1000);
        const auto counters = exchanges.counters();
        QCOMPARE(counters.ok, std::uint64_t{1000});
        QCOMPARE(counters.at(metrics::CacheStatus::Hit), std::uint64_t{1000});
        QCOMPARE(counters.identityBytes, std::uint64_t(1000) * static_cast<std::uint64_t>(size));
        QCOMPARE(counters.wireBytes<counters.identityBytes, size> 1024);
        QVERIFY2(cost.allocations <= most, qPrintable(QString("%1 allocations per exchange").arg(cost.allocations)));
    }
};

static const TestRegistration<ExchangeCostTest> registeredExchangeCostTest;
#include "exchange_cost_test.moc"
