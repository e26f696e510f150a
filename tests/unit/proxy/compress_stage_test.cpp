// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/proxy/independent_codec.h"
#include "tests/unit/proxy/pipeline_setup.h"

#include <QTest>

using namespace weir;
using namespace weir::tests;

namespace {

constexpr auto plain = "text/plain; charset=utf-8";

settings::Scenario onlyCompression()
{
    settings::Scenario scenario;
    scenario.cache.enabled = false;
    return scenario;
}

std::string decoded(const Got& got)
{
    const auto coding = got.get("Content-Encoding");
    return coding == "gzip" ? gunzip(got.body) : coding == "br" ? unbrotli(got.body) : got.body;
}

} // namespace

// What of a reply is compressed towards the client, and how it says so.
class CompressStageTest : public QObject {
    Q_OBJECT

private slots:
    void followsAcceptEncoding_data()
    {
        QTest::addColumn<QByteArray>("accepted");
        QTest::addColumn<QByteArray>("coding");
        QTest::newRow("both") << QByteArray("gzip, br") << QByteArray("br");
        QTest::newRow("gzip") << QByteArray("gzip") << QByteArray("gzip");
        QTest::newRow("weights") << QByteArray("br;q=0.5, gzip;q=0.9") << QByteArray("gzip");
        QTest::newRow("refused") << QByteArray("br;q=0, gzip") << QByteArray("gzip");
        QTest::newRow("any") << QByteArray("*") << QByteArray("br");
        QTest::newRow("any but br") << QByteArray("*, br;q=0") << QByteArray("gzip");
        QTest::newRow("identity first") << QByteArray("identity, gzip;q=0.5") << QByteArray("");
        QTest::newRow("unknown") << QByteArray("zstd") << QByteArray("");
    }
    void followsAcceptEncoding()
    {
        QFETCH(QByteArray, accepted);
        QFETCH(QByteArray, coding);
        const auto body = prose(5000);
        ScriptedServer server{[&](const SeenRequest&) { return reply(200, {{"Content-Type", plain}}, body); }};
        PipelineSetup setup(onlyCompression(), {server.url()});
        const auto got = get(setup, "/", {{"Accept-Encoding", accepted.toStdString()}});
        QCOMPARE(got.status, 200);
        QCOMPARE(got.get("Content-Encoding"), coding.toStdString());
        QVERIFY(got.headers.listContains("Vary", "Accept-Encoding"));
        QVERIFY(decoded(got) == body);
        if (!coding.isEmpty()) {
            QVERIFY(got.body.size() < body.size());
            QCOMPARE(got.identityBytes, std::optional<std::uint64_t>{body.size()});
        }
        QCOMPARE(server.last().get("Accept-Encoding"), std::string("identity"));
    }

    void sendsIdentityWithoutAcceptEncoding()
    {
        const auto body = prose(5000);
        ScriptedServer server{[&](const SeenRequest&) { return reply(200, {{"Content-Type", plain}}, body); }};
        PipelineSetup setup(onlyCompression(), {server.url()});
        const auto got = get(setup, "/");
        QVERIFY(got.body == body);
        QVERIFY(!got.headers.contains("Content-Encoding"));
        QVERIFY(got.headers.listContains("Vary", "Accept-Encoding"));
    }

    void leavesRepliesAlone_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("size");
        const QByteArray text(plain);
        QTest::newRow("small") << 200 << QByteArray("X-None") << QByteArray("x") << text << 1023;
        QTest::newRow("picture") << 200 << QByteArray("X-None") << QByteArray("x") << QByteArray("image/png") << 5000;
        QTest::newRow("no-transform") << 200 << QByteArray("Cache-Control") << QByteArray("max-age=5, No-Transform")
                                      << text << 5000;
        QTest::newRow("coded already") << 200 << QByteArray("Content-Encoding") << QByteArray("zstd") << text << 5000;
        QTest::newRow("part") << 206 << QByteArray("Content-Range") << QByteArray("bytes 0-4999/9999") << text << 5000;
        QTest::newRow("no body") << 200 << QByteArray("X-None") << QByteArray("x") << text << 0;
    }
    void leavesRepliesAlone()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, type);
        QFETCH(int, size);
        const auto body = prose(static_cast<std::size_t>(size));
        ScriptedServer server{[&](const SeenRequest&) {
            return reply(
                status,
                {{"Content-Type", type.toStdString()}, {name.toStdString(), value.toStdString()}, {"ETag", "\"v\""}},
                body);
        }};
        PipelineSetup setup(onlyCompression(), {server.url()});
        const auto got = get(setup, "/", {{"Accept-Encoding", "gzip, br"}});
        QCOMPARE(got.status, status);
        QVERIFY(got.body == body);
        QCOMPARE(got.get(name.toStdString()), value.toStdString());
        QCOMPARE(got.get("ETag"), std::string("\"v\""));
    }

    void leavesRepliesWithoutABodyAlone()
    {
        ScriptedServer server{[&](const SeenRequest& seen) {
            return reply(seen.target == "/204" ? 204 : 304, {{"Content-Type", plain}, {"ETag", "\"v\""}});
        }};
        PipelineSetup setup(onlyCompression(), {server.url()});
        for (const auto* target : {"/204", "/304"}) {
            const auto got = get(setup, target, {{"Accept-Encoding", "gzip"}});
            QCOMPARE("/" + std::to_string(got.status), std::string(target));
            QVERIFY(!got.headers.contains("Content-Encoding"));
            QVERIFY(got.body.empty());
        }
    }

    // RFC 9110 9.3.2 and 8.6: the fields are those of its GET, and the length is that one's or not told.
    void aHeadSaysWhatItsGetWould_data()
    {
        QTest::addColumn<std::string>("accepted");
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("isCached");
        QTest::addColumn<std::string>("coding");
        QTest::addColumn<std::string>("length");
        const auto row = [](const char* name, const char* accepted, int size, bool isCached, const char* coding,
                            const char* length) {
            QTest::newRow(name) << std::string(accepted) << size << isCached << std::string(coding)
                                << std::string(length);
        };
        row("coded", "gzip", 5000, false, "gzip", "");
        row("coded, cached", "gzip", 5000, true, "gzip", "");
        row("not asked for", "", 5000, false, "", "5000");
        row("not asked for, cached", "", 5000, true, "", "5000");
        row("small", "gzip", 100, false, "", "100");
        row("small, cached", "gzip", 100, true, "", "100");
    }
    void aHeadSaysWhatItsGetWould()
    {
        QFETCH(std::string, accepted);
        QFETCH(int, size);
        QFETCH(bool, isCached);
        const auto body = prose(static_cast<std::size_t>(size));
        ScriptedServer server{[&](const SeenRequest& seen) {
            auto answer = reply(200, {{"Content-Type", plain}, {"ETag", "\"v\""}, {"Cache-Control", "max-age=60"}},
                                body);
            if (seen.method == "HEAD")
                answer.bytes.resize(answer.bytes.size() - body.size());
            return answer;
        }};
        settings::Scenario scenario;
        scenario.cache.enabled = isCached;
        PipelineSetup setup(scenario, {server.url()});
        const auto got = get(setup, "/", {{"Accept-Encoding", accepted}});
        const auto head = ask(setup, "HEAD", "/", {{"Accept-Encoding", accepted}});
        QTEST(head.get("Content-Encoding"), "coding");
        QTEST(head.get("Content-Length"), "length");
        QCOMPARE(head.get("Content-Encoding"), got.get("Content-Encoding"));
        QCOMPARE(head.get("ETag"), got.get("ETag"));
        QCOMPARE(head.get("Vary"), got.get("Vary"));
        QVERIFY(head.body.empty());
    }

    void weakensTheEtag()
    {
        const auto body = prose(5000);
        ScriptedServer server{[&](const SeenRequest& seen) {
            return reply(
                200,
                {{"Content-Type", plain}, {"Vary", "Origin"}, {"ETag", seen.target == "/weak" ? "W/\"v\"" : "\"v\""}},
                body);
        }};
        PipelineSetup setup(onlyCompression(), {server.url()});
        for (const auto* target : {"/strong", "/weak"}) {
            const auto got = get(setup, target, {{"Accept-Encoding", "gzip"}});
            QCOMPARE(got.get("ETag"), std::string("W/\"v\""));
            QVERIFY(!got.headers.contains("Content-Length")
                    || got.get("Content-Length") == std::to_string(got.body.size()));
            QVERIFY(got.headers.listContains("Vary", "Origin"));
            QVERIFY(got.headers.listContains("Vary", "Accept-Encoding"));
        }
        QCOMPARE(get(setup, "/strong").get("ETag"), std::string("\"v\""));
    }

    void keepsIdentityWhereCodingDoesNotHelp()
    {
        const auto body = noise(5000);
        ScriptedServer server{[&](const SeenRequest&) {
            return reply(200, {{"Content-Type", plain}, {"ETag", "\"v\""}}, body);
        }};
        PipelineSetup setup(onlyCompression(), {server.url()});
        const auto got = get(setup, "/", {{"Accept-Encoding", "gzip"}});
        QVERIFY(got.body == body);
        QVERIFY(!got.headers.contains("Content-Encoding"));
        QCOMPARE(got.get("ETag"), std::string("\"v\""));
    }

    void codesAStreamAsItPasses_data()
    {
        QTest::addColumn<QByteArray>("coding");
        QTest::addColumn<bool>("isChunked");
        QTest::newRow("gzip") << QByteArray("gzip") << false;
        QTest::newRow("br") << QByteArray("br") << false;
        QTest::newRow("gzip, length unknown") << QByteArray("gzip") << true;
        QTest::newRow("br, length unknown") << QByteArray("br") << true;
    }
    void codesAStreamAsItPasses()
    {
        QFETCH(QByteArray, coding);
        QFETCH(bool, isChunked);
        const auto body = prose(3 * 1024 * 1024 + 17) + noise(1024 * 1024);
        ScriptedServer server{[&](const SeenRequest&) {
            return isChunked ? chunked(200, {{"Content-Type", plain}, {"ETag", "\"v\""}}, body, 70'001)
                             : reply(200, {{"Content-Type", plain}, {"ETag", "\"v\""}}, body);
        }};
        PipelineSetup setup(onlyCompression(), {server.url()});
        const auto got = get(setup, "/", {{"Accept-Encoding", coding.toStdString()}});
        QVERIFY(got.isStream && got.isWhole);
        QVERIFY(got.pieces > (coding == "gzip" ? 1 : 0)); // brotli may hold back as much as its window
        QCOMPARE(got.get("Content-Encoding"), coding.toStdString());
        QCOMPARE(got.get("ETag"), std::string("W/\"v\""));
        QVERIFY(!got.headers.contains("Content-Length"));
        QVERIFY(decoded(got) == body);
        QCOMPARE(got.identityBytes, std::optional<std::uint64_t>{body.size()});
        QCOMPARE(got.upstreamWireBytes, std::uint64_t{body.size()});
    }

    void remembersEncodingsOnTheCachedBody()
    {
        const auto body = prose(20'000);
        ScriptedServer server{[&](const SeenRequest&) {
            return reply(200, {{"Content-Type", plain}, {"Cache-Control", "max-age=60"}}, body);
        }};
        PipelineSetup setup(settings::Scenario(), {server.url()});
        const auto uncoded = get(setup, "/");
        const auto before = setup.services.store.stats().bytes;
        const auto first = get(setup, "/", {{"Accept-Encoding", "gzip"}});
        QCOMPARE(first.cache, metrics::CacheStatus::Hit);
        QVERIFY(gunzip(first.body) == body);
        const auto after = setup.services.store.stats().bytes;
        QVERIFY(after >= before + first.body.size()); // charged to the cache
        QVERIFY(after < before + first.body.size() + 512);
        const auto second = get(setup, "/", {{"Accept-Encoding", "gzip"}});
        QVERIFY(second.body == first.body);
        QCOMPARE(setup.services.store.stats().bytes, after);
        const auto other = get(setup, "/", {{"Accept-Encoding", "br"}});
        QVERIFY(unbrotli(other.body) == body);
        QVERIFY(setup.services.store.stats().bytes >= after + other.body.size());
        QVERIFY(get(setup, "/").body == body);
        QCOMPARE(server.requestCount(), 1);
    }

    void followsTheSettings()
    {
        const auto body = prose(5000);
        ScriptedServer server{[&](const SeenRequest&) {
            return reply(200, {{"Content-Type", "application/vnd.weir+json"}}, body);
        }};
        auto scenario = onlyCompression();
        PipelineSetup setup(scenario, {server.url()});
        const auto coding = [&] { return get(setup, "/", {{"Accept-Encoding", "gzip, br"}}).get("Content-Encoding"); };
        QCOMPARE(coding(), std::string("br"));
        scenario.compression.codec = settings::CodecChoice::Gzip;
        setup.configure(scenario);
        QCOMPARE(coding(), std::string("gzip"));
        scenario.compression.codec = settings::CodecChoice::Identity;
        setup.configure(scenario);
        QCOMPARE(coding(), std::string(""));
        scenario.compression.codec = settings::CodecChoice::Auto;
        scenario.compression.minSizeBytes = 5001;
        setup.configure(scenario);
        QCOMPARE(coding(), std::string(""));
        scenario.compression.minSizeBytes = 5000;
        scenario.compression.types = {"text/*"};
        setup.configure(scenario);
        QCOMPARE(coding(), std::string(""));
        scenario.compression.enabled = false;
        setup.configure(scenario);
        QCOMPARE(coding(), std::string(""));
    }
};

static const TestRegistration<CompressStageTest> registeredCompressStageTest;
#include "compress_stage_test.moc"
