// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <QTest>

using namespace weir;
using tests::GatewaySetup;

namespace {

const std::string transformText(4000, 'w');

std::string answerWith(const std::string& fields, const std::string& body = transformText,
                       const std::string& status = "200 OK")
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\n" + fields
        + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace

// What coding a reply does to its fields (RFC 9110, sections 7.7, 8.4, 8.8.3, 12.5.5).
class TransformTest : public QObject {
    Q_OBJECT

private slots:
    void fields_data()
    {
        QTest::addColumn<std::string>("accepted");
        QTest::addColumn<std::string>("answer");
        QTest::addColumn<std::string>("coding");
        QTest::addColumn<std::string>("vary");
        QTest::addColumn<std::string>("etag");
        const auto row = [](const char* name, const char* accepted, const std::string& answer, const char* coding,
                            const char* vary, const char* etag) {
            QTest::newRow(name) << std::string(accepted) << answer << std::string(coding) << std::string(vary)
                                << std::string(etag);
        };
        const std::string tag = "ETag: \"a\"\r\n";
        row("coded", "gzip", answerWith(tag), "gzip", "Accept-Encoding", "W/\"a\"");
        row("coded, weak already", "gzip", answerWith("ETag: W/\"a\"\r\n"), "gzip", "Accept-Encoding", "W/\"a\"");
        row("not asked for", "", answerWith(tag), "", "Accept-Encoding", "\"a\"");
        row("refused", "gzip;q=0, br;q=0", answerWith(tag), "", "Accept-Encoding", "\"a\"");
        row("unknown coding", "zstd", answerWith(tag), "", "Accept-Encoding", "\"a\"");
        row("small", "gzip", answerWith(tag, "few"), "", "Accept-Encoding", "\"a\"");
        row("varies already", "gzip", answerWith(tag + "Vary: accept-encoding\r\n"), "gzip", "accept-encoding",
            "W/\"a\"");
        row("varies by all", "gzip", answerWith(tag + "Vary: *\r\n"), "gzip", "*", "W/\"a\"");
        row("no-transform", "gzip", answerWith(tag + "Cache-Control: no-transform\r\n"), "", "", "\"a\"");
        row("no-transform in a list", "gzip",
            answerWith(tag + "Cache-Control: public\r\nCache-Control: x, No-Transform\r\n"), "", "", "\"a\"");
        row("unknown coding of the target", "gzip", answerWith(tag + "Content-Encoding: zstd\r\n"), "zstd", "",
            "\"a\"");
        row("part", "gzip",
            answerWith(tag + "Content-Range: bytes 0-3999/9000\r\n", transformText, "206 Partial Content"), "", "",
            "\"a\"");
        row("picture", "gzip",
            "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n" + tag + "Content-Length: 4000\r\n\r\n" + transformText, "",
            "", "\"a\"");
        row("confirmed", "gzip", "HTTP/1.1 304 Not Modified\r\nContent-Type: text/plain\r\n" + tag + "\r\n", "",
            "Accept-Encoding", "W/\"a\"");
    }
    void fields()
    {
        QFETCH(std::string, accepted);
        QFETCH(std::string, answer);
        QFETCH(std::string, coding);
        QFETCH(std::string, vary);
        QFETCH(std::string, etag);
        auto scenario = tests::plainScenario();
        scenario.compression.enabled = true;
        GatewaySetup setup(scenario);
        const auto client = setup.send("GET / HTTP/1.1\r\nHost: a\r\n"
                                       + (accepted.empty() ? "" : "Accept-Encoding: " + accepted + "\r\n") + "\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(answer);
        const auto reply = client->readReply();
        QCOMPARE(reply.get("content-encoding"), coding);
        QCOMPARE(reply.get("vary"), vary);
        QCOMPARE(reply.get("etag"), etag);
        if (coding == "gzip")
            QVERIFY(reply.body.size() < transformText.size() && reply.body.starts_with("\x1f\x8b"));
        else
            QVERIFY(answer.ends_with(reply.body));
    }

    // Without a stage that needs them uncoded, replies pass as they are, and the client's wish goes through.
    void nothingIsTouchedWithoutNeed()
    {
        GatewaySetup setup;
        const auto client = setup.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: zstd, gzip;q=0.5\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        QVERIFY(target->takeThrough("\r\n\r\n").find("Accept-Encoding: zstd, gzip;q=0.5\r\n") != std::string::npos);
        const auto answer = answerWith("Date: d\r\nContent-Encoding: zstd\r\nETag: \"a\"\r\n");
        target->send(answer);
        QCOMPARE(client->take(answer.size()), answer);
    }
};

static const TestRegistration<TransformTest> registeredTransformTest;
#include "transform_test.moc"
