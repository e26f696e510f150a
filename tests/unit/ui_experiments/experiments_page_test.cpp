// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiments_page.h"

#include "core/session/run_controller.h"
#include "tests/support/test_registry.h"
#include "tests/unit/report/sample_tuning.h"
#include "ui/charts/plot_view.h"
#include "ui/experiments/evidence_model.h"
#include "ui/experiments/experiment_charts.h"
#include "ui/experiments/tuning_export.h"
#include "ui/experiments/tuning_log_card.h"
#include "ui/main_window.h"
#include "ui/models/experiment_desk.h"
#include "ui/models/run_desk.h"
#include "ui/models/scenario_model.h"
#include "ui/models/tuning_log.h"
#include "ui/pages/page_tabs.h"
#include "ui/panels/banner.h"

#include <QAction>
#include <QBuffer>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

using namespace weir;
using namespace weir::ui;
using experiment::TuningReport;
using test::SampleTuning;

class ExperimentsPageTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_parts = std::make_unique<Parts>();
        m_page = m_parts->page.get();
        m_page->resize(760, 700);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page));
    }
    void cleanup() { m_parts.reset(); }

    // In the window, beside a knob: the page opens on a try of it, the other state of a switch proposed.
    void tryBesideAKnobOpensATryOfIt()
    {
        MainWindow window;
        window.show();
        window.findChild<QPushButton*>(QStringLiteral("cache.enabled.try"))->click();
        auto* page = window.pages()->page("experiments");
        QVERIFY(page->isVisible());
        QCOMPARE(page->findChild<QComboBox*>(QStringLiteral("try.knob"))->currentText(),
                 QStringLiteral("Cache: Cache replies"));
        QTRY_VERIFY(page->findChild<QPushButton*>(QStringLiteral("experiment.start"))->isEnabled());
        QTRY_VERIFY(page->findChild<QLabel*>(QStringLiteral("plan.forecast"))
                        ->text()
                        .startsWith(QStringLiteral("Takes about")));
    }

    void aPlanThatSaysNothingCannotStart()
    {
        m_parts->desk.proposeKnob(QStringLiteral("pool.max_connections"));
        QTRY_VERIFY(find<QPushButton>("experiment.start")->isEnabled());
        auto* value = m_page->findChild<QLineEdit*>(QStringLiteral("try.value"));
        QCOMPARE(value->text(), QStringLiteral("32")); // half of 64
        value->setText(QStringLiteral("64"));
        QTest::keyClick(value, Qt::Key_Return);
        QTRY_VERIFY(!find<QPushButton>("experiment.start")->isEnabled());
        QVERIFY(find<QLabel>("plan.forecast")->text().contains(QStringLiteral("already has this value")));
    }

    void eachKindIsOneOfTheSegments()
    {
        const auto buttons = find<QWidget>("experiment.kind")->findChildren<QPushButton*>();
        QCOMPARE(buttons.size(), 4);
        const QStringList forms{QStringLiteral("plan.try"), QStringLiteral("plan.screen"), QStringLiteral("plan.sweep"),
                                QStringLiteral("plan.find")};
        for (qsizetype i = 0; i < 4; ++i) {
            buttons[i]->click();
            for (qsizetype j = 0; j < 4; ++j)
                QCOMPARE(m_page->findChild<QWidget*>(forms[j])->isVisible(), i == j);
            if (i > 0) // a try of the first knob's proposed value, too, may begin; the others propose their own
                QTRY_VERIFY2(find<QPushButton>("experiment.start")->isEnabled(),
                             qPrintable(find<QLabel>("plan.forecast")->text()));
        }
    }

    void theAnswerStandsInASentenceWithItsGuards()
    {
        show(SampleTuning::aTry());
        QCOMPARE(find<QLabel>("result.sentence")->text(), QStringLiteral("Cache on: p99 is 35 % lower"));
        QVERIFY(find<QLabel>("result.sureness")->text().contains(QStringLiteral("29 to 41 %")));
        QCOMPARE(find<QLabel>("result.guards")->text(), QStringLiteral("Nothing got worse."));
        auto* table = find<QTableView>("result.table")->model();
        QCOMPARE(table->rowCount(), 5);
        QCOMPARE(table->index(0, EvidenceModel::Verdict).data().toString(), QStringLiteral("better"));
        QVERIFY(table->index(1, EvidenceModel::Interval).data().toString().endsWith(u'*'));
    }

    void whatGotWorseIsNeverCalledBetterAlone()
    {
        auto report = SampleTuning::aTry();
        report.variants.front().guards = {"failed share"};
        report.variants.front().isRecommended = false;
        report.variants.front().sentence.clear();
        show(report);
        QVERIFY(find<QLabel>("result.guards")->text().contains(QStringLiteral("failed share")));
        QVERIFY(find<QLabel>("result.sentence")->text().contains(QStringLiteral("failed share")));
        auto* table = find<QTableView>("result.table")->model();
        for (int row = 0; row < table->rowCount(); ++row)
            QVERIFY(table->index(row, EvidenceModel::Verdict).data().toString() != QStringLiteral("better"));
    }

    void anEndpointCanBeChosen()
    {
        const auto report = SampleTuning::aTry();
        show(report);
        auto* endpoints = combo("result.endpoint");
        QCOMPARE(endpoints->count(), static_cast<int>(report.endpoints.size()) + 1);
        endpoints->setCurrentIndex(1);
        emit endpoints->activated(1);
        QCOMPARE(find<QTableView>("result.table")->model()->rowCount(), 1); // the primary metric alone is known of it
    }

    // Runs that were made one after the other offer what would settle it: exactly what one had otherwise.
    void aComparisonOffersTheExperiment()
    {
        auto report = SampleTuning::aTry();
        QVERIFY(!settle(report));
        report.kind = experiment::Kind::Compare;
        report.isSequential = true;
        report.arms[1].changes = {{"pool.max_connections", "64", "16"}, {"load.duration_s", "30", "60"}};
        auto* link = settle(report);
        QVERIFY(link);
        QSignalSpy asked(find<QWidget>("result"), SIGNAL(settleRequested(std::size_t)));
        link->click();
        QCOMPARE(asked.size(), 1);
        m_parts->desk.proposeChanges(report.arms[1].changes);
        experiment::Plan plan;
        QVERIFY(m_page->plan(plan).isEmpty());
        QCOMPARE(plan.variants.size(), std::size_t(1));
        QCOMPARE(plan.variants[0].size(), std::size_t(1)); // a run's length is no setting to try
        QCOMPARE(plan.variants[0][0].value, std::string("16"));
    }

    void keepAndUndoGoThroughTheUndoStack()
    {
        auto report = SampleTuning::aTry();
        report.arms[1].changes = {{"pool.max_connections", "64", "16"}};
        show(report);
        find<QPushButton>("result.keep")->click();
        QCOMPARE(m_parts->scenario.scenario().pool.maxConnections, 16);
        QVERIFY(!find<QPushButton>("result.keep")->isEnabled());
        QCOMPARE(m_parts->scenario.undoStack()->count(), 1);
        find<QPushButton>("result.undo")->click();
        QCOMPARE(m_parts->scenario.scenario().pool.maxConnections, 64);
        m_parts->scenario.undoStack()->undo();
        QCOMPARE(m_parts->scenario.scenario().pool.maxConnections, 16);
    }

    void chartsFitTheKind_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QStringList>("charts");
        QTest::newRow("try") << 0 << QStringList{QStringLiteral("chart.pairs")};
        QTest::newRow("screen") << 1 << QStringList{QStringLiteral("chart.tornado")};
        QTest::newRow("sweep") << 2
                               << QStringList{QStringLiteral("chart.knob"), QStringLiteral("chart.front"),
                                              QStringLiteral("chart.pairs")};
        QTest::newRow("surface") << 3
                                 << QStringList{QStringLiteral("chart.tiles"), QStringLiteral("chart.front"),
                                                QStringLiteral("chart.pairs")};
        QTest::newRow("find") << 4 << QStringList{QStringLiteral("chart.knob")};
    }
    void chartsFitTheKind()
    {
        QFETCH(int, which);
        QFETCH(QStringList, charts);
        show(m_samples[static_cast<std::size_t>(which)].second());
        QStringList shown;
        for (auto* chart : m_page->findChild<ExperimentCharts*>()->shown()) {
            QVERIFY2(!chart->isEmpty(), qPrintable(chart->objectName()));
            shown << chart->objectName();
        }
        QCOMPARE(shown.mid(0, charts.size()), charts);
    }

    // A thousand endpoints of five metrics: what is shown costs a moment, since only what is in sight is looked at.
    void aThousandEndpointsAreShownAtOnce()
    {
        auto report = SampleTuning::aTry();
        const auto estimate = report.variants.front().estimates.front();
        report.endpoints.clear();
        for (int i = 0; i < 1000; ++i) {
            report.endpoints.push_back("endpoint " + std::to_string(i));
            for (const auto& metric : report.metrics) {
                report.variants.front().estimates.push_back(estimate);
                report.variants.front().estimates.back().metric = metric;
                report.variants.front().estimates.back().endpoint = i;
            }
        }
        show(report);
        QCOMPARE(combo("result.endpoint")->count(), 1001);
        QCOMPARE(find<QTableView>("result.table")->model()->rowCount(), 5);
    }

    void filesAreWritten_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QByteArray>("begin");
        for (const QString& format : TuningExport::formats())
            QTest::addRow("%s", qPrintable(format))
                << format
                << (format == QLatin1String("pdf")       ? QByteArray("%PDF-")
                        : format == QLatin1String("csv") ? QByteArray("experiment_id,")
                                                         : QByteArray());
    }
    void filesAreWritten()
    {
        QFETCH(QString, format);
        QFETCH(QByteArray, begin);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("x.") + format);
        auto* exports = m_page->findChild<TuningLogCard*>()->exports();
        for (const auto& [name, make] : m_samples) {
            m_parts->banners.dismiss(QStringLiteral("export"));
            QFile::remove(path);
            exports->setShown(std::make_shared<const TuningReport>(make()));
            exports->write(format, path);
            QTRY_VERIFY(m_parts->banners.find(QStringLiteral("export")));
            QVERIFY(m_parts->banners.find(QStringLiteral("export"))->plainText().contains(QStringLiteral("Wrote")));
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray all = file.readAll();
            QVERIFY2(all.startsWith(begin) && all.size() > 200, name);
            QVERIFY(!all.contains("/Subtype /Image"));
            QVERIFY(!all.contains("verysecret")); // of the sample's target
            if (const QString pictures = qEnvironmentVariable("WEIR_PICTURES"); !pictures.isEmpty())
                QFile::copy(path, QStringLiteral("%1/report-%2.%3").arg(pictures, QLatin1String(name), format));
        }
        exports->write(format, folder.filePath(QStringLiteral("none/x.csv")));
        QTRY_VERIFY(
            m_parts->banners.find(QStringLiteral("export"))->plainText().contains(QStringLiteral("not written")));
    }

private:
    // What the window gives a page.
    struct Parts {
        QTemporaryDir folder;
        ScenarioModel scenario;
        session::RunController runs;
        RunDesk runDesk{&scenario, &runs};
        session::ExperimentController controller;
        ExperimentDesk desk{&scenario, &controller, &runDesk, folder.filePath(QStringLiteral("log.jsonl"))};
        BannerArea banners;
        std::unique_ptr<ExperimentsPage> page;

        Parts()
        {
            PageContext context;
            context.scenario = &scenario;
            context.experiments = &desk;
            context.banners = &banners;
            page = std::make_unique<ExperimentsPage>(context);
        }
    };

    template <typename Widget>
    Widget* find(const char* name) const
    {
        return m_page->findChild<Widget*>(QLatin1String(name));
    }
    QComboBox* combo(const char* name) const { return find<QComboBox>(name); }
    QPushButton* settle(const TuningReport& report) // null while it is not offered
    {
        show(report);
        auto* link = find<QPushButton>("result.settle");
        return link->isHidden() ? nullptr : link;
    }
    void show(const TuningReport& report) { m_page->showReport(std::make_shared<const TuningReport>(report), true); }

    std::unique_ptr<Parts> m_parts;
    ExperimentsPage* m_page = nullptr;
    const std::vector<std::pair<const char*, TuningReport (*)()>> m_samples{
        {"try", &SampleTuning::aTry},    {"screen", &SampleTuning::screening},
        {"sweep", &SampleTuning::sweep}, {"surface", &SampleTuning::surface},
        {"find", &SampleTuning::search}, {"never", &SampleTuning::neverAnswered}};
};

static const TestRegistration<ExperimentsPageTest> registeredExperimentsPageTest;
#include "experiments_page_test.moc"
