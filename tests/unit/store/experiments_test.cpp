// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/history.h"
#include "tests/support/test_registry.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weir;
using namespace weir::store;

class StoredExperimentsTest : public QObject {
    Q_OBJECT

private slots:
    // What was measured before a kill is there, and goes on from there.
    void anExperimentResumes()
    {
        const QTemporaryDir folder;
        const ExperimentStart start{"20260101T000000-f00d", base::WallTime{std::chrono::seconds{1'700'000'000}},
                                    "sweep", "demo", R"({"seed":1})"};
        {
            const auto history = *History::open(folder.path().toStdString());
            QVERIFY(history->putExperiment(start));
            QVERIFY(history->appendBlock(start.id, 0, "first"));
            QVERIFY(history->appendBlock(start.id, 2, QByteArray("th\0rd", 5)));
            QCOMPARE(history->entry(start.id)->state, std::string{"running"});
        }
        const auto history = *History::open(folder.path().toStdString());
        QCOMPARE(history->entry("f00d")->state, std::string{"died"});
        QVERIFY(history->putExperiment(start));
        QVERIFY(history->appendBlock(start.id, 1, "second"));
        const auto kept = history->loadExperiment("f00d");
        QVERIFY(kept.has_value());
        QCOMPARE(kept->planJson, start.planJson);
        QCOMPARE(kept->entry.state, std::string{"running"});
        QCOMPARE(kept->blocks, (std::vector<QByteArray>{"first", "second", QByteArray("th\0rd", 5)}));
        QVERIFY(history->finishExperiment(start.id, "{}", "VALID"));
        const auto listed = history->list();
        QCOMPARE(listed->size(), std::size_t{1});
        QCOMPARE(listed->front().kind, std::string{"sweep"});
        QCOMPARE(listed->front().state, std::string{"finished"});
        QVERIFY(!history->load(start.id)); // it is no run
        QVERIFY(!history->setBaseline(start.id, true));
        QVERIFY(history->setStar(start.id, true));
        QVERIFY(!history->remove(start.id));
    }

    void oneProcessRunsIt()
    {
        const QTemporaryDir folder;
        const ExperimentStart start{"e1", {}, "try", "demo", "{}"};
        const auto history = *History::open(folder.path().toStdString());
        const auto other = *History::open(folder.path().toStdString());
        QVERIFY(history->putExperiment(start));
        QVERIFY(!other->putExperiment(start));
        QVERIFY(history->appendBlock(start.id, 0, "x"));
    }
};

static const TestRegistration<StoredExperimentsTest> registeredStoredExperimentsTest;
#include "experiments_test.moc"
