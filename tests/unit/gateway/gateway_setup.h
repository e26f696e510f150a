// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/proxy/gateway/exchange_notes.h"
#include "core/proxy/gateway/gateway.h"
#include "core/proxy/services/services.h"
#include "tests/unit/gateway/raw_origin.h"

#include <QTest>

#include <memory>
#include <string>

// So that a comparison that fails shows the bytes.
template <>
inline char* QTest::toString(const std::string& bytes)
{
    return QTest::toPrettyCString(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

namespace weir::tests {

// A gateway that changes as little as a gateway may: no cache, no compression, no word of who the client is.
inline settings::Scenario plainScenario()
{
    settings::Scenario scenario;
    scenario.engine.workers = 1;
    scenario.cache.enabled = false;
    scenario.compression.enabled = false;
    scenario.listener.forwarded = settings::ForwardedFields::None;
    return scenario;
}

inline const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
inline const std::string notedGet = "GET / HTTP/1.1\r\nHost: a\r\nWeir-Exchange: 0\r\n\r\n";
inline const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// What the target is sent for `get`.
inline const std::string forwardedGet = "GET / HTTP/1.1\r\nHost: ~host\r\nVia: 1.1 ~via\r\n\r\n";

// A gateway on threads of its own between a client and a target that the test plays both, byte by byte.
struct GatewaySetup {
    boost::asio::io_context context{1};
    RawOrigin origin{context};
    proxy::NoteBoard notes;
    proxy::ExchangeNotes* side = notes.add().notes; // what is known of `notedGet` and its like
    std::unique_ptr<proxy::Gateway> gateway;

    // `target`: another than `origin`, or a path there.
    explicit GatewaySetup(const settings::Scenario& scenario = plainScenario(), const std::string& target = {},
                          const net::TlsOptions& trust = {}, const net::LookUpFunction& lookUp = net::lookUp)
    {
        std::vector<upstream::Target> targets;
        const auto url = target.starts_with("http") ? target : origin.url(target);
        targets.push_back(upstream::makeTarget(url, trust, lookUp).value());
        auto started = proxy::Gateway::start(scenario, std::move(targets), &notes);
        if (started)
            gateway = *std::move(started);
    }

    std::uint16_t port() const
    {
        const auto url = gateway->url();
        return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
    }
    std::string via() const { return gateway->services().viaName; }

    std::unique_ptr<RawPeer> connect() { return std::make_unique<RawPeer>(context, port()); }
    std::unique_ptr<RawPeer> send(std::string_view text)
    {
        auto peer = connect();
        peer->send(text);
        return peer;
    }

    // A text of what is on the wire, where ~host stands for the target's authority and ~via for the gateway's name.
    std::string wire(std::string text) const
    {
        replaceAll(text, "~host", origin.authority());
        replaceAll(text, "~via", via());
        return text;
    }

    // What other threads do is seen a little later.
    template <typename Predicate>
    bool becomes(Predicate reached)
    {
        return runUntil(context, reached);
    }
    // Of all exchanges so far, that one alone did not end well.
    bool countsOne(metrics::Outcome outcome)
    {
        return becomes([&] {
            const auto counters = gateway->counters();
            return counters.of(outcome) == 1 && counters.failed() == 1;
        });
    }
    bool countsRefusal(int status)
    {
        return becomes([&] { return gateway->counters().refused == std::map<int, std::uint64_t>{{status, 1}}; });
    }
    bool upstreamIsIdle() // no connection to the target is left
    {
        return becomes([this] { return gateway->services().cluster.pool(0).open() == 0; });
    }

    // Whether a new client gets the reply that is meant for it, over a new connection to the target.
    bool answersAnew()
    {
        const auto client = send(get);
        const auto target = origin.next();
        if (!target || target->takeThrough("\r\n\r\n") != wire(forwardedGet))
            return false;
        target->send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nits own!");
        return client->readReply().body == "its own!";
    }

private:
    static void replaceAll(std::string& text, std::string_view name, const std::string& value)
    {
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
            text.replace(at, name.size(), value);
    }
};

} // namespace weir::tests
