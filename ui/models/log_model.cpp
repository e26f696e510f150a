// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/log_model.h"

#include "ui/models/figure_text.h"

#include <algorithm>
#include <array>

namespace weir::ui {

using namespace weir::metrics;

void LogModel::setSnapshot(const SnapshotPtr& snapshot)
{
    auto entries = snapshot ? entriesOf(*snapshot) : std::vector<Entry>{};
    if (entries == m_entries)
        return;
    const auto known = static_cast<std::ptrdiff_t>(m_entries.size());
    if (entries.size() > m_entries.size() && std::equal(m_entries.begin(), m_entries.end(), entries.begin())) {
        beginInsertRows({}, static_cast<int>(known), static_cast<int>(entries.size()) - 1);
        m_entries = std::move(entries);
        endInsertRows();
        return;
    }
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
}

std::vector<LogModel::Entry> LogModel::entriesOf(const Snapshot& snapshot)
{
    const auto& run = *snapshot.run;
    std::vector<Entry> entries;
    entries.push_back({{},
                       0,
                       tr("Started %1 against %2")
                           .arg(text(run.scenario), run.builtInOrigin ? tr("the built-in origin") : text(run.target))});
    if (run.phases.size() > measuredPhase + std::size_t{1})
        appendStages(entries, snapshot);
    else if (isMeasured(snapshot.phase) && run.warmup.count() > 0)
        entries.push_back({run.warmup, 0, tr("Warm-up ended, measuring")});
    for (const auto& mark : snapshot.events)
        entries.push_back({mark.at, mark.number, text(mark.text)});
    std::ranges::stable_sort(entries, {}, &Entry::at);
    if (snapshot.state == RunState::Finished)
        appendEnd(entries, snapshot);
    return entries;
}

void LogModel::appendStages(std::vector<Entry>& entries, const Snapshot& snapshot)
{
    PhaseId last = warmUpPhase;
    for (const auto& row : snapshot.rows) {
        if (row->phase == last)
            continue; // of a later epoch
        last = row->phase;
        entries.push_back({row->begin, 0, tr("Stage %1").arg(text(snapshot.phaseName(last)))});
    }
}

void LogModel::appendEnd(std::vector<Entry>& entries, const Snapshot& snapshot)
{
    entries.push_back({snapshot.elapsed, 0, snapshot.interrupted ? tr("Stopped before its end") : tr("Finished")});
    const auto& verdict = snapshot.verdict;
    if (verdict.level == Verdict::Level::None)
        return;
    QString judged = tr("Verdict: %1").arg(text(verdictName(verdict.level)));
    for (const auto& reason : verdict.reasons)
        judged += QStringLiteral(". ") + text(reason);
    entries.push_back({snapshot.elapsed, 0, judged});
}

int LogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int LogModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& entry = m_entries[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole && index.column() != Text)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role == Qt::ToolTipRole)
        return entry.text;
    if (role != Qt::DisplayRole)
        return {};
    if (index.column() == Time)
        return elapsedText(entry.at);
    if (index.column() == Number)
        return entry.number == 0 ? QString() : QString::number(entry.number);
    return entry.text;
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == Text ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    const std::array titles{tr("Time"), tr("Mark"), tr("Event")};
    return titles[static_cast<std::size_t>(section)];
}

} // namespace weir::ui
