// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/gateway/gateway_worker.h"

#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

using namespace weir;

class GatewayWorkerTest : public QObject {
    Q_OBJECT

private slots:
    // What is handed over while a worker ends is closed all the same, and no longer counts.
    void socketForAWorkerThatHasEnded()
    {
        boost::asio::io_context context{1};
        boost::asio::ip::tcp::acceptor acceptor(context, {boost::asio::ip::address_v4::loopback(), 0});
        tests::RawPeer client(context, acceptor.local_endpoint().port());
        net::IoContext elsewhere{1};
        net::Socket socket(elsewhere.get_executor());
        acceptor.accept(socket);

        const auto scenario = std::make_shared<const settings::Scenario>(tests::plainScenario());
        proxy::Services services({}, *scenario, proxy::Side::Proxy);
        auto held = std::make_shared<int>(0);
        const std::weak_ptr<int> watched = held;
        {
            proxy::GatewayWorker worker(0, services, scenario, nullptr);
            worker.give(std::move(socket), std::move(held));
        }
        QVERIFY(client.waitForClose());
        QVERIFY(watched.expired());
    }
};

static const TestRegistration<GatewayWorkerTest> registeredGatewayWorkerTest;
#include "gateway_worker_test.moc"
