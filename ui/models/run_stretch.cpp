// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_stretch.h"

#include "core/metrics/metric_catalog.h"
#include "ui/models/figure_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace weir::ui {

using namespace weir::metrics;

std::vector<RunStretch> stretchesOf(const Snapshot& snapshot)
{
    std::vector<RunStretch> found;
    snapshot.forEachRowOf(-1, [&](const Row& row) { found.push_back({row.phase, row.epoch}); });
    return found;
}

RunStretch newestStretch(const Snapshot& snapshot)
{
    const auto all = stretchesOf(snapshot);
    return all.empty() ? RunStretch{snapshot.phase, snapshot.epoch} : all.back();
}

// The change that opened the epoch, or null for the first.
static const EventMark* openingMark(const Snapshot& snapshot, EpochId epoch)
{
    const auto at = std::ranges::find(snapshot.events, epoch, &EventMark::epoch);
    return at == snapshot.events.end() ? nullptr : &*at;
}

QString stretchText(const Snapshot& snapshot, const RunStretch& stretch)
{
    const bool warmup = stretch.phase == warmUpPhase;
    const auto* mark = openingMark(snapshot, stretch.epoch);
    const QString stage = snapshot.run->phases.size() > 2 ? text(snapshot.phaseName(stretch.phase)) : QString();
    if (!mark && !warmup && !stage.isEmpty())
        return QCoreApplication::translate("RunStretch", "Stage %1").arg(stage);
    if (!mark)
        return warmup ? QCoreApplication::translate("RunStretch", "Warm-up")
                      : QCoreApplication::translate("RunStretch", "Measured");
    const QString change = QStringLiteral("%1: %2").arg(mark->number).arg(text(mark->text));
    if (warmup)
        return QCoreApplication::translate("RunStretch", "Warm-up, %1").arg(change);
    return stage.isEmpty() ? QCoreApplication::translate("RunStretch", "Since %1").arg(change)
                           : QCoreApplication::translate("RunStretch", "Stage %1, since %2").arg(stage, change);
}

const Row* rowOf(const Snapshot& snapshot, const RunStretch& stretch, int endpoint)
{
    const Row* found = nullptr;
    snapshot.forEachRowOf(endpoint, [&](const Row& row) {
        if (row.phase == stretch.phase && row.epoch == stretch.epoch)
            found = &row;
    });
    return found;
}

double valueOf(const Row* row, std::size_t metricIndex)
{
    return row ? row->values[metricIndex] : std::numeric_limits<double>::quiet_NaN();
}

} // namespace weir::ui
