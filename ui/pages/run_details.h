// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/history.h"

#include <QFrame>

class QVBoxLayout;

namespace weir::ui {

class Label;
class NoteEdit;

// One kept run in words: its verdict with the reasons, its main figures, what is set otherwise than by default, by what
// it was measured, and the note that its reader may write. Window's thread.
class RunDetails : public QFrame {
    Q_OBJECT

public:
    explicit RunDetails(QWidget* parent = nullptr);

    struct Shown {
        store::HistoryEntry entry;
        report::RunReport report;
        store::Provenance provenance;
    };
    void showRun(const Shown& shown);
    void commitNote();
    void showNothing(const QString& sentence);

signals:
    void noteChanged(const std::string& id, const QString& note); // once the reader is done with it

private:
    Label* m_title;
    Label* m_verdict;
    Label* m_words;
    NoteEdit* m_note;
};

} // namespace weir::ui
