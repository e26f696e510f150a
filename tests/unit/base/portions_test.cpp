// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/portions.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <thread>

using namespace std::chrono_literals;
using namespace weir;
using base::Portions;

// How long a call takes of which nothing else is known.
template <typename Work>
static base::Nanos timeOf(Work work)
{
    const auto begin = base::now();
    work();
    return base::now() - begin;
}

class PortionsTest : public QObject {
    Q_OBJECT

private slots:
    void restsOnceAPortionIsDone()
    {
        Portions portions{{.work = 1ms, .rest = 20ms, .mostRest = 1h}};
        portions.begin();
        std::this_thread::sleep_for(2ms);
        QVERIFY(timeOf([&] { portions.pause(); }) >= 20ms);
        std::this_thread::sleep_for(2ms);
        QVERIFY(timeOf([&] { portions.pause(); }) >= 20ms); // each time anew
    }

    void goesOnWithinAPortion()
    {
        Portions portions{{.work = 1h, .rest = 1h, .mostRest = 1h}};
        portions.pause(); // not begun
        portions.begin();
        portions.pause(); // would take an hour
    }

    void goesOnWithoutOnceItHasRestedEnough()
    {
        Portions portions{{.work = 0ms, .rest = 30ms, .mostRest = 30ms}};
        for (int work = 0; work < 2; ++work) {
            portions.begin();
            QVERIFY(timeOf([&] { portions.pause(); }) >= 30ms);
            for (int i = 0; i < 1'000'000; ++i) // more than eight hours of rests
                portions.pause();
        }
    }
};

static const TestRegistration<PortionsTest> registeredPortionsTest;
#include "portions_test.moc"
