// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/history.h"
#include "core/store/run_writer.h"
#include "tests/support/test_registry.h"
#include "tests/unit/store/made_run.h"

#include <QTemporaryDir>
#include <QTest>

#include <fmt/format.h>

using namespace weir;
using namespace weir::store;

class SpaceTest : public QObject {
    Q_OBJECT

private slots:
    void theOldestGoButForWhatIsHeldDear()
    {
        const QTemporaryDir folder;
        constexpr std::int64_t limit = 1 << 20;
        const auto history = *History::open(folder.path().toStdString(), limit);
        for (int i = 0; i < 30; ++i)
            QVERIFY(RunWriter{history->database()}.write(
                tests::madeRun({.id = fmt::format("run-{:02}", i), .second = i, .failures = 100})));
        QVERIFY(history->setStar("run-01", true));
        QVERIFY(history->setBaseline("run-03", true));
        QVERIFY(*history->usedBytes() > 2 * limit);
        const auto removed = history->cleanUp();
        QVERIFY(removed && *removed > 10);
        QVERIFY(*history->usedBytes() <= limit);
        const auto left = history->list();
        QCOMPARE(int(left->size()), 30 - *removed);
        QCOMPARE(left->front().id, std::string{"run-29"});
        QCOMPARE(left->back().id, std::string{"run-01"});
        QCOMPARE(left->at(left->size() - 2).id, std::string{"run-03"});
        QCOMPARE(*history->database().number("PRAGMA freelist_count"), 0); // given back
    }

    void nothingThatMayGo()
    {
        const QTemporaryDir folder;
        const auto history = *History::open(folder.path().toStdString(), 1);
        QVERIFY(RunWriter{history->database()}.write(tests::madeRun({.id = "run-1"})));
        QVERIFY(history->setStar("run-1", true));
        QCOMPARE(*history->cleanUp(), 0);
        QCOMPARE(history->list()->size(), std::size_t{1});
    }
};

static const TestRegistration<SpaceTest> registeredSpaceTest;
#include "space_test.moc"
