// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/origin/shop_client.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <chrono>

using namespace weir;
using tests::RawPeer;
using tests::ShopClient;

namespace {

using std::chrono::milliseconds;

const std::string get = "GET /products/1 HTTP/1.1\r\nHost: a\r\n\r\n";

std::string statuses(ShopClient& shop, int count)
{
    std::string text;
    for (int i = 0; i < count; ++i)
        text += shop.get("/products/1").status == 200 ? '.' : 'x';
    return text;
}

std::vector<std::unique_ptr<RawPeer>> sendOnMany(ShopClient& shop, int count)
{
    std::vector<std::unique_ptr<RawPeer>> peers;
    for (int i = 0; i < count; ++i) {
        peers.push_back(shop.connect());
        peers.back()->send(get);
    }
    return peers;
}

} // namespace

class OriginKnobsTest : public QObject {
    Q_OBJECT

private slots:
    void errorRatio()
    {
        auto settings = tests::fastOrigin();
        settings.errorRatio = 0.25;
        ShopClient shop(settings);
        const auto text = statuses(shop, 2000);
        const auto errors = std::ranges::count(text, 'x');
        QVERIFY2(errors > 400 && errors < 600, std::to_string(errors).c_str()); // ten standard deviations wide
        for (int i = 0; i < 50; ++i)
            QCOMPARE(shop.get("/health").status, 200);
        const auto failed = shop.origin->counters().replies[5];
        QCOMPARE(failed, static_cast<std::uint64_t>(errors));
    }

    void theSeedFixesTheOrderOfErrors()
    {
        auto settings = tests::fastOrigin();
        settings.errorRatio = 0.3;
        ShopClient first(settings), same(settings);
        settings.seed = 2;
        ShopClient other(settings);
        const auto text = statuses(first, 200);
        QCOMPARE(statuses(same, 200), text);
        QVERIFY(statuses(other, 200) != text);
        other.origin->apply([&] {
            auto back = settings;
            back.seed = 1;
            return back;
        }());
        QVERIFY(other.eventually(
            [&] { return other.get("/products/1").get("etag") == first.get("/products/1").get("etag"); }));
    }

    void bodyBytes_data()
    {
        QTest::addColumn<std::string>("target");
        QTest::addColumn<int>("size");
        for (const std::string target : {"/products?page=3", "/search?q=oak", "/search?q=zeppelin", "/reports/sales"})
            for (const int size : {2000, 10'000, 1'000'000})
                QTest::addRow("%s %d", target.c_str(), size) << target << size;
    }

    void bodyBytes()
    {
        QFETCH(std::string, target);
        QFETCH(int, size);
        auto settings = tests::fastOrigin();
        settings.bodyBytes = size;
        ShopClient shop(settings);
        const auto reply = shop.get(target);
        QVERIFY2(std::abs(static_cast<int>(reply.body.size()) - size) <= 20, std::to_string(reply.body.size()).c_str());
        QVERIFY(QJsonDocument::fromJson(QByteArray::fromStdString(reply.body)).isObject());
        QCOMPARE(shop.get(target).body, reply.body);
    }

    void bodyBytesChangeLive()
    {
        ShopClient shop;
        const auto before = shop.get("/products");
        auto settings = tests::fastOrigin();
        settings.bodyBytes = 50'000;
        shop.origin->apply(settings);
        QVERIFY(shop.eventually([&] { return shop.get("/products").body.size() > 49'000; }));
        QVERIFY(shop.get("/products").get("etag") != before.get("etag"));
        shop.origin->apply(tests::fastOrigin());
        QVERIFY(shop.eventually([&] { return shop.get("/products").get("etag") == before.get("etag"); }));
    }

    // Never more than the limit at work, in the order of arrival, and everybody has a turn.
    void concurrency()
    {
        auto settings = tests::fastOrigin();
        settings.latencyMs = 30;
        settings.latencyModel = settings::LatencyModel::Constant;
        settings.concurrency = 3;
        ShopClient shop(settings);
        const auto begin = std::chrono::steady_clock::now();
        const auto peers = sendOnMany(shop, 12);
        std::uint64_t most = 0;
        QVERIFY(shop.eventually([&] {
            most = std::max(most, shop.origin->counters().working);
            return std::ranges::all_of(peers, [](const auto& peer) { return !peer->received().empty(); });
        }));
        QCOMPARE(most, 3U);
        QVERIFY(std::chrono::steady_clock::now() - begin >= milliseconds{4 * 30});
        QCOMPARE(shop.origin->counters().working, 0U);
        QCOMPARE(shop.origin->counters().queued, 0U);
    }

    void concurrencyChangesLive()
    {
        auto settings = tests::fastOrigin();
        settings.latencyMs = 60'000;
        settings.latencyModel = settings::LatencyModel::Constant;
        settings.concurrency = 1;
        ShopClient shop(settings);
        const auto peers = sendOnMany(shop, 5);
        const auto at = [&](std::uint64_t working, std::uint64_t queued) {
            return shop.eventually([&] {
                const auto counters = shop.origin->counters();
                return counters.working == working && counters.queued == queued;
            });
        };
        QVERIFY(at(1, 4));
        settings.concurrency = 3;
        shop.origin->apply(settings);
        QVERIFY(at(3, 2));
        settings.concurrency = 2; // takes nothing away from those at work
        shop.origin->apply(settings);
        const auto another = sendOnMany(shop, 1);
        QVERIFY(at(3, 3));
        settings.concurrency = 0;
        shop.origin->apply(settings);
        QVERIFY(at(6, 0));
        QCOMPARE(shop.get("/health").status, 200); // needs no slot
        // Destroying it ends them all, a minute before they would be answered.
    }

    void ordersSurviveAChange()
    {
        ShopClient shop;
        const auto location = shop.post(R"({"product": 1, "quantity": 1})").get("location");
        auto settings = tests::fastOrigin();
        settings.errorRatio = 1;
        shop.origin->apply(settings);
        QVERIFY(shop.eventually([&] { return shop.get("/products/1").status == 500; }));
        shop.origin->apply(tests::fastOrigin());
        QVERIFY(shop.eventually([&] { return shop.get("/products/1").status == 200; }));
        QCOMPARE(shop.get(location).status, 200);
    }

    void cpuTimeGrowsWithWork()
    {
        ShopClient shop;
        QVERIFY(shop.eventually([&] {
            for (int i = 0; i < 20; ++i)
                shop.get("/products/1");
            return shop.origin->cpuTime() > std::chrono::milliseconds{1};
        }));
    }
};

static const TestRegistration<OriginKnobsTest> registeredOriginKnobsTest;
#include "origin_knobs_test.moc"
