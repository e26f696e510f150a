// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <QTest>

using namespace weir;
using tests::GatewaySetup;

namespace {

const std::string hints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";
const std::string expecting = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";

} // namespace

// Replies before the reply, and the client that waits for one before it sends its body (RFC 9110, sections 10.1.1 and
// 15.2).
class InterimReplyTest : public QObject {
    Q_OBJECT

private slots:
    void arriveBeforeTheReply()
    {
        GatewaySetup setup;
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + hints);
        QCOMPARE(client->takeThrough("\r\n\r\n"), std::string("HTTP/1.1 100 Continue\r\n\r\n"));
        QCOMPARE(client->takeThrough("\r\n\r\n"), std::string("HTTP/1.1 102 Processing\r\n\r\n"));
        QCOMPARE(client->takeThrough("\r\n\r\n"), hints);
        target->send(hints + tests::ok);
        QCOMPARE(client->takeThrough("\r\n\r\n"), hints);
        QCOMPARE(client->readReply().body, std::string("ok"));
    }

    // RFC 9112, section 6.1: no framing in 1xx; RFC 9110, section 7.6.1: nor what is the connection's.
    void withoutFramingAndHopByHop()
    {
        GatewaySetup setup;
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(
            "HTTP/1.1 103 Early Hints\r\nContent-Length: 3\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: a\r\n"
            "Link: x\r\n\r\nHTTP/1.1 103 Early Hints\r\nTransfer-Encoding: chunked\r\n\r\n"
            + tests::ok);
        QCOMPARE(client->takeThrough("\r\n\r\n"), std::string("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"));
        QCOMPARE(client->takeThrough("\r\n\r\n"), std::string("HTTP/1.1 103 Early Hints\r\n\r\n"));
        QCOMPARE(client->readReply().body, std::string("ok"));
    }

    void noneToAnOldClient()
    {
        GatewaySetup setup;
        const auto client = setup.send("GET / HTTP/1.0\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(hints + tests::ok);
        const auto reply = client->readReply();
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.body, std::string("ok"));
    }

    void bodyIsCalledFor()
    {
        GatewaySetup setup;
        const auto client = setup.send(expecting + "Content-Length: 5\r\n\r\n");
        QCOMPARE(client->readReply().status, 100);
        client->send("abcde");
        const auto target = setup.origin.next();
        QVERIFY(target);
        const auto wanted = setup.wire(
            "POST / HTTP/1.1\r\nHost: ~host\r\nVia: 1.1 ~via\r\nContent-Length: 5\r\n\r\nabcde");
        QCOMPARE(target->take(wanted.size()), wanted);
        target->send(tests::ok);
        QCOMPARE(client->readReply().body, std::string("ok"));
    }

    void largeBodyIsCalledFor()
    {
        GatewaySetup setup;
        const auto client = setup.send(expecting + "Content-Length: 100000\r\n\r\n");
        QCOMPARE(client->readReply().status, 100);
        client->send(std::string(100'000, 'x'));
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        QCOMPARE(target->take(100'000), std::string(100'000, 'x'));
        target->send(tests::ok);
        QCOMPARE(client->readReply().body, std::string("ok"));
    }

    // RFC 9110, section 10.1.1: none where the body is on its way already, and none to 1.0.
    void notCalledForInVain_data()
    {
        QTest::addColumn<std::string>("input");
        QTest::newRow("body has come") << expecting + "Content-Length: 5\r\n\r\nabcde";
        QTest::newRow("no body") << expecting + "Content-Length: 0\r\n\r\n";
        QTest::newRow("1.0") << std::string(
            "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nabcde");
    }
    void notCalledForInVain()
    {
        QFETCH(std::string, input);
        GatewaySetup setup;
        const auto client = setup.send(input);
        const auto target = setup.origin.next();
        QVERIFY(target);
        QVERIFY(target->takeThrough("\r\n\r\n").find("Expect") == std::string::npos);
        target->send(tests::ok);
        QCOMPARE(client->readReply().status, 200);
    }

    void unknownExpectation()
    {
        GatewaySetup setup;
        const auto client = setup.send("GET / HTTP/1.1\r\nHost: a\r\nExpect: coffee\r\n\r\n");
        QCOMPARE(client->readReply().status, 417);
        QVERIFY(client->waitForClose());
        QCOMPARE(setup.origin.accepted(), 0);
    }

    // A body that is too large is not called for.
    void refusedInstead()
    {
        auto scenario = tests::plainScenario();
        scenario.http.maxBodyBytes = 1000;
        GatewaySetup setup(scenario);
        const auto client = setup.send(expecting + "Content-Length: 5000\r\n\r\n");
        QCOMPARE(client->readReply().status, 413);
        QCOMPARE(setup.origin.accepted(), 0);
    }
};

static const TestRegistration<InterimReplyTest> registeredInterimReplyTest;
#include "interim_reply_test.moc"
