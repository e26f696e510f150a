// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparison_model.h"

#include "tests/support/plausible_run.h"
#include "tests/support/test_registry.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace weir;
using namespace weir::ui;
using support::plausibleRun;

class ComparisonModelTest : public QObject {
    Q_OBJECT

private slots:
    void invitesBeforeAKnobWasTurned()
    {
        ComparisonModel model;
        const QAbstractItemModelTester tester(&model);
        model.setSnapshot(plausibleRun({.knobTurned = false}));
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.notice().isEmpty());
        QVERIFY(model.title().isEmpty());
    }

    void tellsWhichKnobAndHowMuchItRestsOn()
    {
        ComparisonModel model;
        const QAbstractItemModelTester tester(&model);
        model.setSnapshot(plausibleRun());
        QVERIFY(model.rowCount() > 0);
        QVERIFY(model.title().contains(QStringLiteral("pool.max_connections 64 → 32")));
        const QString basis = QString(model.basis()).remove(QChar(0x202f)).remove(QChar(0x2009));
        QVERIFY(basis.contains(QStringLiteral("18000")));
        QVERIFY(basis.contains(QStringLiteral("66000")));
        QVERIFY(model.notice().isEmpty());
    }

    void theChangeIsAfterLessBefore()
    {
        ComparisonModel model;
        model.setSnapshot(plausibleRun());
        const int row = rowOf(model, QStringLiteral("Response p50"));
        // 1.96 ms before, 1.40 ms after.
        QVERIFY(model.index(row, ComparisonModel::Before).data().toString().startsWith(QStringLiteral("1.96")));
        QVERIFY(model.index(row, ComparisonModel::After).data().toString().startsWith(QStringLiteral("1.4")));
        QVERIFY(model.index(row, ComparisonModel::Change).data().toString().startsWith(QStringLiteral("−0.56")));
        QVERIFY(model.index(row, ComparisonModel::RelativeChange).data().toString().startsWith(QStringLiteral("−29")));
    }

    void waitsForEnoughRequests()
    {
        ComparisonModel model;
        model.setSnapshot(plausibleRun({.requestsAfter = ComparisonModel::fewestRequests - 1}));
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(model.title().contains(QStringLiteral("pool.max_connections")));
        QVERIFY(model.notice().contains(QStringLiteral("99")));
        QSignalSpy changed(&model, &ComparisonModel::textChanged);
        model.setSnapshot(plausibleRun({.requestsAfter = ComparisonModel::fewestRequests}));
        QVERIFY(model.rowCount() > 0);
        QCOMPARE(changed.count(), 1);
    }

private:
    static int rowOf(const ComparisonModel& model, const QString& metric)
    {
        for (int row = 0; row < model.rowCount(); ++row)
            if (model.index(row, ComparisonModel::MetricName).data().toString() == metric)
                return row;
        return -1;
    }
};

static const TestRegistration<ComparisonModelTest> registeredComparisonModelTest;
#include "comparison_model_test.moc"
