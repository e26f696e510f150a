// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;

namespace weir::ui {

class Label;

// The title line of a dock or of a part of it: title at the left, a dim remark at the right.
class PanelHeader : public QWidget {
    Q_OBJECT

public:
    explicit PanelHeader(const QString& title, QWidget* parent = nullptr);

    void setRemark(const QString& remark);
    void addAtRight(QWidget* widget); // behind the remark

private:
    QHBoxLayout* m_row;
    Label* m_remark;
};

} // namespace weir::ui
