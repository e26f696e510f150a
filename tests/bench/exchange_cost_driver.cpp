// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/exchange_cost_driver.h"

#include <boost/asio/co_spawn.hpp>

#include <exception>

namespace weir::bench {

namespace {

// Text as an API sends it: compresses to a fifth or so.
std::string json(std::size_t size)
{
    std::string text = "[";
    for (std::size_t i = 0; text.size() < size; ++i)
        text += "{\"id\":" + std::to_string(i) + ",\"name\":\"product " + std::to_string(i * 7919 % 1009) + "\"},";
    text.resize(size);
    return text;
}

std::vector<upstream::Target> targetsOf(const settings::Scenario& scenario)
{
    return {upstream::makeTarget(scenario.target.urls.front(), net::TlsOptions()).value()};
}

} // namespace

settings::Scenario CachedExchanges::scenarioFor(const std::string& url, const std::string& accepted)
{
    settings::Scenario scenario;
    scenario.target.urls = {url};
    scenario.requests["one"].url = "/api/products?page=1";
    scenario.load.acceptEncoding = accepted;
    return scenario;
}

CachedExchanges::CachedExchanges(std::size_t bodyBytes, const std::string& accepted)
    : m_server([body = json(bodyBytes)](const tests::SeenRequest&) {
        return tests::reply(200,
                            {{"Content-Type", "application/json"},
                             {"Cache-Control", "max-age=3600"},
                             {"ETag", "\"33a64df551425fcc\""},
                             {"Server", "bench"}},
                            body);
    })
    , m_scenario(scenarioFor(m_server.url(), accepted))
    , m_services(targetsOf(m_scenario), m_scenario, proxy::Side::Proxy)
    , m_recorder(m_intervals, 0, 1)
    , m_requester(m_worker, m_services, load::RequestSource::make(m_scenario, 0).value(), m_recorder, m_failures, 1,
                  base::now())
{
    m_services.cluster.attach(0, m_io, m_wheel);
    m_requester.configure(m_scenario, 0);
    run(100);
    counters();
    run(100);
    counters();
}

CachedExchanges::~CachedExchanges()
{
    m_services.cluster.detach(0);
}

// As load::User does.
net::Task<> CachedExchanges::exchange(int times)
{
    for (int i = 0; i < times; ++i) {
        m_recorder.countPlanned(metrics::measuredPhase, 0, 0);
        co_await m_requester.request(0, metrics::measuredPhase, base::now());
    }
}

CachedExchanges::Cost CachedExchanges::run(int exchanges)
{
    Cost cost;
    const auto measured = [&, exchanges]() -> net::Task<> {
        const auto before = allocations();
        const auto begun = base::now();
        co_await exchange(exchanges);
        cost.nanoseconds = static_cast<double>((base::now() - begun).count()) / exchanges;
        cost.allocations = static_cast<double>(allocations() - before) / exchanges;
    };
    m_io.restart();
    boost::asio::co_spawn(m_io, measured(), [](std::exception_ptr bug) {
        if (bug)
            std::terminate();
    });
    m_io.run();
    return cost;
}

metrics::Counters CachedExchanges::counters()
{
    metrics::Counters sum;
    m_recorder.flush(base::Nanos{}, base::Nanos{});
    for (auto& interval : m_intervals.takeFull()) {
        for (std::size_t i = 0; i < interval->used; ++i)
            sum += interval->slices[i].endpoints[0].counters;
        interval->clear();
        m_intervals.giveEmpty(std::move(interval));
    }
    return sum;
}

} // namespace weir::bench
