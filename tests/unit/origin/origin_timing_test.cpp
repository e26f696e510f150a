// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/latency.h"
#include "core/origin/pauses.h"
#include "core/origin/work_slots.h"
#include "tests/support/test_registry.h"
#include "tests/unit/http/await.h"
#include "tests/unit/origin/shop_client.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace weir;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using tests::Running;
using tests::ShopClient;

namespace {

std::vector<double> drawn(const settings::OriginSettings& settings, int count)
{
    base::Random random(7);
    std::vector<double> values;
    for (int i = 0; i < count; ++i)
        values.push_back(std::chrono::duration<double, std::milli>(origin::drawLatency(settings, random)).count());
    std::ranges::sort(values);
    return values;
}

net::Task<base::TimePoint> pausedUntil(origin::Pauses& pauses, base::TimePoint due)
{
    const bool ended = co_await pauses.until(due);
    co_return ended ? base::now() : base::TimePoint();
}

net::Task<int> turn(origin::WorkSlots& workSlots, std::vector<int>& order, int number)
{
    const bool taken = co_await workSlots.take();
    if (taken)
        order.push_back(number);
    co_return taken ? 1 : 0;
}

} // namespace

class OriginTimingTest : public QObject {
    Q_OBJECT

private slots:
    void constantLatency()
    {
        settings::OriginSettings settings;
        settings.latencyModel = settings::LatencyModel::Constant;
        settings.latencyMs = 2.5;
        const auto values = drawn(settings, 100);
        QCOMPARE(values.front(), 2.5);
        QCOMPARE(values.back(), 2.5);
    }

    // Against the normal distribution's own table: z(0.9) = 1.2816, z(0.99) = 2.3263.
    void logNormalLatency()
    {
        settings::OriginSettings settings;
        settings.latencyMs = 10;
        settings.latencySigma = 0.5;
        const auto values = drawn(settings, 40'000);
        const auto near = [&](double share, double expected) {
            const auto value = values[static_cast<std::size_t>(share * static_cast<double>(values.size()))];
            return std::abs(value / expected - 1) < 0.05;
        };
        QVERIFY(near(0.5, 10));
        QVERIFY(near(0.9, 10 * std::exp(0.5 * 1.2816)));
        QVERIFY(near(0.99, 10 * std::exp(0.5 * 2.3263)));
        QVERIFY(near(0.1, 10 * std::exp(-0.5 * 1.2816)));
    }

    void latencyHasACeiling()
    {
        settings::OriginSettings settings;
        settings.latencyMs = 60'000;
        settings.latencySigma = 3;
        QVERIFY(drawn(settings, 20'000).back() <= 600'000);
    }

    void pausesAreNeverEarlyAndComeInOrder()
    {
        net::IoContext context{1};
        origin::Pauses pauses(context);
        std::vector<std::unique_ptr<Running<base::TimePoint>>> waiting;
        std::vector<base::TimePoint> due;
        const auto begin = base::now();
        for (int i = 0; i < 200; ++i) {
            due.push_back(begin + microseconds{(i * 7919) % 40'000});
            waiting.push_back(std::make_unique<Running<base::TimePoint>>(context, pausedUntil(pauses, due.back())));
        }
        for (std::size_t i = 0; i < due.size(); ++i)
            QVERIFY(waiting[i]->wait().value_or(base::TimePoint()) >= due[i]);
    }

    void pausesEndTogether()
    {
        net::IoContext context{1};
        origin::Pauses pauses(context);
        Running<base::TimePoint> first(context, pausedUntil(pauses, base::now() + std::chrono::hours{1}));
        context.poll();
        pauses.close();
        QCOMPARE(first.wait().value_or(base::now()), base::TimePoint());
        Running<base::TimePoint> later(context, pausedUntil(pauses, base::now() + std::chrono::hours{1}));
        QCOMPARE(later.wait().value_or(base::now()), base::TimePoint());
    }

    void slotsAreGivenInTheOrderOfArrival()
    {
        net::IoContext context{1};
        origin::WorkSlots workSlots(context.get_executor());
        workSlots.setLimit(2);
        std::vector<int> order;
        std::vector<std::unique_ptr<Running<int>>> turns;
        for (int i = 0; i < 6; ++i)
            turns.push_back(std::make_unique<Running<int>>(context, turn(workSlots, order, i)));
        context.poll();
        QCOMPARE(order, (std::vector<int>{0, 1}));
        QVERIFY(!workSlots.tryTake());
        workSlots.giveBack();
        QVERIFY(!workSlots.tryTake()); // whoever waits comes first
        context.restart();
        context.poll();
        QCOMPARE(order, (std::vector<int>{0, 1, 2}));
        QCOMPARE(workSlots.taken(), 2U);
        workSlots.setLimit(4);
        context.restart();
        context.poll();
        QCOMPARE(order, (std::vector<int>{0, 1, 2, 3, 4}));
        workSlots.close();
        QCOMPARE(turns[5]->wait().value_or(-1), 0);
        QCOMPARE(workSlots.waiting(), 0U);
    }

    void repliesTakeTheLatency()
    {
        settings::OriginSettings settings;
        settings.latencyMs = 20;
        settings.latencyModel = settings::LatencyModel::Constant;
        ShopClient shop(settings);
        const auto timed = [&](const std::string& target) {
            const auto begin = base::now();
            shop.get(target);
            return base::now() - begin;
        };
        QVERIFY(timed("/products/1") >= milliseconds{20});
        QVERIFY(timed("/reports/sales") >= milliseconds{100});
        auto fastest = std::chrono::nanoseconds::max();
        for (int i = 0; i < 20; ++i)
            fastest = std::min<std::chrono::nanoseconds>(fastest, timed("/health"));
        QVERIFY(fastest < milliseconds{20});
    }
};

static const TestRegistration<OriginTimingTest> registeredOriginTimingTest;
#include "origin_timing_test.moc"
