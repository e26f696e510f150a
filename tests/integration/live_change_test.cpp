// SPDX-License-Identifier: GPL-3.0-or-later
// Knobs turned while a run goes on, as seen by the target and by the reader of the snapshots.
#include "tests/integration/coded_size.h"
#include "tests/integration/conservation.h"
#include "tests/integration/live_run.h"
#include "tests/integration/recording_origin.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <algorithm>
#include <functional>

using namespace weir;
using namespace weir::integration;
using metrics::PhaseId;
using settings::Scenario;

namespace {

using std::chrono::milliseconds;
using Turn = std::function<void(Scenario&)>;

constexpr int changePatienceMs = 30'000;

// Such as an API sends: repetitive, but no two rows alike.
std::string compressibleJson(int rows)
{
    std::string json = "[";
    for (int i = 0; i < rows; ++i)
        json += (i > 0 ? "," : "") + std::string{R"({"id":)"} + std::to_string(i * 7919 % 10007) + R"(,"name":"item )"
            + std::to_string(i * 104729 % 65537) + R"(","price_cents":)" + std::to_string(i * 31 % 997)
            + R"(,"available":true})";
    return json + "]";
}

RecordingOrigin::Reply reply(milliseconds delay, int rows = 40, std::string fields = {})
{
    RecordingOrigin::Reply result;
    result.body = compressibleJson(rows);
    result.fields = std::move(fields);
    result.delay = delay;
    return result;
}

// Ends when it is told to; everything that a test does not ask for is off.
Scenario against(const RecordingOrigin& origin)
{
    Scenario scenario;
    scenario.target.urls = {origin.url()};
    scenario.requests["item"].url = "/item";
    scenario.load.warmupS = 0;
    scenario.load.durationS = 600;
    scenario.load.drainS = 30;
    scenario.load.timeoutMs = 60'000;
    scenario.pool.acquireTimeoutMs = 60'000;
    scenario.cache.enabled = false;
    scenario.compression.enabled = false;
    return scenario;
}

Scenario changesByUsers(const RecordingOrigin& origin, int users)
{
    auto scenario = against(origin);
    scenario.load.model = settings::LoadModel::Closed;
    scenario.load.users = users;
    return scenario;
}

Scenario byRate(const RecordingOrigin& origin, double rate)
{
    auto scenario = against(origin);
    scenario.load.rate = rate;
    return scenario;
}

std::uint64_t requests(const LiveRun& run)
{
    return run.csv().sum("*", "requests");
}

std::uint64_t ofEpoch(const support::CsvTable& report, int epoch, std::string_view column)
{
    return report.count(report.find("measure", std::to_string(epoch), "*"), column);
}

// What holds after every run here: the books balance, nothing failed, and each request that the target received is in
// the report as one that ended. On a busy machine the schedule may be behind when a run is stopped; what it still had
// to send was then never sent and stands under `unfinished`, while a request given up on its way would be missing here.
QString problemOf(const LiveRun& run, std::uint64_t received)
{
    const auto report = run.csv();
    if (auto problem = imbalance(report); !problem.isEmpty())
        return problem;
    if (const auto failed = report.sum("*", "failed"); failed > 0)
        return QStringLiteral("%1 failed").arg(failed);
    const auto sent = report.sum("*", "requests") - report.sum("*", "cache_hits");
    return sent == received ? QString() : QStringLiteral("%1 sent, %2 received").arg(sent).arg(received);
}

} // namespace

#define VERIFY_NO_PROBLEM(expression)                     \
    do {                                                  \
        const QString problem = (expression);             \
        QVERIFY2(problem.isEmpty(), qPrintable(problem)); \
    } while (false)

class LiveChangeTest : public QObject {
    Q_OBJECT

private:
    // The figure that matters to somebody who turns a knob and watches.
    static bool arrivesSoon(const LiveRun& run, metrics::EpochId epoch)
    {
        const auto arrival = run.arrival(epoch);
        qInfo("epoch %u: first snapshot after %.1f ms, first requests in its row after %.1f ms", epoch,
              arrival.snapshotMs, arrival.requestsMs);
        return arrival.snapshotMs >= 0 && arrival.snapshotMs < 2000 && arrival.requestsMs >= 0
            && arrival.requestsMs < 2000;
    }

private slots:
    // 2, then 16, then 3 connections, under more users than there are connections.
    void poolSize()
    {
        RecordingOrigin origin{reply(milliseconds{5})};
        auto scenario = changesByUsers(origin, 32);
        scenario.pool.maxConnections = 2;
        LiveRun run{scenario};
        QVERIFY2(run.started(), run.error().c_str());
        QTRY_VERIFY_WITH_TIMEOUT(origin.counts().requests > 60, changePatienceMs);
        QCOMPARE(origin.counts().mostOpen, 2);
        QCOMPARE(origin.counts().mostWorking, 2);

        scenario.pool.maxConnections = 16;
        run.apply(scenario);
        QVERIFY(run.waitForEpoch(1));
        QTRY_COMPARE_WITH_TIMEOUT(origin.counts().open, 16, changePatienceMs);
        const auto before = origin.counts().requests;
        QTRY_VERIFY_WITH_TIMEOUT(origin.counts().requests > before + 100, changePatienceMs);
        QCOMPARE(origin.counts().mostOpen, 16);
        QCOMPARE(origin.counts().mostWorking, 16);
        QVERIFY(arrivesSoon(run, 1));
        shrinkPool(origin, run, scenario);
    }

private:
    void shrinkPool(RecordingOrigin& origin, LiveRun& run, Scenario scenario)
    {
        scenario.pool.maxConnections = 3;
        run.apply(scenario);
        QVERIFY(run.waitForEpoch(2));
        QTRY_COMPARE_WITH_TIMEOUT(origin.counts().open, 3, changePatienceMs);
        origin.forgetMost();
        const auto before = origin.counts().requests;
        QTRY_VERIFY_WITH_TIMEOUT(origin.counts().requests > before + 60, changePatienceMs);
        QCOMPARE(origin.counts().mostOpen, 3);
        QCOMPARE(origin.counts().mostWorking, 3);
        QVERIFY(arrivesSoon(run, 2));

        QVERIFY(run.stop());
        VERIFY_NO_PROBLEM(problemOf(run, origin.counts().requests));
        const auto events = run.snapshot()->events;
        QCOMPARE(events.size(), std::size_t{2});
        QCOMPARE(QString::fromStdString(events[0].text), QStringLiteral("pool.max_connections 2 → 16"));
        QCOMPARE(QString::fromStdString(events[1].text), QStringLiteral("pool.max_connections 16 → 3"));
    }

private slots:
    // The levels of an epoch are that epoch's own.
    void poolLevelsByEpoch()
    {
        const RecordingOrigin origin{reply(milliseconds{5})};
        auto scenario = changesByUsers(origin, 32);
        scenario.pool.maxConnections = 4;
        LiveRun run{scenario};
        QVERIFY2(run.started(), run.error().c_str());
        QVERIFY(run.waitForEpoch(0));
        scenario.pool.maxConnections = 12;
        run.apply(scenario);
        QVERIFY(run.waitForEpoch(1));
        QTRY_COMPARE_WITH_TIMEOUT(origin.counts().open, 12, changePatienceMs);
        QVERIFY(run.stop());
        const auto report = run.csv();
        QCOMPARE(ofEpoch(report, 0, "pool_in_use_max"), 4U);
        QCOMPARE(ofEpoch(report, 1, "pool_in_use_max"), 12U);
        QCOMPARE(ofEpoch(report, 0, "pool_limit"), 4U);
        QCOMPARE(ofEpoch(report, 1, "pool_limit"), 12U);
        QCOMPARE(report.text(report.find("measure", "0", "*"), "knob.pool.max_connections"), std::string{"4"});
        QCOMPARE(report.text(report.find("measure", "1", "*"), "knob.pool.max_connections"), std::string{"12"});
    }

    void coding_data()
    {
        QTest::addColumn<Turn>("first");
        QTest::addColumn<Turn>("second");
        QTest::addColumn<std::uint64_t>("firstSize");
        QTest::addColumn<std::uint64_t>("secondSize");
        const auto body = compressibleJson(200);
        const auto codec = [](settings::CodecChoice choice) {
            return [=](Scenario& s) { s.compression.codec = choice; };
        };
        QTest::newRow("gzip, brotli") << Turn{codec(settings::CodecChoice::Gzip)}
                                      << Turn{codec(settings::CodecChoice::Brotli)} << std::uint64_t{gzipSize(body, 6)}
                                      << std::uint64_t{brotliSize(body, 5)};
        QTest::newRow("brotli, off") << Turn{codec(settings::CodecChoice::Brotli)}
                                     << Turn{[](Scenario& s) { s.compression.enabled = false; }}
                                     << std::uint64_t{brotliSize(body, 5)} << std::uint64_t{body.size()};
        QTest::newRow("gzip 1, gzip 9") << Turn{[](Scenario& s) {
            s.compression.codec = settings::CodecChoice::Gzip, s.compression.gzipLevel = 1;
        }} << Turn{[](Scenario& s) { s.compression.gzipLevel = 9; }}
                                        << std::uint64_t{gzipSize(body, 1)} << std::uint64_t{gzipSize(body, 9)};
        QTest::newRow("brotli 2, brotli 8") << Turn{[](Scenario& s) {
            s.compression.codec = settings::CodecChoice::Brotli, s.compression.brotliQuality = 2;
        }} << Turn{[](Scenario& s) { s.compression.brotliQuality = 8; }}
                                            << std::uint64_t{brotliSize(body, 2)} << std::uint64_t{brotliSize(body, 8)};
        QTest::newRow("too small, large enough") << Turn{[](Scenario& s) {
            s.compression.codec = settings::CodecChoice::Gzip, s.compression.minSizeBytes = 1 << 20;
        }} << Turn{[](Scenario& s) { s.compression.minSizeBytes = 1; }}
                                                 << std::uint64_t{body.size()} << std::uint64_t{gzipSize(body, 6)};
    }

    // No reply of one epoch is in the bytes of the other, to the byte.
    void coding()
    {
        QFETCH(Turn, first);
        QFETCH(Turn, second);
        QFETCH(std::uint64_t, firstSize);
        QFETCH(std::uint64_t, secondSize);
        const RecordingOrigin origin{reply(milliseconds{3}, 200)};
        auto scenario = changesByUsers(origin, 8);
        scenario.compression.enabled = true;
        first(scenario);
        LiveRun run{scenario};
        QVERIFY2(run.started(), run.error().c_str());
        QVERIFY(run.waitForEpoch(0));
        second(scenario);
        run.apply(scenario);
        QVERIFY(run.waitForEpoch(1));
        QVERIFY(arrivesSoon(run, 1));
        QVERIFY(run.stop());

        VERIFY_NO_PROBLEM(problemOf(run, origin.counts().requests));
        const auto report = run.csv();
        QVERIFY(firstSize > 0 && secondSize > 0 && firstSize != secondSize);
        const auto bodySize = compressibleJson(200).size();
        for (const int epoch : {0, 1}) {
            const auto replies = ofEpoch(report, epoch, "requests");
            QVERIFY(replies > 0);
            QCOMPARE(ofEpoch(report, epoch, "wire_bytes"), replies * (epoch == 0 ? firstSize : secondSize));
            QCOMPARE(ofEpoch(report, epoch, "identity_bytes"), replies * bodySize);
            QCOMPARE(ofEpoch(report, epoch, "upstream_wire_bytes"), replies * bodySize);
        }
    }

    // What the proxy sends on, and what it keeps to itself.
    void whatTheTargetIsAsked()
    {
        const RecordingOrigin origin{reply(milliseconds{0})};
        auto scenario = byRate(origin, 100);
        scenario.compression.enabled = true;
        scenario.requests["item"].headers = {"X-Tenant: blue"};
        LiveRun run{scenario};
        QVERIFY2(run.started(), run.error().c_str());
        QVERIFY(run.waitForEpoch(0));
        scenario.compression.enabled = false; // then coded replies pass as they are, so the client's list is sent on
        run.apply(scenario);
        QVERIFY(run.waitForEpoch(1));
        QVERIFY(run.stop());

        const auto heads = origin.heads();
        const auto host = "host: " + origin.url().substr(7);
        for (const auto& head : heads) {
            const auto text = QString::fromStdString(head).toLower();
            QVERIFY2(text.startsWith("get /item http/1.1\r\n"), head.c_str());
            QVERIFY2(text.contains("x-tenant: blue\r\n") && text.contains("via: 1.1 weir\r\n"), head.c_str());
            QCOMPARE(text.count(QString::fromStdString(host)), 1);
            QCOMPARE(text.count("accept-encoding:"), 1);
        }
        QVERIFY2(QString::fromStdString(heads.front()).contains("Accept-Encoding: identity\r\n"),
                 heads.front().c_str());
        QVERIFY2(QString::fromStdString(heads.back()).contains("Accept-Encoding: gzip, br\r\n"), heads.back().c_str());
    }

    // Off, on, off, on again: what it held is still there the second time.
    void cacheSwitched()
    {
        const RecordingOrigin origin{reply(milliseconds{1}, 40, "Cache-Control: max-age=600\r\n")};
        auto scenario = byRate(origin, 300);
        LiveRun run{scenario};
        QVERIFY2(run.started(), run.error().c_str());
        QVERIFY(run.waitForEpoch(0));
        for (const metrics::EpochId epoch : {1, 2, 3}) {
            scenario.cache.enabled = epoch % 2 == 1;
            run.apply(scenario);
            QVERIFY(run.waitForEpoch(epoch));
            QTRY_VERIFY_WITH_TIMEOUT(ofEpoch(run.csv(), static_cast<int>(epoch), "requests") > 20, changePatienceMs);
        }
        QVERIFY(run.stop());

        VERIFY_NO_PROBLEM(problemOf(run, origin.counts().requests));
        const auto report = run.csv();
        for (const int off : {0, 2}) {
            QCOMPARE(ofEpoch(report, off, "cache_hits"), 0U);
            QCOMPARE(ofEpoch(report, off, "cache_misses"), 0U);
        }
        QVERIFY(ofEpoch(report, 1, "cache_misses") >= 1 && ofEpoch(report, 1, "cache_hits") > 0);
        QCOMPARE(ofEpoch(report, 1, "cache_misses") + ofEpoch(report, 1, "cache_hits"), ofEpoch(report, 1, "requests"));
        QCOMPARE(ofEpoch(report, 3, "cache_misses"), 0U);
        QCOMPARE(ofEpoch(report, 3, "cache_hits"), ofEpoch(report, 3, "requests"));
        QCOMPARE(ofEpoch(report, 3, "upstream_wire_bytes"), 0U);
    }

    void rate()
    {
        const RecordingOrigin origin{reply(milliseconds{1})};
        auto scenario = byRate(origin, 100);
        LiveRun run{scenario};
        QVERIFY2(run.started(), run.error().c_str());
        const auto lasted = [](metrics::EpochId epoch) {
            return [epoch](const metrics::Snapshot& snapshot) {
                const auto* row = snapshot.total(metrics::measuredPhase, epoch);
                return row && row->end - row->begin > std::chrono::milliseconds{1200};
            };
        };
        QVERIFY(run.waitFor(lasted(0)));
        scenario.load.rate = 300;
        run.apply(scenario);
        QVERIFY(run.waitFor(lasted(1)));
        QVERIFY(arrivesSoon(run, 1));
        QVERIFY(run.stop());

        VERIFY_NO_PROBLEM(problemOf(run, origin.counts().requests));
        // Sent or, where the machine was too busy, still to be sent: due is what each epoch's rate says.
        double due = 0;
        for (const metrics::EpochId epoch : {0, 1}) {
            const auto* row = run.snapshot()->total(metrics::measuredPhase, epoch);
            due += std::chrono::duration<double>(row->end - row->begin).count() * (epoch == 0 ? 100 : 300);
        }
        const auto planned = static_cast<double>(run.csv().sum("*", "planned"));
        QVERIFY2(planned > due * 0.8 && planned < due * 1.25,
                 qPrintable(QStringLiteral("%1 planned, %2 due").arg(planned).arg(due)));
    }

    // In the closed model as many requests are under way as there are users.
    void users()
    {
        RecordingOrigin origin{reply(milliseconds{15})};
        auto scenario = changesByUsers(origin, 4);
        LiveRun run{scenario};
        QVERIFY2(run.started(), run.error().c_str());
        metrics::EpochId epoch = 0;
        for (const int users : {4, 12, 2}) {
            scenario.load.users = users;
            if (epoch > 0)
                run.apply(scenario);
            QVERIFY(run.waitForEpoch(epoch++));
            QTRY_VERIFY_WITH_TIMEOUT(origin.counts().working <= users, changePatienceMs);
            origin.forgetMost();
            const auto before = origin.counts().requests;
            QTRY_VERIFY_WITH_TIMEOUT(origin.counts().requests > before + 50, changePatienceMs);
            QCOMPARE(origin.counts().mostWorking, users);
        }
        QVERIFY(run.stop());
        VERIFY_NO_PROBLEM(problemOf(run, origin.counts().requests));
    }

    void burstOfChanges_data()
    {
        QTest::addColumn<int>("workers");
        QTest::newRow("one worker") << 1;
        QTest::newRow("two workers") << 2;
    }

    // Each opens an epoch of its own, in order, and no request is counted in two of them.
    void burstOfChanges()
    {
        QFETCH(int, workers);
        const RecordingOrigin origin{reply(milliseconds{1})};
        auto scenario = byRate(origin, 1000);
        scenario.engine.workers = workers;
        LiveRun run{scenario};
        QVERIFY2(run.started(), run.error().c_str());
        QVERIFY(run.waitForEpoch(0));
        metrics::EpochId epoch = 0;
        for (int burst = 0; burst < 8; ++burst) {
            for (int i = 0; i < 5; ++i) {
                scenario.pool.maxConnections = 30 + static_cast<int>(epoch++);
                run.apply(scenario);
            }
            QVERIFY(run.waitForEpoch(epoch));
        }
        QVERIFY(run.stop());

        VERIFY_NO_PROBLEM(problemOf(run, origin.counts().requests));
        const auto snapshot = run.snapshot();
        QCOMPARE(snapshot->events.size(), std::size_t{epoch});
        QCOMPARE(run.report().epochs.size(), std::size_t{epoch} + 1);
        for (std::size_t i = 0; i < epoch; ++i) {
            QCOMPARE(snapshot->events[i].epoch, static_cast<metrics::EpochId>(i + 1));
            QCOMPARE(snapshot->events[i].number, static_cast<int>(i + 1));
            QCOMPARE(run.report().epochs[i + 1]->pool.maxConnections, 30 + static_cast<int>(i));
        }
    }

    void whatOpensNoEpoch()
    {
        const RecordingOrigin origin{reply(milliseconds{1})};
        auto scenario = byRate(origin, 100);
        LiveRun run{scenario};
        QVERIFY2(run.started(), run.error().c_str());
        QVERIFY(run.waitForEpoch(0));
        run.apply(scenario);
        scenario.load.maxInFlight = 7; // applies to the next run
        run.apply(scenario);
        const auto before = requests(run);
        QTRY_VERIFY_WITH_TIMEOUT(requests(run) > before + 20, changePatienceMs);
        QVERIFY(run.stop());
        scenario.load.rate = 300;
        run.apply(scenario); // too late
        QCOMPARE(run.report().epochs.size(), std::size_t{1});
        QVERIFY(run.snapshot()->events.empty());
        QVERIFY(run.snapshot()->interrupted);
        VERIFY_NO_PROBLEM(problemOf(run, origin.counts().requests));
    }
};

static const TestRegistration<LiveChangeTest> registeredLiveChangeTest;
#include "live_change_test.moc"
