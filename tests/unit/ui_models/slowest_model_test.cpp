// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/slowest_model.h"

#include "tests/support/plausible_run.h"
#include "tests/support/test_registry.h"
#include "ui/models/exchange_text.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace weir;
using namespace weir::ui;
using support::plausibleRun;

class SlowestModelTest : public QObject {
    Q_OBJECT

private slots:
    void theSlowestOfAllEndpointsComeFirst()
    {
        SlowestModel model;
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 0);
        model.setSnapshot(plausibleRun());
        QCOMPARE(model.rowCount(), 60); // ten of each of six
        QCOMPARE(model.index(0, SlowestModel::Endpoint).data().toString(), QStringLiteral("sales_report"));
        QCOMPARE(model.index(0, SlowestModel::Response).data().toString(), QStringLiteral("160 ms"));
        for (int row = 1; row < model.rowCount(); ++row)
            QVERIFY(model.at(row - 1).response >= model.at(row).response);
    }

    void onlyTheNewestSettingsCount()
    {
        SlowestModel model;
        const auto run = plausibleRun();
        model.setSnapshot(run);
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(model.at(row).epoch, metrics::EpochId{1});
    }

    void anEarlierStretchCanBeChosen()
    {
        SlowestModel model;
        model.setSnapshot(plausibleRun());
        model.setStretch(RunStretch{metrics::measuredPhase, 0});
        QCOMPARE(model.rowCount(), 60);
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(model.at(row).epoch, metrics::EpochId{0});
        model.setStretch(std::nullopt);
        QCOMPARE(model.at(0).epoch, metrics::EpochId{1});
    }

    void saysWhereTheTimeWent()
    {
        SlowestModel model;
        model.setSnapshot(plausibleRun());
        QCOMPARE(model.index(0, SlowestModel::Mostly).data().toString(),
                 QStringLiteral("Waiting for a connection 60 %"));
        QCOMPARE(model.index(0, SlowestModel::Connection).data().toString(), QStringLiteral("reused"));
        const QString tip = model.index(0, 0).data(Qt::ToolTipRole).toString();
        QVERIFY(tip.contains(QStringLiteral("96 ms")) && tip.contains(QStringLiteral("GET /products")));
    }

    // While nothing of it changes, what the reader has selected stays.
    void theSameExchangesAreNoChange()
    {
        SlowestModel model;
        const auto run = plausibleRun();
        model.setSnapshot(run);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setSnapshot(std::make_shared<metrics::Snapshot>(*run));
        QCOMPARE(reset.count(), 0);
        const auto kept = model.at(7);
        model.setSnapshot(plausibleRun({.knobTurned = false}));
        QCOMPARE(reset.count(), 1);
        QCOMPARE(model.rowOf(kept), -1);
    }

    void credentialsAreTakenOut()
    {
        metrics::ExchangeDetail detail;
        detail.setRequest({"GET", "/items?api_key=verysecret"});
        QVERIFY(!requestText(detail).contains(QStringLiteral("verysecret")));
        detail.outcome = metrics::Outcome::FirstByteTimeout;
        QCOMPARE(replyText(detail), QStringLiteral("first byte timeout"));
    }
};

static const TestRegistration<SlowestModelTest> registeredSlowestModelTest;
#include "slowest_model_test.moc"
