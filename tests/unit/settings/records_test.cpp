// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/records.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::settings;

class RecordsTest : public QObject {
    Q_OBJECT

private slots:
    void keepTheirOrder()
    {
        Records<int> records;
        records["b"] = 2;
        records["a"] = 1;
        records["b"] = 3;
        QCOMPARE(records.size(), std::size_t{2});
        QCOMPARE(records.at(0).name, std::string{"b"});
        QCOMPARE(*records.find("b"), 3);
        QVERIFY(records.find("c") == nullptr);
    }

    void renameOnlyToWhatIsFree()
    {
        Records<int> records;
        records["a"] = 1;
        records["b"] = 2;
        QVERIFY(!records.rename("a", "b"));
        QVERIFY(!records.rename("c", "d"));
        QVERIFY(records.rename("a", "c"));
        QCOMPARE(records.at(0).name, std::string{"c"});
        QVERIFY(records.remove("c") && !records.remove("c"));
    }

    void namesFitIntoKeysAndReports_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("fits");
        QTest::newRow("plain") << "list_products" << true;
        QTest::newRow("method and path") << "GET /items?page" << true;
        QTest::newRow("beyond ASCII") << QString::fromUtf8("Käufer €") << true;
        QTest::newRow("64 characters of two bytes") << QString(64, QChar(0xe4)) << true;
        QTest::newRow("65") << QString(65, 'a') << false;
        QTest::newRow("empty") << "" << false;
        QTest::newRow("the total's sign") << "*" << false;
        QTest::newRow("star among others") << "all*" << true;
        QTest::newRow("dot") << "a.b" << false;
        QTest::newRow("equals") << "a=b" << false;
        QTest::newRow("quote") << "a\"b" << false;
        QTest::newRow("blank in front") << " a" << false;
        QTest::newRow("blank behind") << "a " << false;
        QTest::newRow("line break") << "a\nb" << false;
    }
    void namesFitIntoKeysAndReports()
    {
        QFETCH(QString, name);
        QFETCH(bool, fits);
        QCOMPARE(isRecordName(name.toStdString()), fits);
        QVERIFY(isRecordName(toRecordName(name.toStdString())));
        if (fits && name.toStdString().size() <= 64)
            QCOMPARE(toRecordName(name.toStdString()), name.toStdString());
    }

    void namesAreMadeToFit()
    {
        QCOMPARE(toRecordName("GET /v1.2/a=b"), std::string{"GET /v1_2/a_b"});
        QCOMPARE(toRecordName(""), std::string{"unnamed"});
        QCOMPARE(toRecordName("*"), std::string{"unnamed"});
    }
};

static const TestRegistration<RecordsTest> registered;
#include "records_test.moc"
