// SPDX-License-Identifier: GPL-3.0-or-later
// The main of every test executable; linked with Qt Widgets it is the one for windows.
#include "tests/support/test_runner.h"

#ifdef QT_WIDGETS_LIB
#include <QApplication>
using Application = QApplication;
#else
#include <QCoreApplication>
using Application = QCoreApplication;
#endif
#include <QStandardPaths>

int main(int argc, char* argv[])
{
    // No test may see or touch the settings and data of whoever runs it.
    QStandardPaths::setTestModeEnabled(true);
#ifdef QT_WIDGETS_LIB
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
#endif
    Application application(argc, argv);
    return weir::support::runRegisteredTests(QCoreApplication::arguments().mid(1));
}
