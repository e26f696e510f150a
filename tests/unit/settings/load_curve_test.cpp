// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/load_curve.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>

using namespace std::chrono_literals;
using namespace weir;
using base::Nanos;
using settings::LoadCurve;

namespace {

// Up, level, nothing, a jump, down.
LoadCurve hill()
{
    LoadCurve curve;
    curve.add(10s, 0, 100);
    curve.add(5s, 100, 100);
    curve.add(0s, 100, 0); // adds nothing
    curve.add(5s, 0, 0);
    curve.add(10s, 50, 0);
    return curve;
}

// The area by the trapezoidal rule in steps of a millisecond, which is exact up to the steps that hold a jump.
double areaUntil(const LoadCurve& curve, Nanos end)
{
    double area = 0;
    for (Nanos t{}; t < end; t += 1ms)
        area += (curve.at(t) + curve.at(t + 999'999ns)) / 2 * 0.001;
    return area;
}

} // namespace

class LoadCurveTest : public QObject {
    Q_OBJECT

private slots:
    void anEmptyOneHasNoLoad()
    {
        const LoadCurve curve;
        QCOMPARE(curve.length(), Nanos(0));
        QCOMPARE(curve.at(1s), 0.0);
        QCOMPARE(curve.highest(), 0.0);
        QCOMPARE(curve.countUntil(1h), 0.0);
        QVERIFY(!curve.when(0));
    }

    void aConstantOneGoesOnForever()
    {
        const auto curve = LoadCurve::constant(250);
        QCOMPARE(curve.length(), LoadCurve::endless);
        QVERIFY(curve.isConstant());
        QCOMPARE(curve.at(1000h), 250.0);
        QCOMPARE(curve.countUntil(1h), 900'000.0);
        QCOMPARE(*curve.when(900'000), Nanos(1h));
        QVERIFY(!LoadCurve::constant(0).when(1));
    }

    void goesStraightFromPieceToPiece()
    {
        const auto curve = hill();
        QCOMPARE(curve.length(), Nanos(30s));
        QVERIFY(!curve.isConstant());
        QCOMPARE(curve.highest(), 100.0);
        QCOMPARE(curve.at(5s), 50.0);
        QCOMPARE(curve.at(10s), 100.0);
        QCOMPARE(curve.at(15s), 0.0); // the later piece's
        QCOMPARE(curve.at(20s), 50.0);
        QCOMPARE(curve.at(25s), 25.0);
        QCOMPARE(curve.at(30s), 0.0);
        QCOMPARE(curve.at(1h), 0.0);
    }

    void countsTheAreaBelow()
    {
        const auto curve = hill();
        for (const Nanos end : {Nanos(3s), Nanos(12s), Nanos(17s), Nanos(24s), Nanos(30s)})
            QVERIFY(std::abs(curve.countUntil(end) - areaUntil(curve, end)) < 0.05);
        QCOMPARE(curve.countUntil(1h), 500.0 + 500 + 250);
        QCOMPARE(curve.countUntil(-1s), 0.0);
    }

    void findsWhenACountIsReached()
    {
        const auto curve = hill();
        for (double count = 1; count < 1250; count += 1) {
            const auto when = curve.when(count);
            QVERIFY(when);
            QVERIFY2(std::abs(curve.countUntil(*when) - count) < 1e-5, qPrintable(QString::number(count)));
        }
        QCOMPARE(*curve.when(0), Nanos(0));
        QCOMPARE(*curve.when(1000), Nanos(20s)); // not in the pause, where nothing is due
        QVERIFY(!curve.when(1250.5));
    }

    // The usual formula of a quadratic's root loses its digits here.
    void keepsItsDigitsOnGentleSlopes()
    {
        LoadCurve curve;
        curve.add(168h, 1000, 1000.000001);
        QVERIFY(Nanos(1h) - *curve.when(3'600'000) < 20ns); // the slope takes 11 ns
    }
};

static const TestRegistration<LoadCurveTest> registeredLoadCurveTest;
#include "load_curve_test.moc"
