// SPDX-License-Identifier: GPL-3.0-or-later
// weir-cli against a real nginx, whose access log is the oracle: what we say we sent and received is what it says.
#include "tests/integration/nginx.h"

#include "tests/integration/cli_process.h"
#include "tests/integration/conservation.h"
#include "tests/support/test_registry.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTest>

#include <map>
#include <numeric>
#include <optional>
#include <set>

using namespace weir::integration;
using weir::support::CsvTable;

namespace {

using Entries = std::vector<Nginx::Entry>;

// Rows of JSON up to about that size: text that gzip makes a fifth of.
QByteArray json(int size)
{
    QByteArray text = "[";
    for (int i = 0; text.size() < size - 60; ++i)
        text += (i > 0 ? "," : "") + QByteArray("{\"id\":") + QByteArray::number(i * 7919 % 10007) + ",\"name\":\"item "
            + QByteArray::number(i * 104729 % 65537) + "\"}";
    return text + "]";
}

std::uint64_t bodyBytes(const Entries& log)
{
    return std::accumulate(log.begin(), log.end(), std::uint64_t{0},
                           [](auto sum, const auto& entry) { return sum + entry.bodyBytes; });
}

std::uint64_t requestBytes(const Entries& log)
{
    return std::accumulate(log.begin(), log.end(), std::uint64_t{0},
                           [](auto sum, const auto& entry) { return sum + entry.requestBytes; });
}

std::size_t connections(const Entries& log)
{
    std::set<QString> distinct;
    for (const auto& entry : log)
        distinct.insert(entry.connection);
    return distinct.size();
}

std::size_t withStatus(const Entries& log, int status)
{
    return static_cast<std::size_t>(
        std::count_if(log.begin(), log.end(), [=](const auto& entry) { return entry.status == status; }));
}

} // namespace

class NginxTest : public QObject {
    Q_OBJECT

private:
    const std::map<QString, int> m_sizes{{"small", 300}, {"medium", 8'000}, {"large", 300'000}};
    std::optional<Nginx> m_nginx;

    QString path(const QString& name) const { return m_nginx->folder() + "/" + name; }

    // A scenario file with these requests, by name.
    QString scenario(const QJsonObject& requests) const
    {
        QFile file{path("scenario.weir.json")};
        const QJsonObject root{{"weir", 1}, {"name", "nginx"}, {"requests", requests}};
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(root).toJson()) < 0)
            qFatal("no scenario file");
        return file.fileName();
    }
    QString files() const
    {
        return scenario({{"small", QJsonObject{{"url", "/small.json"}, {"weight", 4}}},
                         {"medium", QJsonObject{{"url", "/medium.json"}, {"weight", 3}}},
                         {"large", QJsonObject{{"url", "/large.json"}, {"weight", 2}}}});
    }

    struct Run {
        CliResult cli;
        CsvTable report;

        std::uint64_t total(std::string_view column) const { return report.sum("*", column); }
    };
    // One phase, and time enough for every reply, so that nothing is left out on a busy machine.
    Run run(const QString& scenario, const QString& target, const QStringList& more) const
    {
        Run result;
        QFile::remove(path("report.csv"));
        result.cli = runCli(QStringList{"run", scenario, "--target", target, "--quiet", "--csv", path("report.csv"),
                                        "--set", "load.warmup_s=0", "--set", "load.drain_s=60", "--set",
                                        "load.timeout_ms=60000", "--set", "pool.acquire_timeout_ms=60000"}
                            + more);
        result.report = csvFile(path("report.csv"));
        return result;
    }

    static QString problemOf(const Run& run)
    {
        if (run.cli.exitCode != 0)
            return QStringLiteral("exit code %1: %2").arg(run.cli.exitCode).arg(run.cli.messages);
        if (run.total("requests") == 0)
            return QStringLiteral("no requests");
        // What the schedule still held back at the end was never sent, so it is no request that nginx could have seen.
        if (run.total("unfinished") > 0)
            qWarning("busy machine: %llu of %llu requests were not sent any more",
                     static_cast<unsigned long long>(run.total("unfinished")),
                     static_cast<unsigned long long>(run.total("planned")));
        return imbalance(run.report);
    }

    QByteArray fetched(const QString& url, const QByteArray& codings) const
    {
        QNetworkAccessManager network;
        QNetworkRequest request{QUrl{url}};
        request.setRawHeader("Accept-Encoding", codings); // given by hand, so it is not undone either
        const std::unique_ptr<QNetworkReply> reply{network.get(request)};
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 20'000))
            return {};
        return reply->readAll();
    }

private slots:
    void initTestCase()
    {
        if (!Nginx::isInstalled())
            QSKIP("nginx is not installed (package nginx-light): nothing to measure against");
        m_nginx.emplace();
        const auto problem = m_nginx->start();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        for (const auto& [name, size] : m_sizes)
            QVERIFY(m_nginx->addFile(name + ".json", json(size)));
    }

    void cleanupTestCase() { m_nginx.reset(); }

    // A test that failed may have left something behind.
    void init()
    {
        for (const auto& server : {"plain", "compressing", "unframed", "secure"})
            m_nginx->takeLog(server, 0);
    }

    void everyRequestAndByte_data()
    {
        QTest::addColumn<bool>("secure");
        QTest::addColumn<QStringList>("settings");
        const QStringList direct{"--set", "load.path=direct"};
        const QStringList bare{"--set", "cache.enabled=false", "--set", "compression.enabled=false"};
        QTest::newRow("direct") << false << direct;
        QTest::newRow("in process") << false << bare;
        QTest::newRow("in process, two workers, four connections")
            << false << bare + QStringList{"--set", "engine.workers=2", "--set", "pool.max_connections=4"};
        QTest::newRow("direct, TLS") << true << direct;
        QTest::newRow("in process, TLS") << true << bare;
    }

    // The log has as many lines as we count requests, and the bytes that we say came from the target.
    void everyRequestAndByte()
    {
        QFETCH(bool, secure);
        QFETCH(QStringList, settings);
        if (secure)
            settings += {"--cacert", path("ca.pem")};
        const auto measured = run(files(), secure ? m_nginx->secure() : m_nginx->plain(),
                                  QStringList{"-r", "500", "-d", "2"} + settings);
        const auto problem = problemOf(measured);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));

        const auto log = m_nginx->takeLog(secure ? "secure" : "plain", measured.total("requests"));
        QCOMPARE(measured.total("planned"), 1000U);
        QCOMPARE(log.size(), measured.total("requests"));
        QCOMPARE(withStatus(log, 200), measured.total("ok"));
        QCOMPARE(measured.total("failed"), 0U);
        QCOMPARE(measured.total("upstream_wire_bytes"), bodyBytes(log));
        QCOMPARE(measured.total("sent_bytes"), requestBytes(log));
        QCOMPARE(measured.total("wire_bytes"), bodyBytes(log));
        QCOMPARE(measured.total("identity_bytes"), bodyBytes(log));
        QCOMPARE(measured.total("connects"), connections(log));
        for (const auto& [name, size] : m_sizes) {
            const auto replies = measured.report.sum(name.toStdString(), "requests");
            QVERIFY(replies > 0);
            QCOMPARE(measured.report.sum(name.toStdString(), "wire_bytes"), replies * json(size).size());
        }
    }

    void untrustedCertificate()
    {
        const auto refused = run(files(), m_nginx->secure(), {"-r", "50", "-d", "0.2"});
        QCOMPARE(refused.cli.exitCode, 104);
        QVERIFY2(refused.cli.messages.contains("--cacert") && refused.cli.messages.contains("--insecure"),
                 qPrintable(refused.cli.messages));
        QVERIFY(!QFile::exists(path("report.csv")));
        QVERIFY(m_nginx->takeLog("secure", 0).empty());

        const auto waived = run(files(), m_nginx->secure(), {"-r", "50", "-d", "0.2", "--insecure"});
        const auto problem = problemOf(waived);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QCOMPARE(waived.total("ok"), waived.total("requests"));
        QCOMPARE(m_nginx->takeLog("secure", waived.total("requests")).size(), waived.total("requests"));
    }

    // Signed by the authority that is trusted, but for another name.
    void certificateOfAnotherHost()
    {
        const auto address = m_nginx->secure().replace("localhost", "127.0.0.1");
        const QStringList trusting{"-r", "50", "-d", "0.2", "--cacert", path("ca.pem")};
        const auto refused = run(files(), address, trusting);
        QCOMPARE(refused.cli.exitCode, 104);
        QVERIFY2(refused.cli.messages.contains("127.0.0.1"), qPrintable(refused.cli.messages));
        QVERIFY(m_nginx->takeLog("secure", 0).empty());
    }

    void gzipByTheTarget_data()
    {
        QTest::addColumn<bool>("chunked");
        QTest::newRow("chunked") << true;
        QTest::newRow("ended by closing") << false;
    }

    // Decoded to learn its size: identity is the files' bytes, the wire has what nginx sent.
    void gzipByTheTarget()
    {
        QFETCH(bool, chunked);
        const auto target = chunked ? m_nginx->compressing() : m_nginx->unframed();
        const auto measured = run(
            files(), target,
            {"-r", "150", "-d", "1", "--set", "load.path=direct", "--set", "load.accept_encoding=gzip"});
        const auto problem = problemOf(measured);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));

        const auto log = m_nginx->takeLog(chunked ? "compressing" : "unframed", measured.total("requests"));
        QCOMPARE(log.size(), measured.total("requests"));
        QCOMPARE(measured.total("upstream_wire_bytes"), measured.total("wire_bytes"));
        if (chunked) // the log's bytes have the chunks' framing in them
            QVERIFY(measured.total("wire_bytes") < bodyBytes(log));
        else
            QCOMPARE(measured.total("wire_bytes"), bodyBytes(log));
        for (const auto& [name, size] : m_sizes) {
            const auto replies = measured.report.sum(name.toStdString(), "requests");
            const auto coded = fetched(target + "/" + name + ".json", "gzip");
            QVERIFY(replies > 0 && coded.size() < json(size).size());
            QCOMPARE(measured.report.sum(name.toStdString(), "identity_bytes"), replies * json(size).size());
            QCOMPARE(measured.report.sum(name.toStdString(), "wire_bytes"), replies * coded.size());
        }
        m_nginx->takeLog(chunked ? "compressing" : "unframed", m_sizes.size());
    }

    // Through the proxy, which asks for identity and codes by itself.
    void gzipByTheProxy()
    {
        const auto measured = run(
            files(), m_nginx->compressing(),
            {"-r", "150", "-d", "1", "--set", "cache.enabled=false", "--set", "compression.codec=gzip"});
        const auto problem = problemOf(measured);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const auto log = m_nginx->takeLog("compressing", measured.total("requests"));
        QCOMPARE(log.size(), measured.total("requests"));
        QCOMPARE(measured.total("upstream_wire_bytes"), bodyBytes(log)); // uncoded, so of a known length and unchunked
        QCOMPARE(measured.total("identity_bytes"), bodyBytes(log));
        QVERIFY(measured.total("wire_bytes") < bodyBytes(log) / 2);
    }

    void otherRequests_data()
    {
        QTest::addColumn<QJsonObject>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<QStringList>("settings");
        const QStringList direct{"--set", "load.path=direct"};
        const QStringList proxied{"--set", "cache.enabled=false"};
        for (const auto& way : {direct, proxied}) {
            const auto name = way == direct ? "direct" : "in process";
            QTest::addRow("HEAD, %s", name) << QJsonObject{{"method", "HEAD"}, {"url", "/large.json"}} << 200 << way;
            QTest::addRow("POST, %s", name)
                << QJsonObject{{"method", "POST"}, {"url", "/accept"}, {"body", R"({"quantity":12345})"}} << 200 << way;
            QTest::addRow("404, %s", name) << QJsonObject{{"url", "/nothing"}} << 404 << way;
            QTest::addRow("a redirect, not followed, %s", name) << QJsonObject{{"url", "/moved"}} << 302 << way;
        }
    }

    void otherRequests()
    {
        QFETCH(QJsonObject, request);
        QFETCH(int, status);
        QFETCH(QStringList, settings);
        const auto measured = run(scenario({{"it", request}}), m_nginx->plain(),
                                  QStringList{"-r", "100", "-d", "0.5"} + settings);
        const auto problem = problemOf(measured);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const auto log = m_nginx->takeLog("plain", measured.total("requests"));
        QCOMPARE(log.size(), measured.total("requests"));
        QCOMPARE(withStatus(log, status), log.size());
        QCOMPARE(measured.total(status < 400 ? "ok" : "failures.status_error"), log.size());
        QCOMPARE(measured.total("upstream_wire_bytes"), bodyBytes(log));
        QCOMPARE(measured.total("identity_bytes"), bodyBytes(log));
        const auto method = request.value("method").toString("GET");
        const auto body = request.value("body").toString();
        // `return` throws the request's body away, which nginx then does not count.
        QCOMPARE(measured.total("sent_bytes"), requestBytes(log) + log.size() * static_cast<std::size_t>(body.size()));
        for (const auto& entry : log) {
            QCOMPARE(entry.method, method);
            QCOMPARE(entry.contentLength, body.isEmpty() ? QString("-") : QString::number(body.size()));
        }
    }

    // Two requests of the target's for each of ours; the report has the last reply's size.
    void redirectsFollowed()
    {
        const auto measured = run(scenario({{"it", QJsonObject{{"url", "/moved"}}}}), m_nginx->plain(),
                                  {"-r", "100", "-d", "0.5", "--set", "load.redirects=3", "--set", "load.path=direct"});
        const auto problem = problemOf(measured);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const auto requests = measured.total("requests");
        const auto log = m_nginx->takeLog("plain", 2 * requests);
        QCOMPARE(log.size(), 2 * requests);
        QCOMPARE(withStatus(log, 302), requests);
        QCOMPARE(withStatus(log, 200), requests);
        QCOMPARE(measured.total("ok"), requests);
        QCOMPARE(measured.total("upstream_wire_bytes"), bodyBytes(log));
        QCOMPARE(measured.total("sent_bytes"), requestBytes(log));
        QCOMPARE(measured.total("wire_bytes"), requests * json(m_sizes.at("small")).size());
    }

    void aConnectionForEachRequest_data()
    {
        QTest::addColumn<QString>("way");
        QTest::newRow("direct") << "load.path=direct";
        QTest::newRow("in process") << "cache.enabled=false";
    }

    void aConnectionForEachRequest()
    {
        QFETCH(QString, way);
        const auto measured = run(files(), m_nginx->plain(),
                                  {"-r", "200", "-d", "0.5", "--set", "load.keep_alive=false", "--set", way});
        const auto problem = problemOf(measured);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const auto log = m_nginx->takeLog("plain", measured.total("requests"));
        QCOMPARE(log.size(), measured.total("requests"));
        QCOMPARE(connections(log), measured.total("requests"));
        QCOMPARE(measured.total("connects"), measured.total("requests"));
    }

    // nginx counts the cache's questions: a miss or a revalidation each.
    void cacheInFront()
    {
        const auto measured = run(files(), m_nginx->plain(),
                                  {"-r", "200", "-d", "1", "--set", "cache.default_ttl_s=600"});
        const auto problem = problemOf(measured);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const auto log = m_nginx->takeLog("plain", measured.total("cache_misses"));
        QCOMPARE(log.size(), measured.total("cache_misses"));
        QVERIFY(measured.total("cache_hits") > measured.total("cache_misses"));
        QCOMPARE(measured.total("cache_hits") + measured.total("cache_misses"), measured.total("requests"));
        QCOMPARE(measured.total("upstream_wire_bytes"), bodyBytes(log));
        QCOMPARE(measured.total("sent_bytes"), requestBytes(log));
    }
};

static const TestRegistration<NginxTest> registeredNginxTest;
#include "nginx_test.moc"
