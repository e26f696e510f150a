// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"
#include "tests/unit/gateway/secure_peer.h"

#include <QFile>
#include <QTemporaryDir>

using namespace weir;
using metrics::Outcome;
using tests::GatewaySetup;

namespace {

namespace ssl = boost::asio::ssl;
using tests::clientOf;
using tests::Secure;
using tests::SecurePeer;
using tests::serverShowing;
using tests::show;
using tests::trusting;

settings::Scenario withTls()
{
    auto scenario = tests::plainScenario();
    scenario.listener.tls = true;
    return scenario;
}

// Answers `get` through the gateway, over TLS.
bool serves(GatewaySetup& setup, ssl::context& tls)
{
    const auto client = clientOf(setup, tls);
    if (!client->shakeHands(Secure::client))
        return false;
    client->send(tests::get);
    const auto target = setup.origin.next();
    if (!target || target->takeThrough("\r\n\r\n") != setup.wire(tests::forwardedGet))
        return false;
    target->send(tests::ok);
    return client->takeUntil("\r\n\r\nok").starts_with("HTTP/1.1 200 OK\r\n");
}

std::string written(const QTemporaryDir& folder, const char* name, const std::string& text)
{
    QFile file(folder.filePath(name));
    file.open(QIODevice::WriteOnly);
    file.write(text.data(), static_cast<qint64>(text.size()));
    return folder.filePath(name).toStdString();
}

// Up to 1.2, where a client learns within the handshake that its certificate will not do.
void speakOldTls(ssl::context& tls)
{
    SSL_CTX_set_max_proto_version(tls.native_handle(), TLS1_2_VERSION);
}

} // namespace

// TLS towards clients (listener.tls), and towards targets.
class TlsTest : public QObject {
    Q_OBJECT

private slots:
    void ownCertificate()
    {
        GatewaySetup setup(withTls());
        QVERIFY(setup.gateway->url().starts_with("https://127.0.0.1:"));
        auto tls = trusting(setup.gateway->certificate());
        QVERIFY(serves(setup, tls));
        auto distrusting = trusting(tests::makeCertificate(1).certificate);
        QVERIFY(!clientOf(setup, distrusting)->shakeHands(Secure::client));
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().failedHandshakes == 1; }));
        QVERIFY(serves(setup, tls));
        QCOMPARE(setup.gateway->counters().failedHandshakes, std::uint64_t(1));
    }

    void certificateFromFiles()
    {
        const QTemporaryDir folder;
        const auto write = [&](const char* name, const std::string& text) { return written(folder, name, text); };
        const auto made = tests::makeCertificate(1);
        auto scenario = withTls();
        scenario.listener.certificateFile = write("cert.pem", made.certificate);
        scenario.listener.keyFile = write("key.pem", made.key);
        auto tls = trusting(made.certificate);
        GatewaySetup two(scenario);
        QVERIFY(serves(two, tls));

        scenario.listener.certificateFile = write("both.pem", made.certificate + made.key);
        scenario.listener.keyFile.clear();
        GatewaySetup one(scenario);
        QVERIFY(serves(one, tls));

        scenario.listener.keyFile = write("other.pem", tests::makeCertificate(1).key);
        QVERIFY(!proxy::Gateway::start(scenario, {}));
        scenario.listener.certificateFile = folder.filePath("none.pem").toStdString();
        QVERIFY(!proxy::Gateway::start(scenario, {}));
    }

    // RFC 8996 retired what is older than 1.2.
    void oldVersions()
    {
        GatewaySetup setup(withTls());
        auto tls = trusting(setup.gateway->certificate());
        SSL_CTX_set_security_level(tls.native_handle(), 0);
        SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(tls.native_handle(), TLS1_1_VERSION);
        QVERIFY(!clientOf(setup, tls)->shakeHands(Secure::client));
        SSL_CTX_set_max_proto_version(tls.native_handle(), TLS1_2_VERSION);
        QVERIFY(serves(setup, tls));
        SSL_CTX_set_max_proto_version(tls.native_handle(), 0);
        QVERIFY(serves(setup, tls));
    }

    // listener.client_ca_file
    void clientCertificates()
    {
        const QTemporaryDir folder;
        const auto known = tests::makeCertificate(1);
        auto scenario = withTls();
        scenario.listener.clientCaFile = written(folder, "clients.pem", known.certificate);
        GatewaySetup setup(scenario);
        auto none = trusting(setup.gateway->certificate());
        auto other = trusting(setup.gateway->certificate());
        auto right = trusting(setup.gateway->certificate());
        show(other, tests::makeCertificate(1));
        show(right, known);
        for (auto* tls : {&none, &other, &right})
            speakOldTls(*tls);
        QVERIFY(!clientOf(setup, none)->shakeHands(Secure::client));
        QVERIFY(!clientOf(setup, other)->shakeHands(Secure::client));
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().failedHandshakes == 2; }));
        QVERIFY(serves(setup, right));
    }

    // listener.min_tls_version
    void oldestVersion()
    {
        auto scenario = withTls();
        scenario.listener.minTlsVersion = settings::TlsVersion::V13;
        GatewaySetup setup(scenario);
        auto tls = trusting(setup.gateway->certificate());
        speakOldTls(tls);
        QVERIFY(!clientOf(setup, tls)->shakeHands(Secure::client));
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().failedHandshakes == 1; }));
        SSL_CTX_set_max_proto_version(tls.native_handle(), 0);
        QVERIFY(serves(setup, tls));
    }

    // The target is told that its client came by https; a handshake that does not come to its end is given up.
    void schemeAndPatience()
    {
        auto scenario = withTls();
        scenario.listener.forwarded = settings::ForwardedFields::Both;
        scenario.listener.headerTimeoutS = 0.3;
        GatewaySetup setup(scenario);
        QVERIFY(setup.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")->waitForClose()); // no TLS
        QVERIFY(setup.connect()->waitForClose());                                 // nothing at all
        auto tls = trusting(setup.gateway->certificate());
        const auto client = clientOf(setup, tls);
        QVERIFY(client->shakeHands(Secure::client));
        client->send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        const auto head = target->takeThrough("\r\n\r\n");
        QVERIFY(head.find("X-Forwarded-Proto: https\r\n") != std::string::npos);
        QVERIFY(head.find("Forwarded: for=127.0.0.1;proto=https;") != std::string::npos);
    }

    // RFC 8446, section 6.1: a reply is whole where close_notify comes after it, and only there.
    void goodbyeToClients_data()
    {
        QTest::addColumn<std::string>("version");
        QTest::addColumn<std::string>("reply");
        QTest::addColumn<bool>("isWhole");
        const std::string chunk = "HTTP/1.1 200 OK\r\nTrailer: X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n";
        QTest::newRow("1.0, whole") << std::string("1.0") << chunk + "0\r\n\r\n" << true;
        QTest::newRow("1.0, breaks off") << std::string("1.0") << chunk << false;
        QTest::newRow("1.1, breaks off") << std::string("1.1") << chunk << false;
        QTest::newRow("1.1, then idle") << std::string("1.1") << tests::ok << true;
    }
    void goodbyeToClients()
    {
        QFETCH(std::string, version);
        QFETCH(std::string, reply);
        QFETCH(bool, isWhole);
        auto scenario = withTls();
        scenario.listener.idleTimeoutS = 0.3;
        GatewaySetup setup(scenario);
        auto tls = trusting(setup.gateway->certificate());
        const auto client = clientOf(setup, tls);
        QVERIFY(client->shakeHands(Secure::client));
        client->send("GET / HTTP/" + version + "\r\nHost: a\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(reply);
        if (!isWhole) {
            client->takeUntil("abcde");
            target->close();
        }
        client->takeAll();
        QCOMPARE(client->wasToldGoodbye(), isWhole);
    }

    // RFC 9112, section 9.8: without its goodbye the target may have been cut off. Nothing of that is kept.
    void goodbyeOfTargets_data()
    {
        QTest::addColumn<bool>("isTold");
        QTest::newRow("close_notify") << true;
        QTest::newRow("end of the connection") << false;
    }
    void goodbyeOfTargets()
    {
        QFETCH(bool, isTold);
        const auto made = tests::makeCertificate(1);
        auto tls = serverShowing(made);
        boost::asio::io_context context{1};
        tests::RawOrigin origin(context);
        net::TlsOptions trust;
        trust.caText = made.certificate;
        auto scenario = tests::plainScenario();
        scenario.cache.enabled = true;
        GatewaySetup setup(scenario, "https://" + origin.authority(), trust);
        const auto client = setup.send(tests::notedGet);
        SecurePeer target(context, origin.nextSocket(), tls);
        QVERIFY(target.shakeHands(Secure::server));
        target.takeUntil("\r\n\r\n");
        target.send("HTTP/1.0 200 OK\r\nCache-Control: max-age=60\r\n\r\npart");
        QVERIFY(client->waitFor("part")); // it has become a stream
        if (isTold)
            target.sayGoodbye();
        else
            target.stream().next_layer().close();
        QVERIFY(setup.upstreamIsIdle());
        QVERIFY(setup.becomes([&] { return client->received().ends_with("0\r\n\r\n") || client->isClosed(); }));
        QCOMPARE(!client->isClosed(), isTold);
        QCOMPARE(setup.side->take().outcome, isTold ? Outcome::Ok : Outcome::ConnectionLost);
        QCOMPARE(setup.gateway->services().store.stats().entries, std::size_t(isTold ? 1 : 0));
    }

    void targets_data()
    {
        QTest::addColumn<int>("days");
        QTest::addColumn<bool>("trusted");
        QTest::addColumn<bool>("serves");
        QTest::newRow("trusted") << 1 << true << true;
        QTest::newRow("not trusted") << 1 << false << false;
        QTest::newRow("expired") << -1 << true << false;
    }
    void targets()
    {
        QFETCH(int, days);
        QFETCH(bool, trusted);
        QFETCH(bool, serves);
        const auto made = tests::makeCertificate(days);
        auto tls = serverShowing(made);
        boost::asio::io_context context{1};
        tests::RawOrigin origin(context);
        net::TlsOptions trust;
        trust.caText = trusted ? made.certificate : tests::makeCertificate(1).certificate;
        GatewaySetup setup(tests::plainScenario(), "https://" + origin.authority(), trust);
        const auto client = setup.send(tests::notedGet);
        SecurePeer target(context, origin.nextSocket(), tls);
        const bool shaken = target.shakeHands(Secure::server);
        if (serves) {
            QVERIFY(shaken);
            QVERIFY(target.takeUntil("\r\n\r\n").starts_with("GET / HTTP/1.1\r\nHost: " + origin.authority() + "\r\n"));
            target.send(tests::ok);
            QCOMPARE(client->readReply().body, std::string("ok"));
            return;
        }
        const auto reply = client->readReply();
        QCOMPARE(reply.status, 502);
        QVERIFY(reply.body.starts_with("tls_failed"));
        QCOMPARE(setup.side->take().outcome, Outcome::TlsFailed);
        QVERIFY(setup.countsOne(Outcome::TlsFailed));
        QVERIFY(setup.upstreamIsIdle());
    }

    // tls.certificate_file and tls.min_version, and the name by which the target is asked for (RFC 6066, section 3).
    void whatTheTargetIsShown_data()
    {
        QTest::addColumn<bool>("shows");
        QTest::addColumn<bool>("isNew");
        QTest::addColumn<bool>("serves");
        QTest::newRow("its certificate") << true << false << true;
        QTest::newRow("none") << false << false << false;
        QTest::newRow("no old version") << true << true << false;
    }
    void whatTheTargetIsShown()
    {
        QFETCH(bool, shows);
        QFETCH(bool, isNew);
        QFETCH(bool, serves);
        const QTemporaryDir folder;
        const auto own = tests::makeCertificate(1);
        auto tls = serverShowing(tests::makeCertificate(1));
        speakOldTls(tls);
        tls.add_certificate_authority(boost::asio::buffer(own.certificate));
        tls.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert);
        net::TlsOptions options;
        options.insecure = true; // the certificate is for 127.0.0.1
        options.certificateFile = shows ? written(folder, "own.pem", own.certificate + own.key) : std::string();
        options.minVersion = isNew ? net::TlsVersion::V13 : net::TlsVersion::V12;
        boost::asio::io_context context{1};
        tests::RawOrigin origin(context);
        GatewaySetup setup(tests::plainScenario(), "https://localhost:" + std::to_string(origin.port()), options);
        const auto client = setup.send(tests::notedGet);
        SecurePeer target(context, origin.nextSocket(), tls);
        QCOMPARE(target.shakeHands(Secure::server), serves);
        if (!serves) {
            QCOMPARE(client->readReply().status, 502);
            QCOMPARE(setup.side->take().outcome, Outcome::TlsFailed);
            QVERIFY(setup.countsOne(Outcome::TlsFailed));
            return;
        }
        QCOMPARE(std::string(SSL_get_servername(target.stream().native_handle(), TLSEXT_NAMETYPE_host_name)),
                 std::string("localhost"));
        target.takeUntil("\r\n\r\n");
        target.send(tests::ok);
        QCOMPARE(client->readReply().body, std::string("ok"));
    }
};

static const TestRegistration<TlsTest> registeredTlsTest;
#include "tls_test.moc"
