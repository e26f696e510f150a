// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/identity_meter.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;
using load::IdentityMeter;
using settings::DecodePolicy;

class IdentityMeterTest : public QObject {
    Q_OBJECT

private slots:
    void decodesAsOftenAsThePolicySays_data()
    {
        QTest::addColumn<int>("policy");
        QTest::addColumn<int>("decoded");
        QTest::newRow("always") << int(DecodePolicy::Always) << 160;
        QTest::newRow("sampled") << int(DecodePolicy::Sampled) << 10;
        QTest::newRow("never") << int(DecodePolicy::Never) << 0;
    }
    void decodesAsOftenAsThePolicySays()
    {
        QFETCH(int, policy);
        IdentityMeter meter(2);
        meter.setPolicy(static_cast<DecodePolicy>(policy));
        int decoded = 0;
        for (int i = 0; i < 160; ++i)
            decoded += meter.shouldDecode(1) ? 1 : 0;
        QTEST(decoded, "decoded");
        QCOMPARE(meter.shouldDecode(0), policy != int(DecodePolicy::Never)); // each endpoint's first
    }

    void estimatesFromTheLatestRatioOfTheEndpoint()
    {
        IdentityMeter meter(2);
        QCOMPARE(meter.estimate(0, 1000), std::uint64_t{1000}); // nothing known
        meter.learn(0, 100, 450);
        QCOMPARE(meter.estimate(0, 1000), std::uint64_t{4500});
        QCOMPARE(meter.estimate(1, 1000), std::uint64_t{1000});
        meter.learn(0, 100, 200);
        QCOMPARE(meter.estimate(0, 1000), std::uint64_t{2000});
        meter.learn(0, 0, 0); // says nothing
        QCOMPARE(meter.estimate(0, 1000), std::uint64_t{2000});
    }
};

static const TestRegistration<IdentityMeterTest> registeredIdentityMeterTest;
#include "identity_meter_test.moc"
