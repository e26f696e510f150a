// SPDX-License-Identifier: GPL-3.0-or-later
// The tables that grow with a run: failures and log.
#include "tests/support/plausible_run.h"
#include "tests/support/test_registry.h"
#include "ui/models/failure_count_model.h"
#include "ui/models/failure_model.h"
#include "ui/models/log_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace weir;
using namespace weir::ui;
using support::plausibleRun;

class RunTablesTest : public QObject {
    Q_OBJECT

private slots:
    void failuresShowWhatWasAskedAndAnswered()
    {
        FailureModel model;
        const QAbstractItemModelTester tester(&model);
        model.setSnapshot(plausibleRun());
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(0, FailureModel::Endpoint).data().toString(), QStringLiteral("place_order"));
        QCOMPARE(model.index(0, FailureModel::Status).data().toString(), QStringLiteral("500"));
        QCOMPARE(model.index(1, FailureModel::Status).data().toString(), QStringLiteral("–"));
        QVERIFY(model.index(0, FailureModel::Body).data().toString().contains(QStringLiteral("warehouse")));
    }

    // All of them, not only those that were kept; of the stretches together, the most in front.
    void failuresAreCountedByKindAndEndpoint()
    {
        auto run = std::make_shared<metrics::Snapshot>(*plausibleRun());
        const auto failing = [&](metrics::EpochId epoch, int endpoint, metrics::Outcome outcome, std::uint64_t count) {
            for (auto& row : run->rows) {
                if (row->epoch != epoch || (row->endpoint != endpoint && row->endpoint >= 0))
                    continue;
                auto changed = std::make_shared<metrics::Row>(*row);
                changed->outcomes[static_cast<std::size_t>(outcome)] += count;
                row = changed;
            }
        };
        failing(0, 4, metrics::Outcome::StatusError, 30);
        failing(1, 4, metrics::Outcome::StatusError, 1200);
        failing(1, 0, metrics::Outcome::PoolTimeout, 7);
        failing(1, 0, metrics::Outcome::Ok, 50000);
        FailureCountModel model;
        const QAbstractItemModelTester tester(&model);
        model.setSnapshot(run);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.total(), std::uint64_t{1237});
        QCOMPARE(model.index(0, FailureCountModel::Endpoint).data().toString(), QStringLiteral("place_order"));
        QCOMPARE(model.index(0, FailureCountModel::Kind).data().toString(), QStringLiteral("status error"));
        QCOMPARE(model.index(1, FailureCountModel::Count).data().toString(), QStringLiteral("7"));
        model.setSnapshot(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void failuresOfTheSameRunAreAppended()
    {
        FailureModel model;
        const auto first = plausibleRun({.failures = 1});
        auto second = std::make_shared<metrics::Snapshot>(*plausibleRun({.failures = 2}));
        second->run = first->run;
        model.setSnapshot(first);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setSnapshot(second);
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(reset.count(), 0);
        model.setSnapshot(plausibleRun({.failures = 2})); // of another run
        QCOMPARE(reset.count(), 1);
    }

    void marksHaveTheirNumbersInTheLog()
    {
        LogModel model;
        const QAbstractItemModelTester tester(&model);
        model.setSnapshot(plausibleRun());
        QCOMPARE(model.rowCount(), 3); // start, end of the warm-up, the knob
        QCOMPARE(model.index(2, LogModel::Number).data().toString(), QStringLiteral("1"));
        QCOMPARE(model.index(2, LogModel::Text).data().toString(), QStringLiteral("pool.max_connections 64 → 32"));
        QVERIFY(model.index(0, LogModel::Text).data().toString().contains(QStringLiteral("Demo shop")));
    }

    void theLogEndsWithTheVerdict()
    {
        LogModel model;
        model.setSnapshot(plausibleRun({.state = metrics::RunState::Finished}));
        const QString last = model.index(model.rowCount() - 1, LogModel::Text).data().toString();
        QVERIFY(last.contains(QStringLiteral("VALID")));
        QVERIFY(last.contains(QStringLiteral("99.98")));
    }
};

static const TestRegistration<RunTablesTest> registeredRunTablesTest;
#include "run_tables_test.moc"
