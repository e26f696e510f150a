// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/fail_on.h"

#include "tests/support/test_registry.h"
#include "tests/unit/report/sample_tuning.h"

#include <QTest>

using namespace weir;
using namespace weir::test;
using analysis::Judgement;

namespace {

bool failsOn(std::string_view text, const experiment::TuningReport& report)
{
    const auto failOn = experiment::parseFailOn(text);
    return failOn && !failuresOf(*failOn, report).empty();
}

experiment::TuningReport slowdown(double ratio, double low, double high)
{
    auto report = SampleTuning::aTry();
    report.variants = {SampleTuning::variant(1, ratio, low, high, low > 0 ? Judgement::Worse : Judgement::Unclear)};
    report.variants.front().guards.clear();
    return report;
}

} // namespace

class FailOnTest : public QObject {
    Q_OBJECT

private slots:
    void readsWhatIsWritten()
    {
        QCOMPARE(experiment::parseFailOn(" worse ")->metric, std::string{});
        const auto above = *experiment::parseFailOn("adjusted_p99_ms > +5 %");
        QCOMPARE(above.metric, std::string{"adjusted_p99_ms"});
        QVERIFY(above.isAbove);
        QCOMPARE(above.bound, 0.05);
        const auto below = *experiment::parseFailOn("achieved_rps<-3%");
        QVERIFY(!below.isAbove);
        QCOMPARE(below.bound, -0.03);
        QCOMPARE(experiment::parseFailOn("error_ratio>0.1pt")->bound, 0.001);
        QCOMPARE(experiment::parseFailOn("error_ratio>+0.1%")->bound, 0.001);
    }

    void refusesWhatItCannotRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reason");
        QTest::newRow("empty") << ""
                               << "neither 'worse' nor a comparison";
        QTest::newRow("word") << "better"
                              << "neither 'worse' nor a comparison";
        QTest::newRow("mistyped") << "adjusted_p9_ms>+5%"
                                  << "did you mean adjusted_p";
        QTest::newRow("no unit") << "adjusted_p99_ms>5"
                                 << "write one with its unit";
        QTest::newRow("no number") << "adjusted_p99_ms>%"
                                   << "is no difference";
        QTest::newRow("or equal") << "adjusted_p99_ms>=5%"
                                  << "knows < and > alone";
        QTest::newRow("points of a time") << "adjusted_p99_ms>5pt"
                                          << "write adjusted_p99_ms>5%";
        QTest::newRow("infinite") << "adjusted_p99_ms>inf%"
                                  << "is no difference";
        QTest::newRow("not a number") << "adjusted_p99_ms>nan%"
                                      << "is no difference";
        QTest::newRow("twice") << "adjusted_p99_ms>5%>6%"
                               << "is no difference";
    }
    void refusesWhatItCannotRead()
    {
        QFETCH(QString, text);
        QFETCH(QString, reason);
        const auto failOn = experiment::parseFailOn(text.toStdString());
        QVERIFY(!failOn);
        QVERIFY2(failOn.error().context.find(reason.toStdString()) != std::string::npos,
                 failOn.error().context.c_str());
        QVERIFY(failOn.error().context.find("--fail-on '" + text.toStdString()) == 0);
    }

    void needsTheIntervalNotThePoint()
    {
        QVERIFY(!failsOn("adjusted_p99_ms>+5%", slowdown(0.20, 0.04, 0.36)));
        QVERIFY(failsOn("adjusted_p99_ms>+5%", slowdown(0.20, 0.06, 0.36)));
        QVERIFY(failsOn("adjusted_p99_ms>+0%", slowdown(0.20, 0.04, 0.36)));
        QVERIFY(!failsOn("adjusted_p99_ms<-5%", slowdown(-0.20, -0.3, -0.04)));
        QVERIFY(failsOn("adjusted_p99_ms<-5%", slowdown(-0.20, -0.3, -0.06)));
    }

    void worseIsTheJudgementOrABrokenGuard()
    {
        QVERIFY(failsOn("worse", slowdown(0.20, 0.04, 0.36)));
        QVERIFY(!failsOn("worse", slowdown(0.20, -0.04, 0.36)));
        auto guarded = slowdown(-0.2, -0.3, -0.1);
        guarded.variants.front().estimates.front().judgement = Judgement::Better;
        QVERIFY(!failsOn("worse", guarded));
        guarded.variants.front().guards = {"failed share"};
        QVERIFY(failsOn("worse", guarded));
    }

    void whatWasNeverAnsweredIsBeyondEveryBound()
    {
        QVERIFY(failsOn("adjusted_p99_ms>+1000%", SampleTuning::neverAnswered()));
        QVERIFY(!failsOn("cache_hit_ratio>+1pt", SampleTuning::neverAnswered())); // two pairs: no interval
        QVERIFY(!failsOn("connects>+1%", SampleTuning::aTry()));                  // not measured
    }
};

static const TestRegistration<FailOnTest> registeredFailOnTest;
#include "fail_on_test.moc"
