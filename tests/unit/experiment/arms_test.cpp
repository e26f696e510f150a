// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/arms.h"

#include "core/settings/demo.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <set>

using namespace weir;
using namespace weir::experiment;

namespace {

Plan planOfKind(Kind kind)
{
    Plan plan;
    plan.kind = kind;
    plan.baseline = settings::demoScenario();
    return plan;
}

class ArmsTest : public QObject {
    Q_OBJECT

private slots:
    void aTryHasAnArmForEachVariant()
    {
        auto plan = planOfKind(Kind::Try);
        plan.variants = {{{"pool.max_connections", "8"}}, {{"cache.enabled", "false"}, {"compression.codec", "gzip"}}};
        const auto arms = armsOf(plan);
        QVERIFY(arms);
        QCOMPARE(arms->list.size(), std::size_t{3});
        QCOMPARE(arms->list[0].arm.changes.size(), std::size_t{0});
        QCOMPARE(arms->list[1].arm.name, std::string{"pool.max_connections=8"});
        QCOMPARE(arms->list[1].arm.changes[0].from, std::string{"64"});
        QCOMPARE(arms->list[2].arm.changes.size(), std::size_t{2});
        QVERIFY((arms->contrasts == std::vector<Contrast>{{0, 1}, {0, 2}}));
        QVERIFY(!arms->needsRuns);
    }

    void aKnobOfTheNextRunTakesRuns()
    {
        auto plan = planOfKind(Kind::Try);
        plan.variants = {{{"engine.workers", "2"}}};
        const auto arms = armsOf(plan);
        QVERIFY(arms);
        QVERIFY(arms->needsRuns);
    }

    void whatCannotBeTriedIsTold_data()
    {
        QTest::addColumn<QStringList>("settings");
        QTest::addColumn<QString>("told");
        QTest::newRow("none") << QStringList{} << "--variant";
        QTest::newRow("unknown") << QStringList{"pool.max_conections=8"} << "pool.max_conections";
        QTest::newRow("out of range") << QStringList{"pool.max_connections=0"} << "pool.max_connections";
        QTest::newRow("the same") << QStringList{"pool.max_connections=64"} << "already";
    }
    void whatCannotBeTriedIsTold()
    {
        QFETCH(QStringList, settings);
        QFETCH(QString, told);
        auto plan = planOfKind(Kind::Try);
        for (const auto& setting : settings)
            plan.variants.push_back(
                {{setting.section('=', 0, 0).toStdString(), setting.section('=', 1).toStdString()}});
        const auto arms = armsOf(plan);
        QVERIFY(!arms);
        QVERIFY2(QString::fromStdString(settings::text(arms.error())).contains(told),
                 settings::text(arms.error()).c_str());
    }

    void aSweepHasEachPointButTheBaseline()
    {
        auto plan = planOfKind(Kind::Sweep);
        plan.factors = {*parseFactor("pool.max_connections=16..64/4"), *parseFactor("compression.enabled=false,true")};
        const auto arms = armsOf(plan);
        QVERIFY(arms);
        QCOMPARE(arms->list.size(), std::size_t{8}); // 64 and true is what the demo has
        QCOMPARE(arms->contrasts.size(), std::size_t{7});
    }

    void aScreeningHasARunForEachOfItsDesign()
    {
        auto plan = planOfKind(Kind::Screen);
        plan.factors = {*parseFactor("pool.max_connections=8,64"), *parseFactor("compression.enabled=false,true"),
                        *parseFactor("cache.enabled=false,true")};
        const auto arms = armsOf(plan);
        QVERIFY(arms);
        QCOMPARE(arms->designRuns.size(), std::size_t{8});
        std::set<std::size_t> distinct(arms->designRuns.begin(), arms->designRuns.end());
        QCOMPARE(distinct.size(), std::size_t{8});
    }

    void theUsualFactorsAreExploredKnobsOfWhatIsOn()
    {
        auto scenario = settings::demoScenario();
        const auto factors = usualFactors(scenario);
        QVERIFY(factors.size() >= 3);
        for (const auto& factor : factors) {
            const auto path = settings::findKnob(factor.key);
            QVERIFY(path && path->knob->explored);
            QCOMPARE(factor.values.size(), std::size_t{2});
            for (const auto& level : factor.values)
                QVERIFY2(!settings::setText(scenario, factor.key, level), factor.key.c_str());
        }
        scenario = settings::demoScenario();
        scenario.compression.enabled = false;
        for (const auto& factor : usualFactors(scenario))
            QVERIFY2(!factor.key.starts_with("compression."), factor.key.c_str());
    }

    void readsFactors_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("values"); // empty: refused
        QTest::newRow("list") << "pool.max_connections=1,2,4" << "1 2 4";
        QTest::newRow("once each") << "pool.max_connections=2,2,4" << "2 4";
        QTest::newRow("range") << "pool.max_connections=1..64/4" << "1 22 43 64";
        QTest::newRow("logarithmic") << "pool.max_connections=1..64/4/log" << "1 4 16 64";
        QTest::newRow("real") << "load.timeout_ms=100..200/3" << "100 150 200";
        QTest::newRow("choices") << "compression.codec=gzip,brotli" << "gzip brotli";
        QTest::newRow("no =") << "pool.max_connections" << "";
        QTest::newRow("unknown") << "pool.size=1,2" << "";
        QTest::newRow("down") << "pool.max_connections=64..1/4" << "";
        QTest::newRow("no count") << "pool.max_connections=1..64" << "";
        QTest::newRow("half a count") << "pool.max_connections=1..64/2.5" << "";
        QTest::newRow("a million") << "pool.max_connections=1..64/1000000" << "";
        QTest::newRow("log of 0") << "cache.default_ttl_s=0..64/4/log" << "";
        QTest::newRow("empty") << "pool.max_connections=1,,2" << "";
        QTest::newRow("nothing") << "pool.max_connections=" << "";
    }
    void readsFactors()
    {
        QFETCH(QString, text);
        QFETCH(QString, values);
        const auto factor = parseFactor(text.toStdString());
        QCOMPARE(factor.has_value(), !values.isEmpty());
        if (factor) {
            QStringList read;
            for (const auto& value : factor->values)
                read.append(QString::fromStdString(value));
            QCOMPARE(read.join(' '), values);
        }
    }

    void whatEndsARunEndsNoBlock()
    {
        auto scenario = settings::demoScenario();
        scenario.scenario.thresholds = {"p(99)<1"};
        scenario.load.stopAfterRequests = 10;
        scenario.feeders["users"].order = settings::FeederOrder::Once;
        const auto block = blockScenario(scenario);
        QVERIFY(block.scenario.thresholds.empty());
        QCOMPARE(block.load.stopAfterRequests, decltype(block.load.stopAfterRequests){0});
        QVERIFY(block.feeders.at(0).settings.order == settings::FeederOrder::Sequential);
    }
};

static const TestRegistration<ArmsTest> registeredArmsTest;

} // namespace

#include "arms_test.moc"
