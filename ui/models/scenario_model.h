// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <QObject>
#include <QString>
#include <QStringList>

class QUndoStack;

namespace weir::ui {

// The scenario that the window is about, with its file and every edit undoable. Panels read it, change it through it
// and listen to it, so they need not know each other. One for each window, on its thread.
class ScenarioModel : public QObject {
    Q_OBJECT

public:
    explicit ScenarioModel(QObject* parent = nullptr); // holds the demo

    const settings::Scenario& scenario() const { return m_scenario; }
    QUndoStack* undoStack() const { return m_undoStack; }
    QString path() const { return m_path; } // empty: never saved
    QString name() const;
    bool isModified() const;

    // Another scenario takes its place and the edits of the old one are forgotten.
    void open(const settings::Scenario& scenario, const QString& path);
    // As open, of edits that were never saved to `path`.
    void recover(const settings::Scenario& scenario, const QString& path);
    // The edits so far are in that file, from whose folder the scenario now names its own files.
    void markSaved(const QString& path);

    // One knob as one undo step. A value that does not fit is refused and told.
    std::optional<settings::Problem> setValue(const QString& key, const settings::KnobValue& value);
    // Any edit as one undo step. Steps that follow each other quickly with the same `gesture` count as one, so that
    // one drag of a slider is undone at once.
    void edit(const QString& text, const settings::Scenario& after, const QString& gesture = {});

signals:
    void changed(const QStringList& keys); // by an edit, an undo or a redo
    void opened();                         // everything may differ
    void stateChanged();                   // path or isModified

private:
    friend class ScenarioEdit;
    void assign(const settings::Scenario& scenario);

    settings::Scenario m_scenario;
    QString m_path;
    QUndoStack* m_undoStack;
};

} // namespace weir::ui
