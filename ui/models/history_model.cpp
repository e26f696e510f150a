// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/history_model.h"

#include "ui/models/figure_text.h"
#include "ui/models/history_text.h"

#include <algorithm>

namespace weir::ui {

using store::HistoryEntry;

void HistoryModel::setEntries(std::vector<HistoryEntry> entries)
{
    m_entries = std::move(entries);
    m_now = QDateTime::currentDateTime();
    show();
}

void HistoryModel::setFilter(const QString& words)
{
    m_words = words.simplified().split(u' ', Qt::SkipEmptyParts);
    show();
}

void HistoryModel::setScenario(const QString& scenario)
{
    m_scenario = scenario;
    show();
}

bool HistoryModel::isWanted(const HistoryEntry& entry) const
{
    if (!m_scenario.isEmpty() && text(entry.scenario) != m_scenario)
        return false;
    if (m_words.isEmpty())
        return true;
    const QString all = QStringList{text(entry.scenario), text(entry.name), text(entry.note),  text(entry.label),
                                    text(entry.verdict),  text(entry.kind), text(entry.state), text(entry.id)}
                            .join(u'\n');
    return std::ranges::all_of(m_words, [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

void HistoryModel::show()
{
    beginResetModel();
    m_shown.clear();
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (isWanted(m_entries[i]))
            m_shown.push_back(i);
    endResetModel();
}

int HistoryModel::rowOf(const std::string& id) const
{
    const auto found = std::ranges::find_if(m_shown, [&](auto place) { return m_entries[place].id == id; });
    return found == m_shown.end() ? -1 : static_cast<int>(found - m_shown.begin());
}

QStringList HistoryModel::scenarios() const
{
    QStringList names;
    for (const auto& entry : m_entries)
        if (const QString name = text(entry.scenario); !names.contains(name))
            names << name;
    return names;
}

int HistoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

static QString metricCell(std::string_view id, double value)
{
    return figureText(*metrics::findMetric(id), value);
}

static QString nameCell(const HistoryEntry& entry)
{
    QStringList parts;
    for (const QString& part : {runTitle(entry).simplified(), entry.isRun() ? QString() : text(entry.kind),
                                entry.baseline ? HistoryModel::tr("baseline") : QString(), stateText(entry)})
        if (!part.isEmpty())
            parts << part;
    return parts.join(QStringLiteral(" · "));
}

QString HistoryModel::cellText(const HistoryEntry& entry, int column) const
{
    switch (column) {
    case Star: return entry.star ? QStringLiteral("★") : QStringLiteral("☆");
    case When: return whenText(startedAt(entry.startedAt), m_now);
    case Name: return nameCell(entry);
    case Rate: return metricCell("achieved_rps", entry.achievedRps);
    case AdjustedP99: return metricCell("adjusted_p99_ms", entry.adjustedP99Ms);
    case Failed: return metricCell("error_ratio", entry.errorRatio);
    case Hits: return metricCell("cache_hit_ratio", entry.cacheHitRatio);
    case Verdict: return text(entry.verdict);
    default: return {};
    }
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto& entry = at(index.row());
    const int column = index.column();
    if (role == Qt::DisplayRole)
        return cellText(entry, column);
    if (role == Qt::EditRole && column == Name)
        return text(entry.name);
    if (role == Qt::TextAlignmentRole && column >= Rate && column <= Hits)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && column == Star)
        return entry.star ? tr("Starred: it stays when older runs make room. A click takes the star.")
                          : tr("A click gives it a star: it stays when older runs make room.");
    if (role == Qt::ToolTipRole && column == When)
        return QStringLiteral("%1\n%2").arg(text(base::rfc3339(entry.startedAt)), text(entry.id));
    if (role == Qt::ToolTipRole && column == Name)
        return entry.note.empty() ? tr("A double click names it.") : text(entry.note);
    if (role == Qt::AccessibleTextRole && column == Star)
        return entry.star ? tr("starred") : tr("not starred");
    return {};
}

bool HistoryModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || index.column() != Name)
        return false;
    auto& entry = m_entries[m_shown[static_cast<std::size_t>(index.row())]];
    const QString name = value.toString().simplified().left(100);
    if (name == text(entry.name))
        return false;
    entry.name = name.toStdString();
    emit dataChanged(index, index);
    emit renamed(entry.id, name);
    return true;
}

Qt::ItemFlags HistoryModel::flags(const QModelIndex& index) const
{
    const auto usual = QAbstractTableModel::flags(index);
    return index.column() == Name ? usual | Qt::ItemIsEditable : usual;
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section >= Rate && section <= Hits ? Qt::AlignRight : Qt::AlignLeft)
                                   | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section >= Rate && section <= Hits)
        return tr("Of all endpoints, in the stretch that the run ended in.");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When: return tr("When");
    case Name: return tr("Name or note");
    case Rate: return tr("Rate");
    case AdjustedP99: return tr("p99, adjusted");
    case Failed: return tr("Failed");
    case Hits: return tr("Hits");
    case Verdict: return tr("Verdict");
    default: return {};
    }
}

} // namespace weir::ui
