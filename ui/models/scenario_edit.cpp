// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/scenario_edit.h"

#include "ui/models/scenario_model.h"
#include "ui/plain_text.h"

namespace weir::ui {

// A hand that rests longer than this on a slider has begun another step.
static constexpr std::chrono::milliseconds gesturePause{800};

ScenarioEdit::ScenarioEdit(ScenarioModel* model, const QString& text, settings::Scenario after, QString gesture)
    : QUndoCommand(caption(text)) // the Edit menu shows it
    , m_model(model)
    , m_before(model->scenario())
    , m_after(std::move(after))
    , m_gesture(std::move(gesture))
{
}

void ScenarioEdit::undo()
{
    m_model->assign(m_before);
}

void ScenarioEdit::redo()
{
    m_model->assign(m_after);
}

bool ScenarioEdit::mergeWith(const QUndoCommand* other)
{
    const auto* next = static_cast<const ScenarioEdit*>(other);
    if (m_gesture.isEmpty() || m_gesture != next->m_gesture || next->m_at - m_at > gesturePause)
        return false;
    m_after = next->m_after;
    m_at = next->m_at;
    setText(next->text());
    setObsolete(m_before == m_after);
    return true;
}

} // namespace weir::ui
