// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/targeted_control.h"

#include "tests/support/test_registry.h"

#include <QTest>

using weir::cache::parseTargetedControl;
using namespace std::chrono_literals;

class TargetedControlTest : public QObject {
    Q_OBJECT

private slots:
    void readsDictionaries()
    {
        const auto control = parseTargetedControl("max-age=60;note=\"a,b\", must-revalidate, no-cache=\"a, b\", x=?0, "
                                                  "y=:aGk=:, z=(1 \"two\" three;p=1.5), max-age=70");
        QVERIFY(control);
        QCOMPARE(control->maxAge, std::optional(70s)); // the last counts, unlike in Cache-Control
        QVERIFY(control->mustRevalidate);
        QCOMPARE(control->noCacheFields, (std::vector<std::string>{"a", "b"}));
        QVERIFY(!parseTargetedControl("no-store=?0, max-age=1")->noStore);
        QVERIFY(parseTargetedControl("no-store=?1")->noStore);
    }

    void oddValuesAreStale()
    {
        QCOMPARE(parseTargetedControl("max-age=-5")->maxAge, std::optional(0s));
        QCOMPARE(parseTargetedControl("max-age=5.5")->maxAge, std::optional(0s));
        QCOMPARE(parseTargetedControl("max-age=abc")->maxAge, std::optional(0s));
    }

    void refusesWhatIsNoDictionary_data()
    {
        QTest::addColumn<std::string>("text");
        for (const char* text : {"",
                                 "  ",
                                 ",",
                                 "max-age=60,",
                                 "Max-Age=60",
                                 "max-age=60 no-store",
                                 "max-age =60",
                                 "max-age= 60",
                                 "max-age=",
                                 "&x",
                                 "a=\"open",
                                 "a=:open",
                                 "a=(1 2",
                                 "a=(1\"x\")",
                                 "a=1234567890123456",
                                 "a=1.",
                                 "a=1.2345",
                                 "a=-",
                                 "a=?2",
                                 "a;",
                                 "a;B=1",
                                 "a=\"\x01\"",
                                 "a=\"\\",
                                 "a=\"\\b\"",
                                 "a,,b",
                                 "a==1"})
            QTest::addRow("[%s]", text) << std::string(text);
    }
    void refusesWhatIsNoDictionary()
    {
        QFETCH(std::string, text);
        QVERIFY(!parseTargetedControl(text));
    }
};

static const TestRegistration<TargetedControlTest> registeredTargetedControlTest;
#include "targeted_control_test.moc"
