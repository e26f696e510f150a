// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/history.h"

#include <string>
#include <vector>

namespace weir::command {

// A list of the history: for a person at a terminal, and for programs.
std::string historyTable(const std::vector<store::HistoryEntry>& entries);
std::string historyCsv(const std::vector<store::HistoryEntry>& entries);
std::string historyJson(const std::vector<store::HistoryEntry>& entries);

// What is kept of one beside its report: name, note, marks, state, and by what it was measured.
std::string historyNotes(const store::HistoryEntry& entry, const store::Provenance& provenance);

} // namespace weir::command
