// SPDX-License-Identifier: GPL-3.0-or-later
// What this process may not have is not the target's fault.
#include "tests/integration/cli_process.h"
#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"

#include <QRegularExpression>
#include <QTcpSocket>
#include <QTest>

#include <csignal>
#include <memory>

using namespace weir;
using namespace weir::integration;
using namespace weir::tests;

namespace {

constexpr int patienceMs = 20'000;

// weir-cli below a limit that its shell sets: "ulimit -n 256".
struct Limited {
    Limited(const QString& limit, const QStringList& arguments)
    {
        process.start("sh", QStringList{"-c", limit + "; exec \"$0\" \"$@\"", cliProgram()} + arguments);
    }
    ~Limited()
    {
        process.kill();
        process.waitForFinished(patienceMs);
    }
    bool says(const QString& text)
    {
        return QTest::qWaitFor(
            [&] {
                errors += QString::fromUtf8(process.readAllStandardError());
                output += QString::fromUtf8(process.readAllStandardOutput());
                return errors.contains(text) || output.contains(text);
            },
            patienceMs);
    }
    int exitCode()
    {
        QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, patienceMs);
        says({});
        return process.exitCode();
    }
    quint16 port() // of a proxy
    {
        static const QRegularExpression listening("listening on http://127.0.0.1:(\\d+)");
        return says("listening on ") ? listening.match(output).captured(1).toUShort() : 0;
    }

    QProcess process;
    QString output;
    QString errors;
};

QByteArray answerTo(QTcpSocket& client, const QByteArray& request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
{
    QByteArray reply;
    client.write(request);
    QTest::qWaitFor(
        [&] {
            reply += client.readAll();
            return reply.contains("\r\n\r\n");
        },
        patienceMs);
    return reply;
}

} // namespace

class OwnLimitsTest : public QObject {
    Q_OBJECT

private slots:
    void refusesWhatItMayNotOpen()
    {
        const ScriptedServer server{[](const SeenRequest&) { return reply(200); }};
        Limited run("ulimit -n 256",
                    {"run", QString::fromStdString(server.url()), "-c", "600", "-d", "1", "--set", "load.path=direct"});
        QCOMPARE(run.exitCode(), 104);
        for (const auto* part : {"600 for connections", "600 users", "may have 256", "ulimit -Hn", "room for"})
            QVERIFY2(run.errors.contains(part), qPrintable(run.errors));
        QVERIFY(run.output.isEmpty());
    }

    void raisesItsSoftLimit()
    {
        const ScriptedServer server{[](const SeenRequest&) { return reply(200); }};
        Limited run("ulimit -S -n 40",
                    {"run", QString::fromStdString(server.url()), "-c", "100", "-d", "0.5", "--set", "load.path=direct",
                     "--set", "load.warmup_s=0"});
        QCOMPARE(run.exitCode(), 0);
        QVERIFY2(!run.output.contains("local_limit"), qPrintable(run.output));
    }

    // As nginx and Envoy do. `run` refuses it.
    void aProxyStartsBeforeItsTarget()
    {
        auto server = std::make_unique<ScriptedServer>([](const SeenRequest&) { return reply(200); });
        const auto url = QString::fromStdString(server->url());
        server.reset();
        QCOMPARE(runCli({"run", url, "-d", "1"}).exitCode, 104);
        Limited proxy("true", {"proxy", url, "--listen", "127.0.0.1:0"});
        QVERIFY(proxy.port() != 0);
        QVERIFY2(proxy.says("warning: " + url + " refused the connection"), qPrintable(proxy.errors));
        QTcpSocket client;
        client.connectToHost("127.0.0.1", proxy.port());
        QVERIFY(client.waitForConnected(patienceMs));
        const auto reply = answerTo(client);
        QVERIFY2(reply.startsWith("HTTP/1.1 502 "), reply.constData());
    }

    void aProxyStartsBeforeItsTargetHasAName()
    {
        Limited proxy("true", {"proxy", "http://no-such-host.invalid:81", "--listen", "127.0.0.1:0"});
        QVERIFY(proxy.port() != 0);
        QVERIFY2(proxy.says("warning: The host no-such-host.invalid cannot be found"), qPrintable(proxy.errors));
        QTcpSocket client;
        client.connectToHost("127.0.0.1", proxy.port());
        QVERIFY(client.waitForConnected(patienceMs));
        const auto reply = answerTo(client);
        QVERIFY2(reply.startsWith("HTTP/1.1 502 "), reply.constData());
    }

    // It lets nobody in for a while, serves whom it has, the target's connections included, says so once, and recovers.
    void aListenerOutOfDescriptors()
    {
        const ScriptedServer server{[](const SeenRequest&) { return reply(200); }};
        Limited proxy("ulimit -n 128",
                      {"proxy", QString::fromStdString(server.url()), "--listen", "127.0.0.1:0", "--set",
                       "pool.max_connections=8", "--set", "cache.enabled=false"});
        QVERIFY(proxy.port() != 0);
        std::vector<std::unique_ptr<QTcpSocket>> clients;
        for (int i = 0; i < 200; ++i) {
            clients.push_back(std::make_unique<QTcpSocket>());
            clients.back()->connectToHost("127.0.0.1", proxy.port());
            QVERIFY(clients.back()->waitForConnected(patienceMs)); // by the system's backlog
        }
        QVERIFY2(proxy.says("EMFILE: no client is accepted for a while"), qPrintable(proxy.errors));
        for (int i = 0; i < 40; ++i)
            QVERIFY(answerTo(*clients[static_cast<std::size_t>(i)]).startsWith("HTTP/1.1 200 "));
        for (int i = 0; i < 150; ++i)
            clients[static_cast<std::size_t>(i)].reset();
        QVERIFY(answerTo(*clients.back()).startsWith("HTTP/1.1 200 "));
        ::kill(static_cast<pid_t>(proxy.process.processId()), SIGINT);
        QCOMPARE(proxy.exitCode(), 0);
        QCOMPARE(proxy.errors.count("no client is accepted for a while"), 1);
        QVERIFY2(proxy.errors.contains("accepting paused") && !proxy.errors.contains("local_limit"),
                 qPrintable(proxy.errors));
    }
};

static const TestRegistration<OwnLimitsTest> registered;
#include "own_limits_test.moc"
