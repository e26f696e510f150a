// SPDX-License-Identifier: GPL-3.0-or-later
// weir-cli run as scripts and people meet it: targets that fail, an interruption, what it says and where.
#include "tests/integration/certificates.h"
#include "tests/integration/cli_setup.h"
#include "tests/integration/conservation.h"
#include "tests/support/test_registry.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTest>

#include <csignal>

using namespace weir::integration;

class CliRunTest : public QObject {
    Q_OBJECT

private slots:
    // What a target does wrong is measured, not an error of the run.
    void badTargets_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("failure");
        QTest::newRow("garbage") << QByteArray("EHLO this is no HTTP\r\n\r\n") << "failures.malformed";
        QTest::newRow("closes without a reply") << QByteArray() << "failures.connection_lost";
        QTest::newRow("closes within its reply")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") << "failures.connection_lost";
        QTest::newRow("no such coding") << QByteArray(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")
                                        << "failures.bad_encoding";
        QTest::newRow("503") << QByteArray("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n") << "failures.status_error";
    }

    void badTargets()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, failure);
        const RawServer server{answering(answer)};
        for (const auto& way : {"load.path=direct", "load.path=in_process"}) {
            const auto report = m_folder.measured(server.url(), {"--set", way});
            const auto problem = imbalance(report);
            QVERIFY2(problem.isEmpty(), qPrintable(problem));
            QVERIFY(report.sum("*", "requests") > 0);
            QCOMPARE(report.sum("*", failure.toStdString()), report.sum("*", "requests"));
        }
    }

    void silentTarget()
    {
        const RawServer server{[](QTcpSocket&) {}};
        const auto report = m_folder.measured(server.url(), {"--set", "load.timeout_ms=100"});
        const auto problem = imbalance(report);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(report.sum("*", "requests") > 0);
        QCOMPARE(report.sum("*", "failures.first_byte_timeout"), report.sum("*", "requests"));
    }

    void untrustedCertificate()
    {
        const auto problem = makeCertificates(m_folder.root());
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QFile key{m_folder.path("server.key")};
        QVERIFY(key.open(QIODevice::ReadOnly));
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(QSslCertificate::fromPath(m_folder.path("server.pem")));
        configuration.setPrivateKey(QSslKey{key.readAll(), QSsl::Ec});
        QSslServer server;
        server.setSslConfiguration(configuration);
        QVERIFY(server.listen(QHostAddress::LocalHost, 0));
        const auto url = QStringLiteral("https://localhost:%1/").arg(server.serverPort());

        const auto refused = runCli({"run", url, "-d", "0.2"});
        QCOMPARE(refused.exitCode, 104);
        QVERIFY2(refused.messages.contains("--cacert") && refused.messages.contains("--insecure"),
                 qPrintable(refused.messages));
        // It answers nothing, but with the authority or the waiver it is reached.
        const QStringList once{
            "run", url, "-r", "5", "-d", "0.2", "--quiet", "--set", "load.timeout_ms=100", "--set", "load.warmup_s=0"};
        QCOMPARE(runCli(once + QStringList{"--cacert", m_folder.path("ca.pem")}).exitCode, 0);
        QCOMPARE(runCli(once + QStringList{"--insecure"}).exitCode, 0);
    }

    void quiet()
    {
        const auto usual = runCli(demo({}));
        QVERIFY2(usual.messages.contains(" s of "), qPrintable(usual.messages));
        const auto quiet = runCli(demo({"--quiet"}));
        QCOMPARE(quiet.exitCode, 0);
        QCOMPARE(quiet.messages, QString());
        QVERIFY(!quiet.output.isEmpty());
    }

    void interrupted_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addColumn<QStringList>("length");
        QTest::newRow("Ctrl-C") << SIGINT << QStringList{"-d", "600"};
        QTest::newRow("a supervisor") << SIGTERM << QStringList{"-d", "600"};
        QTest::newRow("Ctrl-C in the first of two stages")
            << SIGINT << QStringList{"--set", R"(load.stages=["one=300s:50","two=300s:500"])"};
    }

    // Keeps what was measured, and says that it is not all.
    void interrupted()
    {
        QFETCH(int, signal);
        QFETCH(QStringList, length);
        for (const auto& name : QDir(m_folder.root()).entryList({"i.*"}, QDir::Files))
            QFile::remove(m_folder.path(name));
        const RawServer server{answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")}; // a connection each
        QStringList arguments{"run", server.url(), "-r", "50", "--set", "load.warmup_s=0", "--threshold"};
        arguments += "requests>1000000";
        for (const auto* file : {"csv", "series-csv", "json", "hlog", "hgrm", "jtl", "junit"})
            arguments += {QStringLiteral("--") + file, m_folder.path(QStringLiteral("i.") + file)};
        CliProcess process{arguments + length};
        QTRY_VERIFY_WITH_TIMEOUT(server.connections() > 10, 60'000);
        process.signal(signal);
        const auto result = process.result();
        QCOMPARE(result.exitCode, 105); // whatever the thresholds say
        QVERIFY2(result.output.contains("stopped before its end"), qPrintable(result.output));
        const auto report = csvFile(m_folder.path("i.csv"));
        const auto problem = imbalance(report);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(report.sum("*", "requests") > 0);
        QCOMPARE(report.text(0, "interrupted"), std::string{"true"});
        QCOMPARE(report.rowsOf("*").size(), std::size_t{1}); // of a stage that never began there is none
        for (const auto* name : {"i.hlog", "i.hgrm", "i.jtl", "i.junit", "i.series-csv"})
            QVERIFY2(!m_folder.content(name).isEmpty(), name);
        QCOMPARE(std::uint64_t(m_folder.content("i.jtl").count('\n')), report.sum("*", "requests") + 1); // and a title
        const auto json = QJsonDocument::fromJson(m_folder.content("i.json"));
        QCOMPARE(json["run"]["ended_by"].toString(), QString("user"));
        // The plan ends where the run did: what would have come is nobody's fault.
        QVERIFY2(!report.text(0, "verdict_reasons").contains("were started"),
                 report.text(0, "verdict_reasons").c_str());
        QVERIFY(report.count(0, "planned") < 10'000);
    }

private:
    CliFolder m_folder;
};

static const TestRegistration<CliRunTest> registeredCliRunTest;
#include "cli_run_test.moc"
