// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/experimenting.h"

#include <QWidget>

class QProgressBar;

namespace weir::ui {

class FigureLabel;
class Label;

// How far an experiment is: pairs done, time, and the interval that narrows.
class ProgressCard : public QWidget {
    Q_OBJECT

public:
    explicit ProgressCard(QWidget* parent = nullptr);

    void begin();
    void showProgress(const session::ExperimentProgress& progress);

private:
    Label* m_text;
    QProgressBar* m_bar;
    FigureLabel* m_blocks;
    FigureLabel* m_time;
    FigureLabel* m_interval;
};

} // namespace weir::ui
