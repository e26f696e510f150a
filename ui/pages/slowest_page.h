// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "ui/models/run_stretch.h"

#include <QSplitter>

#include <optional>

class QComboBox;

namespace weir::ui {

class ResultTable;
class SlowestModel;
class Waterfall;

// The tab with the exchanges that were kept whole, and beside them where the time of the chosen one went.
class SlowestPage : public QSplitter {
    Q_OBJECT

public:
    explicit SlowestPage(QWidget* parent = nullptr);

    void setSnapshot(const metrics::SnapshotPtr& snapshot);
    void setStretch(const std::optional<RunStretch>& stretch);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void restoreChoice();
    void show(int row);

    metrics::SnapshotPtr m_newest; // a thousand exchanges are sorted only where somebody looks at them
    SlowestModel* m_model;
    ResultTable* m_table;
    Waterfall* m_waterfall;
    QComboBox* m_choice;
    std::optional<metrics::ExchangeDetail> m_shown; // chosen by the reader
};

} // namespace weir::ui
