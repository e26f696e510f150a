// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/expectations.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;
using workload::Expectations;
using workload::Reply;

namespace {

constexpr std::string_view body = "{\"items\": [{\"id\": 5, \"name\": \"a \\\"b\\\"\"}]"
                                  ", \"total\": 2.5, \"ok\": true, \"none\": null}";

http::HeaderMap headers()
{
    http::HeaderMap map;
    map.add("Content-Type", "application/json; charset=utf-8");
    map.add("X-A", "1");
    map.add("X-A", "2");
    return map;
}

std::string judged(const std::vector<std::string>& checks, std::string_view text = body)
{
    settings::RequestSettings settings;
    settings.checks = checks;
    const auto expected = Expectations::compile(settings, {}).value();
    const auto fields = headers();
    Reply reply(200, fields, text, text.size());
    return expected.judge(reply, nullptr);
}

workload::UserValues taken(const std::string& line, std::string& lacking)
{
    settings::RequestSettings settings;
    settings.extract = {line};
    workload::Scope scope;
    scope.carried = {"other", "x"};
    const auto expected = Expectations::compile(settings, scope).value();
    const auto fields = headers();
    Reply reply(200, fields, body, body.size());
    workload::UserValues user{scope};
    lacking = expected.judge(reply, &user);
    return user;
}

} // namespace

class ExpectationsTest : public QObject {
    Q_OBJECT

private slots:
    void goodRepliesPass_data()
    {
        QTest::addColumn<QString>("check");
        for (const auto* check : {"status == 200",
                                  "status in 200..299",
                                  "status != 404",
                                  "status < 300",
                                  "size >= 10",
                                  "size in 1..1000",
                                  "header content-type contains json",
                                  "header X-A == 1, 2",
                                  "header X-A exists",
                                  "header Y != 1",
                                  "header X-A matches ^1,",
                                  "body contains \"id\": 5",
                                  "body matches \"id\":\\s+(\\d+)",
                                  "json /items/0/id == 5",
                                  "json /items/0/id == 5.0",
                                  "json /items/0/name == a \"b\"",
                                  "json /items/0/name == \"a \\\"b\\\"\"",
                                  "json /total > 2",
                                  "json /total <= 2.5",
                                  "json /ok == true",
                                  "json /ok != false",
                                  "json /none == null",
                                  "json /none exists",
                                  "json /items/0/name contains b",
                                  "json /total matches ^2\\.5$",
                                  "json /items/0 contains \"id\":5"})
            QTest::newRow(check) << check;
    }
    void goodRepliesPass()
    {
        QFETCH(QString, check);
        QCOMPARE(QString::fromStdString(judged({check.toStdString()})), QString{});
    }

    void badRepliesAreTold_data()
    {
        QTest::addColumn<QString>("check");
        QTest::addColumn<QString>("found");
        const auto row = [](const char* check, const char* found) { QTest::newRow(check) << check << found; };
        row("status == 201", "200");
        row("status in 300..399", "200");
        row("size < 10", "81");
        row("header X-B exists", "no such field");
        row("header X-A == 1", "1, 2");
        row("header Content-Type contains xml", "application/json; charset=utf-8");
        row("body contains nothing", "not in 81 bytes");
        row("json /items/0/id == 6", "5");
        row("json /items/0/id == \"5\"", "5");
        row("json /items/1/id == 5", "nothing there");
        row("json /ok > 0", "true");
        row("json /total < 2", "2.5");
        row("json /items/0/name contains z", "a \"b\"");
    }
    void badRepliesAreTold()
    {
        QFETCH(QString, check);
        QFETCH(QString, found);
        QCOMPARE(body.size(), std::size_t{81});
        QCOMPARE(QString::fromStdString(judged({"status == 200", check.toStdString()})),
                 QString("check failed: %1; found %2").arg(check, found));
    }

    void aBodyThatIsNoJsonFails()
    {
        QVERIFY(QString::fromStdString(judged({"json /a exists"}, "<html>")).endsWith("found no JSON"));
    }

    // A search that would run for ever ends, and counts as not found.
    void anExplodingPatternEnds() { QVERIFY(!judged({"body matches (a+)+$"}, std::string(5000, 'a') + "b").empty()); }

    void knowsWhatItNeeds()
    {
        const auto needs = [](const char* check) {
            settings::RequestSettings settings;
            settings.checks = {check};
            return Expectations::compile(settings, {}).value();
        };
        QVERIFY(Expectations::compile({}, {}).value().isEmpty());
        QVERIFY(!needs("status == 200").needsBody() && needs("status == 200").judgesStatus());
        QVERIFY(!needs("header A exists").needsBody() && !needs("header A exists").judgesStatus());
        QVERIFY(!needs("size < 5").needsBody() && needs("size < 5").needsSize());
        QVERIFY(needs("body contains a").needsBody() && needs("json /a exists").needsBody());
    }

    void extracts_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("value"); // null: nothing there
        const auto row = [](const char* line, const QString& value) { QTest::newRow(line) << line << value; };
        row("x = json /items/0/id", "5");
        row("x = json /items/0/name", "a \"b\"");
        row("x = json /total", "2.5");
        row("x = json /items/9", QString{});
        row("x = header X-A", "1");
        row("x = header X-B", QString{});
        row("x = regex \"id\":\\s*(\\d+)", "5");
        row("x = regex tot.l", "total");
        row("x = regex nothing", QString{});
    }
    void extracts()
    {
        QFETCH(QString, line);
        QFETCH(QString, value);
        std::string lacking;
        const auto user = taken(line.toStdString(), lacking);
        QCOMPARE(QString::fromStdString(user.carried[1]), value);
        QCOMPARE(lacking.empty(), !value.isNull());
        QVERIFY(lacking.empty() || lacking.find(line.toStdString()) != std::string::npos);
    }
};

static const TestRegistration<ExpectationsTest> registeredExpectationsTest;
#include "expectations_test.moc"
