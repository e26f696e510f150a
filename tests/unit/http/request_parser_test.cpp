// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/http/transcript.h"

#include <QTest>

using namespace weir;
using tests::transcript;

namespace {

constexpr auto request = http::Parser::Kind::Request;

const std::string host = "Host: shop.test\r\n";

std::string parsedGet(const std::string& fields)
{
    return "GET / HTTP/1.1\r\n" + host + fields + "\r\n";
}

std::string parsedPost(const std::string& fields, const std::string& body)
{
    return "POST / HTTP/1.1\r\n" + host + fields + "\r\n" + body;
}

std::string chunkedRequest(const std::string& body)
{
    return parsedPost("Transfer-Encoding: chunked\r\n", body);
}

void requestRow(const char* name, const std::string& input)
{
    QTest::newRow(name) << input;
}

void refused(const char* name, const std::string& input, const std::string& kind = "malformed message")
{
    QTest::newRow(name) << input << kind;
}

} // namespace

// Rules 3 to 9, 11, 14 and 15 for requests (RFC 9110, 9112).
class RequestParserTest : public QObject {
    Q_OBJECT

private slots:
    void accepts_data()
    {
        QTest::addColumn<std::string>("input");
        requestRow("get", parsedGet(""));
        requestRow("HTTP/1.0 without host", "GET / HTTP/1.0\r\n\r\n");
        requestRow("connect", "CONNECT shop.test:443 HTTP/1.1\r\n" + host + "\r\n");
        requestRow("connect to an address", "CONNECT [::1]:443 HTTP/1.1\r\n" + host + "\r\n");
        requestRow("absolute form", "GET http://shop.test/a HTTP/1.1\r\n" + host + "\r\n");
        requestRow("asterisk", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n");
        requestRow("empty value", parsedGet("X-Empty:\r\n"));
        requestRow("blanks around a value", parsedGet("X:  a b\t\r\n"));
        requestRow("bytes above ASCII in a value", parsedGet("X: \xc3\xa4\r\n"));
        requestRow("host with port", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n");
        requestRow("content-length", parsedPost("Content-Length: 5\r\n", "hello"));
        requestRow("blanks around a length", parsedPost("Content-Length: \t 5 \r\n", "hello"));
        requestRow("content-length 0", parsedPost("Content-Length: 0\r\n", ""));
        requestRow("chunked", chunkedRequest("5\r\nhello\r\n0\r\n\r\n"));
        requestRow("chunked, upper case and leading zeros", chunkedRequest("00A\r\n0123456789\r\n0\r\n\r\n"));
        requestRow("Chunked in other case", parsedPost("Transfer-Encoding: CHUNKED\r\n", "1\r\na\r\n0\r\n\r\n"));
        requestRow("chunk extension", chunkedRequest("5;name=value\r\nhello\r\n0\r\n\r\n"));
        requestRow("trailers", chunkedRequest("1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n"));
        requestRow("empty line before the request", "\r\n" + parsedGet(""));
        requestRow("offer to upgrade",
                   parsedGet("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAM\r\n"));
    }

    void accepts()
    {
        QFETCH(std::string, input);
        const auto text = transcript(request, input);
        QVERIFY2(text.starts_with("head "), text.c_str());
        QVERIFY2(text.ends_with("end open\n") || text.ends_with("end close\n"), text.c_str());
    }

    void refuses_data()
    {
        QTest::addColumn<std::string>("input");
        QTest::addColumn<std::string>("kind");
        refused("3: both lengths", parsedPost("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
        refused("3: both, the other order",
                parsedPost("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"));
        refused("4: not chunked last", parsedPost("Transfer-Encoding: chunked, gzip\r\n", ""));
        refused("4: identity", parsedPost("Transfer-Encoding: identity\r\n", ""));
        refused("4: empty", parsedPost("Transfer-Encoding:\r\n", ""));
        refused("4: chunked twice", parsedPost("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"));
        refused("4: chunked on two lines",
                parsedPost("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
        refused("4: empty member", parsedPost("Transfer-Encoding: ,chunked\r\n", "0\r\n\r\n"));
        refused("4: vertical tab", parsedPost("Transfer-Encoding: \vchunked\r\n", "0\r\n\r\n"));
        refused("4: quoted", parsedPost("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"));
        refused("4: HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        refused("4: unknown coding", parsedPost("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), "not supported");
        for (const std::string value : {"+5", "-5", "0x5", "5_0", "", " ", "5 5", "5,5", "5, 6", "5;", "1e1", "5.0",
                                        "9223372036854775808", "99999999999999999999999"})
            QTest::addRow("5: length \"%s\"", value.c_str())
                << parsedPost("Content-Length: " + value + "\r\n", "") << std::string("malformed message");
        refused("4: tab behind chunked", parsedPost("Transfer-Encoding: chunked\t\r\n", "0\r\n\r\n"));
        refused("5: differing lines", parsedPost("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"));
        refused("5: the same line twice", parsedPost("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"));
        refused("6: folded", parsedGet("X: a\r\n b\r\n"));
        refused("6: folded by a tab", parsedGet("X: a\r\n\tb\r\n"));
        refused("6: folded empty line", parsedGet("X: a\r\n \r\n"));
        refused("6: folded length", parsedPost("Content-Length: 5\r\n 0\r\n", "hello"));
        refused("7: blank before colon", parsedGet("X : a\r\n"));
        refused("7: tab before colon", parsedGet("X\t: a\r\n"));
        refused("7: blank before the first field", "GET / HTTP/1.1\r\n " + host + "\r\n");
        refused("7: no colon", parsedGet("X\r\n"));
        refused("7: empty name", parsedGet(": a\r\n"));
        refused("8: bare CR in a value", parsedGet("X: a\rb\r\n"));
        refused("8: bare CR in a name", parsedGet("X\r: b\r\n"));
        refused("8: NUL", parsedGet(std::string("X: a\0b\r\n", 8)));
        refused("8: control",
                parsedGet("X: a\x01"
                          "b\r\n"));
        refused("8: delete",
                parsedGet("X: a\x7f"
                          "b\r\n"));
        refused("two blanks before the version", "GET /  HTTP/1.1\r\n" + host + "\r\n");
        refused("8: bare CR before the start", "\r\r" + parsedGet(""));
        refused("8: bare LF after the start line", "GET / HTTP/1.1\n" + host + "\r\n");
        refused("8: bare LF after a field", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n");
        refused("8: bare LF in the end", "GET / HTTP/1.1\r\nHost: a\r\n\n");
        for (const std::string size :
             {"+5", "-5", "0x5", " 5", "5 ", "", "g", "5_", "10000000000000000", "ffffffffffffffffff"})
            QTest::addRow("9: chunk size \"%s\"", size.c_str())
                << chunkedRequest(size + "\r\nhello\r\n0\r\n\r\n") << std::string("malformed message");
        refused("9: no CRLF after the data", chunkedRequest("5\r\nhello0\r\n\r\n"));
        refused("9: too much data", chunkedRequest("5\r\nhello!\r\n0\r\n\r\n"));
        refused("9: bare LF after the size", chunkedRequest("5\nhello\r\n0\r\n\r\n"));
        refused("9: bare LF after the data", chunkedRequest("5\r\nhello\n0\r\n\r\n"));
        refused("9: bare CR after the size", chunkedRequest("5\rhello\r\n0\r\n\r\n"));
        refused("10: folded trailer", chunkedRequest("0\r\nX: a\r\n b\r\n\r\n"));
        refused("10: bare LF after a trailer", chunkedRequest("0\r\nX: a\n\r\n"));
        refused("14: no host", "GET / HTTP/1.1\r\n\r\n");
        refused("14: two hosts", parsedGet(host));
        refused("14: userinfo", "GET / HTTP/1.1\r\nHost: me@shop.test\r\n\r\n");
        refused("14: path in host", "GET / HTTP/1.1\r\nHost: shop.test/a\r\n\r\n");
        refused("14: list of hosts", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n");
        refused("14: * with GET", "GET * HTTP/1.1\r\n" + host + "\r\n");
        refused("14: neither path nor address", "GET a/b HTTP/1.1\r\n" + host + "\r\n");
        refused("14: * before an address", "GET *a://shop.test/ HTTP/1.1\r\n" + host + "\r\n");
        refused("14: fragment of nothing", "GET # HTTP/1.1\r\n" + host + "\r\n");
        refused("14: no target", "GET  HTTP/1.1\r\n" + host + "\r\n");
        refused("14: blank in the target", "GET /a b HTTP/1.1\r\n" + host + "\r\n");
        for (const std::string target : {"/", "shop.test", "http://shop.test:443/", "shop.test:", ":443", "[::1]", "*"})
            QTest::addRow("14: connect to %s", target.c_str()) << "CONNECT " + target + " HTTP/1.1\r\n" + host + "\r\n"
                                                               << std::string("malformed message");
        for (const std::string version : {"HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/3.0"})
            QTest::addRow("15: \"%s\"", version.c_str()) << "GET / " + version + "\r\n" + host + "\r\n"
                                                         << std::string("not supported");
        for (const std::string version :
             {"HTTP/1", "HTTP/1.10", "HTTP/2", "HTTP/01.1", "http/1.1", "HTTP/+1.1", "HTTP/1.1x", "HTTP 1.1", ""})
            QTest::addRow("15: \"%s\"", version.c_str()) << "GET / " + version + "\r\n" + host + "\r\n"
                                                         << std::string("malformed message");
        for (const std::string method : {"BREW", "get", "GETS", "G", "!#$%&'*+-.^_`|~9"})
            QTest::addRow("unknown method %s", method.c_str()) << method + " / HTTP/1.1\r\n" + host + "\r\n"
                                                               << std::string("not supported");
        refused("method with a bracket", "GE(T / HTTP/1.1\r\n" + host + "\r\n");
        refused("TLS hello", "\x16\x03\x01\x02");
    }

    void refuses()
    {
        QFETCH(std::string, input);
        QFETCH(std::string, kind);
        const auto text = transcript(request, input);
        QVERIFY2(text.ends_with("error " + kind + "\n"), text.c_str());
    }

    void cutAnywhereIsTheSame_data()
    {
        accepts_data();
        requestRow("two requests", parsedGet("A: 1\r\n") + parsedGet("B: 2\r\n"));
        requestRow("body, then a request", parsedPost("Content-Length: 5\r\n", "hello") + parsedGet(""));
        requestRow("chunks, then a request",
                   chunkedRequest("5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nT: 1\r\n\r\n") + parsedGet(""));
        requestRow("folded", parsedGet("X: a\r\n b\r\n"));
        requestRow("bad length", parsedPost("Content-Length: 5x\r\n", "hello"));
        requestRow("bad chunk", chunkedRequest("5\r\nhello!\r\n0\r\n\r\n"));
    }

    void cutAnywhereIsTheSame()
    {
        QFETCH(std::string, input);
        const auto whole = transcript(request, input);
        for (std::size_t at = 0; at <= input.size(); ++at)
            QCOMPARE(transcript(request, input, at, false), whole);
        QCOMPARE(tests::rememberedTranscript(request, input, false), whole);
    }

    void trailersNeverReachTheHeader()
    {
        const auto text = transcript(request, chunkedRequest("0\r\nHost: evil.test\r\nX-Sum: 1\r\n\r\n"));
        QVERIFY2(text.find("evil") == std::string::npos && text.find("X-Sum") == std::string::npos, text.c_str());
        QVERIFY(text.ends_with("end open\n"));
    }

    void keepAlive_data()
    {
        QTest::addColumn<std::string>("input");
        QTest::addColumn<bool>("open");
        QTest::newRow("1.1") << parsedGet("") << true;
        QTest::newRow("1.1 close") << parsedGet("Connection: close\r\n") << false;
        QTest::newRow("1.1 close in a list") << parsedGet("Connection: x, Close\r\n") << false;
        QTest::newRow("1.0") << std::string("GET / HTTP/1.0\r\n\r\n") << false;
        QTest::newRow("1.0 keep-alive") << std::string("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") << true;
    }

    void keepAlive()
    {
        QFETCH(std::string, input);
        QFETCH(bool, open);
        QVERIFY(transcript(request, input).ends_with(open ? "end open\n" : "end close\n"));
    }

    void limits()
    {
        http::Limits limits;
        limits.headerBytes = 200;
        limits.bodyBytes = 10;
        const auto small = parsedGet("");
        QVERIFY(transcript(request, small, small.size(), false, limits).ends_with("end open\n"));
        const auto large = parsedGet("X: " + std::string(200, 'a') + "\r\n");
        for (std::size_t at = 0; at <= large.size(); at += 7)
            QVERIFY(transcript(request, large, at, false, limits)
                        .ends_with("error " + std::string(base::name(base::Errc::TooLarge)) + "\n"));
        const auto body = parsedPost("Content-Length: 11\r\n", "");
        QVERIFY(transcript(request, body, body.size(), false, limits)
                    .ends_with("error " + std::string(base::name(base::Errc::TooLarge)) + "\n"));
    }

    // What comes between the data of chunks is bounded like a header.
    void trailersAreBounded()
    {
        http::Limits limits;
        limits.headerBytes = 300;
        const auto input = chunkedRequest("0\r\n" + std::string(2000, 'a') + ": b\r\n\r\n");
        QVERIFY(transcript(request, input, input.size(), false, limits)
                    .ends_with("error " + std::string(base::name(base::Errc::TooLarge)) + "\n"));
        const auto extension = chunkedRequest("1;" + std::string(2000, 'a') + "\r\nx\r\n0\r\n\r\n");
        QVERIFY(transcript(request, extension, extension.size(), false, limits)
                    .ends_with("error " + std::string(base::name(base::Errc::TooLarge)) + "\n"));
        std::string onEach, fewerThanData;
        for (int i = 0; i < 10; ++i) {
            onEach += "1;" + std::string(100, 'a') + "\r\nx\r\n";
            fewerThanData += "64;" + std::string(100, 'a') + "\r\n" + std::string(100, 'x') + "\r\n";
        }
        QVERIFY(transcript(request, chunkedRequest(onEach + "0\r\n\r\n"), 500, false, limits)
                    .ends_with("error " + std::string(base::name(base::Errc::TooLarge)) + "\n"));
        QVERIFY(transcript(request, chunkedRequest(fewerThanData + "0\r\n\r\n"), 500, false, limits)
                    .ends_with("end open\n"));
    }
};

static const TestRegistration<RequestParserTest> registeredRequestParserTest;
#include "request_parser_test.moc"
