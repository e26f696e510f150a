// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/timer_lag.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <vector>

using namespace weir;
using namespace std::chrono_literals;

class TimerLagTest : public QObject {
    Q_OBJECT

private slots:
    void percentilesByNearestRank()
    {
        std::vector<base::Nanos> lags;
        for (int i = 200; i >= 1; --i)
            lags.push_back(i * 1us);
        const auto lag = load::timerLagOf(lags);
        QCOMPARE(lag.p50, base::Nanos{100us});
        QCOMPARE(lag.p99, base::Nanos{198us});
        QCOMPARE(lag.max, base::Nanos{200us});
        QCOMPARE(lag.wakeUps, 200);
        QCOMPARE(load::timerLagOf(std::vector<base::Nanos>{7us}).p99, base::Nanos{7us});
        QCOMPARE(load::timerLagOf({}).wakeUps, 0);
    }

    void theWindowIsTheP99WithinBounds()
    {
        const auto window = [](base::Nanos p99) { return load::pollWindowFor({10us, p99, 1s, 100}); };
        QCOMPARE(window(130us), base::Nanos{130us});
        QCOMPARE(window(3us), base::Nanos{50us});
        QCOMPARE(window(20ms), base::Nanos{500us});
    }

    // Of real timers: no more is certain than that none wakes early and the order of the figures.
    void timersAreMeasured()
    {
        const auto lag = load::measureTimerLag(20);
        QCOMPARE(lag.wakeUps, 20);
        QVERIFY(lag.p50 >= base::Nanos::zero());
        QVERIFY(lag.p50 <= lag.p99 && lag.p99 <= lag.max);
    }
};

static const TestRegistration<TimerLagTest> registeredTimerLagTest;
#include "timer_lag_test.moc"
