// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"
#include "core/store/history.h"

#include <QDateTime>
#include <QString>

// Kept runs in words. Pure functions; any thread.
namespace weir::ui {

// "today 14:05", "yesterday 17:20", "26 November 09:12", with its year where that is another.
QString whenText(const QDateTime& when, const QDateTime& now);
QDateTime startedAt(base::WallTime when);

// Its name, else the beginning of its note, else the label it was run with.
QString runTitle(const store::HistoryEntry& entry);

// What became of it where it did not simply end: "died", "interrupted", "running"; else empty.
QString stateText(const store::HistoryEntry& entry);

// "cache.enabled false → true, pool.max_connections 64 → 16 and 2 more", secrets redacted; empty for none.
QString changesText(const settings::Scenario& before, const settings::Scenario& after, int most = 3);

} // namespace weir::ui
