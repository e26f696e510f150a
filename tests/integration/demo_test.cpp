// SPDX-License-Identifier: GPL-3.0-or-later
// The demo's requests against the built-in origin: the report, the origin's own books and the codecs must agree.
#include "core/settings/demo.h"

#include "core/origin/origin.h"
#include "tests/integration/coded_size.h"
#include "tests/integration/conservation.h"
#include "tests/integration/live_run.h"
#include "tests/support/test_registry.h"
#include "tests/unit/origin/shop_client.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

using namespace weir;
using namespace weir::integration;
using origin::OriginCounters;
using settings::Scenario;
using support::CsvTable;
using Turn = std::function<void(Scenario&)>;

namespace {

constexpr int demoPatienceMs = 10'000;

Scenario shortDemo()
{
    auto scenario = settings::demoScenario();
    scenario.load.warmupS = 0.2;
    scenario.load.durationS = 0.6;
    scenario.load.drainS = 30;
    scenario.load.timeoutMs = 60'000;
    scenario.pool.acquireTimeoutMs = 60'000;
    scenario.origin.latencyMs = 1;
    return scenario;
}

// The pages that never vary: a small one, a list, and the large report that may be stored but not reused unasked.
const std::map<std::string, std::string> fixedPages{
    {"product", "/products/17"}, {"list", "/products?page=3&limit=20"}, {"report", "/reports/sales"}};

Scenario fixedPagesOnly()
{
    auto scenario = shortDemo();
    scenario.requests.clear();
    for (const auto& [name, url] : fixedPages)
        scenario.requests[name].url = url;
    return scenario;
}

void slowOrigin(Scenario& scenario, double milliseconds)
{
    scenario.origin.latencyMs = milliseconds;
    scenario.origin.latencyModel = settings::LatencyModel::Constant;
}

// Who wait for nothing but replies, so that as many requests are under way, however busy the machine is.
void byUsers(Scenario& scenario, int users)
{
    scenario.load.model = settings::LoadModel::Closed;
    scenario.load.users = users;
}

Scenario manyUsers(int connections)
{
    auto scenario = fixedPagesOnly();
    byUsers(scenario, 40);
    slowOrigin(scenario, 10);
    scenario.load.warmupS = 0;
    scenario.cache.enabled = false;
    scenario.requests["report"].weight = 0; // it takes five times as long
    scenario.pool.maxConnections = connections;
    return scenario;
}

// A run against an origin of the test's own, whose counters can be read.
struct Finished {
    CsvTable report;
    OriginCounters origin;
    QString problem; // empty: it ran to its end

    std::uint64_t total(std::string_view column) const { return report.sum("*", column); }
    double measured(std::string_view column) const { return report.number(report.find("measure", "0", "*"), column); }
};

Finished finished(Scenario scenario)
{
    Finished result;
    auto origin = origin::Origin::start(scenario.origin);
    if (!origin) {
        result.problem = QString::fromStdString(base::text(origin.error()));
        return result;
    }
    scenario.target.urls = {(*origin)->url()};
    LiveRun run{scenario};
    if (!run.started() || !run.waitForEnd()) {
        result.problem = QStringLiteral("no end: ") + QString::fromStdString(run.error());
        return result;
    }
    result.report = run.csv();
    // The origin counts a reply when its sending has ended, which a client can be ahead of.
    const auto bytes = result.total("upstream_wire_bytes");
    if (!QTest::qWaitFor([&] { return (*origin)->counters().bodyBytesSent >= bytes; }, demoPatienceMs))
        result.problem = QStringLiteral("the origin sent %1 bytes, %2 were received")
                             .arg((*origin)->counters().bodyBytesSent)
                             .arg(bytes);
    result.origin = (*origin)->counters();
    return result;
}

std::uint64_t revalidated(const CsvTable& report)
{
    std::uint64_t sum = 0;
    for (const auto row : report.rowsOf("*")) {
        const auto lookups = report.count(row, "cache_hits") + report.count(row, "cache_misses");
        const auto ratio = report.number(row, "cache_revalidated_ratio");
        sum += lookups == 0 ? 0 : static_cast<std::uint64_t>(std::llround(ratio * static_cast<double>(lookups)));
    }
    return sum;
}

// At the scenario's own level; small bodies, and those that coding does not make smaller, go as they are.
std::uint64_t sizeOnTheWire(const Scenario& scenario, const std::string& body)
{
    const auto& compression = scenario.compression;
    const bool isBrotli = compression.codec == settings::CodecChoice::Brotli;
    const auto coded = isBrotli ? brotliSize(body, compression.brotliQuality) : gzipSize(body, compression.gzipLevel);
    const bool isCoded = compression.enabled && body.size() >= 1024 && coded < body.size();
    return isCoded ? coded : body.size();
}

} // namespace

class DemoTest : public QObject {
    Q_OBJECT

private slots:
    void sizes_data()
    {
        QTest::addColumn<Turn>("turn");
        for (const bool caches : {true, false})
            for (const auto codec : {settings::CodecChoice::Gzip, settings::CodecChoice::Brotli})
                QTest::addRow("%s, cache %s", codec == settings::CodecChoice::Gzip ? "gzip" : "brotli",
                              caches ? "on" : "off")
                    << Turn{[=](Scenario& s) { s.compression.codec = codec, s.cache.enabled = caches; }};
        QTest::newRow("uncoded") << Turn{[](Scenario& s) { s.compression.enabled = false; }};
    }

    // To the byte, for each page; fetched by other code from another origin of the same seed.
    void sizes()
    {
        QFETCH(Turn, turn);
        auto scenario = fixedPagesOnly();
        scenario.load.rate = 120;
        turn(scenario);
        const auto run = finished(scenario);
        QVERIFY2(run.problem.isEmpty(), qPrintable(run.problem));
        const auto problem = imbalance(run.report);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QCOMPARE(run.total("upstream_wire_bytes"), run.origin.bodyBytesSent);
        QCOMPARE(run.total("failed"), 0U);

        tests::ShopClient shop;
        for (const auto& [name, url] : fixedPages) {
            const auto page = shop.get(url);
            QCOMPARE(page.status, 200);
            const auto replies = run.report.sum(name, "requests");
            QVERIFY(replies > 0);
            QCOMPARE(run.report.sum(name, "identity_bytes"), replies * page.body.size());
            QCOMPARE(run.report.sum(name, "wire_bytes"), replies * sizeOnTheWire(scenario, page.body));
        }
    }

    void cacheOn()
    {
        const auto run = finished(fixedPagesOnly());
        QVERIFY2(run.problem.isEmpty(), qPrintable(run.problem));
        QCOMPARE(run.total("cache_hits") + run.total("cache_misses"), run.total("requests"));
        QCOMPARE(run.origin.requests, run.total("cache_misses") + revalidated(run.report));
        QVERIFY(revalidated(run.report) > 0); // the report page, each time
        QCOMPARE(run.origin.replies[3], revalidated(run.report));
        // How many depends on the machine: those that ask while the first reply is on its way miss too.
        QVERIFY(run.total("cache_hits") > 0);
        QCOMPARE(run.total("upstream_wire_bytes"), run.origin.bodyBytesSent);
        QVERIFY(run.origin.bodyBytesSent < run.total("identity_bytes"));
    }

    void cacheOff()
    {
        auto scenario = fixedPagesOnly();
        scenario.cache.enabled = false;
        const auto run = finished(scenario);
        QVERIFY2(run.problem.isEmpty(), qPrintable(run.problem));
        QCOMPARE(run.total("cache_hits"), 0U);
        QCOMPARE(run.total("cache_misses"), 0U);
        QCOMPARE(run.origin.requests, run.total("requests"));
        QCOMPARE(run.origin.replies[2], run.total("ok"));
        QCOMPARE(run.total("identity_bytes"), run.origin.bodyBytesSent);
    }

    // 40 users of requests that take 10 ms: two connections make 38 of them wait, 64 nobody.
    void poolSize()
    {
        std::map<int, double> median;
        for (const int connections : {2, 64}) {
            const auto run = finished(manyUsers(connections));
            QVERIFY2(run.problem.isEmpty(), qPrintable(run.problem));
            QCOMPARE(run.total("failed"), 0U);
            QCOMPARE(run.measured("pool_limit"), static_cast<double>(connections));
            QVERIFY(run.measured("pool_in_use_max") <= connections);
            QVERIFY(run.measured("pool_saturation_ratio") <= 1);
            QVERIFY(run.origin.connectionsAccepted <= static_cast<std::uint64_t>(connections) + 1); // and the probe
            QCOMPARE(run.measured("pool_pending_max"), connections == 2 ? 38.0 : 0.0);
            QCOMPARE(run.measured("pool_in_use_max"), connections == 2 ? 2.0 : 40.0);
            median[connections] = run.measured("pool_wait_p50_ms");
        }
        QVERIFY2(median[2] > 20 && median[2] > median[64],
                 qPrintable(QStringLiteral("%1 ms, %2 ms").arg(median[2]).arg(median[64])));
    }

    void books_data();
    void books();
};

namespace {

enum class Bytes { Equal, AtMost }; // of the origin's: what was given up on the way is not in the report

} // namespace

void DemoTest::books_data()
{
    QTest::addColumn<Turn>("turn");
    QTest::addColumn<bool>("bytesEqual");
    QTest::addColumn<QString>("happens"); // the column that must not be 0
    const auto row = [](const char* name, const char* happens, Bytes bytes, Turn turn) {
        QTest::newRow(name) << std::move(turn) << (bytes == Bytes::Equal) << QString(happens);
    };
    row("as it is", "cache_hits", Bytes::Equal, [](Scenario&) {});
    row("straight to the target", "ok", Bytes::Equal, [](Scenario& s) { s.load.path = settings::LoadPath::Direct; });
    row("errors", "failures.status_error", Bytes::Equal, [](Scenario& s) { s.origin.errorRatio = 0.2; });
    row("one at a time, few in flight", "ok", Bytes::Equal, [](Scenario& s) {
        slowOrigin(s, 8);
        s.origin.concurrency = 1;
        s.load.maxInFlight = 4;
    });
    row("late ones left out", "skipped", Bytes::Equal, [](Scenario& s) {
        slowOrigin(s, 20);
        s.load.maxInFlight = 1;
        s.load.late = settings::LatePolicy::Skip;
    });
    row("no drain", "unfinished", Bytes::AtMost, [](Scenario& s) {
        slowOrigin(s, 200);
        s.load.drainS = 0;
    });
    row("users who think", "ok", Bytes::Equal, [](Scenario& s) {
        byUsers(s, 8);
        s.load.thinkTimeMs = 5;
    });
    row("users who do not", "ok", Bytes::Equal, [](Scenario& s) { byUsers(s, 8); });
    row("two workers, two connections", "ok", Bytes::Equal, [](Scenario& s) {
        s.engine.workers = 2;
        s.pool.maxConnections = 2;
        s.cache.enabled = false;
    });
    row("replies too late", "failures.first_byte_timeout", Bytes::AtMost, [](Scenario& s) {
        slowOrigin(s, 50);
        s.load.timeoutMs = 10;
    });
    row("waiting too long", "failures.pool_timeout", Bytes::Equal, [](Scenario& s) {
        slowOrigin(s, 20);
        byUsers(s, 8);
        s.pool.maxConnections = 1;
        s.pool.acquireTimeoutMs = 10;
    });
    row("nobody may wait", "failures.pool_overflow", Bytes::Equal, [](Scenario& s) {
        slowOrigin(s, 20);
        byUsers(s, 8);
        s.pool.maxConnections = 1;
        s.pool.maxPending = 0;
    });
    row("a connection each", "connects", Bytes::Equal, [](Scenario& s) {
        s.load.keepAlive = false;
        s.cache.enabled = false;
    });
    row("connections worn out", "connects", Bytes::Equal, [](Scenario& s) { s.pool.maxRequestsPerConnection = 3; });
}

void DemoTest::books()
{
    QFETCH(Turn, turn);
    QFETCH(bool, bytesEqual);
    QFETCH(QString, happens);
    auto scenario = shortDemo();
    turn(scenario);
    const auto run = finished(scenario);
    QVERIFY2(run.problem.isEmpty(), qPrintable(run.problem));
    const auto problem = imbalance(run.report);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY2(run.total(happens.toStdString()) > 0, qPrintable(happens));
    QCOMPARE(run.report.size(), (scenario.requests.size() + 1) * 2);
    if (bytesEqual)
        QCOMPARE(run.total("upstream_wire_bytes"), run.origin.bodyBytesSent);
    else
        QVERIFY(run.total("upstream_wire_bytes") <= run.origin.bodyBytesSent);
    QCOMPARE(run.total("failures.status_error"), run.origin.replies[4] + run.origin.replies[5]);
    if (scenario.load.model == settings::LoadModel::Open)
        QCOMPARE(run.total("planned"), 160U); // 200 a second for 0.8 s, whatever becomes of them
}

static const TestRegistration<DemoTest> registeredDemoTest;
#include "demo_test.moc"
