// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/validate.h"

#include "core/settings/demo.h"
#include "tests/support/test_registry.h"
#include "tests/unit/settings/knob_samples.h"

#include <QTemporaryFile>
#include <QTest>

#include <algorithm>

using namespace weir::settings;

class ValidateTest : public QObject {
    Q_OBJECT

private slots:
    void theDemoAndTheDefaultsAreValid()
    {
        QCOMPARE(shown(validate(demoScenario())), QString{});
        QCOMPARE(shown(validate(Scenario{})), QString{});
    }

    void findsWhatCodeGotWrong()
    {
        Scenario scenario;
        scenario.load.users = 0;
        scenario.scenario.name = "\xff";
        scenario.requests["a.b"].weight = -1;
        QCOMPARE(shown(validate(scenario)),
                 QString{"name: is not text in UTF-8; give it in UTF-8\n"
                         "load.users = 0: is below the minimum 1; choose 1 to 20000\n"
                         "requests.a.b.weight = -1: is below the minimum 0; choose 0 to 1000000\n"
                         "requests = a.b: is no name for a request; use 1 to 64 printable "
                         "characters other than . = \" and not * alone\n"
                         "requests: every request has the weight 0; give one a weight above 0"});
    }

    void judgesTargets_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("reason"); // empty: good
        for (const auto* good : {"http://localhost", "https://api.example.com/v1", "http://127.0.0.1:8080/",
                                 "http://[::1]:80", "http://a_b.internal/x%20y", "HTTPS://EXAMPLE.COM",
                                 "http://b\xc3\xbc"
                                 "cher.example/caf\xc3\xa9 {1}",
                                 "http://a/#top", " http://a/ "})
            QTest::newRow(good) << good << "";
        QTest::newRow("no scheme") << "localhost:8080"
                                   << "does not begin with http:// or https://";
        QTest::newRow("no scheme, no port") << "example.com/v1"
                                            << "does not begin with http:// or https://";
        QTest::newRow("ftp") << "ftp://a"
                             << "begins with ftp:, which is neither http nor https";
        QTest::newRow("no host") << "http:///v1"
                                 << "names no host";
        QTest::newRow("user") << "http://me:secret@a"
                              << "holds a user name or password";
        QTest::newRow("port 0") << "http://a:0"
                                << "has the port \"0\", which is no number from 1 to 65535";
        QTest::newRow("port too large") << "http://a:65536"
                                        << "has the port \"65536\", which is no number from 1 to 65535";
        QTest::newRow("query") << "http://a/?x=1"
                               << "has a query";
        QTest::newRow("blank") << "http://a b"
                               << "has a blank as its character 9, which may not stand in a host name";
        QTest::newRow("empty") << ""
                               << "does not begin with http:// or https://";
    }
    void judgesTargets()
    {
        QFETCH(QString, url);
        QFETCH(QString, reason);
        Scenario scenario;
        scenario.target.urls = {url.toStdString()};
        const auto problems = validate(scenario);
        QCOMPARE(problems.empty(), reason.isEmpty());
        QVERIFY(problems.empty() || problems.front().reason == reason.toStdString());
        QVERIFY(!shown(problems).contains("secret"));
    }

    void judgesRequests_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("problem"); // empty: good
        const auto row = [](const char* key, const char* value, const char* problem = "") {
            QTest::addRow("%s=%s", key, value) << key << value << problem;
        };
        row("method", "PURGE");
        row("method", "", "is not a method");
        row("method", "GET /", "is not a method");
        row("method", "get", "is not in upper case");
        row("method", "CONNECT", "is not for requests to an API");
        row("url", "/a?b[]=1&c=%20:@|");
        row("url", "/a?to=http://b");
        row("url", "", "does not start with /");
        row("url", "a/b", "does not start with /");
        row("url", "http://a/b", "is a whole address");
        for (const char* odd : {"/a b", "/a#b", "/{id}", "/caf\xc3\xa9", "/a?b=\"x\"|^`<>", " /a\\b ", "/a\nb"})
            row("url", odd);
        row("url", "/${WEIR_TEST_SET}", "has a reference to the environment");
        row("url", "/{{id}}");
        row("url", "/{{di}}", "is not declared in vary");
        row("url", "/{{id", "opens {{ without closing it");
        row("headers", "Authorization: Bearer ${WEIR_TEST_SET}");
        row("headers", "X-Id: {{id}}");
        row("headers", "X-Id: {{other}}", "is not declared in vary");
        row("headers", "X: ${WEIR_TEST_UNSET}", "refers to the environment variable WEIR_TEST_UNSET, which is not set");
        row("headers", "X: ${WEIR_TEST_BREAK}",
            "refers to WEIR_TEST_BREAK, whose value holds a line break or another control character");
        row("headers", "X: ${oops", "has ${oops, which is no reference of the form ${NAME}");
        row("headers", "no colon", "has no colon");
        row("headers", "X: a\r\nY: b", "contains a line break or another control character");
        row("headers", "content-length: 5", "is a field that Weir sets itself");
        row("headers", "Content-Length:", "is a field that Weir sets itself");
        row("headers", "Connection: close", "is a field that Weir sets itself");
        for (const char* line :
             {"User-Agent:", "Accept: ", "Expect:", "Connection:", "X-Any:", "X-Empty;", "Accept-Encoding: gzip",
              "Host: api.example.com", "Host: [::1]:8080", "host: tenant-{{id}}.example.com:443"})
            row("headers", line);
        row("headers", "Host:", "leaves Host out, which every request in HTTP/1.1 has");
        row("headers", "Host;", "leaves Host out, which every request in HTTP/1.1 has");
        for (const char* host :
             {"a b", "a, b", "http://a", "a/b", "me@a", "a:b", ":80", "[::1", "caf\xc3\xa9", "{{id}} b"})
            row("headers", ("Host: " + std::string(host)).c_str(), "names no host");
        row("headers", "Transfer-Encoding: chunked", "is a field that Weir sets itself");
        row("body", "{\"a\": {{id}}}");
        row("body", "{\"a\": {{x}}}", "is not declared in vary");
        row("vary", "n=1..x", "has a bound that is not a whole number of 64 bits");
        row("vary", "n=9..1", "has its lower bound 9 above its upper bound 1");
        row("vary", "id=1..2", "declares id a second time");
    }
    void judgesRequests()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, problem);
        qputenv("WEIR_TEST_SET", "s3cret");
        qputenv("WEIR_TEST_BREAK", "s3cret\n");
        qunsetenv("WEIR_TEST_UNSET");
        Scenario scenario;
        auto& request = scenario.requests["one"];
        request.vary = {"id=1..500"};
        if (key == "vary")
            request.vary.push_back(value.toStdString());
        else {
            const auto path = findKnob("requests.one." + key.toStdString());
            const auto text = value.toStdString();
            const bool isList = path->knob->kind == Kind::List;
            setValue(scenario, *path, isList ? KnobValue{std::vector<std::string>{text}} : KnobValue{text});
        }
        const auto problems = validate(scenario);
        QCOMPARE(QString::fromStdString(problems.empty() ? "" : problems.front().reason), problem);
        QVERIFY(problems.empty() || problems.front().key == "requests.one." + key.toStdString());
        QVERIFY(!shown(problems).contains("s3cret"));
    }

    // A sample has 16 bits for its request's number.
    void refusesMoreRequestsThanCanBeToldApart_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("problem");
        QTest::newRow("as many as there can be") << 65535 << "";
        QTest::newRow("one more") << 65536
                                  << "requests = 65536 requests: are more than the 65535 that one run can tell apart; "
                                     "leave some out, or split the scenario into several";
    }
    void refusesMoreRequestsThanCanBeToldApart()
    {
        QFETCH(int, count);
        QFETCH(QString, problem);
        Scenario scenario;
        for (int i = 0; i < count; ++i)
            scenario.requests["r" + std::to_string(i)].url = "/";
        std::vector<Problem> problems;
        validateRequests(scenario, problems);
        QCOMPARE(shown(problems), problem);
    }

    // Each names the one before, so that a look-up that walks would take the square of them.
    void tenThousandWithNamesOfTheirOwnAreJudged()
    {
        Scenario scenario;
        constexpr int count = 10'000;
        std::vector<std::string> steps;
        for (int i = 0; i < count; ++i) {
            auto& request = scenario.requests["r" + std::to_string(i)];
            request.url = i == 0 ? "/" : "/{{taken" + std::to_string(i - 1) + "}}/{{fixed" + std::to_string(i) + "}}";
            request.extract = {"taken" + std::to_string(i) + " = json /id"};
            request.weight = 0;
            scenario.variables["fixed" + std::to_string(i)].value = "x";
            steps.push_back("r" + std::to_string(i));
        }
        scenario.flows["all"].steps = steps;
        QCOMPARE(shown(validate(scenario)), QString{});
        steps.push_back("r10000");
        scenario.flows["all"].steps = steps;
        QVERIFY(shown(validate(scenario)).startsWith("flows.all.steps = r10000: is not among requests; did you mean"));
    }

    void onlyAsManySuggestionsAsArePutToUse()
    {
        Scenario scenario;
        std::vector<std::string> steps;
        for (int i = 0; i < 1000; ++i) {
            scenario.requests["request" + std::to_string(i)].url = "/";
            steps.push_back("reqest" + std::to_string(i));
        }
        scenario.flows["all"].steps = steps;
        const auto problems = validate(scenario);
        QCOMPARE(problems.size(), std::size_t{1000});
        const auto suggesting = std::ranges::count_if(problems,
                                                      [](const auto& p) { return p.remedy.starts_with("did"); });
        QCOMPARE(static_cast<std::size_t>(suggesting), mostSuggestions);
    }

    void namesTheVariableThatWasMeant()
    {
        auto scenario = demoScenario();
        scenario.requests["place_order"].body = "{{quantiy}}";
        QCOMPARE(shown(validate(scenario)),
                 QString{"requests.place_order.body = {{quantiy}}: is not declared in vary; "
                         "did you mean {{quantity}}?"});
    }

    void judgesCodings_data()
    {
        QTest::addColumn<QString>("accepted");
        QTest::addColumn<bool>("isGood");
        for (const auto* good : {"", "gzip", "gzip, br", "br;q=1.0, gzip;q=0.5, *;q=0", "gzip; q=0.123"})
            QTest::newRow(good) << good << true;
        for (const auto* bad : {"gzip,", "gzip br", "gzip;q=2", "gzip;q=-1", "gzip;q=", "gzip;level=5", "gzip;q=0.1234",
                                "gzip;q=1e-1", "gzip\r\nX: y"})
            QTest::newRow(bad) << bad << false;
    }
    void judgesCodings()
    {
        QFETCH(QString, accepted);
        QFETCH(bool, isGood);
        Scenario scenario;
        scenario.load.acceptEncoding = accepted.toStdString();
        QCOMPARE(validate(scenario).empty(), isGood);
    }

    void judgesMediaTypes()
    {
        Scenario scenario;
        scenario.compression.types = {"*", "text/*", "application/vnd.api+json", "*/*+xml"};
        QCOMPARE(shown(validate(scenario)), QString{});
        for (const auto* bad : {"", "text", "text/", "/html", "text/html; charset=utf-8", "a/b/c"}) {
            scenario.compression.types = {bad};
            QVERIFY2(validate(scenario).size() == 1, bad);
        }
    }

    void looksForTheAuthoritiesFile()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        Scenario scenario;
        scenario.tls.caFile = file.fileName().toStdString();
        QVERIFY(validate(scenario).empty());
        scenario.tls.caFile = "/no/such/file.pem";
        QCOMPARE(shown(validate(scenario)),
                 QString{"tls.ca_file = /no/such/file.pem: is not a file; give the path of a PEM file"});
    }

    void noRequestsMeanTheTargetItself_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("url");
        QTest::newRow("bare") << "http://a"
                              << "GET /"
                              << "/";
        QTest::newRow("root") << "http://a/"
                              << "GET /"
                              << "/";
        QTest::newRow("path") << "http://a/v1.2/items"
                              << "GET /v1_2/items"
                              << "";
    }
    void noRequestsMeanTheTargetItself()
    {
        QFETCH(QString, target);
        QFETCH(QString, name);
        QFETCH(QString, url);
        Scenario scenario;
        scenario.target.urls = {target.toStdString()};
        const auto requests = effectiveRequests(scenario);
        QCOMPARE(requests.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(requests.at(0).name), name);
        QCOMPARE(QString::fromStdString(requests.at(0).settings.url), url);
    }

    void noTargetEitherMeansTheDemo()
    {
        QVERIFY(effectiveRequests({}) == demoScenario().requests);
        Scenario own;
        own.requests["mine"];
        QVERIFY(effectiveRequests(own) == own.requests);
    }
};

static const TestRegistration<ValidateTest> registeredValidateTest;
#include "validate_test.moc"
