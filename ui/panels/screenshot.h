// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>

#include <optional>

namespace weir::ui {

class MainWindow;

// `weir --screenshot FILE`: really runs the scenario, takes a picture of the window after a while and quits. For
// documentation and for checking on machines without a screen.
struct ScreenshotOrder {
    QString file;
    double afterSeconds = 12;
    QSize size{1440, 900};

    static std::optional<QSize> parseSize(const QString& text); // "1280x800"
};

// Exits the application with 0, or 1 when the picture could not be written.
void orderScreenshot(MainWindow* window, const ScreenshotOrder& order);

} // namespace weir::ui
