// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/wording.h"

#include "core/experiment/metric_noun.h"
#include "core/settings/schema.h"
#include "tests/support/test_registry.h"
#include "tests/unit/report/sample_tuning.h"

#include <QTest>

using namespace weir;
using namespace weir::test;
using analysis::DifferenceScale;
using analysis::Judgement;

namespace {

experiment::TuningReport tuned(double ratio, double low, double high, Judgement judgement)
{
    auto report = SampleTuning::aTry();
    report.variants = {SampleTuning::variant(1, ratio, low, high, judgement)};
    report.variants.front().guards.clear();
    return report;
}

std::string sentenceIn(const experiment::TuningReport& report)
{
    return sentenceOf(report, report.variants.front());
}

std::string surenessIn(const experiment::TuningReport& report)
{
    return surenessOf(report, report.variants.front());
}

} // namespace

class WordingTest : public QObject {
    Q_OBJECT

private slots:
    void saysWhatIsBetterAndHowSure()
    {
        const auto report = tuned(-0.35, -0.412, -0.294, Judgement::Better);
        QCOMPARE(sentenceIn(report), std::string{"Cache on: p99 is 35 % lower"});
        QCOMPARE(surenessIn(report), std::string{"95 % sure of 29 to 41 %"});
        QCOMPARE(findingText(report, report.variants.front()),
                 std::string{"Cache on: p99 is 35 % lower, 95 % sure of 29 to 41 %. Nothing got worse."});
    }

    void neverSaysBetterAloneWhereAGuardBroke()
    {
        auto report = tuned(-0.35, -0.412, -0.294, Judgement::Better);
        report.variants.front().guards = {"failed share", "endpoint search"};
        QCOMPARE(sentenceIn(report),
                 std::string{"Cache on: p99 is 35 % lower, but failed share and endpoint search got worse"});
        QCOMPARE(guardsText(report, report.variants.front()),
                 std::string{"Worse beside it: failed share and endpoint search."});
    }

    void namesAnotherMetricThatGotWorse()
    {
        auto report = tuned(-0.35, -0.412, -0.294, Judgement::Better);
        report.variants.front().estimates[3].judgement = Judgement::Worse;
        QCOMPARE(guardsText(report, report.variants.front()), std::string{"Worse beside it: bytes on the wire."});
    }

    void saysNoDifferenceAndUnclear()
    {
        const auto same = tuned(0.004, -0.006, 0.014, Judgement::NoDifference);
        QCOMPARE(sentenceIn(same), std::string{"Cache on: no difference in p99"});
        QCOMPARE(surenessIn(same), std::string{"95 % sure that it is less than 1.4 % either way"});
        const auto unclear = tuned(-0.04, -0.12, 0.05, Judgement::Unclear);
        QCOMPARE(sentenceIn(unclear), std::string{"Cache on: unclear whether p99 is different"});
        QCOMPARE(surenessIn(unclear), std::string{"95 % sure of between 12 % lower and 5 % higher"});
    }

    void saysThatTheSpreadAloneChanged()
    {
        auto same = tuned(0.004, -0.006, 0.014, Judgement::NoDifference);
        same.variants.front().estimates.front().spreadChanged = true;
        QCOMPARE(sentenceIn(same), std::string{"Cache on: no difference in p99, though its distribution changed"});
        QCOMPARE(verdictText(same.variants.front().primary()), std::string{"spread changed"});
    }

    void saysWhatWasNeverAnswered()
    {
        auto report = SampleTuning::neverAnswered();
        report.variants.front().guards.clear();
        QCOMPARE(sentenceIn(report),
                 std::string{"Maximum connections 64 → 2 and Gzip level 6 → 9: p99 was never "
                             "answered, where the baseline's was"});
        QCOMPARE(surenessIn(report), std::string{"16 of 16 pairs had no answer"});
        auto& primary = report.variants.front().estimates.front();
        primary.difference.difference = -SampleTuning::never;
        primary.judgement = Judgement::Better;
        QVERIFY(sentenceIn(report).ends_with("p99 was answered, where the baseline's never was"));
        primary.baseline = SampleTuning::never;
        primary.difference.difference = primary.difference.low = primary.difference.high = 0;
        primary.judgement = Judgement::NoDifference;
        QVERIFY(sentenceIn(report).ends_with("p99 was never answered either way"));
    }

    void saysThatTooLittleIsKnown()
    {
        auto report = tuned(SampleTuning::none, SampleTuning::none, SampleTuning::none, Judgement::Unclear);
        report.variants.front().estimates.front().difference.pairs = 3;
        QCOMPARE(sentenceIn(report), std::string{"Cache on: too little is known of p99"});
        QCOMPARE(surenessIn(report), std::string{"only 3 of the pairs have a figure, and 4 are needed"});
    }

    void writesChanges_data()
    {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<bool>("isShare");
        QTest::addColumn<QString>("expected");
        QTest::newRow("lower") << -0.355 << false << "−36 %";
        QTest::newRow("small") << 0.0123 << false << "+1.2 %";
        QTest::newRow("tiny") << 0.00042 << false << "+0.042 %";
        QTest::newRow("nearly nothing") << 0.00001 << false << "0 %";
        QTest::newRow("none") << 0.0 << false << "0 %";
        QTest::newRow("nearly all") << -0.9996 << false << "−99.96 %";
        QTest::newRow("double") << 1.0 << false << "+100 %";
        QTest::newRow("many times") << 23.0 << false << "× 24";
        QTest::newRow("points") << 0.125 << true << "+12 pt";
        QTest::newRow("few points") << -0.0021 << true << "−0.21 pt";
    }
    void writesChanges()
    {
        QFETCH(double, ratio);
        QFETCH(bool, isShare);
        QFETCH(QString, expected);
        const auto scale = isShare ? DifferenceScale::Plain : DifferenceScale::LogRatio;
        QCOMPARE(QString::fromStdString(experiment::changeText(scale, isShare ? ratio : std::log1p(ratio))), expected);
    }

    void writesIntervals()
    {
        const auto logs = DifferenceScale::LogRatio;
        QCOMPARE(experiment::intervalText(logs, std::log(0.588), std::log(0.706)), std::string{"−41 to −29 %"});
        QCOMPARE(experiment::intervalText(DifferenceScale::Plain, -0.0002, 0.0002), std::string{"−0.02 to +0.02 pt"});
        QCOMPARE(experiment::intervalText(logs, SampleTuning::none, SampleTuning::none), std::string{});
        QCOMPARE(experiment::intervalText(logs, std::log(2.0), SampleTuning::never), std::string{"+100 % to never"});
    }

    void eachMetricHasANounForASentence()
    {
        for (const auto& metric : metrics::metrics()) {
            const auto noun = experiment::metricNoun(metric);
            QVERIFY2(!noun.empty() && noun.find('_') == noun.npos, metric.id.data());
        }
        // No two read alike, since a table may have both.
        std::map<std::string, std::string_view> seen;
        for (const auto& metric : metrics::metrics()) {
            const auto [other, isNew] = seen.emplace(experiment::metricNoun(metric), metric.id);
            QVERIFY2(isNew, (std::string{metric.id} + " and " + std::string{other->second}).c_str());
        }
    }

    void eachKnobHasATitle()
    {
        experiment::TuningReport report = SampleTuning::head(experiment::Kind::Try);
        for (const auto& knob : settings::allKnobs(settings::Scenario{})) {
            const auto arm = SampleTuning::arm("x", {{knob.key(), "1", "2"}});
            const auto title = armTitle(report, arm);
            QVERIFY2(title.find(std::string{knob.knob->label}) == 0
                         || title.find(std::string{knob.section->label}) == 0,
                     title.c_str());
        }
        QCOMPARE(armTitle(report, SampleTuning::arm("x", {{"compression.enabled", "true", "false"}})),
                 std::string{"Compression off"});
        QCOMPARE(armTitle(report, SampleTuning::arm("x", {{"load.keep_alive", "true", "false"}})),
                 std::string{"Keep connections alive off"});
        const auto hostile = armTitle(report, SampleTuning::arm("x", {{"no.knob", std::string(5000, 'a'), "b"}}));
        QVERIFY(hostile.size() < 200);
    }

    void saysWhatASearchFound()
    {
        auto answer = *SampleTuning::search().search;
        QCOMPARE(answerText(answer),
                 std::string{"The highest Rate that holds p(99)<50 is 650 req/s, confirmed by a longer block."});
        answer.isOurLimit = true;
        QVERIFY(answerText(answer).find("load generator could not keep up") != std::string::npos);
        answer.value.reset();
        QCOMPARE(answerText(answer), std::string{"No Rate that was tried holds p(99)<50."});
    }

    void countsWhatIsLeftOfALongList()
    {
        QCOMPARE(experiment::listText({"a"}), std::string{"a"});
        QCOMPARE(experiment::listText({"a", "b"}), std::string{"a and b"});
        QCOMPARE(experiment::listText({"a", "b", "c"}), std::string{"a, b and c"});
        QCOMPARE(experiment::listText({"a", "b", "c", "d", "e"}), std::string{"a, b, c and 2 more"});
    }
};

static const TestRegistration<WordingTest> registeredWordingTest;
#include "wording_test.moc"
