// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/reply_watch.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;
using load::ReplyWatch;

// How many of that many waits are watched, where none catches its reply.
static int inVain(ReplyWatch& watch, int waits)
{
    int begun = 0;
    for (int i = 0; i < waits; ++i) {
        if (!watch.begins())
            continue;
        ++begun;
        watch.wasInVain();
    }
    return begun;
}

class ReplyWatchTest : public QObject {
    Q_OBJECT

private slots:
    void watchesAsLongAsRepliesAreCaught()
    {
        ReplyWatch watch;
        for (int i = 0; i < 100; ++i) {
            QVERIFY(watch.begins());
            watch.caught();
        }
    }

    void leavesOutMoreAndMoreWaits()
    {
        ReplyWatch watch;
        QCOMPARE(inVain(watch, 1), 1);
        QCOMPARE(inVain(watch, 1), 0);
        QCOMPARE(inVain(watch, 1), 1);
        QCOMPARE(inVain(watch, 3), 0);
        QCOMPARE(inVain(watch, 1), 1);
        static_cast<void>(inVain(watch, 200));
        QCOMPARE(inVain(watch, 6400), 100); // one in 64, however long
    }

    void oneThatIsCaughtUndoesThat()
    {
        ReplyWatch watch;
        static_cast<void>(inVain(watch, 1000));
        while (!watch.begins()) {}
        watch.caught();
        QVERIFY(watch.begins());
        watch.wasInVain();
        QVERIFY(!watch.begins());
        QVERIFY(watch.begins());
    }
};

static const TestRegistration<ReplyWatchTest> registeredReplyWatchTest;
#include "reply_watch_test.moc"
