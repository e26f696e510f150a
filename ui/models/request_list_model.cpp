// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/request_list_model.h"

#include "ui/models/figure_text.h"
#include "ui/models/scenario_model.h"

#include <algorithm>

namespace weir::ui {

RequestListModel::RequestListModel(ScenarioModel* scenario, QObject* parent)
    : QAbstractListModel(parent)
    , m_scenario(scenario)
{
    connect(scenario, &ScenarioModel::changed, this, &RequestListModel::refresh);
    connect(scenario, &ScenarioModel::opened, this, &RequestListModel::refresh);
    refresh();
}

void RequestListModel::refresh()
{
    const auto& now = m_scenario->scenario().requests;
    if (now == m_requests)
        return;
    const bool sameNames = std::ranges::equal(now, m_requests, [](auto& a, auto& b) { return a.name == b.name; });
    if (!sameNames)
        beginResetModel();
    m_requests = now;
    m_totalWeight = 0;
    for (const auto& request : m_requests)
        m_totalWeight += request.settings.weight;
    if (!sameNames)
        endResetModel();
    else
        emit dataChanged(index(0), index(rowCount() - 1));
}

QString RequestListModel::nameAt(int row) const
{
    return row >= 0 && row < rowCount() ? text(m_requests.at(static_cast<std::size_t>(row)).name) : QString();
}

int RequestListModel::rowOf(const QString& name) const
{
    for (int row = 0; row < rowCount(); ++row)
        if (nameAt(row) == name)
            return row;
    return -1;
}

int RequestListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_requests.size());
}

QVariant RequestListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& record = m_requests.at(static_cast<std::size_t>(index.row()));
    const double share = m_totalWeight > 0 ? record.settings.weight / m_totalWeight : 0;
    switch (role) {
    case Qt::DisplayRole: return text(record.name);
    case Qt::ToolTipRole: return QStringLiteral("%1 %2").arg(text(record.settings.method), text(record.settings.url));
    case Qt::AccessibleTextRole: return tr("%1, %2 of the requests").arg(text(record.name), percentText(share));
    case MethodRole: return text(record.settings.method);
    case ShareRole: return share;
    default: return {};
    }
}

} // namespace weir::ui
