// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>

namespace weir::ui {

// Column titles that stand exactly over their numbers. The style's own header keeps room for a sort arrow in every
// column, which pushes right-aligned titles out of line and cuts them in narrow columns.
class ResultHeader : public QHeaderView {
public:
    explicit ResultHeader(QWidget* parent = nullptr);

    static constexpr int padding = 5; // the cells' too
    int widthOf(int section) const;   // what its title needs

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
};

} // namespace weir::ui
