// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <QTest>

using namespace weir;
using tests::GatewaySetup;

namespace {

std::string withField(const std::string& lines)
{
    return "GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
}

} // namespace

// The grammar of start line, fields, Host and version (RFC 9112, sections 2, 3 and 5; RFC 9110, section 5.5).
class RequestSyntaxTest : public QObject {
    Q_OBJECT

private slots:
    void refused_data()
    {
        QTest::addColumn<std::string>("input");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const std::string& input, int status = 400) {
            QTest::newRow(name) << input << status;
        };
        const auto field = [&](const char* name, const std::string& lines) { row(name, withField(lines)); };
        const auto host = [&](const char* name, const std::string& value) {
            row(name, "GET / HTTP/1.1\r\nHost: " + value + "\r\n\r\n");
        };
        const auto start = [&](const char* name, const std::string& line) { row(name, line + "\r\nHost: a\r\n\r\n"); };

        field("folded with space", "X: a\r\n b\r\n");
        field("folded with tab", "X: a\r\n\tb\r\n");
        field("folded and empty", "X: a\r\n \r\n");
        row("space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n");
        field("space before colon", "X : a\r\n");
        field("tab before colon", "X\t: a\r\n");
        field("length with space before colon", "Content-Length : 0\r\n");
        field("no colon", "X\r\n");
        field("no name", ": a\r\n");
        field("space in name", "X Y: a\r\n");
        field("name of other characters", "X(Y): a\r\n");
        field("name above ASCII", "X\xc3\xa9: a\r\n");
        field("bare CR in value", "X: a\rb\r\n");
        field("bare CR at value's end", "X: a\r\r\n");
        field("bare LF in value", "X: a\nY: b\r\n");
        field("NUL in value", std::string("X: a\0b\r\n", 8));
        field("NUL in name", std::string("X\0: a\r\n", 7));
        field("control character in value",
              "X: a\x01"
              "b\r\n");
        field("DEL in value",
              "X: a\x7f"
              "b\r\n");
        row("LF only", "GET / HTTP/1.1\nHost: a\n\n");
        row("LF behind the start line", "GET / HTTP/1.1\nHost: a\r\n\r\n");
        row("LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n");
        row("CR behind the start line", "GET / HTTP/1.1\rHost: a\r\n\r\n");

        row("no Host", "GET / HTTP/1.1\r\nX: y\r\n\r\n");
        field("two Hosts", "Host: a\r\n");
        field("two different Hosts", "Host: b\r\n");
        host("Host with userinfo", "user@a");
        host("Host with path", "a/b");
        host("Host with query", "a?b");
        host("list of Hosts", "a, b");
        host("Hosts with a space", "a b");
        host("Host with a quote", "a\";for=1.2.3.4;by=\"b");
        host("Host with a backslash", "a\\b");
        host("Host with a wrong port", "a:port");
        host("Host with two ports", "a:1:2");
        host("Host with a bracket", "[::1");

        start("asterisk", "GET * HTTP/1.1");
        start("no target", "GET  HTTP/1.1");
        start("two spaces", "GET  / HTTP/1.1");
        start("relative target", "GET a/b HTTP/1.1");
        start("fragment", "GET /a#b HTTP/1.1");
        start("space in target", "GET /a b HTTP/1.1");
        start("control character in target",
              "GET /a\x01"
              "b HTTP/1.1");
        start("scheme only", "GET http:// HTTP/1.1");
        start("other scheme", "GET ftp://a/ HTTP/1.1");
        start("userinfo in target", "GET http://user:secret@a/ HTTP/1.1");
        row("unknown method", "GETS / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
        row("unknown from its first letter", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
        row("method in small letters", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
        start("method of other characters", "GE(T / HTTP/1.1");
        start("tab in start line", "GET\t/ HTTP/1.1");
        start("no version", "GET /");
        start("version in small letters", "GET / http/1.1");
        start("version without minor", "GET / HTTP/1");
        start("version of two digits", "GET / HTTP/1.10");
        start("version with zero before", "GET / HTTP/01.1");
        start("version with a comma", "GET / HTTP/1,1");
        start("version with a sign", "GET / HTTP/1.+1");
        start("version with something behind", "GET / HTTP/1.1 x");
        row("version 0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505);
        row("version 1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505);
        row("version 2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505);
        start("CONNECT with a path", "CONNECT / HTTP/1.1");
        start("CONNECT without a port", "CONNECT a HTTP/1.1");
        row("preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
        row("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n");
        row("Host of a port", "GET / HTTP/1.1\r\nHost: :80\r\n\r\n");
        row("empty Host in 1.0", "GET / HTTP/1.0\r\nHost:\r\n\r\n");
        row("TLS", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
    }
    void refused()
    {
        QFETCH(std::string, input);
        QFETCH(int, status);
        GatewaySetup setup;
        const auto client = setup.send(input + tests::get);
        const auto reply = client->readReply();
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.version, std::string("HTTP/1.1"));
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
        const auto field = [&](const char* name, const std::string& lines, const std::string& expected) {
            row(name, withField(lines), "GET / HTTP/1.1\r\nHost: ~host\r\n" + expected + "Via: 1.1 ~via\r\n\r\n");
        };
        const auto start = [&](const char* name, const std::string& line, const std::string& target) {
            row(name, line + "\r\nHost: a\r\n\r\n", target + " HTTP/1.1\r\nHost: ~host\r\nVia: 1.1 ~via\r\n\r\n");
        };
        field("spaces around value", "X: \t a b \t \r\n", "X: a b\r\n");
        field("no space before value", "X:a\r\n", "X: a\r\n");
        field("empty value", "X:\r\n", "X: \r\n");
        field("order and case", "b: 1\r\nA: 2\r\nB: 3\r\n", "b: 1\r\nA: 2\r\nB: 3\r\n");
        field("bytes above ASCII", "X: \xc3\xa9\xff\r\n", "X: \xc3\xa9\xff\r\n");
        field("all of the name's characters", "!#$%&'*+-.^_`|~9Az: a\r\n", "!#$%&'*+-.^_`|~9Az: a\r\n");
        row("empty line before", "\r\n" + tests::get, tests::forwardedGet);
        row("absolute form", "GET http://other:81/x?y HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /x?y HTTP/1.1\r\nHost: ~host\r\nVia: 1.1 ~via\r\n\r\n");
        row("absolute form without path", "GET http://other HTTP/1.1\r\nHost: a\r\n\r\n", tests::forwardedGet);
        row("asterisk of OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: ~host\r\nVia: 1.1 ~via\r\n\r\n");
        for (const std::string address : {"http://other:81", "https://other"})
            row(("OPTIONS of " + address).c_str(), "OPTIONS " + address + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: ~host\r\nVia: 1.1 ~via\r\n\r\n");
        for (const std::string target : {"/", "?x", "/x"})
            row(("OPTIONS of an address and " + target).c_str(),
                "OPTIONS http://other" + target + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "OPTIONS " + std::string(target == "?x" ? "/" : "") + target
                    + " HTTP/1.1\r\nHost: ~host\r\nVia: 1.1 ~via\r\n\r\n");
        row("1.0 without Host", "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: ~host\r\nVia: 1.0 ~via\r\n\r\n");
        row("Host in brackets", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", tests::forwardedGet);
        start("path as it came", "GET /%2e%2E/..//a/./%7e?b=%20&&c=/../ HTTP/1.1",
              "GET /%2e%2E/..//a/./%7e?b=%20&&c=/../");
        start("query alone", "GET /? HTTP/1.1", "GET /?");
        start("address within the path", "GET /http://b/?u=http://c HTTP/1.1", "GET /http://b/?u=http://c");
    }
    void forwarded()
    {
        QFETCH(std::string, input);
        QFETCH(std::string, expected);
        GatewaySetup setup;
        const auto client = setup.send(input);
        const auto target = setup.origin.next();
        QVERIFY(target);
        const auto wanted = setup.wire(expected);
        QCOMPARE(target->take(wanted.size()), wanted);
        target->send(tests::ok);
        const auto reply = client->readReply();
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.version, std::string("HTTP/1.1")); // its own, also to 1.0 (RFC 9110, section 2.5)
        QVERIFY(target->received().empty());
    }

    // RFC 9110, sections 9.3.6 and 15.5.6; what was meant for the tunnel is no request, whatever it looks like.
    void connectIsRefused_data()
    {
        QTest::addColumn<std::string>("fields");
        QTest::newRow("plain") << std::string();
        QTest::newRow("to be kept alive") << std::string("Connection: keep-alive\r\n");
        QTest::newRow("with a body") << std::string("Content-Length: 3\r\n");
        QTest::newRow("with a chunked body") << std::string("Transfer-Encoding: chunked\r\n");
    }
    void connectIsRefused()
    {
        QFETCH(std::string, fields);
        GatewaySetup setup;
        const auto client = setup.send("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n" + fields + "\r\n" + tests::get);
        const auto reply = client->readReply();
        QCOMPARE(reply.status, 405);
        QVERIFY(reply.get("allow").starts_with("GET, HEAD"));
        QCOMPARE(reply.get("connection"), std::string("close"));
        QVERIFY(client->waitForClose());
        QVERIFY(client->received().empty());
        QCOMPARE(setup.origin.accepted(), 0);
    }

    void pathBelowTheTargets()
    {
        GatewaySetup setup(tests::plainScenario(), "/base");
        const auto client = setup.send("GET /x?y HTTP/1.1\r\nHost: a\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        QCOMPARE(target->takeThrough("\r\n"), std::string("GET /base/x?y HTTP/1.1\r\n"));
        target->takeThrough("\r\n\r\n");
        target->send(tests::ok);
        client->send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
        QCOMPARE(target->takeThrough("\r\n"), std::string("OPTIONS * HTTP/1.1\r\n"));
    }
};

static const TestRegistration<RequestSyntaxTest> registeredRequestSyntaxTest;
#include "request_syntax_test.moc"
