// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/stage_clock.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <numeric>

using namespace weir;
using metrics::StageId;
using proxy::StageClock;

class StageClockTest : public QObject {
    Q_OBJECT

private slots:
    void dividesTheTimeWithoutRest()
    {
        StageClock clock;
        const auto begin = base::now();
        clock.start(begin);
        for (int i = 0; i < 100; ++i) {
            const StageClock::Scope cache(clock, StageId::Cache);
            const StageClock::Scope pool(clock, StageId::Pool);
            const StageClock::Scope upstream(clock, StageId::Upstream);
        }
        const auto end = clock.stop();
        const auto& times = clock.times();
        QCOMPARE(std::accumulate(times.begin(), times.end(), base::Nanos{}), end - begin);
        for (const auto stage : {StageId::Client, StageId::Cache, StageId::Pool, StageId::Upstream})
            QVERIFY(clock.of(stage) > base::Nanos{});
        QCOMPARE(clock.of(StageId::Decode), base::Nanos{});
    }

    void returnsToTheOuterStage()
    {
        StageClock clock;
        clock.start(base::now());
        {
            StageClock::Scope outer(clock, StageId::Compress);
            const StageClock::Scope moved(std::move(outer));
            QCOMPARE(clock.enter(StageId::Compress), StageId::Compress);
        }
        QCOMPARE(clock.enter(StageId::Client), StageId::Client);
    }

    void passesTheTimeOn()
    {
        StageClock clock;
        clock.start(base::now());
        StageClock::Scope pool(clock, StageId::Pool);
        {
            const auto upstream = std::move(pool).passOn(StageId::Upstream);
            QCOMPARE(clock.enter(StageId::Upstream), StageId::Upstream);
        }
        QCOMPARE(clock.enter(StageId::Client), StageId::Client);
    }

    void startsAnew()
    {
        StageClock clock;
        clock.start(base::now());
        clock.enter(StageId::Cache);
        clock.stop();
        const auto begin = base::now();
        clock.start(begin);
        const auto end = clock.stop();
        QCOMPARE(clock.of(StageId::Client), end - begin);
        QCOMPARE(clock.of(StageId::Cache), base::Nanos{});
    }
};

static const TestRegistration<StageClockTest> registeredStageClockTest;
#include "stage_clock_test.moc"
