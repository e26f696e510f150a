// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/block_runner.h"

#include "core/base/seconds.h"
#include "core/session/file_needs.h"
#include "core/session/snapshot_inbox.h"

#include <algorithm>
#include <set>

namespace weir::session {

using experiment::BlockOrder;
using experiment::BlockResult;

namespace {

constexpr base::Nanos pauseEvery = std::chrono::milliseconds{100};
// From a block's end until what was planned in it is in the collector's hands, with room to spare.
constexpr base::Nanos arrival = std::chrono::milliseconds{40};
// A block whose last requests take longer is read as it is; they count as never answered then.
constexpr double longestWaitS = 30;

double sinceS(base::TimePoint begin)
{
    return base::toSeconds(base::now() - begin);
}

bool isDecided(const metrics::Row& total)
{
    return total.counters && total.counters->decided() >= total.counters->planned;
}

class OneRun : public BlockRunner {
public:
    explicit OneRun(Setting setting) : m_setting(std::move(setting)) {}
    ~OneRun() override { m_run.reset(); } // while what it calls is there

    base::Status start()
    {
        constexpr double longestRun = 604800; // it ends when it is told to
        auto scenario = m_setting.arms.list.front().scenario;
        scenario.load.durationS = longestRun;
        scenario.load.warmupS = 0;
        auto needs = fileNeedsOfRun(scenario);
        // One arm's are in use, those of the ones before it idle until their time is over.
        constexpr std::size_t mostWithIdle = 4;
        needs.connections *= std::min(m_setting.arms.list.size(), mostWithIdle);
        if (auto provided = provideFiles(needs); !provided)
            return provided;
        m_setting.options.isExperiment = true;
        auto run = Run::start(scenario, m_setting.options, [this](const metrics::SnapshotPtr& snapshot) {
            m_inbox.put(snapshot);
            if (m_setting.onSnapshot)
                m_setting.onSnapshot(snapshot);
        });
        if (!run)
            return std::unexpected(run.error());
        m_run = *std::move(run);
        m_begin = base::now();
        return {};
    }

    base::Result<Results> run(const BlockOrder& order, const std::string& text) override
    {
        auto arm = armOf(order.arm);
        if (!arm)
            return std::unexpected(arm.error());
        const auto settling = m_run->begin(*arm, std::nullopt, text, m_end);
        if (!settling)
            return Results{};
        const bool isFirst = m_used.insert(order.arm).second;
        const auto settled = settling->at
            + base::fromSeconds(isFirst ? m_setting.times.warmUp : m_setting.times.settle);
        auto results = resultOfLast();
        if (!waitUntil(settled - Run::lead))
            return results;
        const auto begun = m_run->begin(*arm, order.draw, "", settled);
        if (!begun)
            return results;
        // To the nanosecond, so that both blocks of a pair have the same arrivals.
        m_end = begun->at + base::fromSeconds(m_setting.times.block);
        if (waitUntil(m_end - Run::lead))
            m_last = Last{order, begun->epoch, base::toSeconds(begun->at - m_begin)};
        return results;
    }

    Results flush() override
    {
        if (m_last && m_run->begin(0, std::nullopt, "", m_end))
            return resultOfLast();
        return {};
    }

    Results finish() override
    {
        auto results = flush();
        m_run->stop();
        m_run->waitUntilFinished();
        return results;
    }

    const metrics::RunInfo* info() const override
    {
        const auto snapshot = m_inbox.latest();
        return snapshot ? snapshot->run.get() : nullptr;
    }

private:
    struct Last {
        BlockOrder order;
        metrics::EpochId epoch = 0;
        double atS = 0;
    };

    base::Result<std::size_t> armOf(std::size_t arm)
    {
        if (m_arms.empty())
            m_arms.push_back(0);
        while (m_arms.size() <= arm) {
            const auto added = m_run->addArm(m_setting.arms.list[m_arms.size()].scenario);
            if (!added)
                return added;
            m_arms.push_back(*added);
        }
        return m_arms[arm];
    }

    bool waitUntil(base::TimePoint until)
    {
        for (auto now = base::now(); now < until; now = base::now()) {
            if (!m_setting.pause() || m_run->finished())
                return false;
            m_inbox.wait(std::min(until, now + pauseEvery));
        }
        return m_setting.pause();
    }

    // Of the block that has just ended, once all its requests have.
    Results resultOfLast()
    {
        if (!m_last)
            return {};
        const auto last = *std::exchange(m_last, std::nullopt);
        const auto giveUp = base::now() + base::fromSeconds(longestWaitS);
        BlockResult result;
        for (auto snapshot = m_inbox.latest();; snapshot = m_inbox.wait(base::now() + pauseEvery)) {
            const auto* total = snapshot ? snapshot->total(metrics::measuredPhase, last.epoch) : nullptr;
            // Its end is known there, and what the workers had counted by then has arrived.
            const bool isOver = total && snapshot->epoch != last.epoch && snapshot->elapsed >= total->end + arrival;
            if (isOver && (isDecided(*total) || base::now() > giveUp)) {
                experiment::readBlock(*snapshot, metrics::measuredPhase, last.epoch, m_setting.columns, result);
                for (const auto& judged : snapshot->judgedEpochs)
                    if (judged.epoch == last.epoch)
                        result.verdict = judged.verdict;
                break;
            }
            if (!m_setting.pause() || m_run->finished())
                return {};
        }
        result.order = last.order;
        result.atS = last.atS;
        return {std::move(result)};
    }

    Setting m_setting;
    SnapshotInbox m_inbox;
    base::TimePoint m_begin;
    base::TimePoint m_end; // of the block under way
    std::vector<std::size_t> m_arms; // the run's number of each
    std::set<std::size_t> m_used;
    std::optional<Last> m_last;
    std::unique_ptr<Run> m_run; // the last member: its thread uses the others
};

class ManyRuns : public BlockRunner {
public:
    explicit ManyRuns(Setting setting) : m_setting(std::move(setting)), m_begin(base::now()) {}

    base::Result<Results> run(const BlockOrder& order, const std::string&) override
    {
        auto scenario = m_setting.arms.list[order.arm].scenario;
        scenario.load.durationS = m_setting.times.block;
        scenario.load.warmupS = m_setting.times.warmUp;
        // Both runs of a pair draw the same.
        scenario.load.seed = static_cast<std::int64_t>((m_setting.seed + order.draw) % 1'000'000'000 + 1);
        SnapshotInbox inbox;
        const double atS = sinceS(m_begin);
        auto run = Run::start(scenario, m_setting.options, [&](const metrics::SnapshotPtr& snapshot) {
            inbox.put(snapshot);
            if (m_setting.onSnapshot)
                m_setting.onSnapshot(snapshot);
        });
        if (!run)
            return std::unexpected(run.error());
        bool goesOn = true;
        while (!(*run)->finished()) {
            if (goesOn && !m_setting.pause()) {
                goesOn = false;
                (*run)->stop();
            }
            inbox.wait(base::now() + pauseEvery);
        }
        const auto snapshot = (*run)->report().snapshot;
        m_info = snapshot->run;
        BlockResult result;
        if (!goesOn || !experiment::readBlock(*snapshot, metrics::measuredPhase, 0, m_setting.columns, result))
            return Results{};
        result.order = order;
        result.atS = atS;
        result.verdict = snapshot->verdict;
        return Results{std::move(result)};
    }
    Results flush() override { return {}; }
    Results finish() override { return {}; }
    const metrics::RunInfo* info() const override { return m_info.get(); }

private:
    Setting m_setting;
    base::TimePoint m_begin;
    std::shared_ptr<const metrics::RunInfo> m_info;
};

} // namespace

base::Result<std::unique_ptr<BlockRunner>> blocksOfOneRun(BlockRunner::Setting setting)
{
    auto runner = std::make_unique<OneRun>(std::move(setting));
    if (auto started = runner->start(); !started)
        return std::unexpected(started.error());
    return runner;
}

std::unique_ptr<BlockRunner> blocksAsRuns(BlockRunner::Setting setting)
{
    return std::make_unique<ManyRuns>(std::move(setting));
}

} // namespace weir::session
