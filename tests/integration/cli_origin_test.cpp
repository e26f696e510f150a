// SPDX-License-Identifier: GPL-3.0-or-later
// weir-cli origin, alone and as the target of a run.
#include "tests/integration/cli_setup.h"
#include "tests/support/test_registry.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

#include <csignal>
#include <memory>

using namespace weir::integration;

class CliOriginTest : public QObject {
    Q_OBJECT

private slots:
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
        const auto report = m_folder.measured(addressOf(origin) + "/products/17", {});
        QVERIFY(report.sum("*", "requests") > 0);
        QCOMPARE(report.sum("GET /products/17", "ok"), report.sum("*", "requests"));
    }

private:
    // From its line on standard output, to the letter.
    static QString addressOf(CliProcess& origin)
    {
        static const QString beginning = QStringLiteral("listening on ");
        const auto line = origin.output().section('\n', 0, 0);
        return line.startsWith(beginning + "http://127.0.0.1:") ? line.mid(beginning.size()) : QString();
    }

    CliFolder m_folder;
};

static const TestRegistration<CliOriginTest> registeredCliOriginTest;
#include "cli_origin_test.moc"
