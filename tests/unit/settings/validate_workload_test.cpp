// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/validate.h"

#include "core/settings/cli.h"
#include "core/settings/json.h"
#include "tests/support/test_registry.h"
#include "tests/unit/settings/knob_samples.h"

#include <QTemporaryFile>
#include <QTest>

using namespace weir::settings;

namespace {

Scenario shopping()
{
    Scenario scenario;
    scenario.variables["shop"].value = "main";
    scenario.requests["login"].url = "/{{shop}}/login";
    scenario.requests["login"].extract = {"token = json /token"};
    scenario.requests["buy"].url = "/buy";
    scenario.requests["buy"].weight = 0;
    scenario.requests["buy"].headers = {"Authorization: Bearer {{token}}"};
    scenario.flows["visit"].steps = {"login", "buy"};
    return scenario;
}

} // namespace

class ValidateWorkloadTest : public QObject {
    Q_OBJECT

private slots:
    void aWholeFlowIsValidAndGoesThroughAFile()
    {
        const auto scenario = shopping();
        QCOMPARE(shown(validate(scenario)), QString{});
        const auto read = readScenario(writeScenario(scenario));
        QVERIFY(read && *read == scenario);
    }

    void everythingCanBeSetFromTheCommandLine()
    {
        Scenario scenario;
        for (const auto* setting :
             {"requests.a.url=/{{v}}/{{n}}", "requests.a.vary=n=1..9 zipf 1", "requests.a.checks=status == 200",
              "variables.v.value=x", "environments.e.values=v=y", "environment=e", "requests.b.url=/b",
              "load.cookies=true", "flows.f.steps=a, b", "flows.f.think_time_ms=5", "load.stop_after_requests=7",
              "load.stop_error_ratio=0.5"}) {
            const std::string text{setting};
            const auto equals = text.find('=');
            const auto problem = setText(scenario, text.substr(0, equals), text.substr(equals + 1));
            QVERIFY2(!problem, problem ? weir::settings::text(*problem).c_str() : "");
        }
        QCOMPARE(shown(validate(scenario)), QString{});
        QCOMPARE(scenario.flows.find("f")->steps, (std::vector<std::string>{"a", "b"}));
    }

    void findsWhatIsWrong_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* key, const char* reason) { QTest::newRow(reason) << key << reason; };
        row("flows.visit.steps", "has no step");
        row("flows.visit.steps", "is not among requests");
        row("flows.visit.steps", "uses {{token}} before any step has extracted it");
        row("requests.buy.weight", "sends it alone, but {{token}} comes from an earlier step");
        row("variables.token.value", "is a name that a request extracts as well");
        row("environments.test.values", "has a line that is not of the form name=value");
        row("environment", "is not among environments");
        row("requests.login.url", "has a value from the environment");
        row("requests.login.checks", "does not begin with status, header, body, json or size");
        row("requests.login.extract", "extracts token a second time");
        row("requests.login.target", "is more than target.urls has, 1");
        row("requests.login.body_file", "is not a file");
        row("feeders.users.file", "is not a file");
        row("requests", "every request has the weight 0");
    }
    void findsWhatIsWrong()
    {
        QFETCH(QString, key);
        QFETCH(QString, reason);
        qputenv("WEIR_TEST_SET", "s3cret");
        auto scenario = shopping();
        auto& login = scenario.requests["login"];
        auto& steps = scenario.flows["visit"].steps;
        const std::map<QString, std::function<void()>> turns{
            {"has no step", [&] { steps.clear(); }},
            {"is not among requests", [&] { steps.push_back("bye"); }},
            {"uses {{token}} before any step has extracted it",
             [&] {
                 steps = {"buy", "login"};
             }},
            {"sends it alone, but {{token}} comes from an earlier step", [&] { scenario.requests["buy"].weight = 1; }},
            {"is a name that a request extracts as well", [&] { scenario.variables["token"].value = "x"; }},
            {"has a line that is not of the form name=value", [&] { scenario.environments["test"].values = {"x"}; }},
            {"is not among environments", [&] { scenario.scenario.environment = "test"; }},
            {"has a value from the environment", [&] { scenario.variables["shop"].value = "${WEIR_TEST_SET}"; }},
            {"does not begin with status, header, body, json or size", [&] { login.checks = {"fast"}; }},
            {"extracts token a second time", [&] { login.extract.push_back("token = json /b"); }},
            {"is more than target.urls has, 1", [&] { login.target = 2; }},
            {"is not a file",
             [&] {
                 if (key.startsWith("feeders"))
                     scenario.feeders["users"].file = "/no/such.csv";
                 else
                     login.bodyFile = "/no/such.bin";
             }},
            {"every request has the weight 0", [&] { login.weight = 0, scenario.flows["visit"].weight = 0; }},
        };
        turns.at(reason)();
        const auto problems = validate(scenario);
        QVERIFY2(problems.size() == 1, qPrintable(shown(problems)));
        QCOMPARE(QString::fromStdString(problems.front().key), key);
        QCOMPARE(QString::fromStdString(problems.front().reason), reason);
        QVERIFY(!shown(problems).contains("s3cret"));
    }

    void looksForTheColumns()
    {
        QTemporaryFile file;
        QVERIFY(file.open() && file.write("name,mail\nAda,a@x\n") > 0 && file.flush());
        Scenario scenario;
        scenario.feeders["users"].file = file.fileName().toStdString();
        scenario.requests["a"].url = "/{{users.nmae}}";
        QCOMPARE(shown(validate(scenario)),
                 QString{"requests.a = {{users.nmae}}: is not a column of the feeder's file; "
                         "did you mean users.name?"});
        scenario.requests["a"].url = "/{{users.name}}";
        QCOMPARE(shown(validate(scenario)), QString{});
        scenario.requests["a"].url = "/{{user.name}}";
        QCOMPARE(QString::fromStdString(validate(scenario).front().reason), QString{"names no feeder of the scenario"});
    }

    void keepsSecretsToItself()
    {
        Scenario scenario;
        scenario.variables["api_token"].value = "s3cret";
        scenario.variables["tenant"].value = "acme";
        scenario.environments["e"].values = {"password=s3cret", "token=${TOKEN}", "tenant=acme"};
        const auto shownOf = [&](const char* key) {
            const auto path = findKnob(key);
            return QString::fromStdString(redactedText(*path, value(scenario, *path)));
        };
        QCOMPARE(shownOf("variables.api_token.value"), QString{"***"});
        QCOMPARE(shownOf("variables.tenant.value"), QString{"acme"});
        QCOMPARE(shownOf("environments.e.values"), QString{"password=***, token=${TOKEN}, tenant=acme"});
    }
};

static const TestRegistration<ValidateWorkloadTest> registeredValidateWorkloadTest;
#include "validate_workload_test.moc"
