// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QButtonGroup;

namespace weir::ui {

// One of a few, side by side: a choice that changes what stands beneath it.
class SegmentBar : public QWidget {
    Q_OBJECT

public:
    explicit SegmentBar(const QStringList& titles, QWidget* parent = nullptr);

    int current() const;
    void setCurrent(int index); // emits nothing

signals:
    void chosen(int index); // by the reader

private:
    QButtonGroup* m_group;
};

} // namespace weir::ui
