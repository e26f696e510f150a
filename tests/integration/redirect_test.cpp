// SPDX-License-Identifier: GPL-3.0-or-later
// Redirects and Host fields through `weir-cli proxy` and `weir-cli run`, with curl as the browser.
#include "tests/integration/cli_setup.h"
#include "tests/support/test_registry.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

using namespace weir::integration;

namespace {

// An application that logs one in: a cookie and a redirect, both by its own full address. Tells what it was asked.
class LoginServer {
public:
    LoginServer()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, [this] {
            auto* socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, [this, socket] { answer(*socket); });
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("no port");
    }

    QString url() const { return QStringLiteral("http://") + authority(); }
    QString authority() const { return QStringLiteral("127.0.0.1:%1").arg(m_server.serverPort()); }
    QList<QByteArray> heads;

private:
    void answer(QTcpSocket& socket)
    {
        const auto head = socket.readAll();
        heads.append(head);
        const bool isStart = head.startsWith("GET /app/start ");
        const auto own = url().toUtf8();
        const QByteArray moved = "HTTP/1.1 302 Found\r\nLocation: " + own
            + "/app/next?a=1\r\nSet-Cookie: id=7; Domain=127.0.0.1; Path=/app; HttpOnly\r\nContent-Length: 0\r\n\r\n";
        socket.write(isStart ? moved : "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nthere");
    }

    QTcpServer m_server;
};

QByteArray fieldOf(const QByteArray& head, const QByteArray& name)
{
    for (const auto& line : head.split('\n'))
        if (line.toLower().startsWith(name.toLower() + ": "))
            return line.mid(name.size() + 2).trimmed();
    return {};
}

QByteArray curl(const QStringList& arguments)
{
    QProcess process;
    process.start("curl", QStringList{"-sS", "--max-time", "30"} + arguments);
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 35'000))
        qFatal("curl does not end");
    return process.readAllStandardOutput() + process.readAllStandardError();
}

// weir-cli proxy in front of `target`; its port.
class ProxyProcess {
public:
    explicit ProxyProcess(const QString& target, const QStringList& more = {})
        : m_process(QStringList{"proxy", "--listen", "127.0.0.1:0", "--target", target} + more)
    {
        if (!m_process.waitForOutput("listening on "))
            qFatal("the proxy does not listen");
        m_port = QRegularExpression(":(\\d+)\\s").match(m_process.output()).captured(1);
    }
    // curl's name for it, which no target knows.
    QString url() const { return "http://localhost:" + m_port; }

private:
    CliProcess m_process;
    QString m_port;
};

} // namespace

class RedirectTest : public QObject {
    Q_OBJECT

private slots:
    void curlStaysBehindTheProxy()
    {
        LoginServer server;
        const ProxyProcess proxy(server.url() + "/app");
        CliFolder folder;
        const auto jar = folder.path("cookies");
        const auto told = curl(
            {"-4", "-L", "-b", "none", "-c", jar, "-w", "\n%{url_effective} %{num_redirects}", proxy.url() + "/start"});
        QCOMPARE(QString::fromUtf8(told), "there\n" + proxy.url() + "/next?a=1 1");
        QCOMPARE(server.heads.size(), 2);
        QVERIFY(server.heads[1].startsWith("GET /app/next?a=1 "));
        QCOMPARE(fieldOf(server.heads[1], "Cookie"), QByteArray("id=7"));
        QVERIFY(!fieldOf(server.heads[1], "Via").isEmpty());
        QCOMPARE(fieldOf(server.heads[1], "Host"), server.authority().toUtf8());
    }

    void asTheTargetSaysWhereThatIsWanted()
    {
        LoginServer server;
        const ProxyProcess proxy(server.url() + "/app", {"--set", "listener.rewrite_location=false"});
        const auto told = curl({"-4", "-i", proxy.url() + "/start"});
        QCOMPARE(fieldOf(told, "Location"), server.url().toUtf8() + "/app/next?a=1");
        QVERIFY(fieldOf(told, "Set-Cookie").contains("Domain=127.0.0.1; Path=/app"));
    }

    void theClientsHostIsPassedOn()
    {
        LoginServer server;
        const ProxyProcess proxy(server.url(), {"--set", "target.host=client"});
        curl({"-4", "-H", "Host: shop.example:81", proxy.url() + "/"});
        QCOMPARE(server.heads.size(), 1);
        QCOMPARE(fieldOf(server.heads[0], "Host"), QByteArray("shop.example:81"));
    }

    // An explicit Host, and a field that is left out, mean the same on every path.
    void headersAreTheRequestsOnEveryPath_data()
    {
        QTest::addColumn<QString>("path");
        for (const char* path : {"direct", "in_process", "listener"})
            QTest::newRow(path) << path;
    }
    void headersAreTheRequestsOnEveryPath()
    {
        QFETCH(QString, path);
        LoginServer server;
        const auto run = [&](const QStringList& headers) {
            server.heads.clear();
            const auto result = runCli(QStringList{"run", server.url() + "/a b?page[size]=1&x={\"|\"}", "-r", "20",
                                                   "-d", "0.5", "--set", "load.warmup_s=0", "--set",
                                                   "load.path=" + path, "--quiet"}
                                       + headers);
            QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
            QVERIFY(server.heads.size() >= 5);
        };
        run({"-H", "Host: api.example.com", "-H", "User-Agent:"});
        for (const auto& head : server.heads) {
            QVERIFY2(head.startsWith("GET /a%20b?page[size]=1&x={%22|%22} HTTP/1.1\r\n"), head.constData());
            QCOMPARE(fieldOf(head, "Host"), QByteArray("api.example.com"));
            QCOMPARE(head.toLower().count("\r\nhost:"), 1);
            QVERIFY2(!head.toLower().contains("user-agent"), head.constData());
        }
        run({});
        for (const auto& head : server.heads) {
            QCOMPARE(fieldOf(head, "Host"), server.authority().toUtf8());
            QVERIFY(fieldOf(head, "User-Agent").startsWith("weir/"));
        }
    }

    void whatIsNoHttpIsToldInWords_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("h2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << QByteArray("HTTP/1.1 505 ")
                            << QByteArray("HTTP/2 (prior knowledge)");
        QTest::newRow("empty Host") << QByteArray("GET / HTTP/1.1\r\nHost:\r\n\r\n") << QByteArray("HTTP/1.1 400 ")
                                    << QByteArray("empty Host");
        QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02\x00\x01", 6) << QByteArray("HTTP/1.1 400 ")
                             << QByteArray("speaks http, not https");
    }
    void whatIsNoHttpIsToldInWords()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, status);
        QFETCH(QByteArray, words);
        LoginServer server;
        const ProxyProcess proxy(server.url());
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(QUrl(proxy.url()).port()));
        QVERIFY(socket.waitForConnected(10'000));
        socket.write(sent);
        QByteArray told;
        QVERIFY(QTest::qWaitFor(
            [&] {
                told += socket.readAll();
                return told.contains(words);
            },
            20'000));
        QVERIFY2(told.startsWith(status), told.constData());
        QVERIFY(server.heads.isEmpty());
    }
};

static const TestRegistration<RedirectTest> registeredRedirectTest;
#include "redirect_test.moc"
