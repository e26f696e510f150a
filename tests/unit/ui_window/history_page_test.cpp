// SPDX-License-Identifier: GPL-3.0-or-later
// The history's page: what is listed, chosen, marked, named, exported and deleted.
#include "ui/pages/history_page.h"

#include "core/experiment/record.h"
#include "core/session/run_controller.h"
#include "core/store/run_writer.h"
#include "tests/support/test_registry.h"
#include "tests/unit/store/made_run.h"
#include "ui/charts/curve_plot.h"
#include "ui/charts/trend_plot.h"
#include "ui/experiments/result_card.h"
#include "ui/experiments/tuning_export.h"
#include "ui/label.h"
#include "ui/models/history_model.h"
#include "ui/models/history_text.h"
#include "ui/pages/kept_experiment.h"
#include "ui/pages/result_table.h"
#include "ui/pages/run_comparison.h"
#include "ui/pages/run_details.h"
#include "ui/panels/banner.h"
#include "ui/panels/run_history.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFile>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fmt/format.h>

using namespace weir;
using namespace weir::ui;

class HistoryPageTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_controller = std::make_unique<session::RunController>();
        m_banners = std::make_unique<BannerArea>();
        m_history = std::make_unique<RunHistory>(m_controller.get(), m_banners.get(), nullptr,
                                                 m_folder->path().toStdString());
        const auto kept = m_history->runs().ask([](store::History& history) -> base::Status {
            for (int i = 0; i < 3; ++i) {
                auto run = tests::madeRun({.id = fmt::format("run-{}", i),
                                           .scenario = i < 2 ? "shop" : "<b>other</b>",
                                           .second = i,
                                           .rate = 100.0 + i});
                if (i == 1) {
                    auto settings = *run.epochs.front();
                    settings.pool.maxConnections = 3;
                    run.epochs = {std::make_shared<const settings::Scenario>(settings)};
                }
                if (auto written = store::RunWriter{history.database()}.write(run); !written)
                    return written;
            }
            return {};
        });
        QVERIFY(kept.has_value());
        PageContext context;
        context.history = m_history.get();
        context.banners = m_banners.get();
        m_page = std::make_unique<HistoryPage>(context, nullptr);
        m_page->resize(1200, 760);
        QSignalSpy reloaded(m_page.get(), &HistoryPage::reloaded);
        m_page->show();
        QVERIFY(reloaded.wait(10000));
    }
    void cleanup()
    {
        m_page.reset();
        m_history.reset();
        m_banners.reset();
        m_controller.reset();
    }

    void listsTheNewestFirstAndShowsIt()
    {
        QCOMPARE(model()->rowCount(), 3);
        QCOMPARE(model()->at(0).id, std::string{"run-2"});
        QCOMPARE(m_page->chosen(), std::vector<std::string>{"run-2"});
        QTRY_VERIFY(details().contains(QStringLiteral("run-2")));
        QVERIFY(details().contains(QStringLiteral("<b>other</b>"))); // as it stands
    }

    void filterAndScenarioNarrowTheList()
    {
        auto* filter = m_page->findChild<QLineEdit*>(QStringLiteral("history.filter"));
        filter->setText(QStringLiteral("SHOP run-0"));
        QCOMPARE(model()->rowCount(), 1);
        filter->clear();
        auto* scenario = m_page->findChild<QComboBox*>(QStringLiteral("history.scenario"));
        QCOMPARE(scenario->count(), 3);
        scenario->setCurrentIndex(scenario->findData(QStringLiteral("shop")));
        emit scenario->activated(scenario->currentIndex());
        QCOMPARE(model()->rowCount(), 2);
    }

    // Two runs of a scenario, between which a knob was turned.
    void theTrendMarksWhereSettingsChanged()
    {
        choose(1);
        auto* metric = m_page->findChild<QComboBox*>(QStringLiteral("history.metric"));
        metric->setCurrentIndex(metric->findData(QStringLiteral("achieved_rps")));
        emit metric->activated(metric->currentIndex());
        auto* trend = m_page->findChild<TrendPlot*>(QStringLiteral("history.trend"));
        QTRY_VERIFY(!trend->isEmpty());
        QTRY_COMPARE(trend->table().size(), 3); // a heading and two runs
        QString all;
        for (const auto& row : trend->table())
            all += row.join(u'|') + u'\n';
        QVERIFY2(all.contains(QStringLiteral("pool.max_connections 64 → 3")), qPrintable(all));
    }

    void namesNotesAndMarksAreKept()
    {
        QVERIFY(model()->setData(model()->index(0, HistoryModel::Name), QStringLiteral("before <i>")));
        QTRY_COMPARE(entry("run-2").name, std::string{"before <i>"});
        QTRY_COMPARE(model()->at(0).name, std::string{"before <i>"});
        QTRY_VERIFY(
            m_page->findChild<RunDetails*>()->findChild<QPlainTextEdit*>(QStringLiteral("history.note"))->isVisible());
        auto* note = m_page->findChild<RunDetails*>()->findChild<QPlainTextEdit*>(QStringLiteral("history.note"));
        note->setPlainText(QStringLiteral("as told"));
        QFocusEvent out(QEvent::FocusOut);
        QCoreApplication::sendEvent(note, &out);
        QTRY_COMPARE(entry("run-2").note, std::string{"as told"});
        emit table()->clicked(model()->index(0, HistoryModel::Star));
        QTRY_VERIFY(entry("run-2").star);
        QTest::keyClick(table(), Qt::Key_B, Qt::ControlModifier);
        QTRY_VERIFY(entry("run-2").baseline);
    }

    void deletingAsksFirst()
    {
        choose(2);
        QTest::keyClick(table(), Qt::Key_Delete);
        QVERIFY(m_banners->find(QStringLiteral("history.delete")));
        QCOMPARE(model()->rowCount(), 3);
        m_banners->findChild<QPushButton*>()->click();
        QTRY_COMPARE(model()->rowCount(), 2);
        QCOMPARE(model()->rowOf("run-0"), -1);
    }

    void theChosenRunIsExported()
    {
        const QString path = m_folder->filePath(QStringLiteral("report.csv"));
        m_page->exportTo(report::reportFormat("csv"), path);
        QTRY_VERIFY(m_banners->find(QStringLiteral("export")));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("run-2"));
    }

    void twoToFiveAreCompared()
    {
        auto* compare = m_page->findChild<QPushButton*>(QStringLiteral("history.compare"));
        QVERIFY(!compare->isEnabled());
        table()->selectAll();
        QVERIFY(compare->isEnabled());
        compare->click();
        auto* percentiles = m_page->findChild<CurvePlot*>(QStringLiteral("history.percentiles"));
        QTRY_VERIFY(percentiles->isVisible() || !m_banners->banners().isEmpty());
        QVERIFY2(m_banners->banners().isEmpty(),
                 m_banners->banners().isEmpty() ? "" : qPrintable(m_banners->banners().front()->plainText()));
        QVERIFY(!percentiles->isEmpty());
        choose(0);
        QVERIFY(!percentiles->isVisible()); // one run: its details
    }

    void aComparisonIsExported()
    {
        table()->selectAll();
        m_page->findChild<QPushButton*>(QStringLiteral("history.compare"))->click();
        auto* comparison = m_page->findChild<RunComparison*>();
        QTRY_VERIFY(comparison->isVisible());
        writesAll(*comparison->exports());
    }

    void anExperimentIsShownAndExported_data()
    {
        QTest::addColumn<bool>("interrupted");
        QTest::newRow("finished") << false;
        QTest::newRow("interrupted") << true;
    }
    void anExperimentIsShownAndExported()
    {
        QFETCH(bool, interrupted);
        keepExperiment(experiment::planText(aPlan()), interrupted);
        auto* shown = m_page->findChild<KeptExperiment*>();
        QTRY_VERIFY(shown->isVisible());
        QVERIFY(shown->findChild<ResultCard*>()->isVisible());
        QVERIFY(!shown->findChild<QPushButton*>(QStringLiteral("result.keep"))->isVisible());
        QCOMPARE(shown->findChild<QPushButton*>(QStringLiteral("history.goOn"))->isVisible(), interrupted);
        QVERIFY(shown->findChild<QPushButton*>(QStringLiteral("history.experiment.export.pdf"))->isVisible());
        QVERIFY(!m_page->findChild<QPushButton*>(QStringLiteral("history.compare"))->isEnabled());
        writesAll(*shown->exports());
        auto* note = shown->findChild<QPlainTextEdit*>(QStringLiteral("history.note"));
        note->setPlainText(QStringLiteral("tried"));
        choose(1); // a run: what was written is kept
        QTRY_COMPARE(entry("20260101T000000-f00d").note, std::string{"tried"});
        QTRY_VERIFY(!shown->isVisible());
    }

    // What it is and why it cannot be told; it can be noted and deleted.
    void anExperimentThatCannotBeReadIsNamed()
    {
        keepExperiment("{\"kind\": 7", true);
        auto* shown = m_page->findChild<KeptExperiment*>();
        QTRY_VERIFY(shown->isVisible());
        QVERIFY(!shown->findChild<ResultCard*>()->isVisible());
        QVERIFY(!shown->findChild<QPushButton*>(QStringLiteral("history.experiment.export.csv"))->isVisible());
        QVERIFY(shown->findChild<ui::Label*>(QStringLiteral("history.experiment.state"))->text().contains(u'\n'));
    }

    void theTableNeedsNoScrollBar_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {1000, 1280, 1440, 1920})
            QTest::addRow("%d", width) << width;
    }
    void theTableNeedsNoScrollBar()
    {
        QFETCH(int, width);
        m_page->resize(width, 700);
        QCoreApplication::processEvents();
        QVERIFY(!table()->horizontalScrollBar()->isVisible());
        QVERIFY(table()->horizontalHeader()->length() <= table()->viewport()->width());
    }

    void tenThousandRows()
    {
        HistoryModel many;
        const QAbstractItemModelTester tester(&many, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<store::HistoryEntry> entries(10'000);
        for (std::size_t i = 0; i < entries.size(); ++i)
            entries[i].id = fmt::format("run-{}", i);
        many.setEntries(entries);
        QCOMPARE(many.rowCount(), 10'000);
        many.setFilter(QStringLiteral("run-9999"));
        QCOMPARE(many.rowCount(), 1);
        QCOMPARE(many.rowOf("run-9999"), 0);
    }

    void daysAreNamed_data()
    {
        QTest::addColumn<QDateTime>("when");
        QTest::addColumn<QString>("said");
        const auto at = [](int year, int month, int day, int hour) {
            return QDateTime(QDate(year, month, day), QTime(hour, 5));
        };
        QTest::newRow("today") << at(2026, 3, 1, 0) << "today 00:05";
        QTest::newRow("yesterday") << at(2026, 2, 28, 23) << "yesterday 23:05";
        QTest::newRow("this year") << at(2026, 1, 2, 9) << "2 January 09:05";
        QTest::newRow("another year") << at(2025, 12, 31, 9) << "31 December 2025 09:05";
    }
    void daysAreNamed()
    {
        QFETCH(QDateTime, when);
        QFETCH(QString, said);
        QCOMPARE(whenText(when, QDateTime(QDate(2026, 3, 1), QTime(12, 0))), said);
    }

private:
    ResultTable* table() const { return m_page->findChild<ResultTable*>(QStringLiteral("history.runs")); }
    HistoryModel* model() const { return m_page->findChild<HistoryModel*>(); }
    static experiment::Plan aPlan()
    {
        experiment::Plan plan;
        plan.baseline.scenario.name = "shop";
        plan.variants = {{{"pool.max_connections", "16"}}};
        plan.metrics = {"latency_p50_ms"};
        plan.blocks = 4;
        plan.blockSeconds = 1;
        return plan;
    }
    void keepExperiment(const std::string& plan, bool interrupted)
    {
        const auto kept = m_history->runs().ask([&](store::History& history) -> base::Status {
            const store::ExperimentStart start{
                "20260101T000000-f00d", base::WallTime{std::chrono::seconds{1'800'000'000}}, "try", "shop", plan};
            if (auto put = history.putExperiment(start); !put)
                return put;
            return history.finishExperiment(start.id, "", "VALID", interrupted);
        });
        QVERIFY(kept.has_value());
        m_page->reload();
        QTRY_COMPARE(model()->rowCount(), 4);
        choose(0);
    }
    void writesAll(TuningExport& exports) const
    {
        for (const auto& [format, begin] :
             {std::pair{"csv", "experiment_id,"}, {"html", "<!"}, {"pdf", "%PDF-"}, {"json", "{"}}) {
            const QString path = m_folder->filePath(QStringLiteral("tuning.") + QLatin1String(format));
            exports.write(QLatin1String(format), path);
            const auto isThere = [&] { // written beside the window's thread
                QFile file(path);
                return file.open(QIODevice::ReadOnly) && file.readAll().startsWith(begin);
            };
            QTRY_VERIFY2(isThere(), format);
        }
    }
    // As a click without any key: what keys are down, an earlier test may have left.
    void choose(int row) const
    {
        table()->selectionModel()->select(model()->index(row, 0),
                                          QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    QString details() const { return m_page->findChild<ui::Label*>(QStringLiteral("history.details"))->text(); }
    store::HistoryEntry entry(const std::string& id) const
    {
        return *m_history->runs().ask([&](store::History& history) { return history.entry(id); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<session::RunController> m_controller;
    std::unique_ptr<BannerArea> m_banners;
    std::unique_ptr<RunHistory> m_history;
    std::unique_ptr<HistoryPage> m_page;
};

static const TestRegistration<HistoryPageTest> registeredHistoryPageTest;
#include "history_page_test.moc"
