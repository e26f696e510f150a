// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/syntax_fault.h"

#include "core/http/parser.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::http;
using Kind = Parser::Kind;
using namespace std::string_literals;

static std::string faultOf(Kind kind, std::string_view input, std::size_t firstPiece)
{
    Parser parser(kind, Limits());
    parser.reset();
    for (auto piece : {input.substr(0, firstPiece), input.substr(firstPiece)})
        while (!piece.empty()) {
            const auto step = parser.parse(piece);
            if (step.event == Parser::Event::Error)
                return parser.error().context;
            piece.remove_prefix(step.consumed);
        }
    return "none";
}

// What a person is told of bytes that are no HTTP: the line, the field and the rule.
class SyntaxFaultTest : public QObject {
    Q_OBJECT

private slots:
    void told_data()
    {
        QTest::addColumn<bool>("isReply");
        QTest::addColumn<std::string>("input");
        QTest::addColumn<QStringList>("parts"); // of what is said
        const auto row = [](const char* name, bool isReply, const std::string& input, const char* parts) {
            QTest::newRow(name) << isReply << input << QString(parts).split('|');
        };
        const auto reply = [&](const char* name, const std::string& fields, const char* parts) {
            row(name, true, "HTTP/1.1 200 OK\r\nA: 1\r\n" + fields, parts);
        };
        reply("bare LF", "X-Id: 7\nB: 2\r\n\r\n", "bare LF|line 3|\"X-Id\"|2.2");
        row("bare LF, all of them", true, "HTTP/1.1 200 OK\nA: 1\n\n", "bare LF|status line|2.2");
        reply("bare LF that ends the head", "\n", "2.2");
        reply("bare CR", "X-Id: 7\r8\r\n\r\n", "bare CR|line 3|\"X-Id\"|2.2");
        reply("folded", "X-Id: 7\r\n more\r\n\r\n", "folded|line 4|5.2");
        reply("blank before the colon", "X-Id : 7\r\n\r\n", "blank before the colon|line 3|\"X-Id\"|5.1");
        reply("tab before the colon", "X-Id\t: 7\r\n\r\n", "before the colon|line 3|\"X-Id\"|5.1");
        reply("no colon", "X-Id\r\n\r\n", "no colon|line 3|\"X-Id\"");
        reply("no name", ": 7\r\n\r\n", "name");
        reply("odd name", "X(Id: 7\r\n\r\n", "character \"(\"|name of a field|line 3|5.1");
        reply("name beyond ASCII", "X\xc3\xa9: 7\r\n\r\n", "byte 0xC3|line 3");
        reply("NUL in a value", "X-Id: a\0b\r\n\r\n"s, "NUL|line 3|\"X-Id\"|5.5");
        reply("control in a value", "X-Id: a\x01\r\n\r\n", "byte 0x01|line 3|\"X-Id\"|5.5");
        reply("length", "Content-Length: 5x\r\n\r\n", "Content-Length|8.6");
        reply("two lengths", "Content-Length: 5\r\nContent-Length: 5\r\n\r\n", "Content-Length|8.6");
        reply("length and coding", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
              "Transfer-Encoding|Content-Length");
        const auto chunks = [&](const char* name, const std::string& body, const char* parts) {
            reply(name, "Transfer-Encoding: chunked\r\n\r\n" + body, parts);
        };
        chunks("chunk size", "xyz\r\n", "character \"x\"|size of a chunk|7.1");
        chunks("chunk size with a sign", "+5\r\nhello\r\n", "character \"+\"|size of a chunk|7.1");
        chunks("chunk size, empty", "\r\nhello\r\n", "size of a chunk|7.1");
        chunks("chunk size beyond all", "fffffffffffffffff\r\n", "beyond 64 bits|7.1");
        chunks("chunk longer than it says", "5\r\nhello!\r\n0\r\n\r\n", "chunk|7.1");
        chunks("trailer folded", "0\r\nX: y\r\n z\r\n\r\n", "folded|5.2");
        row("status of two digits", true, "HTTP/1.1 20 OK\r\n\r\n", "three digits|4");
        row("status in letters", true, "HTTP/1.1 abc OK\r\n\r\n", "status|\"HTTP/1.1 abc OK\"");
        row("another protocol", true, "SSH-2.0-OpenSSH_9\r\n", "\"SSH-2.0-OpenSSH_9\" in the place of its status line");
        row("TLS", true, "\x15\x03\x01\x00\x02\x02\x16"s, "TLS|speaks https");
        row("binary", true, "\x01\x02\x03\x04\r\n", "\"\\x01\\x02\\x03\\x04\"|status line");
        row("version", true, "HTTP/1.2 200 OK\r\n\r\n", "HTTP version");
        row("request: TLS", false, "\x16\x03\x01\x02\x00\x01"s, "TLS handshake|speaks http, not https");
        row("request: HTTP/2", false, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/2|prior knowledge|HTTP/1.1");
        row("request: no Host", false, "GET / HTTP/1.1\r\n\r\n", "no Host|3.2");
        row("request: empty Host", false, "GET / HTTP/1.1\r\nHost:\r\n\r\n", "empty Host|3.2");
        row("request: port alone", false, "GET / HTTP/1.1\r\nHost: :80\r\n\r\n", "Host \":80\"|3.2");
        row("request: blank in Host", false, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "Host \"a b\"|3.2");
        row("request: bare LF", false, "GET / HTTP/1.1\nHost: a\n\n", "bare LF|2.2");
        row("request: target", false, "GET /\x01 HTTP/1.1\r\n\r\n", "target|3.2");
        row("request: no version", false, "GET /\r\n\r\n", "METHOD TARGET");
        row("request: words", false, "hello there world\r\n\r\n", "method");
        row("request: folded", false, "GET / HTTP/1.1\r\nHost: a\r\n\tb\r\n\r\n", "folded|line 3|5.2");
    }
    void told()
    {
        QFETCH(bool, isReply);
        QFETCH(std::string, input);
        QFETCH(QStringList, parts);
        const auto kind = isReply ? Kind::Response : Kind::Request;
        const auto fault = QString::fromStdString(faultOf(kind, input, input.size()));
        for (const auto& part : parts)
            QVERIFY2(fault.contains(part), qPrintable(part + " is not in: " + fault));
        // However it is cut, something is said, in printable ASCII and within bounds.
        for (std::size_t at = 0; at < input.size(); ++at) {
            const auto cut = faultOf(kind, input, at);
            QVERIFY2(cut != "none" && !cut.empty() && cut.size() < 300, cut.c_str());
            QVERIFY2(std::ranges::all_of(cut, [](char c) { return c >= ' ' && c <= '~'; }), cut.c_str());
        }
    }

    void whereACutFallsDoesNotChangeTheLine()
    {
        const std::string input = "HTTP/1.1 200 OK\r\nA: 1\r\nX-Id: 7\nB: 2\r\n\r\n";
        for (std::size_t at = 0; at < input.size(); ++at)
            QVERIFY2(faultOf(Kind::Response, input, at).find("line 3, the field \"X-Id\"") != std::string::npos,
                     faultOf(Kind::Response, input, at).c_str());
    }

    void showsLittleOfWhatWasSent()
    {
        QCOMPARE(inQuotes("a\"\x1b[31m\xff"), "\"a\"\\x1B[31m\\xFF\""s);
        QCOMPARE(inQuotes(std::string(50, 'x')), "\"" + std::string(40, 'x') + "...\"");
    }
};

static const TestRegistration<SyntaxFaultTest> registeredSyntaxFaultTest;
#include "syntax_fault_test.moc"
