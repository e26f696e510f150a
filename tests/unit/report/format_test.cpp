// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/format.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <limits>

using namespace weir;

class FormatTest : public QObject {
    Q_OBJECT

private slots:
    void formats_data()
    {
        QTest::addColumn<QString>("metric");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        int number = 0;
        const auto row = [&](const char* metric, double value, const char* text) {
            QTest::addRow("%d %s", ++number, text) << metric << value << text;
        };
        row("latency_p99_ms", std::numeric_limits<double>::quiet_NaN(), "-");
        row("latency_p99_ms", 0, "0 ms");
        row("latency_p99_ms", 0.0123, "0.012 ms");
        row("latency_p99_ms", 0.9996, "1.00 ms");
        row("latency_p99_ms", 1.234, "1.23 ms");
        row("latency_p99_ms", 9.996, "10.0 ms");
        row("latency_p99_ms", 12.34, "12.3 ms");
        row("latency_p99_ms", 99.96, "100 ms");
        row("latency_p99_ms", 1234.5, "1234 ms");
        row("latency_p99_ms", 12345.6, "12\u202f346 ms");
        row("requests", 9999, "9999");
        row("requests", 1234567, "1\u202f234\u202f567");
        row("achieved_rps", 199.97, "200 req/s");
        row("achieved_rps", 0.25, "0.250 req/s");
        row("error_ratio", 0, "0 %");
        row("error_ratio", 0.00001, "<0.01 %");
        row("error_ratio", 0.0012, "0.12 %");
        row("error_ratio", 0.125, "12.5 %");
        row("error_ratio", 0.99999, "99.99 %");
        row("error_ratio", 1, "100 %");
        row("bytes_saved_ratio", -0.032, "-3.2 %");
        row("pool_saturation_ratio", 0.75, "75.0 %");
        row("identity_bytes", 0, "0 B");
        row("identity_bytes", 999, "999 B");
        row("identity_bytes", 1000, "0.977 KiB");
        row("identity_bytes", 1536, "1.50 KiB");
        row("identity_bytes", 5.0 * 1024 * 1024 * 1024, "5.00 GiB");
        row("wire_bytes_per_s", 2048, "2.00 KiB/s");
        row("pool_limit", 64, "64");
        row("pool_in_use_mean", 1.5, "1.50");
        row("pool_in_use_mean", 1.9996, "2");
        row("pool_in_use_mean", 0.002, "0.002");
    }
    void formats()
    {
        QFETCH(const QString, metric);
        QFETCH(const double, value);
        const auto* found = metrics::findMetric(metric.toStdString());
        QVERIFY(found);
        QTEST(QString::fromStdString(report::formatMetric(*found, value)), "text");
    }

    void countsAreGroupedFromTenThousandOn()
    {
        QCOMPARE(QString::fromStdString(report::formatCount(9999)), QString("9999"));
        QCOMPARE(QString::fromStdString(report::formatCount(10000)), QString::fromUtf8("10\u202f000"));
    }
};

static const TestRegistration<FormatTest> registeredFormatTest;
#include "format_test.moc"
