// SPDX-License-Identifier: GPL-3.0-or-later
// What the tables themselves must satisfy, whatever knobs they come to hold.
#include "tests/support/test_registry.h"
#include "tests/unit/settings/knob_samples.h"

#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace weir::settings;

static bool isSnakeCase(std::string_view key)
{
    static const QRegularExpression pattern{"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"};
    return pattern.match(QString::fromUtf8(key.data(), static_cast<int>(key.size()))).hasMatch();
}

class SchemaTest : public QObject {
    Q_OBJECT

private slots:
    void keysAreUniqueAndSnakeCase()
    {
        std::set<std::string> seen;
        for (const auto& path : everyKnob()) {
            QVERIFY2(seen.insert(path.key()).second, path.key().c_str());
            QVERIFY2(isSnakeCase(path.knob->key), path.key().c_str());
            QVERIFY2(path.section->key.empty() || isSnakeCase(path.section->key), path.key().c_str());
        }
        QVERIFY(seen.size() > 40);
    }

    // A row copied from another and pointing to the same member would pass every other check.
    void eachRowHasAMemberOfItsOwn()
    {
        for (const auto& path : everyKnob()) {
            Scenario scenario;
            QVERIFY(!setValue(scenario, path, otherValue(path)));
            for (const auto& other : everyKnob())
                QVERIFY2(isDefault(scenario, other) == (other.key() != path.key()), path.key().c_str());
        }
    }

    void defaultsAreInRange()
    {
        for (const auto& path : everyKnob()) {
            const auto problem = checkValue(path, defaultValue(path));
            QVERIFY2(!problem, problem ? text(*problem).c_str() : "");
        }
    }

    void numbersHaveARange()
    {
        for (const auto& path : everyKnob()) {
            const auto& knob = *path.knob;
            if (knob.kind != Kind::Integer && knob.kind != Kind::Real)
                continue;
            QVERIFY2(knob.min < knob.max && knob.min > -1e18 && knob.max < 1e18, path.key().c_str());
            QVERIFY2(knob.zeroMeans.empty() || knob.min <= 0, path.key().c_str());
            QVERIFY2(!knob.logarithmic || knob.explored, path.key().c_str());
        }
    }

    void everyRowExplainsItself()
    {
        for (const auto& path : everyKnob()) {
            QVERIFY2(!path.knob->label.empty(), path.key().c_str());
            QVERIFY2(!path.knob->help.empty() && path.knob->help.ends_with('.'), path.key().c_str());
            QVERIFY2(path.knob->kind != Kind::Choice || path.knob->choices.size() > 1, path.key().c_str());
        }
    }

    void unitsStandInTheKeys_data()
    {
        QTest::addColumn<QString>("unit");
        QTest::addColumn<QString>("suffix");
        QTest::newRow("ms") << "ms"
                            << "_ms";
        QTest::newRow("s") << "s"
                           << "_s";
        QTest::newRow("B") << "B"
                           << "_bytes";
    }
    void unitsStandInTheKeys()
    {
        QFETCH(QString, unit);
        QFETCH(QString, suffix);
        for (const auto& path : everyKnob())
            QCOMPARE(path.knob->unit == unit.toStdString(), path.knob->key.ends_with(suffix.toStdString()));
    }

    void theFixedKeysExist_data()
    {
        QTest::addColumn<QString>("key");
        for (const auto* key : {"name",
                                "thresholds",
                                "target.urls",
                                "engine.workers",
                                "load.path",
                                "load.model",
                                "load.rate",
                                "load.users",
                                "load.max_in_flight",
                                "load.think_time_ms",
                                "load.duration_s",
                                "load.warmup_s",
                                "load.drain_s",
                                "load.timeout_ms",
                                "load.keep_alive",
                                "load.seed",
                                "load.idle",
                                "load.late",
                                "load.redirects",
                                "requests.x.method",
                                "requests.x.url",
                                "requests.x.weight",
                                "requests.x.headers",
                                "requests.x.body",
                                "requests.x.vary",
                                "pool.max_connections",
                                "cache.enabled",
                                "cache.capacity_bytes",
                                "cache.default_ttl_s",
                                "compression.enabled",
                                "compression.codec",
                                "compression.gzip_level",
                                "compression.brotli_quality",
                                "compression.min_size_bytes",
                                "compression.types",
                                "origin.latency_ms",
                                "origin.latency_model",
                                "origin.body_bytes",
                                "origin.error_ratio",
                                "origin.concurrency"})
            QTest::newRow(key) << key;
    }
    void theFixedKeysExist()
    {
        QFETCH(QString, key);
        const auto path = findKnob(key.toStdString());
        QVERIFY(path);
        QCOMPARE(path->key(), key.toStdString());
    }

    void theFixedDefaultsHold()
    {
        const Scenario scenario;
        QCOMPARE(scenario.load.path, LoadPath::InProcess);
        QCOMPARE(scenario.load.model, LoadModel::Open);
        QVERIFY(scenario.cache.enabled && scenario.cache.defaultTtlS == 0);
        QVERIFY(scenario.compression.enabled && scenario.compression.codec == CodecChoice::Auto);
        QCOMPARE(scenario.compression.minSizeBytes, std::int64_t{1024});
        QCOMPARE(scenario.pool.maxConnections, 64);
    }
};

static const TestRegistration<SchemaTest> registeredSchemaTest;
#include "schema_test.moc"
