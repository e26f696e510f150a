// SPDX-License-Identifier: GPL-3.0-or-later
// What outlives the window: its layout, the theme, recent files. And what must not be lost when it closes.
#include "ui/main_window.h"

#include "core/session/experiment_controller.h"
#include "core/session/run_controller.h"
#include "ui/models/run_desk.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/banner.h"
#include "ui/panels/dock_keeper.h"
#include "ui/panels/recovery.h"
#include "ui/panels/run_history.h"
#include "ui/panels/scenario_files.h"
#include "ui/window_room.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QScreen>
#include <QSettings>
#include <QStandardPaths>

namespace weir::ui {

static constexpr int layoutVersion = 1; // a layout of another version is ignored

static QString settingsPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + QStringLiteral("/window.ini");
}

void MainWindow::restoreState()
{
    const QSettings store(settingsPath(), QSettings::IniFormat);
    resize(withinRoom(QRect(QPoint(), QSize(1440, 900)), screen()->availableGeometry()).size());
    restoreGeometry(store.value(QStringLiteral("geometry")).toByteArray());
    fitToScreen();
    QMainWindow::restoreState(store.value(QStringLiteral("layout")).toByteArray(), layoutVersion);
    m_files->setRecent(store.value(QStringLiteral("recent")).toStringList());
    const int scheme = store.value(QStringLiteral("theme"), static_cast<int>(ColorScheme::System)).toInt();
    useTheme(scheme >= 0 && scheme <= static_cast<int>(ColorScheme::Dark) ? static_cast<ColorScheme>(scheme)
                                                                          : ColorScheme::System);
}

// What is remembered may be of a screen that is larger, or gone.
void MainWindow::fitToScreen()
{
    if (isMaximized() || isFullScreen())
        return;
    const QScreen* on = QGuiApplication::screenAt(geometry().center());
    const QRect fitting = withinRoom(geometry(), (on ? on : screen())->availableGeometry());
    if (fitting.size() != size())
        resize(fitting.size());
    if (fitting.topLeft() != geometry().topLeft() && testAttribute(Qt::WA_Moved)) // else the system finds a place
        setGeometry(fitting);
}

void MainWindow::storeState()
{
    m_docks->restore();
    QSettings store(settingsPath(), QSettings::IniFormat);
    store.setValue(QStringLiteral("geometry"), saveGeometry());
    store.setValue(QStringLiteral("layout"), saveState(layoutVersion));
    store.setValue(QStringLiteral("recent"), m_files->recent());
    store.setValue(QStringLiteral("theme"), m_themes->checkedAction()->data());
}

void MainWindow::offerRecovery()
{
    m_recovery->offer();
}

// Asks in the window where something would be lost; the answer closes it again.
bool MainWindow::mayClose()
{
    if (m_desk->isActive() || m_experiments->isRunning()) {
        m_banners->show({QStringLiteral("running"),
                         BannerText::Severity::Warning,
                         m_desk->isActive() ? tr("A run is going on.") : tr("An experiment is going on."),
                         {},
                         {{tr("Stop and close"),
                           [this] {
                               m_closeAfterRun = true;
                               stop();
                           },
                           true},
                          {tr("Keep running"), {}}}});
        return false;
    }
    if (m_closeAgreed || !m_scenario->isModified())
        return true;
    m_files->whenSaved(tr("Close Weir?"), [this] {
        m_closeAgreed = true;
        m_recovery->forget();
        close();
    });
    return false;
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    // A session that ends waits for no answer; the recovery copy keeps the edits.
    if (!qApp->isSavingSession() && !mayClose()) {
        m_closeAfterRun = m_closeAfterRun && (m_desk->isActive() || m_experiments->isRunning());
        event->ignore();
        return;
    }
    if (m_desk->isActive()) // the session ends
        m_history->keep();
    storeState();
    event->accept();
}

} // namespace weir::ui
