// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "ui/models/run_stretch.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QComboBox;
class QLineEdit;

namespace weir::ui {

class EndpointTableModel;
class Label;

// The tab with a row per endpoint, and the choice of the stretch of the run it is about.
class EndpointPage : public QWidget {
    Q_OBJECT

public:
    explicit EndpointPage(QWidget* parent = nullptr);

    void setSnapshot(const metrics::SnapshotPtr& snapshot);
    void find(); // shows the filter and puts the cursor there

    // Stands wherever the owner has room for it; hides while there is nothing to choose.
    QWidget* choice() const;

signals:
    void stretchChosen(const std::optional<weir::ui::RunStretch>& stretch); // none: the newest is followed

private:
    void updateChoices(const metrics::Snapshot& snapshot);
    void choose(int index);
    QWidget* makeFilter();
    void showFilter();
    void applyFilter();

    EndpointTableModel* m_model;
    QComboBox* m_choice;
    QWidget* m_filterBar = nullptr; // where there are more endpoints than are in sight, or Ctrl+F asks for it
    QLineEdit* m_filter = nullptr;
    Label* m_found = nullptr;
    QTimer m_settled;                    // a word is typed before the table is filtered by it
    std::vector<RunStretch> m_stretches; // the choices, newest last; the first entry of the box follows the newest
};

} // namespace weir::ui
