// SPDX-License-Identifier: GPL-3.0-or-later
// The tables that grow with a run: failures and log.
#include "tests/support/plausible_run.h"
#include "tests/support/test_registry.h"
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

static const TestRegistration<RunTablesTest> registered;
#include "run_tables_test.moc"
