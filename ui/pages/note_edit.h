// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/history.h"

#include <QPlainTextEdit>

namespace weir::ui {

// The note that a reader writes beside something kept: told once the reader is done with it, and before another is
// shown. Window's thread.
class NoteEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit NoteEdit(QWidget* parent = nullptr);

    void showNote(const store::HistoryEntry& entry);
    void showNothing(); // and hides
    void commit();      // the reader turns to something else

signals:
    void noteChanged(const std::string& id, const QString& note);

protected:
    void focusOutEvent(QFocusEvent* event) override;

private:
    std::string m_id;
    QString m_known;
};

} // namespace weir::ui
