// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/value_text.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>

using namespace weir::ui;

class ValueTextTest : public QObject {
    Q_OBJECT

private slots:
    void numbers()
    {
        QCOMPARE(plainNumber(1998), QStringLiteral("1\u2009998"));
        QCOMPARE(plainNumber(1234567), QStringLiteral("1\u2009234\u2009567"));
        QCOMPARE(plainNumber(-1234), QStringLiteral("-1\u2009234"));
        QCOMPARE(plainNumber(12.4), QStringLiteral("12.4"));
        QCOMPARE(plainNumber(99.96), QStringLiteral("100"));
        QCOMPARE(plainNumber(0.52), QStringLiteral("0.52"));
        QCOMPARE(plainNumber(-0.0001), QStringLiteral("0"));
        QCOMPARE(plainNumber(std::nan("")), QStringLiteral("–"));
    }

    void compact()
    {
        QCOMPARE(compactNumber(2000), QStringLiteral("2k"));
        QCOMPARE(compactNumber(1500), QStringLiteral("1.5k"));
        QCOMPARE(compactNumber(2.5e6), QStringLiteral("2.5M"));
    }

    void bytes()
    {
        QCOMPARE(byteText(512), QStringLiteral("512 B"));
        QCOMPARE(byteText(38.2 * 1024), QStringLiteral("38.2 KiB"));
        QCOMPARE(byteText(1024.0 * 1024), QStringLiteral("1 MiB"));
        QCOMPARE(byteText(1023), QStringLiteral("1 KiB"));
    }

    void percent()
    {
        QCOMPARE(percentText(0.71), QStringLiteral("71 %"));
        QCOMPARE(percentText(0), QStringLiteral("0 %"));
        QCOMPARE(percentText(0.0002), QStringLiteral("0.02 %"));
        QCOMPARE(percentText(1), QStringLiteral("100 %"));
    }

    void durations()
    {
        QCOMPARE(durationText(12.4), QStringLiteral("12.4 ms"));
        QCOMPARE(durationText(3100), QStringLiteral("3.1 s"));
        QCOMPARE(durationText(0.085), QStringLiteral("85 µs"));
    }

    void clocks()
    {
        QCOMPARE(clockText(0), QStringLiteral("0:00"));
        QCOMPARE(clockText(14), QStringLiteral("0:14"));
        QCOMPARE(clockText(61.4), QStringLiteral("1:01.4"));
        QCOMPARE(clockText(3723), QStringLiteral("1:02:03"));
    }

    void axisLabelsDiffer()
    {
        QCOMPARE(axisText(0.5, 0.5, ValueFormat::Compact), QStringLiteral("0.5"));
        QCOMPARE(axisText(1500, 500, ValueFormat::Compact), QStringLiteral("1.5k"));
        QCOMPARE(axisText(0.5, 0.5, ValueFormat::Percent), QStringLiteral("50"));
        QCOMPARE(axisText(0, 1024, ValueFormat::Bytes), QStringLiteral("0"));
        QCOMPARE(axisText(0.2, 0, ValueFormat::Plain), QStringLiteral("0.2"));
    }
};

static const TestRegistration<ValueTextTest> registeredValueTextTest;
#include "value_text_test.moc"
