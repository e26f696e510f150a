// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/percentile_table.h"

#include "core/report/hgrm.h"
#include "core/report/hlog.h"
#include "tests/support/test_registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <sstream>

using namespace weir;
using namespace std::chrono_literals;
using report::PercentileTable;

// `count` values of so many milliseconds.
static std::string lineOf(std::string_view tag, std::uint64_t ms, std::uint64_t count)
{
    metrics::Histogram histogram;
    histogram.record(ms * 1'000'000, count);
    return report::hlogLine(0s, 1s, tag, histogram);
}

class PercentileTableTest : public QObject {
    Q_OBJECT

private slots:
    void addsUpIntervalsAndLogs()
    {
        PercentileTable table;
        std::istringstream first{lineOf("", 1, 600) + lineOf("search", 1, 600) + lineOf("", 10, 300)};
        std::istringstream second{lineOf("", 100, 100)};
        QVERIFY(table.add(first) && table.add(second));
        const auto rows = QJsonDocument::fromJson(QByteArray::fromStdString(table.json())).array();
        QCOMPARE(rows.size(), 2);
        const auto total = rows[0].toObject();
        QCOMPARE(total["tag"].toString(), QString("*"));
        QCOMPARE(total["count"].toInt(), 1000);
        const auto isNear = [](double value, double ms) { return value >= ms && value <= ms * 1.001; };
        QVERIFY(isNear(total["p(50)_ms"].toDouble(), 1));
        QVERIFY(isNear(total["p(90)_ms"].toDouble(), 10));
        QVERIFY(isNear(total["p(99)_ms"].toDouble(), 100));
        QVERIFY(total["p(99.9)_ms"].isNull()); // 10,000 are needed
        QCOMPARE(rows[1].toObject()["tag"].toString(), QString("search"));
        QVERIFY(QString::fromStdString(table.text()).contains("search"));
        QCOMPARE(QString::fromStdString(table.markdown()).count('\n'), 4);
    }

    void takesOneTag()
    {
        PercentileTable table;
        std::istringstream log{lineOf("", 1, 6) + lineOf("search", 1, 5)};
        QVERIFY(table.add(log, {.tag = "search"}));
        const auto rows = QJsonDocument::fromJson(QByteArray::fromStdString(table.json())).array();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].toObject()["count"].toInt(), 5);
    }

    void hasACsv()
    {
        PercentileTable table;
        std::istringstream log{lineOf("", 1, 600) + lineOf("=a,b", 1, 5)};
        QVERIFY(table.add(log));
        const auto lines = QString::fromStdString(table.csv()).split("\r\n");
        QCOMPARE(lines[0], QString("tag,count,mean_ms,p50_ms,p75_ms,p90_ms,p95_ms,p99_ms,p999_ms,p9999_ms,max_ms"));
        const auto total = lines[1].split(',');
        QCOMPARE(total.size(), 11);
        QCOMPARE(total[0], QString("*"));
        QCOMPARE(total[1], QString("600"));
        QVERIFY(!total[5].isEmpty());
        QVERIFY(total[8].isEmpty()); // 10,000 are needed
        QVERIFY2(lines[2].startsWith("\"'=a,b\",5,"), qPrintable(lines[2]));
    }

    // By what they hold: neither has a name here.
    void readsPercentileDistributionsToo()
    {
        metrics::Histogram histogram;
        histogram.record(1'000'000, 600);
        PercentileTable table;
        std::istringstream log{"# a comment\n" + lineOf("", 10, 400)};
        std::istringstream spectrum{"# a comment\n\n" + report::hgrm(histogram)};
        QVERIFY(table.add(log) && table.add(spectrum));
        const auto rows = QJsonDocument::fromJson(QByteArray::fromStdString(table.json())).array();
        QCOMPARE(rows.size(), 1);
        const auto total = rows[0].toObject();
        QCOMPARE(total["count"].toInt(), 1000);
        QVERIFY(std::abs(total["p(50)_ms"].toDouble() - 1) < 0.001);
        QVERIFY(std::abs(total["p(90)_ms"].toDouble() - 10) < 0.01);
        QVERIFY(std::abs(total["mean_ms"].toDouble() - 4.6) < 0.01);
        QVERIFY(table.text().find("Between two rows") != std::string::npos);
    }

    void aDistributionOfAnotherUnit()
    {
        PercentileTable table;
        std::istringstream spectrum{"Value Percentile TotalCount 1/(1-Percentile)\n5 1 20 inf\n"};
        QVERIFY(table.add(spectrum, {.spectrumUnitNanos = 1e9}));
        const auto total = QJsonDocument::fromJson(QByteArray::fromStdString(table.json()))[0];
        QCOMPARE(total["max_ms"].toDouble(), 5000.0);
        QVERIFY(total["mean_ms"].isNull()); // the file has none
    }

    // Nanoseconds, taken for milliseconds.
    void countsWhatIsAboveAnHour()
    {
        const std::string rows = "Value Percentile TotalCount 1/(1-Percentile)\n3000000 0.5 12 2\n5000000 1 20 inf\n";
        for (const auto& [unit, saturated] : {std::pair{1e6, 8U}, std::pair{1.0, 0U}}) {
            PercentileTable table;
            std::istringstream spectrum{rows};
            QVERIFY(table.add(spectrum, {.spectrumUnitNanos = unit}));
            QCOMPARE(table.saturated(), std::uint64_t{saturated});
        }
    }

    void aDistributionHasNoTags()
    {
        PercentileTable table;
        std::istringstream spectrum{"Value Percentile TotalCount 1/(1-Percentile)\n5 1 20 inf\n"};
        const auto read = table.add(spectrum, {.tag = "search"});
        QVERIFY(!read && read.error().context.ends_with("Leave --tag away."));
    }

    void namesTheLineThatIsWrong()
    {
        PercentileTable table;
        std::istringstream log{lineOf("", 1, 6) + "nonsense\n"};
        const auto read = table.add(log);
        QVERIFY(!read);
        QVERIFY2(read.error().context.starts_with("Line 2 of"), read.error().context.c_str());
    }
};

static const TestRegistration<PercentileTableTest> registeredPercentileTableTest;
#include "percentile_table_test.moc"
