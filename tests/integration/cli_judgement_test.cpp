// SPDX-License-Identifier: GPL-3.0-or-later
// weir-cli's answer to a run: what ended it, which thresholds it met, and files that a scenario names.
#include "tests/integration/cli_setup.h"
#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <atomic>

using namespace weir::integration;
using weir::tests::ScriptedServer;
using weir::tests::SeenRequest;

class CliJudgementTest : public QObject {
    Q_OBJECT

private slots:
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

    // 15 requests are too few for a p99.9, so a verdict on what rests on one cannot be VALID.
    void requireValid()
    {
        const auto result = runCli(demo({"--require-valid", "--threshold", "p(99.9)<60000"}));
        QCOMPARE(result.exitCode, 99);
        QVERIFY2(result.messages.contains("--require-valid"), qPrintable(result.messages));
    }

    // k6's abortOnFail: not for its ten minutes, the code of a failed threshold, and every report there.
    void anAbortEndsTheRunWith99()
    {
        const ScriptedServer server{[](const SeenRequest&) { return weir::tests::reply(500, {}, "x"); }};
        const auto result = runCli({"run", QString::fromStdString(server.url("/")), "-d", "600", "-r", "50", "--set",
                                    "load.warmup_s=0", "--threshold", "error_ratio<0.5 abort after 0.2 s",
                                    "--threshold", "requests>0", "--json", m_folder.path("r.json"), "--junit",
                                    m_folder.path("r.xml")});
        QCOMPARE(result.exitCode, 99);
        QVERIFY2(result.messages.contains(" s of "), qPrintable(result.messages)); // while it went on
        QVERIFY2(result.output.contains("ended early: the threshold \"error_ratio<0.5 abort after 0.2 s\""),
                 qPrintable(result.output));
        const auto json = QJsonDocument::fromJson(m_folder.content("r.json"));
        QCOMPARE(json["run"]["ended_by"].toString(), QString("threshold"));
        QCOMPARE(json["thresholds"][0]["state"].toString(), QString("failing"));
        QCOMPARE(json["thresholds"][1]["passed"].toBool(), true);
        const auto junit = m_folder.content("r.xml");
        QVERIFY2(junit.contains("tests=\"2\" failures=\"1\" errors=\"0\""), junit);
    }

    // The first replies fail, those that the end of the run waits for make up for it: all the same it was not met.
    void anAbortCountsWhateverComesAfterIt()
    {
        std::atomic<int> seen{0};
        ScriptedServer server{[&](const SeenRequest&) {
            return ++seen <= 4 ? weir::tests::reply(500, {}, "x") : weir::tests::held(weir::tests::reply(200, {}, "x"));
        }};
        CliProcess process{{"run", QString::fromStdString(server.url("/")), "-d", "600", "-r", "100", "--set",
                            "load.warmup_s=0", "--set", "load.drain_s=60", "--set", "load.timeout_ms=60000", "--set",
                            "load.max_in_flight=20", "--threshold", "error_ratio<0.5 abort after 1 s", "--json",
                            m_folder.path("r.json")}};
        QVERIFY(process.waitForMessages("waiting for replies"));
        QVERIFY(server.held() > 4);
        server.stopHolding();
        const auto result = process.result();
        QVERIFY2(result.exitCode == 99, qPrintable(result.output + result.messages));
        const auto json = QJsonDocument::fromJson(m_folder.content("r.json"));
        QVERIFY(json["metrics"]["http_req_failed"]["value"].toDouble(1) < 0.5);
        QCOMPARE(json["run"]["ended_by"].toString(), QString("threshold"));
        QCOMPARE(json["thresholds"][0]["passed"].toBool(true), false);
        QVERIFY2(result.output.contains("FAILED"), qPrintable(result.output));
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
        QTest::newRow("data") << QStringList{"feeders.rows.file=" + m_folder.path("rows.csv"),
                                             "feeders.rows.order=once", "requests.one.url=/{{rows.id}}"}
                              << "data"
                              << "rows were used up";
    }
    void theSummaryNamesWhatEndedTheRun()
    {
        QFETCH(QStringList, settings);
        QFETCH(QString, cause);
        QFETCH(QString, words);
        m_folder.written("rows.csv", "id\n1\n2\n3\n");
        const ScriptedServer server{[](const SeenRequest&) { return weir::tests::reply(500, {}, "x"); }};
        QStringList arguments{"run", "--target", QString::fromStdString(server.url()), "--quiet"};
        settings = QStringList{"requests.one.url=/", "load.warmup_s=0", "load.duration_s=600", "load.rate=50"}
            + settings;
        for (const auto& setting : settings)
            arguments += {"--set", setting};
        const auto result = runCli(arguments + QStringList{"--json", m_folder.path("r.json")});
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.output.contains("ended early: ") != words.isEmpty() && result.output.contains(words),
                 qPrintable(result.output));
        QCOMPARE(QJsonDocument::fromJson(m_folder.content("r.json"))["run"]["ended_by"].toString(), cause);
    }

    // As k6's and JMeter's users expect: beside the scenario, wherever the command is given.
    void filesLieBesideTheScenario()
    {
        const ScriptedServer server{[](const SeenRequest&) { return weir::tests::reply(200, {}, "x"); }};
        m_folder.written("rows.csv", "id\n7\n");
        m_folder.written(
            "s.weir.json",
            QStringLiteral(R"({"weir": 1, "target": {"urls": ["%1"]}, "feeders": {"rows": {"file": "rows.csv"}},
                                 "load": {"warmup_s": 0, "stop_after_requests": 3},
                                 "requests": {"one": {"url": "/p/{{rows.id}}"}}})")
                .arg(QString::fromStdString(server.url()))
                .toUtf8());
        const auto result = runCli({"run", m_folder.path("s.weir.json"), "--quiet"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QCOMPARE(server.last().target, std::string{"/p/7"});
        QFile::remove(m_folder.path("rows.csv"));
        const auto missing = runCli({"run", m_folder.path("s.weir.json"), "--quiet"});
        QCOMPARE(missing.exitCode, 104);
        QVERIFY2(missing.messages.contains("feeders.rows.file = rows.csv: is not a file (looked at "
                                           + m_folder.path("rows.csv") + ")"),
                 qPrintable(missing.messages));
    }

    // A set of constants that the scenario names, and what the surroundings give. The latter goes into no report.
    void valuesOfTheEnvironmentAreSent()
    {
        const ScriptedServer server{[](const SeenRequest&) { return weir::tests::reply(200, {}, "x"); }};
        const auto file = m_folder.written(
            "e.weir.json",
            QStringLiteral(R"({"weir": 1, "target": {"urls": ["%1"]}, "cache": {"enabled": false},
                "variables": {"shop": {"value": "none"}, "token": {"value": "${WEIR_TEST_TOKEN}"}, "year": {"value": "2024"}},
                "environments": {"staging": {"values": ["shop=berlin"]}, "other": {"values": ["shop=paris"]}},
                "load": {"warmup_s": 0, "stop_after_requests": 1},
                "requests": {"one": {"method": "POST", "url": "/{{shop}}/{{year}}",
                    "headers": ["X-Shop: {{shop}} {{year}}", "Authorization: Bearer ${WEIR_TEST_TOKEN}"],
                    "body": "{{shop}}, {{token}}, {{year}}"}}})")
                .arg(QString::fromStdString(server.url()))
                .toUtf8());
        qputenv("WEIR_TEST_TOKEN", "k9 7");
        const auto result = runCli({"run", file, "--quiet", "--set", "environment=staging", "--json",
                                    m_folder.path("r.json"), "--csv", m_folder.path("r.csv")});
        qunsetenv("WEIR_TEST_TOKEN");
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const auto seen = server.last();
        QCOMPARE(seen.target, std::string{"/berlin/2024"});
        QCOMPARE(seen.get("X-Shop"), std::string{"berlin 2024"});
        QCOMPARE(seen.get("Authorization"), std::string{"Bearer k9 7"});
        QCOMPARE(seen.body, std::string{"berlin, k9 7, 2024"});
        for (const auto* report : {"r.json", "r.csv"})
            QVERIFY(m_folder.content(report).size() > 0 && !m_folder.content(report).contains("k9"));
        QVERIFY(!result.output.contains("k9"));
    }

    void anEnvironmentThatIsNotSetIsToldBeforeTheRun()
    {
        qunsetenv("WEIR_TEST_TOKEN");
        const auto result = runCli({"run", "http://127.0.0.1:1/", "-H", "Authorization: ${WEIR_TEST_TOKEN}"});
        QCOMPARE(result.exitCode, 104);
        QVERIFY2(result.messages.contains("WEIR_TEST_TOKEN"), qPrintable(result.messages));
    }

private:
    CliFolder m_folder;
};

static const TestRegistration<CliJudgementTest> registeredCliJudgementTest;
#include "cli_judgement_test.moc"
