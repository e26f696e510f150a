// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/stream.h"

#include "tests/support/test_registry.h"
#include "tests/unit/http/await.h"

#include <QTest>

using namespace weir;
using net::Stream;
using tests::RawPeer;
using tests::Running;

namespace {

net::Task<std::string> readOnce(Stream& stream)
{
    char buffer[100];
    const auto read = co_await stream.read(boost::asio::buffer(buffer));
    co_return read.error ? read.error.message() : std::string(buffer, read.bytes);
}

net::Task<std::string> writeAll(Stream& stream, const std::string& first, const std::string& second)
{
    const std::array<boost::asio::const_buffer, 2> buffers = {boost::asio::buffer(first), boost::asio::buffer(second)};
    const auto error = co_await stream.write(buffers);
    co_return error ? error.message() : "";
}

net::Task<std::string> connectTo(Stream& stream, std::vector<net::Tcp::endpoint> endpoints)
{
    const auto error = co_await stream.connect(endpoints);
    co_return error ? error.message() : "";
}

const std::string aborted = net::error_code(boost::asio::error::operation_aborted).message();

} // namespace

class StreamTest : public QObject {
    Q_OBJECT

private:
    struct Pair {
        net::IoContext context{1};
        RawPeer::Tcp::acceptor acceptor{context, {boost::asio::ip::address_v4::loopback(), 0}};
        Stream stream{context};
        std::unique_ptr<RawPeer> peer;

        Pair()
        {
            Running<std::string> connecting(context, connectTo(stream, {acceptor.local_endpoint()}));
            context.poll(); // the system completes it while nobody accepts yet
            peer = std::make_unique<RawPeer>(context, acceptor.accept());
            connecting.wait();
        }
    };

private slots:
    void readsAndWrites()
    {
        Pair pair;
        Running<std::string> reading(pair.context, readOnce(pair.stream));
        pair.peer->send("hello");
        QCOMPARE(reading.wait().value_or(""), std::string("hello"));
        QCOMPARE(Running<std::string>(pair.context, writeAll(pair.stream, "a", "b")).wait().value_or("?"),
                 std::string());
        QCOMPARE(pair.peer->take(2), std::string("ab"));
    }

    // More than the system's buffers hold, from two buffers, while the peer reads.
    void writesWhatDoesNotFitAtOnce()
    {
        Pair pair;
        std::string first, second;
        for (int i = 0; second.size() < 9'000'000; ++i)
            (i % 3 ? first : second) += std::to_string(i);
        Running<std::string> writing(pair.context, writeAll(pair.stream, first, second));
        QCOMPARE(writing.wait().value_or("?"), std::string());
        QVERIFY(pair.peer->take(first.size() + second.size()) == first + second);
    }

    void interruptEndsTheReadAndAllAfterIt()
    {
        Pair pair;
        Running<std::string> reading(pair.context, readOnce(pair.stream));
        pair.context.poll();
        pair.stream.interrupt();
        QCOMPARE(reading.wait().value_or(""), aborted);
        QCOMPARE(Running<std::string>(pair.context, readOnce(pair.stream)).wait().value_or(""), aborted);
        QCOMPARE(Running<std::string>(pair.context, writeAll(pair.stream, "a", "b")).wait().value_or(""), aborted);
        // Connecting anew on it fails as well, rather than taking effect behind the owner's back.
        QCOMPARE(Running<std::string>(pair.context, connectTo(pair.stream, {pair.acceptor.local_endpoint()}))
                     .wait()
                     .value_or(""),
                 aborted);
    }

    // The interrupt comes when the bytes have arrived but the reader has not run yet.
    void interruptWinsOverBytesThatAreThere()
    {
        Pair pair;
        Running<std::string> reading(pair.context, readOnce(pair.stream));
        pair.context.poll();
        pair.peer->send("hello");
        pair.stream.interrupt();
        QCOMPARE(reading.wait().value_or(""), aborted);
    }

    void connectTriesEachAddress()
    {
        net::IoContext context{1};
        RawPeer::Tcp::acceptor acceptor(context, {boost::asio::ip::address_v4::loopback(), 0});
        RawPeer::Tcp::acceptor closed(context, {boost::asio::ip::address_v4::loopback(), 0});
        const auto nobody = closed.local_endpoint();
        closed.close();
        Stream stream(context);
        QCOMPARE(
            Running<std::string>(context, connectTo(stream, {nobody, acceptor.local_endpoint()})).wait().value_or("?"),
            std::string());
        Stream other(context);
        QCOMPARE(Running<std::string>(context, connectTo(other, {nobody})).wait().value_or(""),
                 net::error_code(boost::asio::error::connection_refused).message());
    }

    void endOfStream()
    {
        Pair pair;
        pair.peer->close();
        QCOMPARE(Running<std::string>(pair.context, readOnce(pair.stream)).wait().value_or(""),
                 net::error_code(boost::asio::error::eof).message());
    }

    void staleness()
    {
        Pair pair;
        QVERIFY(!pair.stream.isStale());
        pair.peer->send("unasked");
        QVERIFY(tests::runUntil(pair.context, [&] { return pair.stream.isStale(); }));
    }
};

static const TestRegistration<StreamTest> registeredStreamTest;
#include "stream_test.moc"
