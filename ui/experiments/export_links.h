// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace weir::ui {

class TuningExport;

// "Export: CSV JSON HTML PDF": a link for each file that can be written of a tuning report. Window's thread.
class ExportLinks : public QWidget {
    Q_OBJECT

public:
    // Links are called NAME.csv and so on. `exports` outlives this.
    ExportLinks(TuningExport* exports, const QString& name, const QString& tip, QWidget* parent);
};

} // namespace weir::ui
