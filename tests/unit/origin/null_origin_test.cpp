// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/null_origin.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

using namespace weir;
namespace asio = boost::asio;

namespace {

asio::ip::tcp::endpoint endpointOf(const origin::NullOrigin& origin)
{
    const auto url = origin.url();
    return {asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)))};
}

// Everything that comes back for these bytes, sent piece by piece, until the origin closes.
std::string answered(const origin::NullOrigin& origin, const std::vector<std::string>& pieces)
{
    asio::io_context io;
    asio::ip::tcp::socket socket{io};
    socket.connect(endpointOf(origin));
    for (const auto& piece : pieces)
        asio::write(socket, asio::buffer(piece));
    std::string all;
    boost::system::error_code error;
    asio::read(socket, asio::dynamic_buffer(all), error);
    return all;
}

int replies(const std::string& text)
{
    int count = 0;
    for (auto at = text.find("HTTP/1.1 200 OK\r\n"); at != text.npos; at = text.find("HTTP/1.1 200 OK\r\n", at + 1))
        ++count;
    return count;
}

const std::string last = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

} // namespace

class NullOriginTest : public QObject {
    Q_OBJECT

private slots:
    void answersEachRequestOnce_data()
    {
        QTest::addColumn<QStringList>("pieces");
        QTest::addColumn<int>("count"); // with the last one
        QTest::newRow("one") << QStringList{} << 1;
        QTest::newRow("pipelined") << QStringList{"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n"}
                                   << 3;
        QTest::newRow("in pieces") << QStringList{"GET / HT", "TP/1.1\r\nHost: a\r", "\n\r", "\n"} << 2;
        QTest::newRow("a body that looks like a request")
            << QStringList{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"} << 2;
        QTest::newRow("a chunked body") << QStringList{
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            "0\r\n\r\n"} << 2;
    }
    void answersEachRequestOnce()
    {
        QFETCH(QStringList, pieces);
        QFETCH(int, count);
        const auto origin = origin::NullOrigin::start();
        QVERIFY(origin.has_value());
        std::vector<std::string> all;
        for (const auto& piece : pieces)
            all.push_back(piece.toStdString());
        all.push_back(last);
        const auto text = answered(**origin, all);
        QCOMPARE(replies(text), count);
        QVERIFY(QString::fromStdString(text).endsWith("Connection: close\r\n\r\nok"));
    }

    void aHeadHasNoBody()
    {
        const auto origin = origin::NullOrigin::start();
        const auto text = answered(**origin, {"HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"});
        QVERIFY(QString::fromStdString(text).endsWith("\r\n\r\n"));
    }

    void answersInTls()
    {
        const auto origin = origin::NullOrigin::start({.tls = true});
        QVERIFY(origin.has_value());
        QVERIFY((*origin)->url().starts_with("https://127.0.0.1:"));
        asio::io_context io;
        asio::ssl::context context{asio::ssl::context::tls_client};
        asio::ssl::stream<asio::ip::tcp::socket> stream{io, context};
        stream.next_layer().connect(endpointOf(**origin));
        stream.handshake(asio::ssl::stream_base::client);
        asio::write(stream, asio::buffer("GET / HTTP/1.1\r\nHost: a\r\n\r\n" + last));
        std::string all;
        boost::system::error_code error;
        asio::read(stream, asio::dynamic_buffer(all), error);
        QCOMPARE(replies(all), 2);
    }

    // Connections take turns, so the third is the first thread's again, each while the others are open.
    void everyThreadAnswers()
    {
        const auto origin = origin::NullOrigin::start({.threads = 2});
        QVERIFY(origin.has_value());
        asio::io_context io;
        std::vector<asio::ip::tcp::socket> sockets;
        for (int i = 0; i < 3; ++i) {
            sockets.emplace_back(io).connect(endpointOf(**origin));
            asio::write(sockets.back(), asio::buffer(last));
            std::string all;
            boost::system::error_code error;
            asio::read(sockets.back(), asio::dynamic_buffer(all), error);
            QCOMPARE(replies(all), 1);
        }
    }

    void garbageEndsTheConnection()
    {
        const auto origin = origin::NullOrigin::start();
        QCOMPARE(answered(**origin, {"\x16\x03\x01 no HTTP\r\n\r\n"}), std::string{});
    }
};

static const TestRegistration<NullOriginTest> registeredNullOriginTest;
#include "null_origin_test.moc"
