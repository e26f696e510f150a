// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/schema.h"
#include "tests/support/test_registry.h"
#include "ui/forms/knob_text.h"
#include "ui/forms/settle_slider.h"
#include "ui/forms/slider_scale.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace weir;
using namespace weir::ui;

class SliderTest : public QObject {
    Q_OBJECT

private slots:
    void everyExploredKnobMapsThereAndBack()
    {
        int explored = 0;
        for (const auto& section : settings::sections())
            for (const auto& knob : section.knobs) {
                if (!knob.explored)
                    continue;
                ++explored;
                const SliderScale scale(knob);
                QCOMPARE(scale.valueAt(0), knob.min);
                QCOMPARE(scale.valueAt(scale.positions()), knob.max);
                double before = -1e300;
                for (int position = 0; position <= scale.positions(); ++position) {
                    const double value = scale.valueAt(position);
                    QVERIFY(value >= before && value >= knob.min && value <= knob.max);
                    before = value;
                    // Rounding to two digits may move a value, but never its meaning.
                    const double again = scale.valueAt(scale.positionOf(value));
                    QVERIFY(std::abs(again - value) <= std::abs(value) * 0.05 + 1e-9);
                }
            }
        QVERIFY(explored > 3);
    }

    void logarithmicStepsGrow()
    {
        const SliderScale scale(*settings::findKnob("pool.max_connections")->knob);
        const int middle = scale.positions() / 2;
        QVERIFY(scale.valueAt(middle) > 100 && scale.valueAt(middle) < 200); // sqrt(1 x 20000) = 141
        QVERIFY(std::abs(scale.positionOf(64) - scale.positionOf(32) - (scale.positionOf(32) - scale.positionOf(16)))
                <= 1);
    }

    void zeroStandsApartOnALogarithmicScale()
    {
        const SliderScale scale(*settings::findKnob("origin.latency_ms")->knob);
        QCOMPARE(scale.valueAt(0), 0.0);
        QVERIFY(scale.valueAt(1) > 0);
        QCOMPARE(scale.positionOf(0), 0);
    }

    void sizesReadShort()
    {
        const SliderScale scale(*settings::findKnob("cache.capacity_bytes")->knob);
        for (int position = 0; position <= scale.positions(); ++position) {
            const auto bytes = static_cast<std::int64_t>(std::llround(scale.valueAt(position)));
            QVERIFY2(byteSizeText(bytes).size() <= 9, qPrintable(byteSizeText(bytes))); // "127.5 MiB"
        }
    }

    void smallWholeRangesHaveOnePositionEach()
    {
        const SliderScale scale(*settings::findKnob("compression.gzip_level")->knob);
        QCOMPARE(scale.positions(), 8);
        QCOMPARE(scale.valueAt(5), 6.0);
    }

    void stepsSuitTheSize()
    {
        const auto& rate = *settings::findKnob("load.rate")->knob;
        QCOMPARE(stepOf(rate, 64), 1.0);
        QCOMPARE(stepOf(rate, 250), 10.0);
        QCOMPARE(stepOf(rate, 2000), 100.0);
        QCOMPARE(stepOf(*settings::findKnob("origin.error_ratio")->knob, 0.5), 0.05);
    }

    void aDragSettlesOnce()
    {
        SettleSlider slider;
        slider.setRange(0, 100);
        slider.resize(200, 20);
        slider.showPosition(50);
        QSignalSpy moved(&slider, &SettleSlider::moved);
        QSignalSpy settled(&slider, &SettleSlider::settled);
        QTest::mousePress(&slider, Qt::LeftButton, {}, QPoint(120, 10));
        for (int x = 125; x <= 180; x += 5)
            QTest::mouseMove(&slider, QPoint(x, 10));
        QTest::qWait(200); // held still, but held
        QCOMPARE(settled.count(), 0);
        QTest::mouseRelease(&slider, Qt::LeftButton, {}, QPoint(180, 10));
        QTRY_COMPARE(settled.count(), 1);
        QVERIFY(moved.count() > 2);
        QCOMPARE(settled.front().front().toInt(), slider.value());
        QTest::qWait(200);
        QCOMPARE(settled.count(), 1);
    }

    void showingAPositionTellsNothing()
    {
        SettleSlider slider;
        slider.setRange(0, 100);
        QSignalSpy moved(&slider, &SettleSlider::moved);
        QSignalSpy settled(&slider, &SettleSlider::settled);
        slider.showPosition(30);
        QTest::qWait(200);
        QCOMPARE(moved.count() + settled.count(), 0);
    }
};

static const TestRegistration<SliderTest> registeredSliderTest;
#include "slider_test.moc"
