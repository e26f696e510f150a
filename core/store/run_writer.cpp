// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/run_writer.h"

#include "core/calibration/calibration_store.h"
#include "core/calibration/scenario_digest.h"
#include "core/report/knob_columns.h"
#include "core/report/last_epoch.h"
#include "core/settings/json.h"
#include "core/store/json_members.h"
#include "core/store/packed_run.h"
#include "core/store/run_json.h"

#include <QVariant>

#include <cmath>
#include <unordered_set>

namespace weir::store {

using metrics::Snapshot;

static QString bound(const std::string& text)
{
    return QString::fromStdString(text);
}

// An empty blob is null rather than a byte array of no length.
static QVariant boundBlob(const QByteArray& bytes)
{
    return bytes.isEmpty() ? QVariant{} : QVariant{bytes};
}

static qlonglong boundTime(base::WallTime time)
{
    return std::chrono::duration_cast<base::Nanos>(time.time_since_epoch()).count();
}

static QVariant boundFigure(const metrics::Row& row, std::string_view metric)
{
    const double value = row.values[metrics::metricIndex(metric)];
    return std::isnan(value) ? QVariant{} : QVariant{value};
}

static const char* stateName(const Snapshot& snapshot)
{
    if (snapshot.state != metrics::RunState::Finished)
        return "running";
    return snapshot.interrupted ? "interrupted" : "finished";
}

base::Status RunWriter::write(const report::RunReport& report)
{
    const auto before = std::tuple{m_run, m_epochs, m_points, m_failures};
    auto done = m_database.transaction([&] { return writeNew(report); });
    if (!done) {
        std::tie(m_run, m_epochs, m_points, m_failures) = before;
        return done;
    }
    m_written = report.snapshot;
    if (m_written->state == metrics::RunState::Finished)
        m_lock.reset();
    return {};
}

base::Status RunWriter::writeNew(const report::RunReport& report)
{
    const auto& snapshot = *report.snapshot;
    if (!m_run)
        if (auto begun = begin(report); !begun)
            return begun;
    if (auto written = writeEpochs(report); !written)
        return written;
    if (auto written = writeRows(snapshot); !written)
        return written;
    if (auto written = writePoints(snapshot); !written)
        return written;
    if (auto written = writeFailures(snapshot); !written)
        return written;
    return writeProgress(report);
}

base::Result<std::int64_t> RunWriter::layoutNumber()
{
    const auto json = bound(Layout::ours().json());
    if (auto put = m_database.execute(QStringLiteral("INSERT OR IGNORE INTO layouts(json) VALUES(?)"), {json}); !put)
        return std::unexpected(put.error());
    return m_database.number(QStringLiteral("SELECT number FROM layouts WHERE json = ?"), {json});
}

static QString provenanceJson(const std::string& sqlite)
{
    const auto machine = calibration::thisMachine();
    return bound(boost::json::serialize(boost::json::object{{"weir", WEIR_VERSION},
                                                            {"qt", qVersion()},
                                                            {"sqlite", sqlite},
                                                            {"cpu", machine.cpu},
                                                            {"processors", machine.processors},
                                                            {"kernel", machine.kernel}}));
}

base::Status RunWriter::begin(const report::RunReport& report)
{
    const auto& info = *report.snapshot->run;
    if (!m_lock)
        m_lock.emplace(m_database.folder(), info.runId);
    const auto layout = layoutNumber();
    if (!layout)
        return std::unexpected(layout.error());
    auto made = m_database.query(
        QStringLiteral("INSERT INTO runs(id, started_ns, scenario, label, state, layout) VALUES(?, ?, ?, ?, ?, ?)"),
        {bound(info.runId), boundTime(info.startedAt), bound(info.scenario), bound(info.label),
         QStringLiteral("running"), static_cast<qlonglong>(*layout)});
    if (!made)
        return std::unexpected(made.error());
    m_run = made->lastInsertId().toLongLong();
    auto version = m_database.query(QStringLiteral("SELECT sqlite_version()"));
    if (!version || !version->next())
        return version ? m_database.endOf(*version) : std::unexpected(version.error());
    const auto calibration = keptCalibration(report);
    return m_database.execute(
        QStringLiteral(
            "INSERT INTO run_details(run, info, progress, provenance, calibration) VALUES(?, ?, '{}', ?, ?)"),
        {static_cast<qlonglong>(*m_run), bound(infoJson(info)),
         provenanceJson(version->value(0).toString().toStdString()),
         calibration ? QVariant{bound(calibration::toJson(*calibration))} : QVariant{}});
}

base::Status RunWriter::writeEpochs(const report::RunReport& report)
{
    if (m_epochs == report.epochs.size())
        return {};
    for (; m_epochs < report.epochs.size(); ++m_epochs) {
        const auto safe = withoutSecrets(*report.epochs[m_epochs]);
        auto written = m_database.execute(
            QStringLiteral("INSERT INTO epochs(run, number, scenario, folder) VALUES(?, ?, ?, ?)"),
            {static_cast<qlonglong>(*m_run), static_cast<qlonglong>(m_epochs), bound(settings::writeScenario(safe)),
             bound(safe.folder)});
        if (!written)
            return written;
    }
    const auto calibration = keptCalibration(report); // of the new settings as well
    return m_database.execute(QStringLiteral("UPDATE run_details SET calibration = ? WHERE run = ?"),
                              {calibration ? QVariant{bound(calibration::toJson(*calibration))} : QVariant{},
                               static_cast<qlonglong>(*m_run)});
}

// A row is made anew when something of it changed, so its address says whether it has been written.
base::Status RunWriter::writeRows(const Snapshot& snapshot)
{
    std::unordered_set<const metrics::Row*> known;
    if (m_written)
        for (const auto* rows : {&m_written->rows, &m_written->groupRows})
            for (const auto& row : *rows)
                known.insert(row.get());
    for (const auto* rows : {&snapshot.rows, &snapshot.groupRows})
        for (const auto& row : *rows)
            if (!known.contains(row.get()))
                if (auto written = writeRow(*row); !written)
                    return written;
    return {};
}

base::Status RunWriter::writeRow(const metrics::Row& row)
{
    static const QString sql = QStringLiteral(
        "INSERT INTO run_rows(run, phase, epoch, client_group, endpoint, begin_ns, end_ns, metrics, outcomes, "
        "percentiles, response, failed, counters, exchanges) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT(run, phase, epoch, client_group, endpoint) DO UPDATE SET begin_ns = excluded.begin_ns, "
        "end_ns = excluded.end_ns, metrics = excluded.metrics, outcomes = excluded.outcomes, "
        "percentiles = excluded.percentiles, response = excluded.response, failed = excluded.failed, "
        "counters = excluded.counters, exchanges = excluded.exchanges");
    return m_database.execute(
        sql,
        {static_cast<qlonglong>(*m_run), row.phase, row.epoch, row.group, row.endpoint,
         static_cast<qlonglong>(row.begin.count()), static_cast<qlonglong>(row.end.count()), packedValues(row.values),
         packedOutcomes(row), packedValues(row.percentiles), boundBlob(packedHistogram(row.response.get())),
         boundBlob(packedHistogram(row.failed.get())), boundBlob(packedCounters(row.counters.get())),
         boundBlob(packedExchanges(row.exchanges.get()))});
}

// They are only added to, until those of an hour ago are rolled up; the file has that done at the end.
base::Status RunWriter::writePoints(const Snapshot& snapshot)
{
    const auto& points = snapshot.seconds;
    const auto* last = m_written && !m_written->seconds.empty() ? m_written->seconds.back().get() : nullptr;
    auto first = points.size();
    while (first > 0 && points[first - 1].get() != last)
        --first;
    if (snapshot.state == metrics::RunState::Finished && first != m_points) {
        if (auto cleared = m_database.execute(QStringLiteral("DELETE FROM points WHERE run = ?"),
                                              {static_cast<qlonglong>(*m_run)});
            !cleared)
            return cleared;
        first = 0;
        m_points = 0;
    }
    for (auto i = first; i < points.size(); ++i, ++m_points)
        if (auto written = m_database.execute(
                QStringLiteral("INSERT INTO points(run, number, point) VALUES(?, ?, ?)"),
                {static_cast<qlonglong>(*m_run), static_cast<qlonglong>(m_points), packedPoint(*points[i])});
            !written)
            return written;
    return {};
}

base::Status RunWriter::writeFailures(const Snapshot& snapshot)
{
    for (; m_failures < snapshot.failures.size(); ++m_failures)
        if (auto written = m_database.execute(
                QStringLiteral("INSERT INTO failures(run, number, failure) VALUES(?, ?, ?)"),
                {static_cast<qlonglong>(*m_run), static_cast<qlonglong>(m_failures),
                 packedFailure(snapshot.failures[m_failures])});
            !written)
            return written;
    return {};
}

base::Status RunWriter::writeProgress(const report::RunReport& report)
{
    const auto& snapshot = *report.snapshot;
    if (auto told = m_database.execute(QStringLiteral("UPDATE run_details SET progress = ? WHERE run = ?"),
                                       {bound(progressJson(snapshot)), static_cast<qlonglong>(*m_run)});
        !told)
        return told;
    const auto totals = report::measuredTotals(snapshot);
    const auto* main = totals.empty() ? nullptr : totals.back();
    const auto figure = [main](std::string_view id) { return main ? boundFigure(*main, id) : QVariant{}; };
    const auto settings = main ? calibration::digestOf(settings::writeScenario(report::scenarioOf(report, main->epoch)))
                               : std::string{};
    return m_database.execute(
        QStringLiteral("UPDATE runs SET state = ?, verdict = ?, elapsed_ns = ?, achieved_rps = ?, adjusted_p99_ms = ?, "
                       "error_ratio = ?, cache_hit_ratio = ?, main_phase = ?, main_epoch = ?, settings = ? "
                       "WHERE number = ?"),
        {QString::fromLatin1(stateName(snapshot)), bound(std::string{verdictName(snapshot.verdict.level)}),
         static_cast<qlonglong>(snapshot.elapsed.count()), figure("achieved_rps"), figure("adjusted_p99_ms"),
         figure("error_ratio"), figure("cache_hit_ratio"), main ? QVariant{main->phase} : QVariant{},
         main ? QVariant{main->epoch} : QVariant{}, bound(settings), static_cast<qlonglong>(*m_run)});
}

} // namespace weir::store
