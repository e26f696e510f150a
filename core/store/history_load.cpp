// SPDX-License-Identifier: GPL-3.0-or-later
// Kept runs as values again.
#include "core/store/history.h"

#include "core/calibration/calibration_store.h"
#include "core/store/json_members.h"
#include "core/store/packed_run.h"
#include "core/store/run_json.h"

#include <QVariant>

#include <fmt/format.h>

namespace weir::store {

namespace {

// One run's parts, read one after the other into a snapshot.
class RunReader {
public:
    RunReader(Database& database, qlonglong run) : m_database(database), m_run(run) {}

    base::Result<report::RunReport> read()
    {
        for (const auto part : {&RunReader::readDetails, &RunReader::readEpochs, &RunReader::readRows,
                                &RunReader::readPoints, &RunReader::readFailures})
            if (auto done = (this->*part)(); !done)
                return std::unexpected(done.error());
        m_snapshot->run = m_info;
        m_report.snapshot = m_snapshot;
        return m_report;
    }

private:
    base::Status readDetails();
    base::Status readEpochs();
    base::Status readRows();
    base::Status readPoints();
    base::Status readFailures();
    base::Result<QSqlQuery> ask(const char* sql) { return m_database.query(QString::fromLatin1(sql), {m_run}); }
    base::Result<std::shared_ptr<metrics::Row>> rowOf(const QSqlQuery& from) const;
    bool isKnownEndpoint(std::int64_t endpoint) const
    {
        return endpoint < static_cast<std::int64_t>(m_info->endpoints.size());
    }

    Database& m_database;
    qlonglong m_run;
    std::shared_ptr<metrics::RunInfo> m_info = std::make_shared<metrics::RunInfo>();
    std::shared_ptr<metrics::Snapshot> m_snapshot = std::make_shared<metrics::Snapshot>();
    report::RunReport m_report;
    std::optional<LayoutMap> m_layout;
};

base::Error damagedRun(const char* what)
{
    return {base::Errc::Corrupt, fmt::format("What the history keeps of this run is damaged: {}.", what)};
}

std::string textIn(const QSqlQuery& row, int column)
{
    return row.value(column).toString().toStdString();
}

} // namespace

base::Status RunReader::readDetails()
{
    auto row = ask("SELECT id, started_ns, state, info, progress, calibration, json FROM runs "
                   "JOIN run_details ON run = runs.number JOIN layouts ON layout = layouts.number "
                   "WHERE runs.number = ?");
    if (!row)
        return std::unexpected(row.error());
    if (!row->next())
        return std::unexpected(damagedRun("its description is missing"));
    m_info->runId = textIn(*row, 0);
    m_info->startedAt = base::WallTime{
        std::chrono::duration_cast<base::WallTime::duration>(base::Nanos{row->value(1).toLongLong()})};
    if (auto read = readInfo(textIn(*row, 3), *m_info); !read)
        return read;
    if (auto read = readProgress(textIn(*row, 4), *m_snapshot); !read)
        return read;
    m_snapshot->interrupted = m_snapshot->interrupted || textIn(*row, 2) == "died";
    if (!row->value(5).isNull())
        if (auto known = calibration::fromJson(textIn(*row, 5)))
            m_report.calibration = std::make_shared<const calibration::Calibration>(*std::move(known));
    const auto layout = Layout::fromJson(textIn(*row, 6));
    if (!layout)
        return std::unexpected(layout.error());
    m_layout.emplace(*layout);
    return {};
}

base::Status RunReader::readEpochs()
{
    auto row = ask("SELECT scenario, folder FROM epochs WHERE run = ? ORDER BY number");
    if (!row)
        return std::unexpected(row.error());
    while (row->next()) {
        auto scenario = readKeptScenario(textIn(*row, 0));
        if (!scenario)
            return std::unexpected(scenario.error());
        scenario->folder = textIn(*row, 1);
        m_report.epochs.push_back(std::make_shared<const settings::Scenario>(*std::move(scenario)));
    }
    if (m_report.epochs.empty())
        return std::unexpected(damagedRun("its settings are missing"));
    return m_database.endOf(*row);
}

base::Result<std::shared_ptr<metrics::Row>> RunReader::rowOf(const QSqlQuery& from) const
{
    auto row = std::make_shared<metrics::Row>();
    row->phase = static_cast<metrics::PhaseId>(from.value(0).toUInt());
    row->epoch = from.value(1).toUInt();
    row->group = from.value(2).toInt();
    row->endpoint = from.value(3).toInt();
    row->begin = base::Nanos{from.value(4).toLongLong()};
    row->end = base::Nanos{from.value(5).toLongLong()};
    row->values = unpackedMetrics(from.value(6).toByteArray(), *m_layout);
    unpackOutcomes(from.value(7).toByteArray(), *m_layout, *row);
    row->percentiles = unpackedValues(from.value(8).toByteArray());
    row->percentiles.resize(m_info->percentiles.size(), std::numeric_limits<double>::quiet_NaN());
    for (const auto& [histogram, column] : {std::pair{&row->response, 9}, std::pair{&row->failed, 10}}) {
        auto read = unpackedHistogram(from.value(column).toByteArray());
        if (!read)
            return std::unexpected(read.error());
        *histogram = *std::move(read);
    }
    row->counters = unpackedCounters(from.value(11).toByteArray(), *m_layout);
    row->exchanges = unpackedExchanges(from.value(12).toByteArray(), *m_layout);
    return row;
}

base::Status RunReader::readRows()
{
    auto query = ask("SELECT phase, epoch, client_group, endpoint, begin_ns, end_ns, metrics, outcomes, percentiles, "
                     "response, failed, counters, exchanges FROM run_rows WHERE run = ? "
                     "ORDER BY phase, epoch, client_group, endpoint");
    if (!query)
        return std::unexpected(query.error());
    while (query->next()) {
        auto row = rowOf(*query);
        if (!row)
            return std::unexpected(row.error());
        const auto& known = **row;
        if (known.phase >= m_info->phases.size() || !isKnownEndpoint(known.endpoint)
            || known.group >= static_cast<int>(m_info->clientGroups.size()))
            return std::unexpected(damagedRun("a row of no known endpoint"));
        (known.group < 0 ? m_snapshot->rows : m_snapshot->groupRows).push_back(*std::move(row));
    }
    return m_database.endOf(*query);
}

base::Status RunReader::readPoints()
{
    auto query = ask("SELECT point FROM points WHERE run = ? ORDER BY number");
    if (!query)
        return std::unexpected(query.error());
    while (query->next()) {
        auto point = unpackedPoint(query->value(0).toByteArray(), *m_layout);
        if (!point || point->phase >= m_info->phases.size())
            return std::unexpected(damagedRun("a point of its time line"));
        m_snapshot->seconds.push_back(std::move(point));
    }
    return m_database.endOf(*query);
}

base::Status RunReader::readFailures()
{
    auto query = ask("SELECT failure FROM failures WHERE run = ? ORDER BY number");
    if (!query)
        return std::unexpected(query.error());
    while (query->next())
        if (auto failure = unpackedFailure(query->value(0).toByteArray(), *m_layout);
            failure && isKnownEndpoint(failure->endpoint))
            m_snapshot->failures.push_back(*std::move(failure));
    return m_database.endOf(*query);
}

static base::Error noRun(const HistoryEntry& entry)
{
    return {base::Errc::InvalidArgument, fmt::format("{} is an experiment ({}), not a run.", entry.id, entry.kind)};
}

base::Result<report::RunReport> History::load(const std::string& part)
{
    const auto found = entry(part);
    if (!found)
        return std::unexpected(found.error());
    if (!found->isRun())
        return std::unexpected(noRun(*found));
    const auto number = m_database->number(QStringLiteral("SELECT number FROM runs WHERE id = ?"),
                                           {QString::fromStdString(found->id)});
    if (!number)
        return std::unexpected(number.error());
    return RunReader{*m_database, static_cast<qlonglong>(*number)}.read();
}

base::Result<Provenance> History::provenance(const std::string& part)
{
    const auto id = resolve(part);
    if (!id)
        return std::unexpected(id.error());
    auto row = m_database->query(
        QStringLiteral("SELECT provenance FROM run_details JOIN runs ON runs.number = run WHERE id = ?"),
        {QString::fromStdString(*id)});
    if (!row)
        return std::unexpected(row.error());
    if (!row->next())
        return Provenance{};
    const auto object = parsedObject(textIn(*row, 0));
    if (!object)
        return std::unexpected(object.error());
    return Provenance{
        {textAt(*object, "cpu"), static_cast<int>(integerAt(*object, "processors")), textAt(*object, "kernel")},
        textAt(*object, "weir"),
        textAt(*object, "qt"),
        textAt(*object, "sqlite")};
}

base::Result<settings::Scenario> History::settings(const std::string& part)
{
    const auto id = resolve(part);
    if (!id)
        return std::unexpected(id.error());
    auto row = m_database->query(
        QStringLiteral("SELECT epochs.scenario, folder FROM epochs JOIN runs ON run = runs.number "
                       "AND epochs.number = coalesce(main_epoch, 0) WHERE id = ?"),
        {QString::fromStdString(*id)});
    if (!row)
        return std::unexpected(row.error());
    if (!row->next())
        return std::unexpected(damagedRun("its settings are missing"));
    auto scenario = readKeptScenario(textIn(*row, 0));
    if (scenario)
        scenario->folder = textIn(*row, 1);
    return scenario;
}

// Rows of one layout stand together as a rule, so each is read once.
base::Result<std::vector<TrendPoint>> History::trend(const std::string& scenario, const std::string& metric)
{
    auto rows = m_database->query(
        QStringLiteral("SELECT id, started_ns, settings, metrics, layout, json, verdict FROM runs "
                       "JOIN layouts ON layout = layouts.number "
                       "JOIN run_rows ON run = runs.number AND phase = main_phase AND epoch = main_epoch AND "
                       "client_group = -1 AND endpoint = -1 WHERE scenario = ? ORDER BY started_ns"),
        {QString::fromStdString(scenario)});
    if (!rows)
        return std::unexpected(rows.error());
    std::map<qlonglong, std::size_t> places; // of the metric, by layout
    std::vector<TrendPoint> points;
    while (rows->next()) {
        const auto layout = rows->value(4).toLongLong();
        if (!places.contains(layout)) {
            const auto kept = Layout::fromJson(textIn(*rows, 5));
            const auto names = kept ? kept->metrics : std::vector<std::string>{};
            places[layout] = static_cast<std::size_t>(std::ranges::find(names, metric) - names.begin());
        }
        const auto at = std::chrono::duration_cast<base::WallTime::duration>(base::Nanos{rows->value(1).toLongLong()});
        points.push_back({textIn(*rows, 0), base::WallTime{at},
                          unpackedValue(rows->value(3).toByteArray(), places[layout]), textIn(*rows, 2), textIn(*rows, 6)});
    }
    if (auto ended = m_database->endOf(*rows); !ended)
        return std::unexpected(ended.error());
    return points;
}

} // namespace weir::store
