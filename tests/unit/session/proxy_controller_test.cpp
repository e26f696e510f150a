// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/proxy_controller.h"

#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

using namespace weir;
using namespace weir::tests;
using session::ProxyController;
using State = ProxyController::State;

namespace {

constexpr int patience = 20'000;

settings::Scenario proxyOf(const std::string& url)
{
    settings::Scenario scenario;
    scenario.target.urls = {url};
    scenario.requests["one"].url = "/one";
    scenario.listener.drainS = 0.2;
    return scenario;
}

Answer hello(const SeenRequest&)
{
    return reply(200, {}, "hello");
}

// One request of a client that knows nothing of Weir, and its reply.
QByteArray ask(const QString& url, const QByteArray& path = "/one")
{
    const QUrl address(url);
    QTcpSocket socket;
    socket.connectToHost(address.host(), static_cast<quint16>(address.port()));
    if (!socket.waitForConnected(patience))
        return {};
    socket.write("GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    QByteArray answer;
    while (socket.waitForReadyRead(patience))
        answer += socket.readAll();
    return answer;
}

bool becomes(const ProxyController& controller, State state)
{
    return QTest::qWaitFor([&] { return controller.state() == state; }, patience);
}

} // namespace

class ProxyControllerTest : public QObject {
    Q_OBJECT

private slots:
    void servesClientsUntilItIsStopped()
    {
        ScriptedServer server{hello};
        ProxyController controller;
        controller.start(proxyOf(server.url()));
        QCOMPARE(controller.state(), State::Starting);
        QVERIFY(becomes(controller, State::Listening));
        QVERIFY(controller.url().startsWith(QStringLiteral("http://127.0.0.1:")));
        QCOMPARE(controller.target(), QString::fromStdString(server.url()));
        QVERIFY(ask(controller.url()).endsWith("hello"));
        QTRY_COMPARE_WITH_TIMEOUT(controller.traffic().requests, std::uint64_t{1}, patience);
        QCOMPARE(controller.traffic().connections, std::uint64_t{1});

        const QString url = controller.url();
        controller.stop();
        QCOMPARE(controller.state(), State::Stopping);
        QVERIFY(becomes(controller, State::Off));
        QVERIFY(ask(url).isEmpty());
        QCOMPARE(controller.traffic().requests, std::uint64_t{1}); // still to be read
    }

    void startsTheBuiltInOriginWithoutATarget()
    {
        ProxyController controller;
        settings::Scenario scenario;
        scenario.requests["one"].url = "/products/1";
        controller.start(scenario);
        QVERIFY(becomes(controller, State::Listening));
        QVERIFY(ask(controller.url(), "/products/1").startsWith("HTTP/1.1 200"));
    }

    void appliesLiveKnobs()
    {
        ProxyController controller;
        settings::Scenario scenario;
        scenario.requests["one"].url = "/products/1";
        scenario.origin.errorRatio = 1;
        controller.start(scenario);
        QVERIFY(becomes(controller, State::Listening));
        QVERIFY(ask(controller.url(), "/products/1").startsWith("HTTP/1.1 5"));
        scenario.origin.errorRatio = 0;
        controller.apply(scenario);
        QTRY_VERIFY_WITH_TIMEOUT(ask(controller.url(), "/products/1").startsWith("HTTP/1.1 200"), patience);
    }

    void saysWhichSideCannotBeUsed()
    {
        ProxyController controller;
        QSignalSpy failed(&controller, &ProxyController::failed);
        controller.start(proxyOf("http://127.0.0.1:1"));
        QVERIFY(!failed.isEmpty() || failed.wait(patience));
        QCOMPARE(failed.takeFirst().at(1).toBool(), true);
        QCOMPARE(controller.state(), State::Off);

        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        ScriptedServer server{hello};
        auto scenario = proxyOf(server.url());
        scenario.listener.address = "127.0.0.1:" + std::to_string(other.serverPort());
        controller.start(scenario);
        QVERIFY(!failed.isEmpty() || failed.wait(patience));
        const auto answer = failed.takeFirst();
        QCOMPARE(answer.at(1).toBool(), false);
        QVERIFY(answer.at(0).value<base::Error>().context.find("in use") != std::string::npos);

        controller.start(proxyOf(server.url())); // and is ready for the next
        QVERIFY(becomes(controller, State::Listening));
    }

    // A reply is under way: the caller goes on at once.
    void stopsBesideTheCaller()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        auto scenario = proxyOf("http://127.0.0.1:" + std::to_string(silent.serverPort()));
        scenario.listener.drainS = 0.5;
        ProxyController controller;
        controller.start(scenario);
        QVERIFY(becomes(controller, State::Listening));
        QTcpSocket client;
        client.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(QUrl(controller.url()).port()));
        QVERIFY(client.waitForConnected(patience));
        client.write("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(controller.traffic().requests, std::uint64_t{1}, patience);
        controller.stop();
        QCOMPARE(controller.state(), State::Stopping);
        int turns = 0; // of this thread's event loop
        QTimer turning;
        connect(&turning, &QTimer::timeout, this, [&turns] { ++turns; });
        turning.start(0);
        QVERIFY(becomes(controller, State::Off));
        QVERIFY(turns > 1);
    }

    void stopsWhileItIsStarting()
    {
        ScriptedServer server{hello};
        ProxyController controller;
        controller.start(proxyOf(server.url()));
        controller.stop();
        QVERIFY(becomes(controller, State::Off));
    }

    void endsWhenDestroyed()
    {
        ScriptedServer server{hello};
        for (const bool listening : {false, true}) {
            ProxyController controller;
            controller.start(proxyOf(server.url()));
            if (listening)
                QVERIFY(becomes(controller, State::Listening));
        }
        QVERIFY(server.waitUntil([&] { return server.open() == 0; }));
        QCoreApplication::processEvents(); // nothing arrives for what is gone
    }
};

static const TestRegistration<ProxyControllerTest> registeredProxyControllerTest;
#include "proxy_controller_test.moc"
