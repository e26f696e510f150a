// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/request_source.h"

#include "tests/support/test_registry.h"

#include <QTemporaryFile>
#include <QTest>

#include <map>

using namespace weir;
using load::RequestSource;

namespace {

settings::Scenario twoRequests()
{
    settings::Scenario scenario;
    scenario.target.urls = {"http://127.0.0.1:1"};
    auto& item = scenario.requests["item"];
    item.url = "/items/{{id}}";
    item.vary = {"id=1..500"};
    item.weight = 3;
    auto& order = scenario.requests["order"];
    order.method = "POST";
    order.url = "/orders";
    order.headers = {"X-Kind: order", "Accept: application/json"};
    order.body = "{}";
    return scenario;
}

std::string text(const http::Request& request)
{
    return request.method + " " + request.target + "\n" + std::string(request.headers.wire())
        + std::string(*request.body.bytes());
}

std::vector<std::string> drawn(const settings::Scenario& scenario, int worker, int count)
{
    auto source = RequestSource::make(scenario, worker);
    std::vector<std::string> all;
    http::Request request;
    for (int i = 0; i < count; ++i) {
        const auto endpoint = source->draw()->endpoint;
        source->fill(endpoint, request);
        all.push_back(std::to_string(endpoint) + text(request));
    }
    return all;
}

} // namespace

class RequestSourceTest : public QObject {
    Q_OBJECT

private slots:
    // Arrivals that are left out (load.late=skip) use up no rows.
    void aTurnThatIsPutBackLeavesItsRow()
    {
        QTemporaryFile file;
        QVERIFY(file.open() && file.write("id\n1\n2\n") > 0 && file.flush());
        settings::Scenario scenario;
        scenario.feeders["rows"].file = file.fileName().toStdString();
        scenario.feeders["rows"].order = settings::FeederOrder::Once;
        scenario.requests["one"].url = "/{{rows.id}}";
        auto source = load::RequestSource::make(scenario, 0).value();
        for (int i = 0; i < 5; ++i) {
            const auto turn = source.draw();
            QVERIFY(turn);
            source.putBack(*turn);
        }
        http::Request request;
        for (const auto* expected : {"/1", "/2"}) {
            const auto turn = source.draw();
            QVERIFY(turn);
            source.fill(turn->endpoint, request);
            QCOMPARE(request.target, std::string{expected});
        }
        QVERIFY(!source.draw() && source.isUsedUp());
    }

    // What both blocks of a pair ask: the mix, the values and the rows of feeders. The next pair asks what comes next.
    void theSameNumberAsksTheSame()
    {
        QTemporaryFile file;
        QVERIFY(file.open() && file.write("id\n1\n2\n3\n4\n5\n6\n7\n") > 0 && file.flush());
        settings::Scenario scenario;
        scenario.feeders["rows"].file = file.fileName().toStdString();
        scenario.feeders["rows"].order = settings::FeederOrder::Sequential;
        scenario.requests["one"].url = "/{{rows.id}}";
        scenario.requests["two"].url = "/two/{{n}}";
        scenario.requests["two"].vary = {"n=1..1000"};
        auto source = load::RequestSource::make(scenario, 0).value();
        const auto asked = [&](std::uint64_t number) {
            source.drawAgain(number);
            std::string all;
            http::Request request;
            for (int i = 0; i < 40; ++i) {
                source.fill(source.draw()->endpoint, request);
                all += request.target + ' ';
            }
            return all;
        };
        const auto first = asked(1);
        QCOMPARE(asked(1), first);
        const auto second = asked(2);
        QVERIFY(second != first);
        QCOMPARE(asked(2), second);
        QVERIFY2(asked(3) != second, "rows that were asked for are not asked for again");
    }

    void theSameSeedDrawsTheSameRequests()
    {
        const auto scenario = twoRequests();
        QVERIFY(drawn(scenario, 0, 500) == drawn(scenario, 0, 500));
        QVERIFY(drawn(scenario, 0, 500) != drawn(scenario, 1, 500)); // workers do not march in step
        auto other = scenario;
        other.load.seed = 2;
        QVERIFY(drawn(scenario, 0, 500) != drawn(other, 0, 500));
    }

    void drawsByWeight()
    {
        auto source = RequestSource::make(twoRequests(), 0);
        int items = 0;
        for (int i = 0; i < 10'000; ++i)
            items += source->draw()->endpoint == 0 ? 1 : 0;
        QVERIFY(items > 7300 && items < 7700); // 7500, and four standard deviations of 43
    }

    void saysWhatEveryClientSays()
    {
        auto source = RequestSource::make(twoRequests(), 0);
        http::Request request;
        source->fill(0, request);
        QCOMPARE(request.headers.get("Accept"), std::optional<std::string_view>("*/*"));
        QCOMPARE(request.headers.get("Accept-Encoding"), std::optional<std::string_view>("gzip, br"));
        QVERIFY(request.headers.get("User-Agent")->starts_with("weir/"));
        QVERIFY(request.body.isEmpty());

        source->fill(1, request); // into the same, reused request
        QCOMPARE(request.method, std::string("POST"));
        QCOMPARE(request.headers.get("Accept"), std::optional<std::string_view>("application/json"));
        QCOMPARE(request.headers.count("Accept"), std::size_t{1});
        QCOMPARE(request.headers.get("X-Kind"), std::optional<std::string_view>("order"));
        QCOMPARE(*request.body.bytes(), std::string_view("{}"));

        source->fill(0, request);
        QVERIFY(!request.headers.contains("X-Kind"));
        QVERIFY(request.body.isEmpty());
    }

    // curl's way to leave a field out; "Name;" is its way to send one that is empty.
    void leavesOutWhatHasNoValue()
    {
        auto scenario = twoRequests();
        scenario.requests["item"].headers = {"user-agent:", "Accept: ", "Accept-Encoding:", "X-Any:", "X-Empty;"};
        scenario.requests["order"].headers = {"User-Agent: mine"};
        auto source = RequestSource::make(scenario, 0);
        http::Request request;
        source->fill(0, request);
        QCOMPARE(std::string(request.headers.wire()), std::string("X-Empty: \r\n"));
        source->fill(1, request);
        QCOMPARE(std::string(request.headers.wire()),
                 std::string("User-Agent: mine\r\nAccept: */*\r\nAccept-Encoding: gzip, br\r\n"));
    }

    void aGroupLeavesOutFieldsAsWell()
    {
        auto scenario = twoRequests();
        scenario.clientGroups["bare"].headers = {"User-Agent:", "X-Group: 1"};
        auto source = RequestSource::make(scenario, 0);
        http::Request request;
        source->fill(1, request);
        source->groups().mark(0, request.headers);
        QVERIFY(!request.headers.contains("User-Agent"));
        QCOMPARE(request.headers.get("X-Group"), std::optional<std::string_view>("1"));
    }

    void changesAcceptEncodingLive()
    {
        auto source = RequestSource::make(twoRequests(), 0);
        http::Request request;
        for (const std::string coding : {"br", ""}) {
            source->setAcceptEncoding(coding);
            for (const metrics::EndpointId endpoint : {0, 1}) {
                source->fill(endpoint, request);
                QCOMPARE(request.headers.contains("Accept-Encoding"), !coding.empty());
                QCOMPARE(std::string(request.headers.get("Accept-Encoding").value_or("")), coding);
            }
        }
    }
};

static const TestRegistration<RequestSourceTest> registeredRequestSourceTest;
#include "request_source_test.moc"
