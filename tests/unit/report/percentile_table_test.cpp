// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/percentile_table.h"

#include "core/report/hlog.h"
#include "tests/support/test_registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

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
        QVERIFY(table.add(log, "search"));
        const auto rows = QJsonDocument::fromJson(QByteArray::fromStdString(table.json())).array();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].toObject()["count"].toInt(), 5);
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

static const TestRegistration<PercentileTableTest> registered;
#include "percentile_table_test.moc"
