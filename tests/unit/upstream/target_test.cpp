// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/upstream/target.h"

#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;
using namespace weir::tests;

class TargetTest : public QObject {
    Q_OBJECT

private slots:
    void takesTheAddressApart_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("authority");
        QTest::addColumn<QString>("basePath");
        QTest::newRow("root") << "http://127.0.0.1:8080/"
                              << "127.0.0.1:8080"
                              << "";
        QTest::newRow("no path") << "http://127.0.0.1:8080"
                                 << "127.0.0.1:8080"
                                 << "";
        QTest::newRow("default port") << "http://127.0.0.1"
                                      << "127.0.0.1"
                                      << "";
        QTest::newRow("path") << "http://127.0.0.1/v1"
                              << "127.0.0.1"
                              << "/v1";
        QTest::newRow("slashes at the end") << "http://127.0.0.1/v1//"
                                            << "127.0.0.1"
                                            << "/v1";
        QTest::newRow("IPv6") << "http://[::1]:81/a/b"
                              << "[::1]:81"
                              << "/a/b";
    }
    void takesTheAddressApart()
    {
        QFETCH(QString, url);
        const auto target = upstream::makeTarget(url.toStdString(), net::TlsOptions());
        QVERIFY(target);
        QTEST(QString::fromStdString(target->authority), "authority");
        QTEST(QString::fromStdString(target->basePath), "basePath");
        QVERIFY(!target->tls);
    }

    void probesWhetherATargetAnswers()
    {
        auto server = std::make_unique<ScriptedServer>([](const SeenRequest&) { return reply(200); });
        const auto target = upstream::makeTarget(server->url(), net::TlsOptions());
        QVERIFY(target);
        QVERIFY(upstream::probe(*target, std::chrono::seconds{5}));
        QVERIFY(server->waitUntil([&] { return server->total() == 1 && server->open() == 0; }));
        server.reset();
        const auto refused = upstream::probe(*target, std::chrono::seconds{5});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, base::Errc::ConnectRefused);
        QVERIFY(refused.error().context.find(target->authority) != std::string::npos);
    }

    void refusesWhatIsNoAddress()
    {
        QVERIFY(!upstream::makeTarget("ftp://127.0.0.1/", net::TlsOptions()));
        QVERIFY(!upstream::makeTarget("not a url", net::TlsOptions()));
    }
};

static const TestRegistration<TargetTest> registeredTargetTest;
#include "target_test.moc"
