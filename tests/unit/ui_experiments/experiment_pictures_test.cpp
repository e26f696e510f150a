// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the page to look at, of made-up reports and of short experiments that are really run on the demo:
// WEIR_PICTURES=FOLDER ui_experiments_test ExperimentPicturesTest
#include "tests/support/test_registry.h"
#include "tests/unit/report/sample_tuning.h"
#include "ui/main_window.h"
#include "ui/models/experiment_desk.h"
#include "ui/models/tuning_log.h"
#include "ui/pages/experiments_page.h"
#include "ui/pages/page_tabs.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

using namespace weir;
using namespace weir::ui;
using experiment::TuningReport;
using test::SampleTuning;

class ExperimentPicturesTest : public QObject {
    Q_OBJECT

private slots:
    void takes_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("dark");
        if (m_folder.isEmpty()) {
            QTest::newRow("none") << 0 << QSize() << false;
            return;
        }
        for (int i = 0; i < std::ssize(m_samples); ++i)
            for (const bool dark : {false, true})
                for (const QSize size : {QSize(1280, 800), QSize(1280, 1600), QSize(1920, 1080)})
                    if (!dark || size.height() == 800)
                        QTest::addRow("%s-%dx%d-%s", m_samples[static_cast<std::size_t>(i)].first, size.width(),
                                      size.height(), dark ? "dark" : "light")
                            << i << size << dark;
    }
    void takes()
    {
        QFETCH(int, which);
        QFETCH(QSize, size);
        QFETCH(bool, dark);
        if (m_folder.isEmpty())
            QSKIP("WEIR_PICTURES names no folder");
        MainWindow window;
        window.useTheme(dark ? ColorScheme::Dark : ColorScheme::Light);
        window.resize(size);
        window.show();
        const auto report = std::make_shared<const TuningReport>(m_samples[static_cast<std::size_t>(which)].second());
        window.pages()->open("experiments");
        const auto buttons = window.findChild<QWidget*>(QStringLiteral("experiment.kind"))
                                 ->findChildren<QPushButton*>();
        buttons[std::min(3, static_cast<int>(report->kind))]->click();
        auto* log = window.experiments()->log();
        log->add(report, log->scenario());
        static_cast<ExperimentsPage*>(window.pages()->page("experiments"))->showReport(report, true);
        QTest::qWait(500);
        QVERIFY(
            window.grab().save(QStringLiteral("%1/page-%2.png").arg(m_folder, QLatin1String(QTest::currentDataTag()))));
        window.useTheme(ColorScheme::Light);
    }

    void runs_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QStringList>("values"); // of the sweep's knobs
        QTest::newRow("try") << 0 << QStringList();
        QTest::newRow("screen") << 1 << QStringList();
        QTest::newRow("sweep") << 2 << QStringList{QStringLiteral("2, 4, 8, 16")};
        QTest::newRow("surface") << 2 << QStringList{QStringLiteral("2, 8, 32"), QString()};
        QTest::newRow("find") << 3 << QStringList();
    }
    void runs()
    {
        QFETCH(int, kind);
        QFETCH(QStringList, values);
        if (m_folder.isEmpty())
            QSKIP("WEIR_PICTURES names no folder");
        MainWindow window;
        window.useTheme(ColorScheme::Light);
        window.resize(1280, 800);
        window.show();
        window.pages()->open("experiments");
        auto* page = window.pages()->page("experiments");
        page->findChild<QWidget*>(QStringLiteral("experiment.kind"))->findChildren<QPushButton*>()[kind]->click();
        setShortPlan(*page);
        setSweep(*page, values);
        auto* start = page->findChild<QPushButton*>(QStringLiteral("experiment.start"));
        QTest::qWait(300);
        QTRY_VERIFY2(start->isEnabled(), qPrintable(page->findChild<QLabel*>(QStringLiteral("plan.forecast"))->text()));
        start->click();
        QTest::qWait(6000);
        picture(window, "running");
        QTRY_VERIFY_WITH_TIMEOUT(!window.experiments()->isRunning(), 180000);
        QTest::qWait(500);
        for (const bool dark : {false, true}) {
            window.useTheme(dark ? ColorScheme::Dark : ColorScheme::Light);
            auto* bar = page->findChild<QScrollArea*>()->verticalScrollBar();
            bar->setValue(0);
            QTest::qWait(200);
            picture(window, dark ? "dark" : "light");
            bar->setValue(bar->maximum());
            QTest::qWait(200);
            picture(window, dark ? "dark-end" : "light-end");
        }
        window.useTheme(ColorScheme::Light);
    }

private:
    void picture(MainWindow& window, const char* what)
    {
        QVERIFY(window.grab().save(QStringLiteral("%1/real-%2-%3.png")
                                       .arg(m_folder, QLatin1String(QTest::currentDataTag()), QLatin1String(what))));
    }

    static void setShortPlan(QWidget& page)
    {
        auto* metric = page.findChild<QComboBox*>(QStringLiteral("plan.metric"));
        metric->setCurrentIndex(metric->findData(QStringLiteral("latency_p90_ms")));
        emit metric->activated(metric->currentIndex());
        page.findChild<QDoubleSpinBox*>(QStringLiteral("plan.blocks"))->setValue(3);
        page.findChild<QDoubleSpinBox*>(QStringLiteral("plan.blockSeconds"))->setValue(1);
        auto* to = page.findChild<QLineEdit*>(QStringLiteral("find.to"));
        to->setText(QStringLiteral("800"));
    }

    static void setSweep(QWidget& page, const QStringList& values)
    {
        auto* form = page.findChild<QWidget*>(QStringLiteral("plan.sweep"));
        if (values.size() > 1)
            form->findChild<QPushButton*>(QStringLiteral("factor.more"))->click();
        const auto edits = form->findChildren<QLineEdit*>(QStringLiteral("factor.values"));
        for (qsizetype i = 0; i < values.size(); ++i)
            if (!values[i].isEmpty())
                edits[i]->setText(values[i]);
    }

    const QString m_folder = qEnvironmentVariable("WEIR_PICTURES");
    const std::vector<std::pair<const char*, TuningReport (*)()>> m_samples{
        {"try", &SampleTuning::aTry},    {"screen", &SampleTuning::screening},
        {"sweep", &SampleTuning::sweep}, {"surface", &SampleTuning::surface},
        {"find", &SampleTuning::search}, {"never", &SampleTuning::neverAnswered}};
};

static const TestRegistration<ExperimentPicturesTest> registeredExperimentPicturesTest;
#include "experiment_pictures_test.moc"
