// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

// Edits of the mix of requests, each one undo step of the scenario.
namespace weir::ui {

class ScenarioModel;

// The copy's name; it stands behind the original. What else can be done to a request is in record_edits.h.
QString duplicateRequest(ScenarioModel& model, const QString& name);

// Where the requests go: addresses between commas or blanks, or nothing for the built-in origin, which alone the demo's
// mix is meant for. Why not, in a sentence, or nothing when it is done.
std::optional<QString> setTarget(ScenarioModel& model, const QString& addresses);

} // namespace weir::ui
