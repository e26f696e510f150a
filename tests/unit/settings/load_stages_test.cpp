// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/load_stages.h"

#include "core/settings/validate.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <algorithm>

using namespace std::chrono_literals;
using namespace weir;
using base::Nanos;
using settings::LoadPhase;
using settings::LoadSettings;

namespace {

LoadSettings staged(std::vector<std::string> stages)
{
    LoadSettings load;
    load.rate = 10;
    load.warmupS = 1;
    load.stages = std::move(stages);
    return load;
}

// What is said of the stages.
std::string stageProblems(std::vector<std::string> stages)
{
    settings::Scenario scenario;
    scenario.load = staged(std::move(stages));
    std::string text;
    for (const auto& problem : settings::validate(scenario))
        if (problem.key == "load.stages")
            text += problem.value + ' ' + problem.reason + ": " + problem.remedy + '\n';
    return text;
}

} // namespace

class LoadStagesTest : public QObject {
    Q_OBJECT

private slots:
    void readsALine_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("name");
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<double>("target");
        QTest::newRow("named") << "ramp=30s:500"
                               << "ramp" << 30'000LL << 500.0;
        QTest::newRow("no name") << "2m:0.5"
                                 << "" << 120'000LL << 0.5;
        QTest::newRow("several units") << "1h2m3s4ms:7"
                                       << "" << 3'723'004LL << 7.0;
        QTest::newRow("fraction") << "1.5m:7"
                                  << "" << 90'000LL << 7.0;
        QTest::newRow("milliseconds are no minutes") << "500ms:1"
                                                     << "" << 500LL << 1.0;
        QTest::newRow("jump") << "0s:500"
                              << "" << 0LL << 500.0;
        QTest::newRow("spaces") << "  soak_2-a = 10s : 50 "
                                << "soak_2-a" << 10'000LL << 50.0;
    }
    void readsALine()
    {
        QFETCH(const QString, line);
        QFETCH(const QString, name);
        const auto text = line.toStdString();
        const auto stage = settings::parseStage(text);
        QVERIFY2(stage, stage ? "" : base::text(stage.error()).c_str());
        QCOMPARE(QString::fromUtf8(stage->name.data(), static_cast<qsizetype>(stage->name.size())), name);
        QTEST(static_cast<qint64>(stage->duration / 1ms), "milliseconds");
        QTEST(stage->target, "target");
    }

    void refusesALine_data()
    {
        QTest::addColumn<QString>("line");
        for (const auto* line : {"", "30s", "30:500", "s:500", "-30s:500", "30s:", "30s:-1", "30s:1e3x", "30s:nan",
                                 "=30s:5", "a b=30s:5", "30d:5", "200h:5", "30s:5:6", "1e400s:5", "30 s:5"})
            QTest::newRow(line) << line;
    }
    void refusesALine()
    {
        QFETCH(const QString, line);
        const auto text = line.toStdString();
        QVERIFY(!settings::parseStage(text));
        const auto said = stageProblems({text});
        QVERIFY2(said.find("write it like ramp=30s:500") != std::string::npos, said.c_str());
    }

    void withoutStagesThereIsOneMeasuredPhase()
    {
        LoadSettings load;
        load.rate = 40;
        load.warmupS = 2;
        load.durationS = 0.5;
        QCOMPARE(settings::loadPhases(load),
                 (std::vector<LoadPhase>{{"warmup", 2s, 40, 40}, {"measure", 500ms, 40, 40}}));
        load.model = settings::LoadModel::Closed;
        load.users = 3;
        load.warmupS = 0;
        QCOMPARE(settings::loadPhases(load), (std::vector<LoadPhase>{{"warmup", 0s, 3, 3}, {"measure", 500ms, 3, 3}}));
    }

    void eachStageIsAPhaseFromWhereTheLastEnded()
    {
        const auto phases = settings::loadPhases(staged({"ramp=10s:100", "20s:100", "0s:500", "spike=5s:500"}));
        QCOMPARE(
            phases,
            (std::vector<LoadPhase>{
                {"warmup", 1s, 10, 10}, {"ramp", 10s, 10, 100}, {"stage-2", 20s, 100, 100}, {"spike", 5s, 500, 500}}));
        QCOMPARE(settings::loadCurve(phases).countUntil(1h), 10.0 + 550 + 2000 + 2500);
    }

    void saysWhatIsWrong()
    {
        QCOMPARE(stageProblems({"ramp=10s:100", "10s:100"}), std::string{});
        const auto says = [](std::vector<std::string> stages, std::string_view what) {
            const auto text = stageProblems(std::move(stages));
            return text.find(what) != std::string::npos;
        };
        QVERIFY(says({"a=1s:1", "a=2s:1"}, "a names two stages: give each a name of its own"));
        QVERIFY(says({"warmup=1s:1"}, "takes the warm-up's name"));
        QVERIFY(says({"0s:5"}, "lasts no time"));
        QVERIFY(says({"1s:2000000"}, "above the maximum 1000000: choose 0 to 1000000"));
        QVERIFY(says(std::vector<std::string>(64, "1s:1"), "64 stages are too many: write at most 63"));
        QVERIFY(!says(std::vector<std::string>(63, "1s:1"), "too many"));
    }
};

static const TestRegistration<LoadStagesTest> registeredLoadStagesTest;
#include "load_stages_test.moc"
