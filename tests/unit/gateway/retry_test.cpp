// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <QTest>

using namespace weir;
using tests::GatewaySetup;

// RFC 9110, section 9.2.2: a request is sent again only where that changes nothing, before any byte of a reply has
// come, and where its connection was used before, so that the target most likely never saw it.
class RetryTest : public QObject {
    Q_OBJECT

private slots:
    void onAConnectionThatWasClosed_data()
    {
        QTest::addColumn<std::string>("request");
        QTest::addColumn<bool>("again");
        const auto row = [](const char* name, const char* start, const char* rest, bool again) {
            QTest::newRow(name) << std::string(start) + " /again HTTP/1.1\r\nHost: a\r\n" + rest << again;
        };
        row("GET", "GET", "\r\n", true);
        row("HEAD", "HEAD", "\r\n", true);
        row("PUT", "PUT", "Content-Length: 1\r\n\r\nx", true);
        row("DELETE", "DELETE", "\r\n", true);
        row("OPTIONS", "OPTIONS", "\r\n", true);
        row("POST", "POST", "Content-Length: 1\r\n\r\nx", false);
        row("PATCH", "PATCH", "Content-Length: 1\r\n\r\nx", false);
        row("PUT whose body is not kept", "PUT", "Trailer: X\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
            false);
    }
    void onAConnectionThatWasClosed()
    {
        QFETCH(std::string, request);
        QFETCH(bool, again);
        GatewaySetup setup;
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(tests::ok);
        QCOMPARE(client->readReply().status, 200);

        client->send(request);
        QVERIFY(target->waitFor("/again"));
        target->close();
        if (!again) {
            QCOMPARE(client->readReply().status, 502);
            QCOMPARE(setup.origin.accepted(), 1);
            return;
        }
        const auto second = setup.origin.next();
        QVERIFY(second);
        const auto head = second->takeThrough("\r\n\r\n");
        QVERIFY(head.find(" /again ") != std::string::npos);
        QCOMPARE(head.find("Via"), head.rfind("Via")); // once
        if (request.ends_with('x'))
            QCOMPARE(second->take(1), std::string("x"));
        second->send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        QCOMPARE(client->readReply(true).status, 200);
    }

    void notOnAFreshConnection()
    {
        GatewaySetup setup;
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->close();
        QCOMPARE(client->readReply().status, 502);
        QCOMPARE(setup.origin.accepted(), 1);
    }

    void notAfterTheFirstByte()
    {
        GatewaySetup setup;
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(tests::ok);
        QCOMPARE(client->readReply().status, 200);
        client->send(tests::get);
        target->takeThrough("\r\n\r\n");
        target->send("H");
        target->close();
        QCOMPARE(client->readReply().status, 502);
        QCOMPARE(setup.origin.accepted(), 1);
    }

    void onlyOnce()
    {
        GatewaySetup setup;
        const auto client = setup.send(tests::get);
        auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(tests::ok);
        QCOMPARE(client->readReply().status, 200);
        client->send(tests::get);
        for (int time = 0; time < 2; ++time) {
            QVERIFY(target);
            target->takeThrough("\r\n\r\n");
            target->close();
            if (time == 0)
                target = setup.origin.next();
        }
        QCOMPARE(client->readReply().status, 502);
        QCOMPARE(setup.origin.accepted(), 2);
    }
};

static const TestRegistration<RetryTest> registeredRetryTest;
#include "retry_test.moc"
