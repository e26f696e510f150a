// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/proxy_output.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <boost/json/parse.hpp>

using namespace weir;
using metrics::Outcome;

class ProxyOutputTest : public QObject {
    Q_OBJECT

private slots:
    void saysLittleWhereAllIsWell()
    {
        proxy::GatewayCounters counters;
        counters.requests = counters.outcomes[0] = 7;
        counters.connections = counters.open = 2;
        QCOMPARE(command::proxyProgress(counters), std::string("2 open  7 requests"));
        QCOMPARE(command::proxySummary(counters), std::string("7 requests on 2 connections\n  7 × ok\n"));
    }

    void namesEachKindOfTrouble()
    {
        const auto counters = troubled();
        QCOMPARE(counters.failed(), std::uint64_t(5));
        QCOMPARE(command::proxyProgress(counters),
                 std::string("2 open  12 requests  5 failed (2 status_error, 3 connection_reset)  "
                             "4 refused (1 × 400, 3 × 431)  6 failed handshakes"));
        const auto summary = command::proxySummary(counters);
        for (const auto* line : {"  7 × ok\n", "  3 × connection_reset\n", "  1 × the client had gone\n",
                                 "  1 × refused: 400 Bad Request\n", "  6 × failed TLS handshake\n"})
            QVERIFY2(summary.find(line) != std::string::npos, line);
    }

    void isReadByPrograms()
    {
        const auto root = boost::json::parse(command::proxyJson(troubled())).as_object();
        QCOMPARE(root.at("requests").to_number<int>(), 12);
        QCOMPARE(root.at("failures").at("connection_reset").to_number<int>(), 3);
        QCOMPARE(root.at("refused").at("431").to_number<int>(), 3);
        QCOMPARE(root.at("replies").at("5xx").to_number<int>(), 5);
        QCOMPARE(root.at("client_gone").to_number<int>(), 1);
    }

private:
    static proxy::GatewayCounters troubled()
    {
        proxy::GatewayCounters counters;
        counters.requests = 12;
        counters.connections = counters.open = 2;
        counters.failedHandshakes = 6;
        counters.replies[5] = 5;
        counters.refused = {{400, 1}, {431, 3}};
        const auto set = [&](Outcome outcome, std::uint64_t times) {
            counters.outcomes[static_cast<std::size_t>(outcome)] = times;
        };
        set(Outcome::Ok, 7);
        set(Outcome::StatusError, 2);
        set(Outcome::ConnectionReset, 3);
        set(Outcome::Cancelled, 1);
        return counters;
    }
};

static const TestRegistration<ProxyOutputTest> registeredProxyOutputTest;
#include "proxy_output_test.moc"
