// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the window to look at, of a made-up run: WEIR_PICTURES=FOLDER ui_window_test WindowPicturesTest
#include "tests/support/plausible_run.h"
#include "tests/support/test_registry.h"
#include "ui/main_window.h"
#include "ui/models/history_model.h"
#include "ui/models/scenario_model.h"
#include "ui/pages/page_tabs.h"
#include "ui/pages/result_table.h"
#include "ui/panels/banner.h"

#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>

using namespace weir;
using namespace weir::ui;

class WindowPicturesTest : public QObject {
    Q_OBJECT

private slots:
    void takes_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QString>("state"); // "run", "empty", "trouble", "history..." or a tab's number
        if (m_folder.isEmpty()) {
            QTest::newRow("none") << QSize() << false << QString();
            return;
        }
        for (const QSize size : {QSize(1280, 800), QSize(1440, 900), QSize(1920, 1080)})
            for (const bool dark : {false, true})
                for (const char* state : {"run", "empty", "1", "2", "3", "4", "trouble", "history",
                                          "history-experiment", "history-died", "history-compare"})
                    if (size.width() == 1440 || *state == 'r' || *state == 'h')
                        QTest::addRow("%d-%s-%s", size.width(), dark ? "dark" : "light", state)
                            << size << dark << QString::fromLatin1(state);
    }

    void takes()
    {
        QFETCH(QSize, size);
        QFETCH(bool, dark);
        QFETCH(QString, state);
        // Not in initTestCase: that would silence the classes which run after this one.
        if (m_folder.isEmpty())
            QSKIP("WEIR_PICTURES names no folder");
        MainWindow window;
        window.useTheme(dark ? ColorScheme::Dark : ColorScheme::Light);
        window.resize(size);
        window.show();
        if (state.startsWith(QLatin1String("history")))
            showHistory(window, state);
        else if (state != QLatin1String("empty"))
            showRun(window, state);
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QTest::qWait(300);
        QVERIFY(window.grab().save(QStringLiteral("%1/%2.png").arg(m_folder, QLatin1String(QTest::currentDataTag()))));
    }

private:
    // Of what XDG_DATA_HOME holds: the newest run; experiment; one that did not end; two runs beside each other.
    static void showHistory(MainWindow& window, const QString& state)
    {
        window.pages()->open("history");
        auto* model = window.findChild<HistoryModel*>();
        auto* table = window.findChild<ResultTable*>(QStringLiteral("history.runs"));
        QTRY_VERIFY(model->rowCount() > 0);
        int wanted = state == QLatin1String("history-compare") ? 2 : 1;
        table->clearSelection();
        for (int row = 0; row < model->rowCount() && wanted > 0; ++row) {
            const auto& entry = model->at(row);
            const bool isIt = state == QLatin1String("history-experiment") ? !entry.isRun() && entry.state == "finished"
                : state == QLatin1String("history-died")                   ? !entry.isRun() && entry.state == "died"
                                                                           : entry.isRun();
            if (!isIt)
                continue;
            table->selectionModel()->select(model->index(row, 0),
                                            QItemSelectionModel::Select | QItemSelectionModel::Rows);
            --wanted;
        }
        QTest::qWait(300);
        if (state == QLatin1String("history-compare"))
            window.findChild<QPushButton*>(QStringLiteral("history.compare"))->click();
    }

    static void showRun(MainWindow& window, const QString& state)
    {
        window.scenario()->setValue(QStringLiteral("pool.max_connections"), std::int64_t(32));
        window.scenario()->setValue(QStringLiteral("load.rate"), 2000.0);
        window.scenario()->setValue(QStringLiteral("load.duration_s"), 118.0);
        window.showSnapshot(support::plausibleRun());
        window.findChild<QTabWidget*>(QStringLiteral("results"))->setCurrentIndex(state.toInt());
        if (state != QLatin1String("trouble"))
            return;
        window.findChild<QToolButton*>(QStringLiteral("requests.edit"))->click();
        window.banners()->show(
            {QStringLiteral("start"),
             BannerText::Severity::Error,
             QStringLiteral("The target's certificate is not trusted."),
             {QStringLiteral("self-signed certificate (error 18) at depth 0: CN=api.example.com. Name the "
                             "authority in tls.ca_file, or trust it for one run.")},
             {{QStringLiteral("Trust for this run"), {}}}});
        window.banners()->show({QStringLiteral("x"),
                                BannerText::Severity::Warning,
                                QStringLiteral("Send load to https://api.example.com?"),
                                {QStringLiteral("Only test systems you may load.")},
                                {{QStringLiteral("Start"), {}, true}, {QStringLiteral("Cancel"), {}}}});
    }

    const QString m_folder = qEnvironmentVariable("WEIR_PICTURES");
};

static const TestRegistration<WindowPicturesTest> registeredWindowPicturesTest;
#include "window_pictures_test.moc"
