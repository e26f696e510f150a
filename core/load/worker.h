// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/state_cache.h"
#include "core/load/held_back.h"
#include "core/load/pacer.h"
#include "core/load/reply_watch.h"
#include "core/load/requester.h"
#include "core/load/timeline.h"
#include "core/load/user.h"

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

namespace weir::load {

// What the workers of a run share; outlives them.
struct WorkerShared {
    proxy::Services& services;
    metrics::IntervalExchange& intervals;
    FailureLog& failures;
    StopConditions& stop;
    std::size_t endpoints = 0;
    std::size_t groups = 0; // of clients
    int workers = 1;
    bool keepsExchanges = false; // somebody wants every one
    static constexpr base::Nanos usualWindow = std::chrono::microseconds{200};
    base::Nanos hybridWindow = usualWindow;                  // load.idle=hybrid: polled before a start
    std::function<std::optional<base::Nanos>()> threadDelay; // of the calling thread; may be empty
};

// From a moment on: the settings and services of another arm of an experiment.
struct Switch {
    base::TimePoint at; // the same on all workers
    std::shared_ptr<const settings::Scenario> scenario;
    metrics::EpochId epoch = 0;
    proxy::Services* services = nullptr;
    std::optional<std::uint64_t> draw; // arrivals and what is asked: those of this number, where it has one
};

// One thread with its own loop: sends its share of the load and runs the proxy core for it. Everything inside belongs
// to that thread; from outside there are start, post-like requests and join.
class Worker {
public:
    Worker(int index, WorkerShared& shared, std::shared_ptr<const settings::Scenario> scenario, RequestSource source,
           const Timeline& timeline, const settings::LoadCurve& load);
    ~Worker(); // stops sending, abandons what is in flight, joins

    void start();
    // Requests that begin once this arrives run under the new settings; a new rate or number of users holds from
    // `anchor` on, which is the same on all workers, so that their arrivals interleave, and until the end.
    void apply(std::shared_ptr<const settings::Scenario> scenario, metrics::EpochId epoch, base::TimePoint anchor);
    // Before the first switch to them. They outlive the worker.
    void attach(proxy::Services& services);
    // Requests that begin from `next.at` on are the arm's. One after the other, each before its time.
    void apply(Switch next);
    // Sends nothing from now on, waits for replies at most the drain time.
    void stop();
    // As stop, without waiting for replies.
    void abandon();
    bool finished() const { return m_finished.load(std::memory_order_acquire); }
    void join();

private:
    void run();
    void configure(const settings::Scenario& scenario, metrics::EpochId epoch);
    void followSwitch(base::TimePoint now);
    void setUsers(int users);
    void followUsers(base::TimePoint now);
    void pump(base::TimePoint now);
    void start(const Pacer::Start& start, Turn turn, base::TimePoint now);
    void skip(const Pacer::Start& start, const Turn& turn);
    std::size_t partOf(int limit) const;
    void countHeldBack(bool isSkipped, metrics::PhaseId phase, const Turn& turn);
    void startOne(Turn turn, metrics::PhaseId phase, base::TimePoint intended, bool isHeldBack);
    base::TimePoint planEnd(base::TimePoint now) const;
    void endData(base::TimePoint now);
    void endSending(base::TimePoint now);
    void endPlan(base::TimePoint now);
    void drain(base::TimePoint now);
    void housekeep(base::TimePoint now);
    void wait(base::TimePoint now);
    bool readAll();
    std::optional<base::Nanos> takeDelay();
    bool watches();
    bool catchReply(base::TimePoint now, base::TimePoint end);
    void sleepUntil(base::TimePoint when);
    void flush(base::TimePoint now);
    bool isSending() const { return !m_draining; }

    int m_index;
    WorkerShared& m_shared;
    std::shared_ptr<const settings::Scenario> m_scenario;
    std::vector<proxy::Services*> m_attached;
    std::optional<Switch> m_switch; // that is to come
    Timeline m_timeline;
    settings::LoadCurve m_wanted; // requests a second, or users, of all workers; since the run began

    net::IoContext m_io{1};
    net::DeadlineWheel m_wheel{m_io};
    codec::StateCache m_codecs;
    proxy::WorkerContext m_context{m_index, m_io, m_wheel, m_codecs};
    metrics::Recorder m_recorder;
    Requester m_requester;
    Journeys m_journeys;
    Pacer m_pacer;
    std::vector<std::unique_ptr<User>> m_users;
    std::size_t m_starting = 0; // spawned, not yet in flight

    net::asio::basic_waitable_timer<base::Clock, net::asio::wait_traits<base::Clock>, net::Executor> m_alarm;
    base::TimePoint m_alarmAt;
    base::TimePoint m_lastFlush;
    base::TimePoint m_lastSweep;
    base::TimePoint m_drainEnd;
    base::Nanos m_cpuAtFlush{};
    base::Nanos m_spun{}; // since the last flush
    ReplyWatch m_watch;
    std::optional<base::Nanos> m_delayAtFlush;
    HeldBack m_heldBack;
    bool m_atLimit = false;    // as many in flight as may be, or on their way through flows
    bool m_isCrowded = false;  // the latter, when the last block began
    bool m_usersBegun = false; // of the closed model
    bool m_draining = false;
    bool m_isOutOfData = false; // of a feeder
    base::TimePoint m_dataEnd;  // since when
    std::atomic<bool> m_finished{false};
    std::thread m_thread;
};

} // namespace weir::load
