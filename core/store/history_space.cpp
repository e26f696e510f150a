// SPDX-License-Identifier: GPL-3.0-or-later
// The limit on what is kept.
#include "core/store/history.h"

#include <QVariant>

namespace weir::store {

base::Result<std::int64_t> History::usedBytes()
{
    std::int64_t figures[3]{};
    for (std::size_t i = 0; i < 3; ++i) {
        static constexpr const char* pragmas[]{"page_count", "freelist_count", "page_size"};
        const auto figure = m_database->number(QStringLiteral("PRAGMA %1").arg(QLatin1String(pragmas[i])));
        if (!figure)
            return std::unexpected(figure.error());
        figures[i] = *figure;
    }
    return (figures[0] - figures[1]) * figures[2];
}

// False: there is nothing that may go.
base::Result<bool> History::removeOldest()
{
    auto oldest = m_database->query(QStringLiteral(
        "SELECT id, 'runs' AS place, started_ns FROM runs WHERE NOT star AND NOT baseline AND state <> 'running' "
        "UNION ALL SELECT id, 'experiments', started_ns FROM experiments WHERE NOT star AND state <> 'running' "
        "ORDER BY started_ns, id LIMIT 1"));
    if (!oldest)
        return std::unexpected(oldest.error());
    if (!oldest->next())
        return false;
    const auto id = oldest->value(0);
    const auto place = oldest->value(1).toString();
    oldest->finish();
    if (auto gone = m_database->execute(QStringLiteral("DELETE FROM %1 WHERE id = ?").arg(place), {id}); !gone)
        return std::unexpected(gone.error());
    return true;
}

// The statement gives a page at each step, and Qt makes one step of what has no result columns.
base::Status History::giveBack()
{
    constexpr std::int64_t atOnce = 50'000; // pages, 200 MiB: about a second
    return m_database->transaction([&]() -> base::Status {
        const auto free = m_database->number(QStringLiteral("PRAGMA freelist_count"));
        if (!free)
            return std::unexpected(free.error());
        for (auto left = std::min(*free, atOnce); left > 0; --left)
            if (auto given = m_database->execute(QStringLiteral("PRAGMA incremental_vacuum(1)")); !given)
                return given;
        return {};
    });
}

base::Result<int> History::cleanUp()
{
    int removed = 0;
    for (;; ++removed) {
        const auto used = usedBytes();
        if (!used)
            return std::unexpected(used.error());
        if (*used <= m_limitBytes)
            break;
        const auto went = removeOldest();
        if (!went)
            return std::unexpected(went.error());
        if (!*went)
            break;
    }
    if (removed > 0)
        if (auto given = giveBack(); !given)
            return std::unexpected(given.error());
    return removed;
}

} // namespace weir::store
