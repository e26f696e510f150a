// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/figure_text.h"

#include "tests/support/test_registry.h"
#include "ui/models/run_figures.h"

#include <QTest>

#include <cmath>

using namespace weir;
using namespace weir::ui;

class FigureTextTest : public QObject {
    Q_OBJECT

private slots:
    void followsTheMetricsUnit_data()
    {
        QTest::addColumn<QByteArray>("metric");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("expected");
        QTest::newRow("count") << QByteArray("requests") << 33562.0 << QStringLiteral("33 562");
        QTest::newRow("rate") << QByteArray("achieved_rps") << 799.0 << QStringLiteral("799/s");
        QTest::newRow("latency") << QByteArray("latency_p99_ms") << 12.4 << QStringLiteral("12.4 ms");
        QTest::newRow("bytes") << QByteArray("identity_bytes") << 39117.0 << QStringLiteral("38.2 KiB");
        QTest::newRow("share") << QByteArray("cache_hit_ratio") << 0.71 << QStringLiteral("71 %");
        QTest::newRow("never") << QByteArray("adjusted_p99_ms") << std::numeric_limits<double>::infinity()
                               << QStringLiteral("never");
        QTest::newRow("gap") << QByteArray("latency_p99_ms") << std::nan("") << QString(noValue);
    }

    void followsTheMetricsUnit()
    {
        QFETCH(QByteArray, metric);
        QFETCH(double, value);
        QFETCH(QString, expected);
        QCOMPARE(plain(figureText(*metrics::findMetric(metric.constData()), value)), expected);
    }

    void differencesCarryASign()
    {
        QCOMPARE(plain(differenceText(*metrics::findMetric("latency_p99_ms"), 3.2)), QStringLiteral("+3.2 ms"));
        QCOMPARE(plain(differenceText(*metrics::findMetric("cache_hit_ratio"), -0.123)),
                 QStringLiteral("−12.3 points"));
        QCOMPARE(differenceText(*metrics::findMetric("requests"), std::nan("")), QString(noValue));
    }

    void anErrorFreeRunSaysSo() { QCOMPARE(plain(fixedPercentText(0, 2)), QStringLiteral("0.00 %")); }

    void onlyAllIsAHundredPercent()
    {
        QCOMPARE(plain(fixedPercentText(1, 2)), QStringLiteral("100 %"));
        QCOMPARE(plain(fixedPercentText(0.999999, 2)), QStringLiteral("99.99 %"));
        QCOMPARE(plain(fixedPercentText(0.999999, 0)), QStringLiteral("99 %"));
        QCOMPARE(plain(fixedPercentText(0.000001, 2)), QStringLiteral("<0.01 %"));
        QCOMPARE(plain(fixedPercentText(0.0202, 2)), QStringLiteral("2.02 %"));
    }

    void beforeARunThereAreNoFigures()
    {
        const auto figures = figuresOf(nullptr, {});
        QCOMPARE(figures.rate.value, QString(noValue));
        QCOMPARE(figures.latency.value, QString(noValue));
        QCOMPARE(figures.errors.value, QString(noValue));
    }

private:
    // With ordinary blanks, whichever thin one the number uses.
    static QString plain(QString text) { return text.replace(QChar(0x202f), u' ').replace(QChar(0x2009), u' '); }
};

static const TestRegistration<FigureTextTest> registeredFigureTextTest;
#include "figure_text_test.moc"
