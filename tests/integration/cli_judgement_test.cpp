// SPDX-License-Identifier: GPL-3.0-or-later
// weir-cli's answer to a run: what ended it, which thresholds it met, and files that a scenario names.
#include "tests/integration/cli_process.h"
#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace weir::integration;
using weir::tests::ScriptedServer;
using weir::tests::SeenRequest;

class CliJudgementTest : public QObject {
    Q_OBJECT

private slots:
    // k6's abortOnFail: not for its ten minutes, the code of a failed threshold, and every report there.
    void anAbortEndsTheRunWith99()
    {
        const ScriptedServer server{[](const SeenRequest&) { return weir::tests::reply(500, {}, "x"); }};
        const auto result = runCli({"run", QString::fromStdString(server.url("/")), "-d", "600", "-r", "50", "--quiet",
                                    "--set", "load.warmup_s=0", "--threshold", "error_ratio<0.5 abort after 0.2 s",
                                    "--threshold", "requests>0", "--json", path("r.json"), "--junit", path("r.xml")});
        QCOMPARE(result.exitCode, 99);
        QVERIFY2(result.output.contains("ended early: the threshold \"error_ratio<0.5 abort after 0.2 s\""),
                 qPrintable(result.output));
        const auto json = QJsonDocument::fromJson(content("r.json"));
        QCOMPARE(json["run"]["ended_by"].toString(), QString("threshold"));
        QCOMPARE(json["thresholds"][0]["state"].toString(), QString("failing"));
        QCOMPARE(json["thresholds"][1]["passed"].toBool(), true);
        const auto junit = content("r.xml");
        QVERIFY2(junit.contains("tests=\"2\" failures=\"1\" errors=\"0\""), junit);
    }

    void theSummaryNamesWhatEndedTheRun_data()
    {
        QTest::addColumn<QStringList>("settings");
        QTest::addColumn<QString>("cause");
        QTest::addColumn<QString>("words");
        QTest::newRow("time") << QStringList{"load.duration_s=0.3"} << "time"
                              << "";
        QTest::newRow("requests") << QStringList{"load.stop_after_requests=12"} << "requests"
                                  << "12 requests were sent";
        QTest::newRow("errors") << QStringList{"load.stop_error_ratio=0.5", "load.rate=2000"} << "errors"
                                << "load.stop_error_ratio";
        QTest::newRow("data") << QStringList{"feeders.rows.file=" + path("rows.csv"), "feeders.rows.order=once",
                                             "requests.one.url=/{{rows.id}}"}
                              << "data"
                              << "rows were used up";
    }
    void theSummaryNamesWhatEndedTheRun()
    {
        QFETCH(QStringList, settings);
        QFETCH(QString, cause);
        QFETCH(QString, words);
        write("rows.csv", "id\n1\n2\n3\n");
        const ScriptedServer server{[](const SeenRequest&) { return weir::tests::reply(500, {}, "x"); }};
        QStringList arguments{"run", "--target", QString::fromStdString(server.url()), "--quiet"};
        settings = QStringList{"requests.one.url=/", "load.warmup_s=0", "load.duration_s=600", "load.rate=50"}
            + settings;
        for (const auto& setting : settings)
            arguments += {"--set", setting};
        const auto result = runCli(arguments + QStringList{"--json", path("r.json")});
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.output.contains("ended early: ") != words.isEmpty() && result.output.contains(words),
                 qPrintable(result.output));
        QCOMPARE(QJsonDocument::fromJson(content("r.json"))["run"]["ended_by"].toString(), cause);
    }

    // As k6's and JMeter's users expect: beside the scenario, wherever the command is given.
    void filesLieBesideTheScenario()
    {
        const ScriptedServer server{[](const SeenRequest&) { return weir::tests::reply(200, {}, "x"); }};
        write("rows.csv", "id\n7\n");
        write("s.weir.json",
              QStringLiteral(R"({"weir": 1, "target": {"urls": ["%1"]}, "feeders": {"rows": {"file": "rows.csv"}},
                                 "load": {"warmup_s": 0, "stop_after_requests": 3},
                                 "requests": {"one": {"url": "/p/{{rows.id}}"}}})")
                  .arg(QString::fromStdString(server.url()))
                  .toUtf8());
        const auto result = runCli({"run", path("s.weir.json"), "--quiet"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QCOMPARE(server.last().target, std::string{"/p/7"});
        QFile::remove(path("rows.csv"));
        const auto missing = runCli({"run", path("s.weir.json"), "--quiet"});
        QCOMPARE(missing.exitCode, 104);
        QVERIFY2(missing.messages.contains("feeders.rows.file = rows.csv: is not a file (looked at " + path("rows.csv")
                                           + ")"),
                 qPrintable(missing.messages));
    }

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    void write(const QString& name, const QByteArray& text) const
    {
        QFile file{path(name)};
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    QByteArray content(const QString& name) const
    {
        QFile file{path(name)};
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
    }

    QTemporaryDir m_folder;
};

static const TestRegistration<CliJudgementTest> registered;
#include "cli_judgement_test.moc"
