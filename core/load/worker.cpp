// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/worker.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cmath>
#include <exception>
#include <ranges>

namespace weir::load {

namespace {

constexpr base::Nanos flushEvery = std::chrono::milliseconds{100};
constexpr base::Nanos sweepEvery = std::chrono::seconds{1};

// How long the end of a run waits for abandoned requests to unwind; only a long codec run takes time then.
constexpr base::Nanos unwindLimit = std::chrono::seconds{10};

// A look at the loop that finds nothing takes a few microseconds; what took longer was another thread that had the
// processor, and no CPU time of ours.
constexpr base::Nanos longestLook = std::chrono::microseconds{50};

// What a thread that sleeps takes to wake is of this order, and what it costs as well.
constexpr base::Nanos longestWatch = std::chrono::microseconds{100};

// An exception on the data plane is a bug.
void abortOnException(std::exception_ptr exception)
{
    if (exception)
        std::terminate();
}

// The last stretch before a start is polled rather than slept, since timers wake late.
base::Nanos pollWindow(settings::IdleStrategy idle, base::Nanos hybridWindow)
{
    switch (idle) {
    case settings::IdleStrategy::Sleep: return base::Nanos::zero();
    case settings::IdleStrategy::Hybrid: return hybridWindow;
    case settings::IdleStrategy::Spin: break;
    }
    return base::Nanos::max();
}

base::Nanos milliseconds(double value)
{
    return std::chrono::duration_cast<base::Nanos>(std::chrono::duration<double, std::milli>(value));
}

// This worker's part of a number that all share.
int shareOf(int total, int worker, int workers)
{
    return total / workers + (worker < total % workers ? 1 : 0);
}

} // namespace

Worker::Worker(int index, WorkerShared& shared, std::shared_ptr<const settings::Scenario> scenario,
               RequestSource source, const Timeline& timeline, const settings::LoadCurve& load)
    : m_index(index)
    , m_shared(shared)
    , m_scenario(std::move(scenario))
    , m_timeline(timeline)
    , m_wanted(load)
    , m_recorder(shared.intervals, index, {shared.endpoints, shared.groups}, timeline.begin,
                 base::Random(static_cast<std::uint64_t>(m_scenario->load.seed)))
    , m_requester(m_context, shared.services, std::move(source), m_recorder, shared.failures, shared.endpoints,
                  timeline.begin, &shared.stop)
    , m_journeys(m_io, m_requester, m_recorder, m_timeline, shared.stop)
    , m_pacer(index, shared.workers, m_scenario->load)
    , m_alarm(m_io.get_executor())
{
    if (shared.keepsExchanges)
        m_recorder.keepExchanges();
}

Worker::~Worker()
{
    if (m_thread.joinable()) {
        abandon();
        join();
    }
}

void Worker::start()
{
    m_shared.services.cluster.attach(m_index, m_io, m_wheel);
    m_attached.push_back(&m_shared.services);
    m_thread = std::thread{[this] { run(); }};
}

void Worker::join()
{
    if (m_thread.joinable())
        m_thread.join();
}

void Worker::apply(std::shared_ptr<const settings::Scenario> scenario, metrics::EpochId epoch, base::TimePoint anchor)
{
    net::asio::post(m_io, [this, scenario = std::move(scenario), epoch, anchor] {
        if (m_draining)
            return;
        const bool newRate = scenario->load.rate != m_scenario->load.rate;
        const bool newUsers = scenario->load.users != m_scenario->load.users;
        m_scenario = scenario;
        if (newRate && m_scenario->load.model == settings::LoadModel::Open)
            m_pacer.plan(anchor, settings::LoadCurve::constant(m_scenario->load.rate));
        if (newUsers)
            m_wanted = settings::LoadCurve::constant(m_scenario->load.users);
        configure(*m_scenario, epoch);
    });
}

void Worker::attach(proxy::Services& services)
{
    services.cluster.attach(m_index, m_io, m_wheel);
    net::asio::post(m_io, [this, &services] { m_attached.push_back(&services); });
}

// The schedule is told at once, since it knows where the earlier arrivals end.
void Worker::apply(Switch next)
{
    net::asio::post(m_io, [this, next = std::move(next)]() mutable {
        if (m_draining)
            return;
        followSwitch(next.at); // of one that was not reached before
        const auto& load = next.scenario->load;
        if (load.model == settings::LoadModel::Open && next.draw)
            m_pacer.planAgain(next.at, settings::LoadCurve::constant(load.rate), *next.draw);
        else if (load.model == settings::LoadModel::Open)
            m_pacer.plan(next.at, settings::LoadCurve::constant(load.rate));
        m_switch = std::move(next);
    });
}

void Worker::followSwitch(base::TimePoint now)
{
    if (!m_switch || now < m_switch->at)
        return;
    const auto next = *std::exchange(m_switch, std::nullopt);
    if (isSending()) { // what was due before it and is late is still the earlier arm's
        pump(next.at);
        m_io.poll();
    }
    flush(now); // what was planned until here is known at once to whoever reads the block
    m_scenario = next.scenario;
    m_wanted = settings::LoadCurve::constant(m_scenario->load.model == settings::LoadModel::Closed
                                                 ? static_cast<double>(m_scenario->load.users)
                                                 : m_scenario->load.rate);
    m_requester.use(*next.services);
    if (next.draw)
        m_requester.source().drawAgain(*next.draw);
    configure(*m_scenario, next.epoch);
}

void Worker::stop()
{
    net::asio::post(m_io, [this] { endSending(base::now()); });
}

void Worker::abandon()
{
    net::asio::post(m_io, [this] {
        endSending(base::now());
        m_drainEnd = base::now();
    });
}

void Worker::run()
{
    const auto keepsLoopOpen = net::asio::make_work_guard(m_io);
    m_lastFlush = m_lastSweep = base::now();
    m_cpuAtFlush = base::threadCpuTime();
    takeDelay();
    m_pacer.end(m_timeline.end);
    if (m_scenario->load.model == settings::LoadModel::Open)
        m_pacer.plan(m_timeline.begin, m_wanted);
    configure(*m_scenario, 0);

    while (!m_finished.load(std::memory_order_relaxed)) {
        const auto now = base::now();
        followSwitch(now);
        if (isSending())
            pump(now);
        else
            drain(now);
        housekeep(now);
        wait(now);
    }
}

void Worker::configure(const settings::Scenario& scenario, metrics::EpochId epoch)
{
    m_requester.configure(scenario, epoch);
    followUsers(base::now());
    m_journeys.setKeepsCookies(scenario.load.cookies);
    for (auto& user : m_users) {
        user->setThinkTime(milliseconds(scenario.load.thinkTimeMs));
        user->setKeepsCookies(scenario.load.cookies);
    }
}

// As many as the curve has now; it may be on its way up or down.
void Worker::followUsers(base::TimePoint now)
{
    if (m_scenario->load.model != settings::LoadModel::Closed || m_draining || now < m_timeline.begin)
        return; // before the beginning their requests would count in a warm-up that may not be planned
    m_usersBegun = true;
    setUsers(shareOf(static_cast<int>(std::lround(m_wanted.at(now - m_timeline.begin))), m_index, m_shared.workers));
}

void Worker::setUsers(int wanted)
{
    std::erase_if(m_users, [](const auto& user) { return user->hasEnded(); });
    auto active = static_cast<int>(std::ranges::count_if(m_users, [](const auto& u) { return !u->isRetired(); }));
    for (auto& user : m_users | std::views::reverse) { // the last to come go first, so that groups keep their shares
        if (active > wanted && !user->isRetired()) {
            user->leave();
            --active;
        }
    }
    for (; active < wanted; ++active) {
        m_users.push_back(std::make_unique<User>(m_io, m_requester, m_recorder, m_timeline, m_journeys, m_shared.stop));
        m_users.back()->setThinkTime(milliseconds(m_scenario->load.thinkTimeMs));
        m_users.back()->setKeepsCookies(m_scenario->load.cookies);
        m_users.back()->setGroup(m_requester.source().groups().ofUser(static_cast<std::size_t>(active)
                                                                          * static_cast<std::size_t>(m_shared.workers)
                                                                      + static_cast<std::size_t>(m_index)));
        net::asio::co_spawn(m_io, m_users.back()->run(), abortOnException);
    }
}

// Starts what is due.
void Worker::pump(base::TimePoint now)
{
    if (now >= m_timeline.end || m_shared.stop.reached()) {
        endSending(now);
        return;
    }
    if (m_requester.source().isUsedUp())
        return endData(now);
    if (!m_usersBegun)
        followUsers(now);
    const auto most = partOf(m_scenario->load.maxInFlight);
    const auto mostVisitors = partOf(m_scenario->load.maxVisitors);
    m_atLimit = false;
    while (m_requester.inFlight() + m_starting < most && m_journeys.walking() + m_starting < mostVisitors) {
        m_heldBack.freed(now);
        const auto due = m_pacer.poll(now);
        if (!due)
            return;
        const auto turn = m_requester.draw();
        if (!turn)
            return endData(now);
        if (due->skip)
            skip(*due, *turn);
        else if (m_shared.stop.mayPlan())
            start(*due, *turn, now);
        else
            return endSending(now);
    }
    m_atLimit = m_scenario->load.model == settings::LoadModel::Open;
}

std::size_t Worker::partOf(int limit) const
{
    return static_cast<std::size_t>(std::max(1, shareOf(limit, m_index, m_shared.workers)));
}

void Worker::start(const Pacer::Start& start, Turn turn, base::TimePoint now)
{
    const bool isHeldBack = m_heldBack.holds(start.intended) && now - start.intended > metrics::lateAfter;
    m_heldBack.sent(start.intended, now);
    startOne(turn, m_timeline.phaseAt(start.intended), start.intended, isHeldBack);
}

void Worker::skip(const Pacer::Start& start, const Turn& turn)
{
    const auto phase = m_timeline.phaseAt(start.intended);
    m_recorder.countPlanned(phase, m_requester.epoch(), turn.endpoint, turn.group);
    m_recorder.countSkipped(phase, m_requester.epoch(), turn.endpoint, turn.group);
    if (m_heldBack.holds(start.intended))
        countHeldBack(true, phase, turn);
    m_requester.source().putBack(turn);
}

void Worker::countHeldBack(bool isSkipped, metrics::PhaseId phase, const Turn& turn)
{
    m_recorder.countHeldBack(isSkipped, phase, m_requester.epoch(), turn.endpoint, turn.group);
    if (m_isCrowded)
        m_recorder.countBehindVisitors(phase, m_requester.epoch(), turn.endpoint, turn.group);
}

// A feeder of order `once` is used up: nobody new comes, but who is on a way with its row goes it to the end.
void Worker::endData(base::TimePoint now)
{
    m_isOutOfData = true;
    m_dataEnd = now;
    endPlan(now);
    m_drainEnd = m_timeline.end + m_timeline.drain;
}

void Worker::startOne(Turn turn, metrics::PhaseId phase, base::TimePoint intended, bool isHeldBack)
{
    ++m_starting; // until its task runs and counts as in flight
    net::asio::co_spawn(
        m_io,
        [this, turn, phase, intended, isHeldBack]() -> net::Task<> {
            --m_starting;
            // Not earlier: a change that came in between would have it planned in one epoch and sent in the next.
            m_recorder.countPlanned(phase, m_requester.epoch(), turn.endpoint, turn.group);
            if (isHeldBack)
                countHeldBack(false, phase, turn);
            if (turn.flow)
                return m_journeys.run(turn, phase, intended);
            return m_requester.request(turn.endpoint, phase, intended, nullptr, turn.group);
        },
        abortOnException);
}

void Worker::endSending(base::TimePoint now)
{
    m_journeys.end();
    if (m_draining)
        m_drainEnd = std::min(m_drainEnd, now + m_timeline.drain);
    else
        endPlan(now);
}

void Worker::endPlan(base::TimePoint now)
{
    m_draining = true;
    m_drainEnd = now + m_timeline.drain;
    // Arrivals that the in-flight limit or the catching up held back will never be sent.
    m_pacer.end(std::min(now, m_timeline.end));
    const bool isStopped = m_isOutOfData || m_shared.stop.reached(); // then the plan ends here
    if (isStopped)
        m_shared.stop.planEnded(m_index, planEnd(now));
    while (const auto due = isStopped ? std::nullopt : m_pacer.discard()) {
        const auto phase = m_timeline.phaseAt(*due);
        const auto turn = m_requester.draw();
        if (!turn)
            break;
        m_recorder.countPlanned(phase, m_requester.epoch(), turn->endpoint, turn->group);
        m_recorder.countUnfinished(phase, m_requester.epoch(), turn->endpoint, turn->group);
        m_requester.source().putBack(*turn);
    }
    for (auto& user : m_users)
        user->retire();
}

// What the limit holds back when the plan ends early would have been sent later, and is no fault of the generator's.
base::TimePoint Worker::planEnd(base::TimePoint now) const
{
    const auto next = m_pacer.nextDue();
    return next < now && m_heldBack.holds(next) ? next : now;
}

void Worker::drain(base::TimePoint now)
{
    if (m_isOutOfData && (now >= m_timeline.end || m_shared.stop.reached()))
        endSending(now);
    const bool empty = m_requester.inFlight() + m_starting == 0 && m_journeys.isIdle()
        && std::ranges::all_of(m_users, [](const auto& user) { return user->hasEnded(); });
    if (!empty && now >= m_drainEnd)
        m_requester.abandonAll(); // each time, for those that were spawned but had not begun
    if (!empty && now < m_drainEnd + unwindLimit)
        return;
    for (auto* services : m_attached)
        services->cluster.detach(m_index);
    flush(now);
    if (m_isOutOfData)
        m_shared.stop.dataEnded(std::max(m_dataEnd, m_journeys.lastStep()));
    m_finished.store(true, std::memory_order_release);
}

void Worker::housekeep(base::TimePoint now)
{
    if (now - m_lastFlush >= flushEvery) {
        flush(now);
        if (!m_wanted.isConstant())
            followUsers(now);
    }
    if (now - m_lastSweep >= sweepEvery) {
        for (auto* services : m_attached)
            services->cluster.sweep(m_index, now);
        m_lastSweep = now;
    }
}

void Worker::flush(base::TimePoint now)
{
    const auto cpu = base::threadCpuTime();
    const auto busy = std::max(base::Nanos::zero(), cpu - m_cpuAtFlush - m_spun);
    m_recorder.flush(busy, now - m_lastFlush, takeDelay());
    m_cpuAtFlush = cpu;
    m_spun = base::Nanos::zero();
    m_lastFlush = now;
}

// Since the last flush.
std::optional<base::Nanos> Worker::takeDelay()
{
    const auto before = m_delayAtFlush;
    if (m_shared.threadDelay)
        m_delayAtFlush = m_shared.threadDelay();
    return before && m_delayAtFlush ? std::optional{*m_delayAtFlush - *before} : std::nullopt;
}

// Whether replies and pauses are all that the limit waits for: only then does it hold arrivals back. What could be read
// first is, and may have made room.
bool Worker::readAll()
{
    if (!m_atLimit || m_heldBack.isBlocked())
        return true;
    if (m_io.poll() > 0)
        return false;
    const auto next = m_pacer.nextDue();
    if (!m_heldBack.holds(next))
        m_isCrowded = m_journeys.walking() + m_starting >= partOf(m_scenario->load.maxVisitors);
    m_heldBack.blocked(base::now(), next);
    return true;
}

// Runs the loop until something happened or something is due.
void Worker::wait(base::TimePoint now)
{
    if (m_finished.load(std::memory_order_relaxed) || (isSending() && !readAll()))
        return;
    auto due = m_lastFlush + flushEvery;
    if (isSending())
        due = std::min(
            {due, now < m_timeline.begin ? m_timeline.begin : m_timeline.end, m_atLimit ? due : m_pacer.next()});
    if (m_switch)
        due = std::min(due, m_switch->at);
    const auto window = pollWindow(m_scenario->load.idle, m_shared.hybridWindow);
    if (window != base::Nanos::max() && due - now > window) {
        if (watches() && catchReply(now, std::min(now + longestWatch, due - window)))
            return;
        sleepUntil(due - window);
        m_io.run_one();
        return;
    }
    if (m_io.poll() == 0)
        m_spun += std::min(base::now() - now, longestLook);
}

// Waking takes longer than a target nearby takes to reply, and would be part of every latency. With a single request in
// the air there is nothing else that sleeping could gather, so its reply is looked for, as long as that proves right.
bool Worker::watches()
{
    return m_scenario->load.idle == settings::IdleStrategy::Hybrid && m_requester.inFlight() == 1 && m_watch.begins();
}

bool Worker::catchReply(base::TimePoint now, base::TimePoint end)
{
    while (now < end) {
        if (m_io.poll_one() > 0) {
            m_watch.caught();
            return true;
        }
        const auto looked = base::now();
        m_spun += std::min(looked - now, longestLook);
        now = looked;
    }
    m_watch.wasInVain();
    return false;
}

void Worker::sleepUntil(base::TimePoint when)
{
    if (m_alarmAt == when)
        return;
    m_alarmAt = when;
    m_alarm.expires_at(when);
    m_alarm.async_wait([](net::error_code) {});
}

} // namespace weir::load
