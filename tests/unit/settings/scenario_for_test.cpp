// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/cli.h"
#include "core/settings/demo.h"
#include "core/settings/json.h"
#include "core/settings/validate.h"
#include "tests/support/test_registry.h"
#include "tests/unit/settings/knob_samples.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weir::settings;
using Words = std::vector<std::string>;

static std::expected<Scenario, std::vector<Problem>> scenarioOf(Words words)
{
    words.insert(words.begin(), "run");
    const auto arguments = parseArguments(words);
    if (!arguments)
        return std::unexpected{arguments.error()};
    return scenarioFor(*arguments);
}

static QString problemsFor(const Words& words)
{
    const auto scenario = scenarioOf(words);
    return scenario ? QString{} : shown(scenario.error());
}

class ScenarioForTest : public QObject {
    Q_OBJECT

private slots:
    void nothingIsTheDemo() { QVERIFY(*scenarioOf({}) == demoScenario()); }

    void aUrlIsOneGet()
    {
        const auto scenario = scenarioOf({"https://api.example.com:8443/v1/items.json?page=2#top"});
        QVERIFY2(scenario, scenario ? "" : text(scenario.error()).c_str());
        QCOMPARE(scenario->target.urls, Words{"https://api.example.com:8443"});
        QCOMPARE(scenario->requests.size(), std::size_t{1});
        QCOMPARE(scenario->requests.at(0).name, std::string{"GET /v1/items_json"});
        QCOMPARE(scenario->requests.at(0).settings.url, std::string{"/v1/items.json?page=2"});
        QCOMPARE(scenario->scenario.name, std::string{"api.example.com:8443/v1/items.json"});
        QCOMPARE(scenarioOf({"http://a"})->requests.at(0).settings.url, std::string{"/"});
        QCOMPARE(scenarioOf({"http://a?x=1"})->requests.at(0).settings.url, std::string{"/?x=1"});
    }

    // It is encoded when the request is made; {{name}} means what it means in a scenario.
    void aUrlIsTakenAsItIsWritten_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("url");
        const auto row = [](const char* address, const char* target, const char* url) {
            QTest::newRow(address) << address << target << url;
        };
        row("http://h/items?page[size]=10&filter[name]=x", "http://h", "/items?page[size]=10&filter[name]=x");
        row("http://h/caf\xc3\xa9 {1}|^?a=\"b\"", "http://h", "/caf\xc3\xa9 {1}|^?a=\"b\"");
        row(" HTTP://H:80/a\n", "http://h", "/a");
        row("http://b\xc3\xbc"
            "cher.example:8080/",
            "http://xn--bcher-kva.example:8080", "/");
        row("http://h\\a\\b", "http://h", "/a\\b");
        row("http://h#/app", "http://h", "/");
        row("http://h/{{users.#id}}?n={{n}}#top", "http://h", "/{{users.#id}}?n={{n}}");
        row("http://h/{{open", "http://h", "/{{open");
    }
    void aUrlIsTakenAsItIsWritten()
    {
        QFETCH(QString, address);
        const auto scenario = scenarioFrom(address.toStdString());
        QVERIFY2(scenario, scenario ? "" : text(scenario.error()).c_str());
        QTEST(QString::fromStdString(scenario->target.urls.front()), "target");
        QTEST(QString::fromStdString(scenario->requests.at(0).settings.url), "url");
    }

    void aFileIsRead()
    {
        QTemporaryDir folder;
        const auto path = folder.filePath("a.weir.json").toStdString();
        const auto odd = folder.filePath("scenario").toStdString();
        Scenario saved;
        saved.load.rate = 7;
        QVERIFY(saveScenario(saved, path) && saveScenario(saved, odd));
        saved.folder = folder.path().toStdString();
        QVERIFY(*scenarioOf({path}) == saved);
        QVERIFY(*scenarioOf({odd}) == saved);
    }

    void anythingElseIsRefused()
    {
        QCOMPARE(problemsFor({"localhost:8080"}),
                 QString{"localhost:8080: is neither a scenario file nor a URL; name a "
                         ".weir.json file, or write http://localhost:8080"});
        QVERIFY(problemsFor({"none.json"}).contains("there is no such file"));
        QVERIFY(problemsFor({"ftp://a"}).contains("is neither http nor https"));
        QCOMPARE(problemsFor({"http://a b"}),
                 QString{"http://a b: has a blank as its character 9, which may not stand in a "
                         "host name; write the name with letters, digits, - and . alone"});
        QVERIFY(problemsFor({"http://me:s3cret@a/"}).contains("holds a user name or password"));
        QVERIFY(!problemsFor({"http://me:s3cret@a/"}).contains("s3cret"));
    }

    // Nobody's API is sent the demo's orders.
    void aTargetAloneIsOneGetOfIt()
    {
        const auto scenario = scenarioOf({"--target", "http://a/v1", "--target=http://b"});
        QVERIFY(scenario);
        QCOMPARE(scenario->target.urls, (Words{"http://a/v1", "http://b"}));
        const auto requests = effectiveRequests(*scenario);
        QCOMPARE(requests.size(), std::size_t{1});
        QCOMPARE(requests.at(0).settings.method, std::string{"GET"});
    }

    void targetsReplaceTheScenarios()
    {
        const auto scenario = scenarioOf({"http://a/x", "--target", "http://b"});
        QCOMPARE(scenario->target.urls, Words{"http://b"});
        QCOMPARE(scenario->requests.at(0).settings.url, std::string{"/x"});
    }

    void loadOptionsChooseTheModel()
    {
        auto scenario = scenarioOf({"-c", "32", "-d", "1.5"});
        QCOMPARE(scenario->load.model, LoadModel::Closed);
        QCOMPARE(scenario->load.users, 32);
        QCOMPARE(scenario->load.durationS, 1.5);
        scenario = scenarioOf({"--set", "load.model=closed", "-r", "0.5", "-d", "5m"});
        QCOMPARE(scenario->load.model, LoadModel::Open);
        QCOMPARE(scenario->load.rate, 0.5);
        QCOMPARE(scenario->load.durationS, 300.0);
    }

    void headersGoToEveryRequestAndReplaceItsOwn()
    {
        qputenv("WEIR_TEST_TOKEN", "x");
        const auto scenario = scenarioOf({"-H", "Authorization: Bearer ${WEIR_TEST_TOKEN}", "-H",
                                          "content-type: text/plain", "-H", "Content-Type: text/html"});
        QVERIFY2(scenario, scenario ? "" : text(scenario.error()).c_str());
        const Words expected{"Authorization: Bearer ${WEIR_TEST_TOKEN}", "content-type: text/plain",
                             "Content-Type: text/html"};
        for (const auto& record : scenario->requests)
            QCOMPARE(record.settings.headers, expected);
        QCOMPARE(scenario->requests.size(), demoScenario().requests.size());
        QCOMPARE(scenarioOf({"--target", "http://a", "-H", "A: 1"})->requests.at(0).settings.headers, Words{"A: 1"});
    }

    void otherOptionsReachTheirKnobs()
    {
        const auto scenario = scenarioOf({"--threshold", "p(99)<50", "--threshold=error_ratio<0.01", "--set",
                                          "cache.enabled=false", "--set", "requests.search.weight=3"});
        QCOMPARE(scenario->scenario.thresholds, (Words{"p(99)<50", "error_ratio<0.01"}));
        QVERIFY(!scenario->cache.enabled);
        QCOMPARE(scenario->requests.find("search")->weight, 3.0);
    }

    void allProblemsComeAtOnceUnderTheOptionsName()
    {
        QCOMPARE(problemsFor({"--set", "load.rate", "--set", "load.raet=5", "-d", "never", "-H", "x", "-c0"}),
                 QString{"--set = load.rate: has no =; write it as --set KEY=VALUE\n"
                         "load.raet: is not a known setting; did you mean load.rate?\n"
                         "--users = 0: is below the minimum 1; choose 1 to 20000\n"
                         "--duration = never: is not a number; choose 0.1 to 604800\n"
                         "--header = x: has no colon; write it as 'Name: value'"});
        QVERIFY(problemsFor({"--cacert", "/no/such.pem"}).contains("tls.ca_file = /no/such.pem: is not a file"));
    }
};

static const TestRegistration<ScenarioForTest> registeredScenarioForTest;
#include "scenario_for_test.moc"
