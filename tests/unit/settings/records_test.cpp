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

    // Against a plain list, edits of every kind among ten thousand names.
    void tenThousandAreFoundWhereTheyAre()
    {
        constexpr int count = 10'000;
        Records<int> records;
        std::vector<std::pair<std::string, int>> list;
        for (int i = 0; i < count; ++i) {
            const auto name = "request " + std::to_string((i * 7919) % count);
            records[name] = i;
            list.emplace_back(name, i);
        }
        QVERIFY(records.remove(list[17].first) && records.rename(list[18].first, "renamed"));
        list[18].first = "renamed";
        list.erase(list.begin() + 17);
        QCOMPARE(records.size(), list.size());
        for (std::size_t i = 0; i < list.size(); ++i) {
            QCOMPARE(records.at(i).name, list[i].first);
            QCOMPARE(records.indexOf(list[i].first), i);
            QCOMPARE(*records.find(list[i].first), list[i].second);
        }
        QCOMPARE(records.indexOf("nobody"), records.size());
    }

    void copiesShareUntilOneIsEdited()
    {
        Records<int> records;
        records["a"] = 1;
        records["b"] = 2;
        auto copy = records;
        QCOMPARE(&copy.at(0), &records.at(0));
        QVERIFY(copy == records);
        copy["a"] = 3;
        QCOMPARE(*records.find("a"), 1);
        QVERIFY(&copy.at(0) != &records.at(0) && !(copy == records));
        records["a"] = 3;
        QVERIFY(copy == records);
        QCOMPARE(*std::as_const(copy).find("b"), 2);
    }

    void anEditMayNameARecordByItsOwnName()
    {
        Records<int> records;
        records["a"] = 1;
        const auto copy = records;
        records[records.at(0).name] = 2;
        auto third = records;
        QVERIFY(records.rename(records.at(0).name, "b") && records.remove(records.at(0).name));
        QVERIFY(records.empty() && records.find("b") == nullptr);
        QCOMPARE(*third.find("a"), 2);
        QCOMPARE(*copy.find("a"), 1);
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

static const TestRegistration<RecordsTest> registeredRecordsTest;
#include "records_test.moc"
