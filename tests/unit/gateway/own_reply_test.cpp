// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

using namespace weir;
using tests::GatewaySetup;

// Requests that go no further than the gateway (RFC 9110, sections 7.6.2, 7.6.3, 9.3.7, 9.3.8).
class OwnReplyTest : public QObject {
    Q_OBJECT

private slots:
    void traceEndsHere()
    {
        GatewaySetup setup;
        const auto client = setup.send(
            "TRACE /x HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\nX: y\r\nAuthorization: secret\r\n"
            "Cookie: secret\r\nProxy-Authorization: secret\r\n\r\n");
        const auto reply = client->readReply();
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.get("content-type"), std::string("message/http"));
        QCOMPARE(reply.body, std::string("TRACE /x HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\nX: y\r\n\r\n"));
        QCOMPARE(setup.origin.accepted(), 0);
    }

    void optionsEndHere()
    {
        GatewaySetup setup;
        const auto client = setup.send("OPTIONS * HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n" + tests::get);
        const auto reply = client->readReply();
        QCOMPARE(reply.status, 204);
        QVERIFY(reply.get("allow").find("OPTIONS") != std::string::npos);
        const auto target = setup.origin.next(); // and the next request is served
        QVERIFY(target);
        QCOMPARE(target->takeThrough("\r\n\r\n"), setup.wire(tests::forwardedGet));
    }

    void maxForwards_data()
    {
        QTest::addColumn<std::string>("method");
        QTest::addColumn<std::string>("value");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* method, const char* value, const char* expected) {
            QTest::addRow("%s %s", method, value) << std::string(method) << std::string(value) << std::string(expected);
        };
        row("TRACE", "1", "0");
        row("TRACE", "10", "9");
        row("OPTIONS", "3", "2");
        row("OPTIONS", "x", "x"); // not a number: as if it were not there
        row("GET", "0", "0");     // means nothing to other methods
    }
    void maxForwards()
    {
        QFETCH(std::string, method);
        QFETCH(std::string, value);
        QFETCH(std::string, expected);
        GatewaySetup setup;
        const auto client = setup.send(method + " / HTTP/1.1\r\nHost: a\r\nMax-Forwards: " + value + "\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        QVERIFY(target->takeThrough("\r\n\r\n").find("\r\nMax-Forwards: " + expected + "\r\n") != std::string::npos);
    }

    void loop_data()
    {
        QTest::addColumn<std::string>("via");
        QTest::newRow("alone") << std::string("Via: 1.1 ~via\r\n");
        QTest::newRow("in a list") << std::string("Via: 1.1 b, 1.1 ~via, 1.0 c\r\n");
        QTest::newRow("in a second field") << std::string("Via: 1.1 b\r\nVia: 1.1 ~via (comment)\r\n");
        QTest::newRow("with its protocol") << std::string("Via: HTTP/1.1 ~via\r\n");
        QTest::newRow("by 1.0") << std::string("Via: 1.0 ~via\r\n");
        QTest::newRow("with a tab") << std::string("Via: 1.1\t~via\r\n");
    }
    void loop()
    {
        QFETCH(std::string, via);
        GatewaySetup setup;
        const auto client = setup.send(setup.wire("GET / HTTP/1.1\r\nHost: a\r\n" + via + "\r\n"));
        QCOMPARE(client->readReply().status, 508);
        QCOMPARE(setup.origin.accepted(), 0);
    }

    // A gateway whose target is itself answers, once.
    void throughItself()
    {
        auto scenario = tests::plainScenario();
        GatewaySetup outer(scenario);
        // The origin plays a proxy that sends everything back.
        const auto client = outer.send(tests::get);
        const auto target = outer.origin.next();
        QVERIFY(target);
        const auto back = outer.send(target->takeThrough("\r\n\r\n"));
        const auto reply = back->readReply();
        QCOMPARE(reply.status, 508);
        target->send("HTTP/1.1 508 Loop Detected\r\nContent-Length: 0\r\n\r\n");
        QCOMPARE(client->readReply().status, 508);
    }
};

static const TestRegistration<OwnReplyTest> registeredOwnReplyTest;
#include "own_reply_test.moc"
