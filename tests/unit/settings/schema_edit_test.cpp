// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/demo.h"
#include "tests/support/test_registry.h"
#include "tests/unit/settings/knob_samples.h"

#include <QTest>

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <cmath>

using namespace weir::settings;

// The text a person would give for a value: lists as JSON, since these hold commas.
static std::string spelled(const KnobValue& value)
{
    const auto* list = std::get_if<std::vector<std::string>>(&value);
    return list == nullptr ? valueText(value) : boost::json::serialize(boost::json::value_from(*list));
}

class SchemaEditTest : public QObject {
    Q_OBJECT

private slots:
    void everyRowIsSetByText()
    {
        for (const auto& path : everyKnob()) {
            Scenario scenario;
            if (path.section->isRecordList)
                path.section->edit(scenario, path.record);
            const auto wanted = otherValue(path);
            const auto problem = setText(scenario, path.key(), spelled(wanted));
            QVERIFY2(!problem, problem ? text(*problem).c_str() : "");
            QVERIFY2(value(scenario, path) == wanted, path.key().c_str());
        }
    }

    void everyRowRefusesTheWrongKindAndWhatIsOutOfRange()
    {
        for (const auto& path : everyKnob()) {
            Scenario scenario;
            const bool isList = path.knob->kind == Kind::List;
            const KnobValue wrong = isList ? KnobValue{true} : KnobValue{std::vector<std::string>{"x"}};
            QVERIFY2(setValue(scenario, path, wrong), path.key().c_str());
            if (path.knob->kind == Kind::Real) {
                QVERIFY2(setValue(scenario, path, std::nan("")), path.key().c_str());
                QVERIFY2(setValue(scenario, path, std::nextafter(path.knob->max, HUGE_VAL)), path.key().c_str());
            }
            if (path.knob->kind == Kind::Integer)
                QVERIFY2(setValue(scenario, path, static_cast<std::int64_t>(path.knob->min) - 1), path.key().c_str());
            QVERIFY2(scenario == Scenario{}, path.key().c_str());
        }
    }

    void problemsSayWhatToDo_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* key, const char* value, const char* expected) {
            QTest::addRow("%s=%s", key, value) << key << value << expected;
        };
        row("pool.max_connections", "0", "pool.max_connections = 0: is below the minimum 1; choose 1 to 20000");
        row("pool.max_connections", "1e3", "pool.max_connections = 1e3: is not a whole number; choose 1 to 20000");
        row("pool.max_conections", "5",
            "pool.max_conections: is not a known setting; did you mean pool.max_connections?");
        row("rate", "5", "rate: is not a known setting; did you mean load.rate?");
        row("load.model", "opne",
            "load.model = opne: is not among the choices; choose open, closed; did you mean open?");
        row("load.rate", "nan", "load.rate = nan: is not a finite number; choose 0.01 to 1000000");
        row("cache.enabled", "maybe", "cache.enabled = maybe: is not true or false; choose true, false");
        row("compression.types", "[1]", "compression.types = [1]: is not a list of texts; give a list of texts");
        row("requests.serach.weight", "3",
            "requests.serach.weight: there is no \"serach\" in requests; did you mean "
            "search? To add it, set requests.serach.url first");
        row("requests.weight", "3", "requests.weight: is not a known setting; did you mean requests.NAME.weight?");
        row("requests.a.b.weight", "3",
            "requests.a.b.weight: \"a.b\" is no name for a record; use 1 to 64 printable "
            "characters other than . = \" and not * alone");
        row("", "3", ": is not a known setting");
    }
    void problemsSayWhatToDo()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, expected);
        auto scenario = demoScenario();
        const auto problem = setText(scenario, key.toStdString(), value.toStdString());
        QVERIFY(problem);
        if (!key.isEmpty())
            QCOMPARE(QString::fromStdString(text(*problem)), expected);
        QVERIFY(scenario == demoScenario());
    }

    void recordsAreReachedByName()
    {
        auto scenario = demoScenario();
        QVERIFY(!setText(scenario, "requests.search.weight", "3"));
        QCOMPARE(scenario.requests.find("search")->weight, 3.0);
        QVERIFY(!setText(scenario, "requests.new one.url", "/new"));
        QVERIFY(!setText(scenario, "requests.new one.headers", "A: 1, B: 2"));
        QCOMPARE(scenario.requests.find("new one")->headers, (std::vector<std::string>{"A: 1", "B: 2"}));
    }

    void flagsAndListsHaveShortForms()
    {
        Scenario scenario;
        QVERIFY(!setText(scenario, "cache.enabled", "off"));
        QVERIFY(!scenario.cache.enabled);
        QVERIFY(!setText(scenario, "target.urls", "http://a, http://b"));
        QCOMPARE(scenario.target.urls, (std::vector<std::string>{"http://a", "http://b"}));
        QVERIFY(!setText(scenario, "target.urls", ""));
        QVERIFY(scenario.target.urls.empty());
        QVERIFY(setText(scenario, "name", "caf\xe9")); // Latin-1 from a shell
    }

    void changesNameWhatDiffers()
    {
        const auto before = demoScenario();
        auto after = before;
        QVERIFY(changes(before, after).empty());
        after.load.rate = 500;
        after.requests.remove("search");
        const auto found = changes(before, after);
        QCOMPARE(found.front().path.key(), std::string{"load.rate"});
        QVERIFY(found.front().before == KnobValue{200.0} && found.front().after == KnobValue{500.0});
        QCOMPARE(found.size(), std::size_t{4}); // and url, weight, vary of the request that went
        QCOMPARE(found.back().path.key(), std::string{"requests.search.vary"});
    }

    void aMissingRecordReadsAsDefaults()
    {
        const auto path = findKnob("requests.nowhere.weight");
        QVERIFY(path && value(Scenario{}, *path) == KnobValue{1.0});
        QVERIFY(isDefault(Scenario{}, *path));
    }

    void numbersAreWrittenShort()
    {
        QCOMPARE(valueText(200.0), std::string{"200"});
        QCOMPARE(valueText(0.1), std::string{"0.1"});
        QCOMPARE(valueText(true), std::string{"true"});
        QCOMPARE(valueText(std::vector<std::string>{"a", "b"}), std::string{"a, b"});
    }
};

static const TestRegistration<SchemaEditTest> registeredSchemaEditTest;
#include "schema_edit_test.moc"
