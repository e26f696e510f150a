// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <QString>

#include <optional>

// Edits of any list of named settings (requests, variables, feeders, ...), each one undo step of the scenario.
namespace weir::ui {

class ScenarioModel;

// "request" for the section requests: what a record of it is called in names of widgets and records.
QString singular(const settings::Section& section);
// "a client group": what a record of it is called in sentences.
QString inWords(const settings::Section& section);

QString addRecord(ScenarioModel& model, const settings::Section& section); // its name
void removeRecord(ScenarioModel& model, const settings::Section& section, const QString& name);
// Why not, in a sentence, or nothing when it is done.
std::optional<QString> renameRecord(ScenarioModel& model, const settings::Section& section, const QString& from,
                                    const QString& to);

// What tells the record apart from its neighbours, in a few words: a value, a file, the steps. Credentials are hidden.
QString recordSummary(const settings::Scenario& scenario, const settings::Section& section, const QString& name);

} // namespace weir::ui
