// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/scenario_model.h"

#include "core/settings/demo.h"
#include "tests/support/test_registry.h"
#include "ui/models/run_desk.h"

#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace weir;
using namespace weir::ui;

static const QString maxConnections = QStringLiteral("pool.max_connections");

class ScenarioModelTest : public QObject {
    Q_OBJECT

private slots:
    void beginsWithTheDemoUntouched()
    {
        const ScenarioModel model;
        QVERIFY(model.scenario() == settings::demoScenario());
        QVERIFY(!model.isModified());
    }

    void tellsWhichKnobChanged()
    {
        ScenarioModel model;
        QSignalSpy changed(&model, &ScenarioModel::changed);
        QVERIFY(!model.setValue(maxConnections, std::int64_t(8)));
        QCOMPARE(changed.takeFirst().at(0).toStringList(), QStringList{maxConnections});
        QCOMPARE(model.scenario().pool.maxConnections, 8);
        QVERIFY(model.isModified());
        model.undoStack()->undo();
        QCOMPARE(model.scenario().pool.maxConnections, 64);
        QVERIFY(!model.isModified());
    }

    void refusesWhatDoesNotFit()
    {
        ScenarioModel model;
        const auto problem = model.setValue(maxConnections, std::int64_t(0));
        QVERIFY(problem);
        QCOMPARE(problem->key, maxConnections.toStdString());
        QVERIFY(!model.isModified());
        QVERIFY(model.setValue(QStringLiteral("pool.max_conections"), std::int64_t(1)));
    }

    void aDragIsOneStep()
    {
        ScenarioModel model;
        for (const int connections : {60, 40, 20, 10})
            model.setValue(maxConnections, std::int64_t(connections));
        QCOMPARE(model.undoStack()->count(), 1);
        model.setValue(QStringLiteral("pool.max_pending"), std::int64_t(5));
        QCOMPARE(model.undoStack()->count(), 2);
        model.undoStack()->undo();
        model.undoStack()->undo();
        QCOMPARE(model.scenario().pool.maxConnections, 64);
    }

    void aDragBackToWhereItBeganIsNoStep()
    {
        ScenarioModel model;
        model.setValue(maxConnections, std::int64_t(60));
        model.setValue(maxConnections, std::int64_t(64));
        QCOMPARE(model.undoStack()->count(), 0);
        QVERIFY(!model.isModified());
    }

    void savingMakesItClean()
    {
        ScenarioModel model;
        model.setValue(maxConnections, std::int64_t(8));
        model.markSaved(QStringLiteral("/tmp/a.weir.json"));
        QVERIFY(!model.isModified());
        model.undoStack()->undo();
        QVERIFY(model.isModified());
    }

    void recoveredEditsAreNotSaved()
    {
        ScenarioModel model;
        model.recover(settings::demoScenario(), {});
        QVERIFY(model.isModified());
    }

    void onlyDistantHostsAreAskedAbout()
    {
        auto scenario = settings::demoScenario();
        QVERIFY(distantHosts(scenario).isEmpty());
        scenario.target.urls = {"http://127.0.0.1:8080", "http://localhost/v1", "http://[::1]:80",
                                "http://127.0.0.1.example.com/"};
        QCOMPARE(distantHosts(scenario), QStringList{QStringLiteral("http://127.0.0.1.example.com")});
        scenario.target.urls = {"https://api.example.com/v1", "https://api.example.com/v2"};
        QCOMPARE(distantHosts(scenario), QStringList{QStringLiteral("https://api.example.com")});
    }
};

static const TestRegistration<ScenarioModelTest> registeredScenarioModelTest;
#include "scenario_model_test.moc"
