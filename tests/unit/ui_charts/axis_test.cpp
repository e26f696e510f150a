// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/axis.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>

using namespace weir::ui;

class AxisTest : public QObject {
    Q_OBJECT

private slots:
    void stepsAreOneTwoFive_data()
    {
        QTest::addColumn<double>("highest");
        for (const double highest : {0.003, 0.07, 0.9, 1.0, 1.7, 3.0, 42.0, 64.0, 199.0, 200.0, 2020.0, 54e6})
            QTest::addRow("%g", highest) << highest;
    }

    void stepsAreOneTwoFive()
    {
        QFETCH(double, highest);
        for (int labels = 2; labels <= 5; ++labels) {
            const Axis axis = linearAxis(highest, labels);
            const double digit = axis.step / std::pow(10.0, std::floor(std::log10(axis.step) + 1e-9));
            QVERIFY2(std::abs(digit - 1) < 1e-6 || std::abs(digit - 2) < 1e-6 || std::abs(digit - 5) < 1e-6,
                     qPrintable(QString::number(axis.step)));
            QCOMPARE(axis.min, 0.0);
            QVERIFY(axis.max > highest);
            QVERIFY(axis.max <= highest * 2.7);
            QVERIFY(axis.ticks.size() >= 2);
            QVERIFY(axis.ticks.size() <= static_cast<std::size_t>(labels) + 2);
        }
    }

    void aFixedTopIsKept()
    {
        const Axis axis = linearAxis(0.3, 4, 1, 1.0);
        QCOMPARE(axis.max, 1.0);
        QCOMPARE(axis.ticks, (std::vector<double>{0, 0.5, 1}));
    }

    void bytesStepInTheirOwnUnits()
    {
        const double unit = byteUnitOf(54e6);
        QCOMPARE(unit, 1024.0 * 1024);
        const Axis axis = linearAxis(54e6, 5, unit);
        QCOMPARE(axis.step, 10 * unit);
    }

    void nothingMeasuredStillGivesAnAxis()
    {
        QVERIFY(linearAxis(0).max > 0);
        const Axis log = logAxis(0, 0);
        QVERIFY(log.min > 0);
        QVERIFY(log.max >= log.min * 10);
    }

    void smallChangesKeepTheRange()
    {
        QCOMPARE(linearAxis(1998).max, linearAxis(2011).max);
        QCOMPARE(logAxis(0.52, 63), logAxis(0.58, 71));
    }

    void logTicksLieInRange_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("one decade") << 1.2 << 7.0;
        QTest::newRow("three") << 0.4 << 96.0;
        QTest::newRow("eight") << 0.001 << 90000.0;
        QTest::newRow("flat") << 5.0 << 5.0;
    }

    void logTicksLieInRange()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        const Axis axis = logAxis(low, high);
        QVERIFY(axis.min <= low);
        QVERIFY(axis.max >= high);
        QVERIFY(axis.ticks.size() >= 2 && axis.ticks.size() <= 6);
        for (const double tick : axis.ticks)
            QVERIFY(tick >= axis.min * 0.999 && tick <= axis.max * 1.001);
        QCOMPARE(axis.fraction(axis.min), 0.0);
        QCOMPARE(axis.fraction(axis.max), 1.0);
    }

    void zeroNeverReachesTheLogarithm()
    {
        const Axis axis = logAxis(1, 100);
        QCOMPARE(axis.fraction(0), 0.0);
        QCOMPARE(axis.fraction(-3), 0.0);
        QCOMPARE(axis.fraction(std::nan("")), 0.0);
    }

    void timesStepAsClocksDo()
    {
        QCOMPARE(timeAxis(0, 44, 5).ticks, (std::vector<double>{0, 10, 20, 30, 40}));
        QCOMPARE(timeAxis(0, 120, 4).step, 30.0);
        QCOMPARE(timeAxis(63, 183, 4).ticks, (std::vector<double>{90, 120, 150, 180}));
        QCOMPARE(timeAxis(0, 3600, 5).step, 900.0);
    }
};

static const TestRegistration<AxisTest> registeredAxisTest;
#include "axis_test.moc"
