// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/proxy/independent_codec.h"
#include "tests/unit/proxy/pipeline_setup.h"

#include <QTest>

using namespace weir;
using namespace weir::tests;
using metrics::CacheStatus;

namespace {

settings::Scenario onlyCache()
{
    settings::Scenario scenario;
    scenario.compression.enabled = false;
    return scenario;
}

// A server whose replies are fresh for a minute, each with its own number in the body.
struct FreshServer {
    std::atomic<int> count{0};
    ScriptedServer server{[this](const SeenRequest& seen) {
        return reply(200, {{"Cache-Control", "max-age=60"}, {"ETag", "\"v\""}},
                     seen.method == "HEAD" ? std::string() : "reply " + std::to_string(++count));
    }};
};

} // namespace

// The cache between client and target: what a client gets, and what the target is asked.
class CacheStageTest : public QObject {
    Q_OBJECT

private slots:
    void answersFromTheCacheWhileFresh()
    {
        FreshServer fresh;
        PipelineSetup setup(onlyCache(), {fresh.server.url()});
        const auto first = get(setup, "/a?b=1");
        QCOMPARE(first.cache, CacheStatus::Miss);
        const auto second = get(setup, "/a?b=1");
        QCOMPARE(second.cache, CacheStatus::Hit);
        QCOMPARE(second.status, 200);
        QCOMPARE(second.body, std::string("reply 1"));
        QCOMPARE(second.get("ETag"), std::string("\"v\""));
        QVERIFY(second.headers.contains("Age"));
        QVERIFY(second.headers.contains("Date"));
        QCOMPARE(second.upstreamWireBytes, std::uint64_t{0});
        QCOMPARE(get(setup, "/a?b=2").cache, CacheStatus::Miss); // another resource
        QCOMPARE(fresh.server.requestCount(), 2);
    }

    void revalidatesByEtag()
    {
        const std::string body = "the body";
        ScriptedServer server{[&](const SeenRequest& seen) {
            return seen.get("If-None-Match") == "\"v1\""
                ? reply(304, {{"ETag", "\"v1\""}, {"Cache-Control", "no-cache"}, {"X-New", "yes"}})
                : reply(200, {{"ETag", "\"v1\""}, {"Cache-Control", "no-cache"}}, body);
        }};
        PipelineSetup setup(onlyCache(), {server.url()});
        QCOMPARE(get(setup, "/").cache, CacheStatus::Miss);
        const auto got = get(setup, "/", {{"X-Mine", "kept"}});
        QCOMPARE(got.cache, CacheStatus::Revalidated);
        QCOMPARE(got.status, 200);
        QCOMPARE(got.body, body);
        QCOMPARE(got.get("X-New"), std::string("yes")); // the fields of the 304 count
        QCOMPARE(got.upstreamWireBytes, std::uint64_t{0});
        QCOMPARE(server.last().get("X-Mine"), std::string("kept"));
        QCOMPARE(server.requestCount(), 2);
    }

    void takesTheNewReplyWhenTheOldOneIsOutdated()
    {
        std::atomic<int> version{1};
        ScriptedServer server{[&](const SeenRequest&) {
            const auto tag = "\"v" + std::to_string(version) + "\"";
            return reply(200, {{"ETag", tag}, {"Cache-Control", "no-cache"}}, "body " + tag);
        }};
        PipelineSetup setup(onlyCache(), {server.url()});
        get(setup, "/");
        version = 2;
        const auto got = get(setup, "/");
        QCOMPARE(got.cache, CacheStatus::Miss);
        QCOMPARE(got.body, std::string("body \"v2\""));
        QCOMPARE(server.last().get("If-None-Match"), std::string("\"v1\""));
    }

    // A 304 about another representation than ours: its body has to be fetched.
    void asksAgainWhenA304IsAboutAnother()
    {
        std::atomic<bool> isConfused{false};
        ScriptedServer server{[&](const SeenRequest& seen) {
            if (isConfused && !seen.get("If-None-Match").empty())
                return reply(304, {{"ETag", "\"v2\""}});
            return reply(200, {{"ETag", isConfused ? "\"v2\"" : "\"v1\""}, {"Cache-Control", "no-cache"}},
                         isConfused ? "second" : "first");
        }};
        PipelineSetup setup(onlyCache(), {server.url()});
        get(setup, "/");
        isConfused = true;
        const auto got = get(setup, "/");
        QCOMPARE(got.status, 200);
        QCOMPARE(got.body, std::string("second"));
        QCOMPARE(server.requestCount(), 3);
        QCOMPARE(server.last().get("If-None-Match"), std::string());
        QCOMPARE(server.last().count("Via"), 1);
    }

    void keepsNothingThatMayNotBeKept_data()
    {
        QTest::addColumn<QByteArray>("control");
        QTest::addColumn<QByteArray>("requestField");
        QTest::addColumn<QByteArray>("requestValue");
        QTest::newRow("no-store") << QByteArray("no-store, max-age=60") << QByteArray("X") << QByteArray("y");
        QTest::newRow("private") << QByteArray("private, max-age=60") << QByteArray("X") << QByteArray("y");
        QTest::newRow("authorized") << QByteArray("max-age=60") << QByteArray("Authorization")
                                    << QByteArray("Bearer t");
        QTest::newRow("client's no-store")
            << QByteArray("max-age=60") << QByteArray("Cache-Control") << QByteArray("no-store");
        QTest::newRow("nothing said") << QByteArray("public") << QByteArray("X") << QByteArray("y");
    }
    void keepsNothingThatMayNotBeKept()
    {
        QFETCH(QByteArray, control);
        QFETCH(QByteArray, requestField);
        QFETCH(QByteArray, requestValue);
        ScriptedServer server{[&](const SeenRequest&) {
            return reply(200, {{"Cache-Control", control.toStdString()}}, "x");
        }};
        PipelineSetup setup(onlyCache(), {server.url()});
        for (int i = 0; i < 2; ++i) {
            const auto got = get(setup, "/", {{requestField.toStdString(), requestValue.toStdString()}});
            QCOMPARE(got.cache, CacheStatus::Bypass);
            QCOMPARE(got.body, std::string("x"));
        }
        QCOMPARE(server.requestCount(), 2);
        QCOMPARE(setup.services.store.stats().entries, std::size_t{0});
    }

    void sharesWithAuthorizationWhatIsPublic()
    {
        ScriptedServer server{[](const SeenRequest&) {
            return reply(200, {{"Cache-Control", "public, max-age=60"}}, "x");
        }};
        PipelineSetup setup(onlyCache(), {server.url()});
        get(setup, "/", {{"Authorization", "Bearer a"}});
        QCOMPARE(get(setup, "/", {{"Authorization", "Bearer b"}}).cache, CacheStatus::Hit);
    }

    void keepsVariantsApart()
    {
        ScriptedServer server{[](const SeenRequest& seen) {
            return reply(200, {{"Cache-Control", "max-age=60"}, {"Vary", "Accept-Language"}},
                         "in " + seen.get("Accept-Language"));
        }};
        PipelineSetup setup(onlyCache(), {server.url()});
        for (int i = 0; i < 2; ++i)
            for (const std::string language : {"de", "fr"}) {
                const auto got = get(setup, "/", {{"Accept-Language", language}});
                QCOMPARE(got.body, "in " + language);
                QCOMPARE(got.cache, i == 0 ? CacheStatus::Miss : CacheStatus::Hit);
            }
        QCOMPARE(server.requestCount(), 2);
    }

    void neverReusesWhatVariesByEverything()
    {
        ScriptedServer server{[](const SeenRequest&) {
            return reply(200, {{"Cache-Control", "max-age=60"}, {"Vary", "Origin, *"}}, "x");
        }};
        PipelineSetup setup(onlyCache(), {server.url()});
        get(setup, "/");
        QCOMPARE(get(setup, "/").cache, CacheStatus::Bypass);
    }

    // The proxy codes replies itself, so one identity copy serves every client.
    void keepsOneCopyForAllCodings()
    {
        const auto body = prose(5000);
        ScriptedServer server{[&](const SeenRequest&) {
            return reply(200,
                         {{"Cache-Control", "max-age=60"}, {"Vary", "Accept-Encoding"}, {"Content-Type", "text/plain"}},
                         body);
        }};
        PipelineSetup setup(settings::Scenario(), {server.url()});
        QVERIFY(gunzip(get(setup, "/", {{"Accept-Encoding", "gzip"}}).body) == body);
        QVERIFY(unbrotli(get(setup, "/", {{"Accept-Encoding", "br"}}).body) == body);
        QVERIFY(get(setup, "/").body == body);
        QCOMPARE(server.requestCount(), 1);
    }

    // What the target would not have decoded is for those clients only that sent the same Accept-Encoding.
    void keepsReplyThatStaysCodedForItsClientsAlone()
    {
        const auto coded = gzip("some text");
        ScriptedServer server{[&](const SeenRequest& seen) {
            const bool isCoded = seen.get("Accept-Encoding").find("gzip") != std::string::npos;
            return isCoded
                ? reply(200,
                        {{"Cache-Control", "max-age=60, no-transform"},
                         {"Vary", "Accept-Encoding"},
                         {"Content-Encoding", "gzip"}},
                        coded)
                : reply(200, {{"Cache-Control", "max-age=60, no-transform"}, {"Vary", "Accept-Encoding"}}, "some text");
        }};
        auto scenario = onlyCache();
        scenario.compression.upstream = settings::UpstreamCoding::Client;
        PipelineSetup setup(scenario, {server.url()});
        QCOMPARE(get(setup, "/", {{"Accept-Encoding", "gzip"}}).get("Content-Encoding"), std::string("gzip"));
        const auto got = get(setup, "/");
        QCOMPARE(got.get("Content-Encoding"), std::string());
        QCOMPARE(got.body, std::string("some text"));
    }

    void forgetsWhatAnUnsafeRequestChanged_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("forgets");
        QTest::newRow("POST") << QByteArray("POST") << 200 << true;
        QTest::newRow("PUT") << QByteArray("PUT") << 204 << true;
        QTest::newRow("DELETE") << QByteArray("DELETE") << 303 << true;
        QTest::newRow("an error") << QByteArray("POST") << 400 << false;
        QTest::newRow("a safe method") << QByteArray("OPTIONS") << 200 << false;
    }
    void forgetsWhatAnUnsafeRequestChanged()
    {
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        QFETCH(bool, forgets);
        ScriptedServer server{[&](const SeenRequest& seen) {
            if (seen.method != "GET")
                return reply(status, {{"Location", "/other"}});
            return reply(200, {{"Cache-Control", "max-age=60"}}, "x");
        }};
        PipelineSetup setup(onlyCache(), {server.url("/base")});
        get(setup, "/thing");
        get(setup, "/untouched");
        QCOMPARE(ask(setup, method.toStdString(), "/thing").cache, CacheStatus::Bypass);
        QCOMPARE(get(setup, "/thing").cache, forgets ? CacheStatus::Miss : CacheStatus::Hit);
        QCOMPARE(get(setup, "/untouched").cache, CacheStatus::Hit);
    }

    void answersHeadFromGet()
    {
        FreshServer fresh;
        PipelineSetup setup(onlyCache(), {fresh.server.url()});
        get(setup, "/");
        const auto head = ask(setup, "HEAD", "/");
        QCOMPARE(head.cache, CacheStatus::Hit);
        QCOMPARE(head.status, 200);
        QCOMPARE(head.body, std::string());
        QCOMPARE(head.get("Content-Length"), std::string("7"));
        QCOMPARE(fresh.server.requestCount(), 1);
    }

    void answers304ToAClientThatHasIt()
    {
        FreshServer fresh;
        PipelineSetup setup(onlyCache(), {fresh.server.url()});
        get(setup, "/");
        for (const auto* tag : {"\"v\"", "W/\"v\"", "\"a\", \"v\"", "*"}) {
            const auto got = get(setup, "/", {{"If-None-Match", tag}});
            QCOMPARE(got.status, 304);
            QCOMPARE(got.cache, CacheStatus::Hit);
            QCOMPARE(got.body, std::string());
            QCOMPARE(got.get("ETag"), std::string("\"v\""));
        }
        QCOMPARE(get(setup, "/", {{"If-None-Match", "\"other\""}}).status, 200);
        QCOMPARE(fresh.server.requestCount(), 1);
    }

    void answers504WhereOnlyTheCacheMayAnswer()
    {
        FreshServer fresh;
        PipelineSetup setup(onlyCache(), {fresh.server.url()});
        const auto refused = get(setup, "/", {{"Cache-Control", "only-if-cached"}});
        QCOMPARE(refused.status, 504);
        QCOMPARE(fresh.server.requestCount(), 0);
        get(setup, "/");
        const auto got = get(setup, "/", {{"Cache-Control", "only-if-cached"}});
        QCOMPARE(got.status, 200);
        QCOMPARE(got.cache, CacheStatus::Hit);
        QCOMPARE(get(setup, "/", {{"Cache-Control", "only-if-cached, max-age=0"}}).status, 504);
        QCOMPARE(fresh.server.requestCount(), 1);
    }

    void keepsAStreamedBody()
    {
        const auto body = noise(2 * 1024 * 1024 + 5);
        ScriptedServer server{[&](const SeenRequest&) {
            return chunked(200, {{"Cache-Control", "max-age=60"}}, body, 65'536);
        }};
        PipelineSetup setup(onlyCache(), {server.url()});
        const auto first = get(setup, "/");
        QVERIFY(first.isStream && first.isWhole && first.body == body);
        const auto second = get(setup, "/");
        QCOMPARE(second.cache, CacheStatus::Hit);
        QVERIFY(second.body == body);
        QCOMPARE(server.requestCount(), 1);
    }

    void keepsNoStreamThatIsTooLarge_data()
    {
        QTest::addColumn<bool>("isChunked");
        QTest::newRow("known before") << false;
        QTest::newRow("found out") << true;
    }
    void keepsNoStreamThatIsTooLarge()
    {
        QFETCH(bool, isChunked);
        const auto body = noise(2 * 1024 * 1024);
        ScriptedServer server{[&](const SeenRequest&) {
            return isChunked ? chunked(200, {{"Cache-Control", "max-age=60"}}, body)
                             : reply(200, {{"Cache-Control", "max-age=60"}}, body);
        }};
        auto scenario = onlyCache();
        scenario.cache.capacityBytes = 4 * 1024 * 1024; // a quarter of it is the most for one reply
        PipelineSetup setup(scenario, {server.url()});
        QVERIFY(get(setup, "/").body == body);
        QCOMPARE(setup.services.store.stats().entries, std::size_t{0});
        QCOMPARE(get(setup, "/").cache, CacheStatus::Miss);
    }

    void neverKeepsATruncatedBody_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("isChunked");
        QTest::newRow("whole, by length") << 5000 << false;
        QTest::newRow("whole, chunked") << 5000 << true;
        QTest::newRow("stream, by length") << 2'000'000 << false;
        QTest::newRow("stream, chunked") << 2'000'000 << true;
    }
    void neverKeepsATruncatedBody()
    {
        QFETCH(int, size);
        QFETCH(bool, isChunked);
        const auto body = noise(static_cast<std::size_t>(size));
        ScriptedServer server{[&](const SeenRequest&) {
            auto answer = isChunked ? chunked(200, {{"Cache-Control", "max-age=60"}}, body)
                                    : reply(200, {{"Cache-Control", "max-age=60"}}, body);
            answer.bytes.resize(answer.bytes.size() - (isChunked ? 5 : 1));
            return closing(answer);
        }};
        PipelineSetup setup(onlyCache(), {server.url()});
        const auto got = get(setup, "/");
        QCOMPARE(got.outcome, metrics::Outcome::ConnectionLost);
        QVERIFY(!got.isWhole || got.status == 502);
        QCOMPARE(setup.services.store.stats().entries, std::size_t{0});
        QCOMPARE(get(setup, "/").cache, CacheStatus::Miss);
    }

    // RFC 5861, section 4.
    void servesStaleWhileTheTargetFails_data()
    {
        QTest::addColumn<QByteArray>("control");
        QTest::addColumn<bool>("serves");
        QTest::newRow("stale-if-error") << QByteArray("max-age=0, stale-if-error=60") << true;
        QTest::newRow("must-revalidate") << QByteArray("max-age=0, must-revalidate, stale-if-error=60") << false;
        QTest::newRow("nothing said") << QByteArray("max-age=0") << false;
    }
    void servesStaleWhileTheTargetFails()
    {
        QFETCH(QByteArray, control);
        QFETCH(bool, serves);
        std::atomic<int> mood{0};
        ScriptedServer server{[&](const SeenRequest&) {
            if (mood == 1)
                return reply(503, {}, "busy");
            if (mood == 2)
                return closing(Answer());
            return reply(200, {{"Cache-Control", control.toStdString()}, {"ETag", "\"v\""}}, "good");
        }};
        PipelineSetup setup(onlyCache(), {server.url()});
        get(setup, "/");
        for (mood = 1; mood <= 2; ++mood) {
            const auto got = get(setup, "/");
            QCOMPARE(got.body == "good", serves);
            QCOMPARE(got.cache == CacheStatus::Stale, serves);
            QCOMPARE(got.outcome == metrics::Outcome::Ok, serves || mood == 1);
        }
    }
};

static const TestRegistration<CacheStageTest> registeredCacheStageTest;
#include "cache_stage_test.moc"
