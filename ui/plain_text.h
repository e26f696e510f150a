// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QRect>
#include <QString>

class QWidget;

// Text that is not ours (replies, header fields, URLs, names from a scenario, paths, errors that quote such) on its way
// to the screen: plain text whatever it looks like, with what a reader cannot see written out
// (`core/base/visible_text.h`). Labels are `ui/label.h`, tips of widgets and models `ui/plain_tips.h`;
// tests/arch/plain_text.py finds what goes around. Window's thread.
namespace weir::ui {

QString shownText(const QString& text);  // on one line, for cells, choices and what is painted
QString shownLines(const QString& text); // line breaks and tabs stay

// For buttons, menus and tabs, where an ampersand would underline a letter and become a shortcut; cut to one that a
// menu has room for.
QString caption(const QString& text);

// "name[*] – Weir", whatever is in the name: only the last mark is Qt's own for a changed document.
QString documentTitle(const QString& name);

// The same as HTML that says nothing more, for what only takes HTML or guesses; lines may be broken.
QString asMarkup(const QString& text);

// A tool tip that is shown now, as long as the pointer stays within `place` of the widget.
void showTip(const QPoint& globalPos, const QString& text, QWidget* widget, const QRect& place = {});

} // namespace weir::ui
