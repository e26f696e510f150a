// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/demo.h"
#include "tests/support/test_registry.h"
#include "tests/unit/origin/shop_client.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <set>

using namespace weir;
using tests::Reply;
using tests::ShopClient;

namespace {

QJsonObject json(const Reply& reply)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(reply.body)).object();
}

} // namespace

class OriginEndpointsTest : public QObject {
    Q_OBJECT

private slots:
    void pages_data()
    {
        QTest::addColumn<std::string>("target");
        QTest::addColumn<std::string>("caching");
        QTest::addColumn<bool>("tagged");
        QTest::addColumn<int>("least");
        QTest::addColumn<int>("most");
        const auto row = [](const char* target, const char* caching, bool tagged, int least, int most) {
            QTest::newRow(target) << std::string(target) << std::string(caching) << tagged << least << most;
        };
        row("/products", "public, max-age=10", true, 4000, 12000);
        row("/products?page=25&limit=20", "public, max-age=10", true, 4000, 12000);
        row("/products/1", "public, max-age=30", true, 700, 4000);
        row("/products/500", "public, max-age=30", true, 700, 4000);
        row("/search?q=oak", "public, max-age=5", true, 300, 8000);
        row("/search?q=17", "public, max-age=5", true, 300, 8000);
        row("/customers/100/orders", "private, no-store", false, 500, 12000);
        row("/reports/sales", "no-cache", true, 250'000, 350'000);
        row("/health", "no-store", false, 5, 50);
    }

    void pages()
    {
        QFETCH(std::string, target);
        QFETCH(std::string, caching);
        QFETCH(bool, tagged);
        QFETCH(int, least);
        QFETCH(int, most);
        ShopClient shop;
        const auto reply = shop.get(target);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.get("content-type"), std::string("application/json; charset=utf-8"));
        QCOMPARE(reply.get("cache-control"), caching);
        QCOMPARE(!reply.get("etag").empty(), tagged);
        QVERIFY(!json(reply).isEmpty());
        QVERIFY2(static_cast<int>(reply.body.size()) >= least && static_cast<int>(reply.body.size()) <= most,
                 std::to_string(reply.body.size()).c_str());

        const auto head = shop.request("HEAD", target);
        QCOMPARE(head.get("content-length"), std::to_string(reply.body.size()));
        QCOMPARE(head.get("etag"), reply.get("etag"));
        if (tagged) {
            const auto again = shop.get(target, "If-None-Match: \"x\", W/" + reply.get("etag") + "\r\n");
            QCOMPARE(again.status, 304);
            QCOMPARE(again.get("etag"), reply.get("etag"));
            QCOMPARE(again.get("cache-control"), caching);
        }
    }

    void refusals_data()
    {
        QTest::addColumn<std::string>("method");
        QTest::addColumn<std::string>("target");
        QTest::addColumn<int>("status");
        const auto row = [](const char* method, const char* target, int status) {
            QTest::addRow("%s %s", method, target) << std::string(method) << std::string(target) << status;
        };
        for (const auto* target :
             {"/", "/x", "/products/0", "/products/501", "/products/abc", "/products/1/x", "/orders/1",
              "/customers/101/orders", "/customers/1", "/reports", "/reports/x", "/health/x", "/a/b/c/d/e/f"})
            row("GET", target, 404);
        for (const auto* target : {"/products?page=0", "/products?page=x", "/products?limit=101", "/products?limit=0",
                                   "/search", "/search?q="})
            row("GET", target, 400);
        row("DELETE", "/products/1", 405);
        row("POST", "/products", 405);
        row("GET", "/orders", 405);
        row("PUT", "/orders", 405);
        row("POST", "/health", 405);
    }

    void refusals()
    {
        QFETCH(std::string, method);
        QFETCH(std::string, target);
        QFETCH(int, status);
        ShopClient shop;
        const auto reply = shop.request(method, target);
        QCOMPARE(reply.status, status);
        QCOMPARE(json(reply).value("error").toObject().value("status").toInt(), status);
        QCOMPARE(!reply.get("allow").empty(), status == 405);
    }

    void pagesOfTheList()
    {
        ShopClient shop;
        std::set<int> ids;
        for (int page = 1; page <= 25; ++page) {
            const auto list = json(shop.get("/products?page=" + std::to_string(page) + "&limit=20"));
            QCOMPARE(list.value("total").toInt(), 500);
            QCOMPARE(list.value("pages").toInt(), 25);
            for (const auto& item : list.value("items").toArray())
                ids.insert(item.toObject().value("id").toInt());
        }
        QCOMPARE(ids.size(), std::size_t{500});
        QCOMPARE(json(shop.get("/products?page=26&limit=20")).value("items").toArray().size(), 0);
        QCOMPARE(json(shop.get("/products?limit=7")).value("items").toArray().size(), 7);
    }

    void searchFindsWhatHasTheWords()
    {
        ShopClient shop;
        for (const auto* target : {"/search?q=walnut", "/search?q=WALNUT+lamp", "/search?q=walnut%20lamp"}) {
            const auto items = json(shop.get(target)).value("items").toArray();
            QVERIFY(!items.isEmpty());
            for (const auto& item : items) {
                const auto id = item.toObject().value("id").toInt();
                const auto page = shop.get("/products/" + std::to_string(id)).body;
                QVERIFY(QByteArray::fromStdString(page).toLower().contains("walnut"));
            }
        }
        QCOMPARE(json(shop.get("/search?q=zeppelin")).value("total").toInt(-1), 0);
    }

    void conditions_data()
    {
        QTest::addColumn<std::string>("fields");
        QTest::addColumn<int>("status");
        ShopClient shop;
        const auto product = shop.get("/products/7");
        const auto tag = product.get("etag");
        const auto time = product.get("last-modified");
        const auto row = [](const char* name, const std::string& fields, int status) {
            QTest::newRow(name) << fields << status;
        };
        row("tag", "If-None-Match: " + tag + "\r\n", 304);
        row("any tag", "If-None-Match: *\r\n", 304);
        row("other tag", "If-None-Match: \"x\"\r\n", 200);
        row("second line", "If-None-Match: \"x\"\r\nIf-None-Match: " + tag + "\r\n", 304);
        row("time", "If-Modified-Since: " + time + "\r\n", 304);
        row("later", "If-Modified-Since: Fri, 01 Jan 2038 00:00:00 GMT\r\n", 304);
        row("earlier", "If-Modified-Since: Thu, 01 Jan 1998 00:00:00 GMT\r\n", 200);
        row("no time", "If-Modified-Since: yesterday\r\n", 200);
        row("the tag decides", "If-None-Match: \"x\"\r\nIf-Modified-Since: " + time + "\r\n", 200);
    }

    void conditions()
    {
        QFETCH(std::string, fields);
        QFETCH(int, status);
        ShopClient shop;
        QCOMPARE(shop.get("/products/7", fields).status, status);
        QCOMPARE(shop.get("/customers/1/orders", "If-None-Match: *\r\n").status, 200); // may not be stored
    }

    void ordersVaryByWhoAsks()
    {
        QCOMPARE(ShopClient().get("/customers/1/orders").get("vary"), std::string("Authorization"));
    }

    void placingOrders()
    {
        ShopClient shop;
        const auto first = shop.post(R"({"product": 3, "quantity": 2})");
        QCOMPARE(first.status, 201);
        const auto location = first.get("location");
        QVERIFY(location.starts_with("/orders/"));
        QCOMPARE(shop.get(location).body, first.body);
        QVERIFY(shop.post(R"({"product": 3, "quantity": 2})").get("location") != location);
        QCOMPARE(shop.get(location).body, first.body);
    }

    void ordersThatDoNotFit_data()
    {
        QTest::addColumn<std::string>("body");
        QTest::addColumn<int>("status");
        const auto row = [](const std::string& body, int status) { QTest::newRow(body.c_str()) << body << status; };
        row("", 400);
        row("{", 400);
        row("{\"product\": 1, \"quantity\": 1} x", 400);
        row("[]", 422);
        row("{}", 422);
        row(R"({"product": 1})", 422);
        row(R"({"product": 0, "quantity": 1})", 422);
        row(R"({"product": 501, "quantity": 1})", 422);
        row(R"({"product": 99999999999, "quantity": 1})", 422);
        row(R"({"product": "1", "quantity": 1})", 422);
        row(R"({"product": 1, "quantity": 0})", 422);
        row(R"({"product": 1, "quantity": 101})", 422);
        row(R"({"product": 1, "quantity": 1.5})", 422);
    }

    void ordersThatDoNotFit()
    {
        QFETCH(std::string, body);
        QFETCH(int, status);
        ShopClient shop;
        QCOMPARE(shop.post(body).status, status);
        QCOMPARE(shop.post(R"({"product": 1, "quantity": 1})").status, 201);
    }

    void ordersOfOtherKinds()
    {
        ShopClient shop;
        QCOMPARE(shop.post(R"({"product": 1, "quantity": 1})", "text/plain").status, 415);
        QCOMPARE(shop.post(R"({"product": 1, "quantity": 1})", "Application/JSON; charset=utf-8").status, 201);
        QCOMPARE(shop.post(std::string(100'000, ' ')).status, 413);
    }

    // What a first start sends is what the shop answers.
    void answersTheDemo()
    {
        ShopClient shop;
        const auto demo = settings::demoScenario();
        for (const auto& [name, request] : demo.requests) {
            auto url = QString::fromStdString(request.url);
            auto body = QString::fromStdString(request.body);
            for (const auto& variation : request.vary) {
                const auto key = QString::fromStdString(variation.substr(0, variation.find('=')));
                const auto last = QString::fromStdString(variation.substr(variation.find("..") + 2));
                url.replace("{{" + key + "}}", last);
                body.replace("{{" + key + "}}", last);
            }
            const auto reply = shop.request(request.method, url.toStdString(), "Content-Type: application/json\r\n",
                                            body.toStdString());
            QVERIFY2(reply.status == 200 || reply.status == 201, name.c_str());
        }
    }

    void counts()
    {
        ShopClient shop;
        const auto size = shop.get("/products/1").body.size();
        shop.request("HEAD", "/products/1");
        const auto missing = shop.get("/nothing").body.size();
        const auto other = shop.connect();
        QVERIFY(shop.eventually([&] { return shop.origin->counters().connectionsOpen == 2; }));
        const auto counters = shop.origin->counters();
        QCOMPARE(counters.requests, 3U);
        QCOMPARE(counters.replies[2], 2U);
        QCOMPARE(counters.replies[4], 1U);
        QCOMPARE(counters.bodyBytesSent, size + missing);
        QCOMPARE(counters.connectionsAccepted, 2U);
    }

    void startErrors()
    {
        ShopClient shop;
        const auto second = origin::Origin::start(tests::fastOrigin(),
                                                  "127.0.0.1:" + std::to_string(shop.origin->port()));
        QVERIFY(!second.has_value());
        QVERIFY(second.error().context.find("in use") != std::string::npos);
        QVERIFY(!origin::Origin::start(tests::fastOrigin(), "nonsense").has_value());
        QVERIFY(shop.origin->url() == "http://127.0.0.1:" + std::to_string(shop.origin->port()));
    }
};

static const TestRegistration<OriginEndpointsTest> registeredOriginEndpointsTest;
#include "origin_endpoints_test.moc"
