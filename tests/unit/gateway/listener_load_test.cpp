// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/load_engine.h"
#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <cmath>
#include <mutex>

using namespace weir;
using metrics::Outcome;
using tests::ScriptedServer;
using tests::SeenRequest;

namespace {

const std::string page(4000, 'w');
constexpr int patienceMs = 20'000;

settings::Scenario shortRun()
{
    settings::Scenario scenario;
    scenario.engine.workers = 1;
    scenario.load.path = settings::LoadPath::Listener;
    scenario.requests["one"].url = "/one";
    scenario.requests["one"].headers = {"Accept-Encoding: gzip"};
    scenario.load.warmupS = 0;
    scenario.load.durationS = 0.5;
    scenario.load.drainS = 5;
    scenario.load.rate = 400;
    return scenario;
}

// Load through a gateway of this process before a scripted target.
class Load {
public:
    Load(const settings::Scenario& scenario, const ScriptedServer& server)
    {
        std::vector<upstream::Target> targets;
        targets.push_back(upstream::makeTarget(server.url(), net::TlsOptions()).value());
        m_gateway = proxy::Gateway::start(scenario, std::move(targets), &m_notes).value();
        net::TlsOptions trust;
        trust.caText = m_gateway->certificate();
        load::LoadEngine::Setup setup;
        setup.scenario = scenario;
        setup.targets.push_back(upstream::makeTarget(m_gateway->url(), trust).value());
        setup.gateway = m_gateway.get();
        setup.onSnapshot = [this](metrics::SnapshotPtr snapshot) {
            const std::lock_guard lock(m_mutex);
            m_latest = std::move(snapshot);
        };
        m_engine = load::LoadEngine::start(std::move(setup)).value();
    }

    void waitUntilFinished() { m_engine->waitUntilFinished(); }
    // Over all phases and epochs.
    std::uint64_t sum(std::string_view metric) const
    {
        const std::lock_guard lock(m_mutex);
        double total = 0;
        for (const auto& row : m_latest->rows) {
            const double value = row->values[metrics::metricIndex(metric)];
            if (row->endpoint < 0 && !std::isnan(value))
                total += value;
        }
        return static_cast<std::uint64_t>(std::llround(total));
    }
    // Of the row of all endpoints.
    double value(std::string_view metric) const
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& row : m_latest->rows)
            if (row->endpoint < 0)
                return row->values[metrics::metricIndex(metric)];
        return 0;
    }
    std::uint64_t ended(metrics::Outcome outcome) const
    {
        const std::lock_guard lock(m_mutex);
        std::uint64_t total = 0;
        for (const auto& row : m_latest ? m_latest->rows : decltype(m_latest->rows)())
            if (row->endpoint < 0)
                total += row->outcomes[static_cast<std::size_t>(outcome)];
        return total;
    }
    // The gateway has counted each request, and each as the load has.
    bool isCountedAlike() const
    {
        const auto counters = m_gateway->counters();
        bool alike = true;
        for (std::size_t i = 0; i < metrics::outcomeCount; ++i)
            alike = alike && counters.outcomes[i] == ended(static_cast<metrics::Outcome>(i));
        return alike;
    }
    void stop() { m_engine->stop(); }
    bool isConserved() const
    {
        return sum("planned") == sum("requests") + sum("skipped") + sum("unfinished")
            && sum("requests") == sum("ok") + sum("failed");
    }

private:
    proxy::NoteBoard m_notes;
    std::unique_ptr<proxy::Gateway> m_gateway;
    mutable std::mutex m_mutex;
    metrics::SnapshotPtr m_latest;
    std::unique_ptr<load::LoadEngine> m_engine;
};

} // namespace

// load.path=listener: what only the gateway knows of an exchange is in its sample.
class ListenerLoadTest : public QObject {
    Q_OBJECT

private slots:
    void samplesAreWhole_data()
    {
        QTest::addColumn<bool>("caches");
        QTest::addColumn<bool>("tls");
        QTest::newRow("not cached") << false << false;
        QTest::newRow("cached") << true << false;
        QTest::newRow("cached, over TLS") << true << true;
    }
    void samplesAreWhole()
    {
        QFETCH(bool, caches);
        QFETCH(bool, tls);
        ScriptedServer server([](const SeenRequest&) {
            return tests::reply(200, {{"Content-Type", "text/plain"}, {"Cache-Control", "max-age=600"}}, page);
        });
        auto scenario = shortRun();
        scenario.cache.enabled = caches;
        scenario.listener.tls = tls;
        Load load(scenario, server);
        load.waitUntilFinished();
        const auto seen = static_cast<std::uint64_t>(server.requestCount());
        const auto requests = load.sum("requests"); // a machine that starves the generator sends less than planned
        QCOMPARE(load.sum("planned"), std::uint64_t(200));
        QVERIFY(load.isConserved());
        QCOMPARE(load.sum("failed"), std::uint64_t(0));
        QCOMPARE(load.sum("upstream_wire_bytes"), seen * page.size()); // as the target counts them
        QCOMPARE(load.sum("identity_bytes"), requests * page.size());
        QVERIFY(load.sum("wire_bytes") < requests * page.size() / 10); // coded
        QCOMPARE(load.sum("cache_hits"), caches ? requests - seen : std::uint64_t(0));
        QVERIFY(caches ? seen < requests : seen == requests);
        for (const auto* stage : {"time_client_ms", "time_compress_ms", "time_upstream_ms"})
            QVERIFY2(load.value(stage) > 0, stage);
        for (const auto& request : server.requests())
            QCOMPARE(request.count(proxy::NoteBoard::field), 0);
    }

    // A target that fails some of the time, in every way: nothing is lost, nothing is counted twice.
    void failuresAreCounted()
    {
        ScriptedServer server([](const SeenRequest& request) {
            auto answer = tests::reply(200, {{"Content-Type", "text/plain"}}, page);
            if (request.number == 1 && request.connection % 2 == 0)
                answer.bytes.resize(100); // and then the end, within the body
            if (request.number == 1 && request.connection % 2 == 1)
                answer.bytes = "nonsense\r\n\r\n";
            answer.close = request.number == 1;
            return answer;
        });
        auto scenario = shortRun();
        scenario.cache.enabled = false;
        Load load(scenario, server);
        load.waitUntilFinished();
        QCOMPARE(load.sum("planned"), std::uint64_t(200));
        QVERIFY(load.isConserved());
        QVERIFY(load.sum("ok") > 0);
        QVERIFY(load.ended(Outcome::ConnectionLost) > 0);
        QVERIFY(load.ended(Outcome::Malformed) > 0);
        QCOMPARE(load.ended(Outcome::ConnectionLost) + load.ended(Outcome::Malformed), load.sum("failed"));
        QTRY_VERIFY_WITH_TIMEOUT(load.isCountedAlike(), patienceMs);
    }

    // While eight users keep asking, the target is killed and comes back.
    void targetIsKilledAndRestarted()
    {
        const auto hello = [](const SeenRequest&) { return tests::reply(200, {}, "hello"); };
        auto server = std::make_unique<ScriptedServer>(hello);
        const auto port = server->port();
        auto scenario = shortRun();
        scenario.cache.enabled = false;
        scenario.load.model = settings::LoadModel::Closed;
        scenario.load.users = 8;
        scenario.load.thinkTimeMs = 1; // a target that refuses is asked no more than that
        scenario.load.durationS = 60;
        Load load(scenario, *server);
        QVERIFY(server->waitUntil([&] { return server->requestCount() > 200; }));
        server.reset();
        QTRY_VERIFY_WITH_TIMEOUT(load.ended(Outcome::ConnectRefused) > 50, patienceMs);
        const ScriptedServer back(hello, "127.0.0.1", port);
        QVERIFY(back.waitUntil([&] { return back.requestCount() > 200; }));
        load.stop();
        load.waitUntilFinished();
        QVERIFY(load.isConserved());
        QCOMPARE(load.sum("unfinished"), std::uint64_t(0));
        QCOMPARE(load.sum("failed"),
                 load.ended(Outcome::ConnectRefused) + load.ended(Outcome::ConnectionLost)
                     + load.ended(Outcome::ConnectionReset));
        QVERIFY(load.sum("ok") >= 400);
        QVERIFY(back.mostOpen() <= 8); // no more connections than there are users to need them
        QTRY_VERIFY_WITH_TIMEOUT(load.isCountedAlike(), patienceMs);
    }
};

static const TestRegistration<ListenerLoadTest> registeredListenerLoadTest;
#include "listener_load_test.moc"
