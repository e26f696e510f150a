// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/curl_line.h"

#include "core/settings/demo.h"
#include "tests/support/test_registry.h"
#include "ui/models/listener_desk.h"

#include <QTest>

using namespace weir;
using namespace weir::ui;

class CurlLineTest : public QObject {
    Q_OBJECT

private slots:
    void asksForTheFirstRequest()
    {
        QCOMPARE(curlLine(settings::demoScenario(), QStringLiteral("http://127.0.0.1:8080")),
                 QStringLiteral("curl -i 'http://127.0.0.1:8080/products?page=1&limit=20'"));
    }

    void sendsMethodHeadersAndBody()
    {
        settings::Scenario scenario;
        auto& order = scenario.requests["order"];
        order.method = "POST";
        order.url = "orders";
        order.headers = {"Authorization: Bearer ${API_TOKEN}"};
        order.body = "{\"who\": \"O'Hara\", \"id\": {{id}}}";
        order.vary = {"id=7..9"};
        QCOMPARE(curlLine(scenario, QStringLiteral("http://127.0.0.1:80")),
                 QStringLiteral("curl -i -X POST -H \"Authorization: Bearer ${API_TOKEN}\" --data-raw "
                                "'{\"who\": \"O'\\''Hara\", \"id\": 7}' http://127.0.0.1:80/orders"));
    }

    // Inside double quotes only the reference means something to the shell.
    void quotesBesideAReference()
    {
        settings::Scenario scenario;
        scenario.requests["one"].headers = {"X: ${A} \"$B\" `c` \\"};
        QVERIFY(curlLine(scenario, QStringLiteral("http://h:1"))
                    .contains(QStringLiteral("-H \"X: ${A} \\\"\\$B\\\" \\`c\\` \\\\\"")));
    }

    void takesTheCertificateAsItIs()
    {
        settings::Scenario scenario;
        scenario.listener.tls = true;
        QCOMPARE(curlLine(scenario, QStringLiteral("https://127.0.0.1:1")),
                 QStringLiteral("curl -i -k https://127.0.0.1:1/"));
        scenario.listener.certificateFile = "/etc/my cert.pem";
        QCOMPARE(curlLine(scenario, QStringLiteral("https://127.0.0.1:1")),
                 QStringLiteral("curl -i --cacert '/etc/my cert.pem' https://127.0.0.1:1/"));
    }

    void asksAnEveryAddressListenerHere()
    {
        QCOMPARE(curlLine({}, QStringLiteral("http://0.0.0.0:81")), QStringLiteral("curl -i http://127.0.0.1:81/"));
        QCOMPARE(curlLine({}, QStringLiteral("http://[::]:81")), QStringLiteral("curl -i 'http://[::1]:81/'"));
    }

    void knowsWhoCanReachAnAddress()
    {
        for (const char* here : {"127.0.0.1:80", "localhost:0", "[::1]:80", ":80", "8080"})
            QVERIFY2(!isOpenToOthers(QLatin1String(here)), here);
        for (const char* beyond : {"0.0.0.0:80", "[::]:80", "192.168.1.2:80", "example.com:80"})
            QVERIFY2(isOpenToOthers(QLatin1String(beyond)), beyond);
    }
};

static const TestRegistration<CurlLineTest> registeredCurlLineTest;
#include "curl_line_test.moc"
