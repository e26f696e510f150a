// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/cost_model.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <thread>

using namespace weir::codec;
using namespace std::chrono_literals;

class CostModelTest : public QObject {
    Q_OBJECT

private slots:
    void growsWithSizeAndLevel()
    {
        const CostModel model;
        for (const Codec codec : {Codec::Gzip, Codec::Brotli}) {
            for (int level = levels(codec).min; level < levels(codec).max; ++level)
                for (const std::size_t bytes : {100u, 5000u, 20000u, 70000u, 1000000u}) {
                    QVERIFY(model.predict({codec, level, bytes}) <= model.predict({codec, level + 1, bytes}));
                    QVERIFY(model.predict({codec, level, bytes}) < model.predict({codec, level, bytes + 1000}));
                }
        }
    }

    // The times measured for 64 KiB when the budget was set: 1.0, 1.1 and 71 ms.
    void startsNearTheTruth()
    {
        const CostModel model;
        const auto isNear = [&](Run run, std::chrono::nanoseconds expected) {
            const auto predicted = model.predict(run);
            return predicted > expected / 3 && predicted < expected * 3;
        };
        QVERIFY(isNear({Codec::Gzip, 6, 65536}, 1ms));
        QVERIFY(isNear({Codec::Brotli, 5, 65536}, 1100us));
        QVERIFY(isNear({Codec::Brotli, 11, 65536}, 71ms));
        QVERIFY(model.predict({Codec::Gzip, 6, 65536}) > loopBudget);
        QVERIFY(model.predict({Codec::Gzip, 6, 1024}) < loopBudget);
        QVERIFY(model.predict({Codec::Identity, 0, 65536}) < loopBudget);
    }

    void learnsWhatWasMeasured()
    {
        CostModel model;
        const Run run{Codec::Gzip, 6, 65536};
        for (int i = 0; i < 60; ++i)
            model.learn(run, 300us);
        QVERIFY(model.predict(run) > 290us && model.predict(run) < 310us);
        QVERIFY(model.predict({Codec::Gzip, 5, 65536}) == CostModel{}.predict({Codec::Gzip, 5, 65536}));
        model.learn(run, 10s); // the machine was suspended
        QVERIFY(model.predict(run) < 700us);
        model.learn({Codec::Gzip, decoding, 65536}, 1ms);
        QVERIFY(model.predict(run) < 700us);
    }

    void takesReportsFromManyThreads()
    {
        CostModel model;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 5000; ++i)
                    model.learn({Codec::Brotli, 5, 10000}, 50us);
            });
        for (auto& thread : threads)
            thread.join();
        const auto predicted = model.predict({Codec::Brotli, 5, 10000});
        QVERIFY(predicted > 49us && predicted < 51us);
    }
};

static const TestRegistration<CostModelTest> registeredCostModelTest;
#include "cost_model_test.moc"
