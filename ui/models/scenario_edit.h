// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/settings/scenario.h"

#include <QString>
#include <QUndoCommand>

namespace weir::ui {

class ScenarioModel;

// One undoable step. Keeps both scenarios whole: a few kilobytes, and no edit needs an inverse of its own.
class ScenarioEdit : public QUndoCommand {
public:
    ScenarioEdit(ScenarioModel* model, const QString& text, settings::Scenario after, QString gesture);

    void undo() override;
    void redo() override;
    int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* other) override;

private:
    ScenarioModel* m_model;
    settings::Scenario m_before;
    settings::Scenario m_after;
    QString m_gesture; // empty: never merged
    base::TimePoint m_at = base::now();
};

} // namespace weir::ui
