// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/failure_log.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;
using load::FailureLog;
using metrics::Outcome;

class FailureLogTest : public QObject {
    Q_OBJECT

private slots:
    void wantsTheFirstFewOfEachKind()
    {
        FailureLog log;
        const auto wanted = [&](metrics::EndpointId endpoint, Outcome outcome) {
            int count = 0;
            for (int i = 0; i < 100; ++i)
                count += log.wants(endpoint, outcome) ? 1 : 0;
            return count;
        };
        QCOMPARE(wanted(0, Outcome::StatusError), FailureLog::kept);
        QCOMPARE(wanted(0, Outcome::ConnectionLost), FailureLog::kept);
        QCOMPARE(wanted(1, Outcome::StatusError), FailureLog::kept);
        QCOMPARE(wanted(0, Outcome::StatusError), 0);
    }

    void givesEachFailureOnce()
    {
        FailureLog log;
        metrics::Failure failure;
        failure.detail = "first";
        log.add(failure);
        const auto taken = log.take();
        QCOMPARE(taken.size(), std::size_t{1});
        QCOMPARE(taken.front().detail, std::string("first"));
        QVERIFY(log.take().empty());
    }
};

static const TestRegistration<FailureLogTest> registeredFailureLogTest;
#include "failure_log_test.moc"
