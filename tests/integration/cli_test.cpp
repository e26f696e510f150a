// SPDX-License-Identifier: GPL-3.0-or-later
// weir-cli as scripts and people meet it: exit codes, what it says and where, and the files it leaves.
#include "tests/integration/certificates.h"
#include "tests/integration/cli_process.h"
#include "tests/integration/conservation.h"
#include "tests/support/test_registry.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <functional>
#include <memory>

using namespace weir::integration;

namespace {

// Does the same with every connection, on the test's event loop.
class RawServer {
public:
    using Greeting = std::function<void(QTcpSocket&)>;

    explicit RawServer(Greeting greeting)
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this, greeting] {
            while (auto* socket = m_server.nextPendingConnection()) {
                ++m_connections;
                greeting(*socket);
            }
        });
        m_server.listen(QHostAddress::LocalHost, 0);
    }

    QString url() const { return QStringLiteral("http://127.0.0.1:%1/").arg(m_server.serverPort()); }
    int connections() const { return m_connections; }

private:
    QTcpServer m_server;
    int m_connections = 0;
};

// Whatever is asked, that is the answer, and then the end.
RawServer answering(const QByteArray& text)
{
    return RawServer{[text](QTcpSocket& socket) {
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [&socket, text] {
            socket.readAll();
            socket.write(text);
            socket.disconnectFromHost();
        });
    }};
}

QString closedPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost, 0);
    return QStringLiteral("http://127.0.0.1:%1/").arg(server.serverPort());
}

QJsonDocument jsonOf(const QString& text)
{
    return QJsonDocument::fromJson(text.toUtf8());
}

// A short run of the demo.
QStringList demo(const QStringList& more)
{
    return QStringList{"run", "-d", "0.3", "-r", "50", "--set", "load.warmup_s=0", "--set", "load.drain_s=30"} + more;
}

} // namespace

class CliTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString written(const QString& name, const QByteArray& text) const
    {
        QFile file{path(name)};
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("no file");
        return file.fileName();
    }

    QByteArray content(const QString& name) const
    {
        QFile file{path(name)};
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
    }

    // A short run against that server; its report.
    weir::support::CsvTable measured(const QString& url, const QStringList& more) const
    {
        const auto file = path("measured.csv");
        QFile::remove(file);
        const auto result = runCli(
            QStringList{"run", url, "-r", "20", "-d", "0.5", "--set", "load.warmup_s=0", "--quiet", "--csv", file}
            + more);
        if (result.exitCode != 0)
            qWarning("exit code %d: %s", result.exitCode, qPrintable(result.messages));
        return csvFile(file);
    }

private slots:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void badInput_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("told"); // all of it, somewhere in the messages
        const auto row = [](const char* name, const QStringList& arguments, const QStringList& told) {
            QTest::newRow(name) << arguments << told;
        };
        const auto file = [&](const char* name, const QByteArray& text) {
            return written(name + QString(".weir.json"), text);
        };
        row("no command", {}, {"no command"});
        row("unknown command", {"rnu"}, {"rnu", "did you mean run?"});
        row("unknown option", {"run", "--thresold", "p(99)<1"}, {"--thresold", "did you mean --threshold?"});
        row("option without a value", {"run", "--csv"}, {"--csv", "needs a value"});
        row("missing file", {"run", path("absent.weir.json")}, {"absent.weir.json", "no such file"});
        row("neither file nor URL", {"run", "api.example.com"}, {"api.example.com", "http://api.example.com"});
        row("broken JSON", {"run", file("broken", "{\n  \"weir\": 1,\n  \"load\": { \"rate\": }\n}\n")},
            {"line 3, column 21"});
        row("unknown key", {"run", file("key", R"({"weir": 1, "load": {"rat": 5}})")}, {"load.rat", "load.rate"});
        row("unknown section", {"run", file("section", R"({"weir": 1, "pol": {"max_pending": 5}})")}, {"pol", "pool"});
        row("wrong kind", {"run", file("kind", R"({"weir": 1, "load": {"rate": "fast"}})")},
            {"load.rate", "fast", "number"});
        row("out of range", {"run", file("range", R"({"weir": 1, "pool": {"max_connections": 0}})")},
            {"pool.max_connections", "0", "1 to 20000"});
        row("two problems",
            {"run", file("two", R"({"weir": 1, "pool": {"max_connections": 0}, "load": {"users": -1}})")},
            {"pool.max_connections", "load.users"});
        row("--set of an unknown key", {"run", "--set", "pool.max_conections=3"},
            {"pool.max_conections", "pool.max_connections"});
        row("--set without =", {"run", "--set", "pool.max_connections"}, {"--set KEY=VALUE"});
        row("rate beside users", {"run", "-r", "5", "-c", "5"}, {"--users", "--rate"});
        row("bad threshold", {"run", "--threshold", "p(99)<"}, {"p(99)<"});
        row("threshold on nothing", {"run", "--threshold", "p(99)<5", "--threshold", "latncy_max_ms<5"},
            {"latncy_max_ms"});
        row("bad header", {"run", "-H", "no colon"}, {"no colon", "Name: value"});
        row("bad URL", {"run", "ftp://example.com/"}, {"ftp://example.com", "http"});
        row("password in the URL", {"run", "http://joe:topsecret@127.0.0.1/"}, {"user name or password"});
        row("unknown host", {"run", "http://no-such-host.invalid/"}, {"no-such-host.invalid", "cannot be found"});
        row("refused port", {"run", closedPort()}, {"127.0.0.1", "refused"});
        row("no authorities file", {"run", "https://127.0.0.1:1/", "--cacert", path("absent.pem")}, {"absent.pem"});
        row("validate: what is wrong", {"validate", written("v.weir.json", R"({"weir": 1, "load": {"rat": 5}})")},
            {"load.rat"});
        row("validate: no file", {"validate"}, {"SCENARIO"});
        row("knobs: unknown format", {"knobs", "--format", "yaml"}, {"yaml", "table|json|markdown"});
        row("origin: no address", {"origin", "--listen", "here"}, {"here"});
    }

    void badInput()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, told);
        const auto result = runCli(arguments);
        QCOMPARE(result.exitCode, 104);
        QVERIFY2(result.output.isEmpty(), qPrintable(result.output));
        for (const auto& piece : told)
            QVERIFY2(result.messages.contains(piece), qPrintable(piece + " is not in: " + result.messages));
        QVERIFY(!result.messages.contains("topsecret"));
        QVERIFY(result.messages.startsWith("weir-cli: "));
    }

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
        const auto server = answering(answer);
        for (const auto& way : {"load.path=direct", "load.path=in_process"}) {
            const auto report = measured(server.url(), {"--set", way});
            const auto problem = imbalance(report);
            QVERIFY2(problem.isEmpty(), qPrintable(problem));
            QVERIFY(report.sum("*", "requests") > 0);
            QCOMPARE(report.sum("*", failure.toStdString()), report.sum("*", "requests"));
        }
    }

    void silentTarget()
    {
        const RawServer server{[](QTcpSocket&) {}};
        const auto report = measured(server.url(), {"--set", "load.timeout_ms=100"});
        const auto problem = imbalance(report);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(report.sum("*", "requests") > 0);
        QCOMPARE(report.sum("*", "failures.first_byte_timeout"), report.sum("*", "requests"));
    }

    void untrustedCertificate()
    {
        const auto problem = makeCertificates(m_folder.path());
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QFile key{path("server.key")};
        QVERIFY(key.open(QIODevice::ReadOnly));
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(QSslCertificate::fromPath(path("server.pem")));
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
        QCOMPARE(runCli(once + QStringList{"--cacert", path("ca.pem")}).exitCode, 0);
        QCOMPARE(runCli(once + QStringList{"--insecure"}).exitCode, 0);
    }

    // Told before anything is sent.
    void unwritableReports_data()
    {
        QTest::addColumn<QString>("option");
        for (const auto* option : {"--csv", "--series-csv", "--json", "--hgrm", "--hlog", "--jtl", "--junit"})
            QTest::newRow(option) << QString{option};
    }

    void unwritableReports()
    {
        QFETCH(QString, option);
        const auto result = runCli(demo({option, path("no/such/folder/report")}));
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.messages.contains("Cannot write " + path("no/such/folder/report")),
                 qPrintable(result.messages));
        QCOMPARE(result.output, QString());
        QVERIFY(!result.messages.contains(" s of ")); // no progress
    }

    // What was measured is not lost with a file.
    void fullDevices()
    {
        if (!QFile::exists("/dev/full"))
            QSKIP("no /dev/full here");
        for (const auto& option : {"--csv", "--jtl"}) {
            const auto result = runCli(demo({option, "/dev/full", "--hgrm", path("kept.hgrm")}));
            QCOMPARE(result.exitCode, 1);
            QVERIFY2(result.messages.contains("Cannot write /dev/full: "), qPrintable(result.messages));
            QVERIFY(result.output.contains("Verdict"));
            QVERIFY(QFile::exists(path("kept.hgrm")));
        }
    }

    void twoReportsInOneFile()
    {
        const auto result = runCli(demo({"--csv", path("both"), "--json", path("both")}));
        QCOMPARE(result.exitCode, 104);
        QVERIFY2(result.messages.contains("--csv and --json both name"), qPrintable(result.messages));
    }

    void aRunThatDoesNotStartLeavesNoFile()
    {
        const auto result = runCli({"run", closedPort(), "--csv", path("none.csv"), "--hlog", path("none.hlog")});
        QCOMPARE(result.exitCode, 104);
        QCOMPARE(QDir{m_folder.path()}.entryList({"none*"}), QStringList());
    }

    void filesForOtherTools()
    {
        const auto result = runCli(
            demo({"--hgrm", path("r.hgrm"), "--hlog", path("r.hlog"), "--jtl", path("r.jtl"), "--junit", path("r.xml"),
                  "--csv", path("r.csv"), "--threshold", "requests>1000000", "--require-valid"}));
        QCOMPARE(result.exitCode, 99);
        const auto count = csvFile(path("r.csv")).sum("*", "requests");
        const auto spectrum = content("r.hgrm");
        QVERIFY2(spectrum.contains(QStringLiteral("Total count    = %1]").arg(count, 12).toUtf8()), spectrum);
        QVERIFY(content("r.hlog").startsWith("#[Histogram log format version 1.3]\n"));
        QVERIFY(content("r.jtl").startsWith("timeStamp,elapsed,label,responseCode,"));
        const auto junit = content("r.xml");
        QVERIFY2(junit.contains("tests=\"2\" failures=\"2\"") && junit.contains("requests&gt;1000000"), junit);
        QVERIFY(QDir{m_folder.path()}.entryList({"*.part"}).isEmpty());
    }

    void jsonHasK6sNames()
    {
        const auto metrics = jsonOf(runCli(demo({"--json", "-"})).output)["metrics"];
        QCOMPARE(metrics["http_reqs"]["count"].toInt(), 15);
        QVERIFY(metrics["http_req_duration"]["max"].toDouble() > 0);
    }

    void allReportsOfARun()
    {
        const auto result = runCli(
            demo({"--csv", path("r.csv"), "--series-csv", path("s.csv"), "--json", path("r.json")}));
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.output.contains("place_order") && result.output.contains("Total"), qPrintable(result.output));
        const auto report = csvFile(path("r.csv"));
        const auto problem = imbalance(report);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(csvFile(path("s.csv")).isRectangular() && csvFile(path("s.csv")).has("elapsed_s"));
        QFile json{path("r.json")};
        QVERIFY(json.open(QIODevice::ReadOnly));
        QVERIFY(QJsonDocument::fromJson(json.readAll()).isObject());
        QCOMPARE(report.text(0, "knob.load.rate"), std::string{"50"});
        QCOMPARE(report.text(0, "scenario"), std::string{"Demo shop"});
    }

    // Nothing but the report on standard output, so that it can be piped.
    void reportOnStandardOutput()
    {
        const auto csv = runCli(demo({"--csv", "-"}));
        QCOMPARE(csv.exitCode, 0);
        const auto report = weir::support::CsvTable::parse(csv.output.toStdString());
        const auto problem = imbalance(report);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QCOMPARE(report.rowsOf("*").size(), std::size_t{1});
        const auto json = runCli(demo({"--json", "-"}));
        QVERIFY2(jsonOf(json.output).isObject(), qPrintable(json.output.left(200)));
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
        QTest::newRow("Ctrl-C") << SIGINT;
        QTest::newRow("a supervisor") << SIGTERM;
    }

    // Keeps what was measured, and says that it is not all.
    void interrupted()
    {
        QFETCH(int, signal);
        QFile::remove(path("i.csv"));
        const auto server = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"); // a connection each
        CliProcess process{{"run", server.url(), "-d", "600", "-r", "50", "--set", "load.warmup_s=0", "--csv",
                            path("i.csv"), "--json", path("i.json"), "--threshold", "requests>1000000"}};
        QTRY_VERIFY_WITH_TIMEOUT(server.connections() > 10, 60'000);
        process.signal(signal);
        const auto result = process.result();
        QCOMPARE(result.exitCode, 105); // whatever the thresholds say
        QVERIFY2(result.output.contains("stopped before its end"), qPrintable(result.output));
        const auto report = csvFile(path("i.csv"));
        const auto problem = imbalance(report);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(report.sum("*", "requests") > 0);
        QCOMPARE(report.text(0, "interrupted"), std::string{"true"});
        QFile json{path("i.json")};
        QVERIFY(json.open(QIODevice::ReadOnly) && json.readAll().contains("\"interrupted\""));
    }

    void thresholds_data()
    {
        QTest::addColumn<QStringList>("expressions");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("met") << QStringList{"error_ratio<0.01", "latency_max_ms<600000"} << 0;
        QTest::newRow("one of two not met") << QStringList{"error_ratio<0.01", "latency_max_ms<0.000001"} << 99;
        QTest::newRow("not met") << QStringList{"requests>1000000"} << 99;
    }

    void thresholds()
    {
        QFETCH(QStringList, expressions);
        QFETCH(int, exitCode);
        QStringList arguments;
        for (const auto& expression : expressions)
            arguments += {"--threshold", expression};
        const auto result = runCli(demo(arguments));
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY2(result.output.contains("FAILED") == (exitCode != 0), qPrintable(result.output));
    }

    // 15 requests are too few for any p99.9, so the verdict cannot be VALID.
    void requireValid()
    {
        const auto result = runCli(demo({"--require-valid"}));
        QCOMPARE(result.exitCode, 99);
        QVERIFY2(result.messages.contains("--require-valid"), qPrintable(result.messages));
    }

    void originAlone_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }

    void originAlone()
    {
        QFETCH(int, signal);
        CliProcess process{{"origin", "--set", "origin.latency_ms=0"}};
        QVERIFY(process.waitForOutput("\n"));
        const auto address = addressOf(process);
        QNetworkAccessManager network;
        const std::unique_ptr<QNetworkReply> reply{network.get(QNetworkRequest{QUrl{address + "/products/17"}})};
        QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20'000);
        QVERIFY2(QJsonDocument::fromJson(reply->readAll()).isObject(), qPrintable(address));
        process.signal(signal);
        QCOMPARE(process.result().exitCode, 0);
    }

    // The two programs of a first try: an origin here, a run against it there.
    void runAgainstAnOrigin()
    {
        CliProcess origin{{"origin", "--set", "origin.latency_ms=0"}};
        QVERIFY(origin.waitForOutput("\n"));
        const auto report = measured(addressOf(origin) + "/products/17", {});
        QVERIFY(report.sum("*", "requests") > 0);
        QCOMPARE(report.sum("GET /products/17", "ok"), report.sum("*", "requests"));
    }

    void catalogues_data()
    {
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QString>("entry");
        QTest::newRow("knobs") << "knobs"
                               << "pool.max_connections";
        QTest::newRow("metrics") << "metrics"
                                 << "pool_saturation_ratio";
    }

    void catalogues()
    {
        QFETCH(QString, verb);
        QFETCH(QString, entry);
        const auto json = runCli({verb, "--format", "json"});
        QCOMPARE(json.exitCode, 0);
        const auto document = jsonOf(json.output);
        QVERIFY2(document.isArray() || document.isObject(), qPrintable(json.output.left(200)));
        QVERIFY(json.output.contains('"' + entry + '"'));
        const auto markdown = runCli({verb, "--format", "markdown"});
        QVERIFY2(markdown.output.contains("|---") && markdown.output.contains(entry),
                 qPrintable(markdown.output.left(500)));
        const auto table = runCli({verb});
        QVERIFY(table.output.contains(entry) && !table.output.contains("|---"));
        QCOMPARE(runCli({verb, "--format", "table"}).output, table.output);
    }

    void validate()
    {
        const auto file = written("valid.weir.json",
                                  R"({"weir": 1, "name": "n", "load": {"rate": 5}, "thresholds": ["p(99)<50"]})");
        const auto result = runCli({"validate", file});
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.output.contains("valid"), qPrintable(result.output + result.messages));
        QVERIFY(result.messages.isEmpty());
    }

    void helpAndVersion()
    {
        const auto help = runCli({"--help"});
        QCOMPARE(help.exitCode, 0);
        for (const auto& verb : {"run", "origin", "knobs", "metrics", "validate"})
            QVERIFY2(help.output.contains(QStringLiteral("weir-cli ") + verb), verb);
        QCOMPARE(runCli({"run", "--help"}).exitCode, 0);
        const auto version = runCli({"--version"});
        QCOMPARE(version.exitCode, 0);
        QVERIFY(version.output.startsWith("weir-cli "));
    }

private:
    // From its line on standard output, to the letter.
    static QString addressOf(CliProcess& origin)
    {
        static const QString beginning = QStringLiteral("listening on ");
        const auto line = origin.output().section('\n', 0, 0);
        return line.startsWith(beginning + "http://127.0.0.1:") ? line.mid(beginning.size()) : QString();
    }
};

static const TestRegistration<CliTest> registered;
#include "cli_test.moc"
