// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/pacer.h"

#include "core/workload/mix.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

using namespace weir;
using namespace std::chrono_literals;
using base::Nanos;
using base::TimePoint;
using load::Pacer;
using settings::Arrivals;
using settings::LatePolicy;
using settings::LoadCurve;

namespace {

const TimePoint start = TimePoint{} + 1000s;

settings::LoadSettings loadOf(LatePolicy late)
{
    settings::LoadSettings load;
    load.late = late;
    return load;
}

settings::LoadSettings loadOf(Arrivals arrivals, double shape = 1)
{
    settings::LoadSettings load;
    load.arrivals = arrivals;
    load.gammaShape = shape;
    return load;
}

struct Sending {
    Nanos intended{}; // since the start
    Nanos sent{};
    bool skipped = false;
};

// Looks at the schedule every `step`, as a worker's loop does, from `from` to `to`.
std::vector<Sending> follow(Pacer& pacer, Nanos from, Nanos to, Nanos step)
{
    std::vector<Sending> all;
    for (auto now = from; now < to; now += step)
        while (const auto due = pacer.poll(start + now))
            all.push_back({due->intended - start, now, due->skip});
    return all;
}

// Sleeps exactly until the pacer wants to be asked again.
std::vector<Nanos> intendedUpTo(Pacer& pacer, Nanos end)
{
    std::vector<Nanos> all;
    while (pacer.next() < start + end)
        if (const auto due = pacer.poll(pacer.next()))
            all.push_back(due->intended - start);
    return all;
}

// Standard deviation over mean.
double variationOf(const std::vector<Nanos>& arrivals)
{
    double sum = 0, squares = 0;
    for (std::size_t k = 1; k < arrivals.size(); ++k) {
        const auto gap = static_cast<double>((arrivals[k] - arrivals[k - 1]).count());
        sum += gap;
        squares += gap * gap;
    }
    const auto n = static_cast<double>(arrivals.size() - 1);
    return std::sqrt(squares / n - sum / n * sum / n) / (sum / n);
}

// Of all workers together, in their order.
std::vector<Nanos> sharedOut(int workers, const settings::LoadSettings& load, const LoadCurve& rate, Nanos end)
{
    std::vector<Nanos> all;
    for (int w = 0; w < workers; ++w) {
        Pacer pacer(w, workers, load);
        pacer.plan(start, rate);
        const auto own = intendedUpTo(pacer, end);
        all.insert(all.end(), own.begin(), own.end());
    }
    std::ranges::sort(all);
    return all;
}

// The most sendings within any stretch of that length.
std::size_t densest(const std::vector<Sending>& all, Nanos span)
{
    std::size_t most = 0;
    for (std::size_t i = 0, j = 0; j < all.size(); ++j) {
        while (all[j].sent - all[i].sent >= span)
            ++i;
        most = std::max(most, j - i + 1);
    }
    return most;
}

} // namespace

// The schedule on a clock of the test's own.
class PacerTest : public QObject {
    Q_OBJECT

private slots:
    void spacesArrivalsEvenly()
    {
        Pacer pacer(0, 1, loadOf(LatePolicy::Send));
        pacer.plan(start, LoadCurve::constant(250));
        const auto all = intendedUpTo(pacer, 4s);
        QCOMPARE(all.size(), std::size_t{1000});
        for (std::size_t k = 0; k < all.size(); ++k)
            QCOMPARE(all[k], Nanos(static_cast<std::int64_t>(k) * 4'000'000));
    }

    // What both blocks of a pair are fed: the same Poisson arrivals behind either anchor, on each of the workers, and
    // others under another number. What is due before an anchor stays as it was.
    void theSameNumberHasTheSameArrivals()
    {
        auto load = loadOf(LatePolicy::Send);
        load.arrivals = settings::Arrivals::Poisson;
        for (int worker = 0; worker < 2; ++worker) {
            Pacer pacer(worker, 2, load);
            const auto blockFrom = [&](Nanos anchor, std::uint64_t number) {
                pacer.planAgain(start + anchor, LoadCurve::constant(500), number);
                std::vector<Nanos> block;
                while (pacer.nextDue() < start + anchor)
                    pacer.discard();
                while (pacer.nextDue() < start + anchor + 2s)
                    block.push_back(*pacer.discard() - start - anchor);
                return block;
            };
            const auto first = blockFrom(0s, 7);
            const auto again = blockFrom(10s, 7);
            const auto other = blockFrom(20s, 8);
            QVERIFY(first.size() > 400 && first.size() < 600);
            QVERIFY(first == again);
            QVERIFY(first != other);
        }
    }

    // A period that is no whole number of nanoseconds must not drift.
    void doesNotDrift()
    {
        Pacer pacer(0, 1, loadOf(LatePolicy::Send));
        pacer.plan(start, LoadCurve::constant(3));
        std::vector<Nanos> all;
        for (int k = 0; k < 3 * 3600; ++k)
            all.push_back(pacer.poll(pacer.next())->intended - start);
        QCOMPARE(all[3], Nanos(1s));
        QCOMPARE(all[3 * 3599], Nanos(3599s));
        QCOMPARE(all[1], Nanos(333'333'333));
    }

    void interleavesTheWorkersToOnePlan()
    {
        std::vector<Nanos> all;
        for (int w = 0; w < 4; ++w) {
            Pacer pacer(w, 4, loadOf(LatePolicy::Send));
            pacer.plan(start, LoadCurve::constant(1000));
            const auto own = intendedUpTo(pacer, 1s);
            QCOMPARE(own.size(), std::size_t{250});
            all.insert(all.end(), own.begin(), own.end());
        }
        std::ranges::sort(all);
        for (std::size_t k = 0; k < all.size(); ++k)
            QCOMPARE(all[k], Nanos(static_cast<std::int64_t>(k) * 1'000'000));
    }

    void nothingIsDueEarlyOrAfterTheEnd()
    {
        Pacer pacer(0, 1, loadOf(LatePolicy::Send));
        QVERIFY(!pacer.poll(start)); // no plan yet
        QCOMPARE(pacer.next(), TimePoint::max());
        pacer.plan(start, LoadCurve::constant(100));
        pacer.end(start + 25ms);
        QVERIFY(!pacer.poll(start - 1ns));
        QCOMPARE(intendedUpTo(pacer, 1s).size(), std::size_t{3}); // 0, 10 and 20 ms
        QCOMPARE(pacer.next(), TimePoint::max());
        QVERIFY(!pacer.isDue(start + 1h));
    }

    void keepsToANewRateFromItsAnchorOn()
    {
        std::vector<Nanos> all;
        for (int w = 0; w < 4; ++w) {
            Pacer pacer(w, 4, loadOf(LatePolicy::Send));
            pacer.plan(start, LoadCurve::constant(100));
            const auto before = intendedUpTo(pacer, 500ms);
            pacer.plan(start + 505ms, LoadCurve::constant(1000));
            const auto after = intendedUpTo(pacer, 1s);
            all.insert(all.end(), before.begin(), before.end());
            all.insert(all.end(), after.begin(), after.end());
        }
        std::ranges::sort(all);
        QCOMPARE(all.size(), std::size_t{51 + 495}); // 0 to 500 ms every 10 ms, then each millisecond from 505 ms on
        for (std::size_t k = 0; k < 51; ++k)
            QCOMPARE(all[k], Nanos(static_cast<std::int64_t>(k) * 10'000'000));
        for (std::size_t k = 51; k < all.size(); ++k)
            QCOMPARE(all[k], Nanos(505ms + (k - 51) * 1ms));
    }

    // What a limit or a stall has held back is owed under a new rate as well.
    void forgetsNothingThatWasDueBeforeTheRateChanged()
    {
        Pacer pacer(0, 1, loadOf(LatePolicy::Send));
        pacer.plan(start, LoadCurve::constant(100));
        follow(pacer, 0ms, 100ms, 1ms);                  // 10 of them
        pacer.plan(start + 1s, LoadCurve::constant(50)); // 90 were never asked for
        pacer.plan(start + 2s, LoadCurve::constant(200));
        pacer.end(start + 3s);
        int owed = 0;
        TimePoint last = TimePoint::min();
        while (const auto due = pacer.discard()) {
            QVERIFY(*due > last);
            last = *due;
            ++owed;
        }
        QCOMPARE(owed, 90 + 50 + 200);
    }

    // After one long pause of a slow plan a fast one begins at once.
    void startsAFastPlanAtOnceAfterASlowOne()
    {
        Pacer pacer(0, 1, loadOf(LatePolicy::Send));
        pacer.plan(start, LoadCurve::constant(0.01));
        QVERIFY(pacer.poll(start));
        pacer.plan(start + 1s, LoadCurve::constant(100));
        QCOMPARE(pacer.next(), start + 1s);
        QVERIFY(pacer.poll(start + 1s));
    }

    // A late sending of a slow stretch holds nothing back of the fast one behind it.
    void catchesUpAtTheRateOfTheNextArrival()
    {
        LoadCurve jump;
        jump.add(1s, 1, 1);
        jump.add(1s, 1000, 1000);
        Pacer pacer(0, 1, loadOf(LatePolicy::Send));
        pacer.plan(start, jump);
        QVERIFY(pacer.poll(start + 800ms)); // late
        QVERIFY(!pacer.poll(start + 800ms));
        const auto fast = follow(pacer, 1002ms, 1010ms, 100us); // 2 ms late
        QVERIFY(!fast.empty());
        QCOMPARE(fast.front().sent, Nanos(1002ms));
    }

    // What the verdict counts as planned up to any moment is what is sent up to there.
    void countsWhatBurstsHaveDue()
    {
        auto load = loadOf(Arrivals::Bursts);
        load.burstOnS = 1;
        load.burstOffS = 2;
        const load::Bursts bursts{load};
        const auto rate = LoadCurve::constant(100);
        const auto all = sharedOut(1, load, rate, 14s);
        for (Nanos until = 0s; until <= 14s; until += 250ms) {
            const auto sent = std::ranges::count_if(all, [until](Nanos one) { return one < until; });
            const double planned = rate.countUntil(bursts.planned(until));
            QVERIFY2(std::abs(static_cast<double>(sent) - planned) <= 1,
                     qPrintable(QString("%1 sent, %2 planned").arg(sent).arg(planned)));
        }
    }

    void sendsLateOnesAtMostAtTwiceTheRate()
    {
        Pacer pacer(0, 1, loadOf(LatePolicy::Send));
        pacer.plan(start, LoadCurve::constant(1000));
        follow(pacer, 0ms, 1s, 100us);
        const auto late = follow(pacer, 2s, 4s, 100us); // after a second without a look
        QVERIFY(densest(late, 100ms) <= 203);           // twice the rate, and what one loop may bunch up
        QVERIFY(densest(late, 10ms) <= 23);
        QVERIFY(densest(late, 1ms) <= 5);
        // Every arrival comes, in order, each with the time it was due at.
        QCOMPARE(late.size(), std::size_t{3000});
        for (std::size_t k = 0; k < late.size(); ++k)
            QCOMPARE(late[k].intended, Nanos(1s + k * 1ms));
        // At twice the rate a second's backlog is gone in one more; from there on it is in time.
        const auto inTime = std::ranges::find_if(late, [](const auto& one) { return one.sent - one.intended < 1ms; });
        QVERIFY(inTime->sent > Nanos(2900ms) && inTime->sent < Nanos(3100ms));
        QVERIFY(std::all_of(inTime, late.end(), [](const auto& one) { return one.sent - one.intended < 2ms; }));
    }

    void theWorkersTogetherCatchUpAtMostAtTwiceTheRate()
    {
        std::vector<Sending> all;
        for (int w = 0; w < 4; ++w) {
            Pacer pacer(w, 4, loadOf(LatePolicy::Send));
            pacer.plan(start, LoadCurve::constant(1000));
            const auto own = follow(pacer, 1s, 3s, 100us);
            all.insert(all.end(), own.begin(), own.end());
        }
        std::ranges::sort(all, {}, &Sending::sent);
        QVERIFY(densest(all, 100ms) <= 212);
        QCOMPARE(all.size(), std::size_t{3000});
    }

    void saysWhenToComeAgainWhileHeldBack()
    {
        Pacer pacer(0, 1, loadOf(LatePolicy::Send));
        pacer.plan(start, LoadCurve::constant(100));
        auto now = start + 1s;
        int sent = 0;
        for (int looks = 0; looks < 1000 && sent < 50; ++looks) {
            if (pacer.poll(now))
                ++sent;
            else
                QVERIFY(pacer.next() > now);
            now = std::max(now, pacer.next());
        }
        QCOMPARE(sent, 50);
        QVERIFY(now - (start + 1s) >= 49 * 5ms - 1ms);
    }

    void skipsWhatIsLate()
    {
        Pacer pacer(0, 1, loadOf(LatePolicy::Skip));
        pacer.plan(start, LoadCurve::constant(1000));
        follow(pacer, 0ms, 100ms, 100us);
        const auto late = follow(pacer, 200ms, 300ms, 100us);
        const auto skipped = std::ranges::count(late, true, &Sending::skipped);
        QCOMPARE(late.size(), std::size_t{200});
        QVERIFY(skipped >= 98 && skipped <= 100); // within a millisecond counts as in time
        QVERIFY(
            std::ranges::all_of(late, [](const auto& one) { return one.skipped || one.sent - one.intended <= 1ms; }));
    }

    // Renewal theory: the gaps' coefficient of variation is 0, 1 and 1/sqrt(k).
    void spacesGapsAsTheDistributionSays_data()
    {
        QTest::addColumn<int>("arrivals");
        QTest::addColumn<double>("shape");
        QTest::addColumn<double>("variation");
        QTest::newRow("even") << static_cast<int>(Arrivals::Even) << 1.0 << 0.0;
        QTest::newRow("poisson") << static_cast<int>(Arrivals::Poisson) << 7.0 << 1.0;
        QTest::newRow("gamma 4") << static_cast<int>(Arrivals::Gamma) << 4.0 << 0.5;
        QTest::newRow("gamma 0.25") << static_cast<int>(Arrivals::Gamma) << 0.25 << 2.0;
    }
    void spacesGapsAsTheDistributionSays()
    {
        QFETCH(const int, arrivals);
        QFETCH(const double, shape);
        QFETCH(const double, variation);
        const auto all = sharedOut(1, loadOf(static_cast<Arrivals>(arrivals), shape), LoadCurve::constant(1000), 200s);
        QVERIFY2(std::abs(static_cast<double>(all.size()) - 200'000) <= 4 * variation * std::sqrt(200'000.0),
                 qPrintable(QString::number(all.size())));
        QVERIFY2(std::abs(variationOf(all) - variation) < 0.02 * std::max(variation, 0.01),
                 qPrintable(QString::number(variationOf(all))));
    }

    // However many workers there are, they make the same plan.
    void sharesRandomArrivalsOut()
    {
        for (const auto arrivals : {Arrivals::Poisson, Arrivals::Gamma, Arrivals::Bursts}) {
            const auto load = loadOf(arrivals, 0.5);
            const auto alone = sharedOut(1, load, LoadCurve::constant(500), 10s);
            QVERIFY(alone.size() > 4000);
            QCOMPARE(sharedOut(3, load, LoadCurve::constant(500), 10s), alone);
        }
    }

    // One seed feeds both: what is asked must not follow from when it is asked.
    void gapsSayNothingOfTheRequest()
    {
        const auto load = loadOf(Arrivals::Poisson);
        settings::Scenario scenario;
        scenario.requests["a"].weight = 1;
        scenario.requests["b"].weight = 1;
        auto mix = workload::mixOf(scenario.requests, static_cast<std::uint64_t>(load.seed), 0);
        const auto all = sharedOut(1, load, LoadCurve::constant(1000), 20s);
        std::array<double, 2> sums{}, counts{};
        Nanos last{};
        for (const auto arrival : all) {
            const auto request = mix.next();
            sums[request] += static_cast<double>((arrival - last).count()) / 1e6;
            ++counts[request];
            last = arrival;
        }
        const double first = sums[0] / counts[0], second = sums[1] / counts[1];
        QVERIFY2(std::abs(first - second) < 0.1, qPrintable(QString("%1 ms, %2 ms").arg(first).arg(second)));
    }

    void theSeedChangesRandomArrivals()
    {
        auto load = loadOf(Arrivals::Poisson);
        const auto one = sharedOut(1, load, LoadCurve::constant(500), 1s);
        QCOMPARE(sharedOut(1, load, LoadCurve::constant(500), 1s), one);
        ++load.seed;
        QVERIFY(sharedOut(1, load, LoadCurve::constant(500), 1s) != one);
    }

    // From 0 to 100/s within ten seconds: arrival k is due at sqrt(k / 5) s, and 500 are.
    void followsARamp()
    {
        LoadCurve ramp;
        ramp.add(10s, 0, 100);
        ramp.add(10s, 100, 100);
        ramp.add(5s, 100, 0);
        const auto all = sharedOut(2, loadOf(LatePolicy::Send), ramp, 1h);
        QCOMPARE(all.size(), std::size_t{500 + 1000 + 250});
        for (const std::size_t k : {1U, 125U, 499U})
            QVERIFY(std::abs(static_cast<double>(all[k].count()) - std::sqrt(static_cast<double>(k) / 5) * 1e9) <= 1);
        QCOMPARE(all[500], Nanos(10s));
        QCOMPARE(all[1000], Nanos(15s));
        QCOMPARE(all[1500], Nanos(20s));
        QVERIFY(all.back() < 25s);
    }

    // A cycle's requests come in its first part, at a rate higher by as much, and none in its second.
    void sendsBurstsWithPauses()
    {
        auto load = loadOf(Arrivals::Bursts);
        load.burstOnS = 0.5;
        load.burstOffS = 1.5;
        const auto all = sharedOut(1, load, LoadCurve::constant(100), 20s);
        QCOMPARE(all.size(), std::size_t{2000});
        for (std::size_t k = 0; k < all.size(); ++k)
            QCOMPARE(all[k], Nanos(k / 200 * 2s + k % 200 * 2500us));
    }

    // Random arrivals that come close together are in time, and nothing to catch up with.
    void sendsCloseArrivalsWhenTheyAreDue()
    {
        Pacer pacer(0, 1, loadOf(Arrivals::Gamma, 0.1));
        pacer.plan(start, LoadCurve::constant(100));
        for (int k = 0; k < 10'000; ++k) {
            const auto now = pacer.next();
            const auto due = pacer.poll(now);
            QVERIFY(due && due->intended == now);
        }
    }

    void discardsTheRestOfThePlan()
    {
        Pacer pacer(1, 2, loadOf(LatePolicy::Send));
        pacer.plan(start, LoadCurve::constant(100));
        pacer.end(start + 100ms);
        std::vector<Nanos> rest;
        while (const auto due = pacer.discard())
            rest.push_back(*due - start);
        QCOMPARE(rest, (std::vector<Nanos>{10ms, 30ms, 50ms, 70ms, 90ms}));
        QVERIFY(!pacer.poll(start + 1s));
    }
};

static const TestRegistration<PacerTest> registeredPacerTest;
#include "pacer_test.moc"
