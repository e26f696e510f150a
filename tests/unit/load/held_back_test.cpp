// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/held_back.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;
using namespace std::chrono_literals;
using load::HeldBack;

namespace {
constexpr base::TimePoint begin{std::chrono::hours{100}};
} // namespace

// Whose lateness it is, on a clock of the test's own.
class HeldBackTest : public QObject {
    Q_OBJECT

private slots:
    void withoutABlockItHoldsNothing()
    {
        HeldBack held;
        held.freed(begin);
        held.sent(begin, begin + 1s);
        QVERIFY(!held.holds(begin) && !held.holds(begin + 1s));
    }

    // What was late before is the generator's, however long the limit then stands.
    void holdsWhatIsDueWhileItStands()
    {
        HeldBack held;
        held.blocked(begin + 1s, begin + 1s);
        held.freed(begin + 6s);
        QVERIFY(!held.holds(begin + 999ms));
        QVERIFY(held.holds(begin + 1s) && held.holds(begin + 6s));
        QVERIFY(!held.holds(begin + 6001ms));
    }

    void holdsWhatQueuesBehind()
    {
        HeldBack held;
        held.blocked(begin, begin);
        held.freed(begin + 1s);
        held.sent(begin + 900ms, begin + 1500ms);
        QVERIFY(held.holds(begin + 1400ms));
        held.sent(begin + 1400ms, begin + 1700ms);
        QVERIFY(held.holds(begin + 1700ms));
        held.sent(begin + 1800ms, begin + 1900ms); // the generator's own
        QVERIFY(!held.holds(begin + 1850ms));
    }

    // A second block within the backlog of the first is one with it.
    void blocksJoin()
    {
        HeldBack held;
        held.blocked(begin, begin);
        held.freed(begin + 1s);
        held.sent(begin + 500ms, begin + 1100ms);
        held.blocked(begin + 1200ms, begin + 600ms);
        QVERIFY(held.holds(begin + 600ms));
        held.freed(begin + 2s);
        held.blocked(begin + 5s, begin + 5s);
        QVERIFY(!held.holds(begin + 4s));
    }
};

static const TestRegistration<HeldBackTest> registeredHeldBackTest;
#include "held_back_test.moc"
