// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace weir::session {
class RunController;
} // namespace weir::session

namespace weir::ui {

class BannerArea;

// Writes the report of the run in progress, or of the last one, to CSV files.
class ReportExport : public QObject {
    Q_OBJECT

public:
    enum class Kind { Report, Series };

    ReportExport(const session::RunController* controller, BannerArea* banners, QWidget* window);

    bool isPossible() const; // there is something to write
    void ask(Kind kind);     // for the file, then writes
    bool write(Kind kind, const QString& path);

private:
    QString proposedName(Kind kind) const;

    const session::RunController* m_controller;
    BannerArea* m_banners;
    QWidget* m_window;
    QString m_folder;
};

} // namespace weir::ui
