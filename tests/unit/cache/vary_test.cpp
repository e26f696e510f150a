// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/vary.h"

#include "tests/support/test_registry.h"
#include "tests/unit/cache/replies.h"

#include <QTest>

using namespace weir::cache;
using namespace weir::tests;

class VaryTest : public QObject {
    Q_OBJECT

private slots:
    void matching_data()
    {
        QTest::addColumn<std::string>("vary");
        QTest::addColumn<std::string>("first");
        QTest::addColumn<std::string>("second");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char* vary, const char* first, const char* second, bool expected) {
            QTest::addRow("%s: [%s] [%s]", vary, first, second)
                << std::string(vary) << std::string(first) << std::string(second) << expected;
        };
        row("", "A: 1", "A: 2", true);
        row("Vary: A", "A: 1", "a: 1", true);
        row("Vary: A", "A: 1", "A: 2", false);
        row("Vary: a", "A: 1", "", false);
        row("Vary: A", "", "", true);
        row("Vary: A", "", "A:", false); // absent is not empty
        row("Vary: A", "A: 1, 2", "A: 1 | A: 2", true);
        row("Vary: A", "A: 1 | A: 2", "A: 1, 2", true);
        row("Vary: A", "A: 1 | A: 2", "A: 2 | A: 1", false);
        row("Vary: A", "A: 1", "A: 1 | A: 2", false);
        row("Vary: A, B", "A: 1 | B: 1", "B: 1 | A: 1", true);
        row("Vary: A, B", "A: 1 | B: 1", "A: 1 | B: 2", false);
        row("Vary: A | Vary: B", "A: 1 | B: 1", "A: 1 | B: 2", false);
        row("Vary: A", "A: x", "A: X", false); // whose case means what is not ours to know
        row("Vary: *", "A: 1", "A: 1", false);
        row("Vary: A, *", "A: 1", "A: 1", false);
        row("Vary: A | Vary: , *", "A: 1", "A: 1", false);
    }
    void matching()
    {
        QFETCH(std::string, vary);
        QFETCH(std::string, first);
        QFETCH(std::string, second);
        const VaryKey key = makeVaryKey(headers(vary), headers(first));
        QTEST(matches(key, headers(second)), "expected");
    }

    void keysAreInOneOrder()
    {
        const auto request = headers("A: 1 | B: 2");
        QCOMPARE(makeVaryKey(headers("Vary: B, a, A"), request), makeVaryKey(headers("Vary: A | Vary: b"), request));
    }

    void theCodingMayBeLeftOut()
    {
        const auto key = makeVaryKey(headers("Vary: Accept-Encoding, A"), headers("Accept-Encoding: gzip | A: 1"),
                                     true);
        QVERIFY(matches(key, headers("Accept-Encoding: br | A: 1")));
        QVERIFY(!matches(key, headers("Accept-Encoding: gzip | A: 2")));
    }
};

static const TestRegistration<VaryTest> registeredVaryTest;
#include "vary_test.moc"
