// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <algorithm>

using namespace weir;
using settings::ForwardedFields;
using tests::GatewaySetup;

Q_DECLARE_METATYPE(weir::settings::ForwardedFields)

// What a target is told of the way a request has come, and what is not its business (RFC 9110, sections 7.6.1
// and 7.6.3; RFC 7239).
class ForwardingTest : public QObject {
    Q_OBJECT

private slots:
    void client_data()
    {
        QTest::addColumn<ForwardedFields>("fields");
        QTest::addColumn<bool>("trusts");
        QTest::addColumn<std::string>("sent");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, ForwardedFields fields, bool trusts, const char* sent,
                            const char* expected) {
            QTest::newRow(name) << fields << trusts << std::string(sent) << std::string(expected);
        };
        constexpr auto* own = "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: a:8080\r\n";
        constexpr auto* claims = "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n"
                                 "Forwarded: for=9.9.9.9\r\n";
        row("x", ForwardedFields::XForwarded, false, "", own);
        row("x, claims dropped", ForwardedFields::XForwarded, false, claims, own);
        row("x, claims trusted", ForwardedFields::XForwarded, true, claims,
            "X-Forwarded-For: 9.9.9.9, 127.0.0.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n"
            "Forwarded: for=9.9.9.9\r\n");
        row("x, two fields trusted", ForwardedFields::XForwarded, true,
            "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\n",
            "X-Forwarded-For: 1.1.1.1, 2.2.2.2, 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: a:8080\r\n");
        row("x, made hop by hop", ForwardedFields::XForwarded, false,
            "X-Forwarded-For: 9.9.9.9\r\nConnection: X-Forwarded-For, X-Forwarded-Proto\r\n", own);
        row("forwarded", ForwardedFields::Forwarded, false, "",
            "Forwarded: for=127.0.0.1;proto=http;host=\"a:8080\"\r\n");
        row("forwarded, claims trusted", ForwardedFields::Forwarded, true, "Forwarded: for=\"[::1]\"\r\n",
            "Forwarded: for=\"[::1]\", for=127.0.0.1;proto=http;host=\"a:8080\"\r\n");
        row("none, claims dropped", ForwardedFields::None, false, claims, "");
        row("none, claims trusted", ForwardedFields::None, true, claims, claims);
    }
    void client()
    {
        QFETCH(ForwardedFields, fields);
        QFETCH(bool, trusts);
        QFETCH(std::string, sent);
        QFETCH(std::string, expected);
        auto scenario = tests::plainScenario();
        scenario.listener.forwarded = fields;
        scenario.listener.trustForwarded = trusts;
        GatewaySetup setup(scenario);
        const auto client = setup.send("GET / HTTP/1.1\r\nHost: a:8080\r\n" + sent + "\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        QCOMPARE(target->takeThrough("\r\n\r\n"),
                 setup.wire("GET / HTTP/1.1\r\nHost: ~host\r\n" + expected + "Via: 1.1 ~via\r\n\r\n"));
    }

    void both()
    {
        auto scenario = tests::plainScenario();
        scenario.listener.forwarded = ForwardedFields::Both;
        GatewaySetup setup(scenario);
        const auto client = setup.send("GET / HTTP/1.0\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        QCOMPARE(target->takeThrough("\r\n\r\n"),
                 setup.wire("GET / HTTP/1.1\r\nHost: ~host\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
                            "Forwarded: for=127.0.0.1;proto=http\r\nVia: 1.0 ~via\r\n\r\n"));
    }

    // RFC 7239, section 6: in the field an IPv6 address stands in brackets and quotes; the older one has it bare.
    void overVersion6()
    {
        namespace ip = boost::asio::ip;
        boost::asio::io_context context{1};
        ip::tcp::acceptor probe(context);
        boost::system::error_code lacking;
        probe.open(ip::tcp::v6(), lacking);
        if (!lacking)
            probe.bind({ip::address_v6::loopback(), 0}, lacking);
        if (lacking)
            QSKIP("This machine has no IPv6.");
        tests::RawOrigin origin(context, 0, ip::address_v6::loopback());
        auto scenario = tests::plainScenario();
        scenario.listener.address = "[::1]:0";
        scenario.listener.forwarded = ForwardedFields::Both;
        GatewaySetup setup(scenario, origin.url());
        QVERIFY(setup.gateway);
        QVERIFY(setup.gateway->url().starts_with("http://[::1]:"));
        ip::tcp::socket socket(setup.context);
        socket.connect({ip::address_v6::loopback(), setup.port()});
        tests::RawPeer client(setup.context, std::move(socket));
        client.send("GET / HTTP/1.1\r\nHost: [::1]:81\r\n\r\n");
        const auto target = origin.next();
        QVERIFY(target);
        QCOMPARE(target->takeThrough("\r\n\r\n"),
                 "GET / HTTP/1.1\r\nHost: " + origin.authority()
                     + "\r\nX-Forwarded-For: ::1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: [::1]:81\r\n"
                       "Forwarded: for=\"[::1]\";proto=http;host=\"[::1]:81\"\r\nVia: 1.1 "
                     + setup.via() + "\r\n\r\n");
        target->send(tests::ok);
        QCOMPARE(client.readReply().body, std::string("ok"));
    }

    void hopByHop_data()
    {
        QTest::addColumn<std::string>("sent");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, const char* sent, const char* expected) {
            QTest::newRow(name) << std::string(sent) << std::string(expected);
        };
        row("known",
            "Connection: keep-alive\r\nKeep-Alive: a\r\nProxy-Connection: b\r\nTE: gzip\r\nUpgrade: c\r\nX: y\r\n",
            "X: y\r\n");
        row("named", "Connection: x-hop, ,\tX-Other\r\nX-Hop: 1\r\nX-Other: 2\r\nX-Hop: 3\r\nX: y\r\n", "X: y\r\n");
        row("named in a second field", "Connection: close\r\nX-Hop: 1\r\nConnection: X-Hop\r\n", "");
        row("end to end, though named", "Connection: Host\r\n", "");
        row("trailers announced without any", "Trailer: X\r\n", "");
        row("trailers taken", "TE: trailers, gzip;q=0.5\r\nConnection: TE\r\n", "~TE: trailers\r\nConnection: TE\r\n");
        row("Via before", "Via: 1.0 fred, 1.1 b\r\nVia: 1.1 c\r\n", "Via: 1.0 fred, 1.1 b\r\nVia: 1.1 c\r\n");
        row("credentials pass", "Authorization: Basic x\r\nCookie: a=b; c\r\n",
            "Authorization: Basic x\r\nCookie: a=b; c\r\n");
    }
    void hopByHop()
    {
        QFETCH(std::string, sent);
        QFETCH(std::string, expected);
        GatewaySetup setup;
        const auto client = setup.send("GET / HTTP/1.1\r\nHost: a\r\n" + sent + "\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        const auto head = target->takeThrough("\r\n\r\n");
        const std::string start = "GET / HTTP/1.1\r\nHost: ~host\r\n";
        const std::string via = "Via: 1.1 ~via\r\n";
        if (expected.starts_with('~')) // behind the gateway's own
            QCOMPARE(head, setup.wire(start + via + expected.substr(1) + "\r\n"));
        else
            QCOMPARE(head, setup.wire(start + expected + via + "\r\n"));
    }

    void host_data()
    {
        QTest::addColumn<bool>("ofClient");
        QTest::addColumn<std::string>("sent");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, bool ofClient, const char* sent, const char* expected) {
            QTest::newRow(name) << ofClient << std::string(sent) << std::string(expected);
        };
        row("the target's", false, "GET / HTTP/1.1\r\nHost: api.example.com:81\r\n", "~host");
        row("the client's", true, "GET / HTTP/1.1\r\nHost: api.example.com:81\r\n", "api.example.com:81");
        row("of an address", true, "GET http://x.example/a HTTP/1.1\r\nHost: y\r\n", "x.example");
        row("of a client that names none", true, "GET / HTTP/1.0\r\n", "~host");
        row("named by Connection", true, "GET / HTTP/1.1\r\nConnection: Host\r\nHost: y\r\n", "~host");
        row("its own, from this process", false, "GET / HTTP/1.1\r\nHost: own.example\r\nWeir-Exchange: 0;host\r\n",
            "own.example");
        row("not its own", false, "GET / HTTP/1.1\r\nHost: y\r\nWeir-Exchange: 0\r\n", "~host");
    }
    void host()
    {
        QFETCH(bool, ofClient);
        QFETCH(std::string, sent);
        QFETCH(std::string, expected);
        auto scenario = tests::plainScenario();
        scenario.target.host = ofClient ? settings::HostField::Client : settings::HostField::Target;
        GatewaySetup setup(scenario);
        const auto client = setup.send(sent + "\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        const auto head = target->takeThrough("\r\n\r\n");
        QVERIFY2(head.find(setup.wire("\r\nHost: " + expected + "\r\n")) != std::string::npos, head.c_str());
        QCOMPARE(head.find("Host: "), head.rfind("Host: "));
        QVERIFY(head.find("Weir-Exchange") == std::string::npos);
    }

    // What a client writes into Via must not pass for the gateway's own mark.
    void viaIsNoPassport_data()
    {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<bool>("isOwn");
        QTest::newRow("other letters") << std::string("1.1 WEIR-") << true;
        QTest::newRow("another name") << std::string("1.1 weir") << false;
    }
    void viaIsNoPassport()
    {
        QFETCH(std::string, name);
        QFETCH(bool, isOwn);
        GatewaySetup setup;
        auto own = setup.via().substr(setup.via().find('-') + 1);
        std::ranges::transform(own, own.begin(), [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
        const auto client = setup.send("GET / HTTP/1.1\r\nHost: evil\r\nVia: " + name + (isOwn ? own : "")
                                       + "\r\nX-Forwarded-For: 9.9.9.9\r\nConnection: X-A\r\nX-A: 1\r\n\r\n");
        if (isOwn) {
            QCOMPARE(client->readReply().status, 508);
            QCOMPARE(setup.origin.accepted(), 0);
            return;
        }
        const auto target = setup.origin.next();
        QVERIFY(target);
        QCOMPARE(target->takeThrough("\r\n\r\n"),
                 setup.wire("GET / HTTP/1.1\r\nHost: ~host\r\nVia: 1.1 weir\r\nVia: 1.1 ~via\r\n\r\n"));
    }

    // One pass over each: ten thousand names of two letters, and as many fields as there may be.
    void manyConnectionOptions()
    {
        auto scenario = tests::plainScenario();
        scenario.http.maxHeaderBytes = 128 * 1024;
        GatewaySetup setup(scenario);
        std::string head = "GET / HTTP/1.1\r\nHost: a\r\nConnection: x";
        for (int i = 0; i < 20'000; ++i)
            head += i % 2 == 0 ? ",te" : ",Yy";
        head += "\r\nyY: 1\r\n";
        for (int i = 0; i < 900; ++i)
            head += i % 3 == 0 ? "TE:\r\n" : "X:\r\n";
        const auto client = setup.send(head + "X-End: 1\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        QCOMPARE(target->takeThrough("\r\n\r\n"),
                 setup.wire("GET / HTTP/1.1\r\nHost: ~host\r\nX-End: 1\r\nVia: 1.1 ~via\r\n\r\n"));
    }

    // What Connection names is nothing to choose a stored reply by, and a body nothing that the cache knows of.
    void cacheSeesWhatTheTargetSees()
    {
        auto scenario = tests::plainScenario();
        scenario.cache.enabled = true;
        GatewaySetup setup(scenario);
        const std::string stored = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nVary: Accept\r\n"
                                   "Content-Length: 1\r\n\r\n";
        const auto client = setup.send("GET / HTTP/1.1\r\nHost: a\r\nAccept: x\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        QVERIFY(target->takeThrough("\r\n\r\n").find("\r\nAccept: x\r\n") != std::string::npos);
        target->send(stored + "x");
        QCOMPARE(client->readReply().body, std::string("x"));
        client->send("GET / HTTP/1.1\r\nHost: a\r\nAccept: x\r\nConnection: Accept\r\n\r\n");
        QVERIFY(target->takeThrough("\r\n\r\n").find("Accept:") == std::string::npos);
        target->send(stored + "n");
        QCOMPARE(client->readReply().body, std::string("n"));
        client->send("GET / HTTP/1.1\r\nHost: a\r\nAccept: x\r\nContent-Length: 1\r\n\r\nq");
        QVERIFY(target->takeThrough("\r\n\r\nq").ends_with("\r\n\r\nq"));
        target->send(stored + "b");
        QCOMPARE(client->readReply().body, std::string("b"));
        client->send("GET / HTTP/1.1\r\nHost: a\r\nAccept: x\r\n\r\n" + tests::get);
        QCOMPARE(client->readReply().body, std::string("x"));
        QCOMPARE(client->readReply().body, std::string("n"));
    }

    // A field of another client of this process must not be written into by anybody.
    void notesAreNobodysBusiness()
    {
        GatewaySetup setup;
        for (const auto* name : {"0", "1", "-1", "99999999999999999999", "x", ""}) {
            const auto client = setup.send("GET / HTTP/1.1\r\nHost: a\r\nWeir-Exchange: " + std::string(name)
                                           + "\r\nConnection: close\r\n\r\n");
            const auto target = setup.origin.next();
            QVERIFY(target);
            QCOMPARE(target->takeThrough("\r\n\r\n"), setup.wire(tests::forwardedGet));
            target->send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            QCOMPARE(client->readReply().status, 200);
        }
    }
};

static const TestRegistration<ForwardingTest> registeredForwardingTest;
#include "forwarding_test.moc"
