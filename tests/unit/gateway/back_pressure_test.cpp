// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <boost/asio/read.hpp>

using namespace weir;
using tests::GatewaySetup;
using Tcp = boost::asio::ip::tcp;

namespace {

// Above all that the system buffers of two connections can hold.
constexpr std::uint64_t huge = 200'000'000;
constexpr std::uint64_t held = 40'000'000;

// Writes as much as is taken.
class Pump {
public:
    Pump(Tcp::socket& socket, std::uint64_t bytes) : m_socket(socket), m_left(bytes) { go(); }
    std::uint64_t sent() const { return m_sent; }
    bool failed() const { return m_failed; }

private:
    void go()
    {
        const auto size = std::min<std::uint64_t>(m_left, m_block.size());
        if (size == 0)
            return;
        m_socket.async_write_some(boost::asio::buffer(m_block.data(), size), [this](auto error, std::size_t bytes) {
            m_sent += bytes;
            m_left -= bytes;
            m_failed = error.failed();
            if (!error)
                go();
        });
    }

    Tcp::socket& m_socket;
    std::string m_block = std::string(65536, 'x');
    std::uint64_t m_left;
    std::uint64_t m_sent = 0;
    bool m_failed = false;
};

// Reads all there is, and counts.
class Drain {
public:
    explicit Drain(Tcp::socket& socket) : m_socket(socket) { go(); }
    std::uint64_t read() const { return m_read; }
    const std::string& beginning() const { return m_beginning; }
    const boost::system::error_code& error() const { return m_error; }

private:
    void go()
    {
        m_socket.async_read_some(boost::asio::buffer(m_block), [this](auto error, std::size_t bytes) {
            m_read += bytes;
            if (m_beginning.size() < 4096)
                m_beginning.append(m_block.data(), std::min<std::size_t>(bytes, 4096));
            m_error = error;
            if (!error)
                go();
        });
    }

    Tcp::socket& m_socket;
    std::string m_block = std::string(65536, '\0');
    std::string m_beginning;
    std::uint64_t m_read = 0;
    boost::system::error_code m_error;
};

Tcp::socket clientOf(GatewaySetup& setup)
{
    Tcp::socket socket(setup.context);
    socket.connect({boost::asio::ip::address_v4::loopback(), setup.port()});
    return socket;
}

// Until nothing has moved for a second.
std::uint64_t whenStuck(GatewaySetup& setup, const Pump& pump)
{
    using Clock = std::chrono::steady_clock;
    std::uint64_t last = 0;
    auto moved = Clock::now();
    setup.becomes([&] {
        if (pump.sent() != last)
            moved = Clock::now();
        last = pump.sent();
        return Clock::now() - moved > std::chrono::seconds{1};
    });
    return last;
}

} // namespace

// Bodies of any size in bounded memory: a side that does not take bytes stops the side that sends them.
class BackPressureTest : public QObject {
    Q_OBJECT

private slots:
    void clientThatDoesNotRead_data()
    {
        QTest::addColumn<std::string>("framing");
        QTest::newRow("length") << "Content-Length: " + std::to_string(huge) + "\r\n\r\n";
        QTest::newRow("until the end") << std::string("\r\n");
    }
    void clientThatDoesNotRead()
    {
        QFETCH(std::string, framing);
        GatewaySetup setup;
        auto client = clientOf(setup);
        boost::asio::write(client, boost::asio::buffer(tests::get));
        auto target = setup.origin.nextSocket();
        boost::asio::write(target, boost::asio::buffer("HTTP/1.1 200 OK\r\n" + framing));
        const Pump pump(target, huge);
        const auto stuck = whenStuck(setup, pump);
        QVERIFY2(stuck < held, std::to_string(stuck).c_str());

        const Drain drain(client);
        QVERIFY(setup.becomes([&] { return pump.sent() == huge; }));
        target.shutdown(Tcp::socket::shutdown_send);
        QVERIFY(setup.becomes([&] { return drain.read() > huge; }));
        target.close();
    }

    void targetThatDoesNotRead()
    {
        GatewaySetup setup;
        auto client = clientOf(setup);
        const auto post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(huge) + "\r\n\r\n";
        boost::asio::write(client, boost::asio::buffer(post));
        const Pump pump(client, huge);
        auto target = setup.origin.nextSocket();
        const auto stuck = whenStuck(setup, pump);
        QVERIFY2(stuck < held, std::to_string(stuck).c_str());

        const Drain drain(target);
        QVERIFY(setup.becomes([&] { return drain.read() > huge; }));
        boost::asio::write(target, boost::asio::buffer(tests::ok));
        const Drain reply(client);
        QVERIFY(setup.becomes([&] { return reply.beginning().ends_with("\r\n\r\nok"); }));
    }

    // RFC 9112, section 9.6: the reply to an upload that nobody wants arrives, and so does a proper end, while the
    // client is still sending.
    void earlyReplyToAnUpload_data()
    {
        QTest::addColumn<bool>("closes");
        QTest::newRow("target closes") << true;
        QTest::newRow("target stays") << false;
    }
    void earlyReplyToAnUpload()
    {
        QFETCH(bool, closes);
        GatewaySetup setup;
        auto client = clientOf(setup);
        const auto post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(huge) + "\r\n\r\n";
        boost::asio::write(client, boost::asio::buffer(post));
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
        if (closes)
            target->close();
        const Pump pump(client, 3'000'000);
        const Drain drain(client);
        QVERIFY(setup.becomes([&] { return drain.error().failed() && (pump.sent() == 3'000'000 || pump.failed()); }));
        QVERIFY(drain.beginning().starts_with("HTTP/1.1 413 "));
        QVERIFY(drain.beginning().ends_with("\r\n\r\nbig"));
        QVERIFY2(drain.error() == boost::asio::error::eof, drain.error().message().c_str());
        QVERIFY(setup.upstreamIsIdle());
        QVERIFY(setup.answersAnew());
    }
};

static const TestRegistration<BackPressureTest> registeredBackPressureTest;
#include "back_pressure_test.moc"
