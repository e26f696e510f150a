// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/check_grammar.h"

#include "core/settings/extract_grammar.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::settings;
using Op = CheckOperator;
using Subject = CheckSubject;

class CheckGrammarTest : public QObject {
    Q_OBJECT

private slots:
    void readsChecks()
    {
        QCOMPARE(*parseCheck("status == 200"), (CheckLine{Subject::Status, "", Op::Equal, "200", 200, 200}));
        QCOMPARE(*parseCheck(" status  in 200..299 "), (CheckLine{Subject::Status, "", Op::In, "200..299", 200, 299}));
        QCOMPARE(*parseCheck("size <= 10000"), (CheckLine{Subject::Size, "", Op::AtMost, "10000", 10000, 10000}));
        QCOMPARE(*parseCheck("header Content-Type contains json"),
                 (CheckLine{Subject::Header, "Content-Type", Op::Contains, "json"}));
        QCOMPARE(*parseCheck("header ETag exists"), (CheckLine{Subject::Header, "ETag", Op::Exists, ""}));
        QCOMPARE(*parseCheck("body contains out of stock"),
                 (CheckLine{Subject::Body, "", Op::Contains, "out of stock"}));
        QCOMPARE(*parseCheck("json /items/0/id == 5"), (CheckLine{Subject::Json, "/items/0/id", Op::Equal, "5"}));
        QCOMPARE(*parseCheck("json /total > 0"), (CheckLine{Subject::Json, "/total", Op::Greater, "0", 0, 0}));
    }

    void refusesWhatIsNoCheck_data()
    {
        QTest::addColumn<QString>("line");
        for (const auto* bad : {"",
                                "status",
                                "status 200",
                                "status = 200",
                                "status == ok",
                                "status in 200",
                                "status in 300..200",
                                "status contains 2",
                                "status exists",
                                "time < 5",
                                "size matches 5",
                                "header",
                                "header A",
                                "header A B",
                                "header A/B == 1",
                                "header A < 5",
                                "header A exists now",
                                "body == x",
                                "body contains",
                                "body matches (",
                                "json items == 1",
                                "json /a~2 == 1",
                                "json /a in 1..2",
                                "json /a > x"})
            QTest::newRow(bad) << bad;
    }
    void refusesWhatIsNoCheck()
    {
        QFETCH(QString, line);
        const auto text = line.toStdString();
        QVERIFY(!parseCheck(text));
    }

    void readsExtractions()
    {
        QCOMPARE(*parseExtract("token = json /auth/token"), (ExtractLine{"token", ExtractFrom::Json, "/auth/token"}));
        QCOMPARE(*parseExtract("csrf=header X-CSRF"), (ExtractLine{"csrf", ExtractFrom::Header, "X-CSRF"}));
        QCOMPARE(*parseExtract(R"(id = regex "id":(\d+))"), (ExtractLine{"id", ExtractFrom::Regex, R"("id":(\d+))"}));
        for (const auto* bad : {"", "token", "= json /a", "1t = json /a", "t = json a", "t = header A B", "t = regex",
                                "t = regex (", "t = xml /a", "t ="})
            QVERIFY2(!parseExtract(bad), bad);
    }
};

static const TestRegistration<CheckGrammarTest> registeredCheckGrammarTest;
#include "check_grammar_test.moc"
