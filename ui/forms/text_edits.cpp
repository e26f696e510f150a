// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/text_edits.h"

#include "ui/theme.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QStyle>
#include <QWheelEvent>

#include <algorithm>

namespace weir::ui {

void markInvalid(QWidget* input, bool invalid)
{
    if (input->property("invalid").toBool() == invalid)
        return;
    input->setProperty("invalid", invalid);
    input->style()->unpolish(input);
    input->style()->polish(input);
}

LineEdit::LineEdit(QWidget* parent) : QLineEdit(parent)
{
    // What was accepted comes back through showText; what was refused is still a change, and is told again.
    connect(this, &QLineEdit::editingFinished, this, [this] {
        if (text() != m_shown)
            emit committed(text());
    });
}

void LineEdit::showText(const QString& text)
{
    m_shown = text;
    setText(text);
    setCursorPosition(0);
}

void LineEdit::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && text() != m_shown) {
        setText(m_shown);
        emit abandoned();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

BlockEdit::BlockEdit(bool list, QWidget* parent) : QPlainTextEdit(parent)
{
    setRole(this, Role::Mono);
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setPlaceholderText(list ? tr("One entry a line") : QString());
    document()->setDocumentMargin(3);
    connect(this, &QPlainTextEdit::blockCountChanged, this, [this] { updateGeometry(); });
}

QSize BlockEdit::sizeHint() const
{
    constexpr int fewest = 2;
    constexpr int most = 7;
    const int lines = std::clamp(blockCount(), fewest, most);
    const int bar = horizontalScrollBar()->maximum() > 0 ? horizontalScrollBar()->sizeHint().height() : 0;
    return {120, lines * fontMetrics().lineSpacing() + 14 + bar};
}

void BlockEdit::showText(const QString& text)
{
    m_shown = text;
    if (toPlainText() != text)
        setPlainText(text);
    updateGeometry();
}

void BlockEdit::commit()
{
    if (toPlainText() != m_shown)
        emit committed(toPlainText());
}

void BlockEdit::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() & Qt::ControlModifier) {
        commit();
    } else if (event->key() == Qt::Key_Escape && toPlainText() != m_shown) {
        setPlainText(m_shown);
        emit abandoned();
    } else {
        QPlainTextEdit::keyPressEvent(event);
    }
}

void BlockEdit::focusOutEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        commit();
}

void BlockEdit::wheelEvent(QWheelEvent* event)
{
    if (hasFocus())
        QPlainTextEdit::wheelEvent(event);
    else
        event->ignore();
}

} // namespace weir::ui
