// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/history.h"

#include <QVariant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

namespace weir::store {

using base::Errc;

static QString boundId(const std::string& text)
{
    return QString::fromStdString(text);
}

History::History(std::unique_ptr<Database> database, std::int64_t limitBytes)
    : m_database(std::move(database))
    , m_limitBytes(limitBytes)
{
}

base::Result<std::unique_ptr<History>> History::open(const std::filesystem::path& folder, std::int64_t limitBytes)
{
    auto database = Database::open(folder);
    if (!database)
        return std::unexpected(database.error());
    return std::unique_ptr<History>{new History{*std::move(database), limitBytes}};
}

base::Status History::markDied()
{
    for (const auto* table : {"runs", "experiments"})
        if (auto marked = markDied(table); !marked)
            return marked;
    return {};
}

// Reads first: a list of what is over writes nothing, so it works where another process writes.
base::Status History::markDied(const char* table)
{
    auto running = m_database->query(QStringLiteral("SELECT id FROM %1 WHERE state = 'running'").arg(table));
    if (!running)
        return std::unexpected(running.error());
    std::vector<std::string> died;
    while (running->next())
        if (const auto id = running->value(0).toString().toStdString(); !isRecorded(m_database->folder(), id))
            died.push_back(id);
    running->finish();
    for (const auto& id : died)
        if (auto marked = m_database->execute(
                QStringLiteral("UPDATE %1 SET state = 'died' WHERE id = ? AND state = 'running'").arg(table),
                {boundId(id)});
            !marked)
            return marked;
    return {};
}

// Runs and experiments alike, in the order of HistoryEntry.
static const QString everything = QStringLiteral(
    "SELECT id, 'run' AS kind, started_ns, scenario, label, name, note, star, baseline, state, verdict, elapsed_ns, "
    "settings, achieved_rps, adjusted_p99_ms, error_ratio, cache_hit_ratio FROM runs "
    "UNION ALL SELECT id, kind, started_ns, scenario, '', name, note, star, 0, state, verdict, 0, '', NULL, NULL, "
    "NULL, "
    "NULL FROM experiments");

static double keptFigure(const QVariant& value)
{
    return value.isNull() ? std::numeric_limits<double>::quiet_NaN() : value.toDouble();
}

static base::WallTime keptTime(const QVariant& value)
{
    return base::WallTime{std::chrono::duration_cast<base::WallTime::duration>(base::Nanos{value.toLongLong()})};
}

static HistoryEntry entryOf(const QSqlQuery& row)
{
    int next = 0;
    const auto text = [&] { return row.value(next++).toString().toStdString(); };
    HistoryEntry entry;
    entry.id = text();
    entry.kind = text();
    entry.startedAt = keptTime(row.value(next++));
    entry.scenario = text();
    entry.label = text();
    entry.name = text();
    entry.note = text();
    entry.star = row.value(next++).toBool();
    entry.baseline = row.value(next++).toBool();
    entry.state = text();
    entry.verdict = text();
    entry.elapsed = base::Nanos{row.value(next++).toLongLong()};
    entry.settings = text();
    for (auto* figure : {&entry.achievedRps, &entry.adjustedP99Ms, &entry.errorRatio, &entry.cacheHitRatio})
        *figure = keptFigure(row.value(next++));
    return entry;
}

base::Result<std::vector<HistoryEntry>> History::list(const HistoryFilter& filter)
{
    if (auto marked = markDied(); !marked)
        return std::unexpected(marked.error());
    QVariantList values;
    auto sql = QStringLiteral("SELECT * FROM (%1)").arg(everything);
    if (!filter.scenario.empty()) {
        sql += QStringLiteral(" WHERE scenario = ?");
        values << boundId(filter.scenario);
    }
    sql += QStringLiteral(" ORDER BY started_ns DESC, id DESC");
    if (filter.limit > 0)
        sql += QStringLiteral(" LIMIT %1").arg(filter.limit);
    auto rows = m_database->query(sql, values);
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<HistoryEntry> entries;
    while (rows->next())
        entries.push_back(entryOf(*rows));
    if (auto ended = m_database->endOf(*rows); !ended)
        return std::unexpected(ended.error());
    return entries;
}

static base::Error notUnique(const std::string& part, const std::vector<std::string>& found, bool areAll)
{
    if (found.empty())
        return {Errc::NotFound,
                fmt::format("The history has no run \"{}\". `weir-cli history list` shows those it has.", part)};
    return {Errc::InvalidArgument,
            fmt::format("\"{}\" may be each of {}{}. Give more of the id.", part, fmt::join(found, ", "),
                        areAll ? "" : " and more")};
}

base::Result<std::string> History::resolve(const std::string& part)
{
    constexpr std::size_t mostNamed = 8;
    auto found = part == "latest"
        ? m_database->query(QStringLiteral("SELECT id FROM runs ORDER BY started_ns DESC, id DESC LIMIT 1"))
        : m_database->query(
            QStringLiteral("WITH asked(part) AS (SELECT ?) SELECT id FROM (%1), asked WHERE part <> '' AND "
                           "(substr(id, 1, length(part)) = part OR substr(id, -length(part)) = part) "
                           "ORDER BY started_ns DESC LIMIT %2")
                .arg(everything)
                .arg(mostNamed + 1),
            {boundId(part)});
    if (!found)
        return std::unexpected(found.error());
    std::vector<std::string> ids;
    while (found->next())
        ids.push_back(found->value(0).toString().toStdString());
    if (auto ended = m_database->endOf(*found); !ended)
        return std::unexpected(ended.error());
    if (ids.size() == 1 || std::ranges::find(ids, part) != ids.end())
        return ids.size() == 1 ? ids.front() : part;
    const bool areAll = ids.size() <= mostNamed;
    ids.resize(std::min(ids.size(), mostNamed));
    return std::unexpected(notUnique(part, ids, areAll));
}

base::Result<HistoryEntry> History::entry(const std::string& part)
{
    if (auto marked = markDied(); !marked)
        return std::unexpected(marked.error());
    const auto id = resolve(part);
    if (!id)
        return std::unexpected(id.error());
    auto row = m_database->query(QStringLiteral("SELECT * FROM (%1) WHERE id = ?").arg(everything), {boundId(*id)});
    if (!row)
        return std::unexpected(row.error());
    if (!row->next())
        return std::unexpected(notUnique(part, {}, true));
    return entryOf(*row);
}

base::Status History::change(const std::string& part, const char* column, const QVariant& value, bool runsOnly)
{
    const auto found = entry(part);
    if (!found)
        return std::unexpected(found.error());
    if (runsOnly && !found->isRun())
        return base::fail(
            Errc::InvalidArgument,
            fmt::format("{} is an experiment ({}); only runs can be a baseline.", found->id, found->kind));
    return m_database->execute(QStringLiteral("UPDATE %1 SET %2 = ? WHERE id = ?")
                                   .arg(QLatin1String(found->isRun() ? "runs" : "experiments"), QLatin1String(column)),
                               {value, boundId(found->id)});
}

// As long as people write them.
static constexpr std::size_t longestName = 200;
static constexpr std::size_t longestNote = 10'000;

static base::Status checkLength(const char* what, const std::string& text, std::size_t longest)
{
    if (text.size() <= longest)
        return {};
    return base::fail(Errc::InvalidArgument,
                      fmt::format("The {} has {} bytes; {} is the most.", what, text.size(), longest));
}

base::Status History::setName(const std::string& id, const std::string& name)
{
    if (auto fits = checkLength("name", name, longestName); !fits)
        return fits;
    return change(id, "name", boundId(name));
}

base::Status History::setNote(const std::string& id, const std::string& note)
{
    if (auto fits = checkLength("note", note, longestNote); !fits)
        return fits;
    return change(id, "note", boundId(note));
}

base::Status History::setStar(const std::string& id, bool star)
{
    return change(id, "star", star ? 1 : 0);
}

base::Status History::setBaseline(const std::string& part, bool baseline)
{
    const auto found = entry(part);
    if (!found)
        return std::unexpected(found.error());
    return m_database->transaction([&]() -> base::Status {
        if (baseline && found->isRun())
            if (auto taken = m_database->execute(
                    QStringLiteral("UPDATE runs SET baseline = 0 WHERE scenario = ? AND baseline"),
                    {boundId(found->scenario)});
                !taken)
                return taken;
        return change(found->id, "baseline", baseline ? 1 : 0, true);
    });
}

static base::Status mayGo(const HistoryEntry& entry)
{
    const auto kept = [&](std::string_view why, std::string_view remedy) {
        return base::fail(Errc::InvalidArgument, fmt::format("{} {} and stays. {}", entry.id, why, remedy));
    };
    if (entry.state == "running")
        return kept("is under way", "Stop it first.");
    if (entry.star)
        return kept("is starred", fmt::format("`weir-cli history star {} --off` takes the star.", entry.id));
    if (entry.baseline)
        return kept("is the baseline", fmt::format("`weir-cli history baseline {} --off` lets it go.", entry.id));
    return {};
}

base::Status History::remove(const std::string& part)
{
    const auto found = entry(part);
    if (!found)
        return std::unexpected(found.error());
    if (auto may = mayGo(*found); !may)
        return may;
    auto gone = m_database->execute(
        QStringLiteral("DELETE FROM %1 WHERE id = ?").arg(QLatin1String(found->isRun() ? "runs" : "experiments")),
        {boundId(found->id)});
    return gone ? giveBack() : gone;
}

} // namespace weir::store
