// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/machine_watch.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace weir;
using load::MachineWatch;

class MachineWatchTest : public QObject {
    Q_OBJECT

private slots:
    void countsWhatWasTakenAwaySinceTheLastLook()
    {
        metrics::StolenTime stolen{7s, 4};
        MachineWatch watch([&] { return std::optional{stolen}; });
        stolen.time += 30ms;
        const auto levels = watch.take(now, wall);
        QCOMPARE(levels.stolen, base::Nanos(30ms));
        QCOMPARE(levels.processors, 4);
        QCOMPARE(watch.take(now + 100ms, wall + 100ms).stolen, base::Nanos(0));
    }

    void isSilentWhereNothingIsKnown()
    {
        MachineWatch unknown([] { return std::optional<metrics::StolenTime>(); });
        QCOMPARE(unknown.take(now, wall), metrics::MachineLevels());
        MachineWatch none(nullptr);
        QCOMPARE(none.take(now, wall), metrics::MachineLevels());
    }

    void noticesAClockThatWasSet()
    {
        MachineWatch watch(nullptr);
        watch.take(now, wall);
        QCOMPARE(watch.take(now + 100ms, wall + 101ms).clockStep, base::Nanos(0)); // slewed
        QCOMPARE(watch.take(now + 200ms, wall + 1201ms).clockStep, base::Nanos(1s));
        QCOMPARE(watch.take(now + 300ms, wall + 301ms).clockStep, base::Nanos(1s)); // and back
        QCOMPARE(watch.take(now + 400ms, wall + 401ms).clockStep, base::Nanos(0));
    }

private:
    const base::TimePoint now = base::TimePoint{} + 1000s;
    const base::WallTime wall = base::WallTime{} + 1'700'000'000s;
};

static const TestRegistration<MachineWatchTest> registeredMachineWatchTest;
#include "machine_watch_test.moc"
