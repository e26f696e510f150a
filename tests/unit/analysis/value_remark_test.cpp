// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/value_remark.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <limits>

using namespace weir;
using namespace std::chrono_literals;

class ValueRemarkTest : public QObject {
    Q_OBJECT

private slots:
    void saysWhatAPercentileLacks_data()
    {
        QTest::addColumn<double>("ok");
        QTest::addColumn<QString>("says");
        QTest::newRow("half of it") << 500.0 << "p99 needs 500 more, 5 s";
        QTest::newRow("a little") << 999.0 << "p99 needs 1 more, 1 s";
        QTest::newRow("far") << 10.0 << "p99 needs 990 more, 495 s";
        QTest::newRow("nothing yet") << 0.0 << "p99 needs 1000 more";
    }
    void saysWhatAPercentileLacks()
    {
        QFETCH(double, ok);
        const auto row = rowOf(ok, 0, 0, std::numeric_limits<double>::quiet_NaN());
        QTEST(QString::fromStdString(analysis::samplesRemark(p99(), row)), "says");
    }

    void saysNothingWhereThereIsAFigure()
    {
        QCOMPARE(analysis::samplesRemark(p99(), rowOf(5000, 0, 0, 12)), std::string{});
        QCOMPARE(analysis::samplesRemark(*metrics::findMetric("latency_max_ms"), rowOf(0, 0, 0, 12)), std::string{});
        QCOMPARE(analysis::neverReason(p99(), rowOf(5000, 0, 0, 12)), std::string{});
        QCOMPARE(analysis::unansweredText(rowOf(5000, 0, 0, 12)), std::string{});
    }

    void saysWhyNever()
    {
        const auto row = rowOf(960, 30, 10, 12);
        QCOMPARE(
            analysis::neverReason(*metrics::findMetric("adjusted_p99_ms"), row),
            std::string{"Never: 40 of 1000 planned requests (4 %) got no good answer: 30 failed, 10 skipped, and the "
                        "p99 leaves out 1 %."});
    }

private:
    static const metrics::Metric& p99() { return *metrics::findMetric("latency_p99_ms"); }

    // Of five seconds.
    static metrics::Row rowOf(double ok, double failed, double skipped, double latency)
    {
        metrics::Row row;
        row.end = 5s;
        row.values.assign(metrics::metrics().size(), 0);
        const auto set = [&row](std::string_view id, double value) { row.values[metrics::metricIndex(id)] = value; };
        set("ok", ok);
        set("failed", failed);
        set("requests", ok + failed);
        set("skipped", skipped);
        set("latency_p99_ms", latency);
        set("adjusted_p99_ms", std::numeric_limits<double>::infinity());
        return row;
    }
};

static const TestRegistration<ValueRemarkTest> registered;
#include "value_remark_test.moc"
