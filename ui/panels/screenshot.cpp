// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/screenshot.h"

#include "ui/main_window.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>

namespace weir::ui {

std::optional<QSize> ScreenshotOrder::parseSize(const QString& text)
{
    const QStringList parts = text.split(u'x');
    const QSize size(parts.value(0).toInt(), parts.value(1).toInt());
    return parts.size() == 2 && size.width() >= 640 && size.height() >= 480 ? std::optional(size) : std::nullopt;
}

void orderScreenshot(MainWindow* window, const ScreenshotOrder& order)
{
    window->resize(order.size);
    window->start();
    const std::chrono::milliseconds delay{static_cast<qint64>(order.afterSeconds * 1000)};
    QTimer::singleShot(delay, window, [window, file = order.file] {
        const bool saved = window->grab().save(file);
        if (!saved)
            std::fprintf(stderr, "weir: %s could not be written\n", qPrintable(file));
        QCoreApplication::exit(saved ? 0 : 1);
    });
}

} // namespace weir::ui
