// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/csv.h"

#include "core/report/csv_cell.h"
#include "tests/support/test_registry.h"
#include "tests/unit/report/golden.h"
#include "tests/unit/report/sample_run.h"

#include <QTest>

#include <limits>
#include <map>

using namespace weir;
using namespace weir::test;
using report::RunReport;

using Record = std::vector<std::string>;

// An independent reader of RFC 4180.
static std::vector<Record> parsedCsv(const std::string& text)
{
    std::vector<Record> records(1, Record(1));
    bool inQuotes = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inQuotes && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
            records.back().back() += text[++i];
        else if (c == '"')
            inQuotes = !inQuotes;
        else if (!inQuotes && c == ',')
            records.back().emplace_back();
        else if (!inQuotes && c == '\r' && i + 1 < text.size() && text[i + 1] == '\n')
            records.emplace_back(1), ++i;
        else
            records.back().back() += c;
    }
    records.pop_back();
    return records;
}

static std::map<std::string, std::string> fields(const std::vector<Record>& records, std::size_t index)
{
    std::map<std::string, std::string> result;
    for (std::size_t i = 0; i < records[0].size(); ++i)
        result[records[0][i]] = records[index][i];
    return result;
}

class CsvTest : public QObject {
    Q_OBJECT

private slots:
    // The public contract, word for word.
    void beginsWithTheContractedColumns()
    {
        const std::string contract =
            "run_id,started_at,scenario,label,phase,epoch,endpoint,verdict,planned,requests,ok,failed,skipped,"
            "unfinished,error_ratio,offered_rps,achieved_rps,"
            "latency_min_ms,latency_mean_ms,latency_p50_ms,latency_p90_ms,latency_p95_ms,latency_p99_ms,"
            "latency_p999_ms,latency_max_ms,service_p50_ms,service_p99_ms,"
            "identity_bytes,wire_bytes,header_bytes,upstream_wire_bytes,bytes_saved_ratio,cache_hits,cache_misses,"
            "cache_hit_ratio,cache_byte_hit_ratio,pool_limit,pool_in_use_mean,pool_in_use_max,"
            "pool_saturation_ratio,pool_wait_p50_ms,pool_wait_p99_ms,pool_pending_max,connects,"
            "connection_reuse_ratio,schedule_lag_p99_ms,generator_cpu_ratio";
        const auto text = report::reportCsv(SampleRun{}.report());
        QVERIFY(text.starts_with(contract + ","));
    }

    void agreesWithItsGoldenFiles()
    {
        const auto run = SampleRun{}.report();
        compareWithGolden("report.csv", report::reportCsv(run));
        compareWithGolden("series.csv", report::seriesCsv(run));
    }

    void everyLineHasEveryColumn()
    {
        const auto run = SampleRun{}.report();
        for (const auto& text : {report::reportCsv(run), report::seriesCsv(run)}) {
            const auto records = parsedCsv(text);
            for (const auto& record : records)
                QCOMPARE(record.size(), records[0].size());
        }
    }

    void aRowForEachEpochAndEndpointAndTheTotal()
    {
        const auto records = parsedCsv(report::reportCsv(SampleRun{}.report()));
        QCOMPARE(records.size(), std::size_t{1 + 3 * 3});
        const auto warmUp = fields(records, 1);
        QCOMPARE(warmUp.at("phase"), std::string{"warmup"});
        QCOMPARE(warmUp.at("endpoint"), std::string{"*"});
        QCOMPARE(warmUp.at("verdict"), std::string{});
        const auto last = fields(records, 9);
        QCOMPARE(last.at("started_at"), std::string{"2026-01-31T08:15:30.250Z"});
        QCOMPARE(last.at("epoch"), std::string{"1"});
        QCOMPARE(last.at("verdict"), std::string{"SUSPECT"});
        QCOMPARE(last.at("latency_p999_ms"), std::string{}); // 500 of the 10 000 samples it needs
        QCOMPARE(last.at("pool_limit"), std::string{});      // belongs to the total
        QVERIFY(std::stoul(last.at("failures.status_error")) > 0);
    }

    void everyEpochShowsItsOwnKnobs()
    {
        const auto records = parsedCsv(report::reportCsv(SampleRun{}.report()));
        QCOMPARE(fields(records, 4).at("knob.pool.max_connections"), std::string{"64"});
        QCOMPARE(fields(records, 7).at("knob.pool.max_connections"), std::string{"2"});
        QVERIFY(!fields(records, 1).contains("knob.pool.max_pending"));
    }

    void noSecretLeaves()
    {
        const auto text = report::reportCsv(SampleRun{}.report());
        QVERIFY(text.find("topsecret") == std::string::npos);
        QVERIFY(text.find("verysecret") == std::string::npos);
    }

    // Rows alone make the file grow: a thousand requests have the columns of two.
    void theWorkloadsOwnTextAddsNoColumn()
    {
        const auto few = SampleRun{}.report();
        auto many = few;
        auto scenario = few.scenario();
        for (int i = 0; i < 1000; ++i) {
            scenario.requests["more " + std::to_string(i)].url = "/more/" + std::to_string(i);
            scenario.flows["flow " + std::to_string(i)].steps = {"more " + std::to_string(i)};
            scenario.variables["value" + std::to_string(i)].value = "7";
        }
        for (auto& epoch : many.epochs) {
            auto larger = scenario;
            larger.pool = epoch->pool;
            epoch = std::make_shared<const settings::Scenario>(std::move(larger));
        }
        QCOMPARE(parsedCsv(report::reportCsv(many))[0], parsedCsv(report::reportCsv(few))[0]);
    }

    void whatWasTurnedOfTheWorkloadHasAColumn()
    {
        auto run = SampleRun{}.report();
        auto turned = *run.epochs[1];
        turned.requests["search"].weight = 7;
        run.epochs[1] = std::make_shared<const settings::Scenario>(turned);
        const auto records = parsedCsv(report::reportCsv(run));
        QCOMPARE(fields(records, 4).at("knob.requests.search.weight"), std::string{"1"});
        QCOMPARE(fields(records, 7).at("knob.requests.search.weight"), std::string{"7"});
        QVERIFY(!fields(records, 7).contains("knob.requests.search.url"));
    }

    void theSeriesTellsTheEvent()
    {
        const auto records = parsedCsv(report::seriesCsv(SampleRun{}.report()));
        QCOMPARE(records.size(), std::size_t{12});
        QCOMPARE(fields(records, 6).at("event"), std::string{});
        QCOMPARE(fields(records, 7).at("event"), std::string{"pool.max_connections 64 → 2"});
        QCOMPARE(fields(records, 7).at("time"), std::string{"2026-01-31T08:15:37.250Z"});
        QCOMPARE(fields(records, 7).at("elapsed_s"), std::string{"7"});
        QCOMPARE(fields(records, 7).at("achieved_rps"), std::string{"400"});
    }

    void textCells_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("cell");
        int number = 0;
        const auto row = [&](const char* text, const char* cell) { QTest::addRow("%d", ++number) << text << cell; };
        row("plain", "plain");
        row("", "");
        row("a,b", "\"a,b\"");
        row("say \"hi\"", "\"say \"\"hi\"\"\"");
        row("two\r\nlines", "\"two\r\nlines\"");
        row("=1+1", "'=1+1");
        row("+1", "'+1");
        row("-1", "'-1");
        row("@SUM(A1)", "'@SUM(A1)");
        row("\tx", "'\tx");
        row("\rx", "\"'\rx\"");
        row("=A1,\"b\"", "\"'=A1,\"\"b\"\"\"");
        row("a=b", "a=b");
    }
    void textCells()
    {
        QFETCH(const QString, text);
        QTEST(QString::fromStdString(report::textCell(text.toStdString())), "cell");
    }

    void numbersAreNoFormulas()
    {
        QCOMPARE(report::valueCell("-3.2"), std::string{"-3.2"});
        QCOMPARE(report::valueCell("-x"), std::string{"'-x"});
        QCOMPARE(report::valueCell("true"), std::string{"true"});
    }

    void numberCells_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("cell");
        QTest::newRow("whole") << 6000.0 << "6000";
        QTest::newRow("large") << 123456789012345.0 << "123456789012345";
        QTest::newRow("nanosecond") << 12.345678 << "12.345678";
        QTest::newRow("trailing zeros") << 0.5 << "0.5";
        QTest::newRow("below a nanosecond") << -1e-9 << "0";
        QTest::newRow("none") << std::numeric_limits<double>::quiet_NaN() << "";
    }
    void numberCells()
    {
        QFETCH(const double, value);
        QTEST(QString::fromStdString(report::numberCell(value)), "cell");
    }
};

static const TestRegistration<CsvTest> registeredCsvTest;
#include "csv_test.moc"
