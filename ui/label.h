// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plain_text.h"

#include <QLabel>

namespace weir::ui {

// A label of plain text, whatever the text looks like, with what a reader cannot see written out. A QLabel as it comes
// guesses, and takes "<h1>" from a server's reply for its own.
class Label : public QLabel {
public:
    explicit Label(QWidget* parent = nullptr) : QLabel(parent) { setTextFormat(Qt::PlainText); }
    explicit Label(const QString& text, QWidget* parent = nullptr) : Label(parent) { setText(text); }

    void setText(const QString& text) { QLabel::setText(shownLines(text)); }
    // HTML of our own, with everything in it that is not ours escaped.
    void setMarkup(const QString& html)
    {
        setTextFormat(Qt::RichText);
        QLabel::setText(html);
    }
};

} // namespace weir::ui
