// SPDX-License-Identifier: GPL-3.0-or-later
// An experiment in the window from the knob to what is kept, on the built-in origin.
#include "tests/support/plausible_run.h"
#include "tests/support/test_registry.h"
#include "ui/charts/plot_view.h"
#include "ui/main_window.h"
#include "ui/models/experiment_desk.h"
#include "ui/models/scenario_model.h"
#include "ui/models/tuning_log.h"
#include "ui/pages/comparison_page.h"
#include "ui/pages/experiments_page.h"
#include "ui/pages/page_tabs.h"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace weir;
using namespace weir::ui;

class ExperimentCourseTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->resize(1280, 800);
        m_window->show();
    }
    void cleanup() { m_window.reset(); }

    void fromTheKnobToWhatIsKept()
    {
        find<QPushButton>("cache.enabled.try")->click();
        find<QDoubleSpinBox>("plan.blocks")->setValue(4);
        find<QDoubleSpinBox>("plan.blockSeconds")->setValue(0.3);
        auto* metric = find<QComboBox>("plan.metric");
        metric->setCurrentIndex(metric->findData(QStringLiteral("latency_p50_ms"))); // which needs few requests
        emit metric->activated(metric->currentIndex());
        auto* start = find<QPushButton>("experiment.start");
        QTRY_VERIFY(start->isEnabled());
        start->click();
        QVERIFY(m_window->experiments()->isRunning());
        QVERIFY(!find<QPushButton>("run")->isVisible());
        QVERIFY(!find<QAction>("action.run")->isEnabled());
        QVERIFY(find<QPushButton>("experiment.cancel")->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(!find<PlotView>("chart.throughput")->isEmpty(), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->experiments()->isRunning(), 60000);
        QVERIFY(find<QPushButton>("run")->isVisible());
        const auto* log = m_window->experiments()->log();
        QVERIFY(log->rowCount() > 0);
        QCOMPARE(log->things().front().tried, QStringLiteral("Cache off"));
        QVERIFY(find<QLabel>("result.sentence")->text().startsWith(QStringLiteral("Cache off: ")));
        QVERIFY(m_window->scenario()->scenario().cache.enabled);
        find<QPushButton>("result.keep")->click();
        QVERIFY(!m_window->scenario()->scenario().cache.enabled);
        QCOMPARE(log->things().front().fate, TriedThing::Fate::Kept);
        find<QPushButton>("result.undo")->click();
        QVERIFY(m_window->scenario()->scenario().cache.enabled);
        QCOMPARE(log->things().front().fate, TriedThing::Fate::Undone);
        // The history has it, and tells the same.
        QSignalSpy loaded(m_window->experiments(), &ExperimentDesk::loaded);
        m_window->experiments()->load(log->things().front().experiment);
        QTRY_COMPARE_WITH_TIMEOUT(loaded.size(), 1, 10000);
        const auto told = loaded[0][0].value<experiment::TuningReportPtr>();
        QCOMPARE(told->variants.size(), std::size_t(1));
        QCOMPARE(told->variants[0].pairs.size(), log->things().front().report->variants[0].pairs.size());
    }

    // A third of a second is too short for a p99 at this rate: said before anything is sent.
    void blocksThatAreTooShortAreRefused()
    {
        find<QPushButton>("cache.enabled.try")->click();
        find<QDoubleSpinBox>("plan.blockSeconds")->setValue(0.3);
        QTRY_VERIFY(find<QLabel>("plan.forecast")->text().contains(QStringLiteral("too short")));
        QVERIFY(!find<QPushButton>("experiment.start")->isEnabled());
    }

    void cancelledItEndsWithWhatThereIs()
    {
        find<QPushButton>("pool.max_connections.try")->click();
        auto* start = find<QPushButton>("experiment.start");
        QTRY_VERIFY(start->isEnabled());
        start->click();
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("clock")->text().contains(QStringLiteral("to go")), 20000);
        find<QPushButton>("stop")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->experiments()->isRunning(), 20000);
        QVERIFY(find<QPushButton>("run")->isVisible());
    }

    // What was turned since the scenario was opened or last run is one variant against what was before.
    void pendingChangesAreTriedTogether()
    {
        auto* link = find<QPushButton>("knobs.tryPending");
        QVERIFY(!link->isVisible());
        m_window->scenario()->setValue(QStringLiteral("pool.max_connections"), std::int64_t(16));
        m_window->scenario()->setValue(QStringLiteral("compression.gzip_level"), std::int64_t(9));
        QVERIFY(link->isVisible());
        QCOMPARE(link->text(), QStringLiteral("Try 2 changes"));
        link->click();
        auto* page = static_cast<ExperimentsPage*>(m_window->pages()->page("experiments"));
        QCOMPARE(page->findChildren<QPushButton*>(QStringLiteral("try.more")).size(), 1); // one variant
        QTRY_VERIFY(find<QPushButton>("experiment.start")->isEnabled());
        experiment::Plan plan;
        QVERIFY(page->plan(plan).isEmpty());
        QCOMPARE(plan.baseline.pool.maxConnections, 64);
        QCOMPARE(plan.variants.size(), std::size_t(1));
        QCOMPARE(plan.variants[0].size(), std::size_t(2));
        QCOMPARE(plan.variants[0][0].key, std::string("pool.max_connections"));
        QCOMPARE(plan.variants[0][0].value, std::string("16"));
        m_window->scenario()->setValue(QStringLiteral("pool.max_connections"), std::int64_t(64));
        QCOMPARE(link->text(), QStringLiteral("Try the change"));
    }

    void beforeAndAfterOffersWhatWouldSettleIt()
    {
        auto* settle = find<QPushButton>("comparison.settle");
        QVERIFY(settle->isHidden());
        m_window->showSnapshot(support::plausibleRun());
        QVERIFY(!settle->isHidden());
        QSignalSpy asked(m_window->findChild<ComparisonPage*>(), &ComparisonPage::settleRequested);
        settle->click();
        QCOMPARE(asked.size(), 1);
        QVERIFY(asked[0][0].toInt() < asked[0][1].toInt());
        auto before = m_window->scenario()->scenario();
        auto after = before;
        after.pool.maxConnections = 8;
        m_window->experiments()->proposeChange(before, after);
        experiment::Plan plan;
        QVERIFY(static_cast<ExperimentsPage*>(m_window->pages()->page("experiments"))->plan(plan).isEmpty());
        QCOMPARE(plan.variants[0][0].value, std::string("8"));
    }

private:
    template <typename Widget>
    Widget* find(const char* name) const
    {
        return m_window->findChild<Widget*>(QLatin1String(name));
    }

    std::unique_ptr<MainWindow> m_window;
};

static const TestRegistration<ExperimentCourseTest> registeredExperimentCourseTest;
#include "experiment_course_test.moc"
