// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/request_list_model.h"

#include "tests/support/test_registry.h"
#include "ui/models/record_edits.h"
#include "ui/models/request_edits.h"
#include "ui/models/scenario_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace weir;
using namespace weir::ui;

static const settings::Section& requests()
{
    return *settings::findSection("requests");
}

class RequestListModelTest : public QObject {
    Q_OBJECT

private slots:
    void showsMethodAndShare()
    {
        ScenarioModel scenario;
        RequestListModel model(&scenario);
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("list_products"));
        QCOMPARE(model.index(0).data(RequestListModel::ShareRole).toDouble(), 0.40);
        QCOMPARE(model.index(4).data(RequestListModel::MethodRole).toString(), QStringLiteral("POST"));
    }

    void followsEdits()
    {
        ScenarioModel scenario;
        RequestListModel model(&scenario);
        const QAbstractItemModelTester tester(&model);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        scenario.setValue(QStringLiteral("requests.list_products.weight"), 140.0);
        QCOMPARE(model.index(0).data(RequestListModel::ShareRole).toDouble(), 0.70);
        QCOMPARE(reset.count(), 0); // the rows are the same ones
        QCOMPARE(addRecord(scenario, requests()), QStringLiteral("request"));
        QCOMPARE(model.rowCount(), 7);
        QCOMPARE(addRecord(scenario, requests()), QStringLiteral("request_2"));
    }

    void aCopyStandsBehindItsOriginal()
    {
        ScenarioModel scenario;
        RequestListModel model(&scenario);
        const QString copy = duplicateRequest(scenario, QStringLiteral("search"));
        QCOMPARE(copy, QStringLiteral("search_2"));
        QCOMPARE(model.rowOf(copy), model.rowOf(QStringLiteral("search")) + 1);
        removeRecord(scenario, requests(), copy);
        QCOMPARE(model.rowOf(copy), -1);
        scenario.undoStack()->undo();
        QCOMPARE(model.rowOf(copy), 3);
    }

    void renamingChecksTheName()
    {
        ScenarioModel scenario;
        QVERIFY(renameRecord(scenario, requests(), QStringLiteral("search"), QStringLiteral("list_products")));
        QVERIFY(renameRecord(scenario, requests(), QStringLiteral("search"), QStringLiteral("a.b")));
        QVERIFY(!renameRecord(scenario, requests(), QStringLiteral("search"), QStringLiteral("find")));
        QVERIFY(scenario.scenario().requests.find("find"));
        QVERIFY(!scenario.scenario().requests.find("search"));
    }

    void anAddressOfOnesOwnIsSparedTheDemosOrders()
    {
        ScenarioModel scenario;
        QVERIFY(!setTarget(scenario, QStringLiteral("api.example.com/items?page=1")));
        const auto& now = scenario.scenario();
        QCOMPARE(now.target.urls, std::vector<std::string>{"https://api.example.com"});
        QCOMPARE(now.requests.size(), std::size_t(1));
        QCOMPARE(now.requests.at(0).settings.url, std::string("/items?page=1"));
        scenario.undoStack()->undo();
        QCOMPARE(scenario.scenario().requests.size(), std::size_t(6));
        QVERIFY(scenario.scenario().target.urls.empty());
    }

    void anAddressMayHoldBlanksAndCommas_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("urls");
        const auto row = [](const char* typed, const char* urls) {
            QTest::newRow(typed) << typed << QString(urls).split('|');
        };
        row("http://a/x y,z", "http://a/x y,z");
        row("http://a/1, https://b/2 http://c", "http://a/1|https://b/2|http://c");
        row(" http://a , ", "http://a");
        row("http://b\xc3\xbc"
            "cher.example",
            "http://b\xc3\xbc"
            "cher.example");
        row("a.example, localhost:80", "https://a.example|http://localhost:80");
    }
    void anAddressMayHoldBlanksAndCommas()
    {
        QFETCH(QString, typed);
        ScenarioModel scenario;
        auto own = scenario.scenario();
        own.requests["search"].weight = 7; // no longer the demo's
        scenario.edit(QStringLiteral("weight"), own);
        const auto problem = setTarget(scenario, typed);
        QVERIFY2(!problem, qPrintable(problem.value_or(QString())));
        QStringList urls;
        for (const auto& url : scenario.scenario().target.urls)
            urls.append(QString::fromStdString(url));
        QTEST(urls, "urls");
    }

    void anAddressBarsTextIsOneGet()
    {
        ScenarioModel scenario;
        QVERIFY(!setTarget(scenario, QStringLiteral("api.example.com/items?page[size]=10&to=http://b/{1}#top")));
        QCOMPARE(scenario.scenario().target.urls, std::vector<std::string>{"https://api.example.com"});
        QCOMPARE(scenario.scenario().requests.at(0).settings.url, std::string("/items?page[size]=10&to=http://b/{1}"));
    }

    void aWrongAddressIsRefusedWithAReason()
    {
        ScenarioModel scenario;
        const auto problem = setTarget(scenario, QStringLiteral("ftp://example.com"));
        QVERIFY(problem);
        QVERIFY(problem->contains(QStringLiteral("http")));
        QVERIFY(!scenario.isModified());
    }
};

static const TestRegistration<RequestListModelTest> registeredRequestListModelTest;
#include "request_list_model_test.moc"
