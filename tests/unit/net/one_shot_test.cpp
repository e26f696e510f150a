// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/one_shot.h"

#include "tests/support/test_registry.h"
#include "tests/unit/http/await.h"

#include <QTest>

using namespace weir;
using net::OneShot;

namespace {

net::Task<int> waitFor(OneShot& event, int& step)
{
    step = 1;
    co_await event.wait();
    step = 2;
    co_return 42;
}

} // namespace

class OneShotTest : public QObject {
    Q_OBJECT

private slots:
    void wakesFromTheLoop()
    {
        net::IoContext context{1};
        OneShot event(context.get_executor());
        int step = 0;
        tests::Running<int> waiting(context, waitFor(event, step));
        context.poll();
        QCOMPARE(step, 1);
        event.set();
        QCOMPARE(step, 1); // never inside set()
        QCOMPARE(waiting.wait().value_or(0), 42);
        QVERIFY(event.isSet());
    }

    void setBeforehandDoesNotWait()
    {
        net::IoContext context{1};
        OneShot event(context.get_executor());
        event.set();
        event.set();
        int step = 0;
        tests::Running<int> waiting(context, waitFor(event, step));
        QCOMPARE(waiting.wait().value_or(0), 42);
    }

    void setTwiceWakesOnce()
    {
        net::IoContext context{1};
        OneShot event(context.get_executor());
        int step = 0;
        tests::Running<int> waiting(context, waitFor(event, step));
        context.poll();
        event.set();
        event.set();
        QCOMPARE(waiting.wait().value_or(0), 42);
        QCOMPARE(step, 2);
    }

    // An event that goes before it was set frees who waits for it.
    void goesWhileSomebodyWaits()
    {
        net::IoContext context{1};
        OneShot event(context.get_executor());
        int step = 0;
        {
            tests::Running<int> waiting(context, waitFor(event, step));
            context.poll();
        }
        QCOMPARE(step, 1);
    }
};

static const TestRegistration<OneShotTest> registeredOneShotTest;
#include "one_shot_test.moc"
