// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/local_limit.h"

#include "core/net/listener.h"
#include "core/net/resolver.h"
#include "core/net/stream.h"
#include "tests/support/test_registry.h"
#include "tests/unit/http/await.h"
#include "tests/unit/http/raw_peer.h"

#include <QTest>

#include <boost/asio/error.hpp>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>

using namespace weir;
using net::localLimit;

namespace {

// While it lives this process can open `spare` more descriptors, and no further one.
class ScarceDescriptors {
public:
    explicit ScarceDescriptors(rlim_t spare)
    {
        getrlimit(RLIMIT_NOFILE, &m_before);
        const int lowest = open("/dev/null", O_RDONLY); // the kernel gives the lowest that is free
        ::close(lowest);
        const rlimit scarce{static_cast<rlim_t>(lowest) + spare, m_before.rlim_max};
        setrlimit(RLIMIT_NOFILE, &scarce);
    }
    ~ScarceDescriptors() { setrlimit(RLIMIT_NOFILE, &m_before); }

private:
    rlimit m_before{};
};

net::error_code systemError(int number)
{
    return {number, boost::system::system_category()};
}

net::Task<net::error_code> connected(net::Stream& stream, net::Tcp::endpoint endpoint)
{
    const std::vector<net::Tcp::endpoint> endpoints(1, endpoint);
    co_return co_await stream.connect(endpoints);
}

} // namespace

class LocalLimitTest : public QObject {
    Q_OBJECT

private slots:
    void knowsWhoseFaultItIs_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("limit"); // empty: none of this side's
        QTest::addColumn<QString>("remedy");
        const auto row = [](int number, const char* limit, const char* remedy) {
            QTest::newRow(strerror(number)) << number << limit << remedy;
        };
        row(EMFILE, "EMFILE", "ulimit -n");
        row(ENFILE, "ENFILE", "fs.file-max");
        row(EADDRNOTAVAIL, "EADDRNOTAVAIL", "net.ipv4.ip_local_port_range");
        row(EADDRINUSE, "EADDRINUSE", "load.keep_alive");
        row(ENOBUFS, "ENOBUFS", "memory");
        row(ENOMEM, "ENOMEM", "memory");
        row(ENOSPC, "ENOSPC", "fs.epoll.max_user_watches");
        row(EAGAIN, "EAGAIN", "ulimit -u");
        row(EACCES, "EACCES", "firewall");
        row(EPERM, "EPERM", "firewall");
        for (const int number : {ECONNREFUSED, ECONNRESET, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, EPIPE, ECONNABORTED})
            row(number, "", "");
    }
    void knowsWhoseFaultItIs()
    {
        QFETCH(int, number);
        QFETCH(QString, limit);
        QFETCH(QString, remedy);
        const auto found = localLimit(systemError(number));
        QCOMPARE(found.has_value(), !limit.isEmpty());
        if (!found)
            return;
        QCOMPARE(QString::fromUtf8(found->name.data(), static_cast<int>(found->name.size())), limit);
        const auto error = net::limitError(*found, "nothing works");
        QCOMPARE(error.code, base::Errc::LocalLimit);
        QVERIFY(error.context.starts_with(limit.toStdString() + ": "));
        QVERIFY2(error.context.find(remedy.toStdString()) != std::string::npos, error.context.c_str());
        QCOMPARE(net::limitNameIn(error.context), found->name);
    }

    // RFC 4443: a router that prohibits it looks like this machine's own refusal; on IPv4 it does not.
    void aRouterMayProhibit()
    {
        const auto peer = [](const char* address) {
            return net::Tcp::endpoint(net::asio::ip::make_address(address), 80);
        };
        QVERIFY(localLimit(systemError(EACCES), peer("192.0.2.1")));
        QVERIFY(!localLimit(systemError(EACCES), peer("2001:db8::1")));
        QVERIFY(localLimit(systemError(EACCES), peer("::1")));
        QVERIFY(localLimit(systemError(EMFILE), peer("2001:db8::1")));
        QVERIFY(!localLimit(net::error_code(EMFILE, boost::system::generic_category())));
    }

    void connectingWithoutDescriptors()
    {
        net::IoContext context{1};
        net::Tcp::acceptor acceptor(context, {net::asio::ip::address_v4::loopback(), 0});
        net::Stream stream(context);
        net::error_code failed;
        {
            const ScarceDescriptors scarce(0);
            tests::Running<net::error_code> connecting(context, connected(stream, acceptor.local_endpoint()));
            failed = connecting.get();
        }
        QVERIFY(localLimit(failed));
        QCOMPARE(localLimit(failed)->name, std::string_view("EMFILE"));
        tests::Running<net::error_code> connecting(context, connected(stream, acceptor.local_endpoint()));
        QVERIFY(!connecting.get());
    }

    // The system's resolver says no more than that it could not.
    void lookingUpWithoutDescriptors()
    {
        net::LookUp found;
        {
            const ScarceDescriptors scarce(0);
            found = net::lookUp("no-such-host.invalid", 80);
        }
        QVERIFY(found.error);
        QVERIFY(!found.isDenied());
        const auto error = net::notFound("no-such-host.invalid", found.error);
        QCOMPARE(error.code, base::Errc::LocalLimit);
        QVERIFY(error.context.starts_with("EMFILE: "));
    }

    // Who has connected waits, is let in when there is room again, and it is told once.
    void aListenerWithoutDescriptorsPauses()
    {
        net::IoContext context{1};
        std::vector<net::Socket> accepted;
        std::vector<std::string> told;
        net::Listener::Limits limits;
        limits.paused = [&](std::string_view name) { told.emplace_back(name); };
        const auto listener = net::Listener::open(
            context, "0", [&](net::Socket socket) { accepted.push_back(std::move(socket)); }, limits);
        QVERIFY(listener);
        const auto port = (*listener)->localEndpoint().port();
        tests::RawPeer first(context, port);
        QVERIFY(tests::runUntil(context, [&] { return accepted.size() == 1; }));
        tests::RawPeer second(context, port);
        {
            const ScarceDescriptors scarce(0);
            const auto until = base::now() + std::chrono::milliseconds{200}; // several tries
            QVERIFY(tests::runUntil(context, [&] { return base::now() > until; }));
            QCOMPARE(accepted.size(), std::size_t{1});
            boost::asio::write(accepted[0], boost::asio::buffer(std::string("still here")));
            QVERIFY(tests::runUntil(context, [&] { return !first.received().empty(); }));
        }
        QVERIFY(tests::runUntil(context, [&] { return accepted.size() == 2; }));
        QCOMPARE(told, std::vector<std::string>{"EMFILE"});
    }

    void aListenerWithoutRoomPauses()
    {
        net::IoContext context{1};
        std::vector<net::Socket> accepted;
        int told = 0;
        net::Listener::Limits limits;
        limits.hasRoom = [&] { return accepted.size() < 2; };
        limits.paused = [&](std::string_view) { ++told; };
        const auto listener = net::Listener::open(
            context, "0", [&](net::Socket socket) { accepted.push_back(std::move(socket)); }, limits);
        QVERIFY(listener);
        const auto port = (*listener)->localEndpoint().port();
        const tests::RawPeer one(context, port);
        const tests::RawPeer two(context, port);
        const tests::RawPeer three(context, port);
        QVERIFY(tests::runUntil(context, [&] { return told == 1; }));
        QCOMPARE(accepted.size(), std::size_t{2});
        accepted.pop_back();
        QVERIFY(tests::runUntil(context, [&] { return accepted.size() == 2; }));
    }
};

static const TestRegistration<LocalLimitTest> registered;
#include "local_limit_test.moc"
