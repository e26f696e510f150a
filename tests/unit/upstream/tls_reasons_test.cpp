// SPDX-License-Identifier: GPL-3.0-or-later
// Why TLS with a target failed, as a person is told. The servers are the openssl program's.
#include "core/upstream/target.h"
#include "tests/support/test_registry.h"
#include "tests/unit/upstream/made_certificates.h"

#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <boost/asio/write.hpp>

#include <array>
#include <thread>

using namespace weir;
using tests::MadeCertificate;
using Wish = tests::MadeCertificate::Wish;

namespace {

constexpr int patienceMs = 20'000;

// `openssl s_server` with a certificate, and what else it is told.
class SecureServer {
public:
    SecureServer(const QTemporaryDir& folder, const QString& chain, const QString& key, const QStringList& options)
    {
        write(folder.filePath("server.pem"), chain);
        write(folder.filePath("server.key"), key);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start("openssl",
                        QStringList{"s_server", "-accept", "127.0.0.1:0", "-cert", folder.filePath("server.pem"),
                                    "-cert_chain", folder.filePath("server.pem"), "-key", folder.filePath("server.key")}
                            + options);
        static const QRegularExpression accepts("ACCEPT \\S*:(\\d+)");
        while (m_process.waitForReadyRead(patienceMs)) {
            m_said += QString::fromLocal8Bit(m_process.readAll());
            if (const auto match = accepts.match(m_said); match.hasMatch()) {
                m_port = match.captured(1).toInt();
                break;
            }
        }
    }
    ~SecureServer()
    {
        m_process.kill();
        m_process.waitForFinished(patienceMs);
    }

    static void write(const QString& path, const QString& text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.toLatin1());
    }
    int port() const { return m_port; } // 0: it does not run
    const QString& said() const { return m_said; }

private:
    QProcess m_process;
    QString m_said;
    int m_port = 0;
};

base::Status probed(int port, const net::TlsOptions& options, const std::string& host = "localhost")
{
    const auto target = upstream::makeTarget("https://" + host + ":" + std::to_string(port), options);
    if (!target)
        return std::unexpected(target.error());
    return upstream::probe(*target, std::chrono::milliseconds{patienceMs});
}

QString dateIn(int days)
{
    return QDateTime::currentDateTimeUtc().addDays(days).toString("yyyy-MM-dd");
}

} // namespace

class TlsReasonsTest : public QObject {
    Q_OBJECT

    const MadeCertificate m_root{Wish{.subject = "Test Root", .isAuthority = true}};
    const MadeCertificate m_intermediate{Wish{.subject = "Test Intermediate", .isAuthority = true, .issuer = &m_root}};
    const QString m_rightNames = QStringLiteral("DNS:localhost,IP:127.0.0.1");

    Wish wish(const MadeCertificate* issuer, const QString& names) const
    {
        Wish made;
        made.names = names.toStdString();
        made.issuer = issuer;
        return made;
    }

private slots:
    void tellsWhatIsWrongWithTheCertificate_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<bool>("rootGiven");
        QTest::addColumn<QStringList>("told");
        const auto row = [](const char* what, bool rootGiven, const QStringList& told) {
            QTest::newRow(what) << what << rootGiven << told;
        };
        row("well", true, {});
        row("expired", true, {"expired on " + dateIn(-3), "3 days ago", "renewed", "--insecure"});
        row("not yet valid", true, {"is not valid before " + dateIn(5), "from now", "clock"});
        row("another name", true, {"for another name", "api.example.com, *.example.org, 10.1.2.3", "localhost"});
        row("many names", true, {"a0.test, a1.test, a2.test, a3.test, a4.test and 995 more"});
        row("a hostile name", true, {"a??[31mb"});
        row("no name", true, {"names no host at all"});
        row("self-signed", false, {"is self-signed", "CN=localhost", dateIn(30), "just this one", "--cacert"});
        row("unknown authority", false, {"none of those this system trusts", "CN=Test Root", "--cacert"});
        row("unknown authority, sent", false, {"none of those this system trusts", "CN=Test Root", "--cacert"});
        row("unknown authority above", false, {"none of those this system trusts", "CN=Test Root", "--cacert"});
        row("incomplete chain", true, {"incomplete", "CN=Test Intermediate", "ssl_certificate", "root.pem"});
        row("incomplete chain of the system's", false, {"incomplete", "CN=Test Intermediate", "ssl_certificate"});
        row("whole chain", true, {});
        row("an authority that expired", true, {"authority CN=Old Intermediate", "expired on " + dateIn(-2)});
    }
    void tellsWhatIsWrongWithTheCertificate()
    {
        QFETCH(QString, what);
        QFETCH(bool, rootGiven);
        QFETCH(QStringList, told);
        auto leaf = wish(&m_root, m_rightNames);
        QStringList chain;
        std::unique_ptr<MadeCertificate> old;
        if (what == "expired") {
            leaf.beginsInDays = -30;
            leaf.endsInDays = -3;
        } else if (what == "not yet valid") {
            leaf.beginsInDays = 5;
        } else if (what == "another name") {
            leaf.names = "DNS:api.example.com,DNS:*.example.org,IP:10.1.2.3";
        } else if (what == "many names") {
            leaf.names = "DNS:a0.test";
            for (int i = 1; i < 1000; ++i)
                leaf.names += ",DNS:a" + std::to_string(i) + ".test";
        } else if (what == "a hostile name") {
            leaf.names = "DNS:a\n\x1b[31mb";
        } else if (what == "no name") {
            leaf.names.clear();
            leaf.subject = "";
        } else if (what == "self-signed") {
            leaf.issuer = nullptr;
        } else if (what == "unknown authority, sent") {
            chain = QStringList{m_root.pem()};
        } else if (what == "unknown authority above") {
            leaf.issuer = &m_intermediate;
            chain = QStringList{m_intermediate.pem()};
        } else if (what == "incomplete chain") {
            leaf.issuer = &m_intermediate;
        } else if (what == "incomplete chain of the system's") {
            leaf.issuer = &m_intermediate;
            leaf.issuerAt = "http://127.0.0.1:1/intermediate.crt";
        } else if (what == "whole chain") {
            leaf.issuer = &m_intermediate;
            chain = QStringList{m_intermediate.pem()};
        } else if (what == "an authority that expired") {
            old = std::make_unique<MadeCertificate>(Wish{.subject = "Old Intermediate",
                                                         .beginsInDays = -30,
                                                         .endsInDays = -2,
                                                         .isAuthority = true,
                                                         .issuer = &m_root});
            leaf.issuer = old.get();
            chain = QStringList{old->pem()};
        }
        const MadeCertificate certificate{leaf};
        const QTemporaryDir folder;
        const SecureServer server(folder, certificate.pem() + chain.join(""), certificate.keyPem(), {});
        QVERIFY2(server.port() > 0, qPrintable(server.said()));
        net::TlsOptions options;
        if (rootGiven) {
            options.caFile = folder.filePath("root.pem").toStdString();
            SecureServer::write(folder.filePath("root.pem"), m_root.pem());
        }
        const auto reached = probed(server.port(), options);
        if (told.isEmpty()) {
            QVERIFY2(reached, reached ? "" : reached.error().context.c_str());
            return;
        }
        QVERIFY(!reached);
        QCOMPARE(reached.error().code, base::Errc::Untrusted);
        const auto text = QString::fromStdString(reached.error().context);
        for (const auto& part : told)
            QVERIFY2(text.contains(part), qPrintable(part + " is not in: " + text));
        options.insecure = true;
        QVERIFY(probed(server.port(), options));
    }

    void anAddressIsAName()
    {
        const MadeCertificate certificate{wish(&m_root, "DNS:localhost")};
        const QTemporaryDir folder;
        const SecureServer server(folder, certificate.pem(), certificate.keyPem(), {});
        net::TlsOptions options;
        options.caText = m_root.pem().toStdString();
        const auto reached = probed(server.port(), options, "127.0.0.1");
        QVERIFY(!reached);
        QVERIFY(reached.error().context.find("127.0.0.1 shows is for another name: it has localhost")
                != std::string::npos);
    }

    void tellsWhatElseFailed_data()
    {
        QTest::addColumn<QStringList>("server");
        QTest::addColumn<bool>("certificate");
        QTest::addColumn<bool>("onlyNew");
        QTest::addColumn<QStringList>("told");
        QTest::newRow("wants a certificate, 1.2")
            << QStringList{"-Verify", "1", "-tls1_2"} << false << false
            << QStringList{"wants a client certificate", "tls.certificate_file", "tls.key_file"};
        QTest::newRow("wants a certificate, 1.3")
            << QStringList{"-Verify", "1", "-tls1_3"} << false << false
            << QStringList{"wants a client certificate", "tls.certificate_file", "tls.key_file"};
        QTest::newRow("asks for one") << QStringList{"-verify", "1"} << false << false << QStringList();
        QTest::newRow("refuses ours, 1.2")
            << QStringList{"-Verify", "1", "-verify_return_error", "-tls1_2"} << true << false
            << QStringList{"refuses the client certificate", "own.pem", "tls.certificate_file"};
        QTest::newRow("refuses ours, 1.3")
            << QStringList{"-Verify", "1", "-verify_return_error", "-tls1_3"} << true << false
            << QStringList{"refuses the client certificate", "own.pem", "tls.certificate_file"};
        QTest::newRow("too old a version") << QStringList{"-tls1_2"} << false << true
                                           << QStringList{"no version of TLS", "1.3 alone (tls.min_version)"};
    }
    void tellsWhatElseFailed()
    {
        QFETCH(QStringList, server);
        QFETCH(bool, certificate);
        QFETCH(bool, onlyNew);
        QFETCH(QStringList, told);
        const MadeCertificate its{wish(&m_root, m_rightNames)};
        const MadeCertificate own{Wish{.subject = "client"}};
        const QTemporaryDir folder;
        const SecureServer secure(folder, its.pem(), its.keyPem(), server);
        QVERIFY2(secure.port() > 0, qPrintable(secure.said()));
        net::TlsOptions options;
        options.caText = m_root.pem().toStdString();
        if (certificate) {
            options.certificateFile = folder.filePath("own.pem").toStdString();
            SecureServer::write(folder.filePath("own.pem"), own.pem() + own.keyPem());
        }
        options.minVersion = onlyNew ? net::TlsVersion::V13 : net::TlsVersion::V12;
        const auto reached = probed(secure.port(), options);
        if (told.isEmpty()) {
            QVERIFY2(reached, reached ? "" : reached.error().context.c_str());
            return;
        }
        QVERIFY(!reached);
        QCOMPARE(reached.error().code, base::Errc::Tls);
        const auto text = QString::fromStdString(reached.error().context);
        for (const auto& part : told)
            QVERIFY2(text.contains(part), qPrintable(part + " is not in: " + text));
    }

    // What listens there speaks something else, or nothing.
    void tellsThatItIsNoTls_data()
    {
        QTest::addColumn<QByteArray>("says");
        QTest::addColumn<QString>("told");
        QTest::newRow("plain HTTP") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n")
                                    << "plain HTTP on this port, not in TLS. Write http://";
        QTest::newRow("HTTP/0.9") << QByteArray("<html><h1>Bad request</h1></html>") << "plain HTTP on this port";
        QTest::newRow("ssh") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n")
                             << "does not speak TLS on this port: what it sends";
        QTest::newRow("closes") << QByteArray() << "closed the connection during the TLS handshake";
        QTest::newRow("resets") << QByteArray("reset") << "reset the connection during the TLS handshake";
    }
    void tellsThatItIsNoTls()
    {
        QFETCH(QByteArray, says);
        QFETCH(QString, told);
        net::IoContext context;
        net::Tcp::acceptor acceptor(context, {net::asio::ip::address_v4::loopback(), 0});
        std::thread server([&] {
            net::Tcp::socket socket(context);
            acceptor.accept(socket);
            std::array<char, 4096> hello;
            socket.read_some(net::asio::buffer(hello));
            if (says == "reset") {
                socket.set_option(net::asio::socket_base::linger(true, 0));
                socket.close(); // Asio's destructor takes the option back
            }
            else if (!says.isEmpty())
                net::asio::write(socket, net::asio::buffer(says.constData(), static_cast<std::size_t>(says.size())));
        });
        const auto reached = probed(acceptor.local_endpoint().port(), {}, "127.0.0.1");
        server.join();
        QVERIFY(!reached);
        QCOMPARE(reached.error().code, base::Errc::Tls);
        QVERIFY2(QString::fromStdString(reached.error().context).contains(told), reached.error().context.c_str());
    }
};

static const TestRegistration<TlsReasonsTest> registeredTlsReasonsTest;
#include "tls_reasons_test.moc"
