// SPDX-License-Identifier: GPL-3.0-or-later
// From what the history's page shows to what is done with it: a comparison that is settled, an experiment that goes on.
#include "core/experiment/record.h"
#include "core/store/run_writer.h"
#include "tests/support/test_registry.h"
#include "tests/unit/store/made_run.h"
#include "ui/main_window.h"
#include "ui/models/experiment_desk.h"
#include "ui/models/figure_text.h"
#include "ui/models/history_model.h"
#include "ui/models/scenario_model.h"
#include "ui/pages/experiments_page.h"
#include "ui/pages/history_page.h"
#include "ui/pages/page_tabs.h"
#include "ui/pages/result_table.h"
#include "ui/panels/banner.h"
#include "ui/panels/run_history.h"

#include <QDir>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace weir;
using namespace weir::ui;

class HistoryCourseTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_before = qgetenv("XDG_DATA_HOME");
        qputenv("XDG_DATA_HOME", m_folder->path().toUtf8());
        m_window = std::make_unique<MainWindow>();
        m_window->resize(1440, 900);
        m_window->show();
    }
    void cleanup()
    {
        m_window.reset();
        if (m_before.isNull())
            qunsetenv("XDG_DATA_HOME");
        else
            qputenv("XDG_DATA_HOME", m_before);
        m_folder.reset();
    }

    // The first run is the baseline, in what the open scenario has otherwise as well.
    void aComparisonIsSettledByATry()
    {
        auto first = m_window->scenario()->scenario();
        first.load.rate = 321;
        auto second = first;
        second.pool.maxConnections = 3;
        keepRun("run-1", 0, first);
        keepRun("run-2", 1, second);
        showHistory();
        table()->selectAll();
        find<QPushButton>("history.compare")->click();
        QTRY_VERIFY(settle()->isVisible());
        settle()->click();
        auto* page = qobject_cast<ExperimentsPage*>(m_window->pages()->page("experiments"));
        QTRY_VERIFY(page->isVisible());
        experiment::Plan plan;
        QCOMPARE(page->plan(plan), QString());
        QVERIFY(plan.kind == experiment::Kind::Try);
        QCOMPARE(plan.variants.size(), std::size_t{1});
        QVERIFY((plan.variants[0] == std::vector<experiment::Assignment>{{"pool.max_connections", "3"}}));
        QVERIFY(plan.baseline == first);
    }

    void runsThatDifferInNoKnobAreNotSettled()
    {
        keepRun("run-1", 0, m_window->scenario()->scenario());
        keepRun("run-2", 1, m_window->scenario()->scenario());
        showHistory();
        table()->selectAll();
        find<QPushButton>("history.compare")->click();
        QTRY_VERIFY(find<QWidget>("history.comparison")->isVisible());
        QVERIFY(!settle()->isVisible());
    }

    void onlyWhatCanBeTriedIsOffered()
    {
        using Changes = std::vector<experiment::Change>;
        QVERIFY(!ExperimentDesk::canTry({}));
        QVERIFY(ExperimentDesk::canTry(Changes{{"pool.max_connections", "64", "3"}}));
        QVERIFY(!ExperimentDesk::canTry(Changes{{"load.duration_s", "10", "20"}}));
        QVERIFY(!ExperimentDesk::canTry(Changes{{"pool.max_connections", "64", "3"}, {"nonsense", "1", "2"}}));
        QVERIFY(!ExperimentDesk::canTry(Changes{{"pool.max_connections", "***", "3"}}));
    }

    void anotherScenarioIsNamed()
    {
        auto other = m_window->scenario()->scenario();
        other.scenario.name = "<b>elsewhere</b>";
        const auto trouble = m_window->experiments()->proposeChanges({{"pool.max_connections", "64", "3"}}, other);
        QVERIFY(trouble.has_value());
        QVERIFY(text(base::text(*trouble)).contains(QStringLiteral("<b>elsewhere</b>")));
        QVERIFY(!m_window->experiments()->takeProposal());
    }

    // Cancelled in the middle, it goes on under its name to all its blocks.
    void anInterruptedExperimentGoesOn()
    {
        auto* desk = m_window->experiments();
        QSignalSpy progress(desk->controller(), &session::ExperimentController::progressed);
        desk->start(shortTry());
        QTRY_VERIFY_WITH_TIMEOUT(
            !progress.isEmpty() && progress.back()[0].value<session::ExperimentProgress>().blocksDone >= 2, 30000);
        desk->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(!desk->isRunning(), 30000);
        const auto begun = desk->controller()->report();
        QVERIFY(begun && begun->isInterrupted && begun->blocksDone < begun->blocksPlanned);
        showHistory();
        QTRY_VERIFY(find<QPushButton>("history.goOn")->isVisible());
        QVERIFY(find<QLabel>("history.experiment.state")->text().contains(QStringLiteral("interrupted")));
        find<QPushButton>("history.goOn")->click();
        QTRY_VERIFY(desk->isRunning());
        QTRY_VERIFY(m_window->pages()->page("experiments")->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(!desk->isRunning(), 60000);
        const auto whole = desk->controller()->report();
        QCOMPARE(whole->id, begun->id);
        QVERIFY(!whole->isInterrupted);
        QCOMPARE(whole->blocksDone, whole->blocksPlanned);
        showHistory();
        QCOMPARE(model()->rowCount(), 1);
        QTRY_COMPARE(model()->at(0).state, std::string{"finished"});
        QTRY_VERIFY(!find<QPushButton>("history.goOn")->isVisible());
    }

    void withoutItsCredentialsItDoesNotGoOn()
    {
        auto plan = shortTry();
        plan.baseline.scenario.name = "guarded";
        plan.baseline.requests["guarded"].headers = {"Authorization: Bearer abc"};
        QVERIFY(experiment::lacksCredentials(plan));
        const auto kept = m_window->history()->runs().ask([&](store::History& history) -> base::Status {
            if (auto put = history.putExperiment({"20260101T000000-f00d", base::WallTime{std::chrono::seconds{1}},
                                                  "try", "guarded", experiment::planText(plan)});
                !put)
                return put;
            return history.finishExperiment("20260101T000000-f00d", "", "VALID", true);
        });
        QVERIFY(kept.has_value());
        showHistory();
        QTRY_VERIFY(find<QPushButton>("history.goOn")->isVisible());
        find<QPushButton>("history.goOn")->click();
        QTRY_VERIFY(m_window->banners()->find(QStringLiteral("experiment")));
        const QString said = m_window->banners()->find(QStringLiteral("experiment"))->plainText();
        QVERIFY2(said.contains(QStringLiteral("credentials")) && said.contains(QStringLiteral("guarded")),
                 qPrintable(said));
        QVERIFY(!m_window->experiments()->isRunning());
        QVERIFY(find<QWidget>("history.experiment")->isVisible()); // still where it was asked
    }

    // Told, not judged: the figure is in ui/README.md.
    void openingTenThousandRuns()
    {
        constexpr int count = 10'000;
        const auto kept = m_window->history()->runs().ask([&](store::History& history) -> base::Status {
            if (auto written = store::RunWriter{history.database()}.write(tests::madeRun({.id = "made"})); !written)
                return written;
            return history.database().transaction([&] {
                return history.database().execute(
                    QStringLiteral(
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "
                        "INSERT INTO runs(id, started_ns, scenario, label, state, layout, achieved_rps) "
                        "SELECT printf('run-%05d', i), i * 60000000000, 'shop ' || (i % 20), '', 'finished', "
                        "1, i FROM n")
                        .arg(count - 1));
            });
        });
        QVERIFY(kept.has_value());
        QElapsedTimer clock;
        clock.start();
        m_window->pages()->open("history");
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), count, 20000);
        table()->viewport()->repaint();
        qInfo("10,000 runs: %lld ms from opening the page to its rows shown", clock.elapsed());
    }

private:
    template <typename Widget>
    Widget* find(const char* name) const
    {
        return m_window->findChild<Widget*>(QLatin1String(name));
    }
    QPushButton* settle() const
    {
        return find<QWidget>("history.comparison")->findChild<QPushButton*>(QStringLiteral("result.settle"));
    }
    ResultTable* table() const { return find<ResultTable>("history.runs"); }
    HistoryModel* model() const { return m_window->findChild<HistoryModel*>(); }

    void showHistory()
    {
        m_window->pages()->open("history");
        auto* page = qobject_cast<HistoryPage*>(m_window->pages()->page("history"));
        QSignalSpy reloaded(page, &HistoryPage::reloaded);
        page->reload();
        QVERIFY(reloaded.wait(10000));
    }

    void keepRun(const std::string& id, int second, const settings::Scenario& scenario)
    {
        auto run = tests::madeRun({.id = id, .scenario = scenario.scenario.name, .second = second});
        run.epochs = {std::make_shared<const settings::Scenario>(scenario)};
        QVERIFY(m_window->history()->runs().ask(
            [&](store::History& history) { return store::RunWriter{history.database()}.write(run); }));
    }

    experiment::Plan shortTry() const
    {
        experiment::Plan plan;
        plan.baseline = m_window->scenario()->scenario();
        plan.variants = {{{"pool.max_connections", "16"}}};
        plan.metrics = {"latency_p50_ms"};
        plan.blocks = 4;
        plan.blockSeconds = 0.4;
        return plan;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_before;
    std::unique_ptr<MainWindow> m_window;
};

static const TestRegistration<HistoryCourseTest> registeredHistoryCourseTest;
#include "history_course_test.moc"
