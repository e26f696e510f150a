// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/proxy/pipeline_setup.h"

#include <QTest>

#include <numeric>

using namespace weir;
using namespace weir::tests;
using metrics::StageId;
using namespace std::chrono_literals;

// The stages together.
class PipelineTest : public QObject {
    Q_OBJECT

private slots:
    void holdsTheStagesThatAreOn_data()
    {
        QTest::addColumn<bool>("direct");
        QTest::addColumn<bool>("cache");
        QTest::addColumn<bool>("compression");
        QTest::addColumn<QByteArray>("stages");
        QTest::newRow("all") << false << true << true << QByteArray("compress cache decode pool upstream ");
        QTest::newRow("cache") << false << true << false << QByteArray("cache decode pool upstream ");
        QTest::newRow("compression") << false << false << true << QByteArray("compress decode pool upstream ");
        QTest::newRow("none") << false << false << false << QByteArray("pool upstream ");
        QTest::newRow("direct") << true << true << true << QByteArray("pool upstream ");
    }
    void holdsTheStagesThatAreOn()
    {
        QFETCH(bool, direct);
        QFETCH(bool, cache);
        QFETCH(bool, compression);
        settings::Scenario scenario;
        scenario.load.path = direct ? settings::LoadPath::Direct : settings::LoadPath::InProcess;
        scenario.cache.enabled = cache;
        scenario.compression.enabled = compression;
        PipelineSetup setup(scenario, {"http://127.0.0.1:9"});
        QByteArray stages;
        for (std::size_t i = 0; i < setup.pipeline->size(); ++i)
            stages += QByteArray(metrics::stageName(setup.pipeline->at(i).id()).data()) + " ";
        QTEST(stages, "stages");
    }

    void dividesAnExchangesTimeAmongTheStages()
    {
        ScriptedServer server{[](const SeenRequest& seen) {
            auto answer = seen.target == "/large"
                ? reply(200, {{"Content-Type", "text/plain"}}, prose(2'500'000))
                : reply(200, {{"Content-Type", "text/plain"}, {"Cache-Control", "max-age=9"}}, prose(5000));
            return seen.target == "/held" ? held(answer) : answer;
        }};
        PipelineSetup setup(settings::Scenario(), {server.url()});
        for (const auto* target : {"/small", "/small", "/large"}) {
            const auto got = get(setup, target, {{"Accept-Encoding", "gzip"}});
            QVERIFY(got.isWhole);
            QCOMPARE(std::accumulate(got.stages.begin(), got.stages.end(), base::Nanos{}), got.took);
        }
        Asking asking(setup, "GET", "/held");
        QVERIFY(setup.runUntil([&] { return server.held() == 1; }));
        const auto begin = base::now();
        QVERIFY(setup.runUntil([&] { return base::now() - begin >= 50ms; }));
        server.releaseAll();
        const auto got = asking.wait();
        QCOMPARE(std::accumulate(got.stages.begin(), got.stages.end(), base::Nanos{}), got.took);
        QVERIFY(got.stages[static_cast<std::size_t>(StageId::Upstream)] >= 50ms); // where the time went
    }

    void chargesTheWaitForAConnectionToThePool()
    {
        ScriptedServer server{[](const SeenRequest&) { return held(reply(200)); }};
        settings::Scenario scenario;
        scenario.pool.maxConnections = 1;
        PipelineSetup setup(scenario, {server.url()});
        Asking first(setup, "GET", "/1");
        QVERIFY(setup.runUntil([&] { return server.held() == 1; }));
        Asking second(setup, "GET", "/2");
        const auto begin = base::now();
        QVERIFY(setup.runUntil([&] { return base::now() - begin >= 40ms; }));
        server.stopHolding();
        QCOMPARE(first.wait().status, 200);
        const auto got = second.wait();
        QCOMPARE(got.status, 200);
        QVERIFY(got.stages[static_cast<std::size_t>(StageId::Pool)] >= 40ms);
        QVERIFY(got.stages[static_cast<std::size_t>(StageId::Upstream)]
                < got.stages[static_cast<std::size_t>(StageId::Pool)]);
    }

    void letsExchangesFinishOnThePipelineTheyBeganWith()
    {
        const auto body = prose(5000);
        ScriptedServer server{[&](const SeenRequest&) {
            return held(reply(200, {{"Content-Type", "text/plain"}}, body));
        }};
        settings::Scenario scenario;
        PipelineSetup setup(scenario, {server.url()});
        Asking old(setup, "GET", "/", {{"Accept-Encoding", "gzip"}});
        QVERIFY(setup.runUntil([&] { return server.held() == 1; }));
        scenario.compression.enabled = false;
        setup.configure(scenario);
        server.stopHolding();
        QCOMPARE(old.wait().get("Content-Encoding"), std::string("gzip"));
        QCOMPARE(get(setup, "/", {{"Accept-Encoding", "gzip"}}).get("Content-Encoding"), std::string());
    }

    void keepsTheCacheWhenTheSettingsChange()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {{"Cache-Control", "max-age=60"}}, "x"); }};
        settings::Scenario scenario;
        PipelineSetup setup(scenario, {server.url()});
        get(setup, "/");
        scenario.compression.gzipLevel = 9;
        scenario.pool.maxConnections = 2;
        setup.configure(scenario);
        QCOMPARE(get(setup, "/").cache, metrics::CacheStatus::Hit);
    }

    // What was abandoned within a large body leaves no permit behind.
    void givesUpAStreamInItsMiddle()
    {
        ScriptedServer server{[](const SeenRequest&) {
            auto answer = reply(200, {}, std::string(8'000'000, 'a'));
            answer.bytes.resize(answer.bytes.size() - 1); // never ends
            return answer;
        }};
        PipelineSetup setup(settings::Scenario(), {server.url()});
        Asking asking(setup, "GET", "/");
        QVERIFY(setup.runUntil([&] { return asking.exchange().upstreamWireBytes > 3'000'000; }));
        asking.interrupt();
        const auto got = asking.wait();
        QVERIFY(!got.isWhole);
        QCOMPARE(got.outcome, metrics::Outcome::Cancelled);
        QCOMPARE(setup.services.cluster.pool(0).open(), 0);
    }
};

static const TestRegistration<PipelineTest> registeredPipelineTest;
#include "pipeline_test.moc"
