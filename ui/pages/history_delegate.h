// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/result_delegate.h"

namespace weir::ui {

// A cell of the history: the verdict as a pill, the star in its colour, everything else as in all result tables.
class HistoryDelegate : public ResultDelegate {
public:
    using ResultDelegate::ResultDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace weir::ui
