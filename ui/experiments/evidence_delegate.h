// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/colors.h"
#include "ui/experiments/evidence_model.h"
#include "ui/pages/result_delegate.h"

namespace weir::ui {

// The interval about the zero line, with the margin shaded.
void paintEvidenceBar(QPainter& painter, const QRect& rect, const EvidenceBar& bar, const Colors& colors);

// A result table's cell that may be an interval about the zero line, or a verdict in a pill.
class EvidenceDelegate : public ResultDelegate {
public:
    using ResultDelegate::ResultDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace weir::ui
