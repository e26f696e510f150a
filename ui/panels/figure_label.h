// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/run_figures.h"

#include <QWidget>

namespace weir::ui {

class Label;

// One of the toolbar's figures: the value above its caption, a hairline to its left.
class FigureLabel : public QWidget {
    Q_OBJECT

public:
    explicit FigureLabel(const QString& name, QWidget* parent = nullptr);

    void setFigure(const Figure& figure);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Label* m_value;
    Label* m_caption;
};

} // namespace weir::ui
