// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/timer_lag.h"

#include "core/net/task.h"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace weir::load {

namespace {

constexpr base::Nanos pause = std::chrono::microseconds{300};
constexpr base::Nanos leastWindow = std::chrono::microseconds{50};
constexpr base::Nanos mostWindow = std::chrono::microseconds{500};

base::Nanos atRank(const std::vector<base::Nanos>& sorted, double share)
{
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size()) - 1e-9));
    return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

} // namespace

TimerLag timerLagOf(std::span<const base::Nanos> lags)
{
    if (lags.empty())
        return {};
    std::vector<base::Nanos> sorted(lags.begin(), lags.end());
    std::ranges::sort(sorted);
    return {atRank(sorted, 0.5), atRank(sorted, 0.99), sorted.back(), static_cast<int>(sorted.size())};
}

TimerLag measureTimerLag(int wakeUps)
{
    net::IoContext io{1};
    const auto keepsLoopOpen = net::asio::make_work_guard(io);
    net::asio::basic_waitable_timer<base::Clock, net::asio::wait_traits<base::Clock>, net::Executor> alarm{
        io.get_executor()};
    std::vector<base::Nanos> lags;
    for (int i = 0; i < wakeUps; ++i) {
        const auto due = base::now() + pause;
        alarm.expires_at(due);
        alarm.async_wait([](net::error_code) {});
        io.run_one();
        lags.push_back(base::now() - due);
    }
    return timerLagOf(lags);
}

base::Nanos pollWindowFor(const TimerLag& lag)
{
    return std::clamp(lag.p99, leastWindow, mostWindow);
}

} // namespace weir::load
