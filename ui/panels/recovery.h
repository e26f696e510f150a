// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLockFile>
#include <QObject>
#include <QTimer>

#include <memory>

namespace weir::ui {

class BannerArea;
class ScenarioModel;

// Keeps a copy of edits that are not saved, so that a crash or a session's sudden end loses nothing. The next window
// offers it. The copy goes once the edits are saved or given up.
class Recovery : public QObject {
    Q_OBJECT

public:
    Recovery(ScenarioModel* scenario, BannerArea* banners, const QString& folder, QObject* parent = nullptr);
    ~Recovery() override; // writes what is due

    void offer();  // a copy that an earlier window left
    void forget(); // the edits are given up

private:
    void write();
    QString leftover() const;

    ScenarioModel* m_scenario;
    BannerArea* m_banners;
    QString m_folder;
    QString m_path;                    // ours
    std::unique_ptr<QLockFile> m_lock; // says that the window of m_path is alive
    QTimer m_pause;
};

} // namespace weir::ui
