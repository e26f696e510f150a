// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/requester.h"

#include "core/base/strings.h"
#include "core/base/utf8.h"
#include "core/http/serializer.h"
#include "core/proxy/outcome.h"
#include "core/uri/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace weir::load {

namespace {

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// In the gateway's words. What its stages do not account for lies on the client's side of the listener.
void tellProxySide(metrics::Sample& sample, const proxy::ProxySide& side)
{
    sample.stages = side.stages;
    auto& client = sample.stages[static_cast<std::size_t>(metrics::StageId::Client)];
    client = base::Nanos::zero();
    client = sample.done - sample.sent
        - std::accumulate(sample.stages.begin(), sample.stages.end(), base::Nanos::zero());
    client = std::max(client, base::Nanos::zero());
    sample.poolWait = side.stages[static_cast<std::size_t>(metrics::StageId::Pool)];
    sample.send = side.sending;
    sample.wait = side.waiting;
    sample.upstream = static_cast<std::uint8_t>(side.target);
    sample.cache = side.cache;
    sample.usedConnection = side.usedConnection;
    sample.connects = side.connects;
    sample.resent = side.resent;
    sample.upstreamWireBytes = side.upstreamWireBytes;
}

} // namespace

Requester::Requester(proxy::WorkerContext& worker, proxy::Services& services, RequestSource source,
                     metrics::Recorder& recorder, FailureLog& failures, std::size_t endpoints, base::TimePoint runBegin,
                     StopConditions* stop)
    : m_worker(worker)
    , m_services(&services)
    , m_source(std::move(source))
    , m_recorder(recorder)
    , m_failures(failures)
    , m_meter(endpoints)
    , m_runBegin(runBegin)
    , m_stop(stop)
{
}

void Requester::configure(const settings::Scenario& scenario, metrics::EpochId epoch)
{
    m_pipeline = proxy::Pipeline::compile(scenario, *m_services);
    m_epoch = epoch;
    m_timeout = std::chrono::duration_cast<base::Nanos>(
        std::chrono::duration<double, std::milli>(scenario.load.timeoutMs));
    m_goodWithin = settings::goodWithin(scenario.slo);
    m_redirects = scenario.load.redirects;
    m_keepAlive = scenario.load.keepAlive;
    m_path = scenario.load.path;
    m_meter.setPolicy(scenario.load.decode);
    m_source.setAcceptEncoding(scenario.load.acceptEncoding);
}

Flight& Requester::take()
{
    if (m_free.empty()) {
        m_flights.push_back(std::make_unique<Flight>(m_worker));
        if (m_services->notes)
            m_flights.back()->notes = m_services->notes->add();
        m_free.push_back(m_flights.back().get());
    }
    auto& flight = *m_free.back();
    m_free.pop_back();
    flight.place = m_flying.size();
    m_flying.push_back(&flight);
    return flight;
}

void Requester::giveBack(Flight& flight)
{
    flight.deadline.disarm();
    m_flying.back()->place = flight.place;
    m_flying[flight.place] = m_flying.back();
    m_flying.pop_back();
    m_free.push_back(&flight);
}

void Requester::abandonAll()
{
    for (auto* flight : std::vector(m_flying))
        flight->abandon();
}

net::Task<> Requester::request(metrics::EndpointId endpoint, metrics::PhaseId phase, base::TimePoint intended,
                               Visitor* visitor, metrics::GroupId group)
{
    auto& flight = begin(endpoint, phase, intended, visitor, group);
    auto response = co_await flight.pipeline->run(flight.exchange);
    if (!end(flight, response))
        co_await finish(flight, std::move(response));
}

Flight& Requester::begin(metrics::EndpointId endpoint, metrics::PhaseId phase, base::TimePoint intended,
                         Visitor* visitor, metrics::GroupId group)
{
    auto& flight = take();
    flight.begin(endpoint, m_epoch, phase, intended, visitor, group);
    if (flight.pipeline != m_pipeline) // spares counting references
        flight.pipeline = m_pipeline;
    flight.services = m_services;
    prepare(flight);
    return flight;
}

bool Requester::end(Flight& flight, const http::Response& response)
{
    const auto whole = response.body.bytes();
    if (!whole || (m_redirects > 0 && isRedirect(response.status)))
        return false;
    Received received;
    received.wire = whole->size();
    end(flight, response, received);
    return true;
}

net::Task<> Requester::finish(Flight& flight, http::Response response)
{
    if (m_redirects > 0 && isRedirect(response.status))
        response = co_await followRedirects(flight, std::move(response));
    Received received;
    if (const auto whole = response.body.bytes())
        received.wire = whole->size();
    else
        co_await receiveStream(flight, response, received);
    end(flight, response, received);
}

void Requester::end(Flight& flight, const http::Response& response, Received& received)
{
    const auto done = flight.exchange.clock.stop();
    takeNotes(flight);
    measure(flight, response, received);
    judge(flight, response, received);
    record(flight, response, received, done);
    if (auto* visitor = flight.visitor) {
        storeCookies(flight, response);
        visitor->outcome = flight.exchange.outcome;
    }
    giveBack(flight);
}

void Requester::prepare(Flight& flight)
{
    auto& exchange = flight.exchange;
    flight.sent = base::now();
    exchange.clock.start(flight.sent);
    exchange.keepAlive = m_keepAlive;
    const bool isInFlow = flight.visitor && flight.visitor->isInFlow;
    m_source.fill(flight.endpoint, exchange.request, isInFlow ? &flight.visitor->values : nullptr,
                  flight.sent - m_runBegin);
    m_source.groups().mark(flight.group, exchange.request.headers);
    chooseTarget(flight);
    if (flight.notes.notes) {
        flight.notes.notes->take(); // what came too late for the last one
        const bool hasHost = exchange.request.headers.contains("Host");
        exchange.request.headers.set(proxy::NoteBoard::field,
                                     hasHost ? flight.notes.name + std::string(proxy::NoteBoard::ownHost)
                                             : flight.notes.name);
    }
    m_worker.wheel.arm(flight.deadline, flight.sent + m_timeout);
}

// Where it is not just the next in turn: it is the request's own, or has to be known for the cookies, or the connection
// has to come from the group's address.
void Requester::chooseTarget(Flight& flight)
{
    auto& exchange = flight.exchange;
    const auto own = m_source.target(flight.endpoint);
    const bool keepsCookies = flight.visitor && flight.visitor->keepsCookies;
    const std::size_t source = flight.services->cluster.sources() > 1 ? flight.group : 0;
    if (!own && !keepsCookies && flight.services->cluster.sources() == 1)
        return;
    exchange.target = own ? flight.services->cluster.place(*own, source) : flight.services->cluster.pick(source);
    exchange.keepsTarget = true;
    sendCookies(flight);
}

uri::Url Requester::urlOf(const Flight& flight) const
{
    const auto& target = flight.services->cluster.pool(flight.exchange.target).target();
    auto url = target.url;
    url.target = target.basePath + flight.exchange.request.target;
    return url;
}

// The request's own Cookie field stays, in front.
void Requester::sendCookies(Flight& flight) const
{
    if (!flight.visitor || !flight.visitor->keepsCookies || flight.visitor->cookies.size() == 0)
        return;
    const auto cookies = flight.visitor->cookies.header(urlOf(flight), base::WallClock::now());
    auto& headers = flight.exchange.request.headers;
    if (cookies.empty())
        return;
    const auto own = headers.get("Cookie");
    headers.set("Cookie", own ? fmt::format("{}; {}", *own, cookies) : cookies);
}

void Requester::storeCookies(Flight& flight, const http::Response& response) const
{
    if (flight.visitor && flight.visitor->keepsCookies && isReply(flight))
        flight.visitor->cookies.store(urlOf(flight), response.headers, base::WallClock::now());
}

net::Task<http::Response> Requester::followRedirects(Flight& flight, http::Response response)
{
    for (int left = m_redirects;; --left) {
        storeCookies(flight, response);
        if (left == 0 && mayFollow(flight, response))
            tellEndless(flight, response);
        if (left == 0 || !redirect(flight, response))
            break;
        if (flight.visitor && flight.visitor->keepsCookies) {
            flight.exchange.request.headers.remove("Cookie");
            sendCookies(flight);
        }
        response.body = http::Body(); // a stream would hold its connection, which the next request may need
        response = co_await flight.pipeline->run(flight.exchange);
    }
    co_return response;
}

// A chain that goes on is no reply, unless the request's checks say which status they expect.
void Requester::tellEndless(Flight& flight, const http::Response& response) const
{
    if (m_source.expectations(flight.endpoint).judgesStatus())
        return;
    flight.exchange.fail(metrics::Outcome::TooManyRedirects,
                         fmt::format("still redirected after {} (load.redirects), to {}", m_redirects,
                                     response.headers.get("Location").value_or("")));
}

// Where a redirect leads, where that is on the same target.
std::optional<std::string> Requester::mayFollow(const Flight& flight, const http::Response& response) const
{
    const auto location = response.headers.get("Location");
    const auto& exchange = flight.exchange;
    if (!isRedirect(response.status) || !location || exchange.outcome != metrics::Outcome::Ok)
        return std::nullopt;
    const auto& target = flight.services->cluster.pool(exchange.target).target();
    auto from = target.url;
    from.target = target.basePath + exchange.request.target;
    const auto to = uri::resolve(from, *location);
    if (!to || !uri::sameOrigin(from, *to) || !to->target.starts_with(target.basePath))
        return std::nullopt;
    return to->target.substr(target.basePath.size());
}

// RFC 9110 15.4: 303 turns into GET, as does POST on 301 and 302, which is what clients do; the others repeat as is.
bool Requester::redirect(Flight& flight, const http::Response& response) const
{
    auto to = mayFollow(flight, response);
    auto& exchange = flight.exchange;
    if (!to)
        return false;
    const bool becomesGet = response.status == 303 || (response.status <= 302 && exchange.request.method == "POST");
    if (becomesGet && !exchange.request.isHead()) {
        exchange.request.method = "GET";
        exchange.request.body = http::Body{};
        exchange.request.headers.removeIf([](const http::HeaderField& field) {
            return base::equalsIgnoringCase(field.name.substr(0, 8), "Content-");
        });
    }
    exchange.request.target = *std::move(to);
    exchange.keepsTarget = true;
    exchange.identityBytes.reset();
    return true;
}

void Requester::takeNotes(Flight& flight) const
{
    if (!flight.notes.notes)
        return;
    flight.proxySide = flight.notes.notes->take();
    auto& exchange = flight.exchange;
    if (flight.proxySide->identityBytes)
        exchange.identityBytes = flight.proxySide->identityBytes;
    if (exchange.outcome == metrics::Outcome::Ok && flight.proxySide->outcome != metrics::Outcome::Ok)
        exchange.fail(flight.proxySide->outcome, flight.proxySide->failure);
}

void Requester::judge(Flight& flight, const http::Response& response, Received& received) const
{
    auto& exchange = flight.exchange;
    if (flight.timedOut && exchange.outcome != metrics::Outcome::Ok)
        exchange.fail(proxy::timeoutOutcome(exchange.interruption.endedIn()),
                      fmt::format("no whole reply within {} ms (load.timeout_ms), still {}",
                                  std::chrono::duration_cast<std::chrono::milliseconds>(m_timeout).count(),
                                  proxy::waitName(exchange.interruption.endedIn())));
    const auto& expected = m_source.expectations(flight.endpoint);
    if (exchange.outcome == metrics::Outcome::Ok && response.status >= 400 && !expected.judgesStatus())
        exchange.fail(metrics::Outcome::StatusError, fmt::format("status {}", response.status));
    if (exchange.outcome == metrics::Outcome::Ok && !expected.isEmpty())
        judgeExpectations(flight, response, received);
}

// Whether the client got a reply. A client that has given up got none, and without a proxy on the way nobody answers
// for a failure.
bool Requester::isReply(const Flight& flight) const
{
    const auto outcome = flight.exchange.outcome;
    const bool failed = outcome != metrics::Outcome::Ok && outcome != metrics::Outcome::StatusError
        && outcome != metrics::Outcome::CheckFailed && outcome != metrics::Outcome::TooManyRedirects;
    return !failed || (m_path != settings::LoadPath::Direct && !flight.timedOut);
}

// What ends with this request. A step that fails ends its flow.
base::Nanos Requester::iterationOf(const Flight& flight, base::TimePoint done)
{
    if (!flight.visitor || !flight.visitor->isInFlow)
        return done - flight.intended;
    const bool isEnd = flight.visitor->isAtLastStep || flight.exchange.outcome != metrics::Outcome::Ok;
    return isEnd ? done - flight.visitor->flowBegan : base::Nanos{-1};
}

void Requester::record(Flight& flight, const http::Response& response, const Received& received, base::TimePoint done)
{
    auto& exchange = flight.exchange;
    if (flight.abandoned && exchange.outcome == metrics::Outcome::Cancelled) {
        m_recorder.countUnfinished(flight.phase, flight.epoch, flight.endpoint, flight.group);
        return;
    }
    metrics::Sample sample;
    sample.endpoint = flight.endpoint;
    sample.epoch = flight.epoch;
    sample.phase = flight.phase;
    sample.upstream = static_cast<std::uint8_t>(flight.services->cluster.targetAt(exchange.target));
    sample.clientGroup = flight.group;
    sample.intended = flight.intended;
    sample.sent = flight.sent;
    sample.firstByte = exchange.firstByte;
    sample.done = done;
    sample.stages = exchange.clock.times();
    sample.poolWait = exchange.clock.of(metrics::StageId::Pool);
    sample.send = exchange.sending;
    sample.wait = exchange.waiting;
    sample.outcome = exchange.outcome;
    sample.isGood = sample.outcome == metrics::Outcome::Ok && done - flight.intended <= m_goodWithin;
    sample.cache = exchange.cache;
    sample.usedConnection = exchange.usedConnection;
    sample.connects = exchange.connects;
    sample.resent = exchange.resent;
    sample.upstreamWireBytes = exchange.upstreamWireBytes;
    sample.sentBytes = exchange.sentBytes;
    if (flight.proxySide)
        tellProxySide(sample, *flight.proxySide);
    sample.iteration = iterationOf(flight, done);
    if (isReply(flight)) {
        sample.status = static_cast<std::uint16_t>(response.status);
        sample.identityBytes = received.identity;
        sample.wireBytes = received.wire;
        sample.headerBytes = m_path == settings::LoadPath::InProcess
            ? http::headBytes(response, exchange.request.isHead())
            : exchange.targetHeaderBytes;
    }
    m_recorder.record(sample, m_flying.size(), {exchange.request.method, exchange.request.target});
    if (m_stop)
        m_stop->ended(done, sample.outcome != metrics::Outcome::Ok);
    if (sample.outcome != metrics::Outcome::Ok && m_failures.wants(flight.endpoint, sample.outcome))
        keepFailure(flight, response, received);
}

void Requester::keepFailure(const Flight& flight, const http::Response& response, const Received& received)
{
    metrics::Failure failure;
    failure.endpoint = flight.endpoint;
    failure.outcome = flight.exchange.outcome;
    failure.detail = flight.exchange.failure;
    failure.request = flight.exchange.request.method + " " + flight.exchange.request.target;
    if (isReply(flight)) {
        failure.status = response.status;
        const auto beginning = received.beginning.empty() ? beginningOf(response) : received.beginning;
        failure.body = base::frontOf(beginning, FailureLog::bodyKept);
    }
    failure.at = base::now() - m_runBegin;
    m_failures.add(std::move(failure));
}

} // namespace weir::load
