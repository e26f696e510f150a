// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/load/requester.h"
#include "core/load/stop_conditions.h"
#include "core/load/timeline.h"

#include <memory>
#include <vector>

namespace weir::load {

// Walks visitors through flows, step by step with pauses between. Under the open model each arrival is a visitor of its
// own, from here; under the closed model the users bring theirs. One worker's, on its thread; ends before it.
//
// A step after the first is due when its pause is over: what it needs comes from the reply before, so no earlier moment
// could be planned. A slow reply therefore moves the later steps, while their own response times still count from when
// they were due.
//
// load.max_in_flight holds back who arrives, not who is on the way: a visitor that pauses has nothing in flight, and
// its next step is sent when it is due. So as many walk as arrive while one flow lasts, pauses included, up to
// load.max_visitors: beyond it arrivals are held back in the same way.
class Journeys {
public:
    Journeys(net::IoContext& io, Requester& requester, metrics::Recorder& recorder, const Timeline& timeline,
             StopConditions& stop);

    // An arrival's flow, whose first request is planned and may be sent.
    net::Task<> run(Turn turn, metrics::PhaseId phase, base::TimePoint intended);
    // As above, with the visitor of a user.
    net::Task<> walk(const Flow& flow, Visitor& visitor, metrics::PhaseId phase, base::TimePoint intended);

    std::unique_ptr<Visitor> makeVisitor();
    void setKeepsCookies(bool keeps) { m_keepsCookies = keeps; }

    // Goes no further than the step in hand; what is left of its flow counts as left out.
    static void leave(Visitor& visitor);
    // Who pauses goes on no more; steps in hand end by themselves.
    void end();
    base::TimePoint lastStep() const { return m_lastStep; } // when one behind a pause was last sent
    bool isIdle() const { return m_walking.empty(); }
    std::size_t walking() const { return m_walking.size(); }

private:
    net::Task<base::TimePoint> pause(const Flow& flow, Visitor& visitor);
    void countLeftOut(const Flow& flow, std::size_t from, metrics::PhaseId phase, metrics::GroupId group);

    net::IoContext& m_io;
    Requester& m_requester;
    metrics::Recorder& m_recorder;
    Timeline m_timeline;
    StopConditions& m_stop;
    bool m_keepsCookies = false;
    bool m_ended = false;
    std::vector<std::unique_ptr<Visitor>> m_free;
    std::vector<Visitor*> m_walking;
    base::TimePoint m_lastStep = base::TimePoint::min();
};

} // namespace weir::load
