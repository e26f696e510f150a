// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/history.h"

#include <QVariant>

#include <fmt/format.h>

namespace weir::store {

static QString experimentText(const std::string& text)
{
    return QString::fromStdString(text);
}

base::Status History::putExperiment(const ExperimentStart& start)
{
    const auto lock = m_experiments.try_emplace(start.id, m_database->folder(), start.id).first;
    if (!lock->second.isHeld() && isRecorded(m_database->folder(), start.id)) {
        m_experiments.erase(lock);
        return base::fail(base::Errc::Unavailable,
                          fmt::format("The experiment {} is under way in another process.", start.id));
    }
    const auto at = std::chrono::duration_cast<base::Nanos>(start.startedAt.time_since_epoch()).count();
    return m_database->execute(
        QStringLiteral("INSERT INTO experiments(id, started_ns, kind, scenario, state, plan) "
                       "VALUES(?, ?, ?, ?, 'running', ?) ON CONFLICT(id) DO UPDATE SET state = 'running'"),
        {experimentText(start.id), static_cast<qlonglong>(at), experimentText(start.kind),
         experimentText(start.scenario), experimentText(start.planJson)});
}

base::Status History::appendBlock(const std::string& id, int number, const QByteArray& block)
{
    return m_database->execute(QStringLiteral("INSERT OR REPLACE INTO experiment_blocks(experiment, number, block) "
                                              "SELECT number, ?, ? FROM experiments WHERE id = ?"),
                               {number, block, experimentText(id)});
}

base::Status History::finishExperiment(const std::string& id, const std::string& resultJson, const std::string& verdict,
                                       bool isInterrupted)
{
    auto done = m_database->execute(
        QStringLiteral("UPDATE experiments SET state = ?, verdict = ?, result = ? WHERE id = ?"),
        {QString::fromLatin1(isInterrupted ? "interrupted" : "finished"), experimentText(verdict),
         experimentText(resultJson), experimentText(id)});
    if (done)
        m_experiments.erase(id);
    return done;
}

base::Result<StoredExperiment> History::loadExperiment(const std::string& part)
{
    const auto found = entry(part);
    if (!found)
        return std::unexpected(found.error());
    if (found->isRun())
        return base::fail(base::Errc::InvalidArgument, fmt::format("{} is a run, not an experiment.", found->id));
    StoredExperiment experiment;
    experiment.entry = *found;
    auto row = m_database->query(QStringLiteral("SELECT number, plan, result FROM experiments WHERE id = ?"),
                                 {experimentText(found->id)});
    if (!row)
        return std::unexpected(row.error());
    if (!row->next())
        return base::fail(base::Errc::NotFound, fmt::format("The experiment {} has just gone.", found->id));
    experiment.planJson = row->value(1).toString().toStdString();
    experiment.resultJson = row->value(2).toString().toStdString();
    auto blocks = m_database->query(
        QStringLiteral("SELECT number, block FROM experiment_blocks WHERE experiment = ? ORDER BY number"),
        {row->value(0)});
    if (!blocks)
        return std::unexpected(blocks.error());
    constexpr int mostBlocks = 1'000'000;
    while (blocks->next())
        if (const int number = blocks->value(0).toInt(); number >= 0 && number < mostBlocks) {
            experiment.blocks.resize(std::max(experiment.blocks.size(), static_cast<std::size_t>(number) + 1));
            experiment.blocks[static_cast<std::size_t>(number)] = blocks->value(1).toByteArray();
        }
    if (auto ended = m_database->endOf(*blocks); !ended)
        return std::unexpected(ended.error());
    return experiment;
}

} // namespace weir::store
