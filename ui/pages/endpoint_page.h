// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "ui/models/run_stretch.h"

#include <QWidget>

#include <optional>

class QComboBox;

namespace weir::ui {

class EndpointTableModel;

// The tab with a row per endpoint, and the choice of the stretch of the run it is about.
class EndpointPage : public QWidget {
    Q_OBJECT

public:
    explicit EndpointPage(QWidget* parent = nullptr);

    void setSnapshot(const metrics::SnapshotPtr& snapshot);

    // Stands wherever the owner has room for it; hides while there is nothing to choose.
    QWidget* choice() const;

signals:
    void stretchChosen(const std::optional<weir::ui::RunStretch>& stretch); // none: the newest is followed

private:
    void updateChoices(const metrics::Snapshot& snapshot);
    void choose(int index);

    EndpointTableModel* m_model;
    QComboBox* m_choice;
    std::vector<RunStretch> m_stretches; // the choices, newest last; the first entry of the box follows the newest
};

} // namespace weir::ui
