// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json.h"

#include "core/report/metric_docs.h"
#include "tests/support/test_registry.h"
#include "tests/unit/report/sample_run.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace weir;
using namespace weir::test;

// Read back by another library than the one that wrote it.
static QJsonDocument parsedJson(const std::string& text)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(text));
}

class JsonTest : public QObject {
    Q_OBJECT

private slots:
    void holdsTheWholeReport()
    {
        const auto run = SampleRun{}.report();
        const auto object = parsedJson(report::reportJson(run)).object();
        QCOMPARE(object["run"]["id"].toString(), QString("20260131T081530-4f2a"));
        QCOMPARE(object["run"]["duration_s"].toDouble(), 10.0);
        QCOMPARE(object["verdict"]["level"].toString(), QString("SUSPECT"));
        const auto verdicts = object["verdicts"].toArray();
        QCOMPARE(verdicts.size(), 1);
        QCOMPARE(verdicts[0]["phase"].toString(), QString("measure"));
        QCOMPARE(verdicts[0]["level"].toString(), QString("SUSPECT"));
        QVERIFY(verdicts[0]["reasons"][0].toString().startsWith("1.0 % of the requests"));
        QCOMPARE(object["rows"].toArray().size(), 9);
        QCOMPARE(object["events"][0]["at_s"].toDouble(), 6.0);
        QCOMPARE(object["failures"][0]["status"].toInt(), 503);
        QCOMPARE(object["knobs"][1]["pool.max_connections"].toString(), QString("2"));
        QVERIFY(!object.contains("series"));
        QCOMPARE(parsedJson(report::reportJson(run, report::Series::Include)).object()["series"].toArray().size(), 11);
    }

    // As its file would have it, once, but for what is secret.
    void theScenarioStandsOnce()
    {
        const auto text = report::reportJson(SampleRun{}.report());
        const auto scenario = parsedJson(text).object()["scenario"].toObject();
        QCOMPARE(scenario["weir"].toInt(), 1);
        QCOMPARE(scenario["name"].toString(), QString("Shop, \"demo\""));
        QCOMPARE(scenario["thresholds"].toArray().size(), 2);
        QCOMPARE(scenario["load"]["duration_s"].toDouble(), 10.0);
        QVERIFY(!scenario.contains("pool")); // as it was when the run began
        const auto search = scenario["requests"]["search"].toObject();
        QCOMPARE(search["url"].toString(), QString("/search?q=tea&api_key=***"));
        QCOMPARE(search["headers"][0].toString(), QString("Authorization: ***"));
        QCOMPARE(scenario["requests"]["@product"]["headers"][0].toString(),
                 QString("Authorization: Bearer ${API_TOKEN}"));
        QCOMPARE(text.find("secret"), std::string::npos);
    }

    void aMetricWithoutValueIsNull()
    {
        const auto run = SampleRun{}.report();
        const auto rows = parsedJson(report::reportJson(run)).object()["rows"].toArray();
        const auto total = rows[3]["metrics"].toObject();
        QCOMPARE(static_cast<std::size_t>(total.size()), metrics::metrics().size());
        QCOMPARE(total["requests"].toDouble(), 2000.0);
        QVERIFY(total["latency_p999_ms"].isNull());
        QCOMPARE(rows[3]["endpoint"].toString(), QString("*"));
        const auto search = rows[4]["metrics"].toObject(); // an endpoint's row has what it has a value of
        QCOMPARE(search["requests"].toDouble(), 1500.0);
        QVERIFY(!search.contains("latency_p999_ms") && !search.contains("pool_limit"));
    }

    void thresholdsComeWithTheirValue()
    {
        const auto thresholds = parsedJson(report::reportJson(SampleRun{}.report())).object()["thresholds"].toArray();
        QCOMPARE(thresholds.size(), 2);
        QCOMPARE(thresholds[0]["expression"].toString(), QString("p(50)<10"));
        QCOMPARE(thresholds[0]["passed"].toBool(), false);
        QCOMPARE(thresholds[0]["state"].toString(), QString("failing"));
        QCOMPARE(thresholds[1]["state"].toString(), QString("failing"));
        QCOMPARE(thresholds[0]["epochs"][0]["phase"].toString(), QString("measure"));
        QCOMPARE(thresholds[0]["epochs"][0]["passed"].toBool(), true);
        QCOMPARE(thresholds[0]["epochs"][1]["passed"].toBool(), false);
    }

    // Those of the last epoch: 2000 requests in 5 s, one in fifty of them failed.
    void theTotalHasK6sNames()
    {
        const auto object = parsedJson(report::reportJson(SampleRun{}.report())).object();
        const auto metrics = object["metrics"].toObject();
        QCOMPARE(metrics["http_reqs"]["count"].toInt(), 2000);
        QCOMPARE(metrics["http_reqs"]["rate"].toDouble(), 400.0);
        QCOMPARE(metrics["http_req_failed"]["passes"].toInt(), 40);
        QCOMPARE(metrics["http_req_failed"]["fails"].toInt(), 1960);
        QCOMPARE(metrics["http_req_failed"]["value"].toDouble(), 0.02);
        QCOMPARE(metrics["dropped_iterations"]["count"].toInt(), 0);
        const auto total = object["rows"].toArray()[6].toObject();
        QCOMPARE(total["epoch"].toInt(), 1);
        const auto values = total["metrics"].toObject();
        const auto duration = metrics["http_req_duration"].toObject();
        QCOMPARE(duration.keys(), (QStringList{"avg", "max", "med", "min", "p(90)", "p(95)", "p(99)"}));
        const auto expected = metrics["http_req_duration{expected_response:true}"].toObject();
        QCOMPARE(expected["p(95)"].toDouble(), values["latency_p95_ms"].toDouble());
        QCOMPARE(expected["med"].toDouble(), values["latency_p50_ms"].toDouble());
        const double all = 1960 * values["latency_mean_ms"].toDouble()
            + 40 * values["failed_latency_mean_ms"].toDouble();
        QVERIFY(std::abs(duration["avg"].toDouble() - all / 2000) < 1e-5);
        QVERIFY(duration["p(95)"].toDouble() < expected["p(95)"].toDouble()); // the failed ones were fast
        QVERIFY(metrics["http_req_blocked"]["avg"].toDouble() >= 0);
        QCOMPARE(total["infinite"].toArray(), (QJsonArray{"adjusted_p99_ms"})); // one in fifty failed
        QVERIFY(values["adjusted_p99_ms"].isNull());
        QVERIFY(duration["min"].toDouble() < duration["avg"].toDouble());
        QCOMPARE(metrics["data_received"]["count"].toDouble(),
                 values["header_bytes"].toDouble() + values["wire_bytes"].toDouble());
        QCOMPARE(metrics["data_sent"]["count"].toDouble(), values["sent_bytes"].toDouble());
        QVERIFY(values["sent_bytes"].toDouble() > 0);
    }

    // In it each request is an iteration of its own.
    void iterationsHaveK6sNames()
    {
        const auto metrics = parsedJson(report::reportJson(SampleRun{}.report())).object()["metrics"].toObject();
        QCOMPARE(metrics["iterations"]["count"].toInt(), 2000);
        QCOMPARE(metrics["iterations"]["rate"].toDouble(), 400.0);
        QCOMPARE(metrics["iteration_duration"], metrics["http_req_duration"]);
        for (const auto* absent : {"checks", "vus", "vus_max"})
            QVERIFY2(!metrics.contains(QLatin1String(absent)), absent);
    }

    // `product` has a check, `search` none; with a flow the mean is all that is known of an iteration.
    void checksUsersAndFlowsHaveK6sNames()
    {
        auto report = SampleRun{}.report();
        auto scenario = *report.epochs[1];
        scenario.requests["@product"].checks = {"status == 200"};
        scenario.flows["checkout"].steps = {"search", "@product"};
        scenario.load.model = settings::LoadModel::Closed;
        scenario.load.users = 12;
        for (auto& epoch : report.epochs)
            epoch = std::make_shared<const settings::Scenario>(scenario);
        auto snapshot = *report.snapshot;
        for (auto& row : snapshot.rows) {
            auto changed = *row;
            changed.outcomes[static_cast<std::size_t>(metrics::Outcome::CheckFailed)] = 20;
            row = std::make_shared<const metrics::Row>(changed);
        }
        report.snapshot = std::make_shared<const metrics::Snapshot>(snapshot);
        const auto metrics = parsedJson(report::reportJson(report)).object()["metrics"].toObject();
        QCOMPARE(metrics["checks"]["passes"].toInt(), 480); // of 500, one in fifty failed
        QCOMPARE(metrics["checks"]["fails"].toInt(), 20);
        QCOMPARE(metrics["checks"]["value"].toDouble(), 0.96);
        QCOMPARE(metrics["iteration_duration"].toObject().keys(), (QStringList{"avg"}));
        QCOMPARE(metrics["vus"]["value"].toInt(), 12);
        QCOMPARE(metrics["vus_max"]["value"].toInt(), 12);
    }

    // From 10 to 30 users in 10 s; of the second half, that turned to 7, nothing is left of the plan.
    void usersFollowThePlanUntilItIsChanged()
    {
        auto report = SampleRun{}.report();
        auto first = *report.epochs[0];
        first.load.model = settings::LoadModel::Closed;
        first.load.users = 10;
        first.load.warmupS = 1;
        first.load.stages = {"ramp=10s:30"};
        auto second = first;
        report.epochs = {std::make_shared<const settings::Scenario>(first),
                         std::make_shared<const settings::Scenario>(second)};
        const auto usersOf = [&] {
            return parsedJson(report::reportJson(report)).object()["metrics"].toObject()["vus"].toObject();
        };
        QCOMPARE(usersOf()["min"].toInt(), 20); // at 6 s
        QCOMPARE(usersOf()["max"].toInt(), 30);
        QCOMPARE(usersOf()["value"].toInt(), 30);
        second.load.users = 7;
        report.epochs[1] = std::make_shared<const settings::Scenario>(second);
        QCOMPARE(usersOf()["min"].toInt(), 7);
        QCOMPARE(usersOf()["max"].toInt(), 7);
    }

    void noSecretLeaves()
    {
        const auto text = report::reportJson(SampleRun{}.report());
        QVERIFY(text.find("topsecret") == std::string::npos);
        QVERIFY(text.find("verysecret") == std::string::npos);
    }

    void theCatalogueIsListed()
    {
        const auto listed = parsedJson(report::metricsJson()).array();
        QCOMPARE(static_cast<std::size_t>(listed.size()), metrics::metrics().size());
        QCOMPARE(listed[0]["id"].toString(), QString("planned"));
        const auto lines = [](const std::string& text) { return QString::fromStdString(text).count('\n'); };
        QCOMPARE(lines(report::metricsTable()), listed.size() + 1);
        QCOMPARE(lines(report::metricsMarkdown()), listed.size() + 2);
        QVERIFY(report::metricsMarkdown().find("| `pool_wait_p99_ms` | Pool wait p99 | ms | latency |")
                != std::string::npos);
    }
};

static const TestRegistration<JsonTest> registeredJsonTest;
#include "json_test.moc"
