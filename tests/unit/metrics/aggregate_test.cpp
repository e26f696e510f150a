// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/aggregate.h"

#include "tests/support/test_registry.h"
#include "tests/unit/metrics/samples.h"

#include <QTest>

using namespace weir;
using namespace weir::test;
using metrics::Aggregate;
using metrics::CacheStatus;
using metrics::DistributionId;
using metrics::Outcome;

class AggregateTest : public QObject {
    Q_OBJECT

private slots:
    void countsASample()
    {
        auto sample = sampleOf(5ms);
        sample.cache = CacheStatus::Hit;
        sample.connects = 1;
        sample.usedConnection = true;
        sample.poolWait = 1ms;
        Aggregate aggregate;
        aggregate.add(sample);
        QCOMPARE(aggregate.counters.requests, 1U);
        QCOMPARE(aggregate.counters.ok, 1U);
        QCOMPARE(aggregate.counters.failed(), 0U);
        QCOMPARE(aggregate.counters.cachedIdentityBytes, 1000U);
        QCOMPARE(aggregate.counters.statusClasses[2], 1U);
        QCOMPARE(aggregate.at(DistributionId::PoolWait).max(), 1'000'000U);
        QCOMPARE(aggregate.at(DistributionId::Response).max(), 5'000'000U);
    }

    // Response time counts from the intended start, service time from the send, and both are kept.
    void aLateSendIsPartOfTheResponseTime()
    {
        auto sample = sampleOf(5ms);
        sample.intended -= 3ms;
        Aggregate aggregate;
        aggregate.add(sample);
        QCOMPARE(aggregate.at(DistributionId::Response).max(), 8'000'000U);
        QCOMPARE(aggregate.at(DistributionId::Service).max(), 5'000'000U);
        QCOMPARE(aggregate.at(DistributionId::ScheduleLag).max(), 3'000'000U);
        QCOMPARE(aggregate.counters.lateSends, 1U);
    }

    // The first use of a connection pays for opening it, so the two are told apart; a reply from the cache is neither.
    void coldAndWarmAreToldApart()
    {
        auto cold = sampleOf(9ms), warm = sampleOf(2ms);
        cold.usedConnection = warm.usedConnection = true;
        cold.connects = 1;
        Aggregate aggregate;
        for (const auto& sample : {cold, warm, warm, sampleOf(1ms)})
            aggregate.add(sample);
        QCOMPARE(aggregate.counters.coldUses, 1U);
        QCOMPARE(aggregate.counters.connectionUses, 3U);
        QCOMPARE(aggregate.counters.coldServiceNanos, 9'000'000);
        QCOMPARE(aggregate.counters.warmServiceNanos, 4'000'000);
        QCOMPARE(aggregate.at(DistributionId::ColdService).max(), 9'000'000U);
        QCOMPARE(aggregate.at(DistributionId::WarmService).count(), 2U);
    }

    // What the target's time is made of.
    void theTargetsTimeIsDivided()
    {
        auto sample = sampleOf(20ms);
        sample.intended -= 5ms;
        sample.stages[static_cast<std::size_t>(metrics::StageId::Upstream)] = 10ms;
        sample.send = 1ms;
        sample.wait = 6ms;
        Aggregate aggregate;
        aggregate.add(sample);
        QCOMPARE(aggregate.counters.answered.queued, 5'000'000);
        QCOMPARE(aggregate.counters.answered.send, 1'000'000);
        QCOMPARE(aggregate.counters.answered.wait, 6'000'000);
        QCOMPARE(aggregate.counters.answered.receive, 3'000'000);
    }

    void waitsOfThoseThatNeededNoConnectionAreLeftOut()
    {
        Aggregate aggregate;
        aggregate.add(sampleOf(5ms));
        QVERIFY(aggregate.at(DistributionId::PoolWait).empty());
    }

    // A refused connection is fast, but no answer.
    void aFailureIsNoAnswer()
    {
        Aggregate aggregate;
        aggregate.add(sampleOf(5ms));
        auto failure = failedSample(Outcome::ConnectRefused, 0);
        failure.usedConnection = true;
        failure.stages[0] = 1ms;
        aggregate.add(failure);
        aggregate.count(&metrics::Counters::skipped);
        aggregate.count(&metrics::Counters::unfinished);
        aggregate.count(&metrics::Counters::planned);
        const auto& response = aggregate.at(DistributionId::Response);
        QCOMPARE(response.count(), 1U);
        QCOMPARE(response.min(), 5'000'000U);
        QCOMPARE(response.summary().infinite, 3U);
        QCOMPARE(aggregate.at(DistributionId::Failed).max(), 2'000'000U);
        for (const auto id : {DistributionId::Service, DistributionId::WarmService, DistributionId::ColdService})
            QCOMPARE(aggregate.at(id).count(), id == DistributionId::Service ? 1U : 0U);
        QCOMPARE(aggregate.counters.decided(), 4U);
        QCOMPARE(aggregate.counters.answered.stages[0], 0);
        QCOMPARE(aggregate.counters.lost.stages[0], 1'000'000);
    }

    void cancelledIsNoRequest()
    {
        Aggregate aggregate;
        aggregate.add(failedSample(Outcome::Cancelled, 0));
        QCOMPARE(aggregate.counters, metrics::Counters{});
        QVERIFY(aggregate.at(DistributionId::Response).empty());
    }

    void mergedPartsEqualTheWhole()
    {
        base::Random random{9};
        Aggregate whole, first, second;
        for (int i = 0; i < 2000; ++i) {
            auto sample = i % 7 == 0 ? failedSample(Outcome::StatusError, 500) : sampleOf(drawn(random, 4ms));
            sample.stages[0] = 3us;
            whole.add(sample);
            (i % 2 == 0 ? first : second).add(sample);
        }
        first.merge(second);
        QCOMPARE(first.counters, whole.counters);
        for (std::size_t id = 0; id < metrics::distributionCount; ++id)
            QVERIFY(first.distributions[id] == whole.distributions[id]);
    }

    void subtractingCountersUndoesAdding()
    {
        Aggregate a, b;
        a.add(sampleOf(1ms));
        b.add(failedSample(Outcome::TlsFailed, 0));
        auto sum = a.counters;
        sum += b.counters;
        sum -= a.counters;
        QCOMPARE(sum, b.counters);
    }
};

static const TestRegistration<AggregateTest> registeredAggregateTest;
#include "aggregate_test.moc"
