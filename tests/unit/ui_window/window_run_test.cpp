// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way: Run, points on the charts, a knob turned while it runs, Stop, export.
#include "core/report/csv.h"
#include "core/report/percentile_table.h"
#include "core/session/run_controller.h"
#include "core/settings/demo.h"
#include "tests/support/test_registry.h"
#include "ui/charts/time_plot.h"
#include "ui/main_window.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/banner.h"
#include "ui/panels/report_export.h"
#include "ui/panels/run_history.h"
#include "ui/panels/run_logging.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <sstream>

using namespace weir;
using namespace weir::ui;
using session::RunController;

class WindowRunTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->resize(1440, 900);
        m_window->show();
        auto scenario = settings::demoScenario();
        scenario.load.warmupS = 0.2;
        scenario.load.durationS = 60;
        m_window->scenario()->open(scenario, {});
    }
    void cleanup() { m_window.reset(); }

    void aKnobTurnedDuringTheRunOpensAnEpoch()
    {
        find<QPushButton>("run")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!find<TimePlot>("chart.throughput")->isEmpty(), 10000);
        QVERIFY(find<QPushButton>("stop")->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(requests(0) > 20, 10000);

        auto* editor = find<QLineEdit>("pool.max_connections");
        editor->setFocus();
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("2"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(requests(1) > 20, 10000);
        QCOMPARE(snapshot()->events.size(), std::size_t(1));
        QVERIFY(snapshot()->events.front().text.find("pool.max_connections") != std::string::npos);

        QSignalSpy finished(m_window->controller(), &RunController::finished);
        find<QPushButton>("stop")->click();
        QVERIFY(!finished.isEmpty() || finished.wait(10000));
        QCOMPARE(snapshot()->state, metrics::RunState::Finished);
        QVERIFY(find<QPushButton>("run")->isVisible());
        exportBoth();
    }

    // Nobody has to export before the window closes.
    void aFinishedRunIsKept()
    {
        auto scenario = settings::demoScenario();
        scenario.load.warmupS = 0;
        scenario.load.durationS = 0.3;
        m_window->scenario()->open(scenario, {});
        QSignalSpy finished(m_window->controller(), &RunController::finished);
        find<QPushButton>("run")->click();
        QVERIFY(!finished.isEmpty() || finished.wait(10000));
        const auto id = snapshot()->run->runId;
        const auto kept = m_window->history()->runs().ask([&](store::History& history) { return history.load(id); });
        QVERIFY2(kept.has_value(), kept ? "" : kept.error().context.c_str());
        QCOMPARE(report::reportCsv(*kept), report::reportCsv(m_window->controller()->report()));
    }

    // A banner tells, and the run is measured all the same; set aside, the file makes room for a new history.
    void aDamagedHistoryIsTold()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("history.sqlite")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray("no database\n").repeated(1000)) > 0);
        file.close();
        session::RunController controller;
        BannerArea banners;
        RunHistory history(&controller, &banners, nullptr, folder.path().toStdString());
        auto scenario = settings::demoScenario();
        scenario.load.warmupS = 0;
        scenario.load.durationS = 0.3;
        QSignalSpy finished(&controller, &RunController::finished);
        controller.start(scenario);
        QVERIFY(finished.wait(10000));
        QTRY_VERIFY(banners.find(QStringLiteral("history")));
        QVERIFY(banners.find(QStringLiteral("history"))->plainText().contains(QStringLiteral("damaged")));
        for (auto* button : banners.findChildren<QPushButton*>())
            if (button->text().contains(QStringLiteral("aside")))
                button->click();
        const auto kept = history.runs().ask([](store::History& runs) { return runs.list(); });
        QVERIFY2(kept.has_value(), kept ? "" : kept.error().context.c_str());
        QCOMPARE(kept->size(), std::size_t{1});
    }

    // Added by hand, without a file edited elsewhere: a flow over the demo's requests whose rows come from a feeder.
    void aFlowAndAFeederAddedHereRun()
    {
        const QTemporaryDir folder;
        QFile rows(folder.filePath(QStringLiteral("ids.csv")));
        QVERIFY(rows.open(QIODevice::WriteOnly) && rows.write("id\n7\n9\n") > 0);
        rows.close();
        settings::Scenario scenario;
        scenario.requests["one"].url = "/products/{{feeder.id}}";
        scenario.requests["one"].weight = 0;
        scenario.load.warmupS = 0;
        scenario.load.durationS = 60;
        scenario.load.stopAfterRequests = 20;
        m_window->scenario()->open(scenario, {});
        find<QToolButton>("feeders.add")->click();
        auto* file = find<QLineEdit>("feeders.feeder.file");
        file->setFocus();
        QTest::keyClicks(file, rows.fileName());
        QTest::keyClick(file, Qt::Key_Return);
        find<QToolButton>("flows.add")->click();
        QSignalSpy finished(m_window->controller(), &RunController::finished);
        find<QPushButton>("run")->click();
        QVERIFY(!finished.isEmpty() || finished.wait(10000));
        QCOMPARE(requests(0), 20.0);
        QCOMPARE(snapshot()->ended.cause, metrics::RunEnd::Cause::Requests);
        QVERIFY(find<QLabel>("clock")->text().contains(QStringLiteral("ended early")));
    }

    // Its state while the run goes on, and a banner once it has ended it.
    void aThresholdIsJudgedAndMayEndTheRun()
    {
        auto scenario = settings::demoScenario();
        scenario.load.warmupS = 0;
        scenario.load.durationS = 60;
        scenario.scenario.thresholds = {"requests>0", "latency_max_ms<0.000001 abort after 1 s"};
        m_window->scenario()->open(scenario, {});
        QSignalSpy finished(m_window->controller(), &RunController::finished);
        find<QPushButton>("run")->click();
        auto* states = find<QTableView>("thresholds.results")->model();
        QTRY_COMPARE_WITH_TIMEOUT(states->rowCount(), 2, 10000);
        QTRY_VERIFY_WITH_TIMEOUT(states->index(1, 0).data().toString().startsWith(u'✕'), 10000);
        QVERIFY(!finished.isEmpty() || finished.wait(10000));
        QTRY_VERIFY(states->index(0, 0).data().toString().contains(QStringLiteral("passed")));
        QTRY_VERIFY(states->index(1, 0).data().toString().contains(QStringLiteral("failed")));
        const auto* banner = m_window->banners()->find(QStringLiteral("start"));
        QVERIFY(banner && banner->plainText().contains(QStringLiteral("latency_max_ms")));
    }

    void aRefusedTargetIsABanner()
    {
        auto scenario = settings::demoScenario();
        scenario.target.urls = {"http://127.0.0.1:1"};
        m_window->scenario()->open(scenario, {});
        find<QPushButton>("run")->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->banners()->find(QStringLiteral("start")), 10000);
        QCOMPARE(m_window->controller()->state(), RunController::State::Idle);
        QVERIFY(find<QLabel>("clock")->text().isEmpty()); // nothing is connecting any more
    }

    void closingDuringARunAsks()
    {
        find<QPushButton>("run")->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_window->controller()->state(), RunController::State::Running, 10000);
        QVERIFY(!m_window->close());
        QVERIFY(m_window->banners()->find(QStringLiteral("running")));
        find<QPushButton>("banner.running.stop and close")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), 10000);
    }

    // Asked for before it, written while it goes on, for that run alone.
    void theNextRunIsLogged()
    {
        const QTemporaryDir folder;
        auto scenario = settings::demoScenario();
        scenario.load.warmupS = 0;
        scenario.load.durationS = 1;
        m_window->scenario()->open(scenario, {});
        const QString hlog = folder.filePath(QStringLiteral("run.hlog"));
        const QString jtl = folder.filePath(QStringLiteral("run.jtl"));
        m_window->logging()->setPaths({hlog.toStdString(), jtl.toStdString()});
        QVERIFY(find<QAction>("action.logHlog")->isChecked());
        runOnce();
        QVERIFY(!find<QAction>("action.logHlog")->isChecked());
        QVERIFY(m_window->logging()->paths().empty());
        const auto* banner = m_window->banners()->find(QStringLiteral("log"));
        QVERIFY(banner && banner->plainText().contains(QStringLiteral("Wrote run.hlog and run.jtl")));
        const auto count = static_cast<qsizetype>(requests(0));
        QCOMPARE(contentOf(jtl).count('\n'), count + 1); // and the heading
        std::istringstream text{contentOf(hlog).toStdString()};
        report::PercentileTable table;
        QVERIFY(table.add(text));
        QVERIFY2(QString::fromStdString(table.csv()).contains(QStringLiteral("\r\n*,%1,").arg(count)),
                 table.csv().c_str());
        QVERIFY(QFile::remove(hlog));
        runOnce();
        QVERIFY(!QFile::exists(hlog));
    }

    void aLogThatCannotBeWrittenIsToldBeforeTheRun()
    {
        m_window->logging()->setPaths({"/nowhere/at/all.hlog", {}});
        find<QPushButton>("run")->click();
        QCOMPARE(m_window->controller()->state(), RunController::State::Idle);
        const auto* banner = m_window->banners()->find(QStringLiteral("log"));
        QVERIFY(banner && banner->plainText().contains(QStringLiteral("all.hlog cannot be written")));
        m_window->logging()->setPaths({});
        QVERIFY(!m_window->banners()->find(QStringLiteral("log")));
    }

private:
    void runOnce()
    {
        QSignalSpy finished(m_window->controller(), &RunController::finished);
        find<QPushButton>("run")->click();
        QVERIFY(!finished.isEmpty() || finished.wait(20000));
    }
    static QByteArray contentOf(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    template <typename T>
    T* find(const char* name) const
    {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    metrics::SnapshotPtr snapshot() const { return m_window->controller()->report().snapshot; }
    double requests(metrics::EpochId epoch) const
    {
        const auto* row = snapshot() ? snapshot()->total(metrics::measuredPhase, epoch) : nullptr;
        return row ? row->values[metrics::metricIndex("requests")] : 0;
    }
    void exportBoth()
    {
        const QTemporaryDir folder;
        for (const auto& format : weir::report::reportFormats()) {
            const QString path = folder.filePath(QStringLiteral("run")
                                                 + QString::fromStdString(std::string{format.suffix}));
            m_window->exports()->write(format, path);
            QTRY_VERIFY(m_window->banners()->find(QStringLiteral("export")));
            QVERIFY(QFileInfo(path).size() > 200);
            m_window->banners()->dismiss(QStringLiteral("export"));
        }
        m_window->exports()->write(weir::report::reportFormat("csv"), QStringLiteral("/nowhere/at/all.csv"));
        QTRY_VERIFY(m_window->banners()->find(QStringLiteral("export")));
    }

    std::unique_ptr<MainWindow> m_window;
};

static const TestRegistration<WindowRunTest> registeredWindowRunTest;
#include "window_run_test.moc"
