// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/response_writer.h"

#include "tests/support/test_registry.h"
#include "tests/unit/http/await.h"

#include <QTest>

using namespace weir;
using tests::RawPeer;
using tests::Running;

namespace {

http::Response interim(int status)
{
    http::Response response;
    response.status = status;
    return response;
}

net::Task<bool> inform(http::ResponseWriter& writer, int status)
{
    const auto response = interim(status);
    co_return co_await writer.writeInterim(response);
}

net::Task<bool> writtenReply(http::ResponseWriter& writer)
{
    while (writer.isWriting())
        co_await writer.written();
    http::Response response;
    http::ResponseWriter::Framing framing;
    framing.date = "d";
    co_return co_await writer.write(response, framing);
}

} // namespace

// "100 Continue" is sent from beside the exchange: where the client does not take it at once, others have to wait.
class ResponseWriterTest : public QObject {
    Q_OBJECT

private slots:
    void oneAfterTheOther()
    {
        net::IoContext context{1};
        net::DeadlineWheel wheel{context};
        const http::ServerLimits limits;
        http::ServerCounters counters;
        http::ResponseWriter writer(wheel, limits, counters);
        RawPeer::Tcp::acceptor acceptor(context, {boost::asio::ip::address_v4::loopback(), 0});
        RawPeer::Tcp::socket client(context);
        client.connect(acceptor.local_endpoint());
        net::Socket socket(context.get_executor());
        acceptor.accept(socket);
        net::Stream stream(std::move(socket));
        writer.attach(stream);
        // Until the system's buffers are full.
        const std::string filling(1'000'000, 'x');
        std::size_t filled = 0;
        net::error_code error;
        while (error != boost::asio::error::would_block)
            filled += stream.socket().write_some(boost::asio::buffer(filling), error);

        Running<bool> first(context, inform(writer, 100));
        Running<bool> second(context, inform(writer, 103));
        Running<bool> last(context, writtenReply(writer));
        context.poll();
        QVERIFY(writer.isWriting());
        RawPeer reader(context, std::move(client));
        QCOMPARE(reader.take(filled).size(), filled);
        QVERIFY(first.get() && second.get() && last.get());
        QCOMPARE(reader.readReply().status, 100);
        const auto next = reader.readReply().status;
        const auto other = reader.readReply().status;
        QVERIFY((next == 103 && other == 200) || (next == 200 && other == 103));
    }
};

static const TestRegistration<ResponseWriterTest> registeredResponseWriterTest;
#include "response_writer_test.moc"
