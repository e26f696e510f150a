// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/client_connection.h"

#include "tests/support/test_registry.h"
#include "tests/unit/http/await.h"

#include <QTest>

using namespace weir;
using tests::RawPeer;
using tests::Running;

namespace {

using Tcp = boost::asio::ip::tcp;

struct Exchange {
    std::string error; // "" or the kind
    http::Response head;
    std::string body;
    bool reusable = false;
};

net::Task<Exchange> exchange(http::ClientConnection& connection, http::Request request)
{
    Exchange result;
    const auto sent = co_await connection.send(request);
    if (!sent) {
        result.error = base::name(sent.error().code);
        co_return result;
    }
    http::ReplyContext context;
    context.toHead = request.isHead();
    const auto head = co_await connection.receiveHead(result.head, context);
    if (!head) {
        result.error = base::name(head.error().code);
        co_return result;
    }
    for (;;) {
        const auto piece = co_await connection.receiveBody();
        if (!piece)
            result.error = base::name(piece.error().code);
        if (!piece || piece->empty())
            break;
        result.body += *piece;
    }
    result.reusable = connection.isReusable();
    co_return result;
}

net::Task<bool> connectTo(http::ClientConnection& connection, Tcp::endpoint endpoint)
{
    const std::array<Tcp::endpoint, 1> addresses = {endpoint};
    const auto error = co_await connection.stream().connect(addresses);
    co_return !error;
}

class ReplyPieces final : public http::BodySource {
public:
    explicit ReplyPieces(std::vector<std::string> pieces) : m_pieces(std::move(pieces)) {}
    net::Task<base::Result<std::string_view>> pull() override
    {
        if (m_next == m_pieces.size())
            co_return std::string_view();
        co_return std::string_view(m_pieces[m_next++]);
    }

private:
    std::vector<std::string> m_pieces;
    std::size_t m_next = 0;
};

// A reply's first piece, whether more is said to arrive, and the piece after it.
struct LookedAhead {
    std::string first;
    bool goesOn = false;
    std::string next;
};

net::Task<LookedAhead> lookAhead(http::ClientConnection& connection, net::DeadlineWheel& wheel, http::Request request)
{
    LookedAhead result;
    http::Response response;
    const auto sent = co_await connection.send(request);
    const http::ReplyContext context;
    const auto head = co_await connection.receiveHead(response, context);
    const auto first = co_await connection.receiveBody();
    if (!sent || !head || !first)
        co_return result;
    constexpr base::Nanos patience = std::chrono::milliseconds(5);
    result.goesOn = co_await connection.arrives(wheel, patience);
    result.first = *first; // not before: it has to stay valid
    if (!result.goesOn)
        co_return result;
    const auto next = co_await connection.receiveBody();
    result.next = next ? std::string(*next) : "an error";
    co_return result;
}

http::Request getRequest()
{
    http::Request request;
    request.headers.add("Host", "shop.test");
    return request;
}

} // namespace

// Against a server that sends exactly the bytes it is told.
class ClientConnectionTest : public QObject {
    Q_OBJECT

private:
    struct Setup {
        net::IoContext context{1};
        Tcp::acceptor acceptor{context, {boost::asio::ip::address_v4::loopback(), 0}};
        http::ClientConnection connection;
        std::unique_ptr<RawPeer> server;

        explicit Setup(const http::Limits& limits = {}) : connection(context, limits)
        {
            Running<bool> connecting(context, connectTo(connection, acceptor.local_endpoint()));
            context.poll(); // the system completes it while nobody accepts yet
            server = std::make_unique<RawPeer>(context, acceptor.accept());
            connecting.wait();
        }

        // One exchange, answered with `reply` in `pieces` parts.
        Exchange answer(http::Request request, std::string_view reply, bool closes = false, std::size_t pieces = 1)
        {
            Running<Exchange> running(context, exchange(connection, std::move(request)));
            server->takeThrough("\r\n\r\n");
            const auto size = reply.size() / pieces + 1;
            for (std::size_t at = 0; at < reply.size(); at += size) {
                server->send(reply.substr(at, size));
                for (int i = 0; i < 3; ++i)
                    context.poll();
            }
            if (closes)
                server->close();
            return running.get();
        }
    };

private slots:
    void replies_data()
    {
        QTest::addColumn<std::string>("reply");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<int>("status");
        QTest::addColumn<std::string>("body");
        QTest::addColumn<std::string>("error");
        QTest::addColumn<bool>("reusable");
        const auto row = [](const char* name, std::string reply, bool closes, int status, std::string body,
                            std::string error, bool reusable) {
            QTest::newRow(name) << reply << closes << status << body << error << reusable;
        };
        const std::string ok = "HTTP/1.1 200 OK\r\n";
        const std::string hello = ok + "Content-Length: 5\r\n\r\nhello";
        row("length", hello, false, 200, "hello", "", true);
        row("chunked with trailers",
            ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nX: y\r\n\r\n", false, 200, "hello",
            "", true);
        row("interim replies", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + hello,
            false, 200, "hello", "", true);
        row("204", "HTTP/1.1 204 No Content\r\n\r\n", false, 204, "", "", true);
        row("304 with a length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", false, 304, "", "", true);
        row("until close", ok + "\r\nhello", true, 200, "hello", "", false);
        row("told to close", ok + "Connection: close\r\nContent-Length: 0\r\n\r\n", false, 200, "", "", false);
        row("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", false, 200, "hello", "", false);
        row("bytes nobody asked for", hello + "x", false, 200, "hello", "", false);
        row("a second reply", hello + hello, false, 200, "hello", "", false);
        row("bytes after 304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello", false, 304, "", "",
            false);
        row("truncated", ok + "Content-Length: 6\r\n\r\nhello", true, 200, "hello", "connection closed early", false);
        row("truncated chunk", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel", true, 200, "hel",
            "connection closed early", false);
        row("no last chunk", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", true, 200, "hello",
            "connection closed early", false);
        row("truncated head", ok + "Content-Le", true, 0, "", "connection closed early", false);
        row("no reply", "", true, 0, "", "connection closed early", false);
        std::string interims;
        for (int i = 0; i < 101; ++i)
            interims += "HTTP/1.1 102 Processing\r\n\r\n";
        row("nothing but interim replies", interims, false, 102, "", "malformed message", false);
        row("garbage", "220 ESMTP ready\r\n", false, 0, "", "malformed message", false);
        row("bad chunk", ok + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", false, 200, "", "malformed message", false);
        row("header too long", ok + "X: " + std::string(70000, 'a') + "\r\n\r\n", false, 0, "", "message too large",
            false);
    }

    void replies()
    {
        QFETCH(std::string, reply);
        QFETCH(bool, closes);
        QFETCH(int, status);
        QFETCH(std::string, body);
        QFETCH(std::string, error);
        QFETCH(bool, reusable);
        for (const std::size_t pieces : {1U, 2U, 7U}) {
            Setup setup;
            const auto result = setup.answer(getRequest(), reply, closes, pieces);
            QCOMPARE(result.error, error);
            QCOMPARE(result.body, body);
            if (status != 0)
                QCOMPARE(result.head.status, status);
            if (pieces == 1) // what comes later is only seen by isStale()
                QCOMPARE(result.reusable, reusable);
        }
    }

    void replyToHead()
    {
        Setup setup;
        auto request = getRequest();
        request.method = "HEAD";
        const auto result = setup.answer(std::move(request), "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        QCOMPARE(result.error, std::string());
        QVERIFY(result.body.empty() && result.reusable);
        QCOMPARE(setup.connection.announcedLength(), std::optional<std::uint64_t>(5));
    }

    void manyExchangesOnOneConnection()
    {
        Setup setup;
        for (int i = 0; i < 100; ++i) {
            const auto body = std::string(static_cast<std::size_t>(i * 97), 'b');
            const auto result = setup.answer(getRequest(),
                                             "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size())
                                                 + "\r\nN: " + std::to_string(i) + "\r\n\r\n" + body);
            QCOMPARE(result.body, body);
            QVERIFY(result.reusable);
            QCOMPARE(std::string(*result.head.headers.get("N")), std::to_string(i));
            QCOMPARE(result.head.headers.size(), std::size_t{2});
        }
    }

    void sendsBodies()
    {
        Setup setup;
        auto request = getRequest();
        request.method = "POST";
        request.body = http::Body(http::makeBytes("hello"));
        Running<Exchange> whole(setup.context, exchange(setup.connection, std::move(request)));
        QVERIFY(setup.server->waitFor("\r\n\r\nhello"));
        QCOMPARE(setup.server->takeThrough("hello"),
                 std::string("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 5\r\n\r\nhello"));
        setup.server->send("HTTP/1.1 204 X\r\n\r\n");
        QCOMPARE(whole.get().head.status, 204);

        request = getRequest();
        request.method = "POST";
        request.body = http::Body(std::make_unique<ReplyPieces>(std::vector<std::string>{"hel", "lo"}), std::nullopt);
        Running<Exchange> chunked(setup.context, exchange(setup.connection, std::move(request)));
        QVERIFY(setup.server->waitFor("0\r\n\r\n"));
        QVERIFY(setup.server->received().ends_with("chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"));
        setup.server->send("HTTP/1.1 204 X\r\n\r\n");
        QCOMPARE(chunked.get().head.status, 204);
    }

    void looksAhead_data()
    {
        QTest::addColumn<QByteArray>("rest");
        QTest::addColumn<bool>("goesOn");
        QTest::addColumn<QByteArray>("next");
        QTest::newRow("a pause") << QByteArray() << false << QByteArray();
        QTest::newRow("a pause before the chunk's end") << QByteArray("\r") << false << QByteArray();
        QTest::newRow("a pause after the chunk's end") << QByteArray("\r\n") << false << QByteArray();
        QTest::newRow("a pause within the next size") << QByteArray("\r\n5") << false << QByteArray();
        QTest::newRow("a pause after the next size") << QByteArray("\r\n5\r\n") << false << QByteArray();
        QTest::newRow("a piece") << QByteArray("\r\n5\r\nworld") << true << QByteArray("world");
        QTest::newRow("the end") << QByteArray("\r\n0\r\n\r\n") << true << QByteArray();
        QTest::newRow("nonsense") << QByteArray("\r\nxyz\r\n") << true << QByteArray("an error");
    }

    // Framing alone is nothing that could be passed on.
    void looksAhead()
    {
        QFETCH(QByteArray, rest);
        Setup setup;
        net::DeadlineWheel wheel(setup.context);
        Running<LookedAhead> running(setup.context, lookAhead(setup.connection, wheel, getRequest()));
        QVERIFY(setup.server->waitFor("\r\n\r\n"));
        setup.server->send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello" + rest.toStdString());
        const auto ahead = running.get();
        QCOMPARE(ahead.first, std::string("hello"));
        QTEST(ahead.goesOn, "goesOn");
        QTEST(QByteArray::fromStdString(ahead.next), "next");
    }

    void bodyAboveTheLimit()
    {
        http::Limits limits;
        limits.bodyBytes = 4;
        for (const std::string framing : {"Content-Length: 5\r\n\r\nhello",
                                          "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "\r\nhello"}) {
            Setup setup(limits);
            QCOMPARE(setup.answer(getRequest(), "HTTP/1.1 200 OK\r\n" + framing).error,
                     std::string("message too large"));
        }
    }

    // RFC 9112, section 8: only an end in order says that a body which lasts until then is whole.
    void untilReset()
    {
        Setup setup;
        Running<Exchange> running(setup.context, exchange(setup.connection, getRequest()));
        setup.server->takeThrough("\r\n\r\n");
        setup.server->send("HTTP/1.0 200 OK\r\n\r\npart");
        QVERIFY(tests::runUntil(setup.context, [&] { return setup.connection.bodyBytes() == 4; }));
        setup.server->socket().set_option(boost::asio::socket_base::linger(true, 0));
        setup.server->close();
        QCOMPARE(running.get().error, std::string("connection reset"));
    }

    void interruptedWhileItWaits()
    {
        Setup setup;
        Running<Exchange> running(setup.context, exchange(setup.connection, getRequest()));
        QVERIFY(setup.server->waitFor("\r\n\r\n"));
        setup.connection.stream().interrupt();
        QCOMPARE(running.get().error, std::string("cancelled"));
        QVERIFY(!setup.connection.isReusable());
    }

    void staleWhenTheServerHasClosed()
    {
        Setup setup;
        QVERIFY(setup.answer(getRequest(), "HTTP/1.1 204 X\r\n\r\n").reusable);
        QVERIFY(!setup.connection.stream().isStale());
        setup.server->close();
        QVERIFY(tests::runUntil(setup.context, [&] { return setup.connection.stream().isStale(); }));
    }
};

static const TestRegistration<ClientConnectionTest> registeredClientConnectionTest;
#include "client_connection_test.moc"
