// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/waterfall.h"

#include "tests/support/test_registry.h"
#include "ui/theme.h"

#include <QApplication>
#include <QTest>

using namespace weir::ui;

class WaterfallTest : public QObject {
    Q_OBJECT

    static Waterfall::Bar bar(const char* label, double begin, double length, ColorRole color)
    {
        return {QString::fromLatin1(label), QStringLiteral("help"), begin, length, color, false};
    }
    // The columns of pixels in which the colour occurs.
    static std::pair<int, int> extentOf(const QImage& picture, const QColor& color)
    {
        int first = picture.width(), last = -1;
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                if (picture.pixelColor(x, y) == color) {
                    first = std::min(first, x);
                    last = std::max(last, x);
                }
        return {first, last};
    }

private slots:
    void init() { applyTheme(*qApp, ColorScheme::Light); }

    void emptyUntilSomethingIsChosen()
    {
        Waterfall chart;
        chart.resize(320, 200);
        chart.grab();
        QVERIFY(chart.isEmpty());
        QVERIFY(chart.accessibleDescription().contains(QStringLiteral("Choose")));
    }

    // Each bar begins where the one before ended, and is as long as its step took.
    void barsFollowOneAnother()
    {
        Waterfall chart;
        chart.resize(500, 220);
        chart.setTitle(QStringLiteral("GET /products/17"));
        chart.setBars({bar("waiting", 0, 60, ColorRole::Second), bar("target", 60, 40, ColorRole::Third)}, 100);
        const QImage picture = chart.grab().toImage();
        const auto [waitingBegin, waitingEnd] = extentOf(picture, lightColors().series[1]);
        const auto [targetBegin, targetEnd] = extentOf(picture, lightColors().series[2]);
        QVERIFY(waitingEnd > waitingBegin && targetEnd > targetBegin);
        QVERIFY(std::abs(targetBegin - waitingEnd) <= 2);
        const double share = double(waitingEnd - waitingBegin) / (targetEnd - waitingBegin);
        QVERIFY2(share > 0.57 && share < 0.63, qPrintable(QString::number(share)));
        QCOMPARE(chart.table().size(), 3);
        QVERIFY(chart.summary().startsWith(QStringLiteral("GET /products/17")));
    }

    void drawsAnything_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("tiny") << QSize(40, 30);
        QTest::newRow("narrow") << QSize(200, 400);
        QTest::newRow("wide") << QSize(900, 140);
    }
    void drawsAnything()
    {
        QFETCH(QSize, size);
        Waterfall chart;
        chart.resize(size);
        std::vector<Waterfall::Bar> bars;
        for (int i = 0; i < 8; ++i)
            bars.push_back(bar("a step with a long name", i * 0.001, 0.001, ColorRole::First));
        chart.setBars(bars, 0.008);
        QVERIFY(!chart.grab().isNull());
        chart.setBars({bar("nothing", 0, 0, ColorRole::First)}, 0);
        QVERIFY(!chart.grab().isNull());
        chart.clear();
        QVERIFY(!chart.grab().isNull());
    }
};

static const TestRegistration<WaterfallTest> registeredWaterfallTest;
#include "waterfall_test.moc"
