// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <brotli/decode.h>
#include <zlib.h>

using namespace weir;
using tests::GatewaySetup;

namespace {

// What a client can read of a coded body that goes on: none of the product's code.
std::string readable(const std::string& coding, const std::string& coded)
{
    std::string bytes(100'000, '\0');
    if (coding == "gzip") {
        z_stream stream{};
        inflateInit2(&stream, 15 + 16);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(coded.data()));
        stream.avail_in = static_cast<uInt>(coded.size());
        stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
        stream.avail_out = static_cast<uInt>(bytes.size());
        inflate(&stream, Z_SYNC_FLUSH);
        bytes.resize(stream.total_out);
        inflateEnd(&stream);
        return bytes;
    }
    if (coding == "br") {
        auto* state = BrotliDecoderCreateInstance(nullptr, nullptr, nullptr);
        std::size_t in = coded.size();
        std::size_t out = bytes.size();
        const auto* from = reinterpret_cast<const std::uint8_t*>(coded.data());
        auto* to = reinterpret_cast<std::uint8_t*>(bytes.data());
        BrotliDecoderDecompressStream(state, &in, &from, &out, &to, nullptr);
        BrotliDecoderDestroyInstance(state);
        bytes.resize(bytes.size() - out);
        return bytes;
    }
    return coded;
}

// The chunks that have come so far, put together.
std::string dechunked(std::string_view raw)
{
    std::string body;
    for (;;) {
        const auto line = raw.find("\r\n");
        if (line == std::string_view::npos)
            return body;
        const auto size = std::stoul(std::string(raw.substr(0, line)), nullptr, 16);
        if (size == 0 || raw.size() < line + 2 + size)
            return body;
        body.append(raw.substr(line + 2, size));
        raw.remove_prefix(std::min(raw.size(), line + 4 + size));
    }
}

std::string chunk(const std::string& bytes)
{
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return size + bytes + "\r\n";
}

} // namespace

// Replies that come bit by bit reach the client bit by bit, though their end be far.
class StreamingTest : public QObject {
    Q_OBJECT

private slots:
    void eventsArriveOneByOne_data()
    {
        QTest::addColumn<std::string>("coding");
        QTest::addColumn<std::string>("type");
        QTest::addColumn<bool>("caches");
        for (const auto* coding : {"", "gzip", "br"}) {
            QTest::addRow("events %s", coding) << std::string(coding) << std::string("text/event-stream") << false;
            QTest::addRow("text %s", coding) << std::string(coding) << std::string("text/plain") << false;
            QTest::addRow("kept text %s", coding) << std::string(coding) << std::string("text/plain") << true;
        }
    }
    void eventsArriveOneByOne()
    {
        QFETCH(std::string, coding);
        QFETCH(std::string, type);
        QFETCH(bool, caches);
        auto scenario = tests::plainScenario();
        scenario.compression.enabled = true;
        scenario.cache.enabled = caches;
        GatewaySetup setup(scenario);
        const auto client = setup.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: " + coding + "\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nCache-Control: max-age=60\r\n"
                     + "Transfer-Encoding: chunked\r\n\r\n");
        const bool isEventStream = type == "text/event-stream";
        std::string head;
        if (isEventStream) // known to be slow, so its beginning is told at once
            head = client->takeThrough("\r\n\r\n");
        std::string sent;
        for (int i = 0; i < 4; ++i) {
            const auto event = "data: event " + std::to_string(i) + "\n\n";
            target->send(chunk(event));
            sent += event;
            if (head.empty())
                head = client->takeThrough("\r\n\r\n");
            QVERIFY(setup.becomes([&] { return readable(coding, dechunked(client->received())) == sent; }));
        }
        QVERIFY(head.find("Content-Encoding: " + (coding.empty() ? "x" : coding)) != std::string::npos
                || coding.empty());
        target->send("0\r\n\r\n");
        QVERIFY(client->waitFor("\r\n0\r\n\r\n"));
        QCOMPARE(readable(coding, dechunked(client->received())), sent);
    }

    // A body within what is buffered, whose end is not in sight.
    void uploadArrivesBitByBit()
    {
        GatewaySetup setup;
        const auto client = setup.send(
            "POST / HTTP/1.1\r\nHost: a\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        QVERIFY(target->takeThrough("\r\n\r\n").ends_with("Transfer-Encoding: chunked\r\n\r\n"));
        for (const auto* piece : {"5\r\nabcde\r\n", "2\r\nfg\r\n", "0\r\nX-Sum: 7\r\n\r\n"}) {
            client->send(piece);
            QCOMPARE(target->take(std::string_view(piece).size()), std::string(piece));
        }
        target->send(tests::ok);
        QCOMPARE(client->readReply().body, std::string("ok"));
    }

    void bothWaysAtOnce()
    {
        GatewaySetup setup;
        const auto client = setup.send(
            "POST / HTTP/1.1\r\nHost: a\r\nTrailer: X\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        QVERIFY(target->waitFor("3\r\none\r\n"));
        target->send(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nONE\r\n");
        QVERIFY(client->waitFor("3\r\nONE\r\n"));
        client->send("3\r\ntwo\r\n");
        QVERIFY(target->waitFor("3\r\ntwo\r\n"));
        target->send("3\r\nTWO\r\n");
        QVERIFY(client->waitFor("3\r\nTWO\r\n"));
        client->send("0\r\n\r\n");
        QVERIFY(target->waitFor("\r\n0\r\n\r\n"));
        target->send("0\r\n\r\n");
        QVERIFY(client->waitFor("\r\n0\r\n\r\n"));
        QVERIFY(client->waitForClose()); // as its head has said: there was no knowing how much was to come
        QVERIFY(client->received().find("Connection: close\r\n") != std::string::npos);
        // The connection to the target goes on.
        target->takeThrough("\r\n0\r\n\r\n");
        const auto next = setup.send(tests::get);
        QCOMPARE(target->takeThrough("\r\n\r\n"), setup.wire(tests::forwardedGet));
        target->send(tests::ok);
        QCOMPARE(next->readReply().body, std::string("ok"));
        QCOMPARE(setup.origin.accepted(), 1);
    }
};

static const TestRegistration<StreamingTest> registeredStreamingTest;
#include "streaming_test.moc"
