// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <QTest>

using namespace weir;
using tests::GatewaySetup;

namespace {

const std::string head = "HTTP/1.1 200 OK\r\nDate: today\r\n";
const std::string coded = head + "Transfer-Encoding: chunked\r\n\r\n";

std::string withLength(std::string_view fields, std::string_view body)
{
    return head + std::string(fields) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n"
        + std::string(body);
}

} // namespace

// Where a reply ends is said in one way only, or the client gets none of it; and what a target sends beyond is no part
// of the next reply (RFC 9112, sections 6, 7 and 9).
class ResponseFramingTest : public QObject {
    Q_OBJECT

private slots:
    void refused_data()
    {
        QTest::addColumn<std::string>("answer");
        const auto row = [](const char* name, const std::string& answer) { QTest::newRow(name) << answer; };
        const auto length = [&](const char* name, const std::string& value) {
            row(name, head + "Content-Length: " + value + "\r\n\r\nabcde");
        };
        const auto coding = [&](const char* name, const std::string& value) {
            row(name, head + "Transfer-Encoding: " + value + "\r\n\r\n0\r\n\r\n");
        };
        const auto chunk = [&](const char* name, const std::string& body) { row(name, coded + body); };

        row("both", head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        row("both, the other way round", head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n");
        row("coding in 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        row("two codings", head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        coding("empty coding", "");
        coding("chunked twice", "chunked, chunked");
        coding("comma before", ",chunked");
        coding("not last", "chunked, gzip");
        coding("identity", "identity");
        coding("unknown", "gzip");
        coding("unknown before", "gzip, chunked");
        coding("vertical tab",
               "\x0b"
               "chunked");

        row("two lengths", head + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde");
        row("two different lengths", head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde");
        length("list", "5, 5");
        length("sign", "+5");
        length("minus", "-5");
        length("hexadecimal", "0x5");
        length("empty length", "");
        length("space inside", "5 5");
        length("too large for 64 bits", "18446744073709551621");
        length("above the limit", "999999999999");

        chunk("chunk sign", "+1\r\na\r\n0\r\n\r\n");
        chunk("chunk 0x", "0x1\r\na\r\n0\r\n\r\n");
        chunk("chunk space behind", "1 \r\na\r\n0\r\n\r\n");
        chunk("chunk size missing", "\r\na\r\n0\r\n\r\n");
        chunk("chunk size too large", "10000000000000001\r\na\r\n0\r\n\r\n");
        chunk("chunk line ends in LF", "1\na\r\n0\r\n\r\n");
        chunk("chunk data ends in LF", "1\r\na\n0\r\n\r\n");
        chunk("chunk data too long", "1\r\nab\r\n0\r\n\r\n");
        chunk("trailer without colon", "0\r\nnonsense\r\n\r\n");
    }
    void refused()
    {
        QFETCH(std::string, answer);
        auto scenario = tests::plainScenario();
        scenario.http.maxReplyBytes = 1'000'000;
        GatewaySetup setup(scenario);
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(answer);
        const auto reply = client->readReply();
        QCOMPARE(reply.status, 502);
        QVERIFY(target->waitForClose()); // where it ends is not known, so nothing can follow on it
        QVERIFY(nextIsItsOwn(setup, *client, *target, false));
    }

    void forwarded_data()
    {
        QTest::addColumn<std::string>("method");
        QTest::addColumn<std::string>("answer");
        QTest::addColumn<std::string>("expected");
        QTest::addColumn<bool>("keeps");
        const auto row = [](const char* name, const char* method, const std::string& answer,
                            const std::string& expected, bool keeps = true) {
            QTest::newRow(name) << std::string(method) << answer << expected << keeps;
        };
        const auto five = withLength("", "abcde");
        const std::string noContent = "HTTP/1.1 204 No Content\r\nDate: today\r\n";
        const std::string notModified = "HTTP/1.1 304 Not Modified\r\nDate: today\r\n";

        row("length", "GET", five, five);
        row("length 0", "GET", withLength("", ""), withLength("", ""));
        row("chunks", "GET", coded + "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", five);
        row("chunk extension", "GET", coded + "5;a=\"b\"\r\nabcde\r\n0;c\r\n\r\n", five);
        row("chunk size with zeros", "GET", coded + "005\r\nabcde\r\n00\r\n\r\n", five);
        row("more than announced", "GET", five + "fgh", five, false);
        row("a reply too many", "GET", five + five, five, false);
        row("more than the last chunk", "GET", coded + "5\r\nabcde\r\n0\r\n\r\nfgh", five, false);
        row("connection ends", "GET", withLength("Connection: close\r\n", "abcde"), five, false);
        row("1.0", "GET", "HTTP/1.0 200 OK\r\nDate: today\r\nContent-Length: 5\r\n\r\nabcde", five, false);
        row("1.0 that stays", "GET",
            "HTTP/1.0 200 OK\r\nDate: today\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nabcde", five);

        row("HEAD", "HEAD", head + "Content-Length: 5\r\n\r\n", head + "Content-Length: 5\r\n\r\n");
        row("HEAD, chunked", "HEAD", coded, head + "\r\n");
        row("HEAD, no length", "HEAD", head + "\r\n", head + "\r\n");
        row("HEAD, with a body", "HEAD", five, head + "Content-Length: 5\r\n\r\n", false);
        row("204", "GET", noContent + "\r\n", noContent + "\r\n");
        row("204, length", "GET", noContent + "Content-Length: 5\r\n\r\n", noContent + "\r\n");
        row("204, chunked", "GET", noContent + "Transfer-Encoding: chunked\r\n\r\n", noContent + "\r\n");
        row("204, with a body", "GET", noContent + "Content-Length: 5\r\n\r\nabcde", noContent + "\r\n", false);
        row("304", "GET", notModified + "ETag: \"a\"\r\n\r\n", notModified + "ETag: \"a\"\r\n\r\n");
        row("304, length", "GET", notModified + "Content-Length: 5\r\n\r\n", notModified + "\r\n");
        row("304, chunked", "GET", notModified + "Transfer-Encoding: chunked\r\n\r\n", notModified + "\r\n");
        row("304, with a body", "GET", notModified + "Content-Length: 5\r\n\r\nabcde", notModified + "\r\n", false);

        // A reply that announces trailers is passed on piece by piece. This client has not asked for them.
        row("trailers", "GET",
            head + "Trailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nabcde\r\n0\r\nX-Sum: 1\r\n\r\n",
            head + "Trailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n");
    }
    void forwarded()
    {
        QFETCH(std::string, method);
        QFETCH(std::string, answer);
        QFETCH(std::string, expected);
        QFETCH(bool, keeps);
        GatewaySetup setup;
        const auto client = setup.send(method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(answer);
        QCOMPARE(client->take(expected.size()), expected);
        QVERIFY(nextIsItsOwn(setup, *client, *target, keeps));
    }

    // RFC 9112, section 7.1.2: forwarded where the client takes them, without what belongs into the head alone.
    void trailersThatWereAskedFor_data()
    {
        QTest::addColumn<std::string>("trailers");
        QTest::addColumn<bool>("keeps");
        QTest::newRow("alone") << std::string() << true;
        QTest::newRow("of the head") << std::string("Content-Length: 9\r\nSet-Cookie: x\r\n") << true;
        QTest::newRow("framing") << std::string("Transfer-Encoding: gzip\r\n") << false;
    }
    void trailersThatWereAskedFor()
    {
        QFETCH(std::string, trailers);
        QFETCH(bool, keeps);
        GatewaySetup setup;
        const auto client = setup.send("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        QVERIFY(target->takeThrough("\r\n\r\n").ends_with("TE: trailers\r\nConnection: TE\r\n\r\n"));
        target->send(head + "Trailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n"
                     + (trailers.starts_with("X-Sum") ? "" : "X-Sum: 1\r\n") + trailers + "\r\n");
        const auto expected = head
            + "Trailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nX-Sum: 1\r\n\r\n";
        QCOMPARE(client->take(expected.size()), expected);
        QVERIFY(nextIsItsOwn(setup, *client, *target, keeps));
    }

    void trailersOfOneConnection()
    {
        GatewaySetup setup;
        const auto client = setup.send("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(head
                     + "Connection: X-Hop\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "5\r\nabcde\r\n0\r\nx-hop: 1\r\nX-Sum: 1\r\n\r\n");
        const auto expected = head
            + "Trailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nX-Sum: 1\r\n\r\n";
        QCOMPARE(client->take(expected.size()), expected);
    }

    // A body that lasts until the target closes gets an end that the client can tell from a lost connection.
    void endsByClosing()
    {
        GatewaySetup setup;
        const auto client = setup.send(tests::get);
        auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send("HTTP/1.0 200 OK\r\n\r\nabc");
        target->send("de");
        target->close();
        const auto reply = client->readReply();
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.body, std::string("abcde"));
        QVERIFY(!reply.get("content-length").empty() || reply.get("transfer-encoding") == "chunked");
        QVERIFY(nextIsItsOwn(setup, *client, *target, false));
    }

    // RFC 9112, section 6.1: chunks only to those who know them.
    void streamToAnOldClient()
    {
        GatewaySetup setup;
        const auto client = setup.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(head + "Trailer: X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nX: 1\r\n\r\n");
        QCOMPARE(client->readAll(), head + "Trailer: X\r\nConnection: close\r\n\r\nabcde");
    }

private:
    // Whether the same client's next request gets the reply that was meant for it, over the same connection or another.
    static bool nextIsItsOwn(GatewaySetup& setup, tests::RawPeer& client, tests::RawPeer& target, bool keeps)
    {
        if (!client.received().empty())
            return false;
        client.send(tests::get);
        const auto wanted = setup.wire(tests::forwardedGet);
        std::unique_ptr<tests::RawPeer> fresh;
        if (!keeps)
            fresh = setup.origin.next();
        auto& used = keeps ? target : *fresh;
        if (used.take(wanted.size()) != wanted)
            return false;
        used.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nits own!");
        return client.readReply().body == "its own!" && setup.origin.accepted() == (keeps ? 1 : 2);
    }
};

static const TestRegistration<ResponseFramingTest> registeredResponseFramingTest;
#include "response_framing_test.moc"
