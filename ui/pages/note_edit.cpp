// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/note_edit.h"

#include "ui/models/figure_text.h"

namespace weir::ui {

static constexpr qsizetype longestShownNote = 2000;

NoteEdit::NoteEdit(QWidget* parent) : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("history.note"));
    setAccessibleName(tr("Note"));
    setPlaceholderText(tr("Note"));
    setFixedHeight(72);
    setTabChangesFocus(true);
}

void NoteEdit::showNote(const store::HistoryEntry& entry)
{
    commit();
    m_id = entry.id;
    m_known = text(entry.note);
    setPlainText(m_known);
    show();
}

void NoteEdit::showNothing()
{
    commit();
    m_id.clear();
    hide();
}

void NoteEdit::focusOutEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusOutEvent(event);
    commit();
}

void NoteEdit::commit()
{
    const QString note = toPlainText().left(longestShownNote);
    if (m_id.empty() || note == m_known)
        return;
    m_known = note;
    emit noteChanged(m_id, note);
}

} // namespace weir::ui
