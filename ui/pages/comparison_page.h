// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/comparison_model.h"

#include <QWidget>

class QPushButton;

namespace weir::ui {

class Label;
class ResultTable;

// The tab that shows what the last turned knob went with.
class ComparisonPage : public QWidget {
    Q_OBJECT

public:
    explicit ComparisonPage(QWidget* parent = nullptr);

    void setSnapshot(const metrics::SnapshotPtr& snapshot) { m_model->setSnapshot(snapshot); }

signals:
    // What lies between two epochs of the run is to be tried properly.
    void settleRequested(weir::metrics::EpochId before, weir::metrics::EpochId after);

private:
    void showTexts();

    ComparisonModel* m_model;
    Label* m_title;
    Label* m_basis;
    QPushButton* m_settle;
    ResultTable* m_table;
};

} // namespace weir::ui
