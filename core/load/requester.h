// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/load/failure_log.h"
#include "core/load/flight.h"
#include "core/load/identity_meter.h"
#include "core/load/request_source.h"
#include "core/load/stop_conditions.h"
#include "core/metrics/recorder.h"
#include "core/proxy/services/services.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weir::load {

// Carries one worker's requests out, from filling the template to the sample: send through the pipeline, follow
// redirects, receive the body, measure its sizes, judge the outcome. Lives and is used on its worker's thread.
class Requester {
public:
    Requester(proxy::WorkerContext& worker, proxy::Services& services, RequestSource source,
              metrics::Recorder& recorder, FailureLog& failures, std::size_t endpoints, base::TimePoint runBegin,
              StopConditions* stop = nullptr);

    // Requests that begin from here on run under these settings.
    void configure(const settings::Scenario& scenario, metrics::EpochId epoch);
    // And with these services, which reach the same targets and outlive this; configure() has to follow.
    void use(proxy::Services& services) { m_services = &services; }

    std::optional<Turn> draw(std::optional<metrics::GroupId> group = std::nullopt) { return m_source.draw(group); }
    RequestSource& source() { return m_source; }

    // One request; its sample is recorded when the task ends. Count it as planned before. `visitor` carries what it has
    // over from reply to reply, and learns the outcome.
    net::Task<> request(metrics::EndpointId endpoint, metrics::PhaseId phase, base::TimePoint intended,
                        Visitor* visitor = nullptr, metrics::GroupId group = 0);
    // The same in steps, for a coroutine that waits for the reply itself: begin, run the flight's pipeline, end; where
    // end() yields false, finish() has to follow.
    Flight& begin(metrics::EndpointId endpoint, metrics::PhaseId phase, base::TimePoint intended, Visitor* visitor,
                  metrics::GroupId group);
    bool end(Flight& flight, const http::Response& response);
    net::Task<> finish(Flight& flight, http::Response response); // follows redirects, receives a body that is a stream

    std::size_t inFlight() const { return m_flying.size(); }
    metrics::EpochId epoch() const { return m_epoch; }
    // Ends every request in flight; each is counted as unfinished.
    void abandonAll();

private:
    struct Received {
        std::uint64_t wire = 0;
        std::uint64_t identity = 0;
        std::string beginning; // of the body, kept for failures
        std::string body;      // without coding, where checks look into it and the reply has it not so
        bool isKept = false;   // `body` is all of it
    };
    Flight& take();
    void giveBack(Flight& flight);
    void prepare(Flight& flight);
    void end(Flight& flight, const http::Response& response, Received& received);
    net::Task<http::Response> followRedirects(Flight& flight, http::Response response);
    std::optional<std::string> mayFollow(const Flight& flight, const http::Response& response) const;
    void tellEndless(Flight& flight, const http::Response& response) const;
    bool redirect(Flight& flight, const http::Response& response) const;
    net::Task<> receiveStream(Flight& flight, http::Response& response, Received& received);
    void measure(Flight& flight, const http::Response& response, Received& received);
    void measureWhole(Flight& flight, const http::Response& response, Received& received);
    void takeNotes(Flight& flight) const;
    void judge(Flight& flight, const http::Response& response, Received& received) const;
    void judgeExpectations(Flight& flight, const http::Response& response, Received& received) const;
    std::optional<std::string_view> lookInto(const http::Response& response, Received& received) const;
    void chooseTarget(Flight& flight);
    uri::Url urlOf(const Flight& flight) const;
    void sendCookies(Flight& flight) const;
    void storeCookies(Flight& flight, const http::Response& response) const;
    static base::Nanos iterationOf(const Flight& flight, base::TimePoint done);
    bool isReply(const Flight& flight) const;
    void record(Flight& flight, const http::Response& response, const Received& received, base::TimePoint done);
    void keepFailure(const Flight& flight, const http::Response& response, const Received& received);
    std::string beginningOf(const http::Response& response) const;

    proxy::WorkerContext& m_worker;
    proxy::Services* m_services;
    RequestSource m_source;
    metrics::Recorder& m_recorder;
    FailureLog& m_failures;
    IdentityMeter m_meter;
    base::TimePoint m_runBegin;
    StopConditions* m_stop;

    std::shared_ptr<const proxy::Pipeline> m_pipeline;
    metrics::EpochId m_epoch = 0;
    base::Nanos m_timeout{};
    base::Nanos m_goodWithin{}; // 0: nobody asks
    int m_redirects = 0;
    bool m_keepAlive = true;
    settings::LoadPath m_path = settings::LoadPath::InProcess;

    std::vector<std::unique_ptr<Flight>> m_flights;
    std::vector<Flight*> m_free;
    std::vector<Flight*> m_flying;
};

} // namespace weir::load
