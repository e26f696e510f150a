// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/export_links.h"

#include "ui/experiments/tuning_export.h"
#include "ui/label.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace weir::ui {

ExportLinks::ExportLinks(TuningExport* exports, const QString& name, const QString& tip, QWidget* parent)
    : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    auto* word = new Label(tr("Export:"), this);
    setRole(word, Role::Dim);
    row->addWidget(word);
    for (const QString& format : TuningExport::formats()) {
        auto* link = new QPushButton(caption(format.toUpper()), this);
        link->setObjectName(QStringLiteral("%1.%2").arg(name, format));
        link->setToolTip(tip);
        link->setCursor(Qt::PointingHandCursor);
        setRole(link, Role::Link);
        connect(link, &QPushButton::clicked, exports, [exports, format] { exports->ask(format); });
        row->addWidget(link);
    }
}

} // namespace weir::ui
