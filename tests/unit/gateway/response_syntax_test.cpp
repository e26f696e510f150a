// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <QTest>

using namespace weir;
using tests::GatewaySetup;

namespace {

const std::string start = "HTTP/1.1 200 OK\r\n";
const std::string end = "Content-Length: 2\r\n\r\nok";

} // namespace

// The grammar of a target's replies, and the fields that are its own business (RFC 9112, sections 2, 4, 5; RFC 9110,
// section 7.6.1).
class ResponseSyntaxTest : public QObject {
    Q_OBJECT

private slots:
    void refused_data()
    {
        QTest::addColumn<std::string>("answer");
        const auto row = [](const char* name, const std::string& answer) { QTest::newRow(name) << answer; };
        const auto field = [&](const char* name, const std::string& lines) { row(name, start + lines + end); };
        field("folded with space", "X: a\r\n b\r\n");
        field("folded with tab", "X: a\r\n\tb\r\n");
        field("space before colon", "X : a\r\n");
        field("no colon", "X\r\n");
        field("no name", ": a\r\n");
        field("space in name", "X Y: a\r\n");
        field("bare CR", "X: a\rb\r\n");
        field("bare LF", "X: a\nY: b\r\n");
        field("NUL in value", std::string("X: a\0b\r\n", 8));
        field("control character",
              "X: a\x02"
              "b\r\n");
        field("space before the first field", " X: a\r\n");
        row("LF only", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        row("version 2", "HTTP/2.0 200 OK\r\n" + end);
        row("version 0.9", "HTTP/0.9 200 OK\r\n" + end);
        row("version without minor", "HTTP/1 200 OK\r\n" + end);
        row("version in small letters", "http/1.1 200 OK\r\n" + end);
        row("another protocol", "ICY 200 OK\r\n" + end);
        row("status of two digits", "HTTP/1.1 20 OK\r\n" + end);
        row("status of four digits", "HTTP/1.1 2000 OK\r\n" + end);
        row("status below 100", "HTTP/1.1 099 OK\r\n" + end);
        row("status in words", "HTTP/1.1 abc OK\r\n" + end);
        row("no status", "HTTP/1.1\r\n" + end);
        row("change of protocol unasked",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n");
        row("a body alone", "<html>hello</html>\r\n\r\n");
        row("garbage", std::string("\0\xff\x01\x80\r\n\r\n", 8));
        row("TLS alert", std::string("\x15\x03\x01\x00\x02\x02\x46", 7));
        row("SSH", "SSH-2.0-OpenSSH_9.2\r\n");
    }
    void refused()
    {
        QFETCH(std::string, answer);
        GatewaySetup setup;
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(answer);
        QCOMPARE(client->readReply().status, 502);
        QVERIFY(target->waitForClose());
    }

    void forwarded_data()
    {
        QTest::addColumn<std::string>("answer");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, const std::string& answer, const std::string& expected) {
            QTest::newRow(name) << answer << expected;
        };
        const auto field = [&](const char* name, const std::string& lines, const std::string& expected) {
            row(name, start + "Date: d\r\n" + lines + end, start + "Date: d\r\n" + expected + end);
        };
        field("spaces around value", "X: \t a b \t \r\n", "X: a b\r\n");
        field("empty value", "X:\r\n", "X: \r\n");
        field("two of a name", "Set-Cookie: a=1\r\nX: y\r\nSet-Cookie: b=2\r\n",
              "Set-Cookie: a=1\r\nX: y\r\nSet-Cookie: b=2\r\n");
        field("bytes above ASCII", "X: \xc3\xa9\xff\r\n", "X: \xc3\xa9\xff\r\n");
        field("hop by hop",
              "Connection: keep-alive, X-Hop , Via\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\nx-hop: 2\r\nVia: 1.1 "
              "b\r\nX: y\r\n",
              "X: y\r\n");
        field("hop by hop without being named", "Proxy-Connection: close\r\nUpgrade: h2c\r\nTE: x\r\nTrailer: X\r\n",
              "");
        field("two Connection fields", "Connection: X-A\r\nX-A: 1\r\nConnection: X-B\r\nX-B: 2\r\n", "");
        field("Connection names nothing", "Connection: ,, ,\r\nX: y\r\n", "X: y\r\n");
        row("no reason", "HTTP/1.1 200 \r\nDate: d\r\n" + end, start + "Date: d\r\n" + end);
        row("another reason", "HTTP/1.1 404 Nope\xe9\r\nDate: d\r\n" + end,
            "HTTP/1.1 404 Not Found\r\nDate: d\r\n" + end);
        row("unknown status", "HTTP/1.1 299 Well\r\nDate: d\r\n" + end, "HTTP/1.1 299 \r\nDate: d\r\n" + end);
        row("status above 599", "HTTP/1.1 999 x\r\nDate: d\r\n" + end, "HTTP/1.1 999 \r\nDate: d\r\n" + end);
    }
    void forwarded()
    {
        QFETCH(std::string, answer);
        QFETCH(std::string, expected);
        GatewaySetup setup;
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(answer);
        QCOMPARE(client->take(expected.size()), expected);
        QVERIFY(client->received().empty());
    }

    void headerAboveTheLimit()
    {
        auto scenario = tests::plainScenario();
        scenario.http.maxHeaderBytes = 1000;
        GatewaySetup setup(scenario);
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(start + "X: " + std::string(2000, 'x') + "\r\n" + end);
        QCOMPARE(client->readReply().status, 502);
        QVERIFY(target->waitForClose());
    }

    // RFC 9110, section 6.6.1: a recipient with a clock dates what has no date.
    void dateIsAdded()
    {
        GatewaySetup setup;
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(tests::ok);
        QVERIFY(client->readReply().get("date").ends_with(" GMT"));
    }
};

static const TestRegistration<ResponseSyntaxTest> registeredResponseSyntaxTest;
#include "response_syntax_test.moc"
