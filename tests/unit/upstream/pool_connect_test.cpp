// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/upstream/pool_setup.h"

#include <QTest>

#include <boost/asio/ip/tcp.hpp>

using namespace weir;
using namespace weir::tests;
using namespace std::chrono_literals;

namespace {

namespace asio = boost::asio;

// A listener whose queue is full: who connects now gets no answer, as from a host that drops packets.
class SilentPort {
public:
    SilentPort()
    {
        m_acceptor.open(asio::ip::tcp::v4());
        m_acceptor.bind({asio::ip::address_v4::loopback(), 0});
        m_acceptor.listen(0);
        for (int i = 0; i < 8; ++i) {
            auto& filler = m_fillers.emplace_back(m_context);
            // Not connect(): that waits for the answer even on a non-blocking socket.
            filler.async_connect(m_acceptor.local_endpoint(), [](boost::system::error_code) {});
        }
        m_context.poll();
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_acceptor.local_endpoint().port()); }

private:
    asio::io_context m_context;
    asio::ip::tcp::acceptor m_acceptor{m_context};
    std::deque<asio::ip::tcp::socket> m_fillers;
};

// A port where nobody listens.
std::string deadUrl()
{
    asio::io_context context;
    asio::ip::tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
    return "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
}

} // namespace

// Opening connections, and what happens to the permit when that fails.
class PoolConnectTest : public QObject {
    Q_OBJECT

private slots:
    void givesThePermitBackWhenRefused()
    {
        settings::PoolSettings settings;
        settings.maxConnections = 1;
        PoolSetup setup(deadUrl(), settings);
        for (int i = 0; i < 3; ++i) {
            Wanting one(setup);
            Wanting waiter(setup);
            QVERIFY(one.wait() && waiter.wait());
            QCOMPARE(one.refusal(), base::Errc::ConnectRefused);
            QCOMPARE(waiter.refusal(), base::Errc::ConnectRefused);
        }
        QCOMPARE(setup.pool.open(), 0);
    }

    void givesThePermitBackAfterTheConnectTimeout()
    {
        const SilentPort port;
        settings::PoolSettings settings;
        settings.maxConnections = 1;
        settings.connectTimeoutMs = 50;
        PoolSetup setup(port.url(), settings);
        const auto begin = base::now();
        Wanting one(setup);
        QVERIFY(one.wait());
        QCOMPARE(one.refusal(), base::Errc::Timeout);
        QVERIFY(base::now() - begin >= 50ms);
        QCOMPARE(setup.pool.open(), 0);
    }

    // Accepts, and then says nothing: that is not the connection's fault.
    void tellsAHandshakeThatTakesTooLong()
    {
        asio::io_context context;
        const asio::ip::tcp::acceptor mute(context, {asio::ip::address_v4::loopback(), 0});
        settings::PoolSettings settings;
        settings.connectTimeoutMs = 50;
        PoolSetup setup("https://127.0.0.1:" + std::to_string(mute.local_endpoint().port()), settings);
        Wanting one(setup);
        QVERIFY(one.wait());
        QCOMPARE(one.refusal(), base::Errc::TlsTimeout);
        QCOMPARE(setup.pool.open(), 0);
    }

    void knowsWhereItWasInterrupted()
    {
        asio::io_context context;
        const asio::ip::tcp::acceptor mute(context, {asio::ip::address_v4::loopback(), 0});
        const auto port = std::to_string(mute.local_endpoint().port());
        const SilentPort silent;
        for (const auto& [url, wait] : {std::pair{"https://127.0.0.1:" + port, net::Wait::Handshake},
                                        std::pair{silent.url(), net::Wait::Connect}}) {
            PoolSetup setup(url, settings::PoolSettings());
            net::Interruption interruption;
            bool ended = false;
            boost::asio::co_spawn(setup.worker(0).io, setup.pool.acquire(0, interruption),
                                  [&](std::exception_ptr, Acquired) { ended = true; });
            const auto until = base::now() + 30ms; // long enough for what is on this machine
            setup.runUntil([&] { return base::now() > until; });
            interruption.request();
            QVERIFY(setup.runUntil([&] { return ended; }));
            QCOMPARE(int(interruption.endedIn()), int(wait));
        }
    }

    void endsConnectingWhenInterrupted()
    {
        const SilentPort port;
        PoolSetup setup(port.url(), settings::PoolSettings());
        Wanting one(setup);
        setup.settle();
        QCOMPARE(setup.pool.open(), 1);
        one.interrupt();
        QVERIFY(one.wait());
        QCOMPARE(one.refusal(), base::Errc::Cancelled);
        QCOMPARE(setup.pool.open(), 0);
    }

    void doesNotConnectForOneThatWasInterruptedBefore()
    {
        const SilentPort port;
        settings::PoolSettings settings;
        settings.connectTimeoutMs = 600'000;
        PoolSetup setup(port.url(), settings);
        net::Interruption interruption;
        interruption.request();
        std::optional<base::Errc> refused;
        boost::asio::co_spawn(setup.worker(0).io, setup.pool.acquire(0, interruption),
                              [&](std::exception_ptr, Acquired acquired) { refused = acquired.error().code; });
        QVERIFY(setup.runUntil([&] { return refused.has_value(); }));
        QCOMPARE(refused, base::Errc::Cancelled);
        QCOMPARE(setup.pool.open(), 0);
    }

    void triesTheAddressesOfLocalhostInTurn()
    {
        ScriptedServer four{hello};
        const auto url = "http://localhost:" + std::to_string(four.port());
        const auto target = targetAt(url);
        QCOMPARE(target.addresses.size(), std::size_t{2});
        QCOMPARE(target.addresses[0].address().to_string(), std::string("::1"));
        QCOMPARE(target.addresses[1].address().to_string(), std::string("127.0.0.1"));

        PoolSetup setup(url, settings::PoolSettings());
        Wanting one(setup); // nobody listens at ::1
        QVERIFY(one.wait());
        QVERIFY(one.has() && one.getOnce());
        QCOMPARE(four.total(), 1);
    }

    void prefersTheFirstAddressOfLocalhost()
    {
        std::unique_ptr<ScriptedServer> six;
        try {
            six = std::make_unique<ScriptedServer>(hello, "::1");
        } catch (const std::exception&) {
            QSKIP("this machine has no IPv6");
        }
        PoolSetup setup("http://localhost:" + std::to_string(six->port()), settings::PoolSettings());
        Wanting one(setup);
        QVERIFY(one.wait());
        QVERIFY(one.has() && one.getOnce());
        QCOMPARE(six->total(), 1);
    }
};

static const TestRegistration<PoolConnectTest> registeredPoolConnectTest;
#include "pool_connect_test.moc"
