// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/serializer.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::http;

namespace {

class NoPieces final : public BodySource {
public:
    weir::net::Task<weir::base::Result<std::string_view>> pull() override { co_return std::string_view(); }
};

std::string headOf(const Request& request)
{
    std::string text;
    appendHead(text, request);
    return text;
}

std::string headOf(const Response& response, bool toHead = false, int clientMinorVersion = 1)
{
    std::string text;
    appendHead(text, response, toHead, clientMinorVersion);
    return text;
}

Response withStatus(int status)
{
    Response response;
    response.status = status;
    return response;
}

Body bytes(std::string text)
{
    return Body(makeBytes(std::move(text)));
}

Body stream(std::optional<std::uint64_t> length)
{
    return Body(std::make_unique<NoPieces>(), length);
}

} // namespace

class SerializerTest : public QObject {
    Q_OBJECT

private slots:
    void hostWhereThereIsNone()
    {
        Request request;
        std::string text;
        appendHead(text, request, "/base", "a:1");
        QCOMPARE(text, std::string("GET /base/ HTTP/1.1\r\nHost: a:1\r\n\r\n"));
        request.headers.add("host", "b");
        text.clear();
        appendHead(text, request, "/base", "a:1");
        QCOMPARE(text, std::string("GET /base/ HTTP/1.1\r\nhost: b\r\n\r\n"));
    }

    void requests()
    {
        Request request;
        request.headers.add("Host", "a");
        QCOMPARE(headOf(request), std::string("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        request.method = "POST";
        QCOMPARE(headOf(request), std::string("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"));
        request.body = bytes("abc");
        QCOMPARE(headOf(request), std::string("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n"));
        request.body = stream(std::nullopt);
        QCOMPARE(headOf(request), std::string("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
        request.body = stream(7);
        QCOMPARE(headOf(request), std::string("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\n"));
    }

    // A message cannot contradict itself: what frames the body is derived from the body.
    void framingFieldsOfTheHeaderAreLeftOut()
    {
        Response response;
        response.headers.add("Content-Length", "99");
        response.headers.add("A", "1");
        response.headers.add("transfer-encoding", "gzip, chunked");
        response.body = bytes("abc");
        QCOMPARE(headOf(response), std::string("HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 3\r\n\r\n"));
    }

    void replies_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("body"); // "": none, "*": stream, else bytes
        QTest::addColumn<bool>("toHead");
        QTest::addColumn<int>("minor");
        QTest::addColumn<QString>("framing");
        QTest::newRow("empty") << 200 << "" << false << 1 << "Content-Length: 0\r\n";
        QTest::newRow("bytes") << 200 << "abc" << false << 1 << "Content-Length: 3\r\n";
        QTest::newRow("stream") << 200 << "*" << false << 1 << "Transfer-Encoding: chunked\r\n";
        QTest::newRow("stream to 1.0") << 200 << "*" << false << 0 << "";
        QTest::newRow("bytes to HEAD") << 200 << "abc" << true << 1 << "Content-Length: 3\r\n";
        QTest::newRow("stream to HEAD") << 200 << "*" << true << 1 << "Transfer-Encoding: chunked\r\n";
        QTest::newRow("204") << 204 << "" << false << 1 << "";
        QTest::newRow("204 with bytes") << 204 << "abc" << false << 1 << "";
        QTest::newRow("304") << 304 << "" << false << 1 << "";
        QTest::newRow("103") << 103 << "" << false << 1 << "";
    }

    void replies()
    {
        QFETCH(int, status);
        QFETCH(QString, body);
        QFETCH(bool, toHead);
        QFETCH(int, minor);
        QFETCH(QString, framing);
        auto response = withStatus(status);
        if (body == "*")
            response.body = stream(std::nullopt);
        else if (!body.isEmpty())
            response.body = bytes(body.toStdString());
        const auto head = headOf(response, toHead, minor);
        QCOMPARE(QString::fromStdString(head.substr(head.find("\r\n") + 2)), framing + "\r\n");
    }

    void replyToHeadKeepsTheLengthOfItsGet()
    {
        auto response = withStatus(200);
        response.headers.add("Content-Length", "42");
        QCOMPARE(headOf(response, true), std::string("HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n"));
        response.status = 204;
        QCOMPARE(headOf(response, true), std::string("HTTP/1.1 204 No Content\r\n\r\n"));
    }

    void unknownStatus()
    {
        QCOMPARE(headOf(withStatus(299)), std::string("HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n"));
    }

    void headBytesIsTheLengthOfTheHead()
    {
        Response response;
        response.headers.add("A", "1");
        response.body = bytes(std::string(12345, 'x'));
        QCOMPARE(headBytes(response, false), headOf(response).size());
    }

    void chunkHeader()
    {
        std::string text;
        appendChunkHeader(text, 0x1aF);
        QCOMPARE(text, std::string("1af\r\n"));
    }
};

static const TestRegistration<SerializerTest> registeredSerializerTest;
#include "serializer_test.moc"
