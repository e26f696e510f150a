// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/run_recorder.h"

#include "core/store/run_writer.h"

namespace weir::store {

struct RunRecorder::State {
    OnTrouble onTrouble;

    std::mutex mutex; // guards these two
    std::optional<report::RunReport> latest;
    bool isPosted = false;

    // On the store's thread.
    std::unique_ptr<RunWriter> writer;
    History* writesTo = nullptr;
    bool hasTold = false;
    base::Status last;

    std::optional<report::RunReport> take()
    {
        const std::lock_guard lock{mutex};
        isPosted = false;
        return std::exchange(latest, std::nullopt);
    }

    base::Status write(History* history, const base::Error& error)
    {
        const auto report = take();
        if (!report)
            return last;
        if (!history)
            return std::unexpected(error);
        if (writesTo != history) { // the first time, or the file was moved aside
            writer = std::make_unique<RunWriter>(history->database());
            writesTo = history;
        }
        auto written = writer->write(*report);
        if (written && report->snapshot->state == metrics::RunState::Finished)
            if (const auto cleaned = history->cleanUp(); !cleaned)
                return std::unexpected(cleaned.error());
        return written;
    }

    void tell()
    {
        if (last || std::exchange(hasTold, true) || !onTrouble)
            return;
        onTrouble(last.error());
    }
};

RunRecorder::RunRecorder(RunStore& store, OnTrouble onTrouble) : m_store(store), m_state(std::make_shared<State>())
{
    m_state->onTrouble = std::move(onTrouble);
}

void RunRecorder::offer(const report::RunReport& report)
{
    if (!report.snapshot || report.epochs.empty())
        return;
    const bool isLast = report.snapshot->state == metrics::RunState::Finished;
    const std::lock_guard lock{m_state->mutex};
    m_state->latest = report;
    if (m_state->isPosted || (!isLast && base::now() < m_next))
        return;
    post();
}

void RunRecorder::flush()
{
    const std::lock_guard lock{m_state->mutex};
    if (m_state->latest && !m_state->isPosted)
        post();
}

// Under the lock.
void RunRecorder::post()
{
    m_state->isPosted = true;
    m_next = base::now() + pause;
    m_store.post([state = m_state](History* history, const base::Error& error) {
        state->last = state->write(history, error);
        state->tell();
    });
}

base::Status RunRecorder::finish()
{
    std::promise<base::Status> promise;
    auto answer = promise.get_future();
    m_store.post([state = m_state, &promise](History*, const base::Error&) { promise.set_value(state->last); });
    return answer.get();
}

} // namespace weir::store
