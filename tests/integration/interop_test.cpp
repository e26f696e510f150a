// SPDX-License-Identifier: GPL-3.0-or-later
// Clients that share no code with Weir through `weir-cli proxy`: Qt's, curl, and a WebSocket.
#include "tests/integration/cli_process.h"
#include "tests/integration/echo_origin.h"
#include "tests/integration/nginx.h"
#include "tests/integration/web_socket.h"
#include "tests/support/test_registry.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkDiskCache>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QProcess>
#include <QTcpSocket>
#include <QTest>

#include <memory>
#include <optional>

using namespace weir::integration;

namespace {

constexpr int interopPatienceMs = 30'000;

QByteArray rows(int count)
{
    QByteArray text = "[";
    for (int i = 0; i < count; ++i)
        text += QByteArray(i > 0 ? "," : "") + R"({"id":)" + QByteArray::number(i) + R"(,"name":"Product"})";
    return text + "]";
}

QByteArray bytes(int size)
{
    QByteArray content(size, '\0');
    for (int i = 0; i < size; ++i)
        content[i] = static_cast<char>(i * 31 + i / 251);
    return content;
}

// weir-cli proxy before that target.
class Proxy {
public:
    explicit Proxy(const QString& target, const QStringList& more = {})
        : m_process(QStringList{"proxy", target, "--listen", "127.0.0.1:0"} + more)
    {
        if (!m_process.waitForOutput("\n"))
            return;
        m_url = m_process.output().section("listening on ", 1).trimmed();
    }

    const QString& url() const { return m_url; }
    quint16 port() const { return static_cast<quint16>(QUrl(m_url).port()); }

private:
    CliProcess m_process;
    QString m_url; // empty: it did not start
};

struct Fetched {
    int status = 0;
    QNetworkReply::NetworkError error = QNetworkReply::TimeoutError;
    QByteArray body;
    QByteArray coding;
    bool fromCache = false;
};

} // namespace

class InteropTest : public QObject {
    Q_OBJECT

private:
    std::optional<Nginx> m_nginx;
    std::optional<EchoOrigin> m_echo;
    std::optional<Proxy> m_files; // before nginx
    std::optional<Proxy> m_echoes;
    const QByteArray m_small = rows(10);
    const QByteArray m_large = rows(20'000);

    static Fetched wait(QNetworkReply* started)
    {
        const std::unique_ptr<QNetworkReply> reply{started};
        Fetched fetched;
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, interopPatienceMs))
            return fetched;
        fetched.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        fetched.error = reply->error();
        fetched.body = reply->readAll();
        fetched.coding = reply->rawHeader("Content-Encoding");
        fetched.fromCache = reply->attribute(QNetworkRequest::SourceIsFromCacheAttribute).toBool();
        return fetched;
    }

    // Its standard output; nothing, and a warning, where it fails.
    static QByteArray curl(const QStringList& arguments)
    {
        QProcess process;
        process.start("curl", QStringList{"-sS", "--fail-with-body", "--max-time", "30"} + arguments);
        const bool ended = QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; },
                                           interopPatienceMs + 5000);
        if (!ended || process.exitCode() != 0) {
            qWarning("curl: exit code %d, %s", process.exitCode(), process.readAllStandardError().constData());
            return {};
        }
        return process.readAllStandardOutput();
    }

    QString file(const QString& name, const QByteArray& content) const
    {
        QFile file{m_nginx->folder() + "/" + name};
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("no file to upload");
        return file.fileName();
    }

private slots:
    void initTestCase()
    {
        if (!Nginx::isInstalled())
            QSKIP("nginx is not installed (Debian: nginx-light)");
        m_nginx.emplace();
        const auto problem = m_nginx->start();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(m_nginx->addFile("small.json", m_small) && m_nginx->addFile("large.json", m_large));
        m_echo.emplace();
        m_files.emplace(m_nginx->plain());
        m_echoes.emplace(m_echo->url());
        QVERIFY(!m_files->url().isEmpty() && !m_echoes->url().isEmpty());
    }

    void cleanup()
    {
        if (m_echo)
            m_echo->takeRequests();
    }

    void qtGets()
    {
        QNetworkAccessManager network;
        for (int i = 0; i < 3; ++i) {
            for (const auto& [name, content] : {std::pair{"/small.json", m_small}, std::pair{"/large.json", m_large}}) {
                const auto reply = wait(network.get(QNetworkRequest(QUrl(m_files->url() + name))));
                QCOMPARE(reply.error, QNetworkReply::NoError);
                QCOMPARE(reply.status, 200);
                QCOMPARE(reply.body, content); // coded by Weir and decoded by Qt, where it is large
            }
        }
        const auto missing = wait(network.get(QNetworkRequest(QUrl(m_files->url() + "/nothing"))));
        QCOMPARE(missing.error, QNetworkReply::ContentNotFoundError);
        QCOMPARE(missing.status, 404);
    }

    void qtSeesTheCoding_data()
    {
        QTest::addColumn<QByteArray>("asked");
        QTest::addColumn<QByteArray>("coding");
        QTest::newRow("gzip") << QByteArray("gzip") << QByteArray("gzip");
        QTest::newRow("brotli") << QByteArray("br, gzip;q=0.5") << QByteArray("br");
        QTest::newRow("none") << QByteArray("identity") << QByteArray();
    }

    // Asked for by hand, Qt leaves the body as it comes.
    void qtSeesTheCoding()
    {
        QFETCH(QByteArray, asked);
        QFETCH(QByteArray, coding);
        QNetworkAccessManager network;
        QNetworkRequest request(QUrl(m_files->url() + "/large.json"));
        request.setRawHeader("Accept-Encoding", asked);
        const auto reply = wait(network.get(request));
        QCOMPARE(reply.error, QNetworkReply::NoError);
        QCOMPARE(reply.coding, coding);
        QCOMPARE(reply.body == m_large, coding.isEmpty());
        QVERIFY(coding.isEmpty() || reply.body.size() < m_large.size() / 5);
    }

    void qtSendsHead()
    {
        QNetworkAccessManager network;
        const auto head = wait(network.head(QNetworkRequest(QUrl(m_files->url() + "/large.json"))));
        QCOMPARE(head.error, QNetworkReply::NoError);
        QCOMPARE(head.status, 200);
        QVERIFY(head.body.isEmpty());
        const auto after = wait(network.get(QNetworkRequest(QUrl(m_files->url() + "/small.json")))); // same connection
        QCOMPARE(after.body, m_small);
    }

    // Its cache asks with the validators that Weir gave it, of a coded reply too.
    void qtRevalidates_data()
    {
        QTest::addColumn<QByteArray>("coding");
        for (const auto* coding : {"identity", "gzip", "br"})
            QTest::newRow(coding) << QByteArray(coding);
    }

    void qtRevalidates()
    {
        QFETCH(QByteArray, coding);
        QTemporaryDir folder;
        QNetworkAccessManager network;
        auto* cache = new QNetworkDiskCache(&network);
        cache->setCacheDirectory(folder.path());
        network.setCache(cache);
        QNetworkRequest request(QUrl(m_files->url() + "/large.json"));
        request.setRawHeader("Accept-Encoding", coding);
        const auto first = wait(network.get(request));
        QCOMPARE(first.error, QNetworkReply::NoError);
        QVERIFY(!first.fromCache);
        request.setRawHeader("Cache-Control", "max-age=0");
        const auto again = wait(network.get(request));
        QCOMPARE(again.error, QNetworkReply::NoError);
        QVERIFY(again.fromCache);
        QCOMPARE(again.body, first.body);
    }

    void qtReadsPieces_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("coding");
        for (const auto* path : {"/pieces/10", "/announced/10"})
            for (const auto* coding : {"identity", "gzip", "br"})
                QTest::addRow("%s, %s", path, coding) << QString(path) << QByteArray(coding);
    }

    // Each goes on its way when it comes, coded too.
    void qtReadsPieces()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, coding);
        QNetworkAccessManager network;
        QNetworkRequest request(QUrl(m_echoes->url() + path));
        if (coding == "gzip")
            request.setDecompressedSafetyCheckThreshold(-1); // with a field of Qt's own, so it decodes
        else
            request.setRawHeader("Accept-Encoding", coding);
        const std::unique_ptr<QNetworkReply> reply{network.get(request)};
        int arrivals = 0;
        QByteArray body;
        connect(reply.get(), &QNetworkReply::readyRead, this, [&] {
            ++arrivals;
            body += reply->readAll();
        });
        QVERIFY(QTest::qWaitFor([&] { return reply->isFinished(); }, interopPatienceMs));
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        if (coding != "br")
            QCOMPARE(body.count("piece "), 10);
        QVERIFY2(arrivals > 3, "the pieces were held back");
    }

    void qtPosts_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("nothing") << 0;
        QTest::newRow("little") << 17;
        QTest::newRow("a stream") << 5'000'000;
    }

    void qtPosts()
    {
        QFETCH(int, size);
        QNetworkAccessManager network;
        for (int i = 0; i < 3; ++i) {
            QNetworkRequest request(QUrl(m_echoes->url() + "/echo"));
            request.setHeader(QNetworkRequest::ContentTypeHeader, "application/octet-stream");
            const auto reply = wait(network.post(request, bytes(size)));
            QCOMPARE(reply.error, QNetworkReply::NoError);
            QCOMPARE(reply.status, 200);
            QVERIFY(reply.body == bytes(size));
        }
        QCOMPARE(m_echo->takeRequests().size(), 3U);
    }

    void curlGets_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("plain") << QStringList{};
        QTest::newRow("compressed") << QStringList{"--compressed"};
        QTest::newRow("HTTP/1.0") << QStringList{"--http1.0"};
        QTest::newRow("HTTP/1.0, kept alive") << QStringList{"--http1.0", "-H", "Connection: keep-alive"};
        QTest::newRow("HTTP/1.0, compressed") << QStringList{"--http1.0", "--compressed"};
        QTest::newRow("offers HTTP/2") << QStringList{"--http2"};
    }

    void curlGets()
    {
        QFETCH(QStringList, options);
        QCOMPARE(curl(options + QStringList{m_files->url() + "/small.json"}), m_small);
        QVERIFY(curl(options + QStringList{m_files->url() + "/large.json"}) == m_large);
        QCOMPARE(curl(options + QStringList{m_echoes->url() + "/pieces/3"}), QByteArray("piece 0\npiece 1\npiece 2\n"));
        QVERIFY(curl(options + QStringList{"-I", m_files->url() + "/large.json"}).contains(" 200 OK\r\n"));
    }

    void curlUploads_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<bool>("chunked");
        const QStringList none;
        const QStringList chunked{"-H", "Transfer-Encoding: chunked"};
        const QStringList expecting{"-H", "Expect: 100-continue"};
        const QStringList unexpecting{"-H", "Expect:"};
        QTest::newRow("length") << none << false;
        QTest::newRow("length, expecting") << expecting << false;
        QTest::newRow("length, not expecting") << unexpecting << false;
        QTest::newRow("chunked") << chunked << true;
        QTest::newRow("chunked, expecting") << chunked + expecting << true;
        QTest::newRow("chunked, not expecting") << chunked + unexpecting << true;
        QTest::newRow("HTTP/1.0") << QStringList{"--http1.0"} << false;
    }

    // A small body goes on as a whole and with its length, a large one as it came. Of a file without content curl 7.88
    // never sends the last chunk.
    void curlUploads()
    {
        QFETCH(QStringList, options);
        QFETCH(bool, chunked);
        for (const int size : {chunked ? 1 : 0, 1000, 3'000'000}) {
            const auto content = bytes(size);
            const auto echoed = curl(options + QStringList{"-T", file("upload", content), m_echoes->url() + "/upload"});
            QVERIFY2(echoed == content, qPrintable(QString("of %1 bytes").arg(size)));
            const auto requests = m_echo->takeRequests();
            QCOMPARE(requests.size(), 1U);
            QCOMPARE(requests[0].method, QByteArray("PUT"));
            QVERIFY(requests[0].body == content);
            QCOMPARE(requests[0].isChunked(), chunked && size > 1024 * 1024);
        }
    }

    void curlKeepsAlive()
    {
        QStringList arguments{"-w", "%{num_connects}|"};
        for (int i = 0; i < 5; ++i)
            for (const auto* path : {"/hello", "/pieces/1"})
                arguments << "-o"
                          << "/dev/null" << m_echoes->url() + path;
        QCOMPARE(curl(arguments), QByteArray("1|0|0|0|0|0|0|0|0|0|"));
        QCOMPARE(m_echo->takeRequests().size(), 10U);
    }

    void webSocketEchoes()
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, m_echoes->port());
        const QByteArray key = "dGhlIHNhbXBsZSBub25jZQ==";
        // The first message does not wait for the reply: it reaches the proxy along with the request.
        const WebSocketFrame early{WebSocketFrame::Text, "early"};
        socket.write("GET /socket HTTP/1.1\r\nHost: test\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                     + key + "\r\n\r\n" + encoded(early, true));
        QByteArray received;
        const auto receiveUntil = [&](const auto& reached) {
            return QTest::qWaitFor(
                [&] {
                    received += socket.readAll();
                    return reached();
                },
                interopPatienceMs);
        };
        QVERIFY(receiveUntil([&] { return received.contains("\r\n\r\n"); }));
        const auto head = received.left(received.indexOf("\r\n\r\n"));
        received.remove(0, head.size() + 4);
        QVERIFY2(head.startsWith("HTTP/1.1 101 "), head.constData());
        QVERIFY2(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), head.constData()); // RFC 6455 1.3's own example

        std::optional<WebSocketFrame> frame;
        const auto receiveFrame = [&] {
            frame.reset();
            return receiveUntil([&] { return (frame = takeFrame(received)).has_value(); });
        };
        QVERIFY(receiveFrame());
        QCOMPARE(frame->payload, early.payload);
        const std::vector<WebSocketFrame> messages{{WebSocketFrame::Text, "one"},
                                                   {WebSocketFrame::Binary, bytes(300)},
                                                   {WebSocketFrame::Binary, bytes(2'000'000)},
                                                   {WebSocketFrame::Text, {}}};
        for (const auto& message : messages)
            socket.write(encoded(message, true));
        for (const auto& message : messages) {
            QVERIFY(receiveFrame());
            QCOMPARE(frame->opcode, message.opcode);
            QVERIFY(frame->payload == message.payload);
        }
        socket.write(encoded({WebSocketFrame::Ping, "are you there"}, true));
        QVERIFY(receiveFrame());
        QCOMPARE(frame->opcode, WebSocketFrame::Pong);
        socket.write(encoded({WebSocketFrame::Close, {}}, true));
        QVERIFY(receiveFrame());
        QCOMPARE(frame->opcode, WebSocketFrame::Close);
        QVERIFY(
            QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, interopPatienceMs));
    }
};

static const TestRegistration<InteropTest> registeredInteropTest;
#include "interop_test.moc"
