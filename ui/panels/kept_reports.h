// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QMenu;

namespace weir::session {
class RunController;
} // namespace weir::session

namespace weir::ui {

class BannerArea;

// Keeps the report of each run, unasked, in the application's data folder, so that no result is lost with the window:
// the two CSV files that an export would write. The newest few runs stay, older ones go.
class KeptReports : public QObject {
    Q_OBJECT

public:
    KeptReports(const session::RunController* controller, BannerArea* banners, const QString& folder, QObject* parent);

    void keep();                 // what there is now, also of a run that is not over
    QStringList reports() const; // paths, the newest first
    void fill(QMenu* menu);

private:
    void trim();

    const session::RunController* m_controller;
    BannerArea* m_banners;
    QString m_folder;
};

} // namespace weir::ui
