// SPDX-License-Identifier: GPL-3.0-or-later
// Customers of the built-in shop: what the report says of their visits, and what the shop's own books say.
#include "core/origin/origin.h"
#include "core/settings/json.h"
#include "tests/integration/conservation.h"
#include "tests/integration/live_run.h"
#include "tests/support/test_registry.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weir;
using namespace weir::integration;

namespace {

constexpr int customers = 60;

// A customer looks at its orders and at a search, takes the first hit, orders it, and looks at the order.
constexpr const char* shopping = R"json({
  "weir": 1,
  "name": "Shopping",
  "environment": "small",
  "variables": { "quantity": { "value": "90" } },
  "environments": { "small": { "values": ["quantity=2"] } },
  "feeders": { "customers": { "file": "FILE", "order": "once" } },
  "requests": {
    "orders": {
      "url": "/customers/{{customers.id}}/orders", "weight": 0,
      "checks": ["status == 200", "header Content-Type contains json"]
    },
    "search": {
      "url": "/search?q={{customers.term}}", "weight": 0,
      "checks": ["json /total > 0"], "extract": ["product = json /items/0/id", "shown = regex shown..(\\d+)"]
    },
    "product": {
      "url": "/products/{{product}}", "weight": 0, "checks": ["status in 200..299", "size <= 100000"]
    },
    "buy": {
      "method": "POST", "url": "/orders", "weight": 0,
      "headers": ["Content-Type: application/json"],
      "checks": ["status == 201", "json /lines/0/quantity == 2"],
      "extract": ["order = json /order", "place = header Location"]
    },
    "receipt": { "url": "/orders/{{order}}", "weight": 0, "checks": ["json /status == accepted"] }
  },
  "flows": { "visit": { "steps": ["orders", "search", "product", "buy", "receipt"], "think_time_ms": 2 } },
  "load": { "warmup_s": 0, "duration_s": 600, "drain_s": 30, "rate": 400 },
  "cache": { "enabled": false }
})json";

settings::Scenario shoppingScenario(const QTemporaryDir& folder)
{
    QFile file{folder.filePath("customers.csv")};
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write("id,term\r\n");
    for (int i = 1; i <= customers; ++i)
        file.write(QByteArray::number(i) + "," + QByteArray::number(1 + i % 20) + "\r\n");
    QByteArray text{shopping};
    text.replace("FILE", file.fileName().toUtf8());
    auto scenario = settings::readScenario(text.toStdString()).value();
    scenario.requests["buy"].body = R"({"product": {{product}}, "quantity": {{quantity}}})";
    return scenario;
}

} // namespace

class FlowTest : public QObject {
    Q_OBJECT

private slots:
    void visits_data()
    {
        QTest::addColumn<bool>("open");
        QTest::addColumn<int>("workers");
        QTest::newRow("arrivals") << true << 1;
        QTest::newRow("arrivals, two workers") << true << 2;
        QTest::newRow("users, two workers") << false << 2;
    }
    void visits()
    {
        QFETCH(bool, open);
        QFETCH(int, workers);
        const QTemporaryDir folder;
        auto scenario = shoppingScenario(folder);
        scenario.load.model = open ? settings::LoadModel::Open : settings::LoadModel::Closed;
        scenario.engine.workers = workers;
        scenario.origin.latencyMs = 0;
        auto origin = origin::Origin::start(scenario.origin);
        QVERIFY(origin);
        scenario.target.urls = {(*origin)->url()};
        LiveRun run{scenario};
        QVERIFY2(run.started(), run.error().c_str());
        QVERIFY(run.waitForEnd()); // when the customers are through, long before the ten minutes

        const auto report = run.csv();
        const auto problem = imbalance(report);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const auto counters = (*origin)->counters();
        QCOMPARE(report.sum("*", "requests"), counters.requests);
        QCOMPARE(report.sum("*", "failed"), 0U);
        QCOMPARE(report.sum("*", "left_out"), 0U);
        QCOMPARE(counters.replies[4] + counters.replies[5], 0U);
        for (const auto* step : {"orders", "search", "product", "buy", "receipt"})
            QCOMPARE(report.sum(step, "ok"), std::uint64_t{customers}); // each row once, and each visit to its end
        QCOMPARE(counters.requests, std::uint64_t{5 * customers});
    }

    // A customer that the shop does not know: the check tells, and nothing more is asked for.
    void theWrongCustomer()
    {
        const QTemporaryDir folder;
        auto scenario = shoppingScenario(folder);
        QFile file{folder.filePath("customers.csv")};
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("id,term\r\n9999,1\r\n9998,1\r\n") > 0);
        file.close();
        auto origin = origin::Origin::start(scenario.origin);
        QVERIFY(origin);
        scenario.target.urls = {(*origin)->url()};
        LiveRun run{scenario};
        QVERIFY2(run.started(), run.error().c_str());
        QVERIFY(run.waitForEnd());
        const auto report = run.csv();
        QCOMPARE((*origin)->counters().requests, 2U);
        QCOMPARE(report.sum("orders", "failures.check_failed"), 2U);
        QCOMPARE(report.sum("*", "left_out"), 8U);
        const auto failures = run.snapshot()->failures;
        QVERIFY(!failures.empty());
        QCOMPARE(failures.front().detail, std::string{"check failed: status == 200; found 404"});
    }
};

static const TestRegistration<FlowTest> registeredFlowTest;
#include "flow_test.moc"
