// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/calibration/drive_search.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::calibration;

class DriveSearchTest : public QObject {
    Q_OBJECT

private slots:
    // A machine whose verdict is VALID up to `limit`, whatever the ceiling.
    void findsTheLimitWithinATenth_data()
    {
        QTest::addColumn<double>("limit");
        for (const double limit : {19500.0, 16000.0, 15999.0, 9000.0, 4000.0, 1500.0})
            QTest::newRow(qPrintable(QString::number(limit))) << limit;
    }
    void findsTheLimitWithinATenth()
    {
        QFETCH(double, limit);
        int trials = 0;
        const auto found = searchDrive(20000, [&](double rate) -> std::optional<bool> {
            ++trials;
            return rate <= limit;
        });
        QVERIFY(found.has_value());
        QCOMPARE(found->closedRps, 20000.0);
        QVERIFY2(found->validRps <= limit && found->validRps >= limit / 1.11,
                 qPrintable(QString::number(found->validRps)));
        QVERIFY(trials <= mostDriveTrials);
    }

    void onePauseOfTheMachineChangesNothing()
    {
        int trials = 0;
        const auto found = searchDrive(
            1000, [&](double rate) -> std::optional<bool> { return ++trials != 1 && rate <= 800; });
        QCOMPARE(found->validRps, 800.0);
    }

    void noRateIsValid()
    {
        int trials = 0;
        const auto found = searchDrive(1000, [&](double) -> std::optional<bool> { return ++trials, false; });
        QCOMPARE(found->validRps, 0.0);
        QVERIFY(trials <= mostDriveTrials);
        QCOMPARE(searchDrive(0, [](double) -> std::optional<bool> { return true; })->validRps, 0.0);
    }

    void endsWhenItIsToldTo()
    {
        int trials = 0;
        const auto found = searchDrive(1000, [&](double) -> std::optional<bool> {
            if (++trials == 2)
                return std::nullopt;
            return true;
        });
        QVERIFY(!found.has_value());
        QCOMPARE(trials, 2);
    }
};

static const TestRegistration<DriveSearchTest> registeredDriveSearchTest;
#include "drive_search_test.moc"
