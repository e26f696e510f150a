// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

// Edits of the mix of requests, each one undo step of the scenario.
namespace weir::ui {

class ScenarioModel;

QString addRequest(ScenarioModel& model);                            // its name
QString duplicateRequest(ScenarioModel& model, const QString& name); // the copy's name; it stands behind the original
void removeRequest(ScenarioModel& model, const QString& name);
// Why not, in a sentence, or nothing when it is done.
std::optional<QString> renameRequest(ScenarioModel& model, const QString& from, const QString& to);

// Where the requests go: addresses between commas or blanks, or nothing for the built-in origin, which alone the demo's
// mix is meant for. Same answer as above.
std::optional<QString> setTarget(ScenarioModel& model, const QString& addresses);

} // namespace weir::ui
