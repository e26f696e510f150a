// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QHelpEvent;
class QWidget;

namespace weir::ui {

// Shows the tool tips of all widgets, of what a menu offers and of item views' cells and headings as plain text: Qt
// takes what looks like HTML for HTML, and tips quote servers. So nobody who sets a tip has to think of it. Tips of our
// own with HTML in them are marked by `setMarkupTip`. Made once, for the whole application; window's thread.
class PlainTips : public QObject {
    Q_OBJECT

public:
    explicit PlainTips(QObject* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

// HTML of our own, with everything in it that is not ours escaped.
void setMarkupTip(QWidget* widget, const QString& html);

} // namespace weir::ui
