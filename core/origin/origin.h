// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/settings/origin_settings.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace weir::origin {

// What an origin has done since its start.
struct OriginCounters {
    std::uint64_t requests = 0;
    std::array<std::uint64_t, 6> replies{}; // by the first digit of the status
    std::uint64_t bodyBytesSent = 0;        // without chunk framing
    std::uint64_t connectionsAccepted = 0;
    std::uint64_t connectionsOpen = 0;
    std::uint64_t working = 0; // requests that hold a work slot
    std::uint64_t queued = 0;  // requests that wait for one

    bool operator==(const OriginCounters&) const = default;
};

// The built-in origin: a small shop's JSON API over real TCP, on a thread of its own, so that a first run needs nothing
// else and its own cost can be told from the load's. Any thread may use it, one at a time; it serves until destroyed.
//
//     GET /products?page=&limit=   GET /products/{id}   GET /search?q=   GET /customers/{id}/orders
//     POST /orders                 GET /orders/{id}     GET /reports/sales                GET /health
class Origin {
public:
    // Makes the shop from the seed (some 50 ms) and listens; `listen` as in net::ListenAddress.
    static base::Result<std::unique_ptr<Origin>> start(const settings::OriginSettings& settings,
                                                       const std::string& listen = "127.0.0.1:0");
    Origin(const Origin&) = delete;
    Origin& operator=(const Origin&) = delete;
    ~Origin(); // ends all connections and joins the thread

    std::string url() const; // "http://127.0.0.1:43210", without a slash at the end
    std::uint16_t port() const;

    // Takes effect for requests that begin after it, within a millisecond. Queued requests, the order of latencies and
    // errors, and orders that were placed stay as they are. Another seed makes another shop, and restarts that order.
    void apply(const settings::OriginSettings& settings);

    // Of the origin's thread, at most 60 ms old.
    base::Nanos cpuTime() const;
    OriginCounters counters() const;

private:
    class Server;
    explicit Origin(std::unique_ptr<Server> server);
    std::unique_ptr<Server> m_server;
};

} // namespace weir::origin
