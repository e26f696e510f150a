// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <QTest>

using namespace weir;
using tests::GatewaySetup;

namespace {

const std::string post = "POST /p HTTP/1.1\r\nHost: a\r\n";
const std::string codedRequest = post + "Transfer-Encoding: chunked\r\n\r\n";

} // namespace

// Where a request ends is said in one way only, or the request goes no further (RFC 9112, sections 6 and 7).
class RequestFramingTest : public QObject {
    Q_OBJECT

private slots:
    void refused_data()
    {
        QTest::addColumn<std::string>("input");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const std::string& input, int status) {
            QTest::newRow(name) << input << status;
        };
        const auto length = [&](const char* name, const std::string& value) {
            row(name, post + "Content-Length: " + value + "\r\n\r\nabcde", 400);
        };
        row("trailer folded", post + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n z\r\n\r\n", 400);
        const auto coding = [&](const char* name, const std::string& value, int status = 400) {
            row(name, post + "Transfer-Encoding: " + value + "\r\n\r\n0\r\n\r\n", status);
        };
        const auto chunk = [&](const char* name, const std::string& body) { row(name, codedRequest + body, 400); };

        row("both", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        row("both, the other way round", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            400);
        row("coding in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        row("two codings",
            codedRequest.substr(0, codedRequest.size() - 2) + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        row("two codings, one identity",
            codedRequest.substr(0, codedRequest.size() - 2) + "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400);
        coding("empty coding", "");
        coding("chunked twice", "chunked, chunked");
        coding("comma before", ",chunked");
        coding("comma behind", "chunked,");
        coding("not last", "chunked, gzip");
        coding("identity", "identity");
        coding("other name", "xchunked");
        coding("parameter", "chunked;a=b");
        coding("quoted", "\"chunked\"");
        coding("vertical tab",
               "\x0b"
               "chunked");
        coding("unknown before", "gzip, chunked", 501);

        length("sign", "+5");
        length("minus", "-5");
        length("hexadecimal", "0x5");
        length("underscore", "5_0");
        length("empty length", "");
        length("space inside", "5 5");
        length("list", "5, 5");
        length("list of two", "5, 6");
        length("fraction", "5.0");
        length("too large for 64 bits", "18446744073709551621");
        length("too large for signed", "9223372036854775808");
        row("two lengths", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde", 400);
        row("two different lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde", 400);

        chunk("chunk sign", "+1\r\na\r\n0\r\n\r\n");
        chunk("chunk minus", "-1\r\na\r\n0\r\n\r\n");
        chunk("chunk 0x", "0x1\r\na\r\n0\r\n\r\n");
        chunk("chunk space before", " 1\r\na\r\n0\r\n\r\n");
        chunk("chunk space behind", "1 \r\na\r\n0\r\n\r\n");
        chunk("chunk size missing", "\r\na\r\n0\r\n\r\n");
        chunk("chunk size too large", "10000000000000001\r\na\r\n0\r\n\r\n");
        chunk("chunk line ends in LF", "1\na\r\n0\r\n\r\n");
        chunk("chunk line ends in CR", "1\ra\r\n0\r\n\r\n");
        chunk("chunk data ends in LF", "1\r\na\n0\r\n\r\n");
        chunk("chunk data too long", "1\r\nab\r\n0\r\n\r\n");
        chunk("chunk extension with LF", "1;a\nb\r\na\r\n0\r\n\r\n");
        chunk("last chunk ends in LF", "1\r\na\r\n0\n\n");
        chunk("trailer without colon", "0\r\nnonsense\r\n\r\n");
        chunk("trailer with LF", "0\r\nX: y\n\r\n");
        chunk("trailer with space before colon", "0\r\nX : y\r\n\r\n");
        chunk("trailer with NUL", std::string("0\r\nX: y\0z\r\n\r\n", 14));
    }
    void refused()
    {
        QFETCH(std::string, input);
        QFETCH(int, status);
        GatewaySetup setup;
        // What stands behind must not be taken for a request of its own.
        const auto client = setup.send(input + tests::get);
        const auto reply = client->readReply();
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.get("connection"), std::string("close"));
        QVERIFY(client->waitForClose());
        QVERIFY(client->received().empty());
        QCOMPARE(setup.origin.accepted(), 0);
    }

    void forwarded_data()
    {
        QTest::addColumn<std::string>("input");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, const std::string& input, const std::string& expected) {
            QTest::newRow(name) << input << expected;
        };
        const std::string sent = "POST /p HTTP/1.1\r\nHost: ~host\r\nVia: 1.1 ~via\r\n";
        const std::string five = sent + "Content-Length: 5\r\n\r\nabcde";

        row("no body", tests::get, tests::forwardedGet);
        row("length", post + "Content-Length: 5\r\n\r\nabcde", five);
        row("length with zeros before", post + "Content-Length: 005\r\n\r\nabcde", five);
        row("length with spaces around", post + "Content-Length:   5  \r\n\r\nabcde", five);
        row("length of a GET", "GET /p HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab",
            "GET /p HTTP/1.1\r\nHost: ~host\r\nVia: 1.1 ~via\r\nContent-Length: 2\r\n\r\nab");
        row("length 0", post + "Content-Length: 0\r\n\r\n", sent + "Content-Length: 0\r\n\r\n");
        row("neither", post + "\r\n", sent + "Content-Length: 0\r\n\r\n");
        row("chunks", codedRequest + "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", five);
        row("coding in capitals", post + "transfer-encoding: CHUNKED\r\n\r\n5\r\nabcde\r\n0\r\n\r\n", five);
        row("chunk size in capitals", codedRequest + "A\r\n0123456789\r\n0\r\n\r\n",
            sent + "Content-Length: 10\r\n\r\n0123456789");
        row("chunk size with zeros", codedRequest + "0005\r\nabcde\r\n000\r\n\r\n", five);
        row("chunk extension", codedRequest + "5;a=\"b;c\"\r\nabcde\r\n0;e\r\n\r\n", five);
        row("chunk data like a chunk", codedRequest + "5\r\n0\r\n\r\n\r\n0\r\n\r\n",
            sent + "Content-Length: 5\r\n\r\n0\r\n\r\n");
        row("no chunk", codedRequest + "0\r\n\r\n", sent + "Content-Length: 0\r\n\r\n");
        row("1.0", "POST /p HTTP/1.0\r\nContent-Length: 5\r\n\r\nabcde",
            "POST /p HTTP/1.1\r\nHost: ~host\r\nVia: 1.0 ~via\r\nContent-Length: 5\r\n\r\nabcde");
        // A body that was announced with trailers is passed on as it comes.
        row("trailers",
            post
                + "Trailer: X-Sum, Host\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nX-Sum: 1\r\n"
                  "Host: evil\r\nContent-Length: 3\r\nAuthorization: x\r\n\r\n",
            "POST /p HTTP/1.1\r\nHost: ~host\r\nTrailer: X-Sum, Host\r\nVia: 1.1 ~via\r\nTransfer-Encoding: "
            "chunked\r\n\r\n"
            "5\r\nabcde\r\n0\r\nX-Sum: 1\r\n\r\n");
        row("trailers that Connection names, or that say who has sent them",
            post
                + "Connection: x-hop\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n"
                  "X-Hop: 1\r\nX-Forwarded-For: 9.9.9.9\r\nX-Sum: 1\r\nForwarded: for=9.9.9.9\r\nVia: 1.1 x\r\n"
                  "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n\r\n",
            "POST /p HTTP/1.1\r\nHost: ~host\r\nTrailer: X-Sum\r\nVia: 1.1 ~via\r\nTransfer-Encoding: chunked\r\n\r\n"
            "5\r\nabcde\r\n0\r\nX-Sum: 1\r\n\r\n");
    }
    void forwarded()
    {
        QFETCH(std::string, input);
        QFETCH(std::string, expected);
        GatewaySetup setup;
        const auto client = setup.send(input);
        const auto target = setup.origin.next();
        QVERIFY2(target, client->received().c_str());
        const auto wanted = setup.wire(expected);
        QCOMPARE(target->take(wanted.size()), wanted);
        target->send(tests::ok);
        const auto reply = client->readReply();
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.body, std::string("ok"));
        QVERIFY(target->received().empty());
    }

    // What breaks a body that is under way already ends both connections without the body's end.
    void codingInTheTrailers()
    {
        GatewaySetup setup;
        const auto client = setup.send(post
                                       + "Trailer: X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n"
                                         "Transfer-Encoding: chunked\r\n\r\n"
                                       + tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        QVERIFY(target->readAll().ends_with("\r\n\r\n5\r\nabcde\r\n"));
        QCOMPARE(client->readReply().status, 400);
        QVERIFY(client->waitForClose());
        QCOMPARE(setup.origin.accepted(), 1);
    }

    // The bytes behind a request are the next one, whatever they look like.
    void pipelined()
    {
        GatewaySetup setup;
        const auto client = setup.send(post + "Content-Length: 5\r\n\r\nabcde" + tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        QVERIFY(target->takeThrough("abcde").ends_with("\r\n\r\nabcde"));
        QVERIFY(target->received().empty()); // one at a time
        target->send(tests::ok);
        const auto wanted = setup.wire(tests::forwardedGet);
        QCOMPARE(target->take(wanted.size()), wanted);
        target->send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond");
        QCOMPARE(client->readReply().body, std::string("ok"));
        QCOMPARE(client->readReply().body, std::string("second"));
    }

    // A client that leaves in the middle of its body sent no request.
    void truncated_data()
    {
        QTest::addColumn<std::string>("input");
        QTest::newRow("length") << post + "Content-Length: 5\r\n\r\nabc";
        QTest::newRow("chunk") << codedRequest + "5\r\nabc";
        QTest::newRow("no last chunk") << codedRequest + "5\r\nabcde\r\n";
        QTest::newRow("within the trailers") << codedRequest + "5\r\nabcde\r\n0\r\nX: y\r\n";
        QTest::newRow("head") << std::string("GET / HTTP/1.1\r\nHost: a\r\n");
    }
    void truncated()
    {
        QFETCH(std::string, input);
        GatewaySetup setup;
        const auto client = setup.send(input);
        client->shutdownSend();
        QVERIFY(client->waitForClose());
        QCOMPARE(setup.origin.accepted(), 0);
    }
};

static const TestRegistration<RequestFramingTest> registeredRequestFramingTest;
#include "request_framing_test.moc"
