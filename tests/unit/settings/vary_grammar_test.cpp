// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/vary_grammar.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::settings;

class VaryGrammarTest : public QObject {
    Q_OBJECT

private slots:
    void readsRanges()
    {
        QCOMPARE(*parseVary("id=1..500"), (VaryRange{"id", 1, 500}));
        QCOMPARE(*parseVary("a_1 = -5 .. -5"), (VaryRange{"a_1", -5, -5}));
        QCOMPARE(*parseVary("x=-9223372036854775808..9223372036854775807"), (VaryRange{"x", INT64_MIN, INT64_MAX}));
        for (const auto* bad : {"", "id", "id=", "id=1", "id=1..", "id=..5", "=1..5", "1d=1..5", "a b=1..5", "id=5..1",
                                "id=1..2..3", "id=1.5..2", "id=1..9223372036854775808", "1..5"})
            QVERIFY2(!parseVary(bad), bad);
    }

    void readsPopularity()
    {
        const auto zipf = parseVary("id=1..1000000000 zipf 1.1");
        QVERIFY(zipf && zipf->popularity == Popularity::Zipf && zipf->exponent == 1.1);
        const auto hot = parseVary("id = 1 .. 100  hot 80/20");
        QVERIFY(hot && hot->popularity == Popularity::HotSet && hot->high == 100);
        QCOMPARE(hot->hotDraws, 0.8);
        QCOMPARE(hot->hotKeys, 0.2);
        QCOMPARE(parseVary("id=1..9 hot 99.5/0.1 shift 1000")->shiftDraws, std::int64_t{1000});
        QCOMPARE(parseVary("id=1..9 hot 80/20 shift 2.5s")->shiftS, 2.5);
    }

    void refusesWhatIsNoPopularity_data()
    {
        QTest::addColumn<QString>("line");
        for (const auto* bad :
             {"id=1..9 often", "id=1..9 zipf", "id=1..9 zipf 0", "id=1..9 zipf -1", "id=1..9 zipf 11", "id=1..9 zipf x",
              "id=1..9 zipf 1 2", "id=0..9007199254740992 zipf 1", "id=1..9 hot", "id=1..9 hot 80", "id=1..9 hot 80/0",
              "id=1..9 hot 101/20", "id=1..9 hot 80/20 move 5", "id=1..9 hot 80/20 shift", "id=1..9 hot 80/20 shift 0",
              "id=1..9 hot 80/20 shift 0s", "id=1..9 hot 80/20 shift 1.5", "id=1..9 hot 80/20 shift 5 6"})
            QTest::newRow(bad) << bad;
    }
    void refusesWhatIsNoPopularity()
    {
        QFETCH(QString, line);
        const auto text = line.toStdString();
        const auto range = parseVary(text);
        QVERIFY(!range);
        QVERIFY(!range.error().context.empty());
    }
};

static const TestRegistration<VaryGrammarTest> registeredVaryGrammarTest;
#include "vary_grammar_test.moc"
