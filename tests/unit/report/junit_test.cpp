// SPDX-License-Identifier: GPL-3.0-or-later
// Read back by Qt's XML reader, which refuses what is not well-formed.
#include "core/report/junit.h"

#include "tests/support/test_registry.h"
#include "tests/unit/report/sample_run.h"

#include <QMap>
#include <QTest>
#include <QXmlStreamReader>

using namespace weir;
using namespace weir::test;
using report::RequireValid;

namespace {

struct Suite {
    QString name;
    int tests = -1;
    int failures = -1;
    int errors = -1;
    QString timestamp;
    QMap<QString, QString> properties;
    QStringList cases;
    QMap<QString, QString> failed; // case: message
    QString problem;               // of the XML
};

Suite parsed(const std::string& text)
{
    Suite suite;
    QXmlStreamReader xml{QByteArray::fromStdString(text)};
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto attributes = xml.attributes();
        const auto number = [&](const char* name) { return attributes.value(QLatin1String{name}).toInt(); };
        if (xml.name() == QLatin1String{"testsuite"}) {
            suite.name = attributes.value("name").toString();
            suite.timestamp = attributes.value("timestamp").toString();
            suite.tests = number("tests");
            suite.failures = number("failures");
            suite.errors = number("errors");
        } else if (xml.name() == QLatin1String{"property"}) {
            suite.properties[attributes.value("name").toString()] = attributes.value("value").toString();
        } else if (xml.name() == QLatin1String{"testcase"}) {
            suite.cases += attributes.value("name").toString();
        } else if (xml.name() == QLatin1String{"failure"} || xml.name() == QLatin1String{"error"}) {
            suite.failed[suite.cases.back()] = attributes.value("message").toString();
        }
    }
    suite.problem = xml.hasError() ? xml.errorString() : QString{};
    return suite;
}

report::RunReport changed(const std::function<void(metrics::Snapshot&)>& change)
{
    auto report = SampleRun{}.report();
    auto snapshot = std::make_shared<metrics::Snapshot>(*report.snapshot);
    change(*snapshot);
    report.snapshot = snapshot;
    return report;
}

} // namespace

class JunitTest : public QObject {
    Q_OBJECT

private slots:
    void aCaseForEachThreshold()
    {
        const auto suite = parsed(report::junitXml(SampleRun{}.report()));
        QCOMPARE(suite.problem, QString());
        QCOMPARE(suite.name, QString("Shop, \"demo\""));
        QCOMPARE(suite.timestamp, QString("2026-01-31T08:15:30"));
        QCOMPARE(suite.cases, (QStringList{"p(50)<10", "error_ratio<0.01"}));
        QCOMPARE(suite.tests, 2);
        QCOMPARE(suite.failures, 2);
        QCOMPARE(suite.errors, 0);
        QVERIFY2(suite.failed["p(50)<10"].contains(" ms in epoch 1, where 40 of 2000 planned"),
                 qPrintable(suite.failed["p(50)<10"]));
        QVERIFY2(suite.failed["error_ratio<0.01"].startsWith("0.02"), qPrintable(suite.failed["error_ratio<0.01"]));
    }

    void theVerdictIsACaseWhereItIsRequired()
    {
        const auto suspect = parsed(report::junitXml(SampleRun{}.report(), RequireValid::Yes));
        QCOMPARE(suspect.tests, 3);
        QVERIFY(suspect.failed["the verdict is VALID"].startsWith("SUSPECT: 1.0 % of the requests"));
        const auto valid = changed([](auto& s) { s.verdict = {metrics::Verdict::Level::Valid, {"all in time"}}; });
        const auto suite = parsed(report::junitXml(valid, RequireValid::Yes));
        QCOMPARE(suite.cases.back(), QString("the verdict is VALID"));
        QVERIFY(!suite.failed.contains("the verdict is VALID"));
    }

    void theThresholdThatEndedTheRunHasFailed()
    {
        const auto text = report::junitXml(changed([](auto& s) {
            s.ended = {metrics::RunEnd::Cause::Threshold, "the threshold was not met", "error_ratio<0.01", "0.4"};
        }));
        QCOMPARE(parsed(text).failed["error_ratio<0.01"],
                 QString("0.4 when it ended the run, 0.02 when the last reply "
                         "had come"));
    }

    void anInterruptedRunIsInError()
    {
        const auto suite = parsed(report::junitXml(changed([](auto& s) { s.interrupted = true; })));
        QCOMPARE(suite.errors, 1);
        QVERIFY(suite.failed.contains("the run ends as planned"));
    }

    void knobsAndVersionAreProperties()
    {
        const auto suite = parsed(report::junitXml(SampleRun{}.report()));
        QCOMPARE(suite.properties["weir.version"], QString(WEIR_VERSION));
        QCOMPARE(suite.properties["run_id"], QString("20260131T081530-4f2a"));
        QCOMPARE(suite.properties["knob.load.duration_s"], QString("10"));
        QCOMPARE(suite.properties["knob.pool.max_connections"], QString("64"));
        QCOMPARE(suite.properties["epoch1.knob.pool.max_connections"], QString("2"));
        QVERIFY(!suite.properties.contains("epoch1.knob.load.duration_s"));
    }

    void noSecretLeaves()
    {
        const auto text = report::junitXml(SampleRun{}.report());
        QVERIFY(text.find("topsecret") == std::string::npos && text.find("verysecret") == std::string::npos);
    }

    void anyNameIsWellFormed()
    {
        const auto odd = changed([](auto& s) {
            auto info = SampleRun::info();
            info.scenario = "a<b & \"c\"\x01\n]]>\xff";
            s.run = std::make_shared<const metrics::RunInfo>(info);
        });
        const auto suite = parsed(report::junitXml(odd));
        QCOMPARE(suite.problem, QString());
        QCOMPARE(suite.name, QString("a<b & \"c\"?\n]]>?"));
    }
};

static const TestRegistration<JunitTest> registeredJunitTest;
#include "junit_test.moc"
