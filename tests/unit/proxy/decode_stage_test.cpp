// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/proxy/independent_codec.h"
#include "tests/unit/proxy/pipeline_setup.h"

#include <QTest>

#include <array>
#include <utility>

using namespace weir;
using namespace weir::tests;

namespace {

std::string codedBy(const std::string& coding, std::string_view body)
{
    return coding == "br" ? brotli(body) : gzip(body);
}

} // namespace

// Replies that the target coded, as the stages further out and the client see them.
class DecodeStageTest : public QObject {
    Q_OBJECT

private slots:
    void undoesTheTargetsCoding_data()
    {
        QTest::addColumn<QByteArray>("coding");
        QTest::addColumn<int>("size");
        for (const char* coding : {"gzip", "br", "x-gzip", "GZIP"}) {
            QTest::addRow("%s", coding) << QByteArray(coding) << 5000;
            QTest::addRow("%s stream", coding) << QByteArray(coding) << 3'000'000;
        }
    }
    void undoesTheTargetsCoding()
    {
        QFETCH(QByteArray, coding);
        QFETCH(int, size);
        const auto body = noise(static_cast<std::size_t>(size)); // stays above 1 MiB when coded
        const auto coded = codedBy(coding.toStdString(), body);
        ScriptedServer server{[&](const SeenRequest&) {
            return reply(200,
                         {{"Content-Type", "image/x"}, {"Content-Encoding", coding.toStdString()}, {"ETag", "\"v\""}},
                         coded);
        }};
        PipelineSetup setup(settings::Scenario(), {server.url()});
        const auto got = get(setup, "/");
        QCOMPARE(got.status, 200);
        QVERIFY(got.isWhole);
        QVERIFY(got.body == body);
        QVERIFY(!got.headers.contains("Content-Encoding"));
        QVERIFY(!got.headers.contains("Content-Length") || got.get("Content-Length") == std::to_string(body.size()));
        QCOMPARE(got.get("ETag"), std::string("W/\"v\""));
        QCOMPARE(got.upstreamWireBytes, std::uint64_t{coded.size()});
    }

    void answers502ForACorruptBody_data()
    {
        QTest::addColumn<QByteArray>("coding");
        QTest::newRow("gzip") << QByteArray("gzip");
        QTest::newRow("br") << QByteArray("br");
    }
    void answers502ForACorruptBody()
    {
        QFETCH(QByteArray, coding);
        auto coded = codedBy(coding.toStdString(), prose(5000));
        coded.resize(coded.size() / 2);
        ScriptedServer server{[&](const SeenRequest& seen) {
            return reply(200, {{"Cache-Control", "max-age=60"}, {"Content-Encoding", coding.toStdString()}},
                         seen.target == "/short" ? std::string_view(coded)
                                                 : std::string_view("this is no coded body at all"));
        }};
        PipelineSetup setup(settings::Scenario(), {server.url()});
        for (const auto* target : {"/short", "/wrong"}) {
            const auto got = get(setup, target);
            QCOMPARE(got.status, 502);
            QCOMPARE(got.outcome, metrics::Outcome::BadEncoding);
        }
        QCOMPARE(setup.services.store.stats().entries, std::size_t{0});
    }

    void breaksOffAStreamThatIsCorrupt()
    {
        auto coded = gzip(noise(3'000'000));
        coded.resize(coded.size() - 4000);
        ScriptedServer server{[&](const SeenRequest&) {
            return reply(200, {{"Cache-Control", "max-age=60"}, {"Content-Encoding", "gzip"}}, coded);
        }};
        PipelineSetup setup(settings::Scenario(), {server.url()});
        const auto got = get(setup, "/");
        QVERIFY(!got.isWhole);
        QCOMPARE(got.outcome, metrics::Outcome::BadEncoding);
        QCOMPARE(setup.services.store.stats().entries, std::size_t{0});
    }

    void passesOnWhatItCannotDecode_data()
    {
        QTest::addColumn<QByteArray>("coding");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("control");
        QTest::newRow("unknown") << QByteArray("zstd") << 200 << QByteArray("public");
        QTest::newRow("chain") << QByteArray("gzip, br") << 200 << QByteArray("public");
        QTest::newRow("part") << QByteArray("gzip") << 206 << QByteArray("public");
        QTest::newRow("no-transform") << QByteArray("gzip") << 200 << QByteArray("no-transform");
    }
    void passesOnWhatItCannotDecode()
    {
        QFETCH(QByteArray, coding);
        QFETCH(int, status);
        QFETCH(QByteArray, control);
        const std::string coded = "some coded octets";
        ScriptedServer server{[&](const SeenRequest&) {
            return reply(status,
                         {{"Content-Encoding", coding.toStdString()},
                          {"Cache-Control", control.toStdString()},
                          {"ETag", "\"v\""}},
                         coded);
        }};
        PipelineSetup setup(settings::Scenario(), {server.url()});
        const auto got = get(setup, "/", {{"Accept-Encoding", "zstd, gzip, br"}});
        QCOMPARE(got.status, status);
        QCOMPARE(got.body, coded);
        QCOMPARE(got.get("Content-Encoding"), coding.toStdString());
        QCOMPARE(got.get("ETag"), std::string("\"v\""));
        QCOMPARE(got.outcome, metrics::Outcome::Ok);
    }

    void refusesABomb()
    {
        const auto coded = gzip(std::string(4 * 1024 * 1024, 'a'));
        ScriptedServer server{[&](const SeenRequest&) { return reply(200, {{"Content-Encoding", "gzip"}}, coded); }};
        settings::Scenario scenario;
        scenario.http.maxReplyBytes = 1024 * 1024;
        PipelineSetup setup(scenario, {server.url()});
        const auto got = get(setup, "/");
        QCOMPARE(got.outcome, metrics::Outcome::TooLarge);
        QCOMPARE(got.status, 502);
    }

    void asksForWhatTheSettingsSay()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        settings::Scenario scenario;
        PipelineSetup setup(scenario, {server.url()});
        get(setup, "/", {{"Accept-Encoding", "zstd, gzip"}});
        QCOMPARE(server.last().get("Accept-Encoding"), std::string("identity"));
        scenario.compression.upstream = settings::UpstreamCoding::Client;
        setup.configure(scenario);
        const std::array<std::pair<const char*, const char*>, 7> offers{{{"zstd, gzip", "gzip"},
                                                                         {"br;q=0.1", "br"},
                                                                         {"gzip, br", "br, gzip"},
                                                                         {"*", "br, gzip"},
                                                                         {"*, br;q=0", "gzip"},
                                                                         {"gzip;q=0", "identity"},
                                                                         {"zstd", "identity"}}};
        for (const auto& [accepted, offered] : offers) {
            get(setup, "/", {{"Accept-Encoding", accepted}});
            QCOMPARE(server.last().get("Accept-Encoding"), std::string(offered));
        }
        get(setup, "/");
        QCOMPARE(server.last().get("Accept-Encoding"), std::string("identity"));
        scenario.compression.enabled = false;
        scenario.cache.enabled = false; // then nothing here needs to read the body
        setup.configure(scenario);
        get(setup, "/", {{"Accept-Encoding", "zstd, gzip"}});
        QCOMPARE(server.last().get("Accept-Encoding"), std::string("zstd, gzip"));
    }
};

static const TestRegistration<DecodeStageTest> registeredDecodeStageTest;
#include "decode_stage_test.moc"
