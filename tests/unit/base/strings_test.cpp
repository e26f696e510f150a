// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/strings.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::base;

class StringsTest : public QObject {
    Q_OBJECT

private slots:
    void trimsSpacesAndTabsOnly()
    {
        QCOMPARE(trimmed(" \t a b\t "), std::string_view("a b"));
        QCOMPARE(trimmed("\r\na"), std::string_view("\r\na"));
        QVERIFY(trimmed(" \t ").empty());
    }

    void foldsAsciiOnly()
    {
        QVERIFY(equalsIgnoringCase("Content-Length", "content-lENGTH"));
        QVERIFY(!equalsIgnoringCase("a", "ab"));
        QVERIFY(!equalsIgnoringCase("\xc3\xa4", "\xc3\x84")); // ä and Ä are different header bytes
    }

    void numbersAreWholeTextsOrNothing()
    {
        QCOMPARE(parseInteger("42"), std::optional<long long>(42));
        QVERIFY(!parseInteger("42x"));
        QVERIFY(!parseInteger(""));
        QVERIFY(!parseDouble("1.5 "));
        QVERIFY(!parseDouble("1,5"));
        QVERIFY(!parseDouble("1e999"));
        QVERIFY(!parseInteger("9223372036854775808"));
        QCOMPARE(parseDouble("-2.5e3"), std::optional<double>(-2500));
    }

    void splitsAndTrimsEveryPart()
    {
        QCOMPARE(split("a, b,,c ", ','), (std::vector<std::string_view>{"a", "b", "", "c"}));
        QCOMPARE(split("", ','), std::vector<std::string_view>{""});
    }

    void findsTheNameThatWasMeant()
    {
        const std::vector<std::string> known{"rate", "users", "max_connections"};
        QCOMPARE(nearest("rtae", known), std::optional<std::string>("rate"));
        QCOMPARE(nearest("MAX_CONECTIONS", known), std::optional<std::string>("max_connections"));
        QVERIFY(!nearest("bandwidth", known));
        QVERIFY(!nearest("rate", {}));
        QVERIFY(!nearest("odd", std::vector<std::string>{"load"}));
    }
};

static const TestRegistration<StringsTest> registeredStringsTest;
#include "strings_test.moc"
