// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the page to look at, of made-up reports: WEIR_PICTURES=FOLDER ui_experiments_test ExperimentPicturesTest
#include "tests/support/test_registry.h"
#include "tests/unit/report/sample_tuning.h"
#include "ui/main_window.h"
#include "ui/models/experiment_desk.h"
#include "ui/models/tuning_log.h"
#include "ui/pages/experiments_page.h"
#include "ui/pages/page_tabs.h"

#include <QPushButton>
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

private:
    const QString m_folder = qEnvironmentVariable("WEIR_PICTURES");
    const std::vector<std::pair<const char*, TuningReport (*)()>> m_samples{
        {"try", &SampleTuning::aTry},    {"screen", &SampleTuning::screening},
        {"sweep", &SampleTuning::sweep}, {"surface", &SampleTuning::surface},
        {"find", &SampleTuning::search}, {"never", &SampleTuning::neverAnswered}};
};

static const TestRegistration<ExperimentPicturesTest> registeredExperimentPicturesTest;
#include "experiment_pictures_test.moc"
