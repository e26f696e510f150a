// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tuning_csv.h"
#include "core/report/tuning_json.h"
#include "core/report/tuning_summary.h"
#include "tests/support/csv_table.h"
#include "tests/support/test_registry.h"
#include "tests/unit/report/golden.h"
#include "tests/unit/report/sample_tuning.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace weir;
using namespace weir::test;

namespace {

std::vector<std::pair<QString, experiment::TuningReport>> everyKindOfTuning()
{
    return {{"try", SampleTuning::aTry()},         {"never", SampleTuning::neverAnswered()},
            {"screen", SampleTuning::screening()}, {"sweep", SampleTuning::sweep()},
            {"surface", SampleTuning::surface()},  {"find", SampleTuning::search()}};
}

experiment::TuningReport withManyEndpoints(int count)
{
    auto report = SampleTuning::aTry();
    auto& estimates = report.variants.front().estimates;
    estimates.erase(estimates.begin() + 5, estimates.end());
    report.endpoints.clear();
    for (int i = 0; i < count; ++i) {
        report.endpoints.push_back("endpoint " + std::to_string(i));
        auto estimate = estimates.front();
        estimate.endpoint = i;
        estimate.judgement = i % 100 == 7 ? analysis::Judgement::Worse : analysis::Judgement::Unclear;
        estimates.push_back(estimate);
    }
    return report;
}

} // namespace

class TuningFilesTest : public QObject {
    Q_OBJECT

private slots:
    // The public contract, word for word.
    void csvBeginsWithTheContractedColumns()
    {
        const std::string contract =
            "experiment_id,started_at,kind,scenario,endpoint,metric,unit,knobs,from,to,baseline,variant,difference,"
            "difference_ratio,ci_low,ci_high,confidence,pairs,verdict,guards,holm,baseline_verdict,variant_verdict,"
            "recommended";
        QVERIFY(report::tuningCsv(SampleTuning::aTry()).starts_with(contract + ","));
    }

    void filesAgreeWithTheirGoldenFiles()
    {
        for (const auto& [name, report] : everyKindOfTuning()) {
            compareWithGolden("tuning-" + name + ".csv", report::tuningCsv(report));
            compareWithGolden("tuning-" + name + ".txt", report::tuningSummary(report));
        }
        compareWithGolden("tuning-never.json", report::tuningJson(SampleTuning::neverAnswered()));
    }

    void everyCsvLineHasEveryColumn()
    {
        for (const auto& [name, report] : everyKindOfTuning()) {
            const auto table = support::CsvTable::parse(report::tuningCsv(report));
            QVERIFY(table.size() > 0);
            QVERIFY(table.isRectangular());
        }
    }

    void csvTellsInfiniteFromUnknown()
    {
        const auto table = support::CsvTable::parse(report::tuningCsv(SampleTuning::neverAnswered()));
        QCOMPARE(table.text(0, "variant"), std::string{"inf"});
        QCOMPARE(table.text(0, "difference"), std::string{"inf"});
        QCOMPARE(table.text(0, "ci_low"), std::string{"inf"});
        QCOMPARE(table.text(0, "knobs"), std::string{"pool.max_connections + compression.gzip_level"});
        QCOMPARE(table.text(0, "from"), std::string{"64 + 6"});
        QCOMPARE(table.text(0, "guards"), std::string{"failed share + endpoint search"});
        QCOMPARE(table.text(1, "difference"), std::string{"-inf"}); // answered, where the baseline never was
        QCOMPARE(table.text(1, "difference_ratio"), std::string{"-1"});
        QCOMPARE(table.text(2, "difference_ratio"), std::string{}); // two pairs tell nothing
        QCOMPARE(table.text(2, "pairs"), std::string{"2"});
    }

    // Ratios by plain arithmetic: 23.4 ms less 35 %.
    void csvHoldsRatiosAndTheirInterval()
    {
        const auto table = support::CsvTable::parse(report::tuningCsv(SampleTuning::aTry()));
        QCOMPARE(table.text(0, "difference_ratio"), std::string{"-0.35"});
        QCOMPARE(table.text(0, "ci_low"), std::string{"-0.412"});
        QCOMPARE(table.text(0, "ci_high"), std::string{"-0.294"});
        QCOMPARE(table.text(0, "difference"), std::string{"-8.19"});
        QCOMPARE(table.text(0, "verdict"), std::string{"better"});
        QCOMPARE(table.text(3, "verdict"), std::string{"no_difference"});
        QCOMPARE(table.text(4, "verdict"), std::string{"unclear"}); // more was planned: neither better nor worse
        QCOMPARE(table.text(7, "endpoint"), std::string{"'=1+2<script>alert(1)</script>"});
    }

    void jsonIsReadByAnotherParserAndComplete()
    {
        for (const auto& [name, report] : everyKindOfTuning()) {
            QJsonParseError error;
            const auto text = QByteArray::fromStdString(report::tuningJson(report));
            const auto root = QJsonDocument::fromJson(text, &error).object();
            QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
            QCOMPARE(static_cast<std::size_t>(root["variants"].toArray().size()), report.variants.size());
            QCOMPARE(root["experiment"].toObject()["kind"].toString().toStdString(),
                     std::string{kindName(report.kind)});
            QVERIFY(root["summary"].isString());
            for (const auto& metric : root["metrics"].toArray())
                QVERIFY(metric.isString());
            for (const auto& arm : root["arms"].toArray())
                QVERIFY(arm.toObject()["name"].isString());
            QCOMPARE(root["search"].isNull(), !report.search.has_value());
        }
    }

    void jsonMarksWhatIsInfinite()
    {
        const auto text = QByteArray::fromStdString(report::tuningJson(SampleTuning::neverAnswered()));
        const auto variant = QJsonDocument::fromJson(text).object()["variants"].toArray()[0].toObject();
        const auto estimate = variant["estimates"].toArray()[0].toObject();
        QVERIFY(estimate["variant"].isNull());
        QVERIFY(estimate["infinite"].toArray().contains("variant"));
        QVERIFY(variant["estimates"].toArray()[1].toObject()["minus_infinite"].toArray().contains("difference"));
    }

    void noSecretOfTheTargetLeaves()
    {
        for (const auto& [name, report] : everyKindOfTuning()) {
            QVERIFY(report::tuningJson(report).find("verysecret") == std::string::npos);
            QVERIFY(report::tuningSummary(report).find("verysecret") == std::string::npos);
            QVERIFY(report::tuningCsv(report).find("verysecret") == std::string::npos);
        }
    }

    void summaryStaysShortAndNarrowOfAThousandEndpoints()
    {
        const auto text = QString::fromStdString(report::tuningSummary(withManyEndpoints(1000)));
        const auto lines = text.split('\n');
        QVERIFY(lines.size() < 40);
        for (const auto& line : lines)
            QVERIFY2(line.size() <= 140, qPrintable(line));
        QVERIFY(text.contains("endpoint 7:"));
        QVERIFY(text.contains("Not shown: 988 of the endpoints"));
    }

    void summaryObeysNoNameFromOutside()
    {
        auto report = SampleTuning::aTry();
        report.scenario = "\x1b[31mred\x1b[0m\nVerdict: fine";
        report.notes = {"a note\x07 with a bell"};
        report.endpoints[0] = "end\u202epoint";
        const auto text = report::tuningSummary(report);
        for (const char bad : {'\x1b', '\x07'})
            QVERIFY(text.find(bad) == std::string::npos);
        QVERIFY(text.find("\nVerdict: fine") == std::string::npos);
        QVERIFY(text.find("\u202e") == std::string::npos);
    }

    void nothingMeasuredIsNoFault()
    {
        experiment::TuningReport empty;
        empty.arms = {SampleTuning::arm("baseline", {}), SampleTuning::arm("a", {})};
        experiment::Variant variant;
        empty.variants = {variant};
        QVERIFY(!report::tuningSummary(empty).empty());
        QVERIFY(!report::tuningJson(empty).empty());
        QVERIFY(report::tuningCsv(empty).ends_with("interrupted\r\n"));
        empty.variants.clear();
        empty.arms.clear();
        QVERIFY(report::tuningSummary(empty).find("Nothing was measured") != std::string::npos);
    }
};

static const TestRegistration<TuningFilesTest> registeredTuningFilesTest;
#include "tuning_files_test.moc"
