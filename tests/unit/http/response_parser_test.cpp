// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/http/transcript.h"

#include <QTest>

using namespace weir;
using tests::transcript;

namespace {

constexpr auto response = http::Parser::Kind::Response;

std::string parsedReply(const std::string& fields, const std::string& body = {}, int status = 200)
{
    return "HTTP/1.1 " + std::to_string(status) + " X\r\n" + fields + "\r\n" + body;
}

std::string chunked(const std::string& body)
{
    return parsedReply("Transfer-Encoding: chunked\r\n", body);
}

void row(const char* name, const std::string& input, const std::string& tail)
{
    QTest::newRow(name) << input << tail;
}

} // namespace

// The same rules for replies, and how their bodies end.
class ResponseParserTest : public QObject {
    Q_OBJECT

private slots:
    // `tail`: how the transcript ends when the server closes after these bytes.
    void reads_data()
    {
        QTest::addColumn<std::string>("input");
        QTest::addColumn<std::string>("tail");
        row("length", parsedReply("Content-Length: 5\r\n", "hello"), "body hello\nend open\n");
        row("length 0", parsedReply("Content-Length: 0\r\n"), "body \nend open\n");
        row("chunked", chunked("5\r\nhello\r\n0\r\n\r\n"), "body hello\nend open\n");
        row("trailers", chunked("5\r\nhello\r\n0\r\nX: y\r\n\r\n"), "body hello\nend open\n");
        row("until close", parsedReply("", "hello"), "body hello\nend close\n");
        row("1.0 until close", "HTTP/1.0 200 OK\r\n\r\nhello", "body hello\nend close\n");
        row("no reason", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "end open\n");
        row("11: 204", parsedReply("", "", 204), "body \nend open\n");
        row("11: 304 with a length", parsedReply("Content-Length: 5\r\n", "", 304), "body \nend open\n");
        row("11: 304 chunked", parsedReply("Transfer-Encoding: chunked\r\n", "", 304), "body \nend open\n");
        row("11: 204 with a length", parsedReply("Content-Length: 5\r\n", "", 204), "body \nend open\n");
        row("11: interim", parsedReply("", "", 103) + parsedReply("Content-Length: 0\r\n"), "body \nend open\n");
        row("close", parsedReply("Content-Length: 0\r\nConnection: close\r\n"), "end close\n");
        row("truncated length", parsedReply("Content-Length: 5\r\n", "hell"), "error connection closed early\n");
        row("truncated chunk", chunked("5\r\nhell"), "error connection closed early\n");
        row("truncated after the chunk", chunked("5\r\nhello\r\n"), "error connection closed early\n");
        row("truncated last chunk", chunked("5\r\nhello\r\n0\r\n"), "error connection closed early\n");
        row("truncated head", "HTTP/1.1 200 OK\r\nContent-Le", "error connection closed early\n");
    }

    void reads()
    {
        QFETCH(std::string, input);
        QFETCH(std::string, tail);
        const auto text = transcript(response, input, true);
        QVERIFY2(text.find(tail) != std::string::npos, text.c_str());
        for (std::size_t at = 0; at <= input.size(); ++at)
            QCOMPARE(transcript(response, input, at, true), text);
        QCOMPARE(tests::rememberedTranscript(response, input, true), text);
    }

    void refuses_data()
    {
        QTest::addColumn<std::string>("input");
        QTest::addColumn<std::string>("kind");
        const auto malformed = [](const char* name, const std::string& input) {
            QTest::newRow(name) << input << std::string("malformed message");
        };
        malformed("3: both", parsedReply("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
        malformed("4: chunked twice", parsedReply("Transfer-Encoding: chunked, chunked\r\n"));
        malformed("4: empty", parsedReply("Transfer-Encoding:\r\n"));
        malformed("4: not last", parsedReply("Transfer-Encoding: chunked, gzip\r\n"));
        malformed("4: 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        malformed("5: differing", parsedReply("Content-Length: 5\r\nContent-Length: 6\r\n"));
        malformed("5: list", parsedReply("Content-Length: 5, 5\r\n"));
        malformed("5: signed", parsedReply("Content-Length: +5\r\n"));
        malformed("5: empty", parsedReply("Content-Length:\r\n"));
        malformed("5: too large to hold", parsedReply("Content-Length: 9223372036854775808\r\n"));
        malformed("6: folded", parsedReply("X: a\r\n b\r\n"));
        malformed("7: blank before colon", parsedReply("X : a\r\n"));
        malformed("8: NUL", parsedReply(std::string("X: a\0b\r\n", 8)));
        malformed("8: bare CR", parsedReply("X: a\rb\r\n"));
        malformed("8: bare LF", "HTTP/1.1 200 OK\nX: a\r\n\r\n");
        malformed("8: bare CR before the start", "\r\rHTTP/1.1 200 OK\r\n\r\n");
        malformed("8: NUL in the reason", std::string("HTTP/1.1 200 O\0K\r\n\r\n", 20));
        malformed("9: signed size", chunked("+5\r\nhello\r\n0\r\n\r\n"));
        malformed("9: 0x", chunked("0x5\r\nhello\r\n0\r\n\r\n"));
        malformed("9: overflow", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n"));
        malformed("9: too much", chunked("5\r\nhello!\r\n0\r\n\r\n"));
        malformed("15: version", "HTTP/1.2 200 OK\r\n\r\n");
        malformed("15: version 2", "HTTP/2.0 200 OK\r\n\r\n");
        malformed("status of two digits", "HTTP/1.1 20 OK\r\n\r\n");
        malformed("status of four digits", "HTTP/1.1 2000 OK\r\n\r\n");
        malformed("status with zeros before it", "HTTP/1.1 00200 OK\r\n\r\n");
        malformed("status 0", "HTTP/1.1 000 OK\r\n\r\n");
        malformed("garbage", "SSH-2.0-OpenSSH\r\n");
        QTest::newRow("4: unknown coding")
            << parsedReply("Transfer-Encoding: gzip, chunked\r\n") << std::string("not supported");
        QTest::newRow("unasked upgrade") << parsedReply("Connection: upgrade\r\nUpgrade: x\r\n", "", 101)
                                         << std::string("not supported");
    }

    void refuses()
    {
        QFETCH(std::string, input);
        QFETCH(std::string, kind);
        const auto text = transcript(response, input, true);
        QVERIFY2(text.ends_with("error " + kind + "\n"), text.c_str());
        QCOMPARE(tests::rememberedTranscript(response, input, true), text);
    }

    void replyToHeadHasNoBody()
    {
        for (const std::string fields : {"Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", ""}) {
            const auto input = parsedReply(fields) + parsedReply("Content-Length: 0\r\n");
            const auto text = transcript(response, input, input.size(), false, {}, true);
            QVERIFY2(text.ends_with("body \nend open\n") || fields.empty(), text.c_str());
            QCOMPARE(QByteArray::fromStdString(text).count("head "), 2);
        }
    }
};

static const TestRegistration<ResponseParserTest> registeredResponseParserTest;
#include "response_parser_test.moc"
