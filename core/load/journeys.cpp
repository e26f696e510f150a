// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/journeys.h"

#include <algorithm>

namespace weir::load {

Journeys::Journeys(net::IoContext& io, Requester& requester, metrics::Recorder& recorder, const Timeline& timeline,
                   StopConditions& stop)
    : m_io(io)
    , m_requester(requester)
    , m_recorder(recorder)
    , m_timeline(timeline)
    , m_stop(stop)
{
}

std::unique_ptr<Visitor> Journeys::makeVisitor()
{
    return std::make_unique<Visitor>(m_io, m_requester.source().scope());
}

net::Task<> Journeys::run(Turn turn, metrics::PhaseId phase, base::TimePoint intended)
{
    if (m_free.empty())
        m_free.push_back(makeVisitor());
    auto visitor = std::move(m_free.back());
    m_free.pop_back();
    visitor->keepsCookies = m_keepsCookies;
    visitor->group = turn.group;
    co_await walk(*turn.flow, *visitor, phase, intended);
    visitor->cookies.clear(); // the next one is somebody else
    m_free.push_back(std::move(visitor));
}

net::Task<> Journeys::walk(const Flow& flow, Visitor& visitor, metrics::PhaseId phase, base::TimePoint intended)
{
    visitor.place = m_walking.size();
    m_walking.push_back(&visitor);
    m_requester.source().beginFlow(flow, visitor.values);
    visitor.isInFlow = true;
    visitor.flowBegan = intended;
    for (std::size_t i = 0; i < flow.steps.size(); ++i) {
        if (i > 0) {
            intended = co_await pause(flow, visitor);
            if (visitor.isLeaving && !m_ended)
                countLeftOut(flow, i, phase, visitor.group);
            if (visitor.isLeaving || m_ended || intended >= m_timeline.end || !m_stop.mayPlan())
                break;
            phase = m_timeline.phaseAt(intended);
            m_lastStep = std::max(m_lastStep, intended);
            m_recorder.countPlanned(phase, m_requester.epoch(), flow.steps[i], visitor.group);
        }
        visitor.isAtLastStep = i + 1 == flow.steps.size();
        co_await m_requester.request(flow.steps[i], phase, intended, &visitor, visitor.group);
        if (visitor.outcome == metrics::Outcome::Ok)
            continue;
        if (visitor.outcome != metrics::Outcome::Cancelled)
            countLeftOut(flow, i + 1, phase, visitor.group);
        break;
    }
    visitor.isInFlow = false;
    m_walking.back()->place = visitor.place;
    m_walking[visitor.place] = m_walking.back();
    m_walking.pop_back();
}

// Until the next step is due, which is then.
net::Task<base::TimePoint> Journeys::pause(const Flow& flow, Visitor& visitor)
{
    const auto due = base::now() + flow.thinkTime;
    if (flow.thinkTime.count() > 0 && !m_ended && !visitor.isLeaving) {
        visitor.timer.expires_at(due);
        co_await visitor.timer.async_wait(net::useTask);
    }
    co_return due;
}

void Journeys::countLeftOut(const Flow& flow, std::size_t from, metrics::PhaseId phase, metrics::GroupId group)
{
    for (auto i = from; i < flow.steps.size(); ++i)
        m_recorder.countLeftOut(phase, m_requester.epoch(), flow.steps[i], group);
}

void Journeys::leave(Visitor& visitor)
{
    visitor.isLeaving = true;
    visitor.timer.cancel();
}

void Journeys::end()
{
    m_ended = true;
    for (auto* visitor : m_walking)
        visitor->timer.cancel();
}

} // namespace weir::load
