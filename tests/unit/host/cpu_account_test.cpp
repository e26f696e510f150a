// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/cpu_account.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::host;
using weir::base::Nanos;

class CpuAccountTest : public QObject {
    Q_OBJECT

private slots:
    void countsWhatIsNew()
    {
        CpuAccount account;
        QCOMPARE(account.used(7, Nanos{500}), Nanos{0}); // from before it was looked at
        QCOMPARE(account.used(7, Nanos{800}), Nanos{300});
        QCOMPARE(account.used(7, Nanos{800}), Nanos{0});
    }

    void anIdThatIsUsedAgainBeginsAnew()
    {
        CpuAccount account;
        account.used(7, Nanos{500});
        QCOMPARE(account.used(7, Nanos{20}), Nanos{0});
        QCOMPARE(account.used(7, Nanos{50}), Nanos{30});
    }

    void thoseThatHaveEndedAreForgotten()
    {
        CpuAccount account;
        for (const ProcessId process : {7, 8, 9})
            account.used(process, Nanos{500});
        account.forget(7);
        QCOMPARE(account.used(7, Nanos{900}), Nanos{0});
        account.keepOnly(std::vector<ProcessId>{9});
        QCOMPARE(account.size(), std::size_t{1});
        QCOMPARE(account.used(9, Nanos{600}), Nanos{100});
    }
};

static const TestRegistration<CpuAccountTest> registeredCpuAccountTest;
#include "cpu_account_test.moc"
