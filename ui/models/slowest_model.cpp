// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/slowest_model.h"

#include "ui/models/exchange_text.h"
#include "ui/models/figure_text.h"

#include <algorithm>
#include <array>

namespace weir::ui {

using metrics::ExchangeDetail;

static bool isSame(const ExchangeDetail& a, const ExchangeDetail& b)
{
    return a.begin == b.begin && a.response == b.response && a.endpoint == b.endpoint && a.worker == b.worker;
}

static std::vector<ExchangeDetail> exchangesOf(const metrics::Snapshot& snapshot, const RunStretch& stretch,
                                               SlowestModel::Kind kind)
{
    std::vector<const ExchangeDetail*> all;
    for (const auto& row : snapshot.rows) {
        if (!row->exchanges || row->phase != stretch.phase || row->epoch != stretch.epoch)
            continue;
        const auto& kept = kind == SlowestModel::Kind::Slowest ? row->exchanges->slowest : row->exchanges->sample;
        for (const auto& exchange : kept)
            all.push_back(&exchange);
    }
    // Of thousands of endpoints nobody reads all, and each is some hundred bytes.
    const auto end = all.begin() + std::min(std::ssize(all), SlowestModel::mostShown);
    const auto slower = [](const auto* a, const auto* b) {
        return std::pair(-a->response, a->begin) < std::pair(-b->response, b->begin);
    };
    std::ranges::partial_sort(all, end, slower);
    std::vector<ExchangeDetail> shown;
    shown.reserve(static_cast<std::size_t>(end - all.begin()));
    std::transform(all.begin(), end, std::back_inserter(shown), [](const auto* exchange) { return *exchange; });
    return shown;
}

void SlowestModel::setSnapshot(const metrics::SnapshotPtr& snapshot)
{
    m_snapshot = snapshot;
    refresh();
}

void SlowestModel::setKind(Kind kind)
{
    m_kind = kind;
    refresh();
}

void SlowestModel::setStretch(const std::optional<RunStretch>& stretch)
{
    m_stretch = stretch;
    refresh();
}

void SlowestModel::refresh()
{
    auto exchanges = m_snapshot ? exchangesOf(*m_snapshot, m_stretch.value_or(newestStretch(*m_snapshot)), m_kind)
                                : std::vector<ExchangeDetail>{};
    if (std::ranges::equal(exchanges, m_exchanges, isSame))
        return;
    beginResetModel();
    m_exchanges = std::move(exchanges);
    endResetModel();
}

int SlowestModel::rowOf(const ExchangeDetail& exchange) const
{
    const auto found = std::ranges::find_if(m_exchanges, [&](const auto& each) { return isSame(each, exchange); });
    return found == m_exchanges.end() ? -1 : static_cast<int>(found - m_exchanges.begin());
}

std::vector<int> SlowestModel::spareColumns()
{
    return {OnWire, Connection, Cache, Time, Request, Reply};
}

int SlowestModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_exchanges.size());
}

int SlowestModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SlowestModel::cellText(const ExchangeDetail& exchange, int column) const
{
    switch (column) {
    case Response: return durationText(secondsOf(exchange.response) * 1000);
    case Endpoint: return text(m_snapshot->run->endpoints[exchange.endpoint]);
    case Mostly: return mainStepText(exchange);
    case Time: return elapsedText(exchange.begin);
    case Reply: return replyText(exchange);
    case Cache: return cacheText(exchange);
    case Connection: return connectionText(exchange);
    case OnWire: return byteText(static_cast<double>(exchange.wireBytes));
    default: return requestText(exchange);
    }
}

static bool isNumber(int column)
{
    return column == SlowestModel::Response || column == SlowestModel::Time || column == SlowestModel::OnWire;
}

QVariant SlowestModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& exchange = at(index.row());
    if (role == Qt::DisplayRole)
        return cellText(exchange, index.column());
    if (role == Qt::ToolTipRole)
        return detailText(exchange);
    if (role == Qt::TextAlignmentRole && isNumber(index.column()))
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    return {};
}

QVariant SlowestModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    const std::array titles{tr("Response"), tr("Endpoint"),   tr("Mostly"),  tr("Due at"), tr("Reply"),
                            tr("Cache"),    tr("Connection"), tr("On wire"), tr("Request")};
    const std::array tips{tr("From when it was due to the end of the reply."),
                          tr("Which request of the workload."),
                          tr("The step that took most of its time."),
                          tr("When it was due, since the start of the run."),
                          tr("The reply's status, or why there was none."),
                          tr("What the proxy's cache made of it."),
                          tr("Whether a connection was opened for it, or one that was open already served it."),
                          tr("The body as coded on the client's side."),
                          tr("Its first line.")};
    if (role == Qt::DisplayRole)
        return titles[static_cast<std::size_t>(section)];
    return role == Qt::ToolTipRole ? tips[static_cast<std::size_t>(section)] : QVariant();
}

} // namespace weir::ui
