// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"

#include "tests/support/test_registry.h"

#include <QDateTime>
#include <QTest>

using namespace weir::base;

class ClockTest : public QObject {
    Q_OBJECT

private slots:
    void writesRfc3339AsQtDoes_data()
    {
        QTest::addColumn<qint64>("millis");
        QTest::newRow("epoch") << qint64{0};
        QTest::newRow("leap day") << qint64{1709210096007};
        QTest::newRow("before 1970") << qint64{-1};
        QTest::newRow("far") << qint64{4102444799999};
    }
    void writesRfc3339AsQtDoes()
    {
        QFETCH(qint64, millis);
        const auto expected = QDateTime::fromMSecsSinceEpoch(millis, Qt::UTC).toString(Qt::ISODateWithMs);
        QCOMPARE(QString::fromStdString(rfc3339(WallTime{std::chrono::milliseconds{millis}})), expected);
    }

    void cpuTimeGrowsWithWork()
    {
        const auto before = threadCpuTime();
        volatile double sum = 0;
        while (threadCpuTime() - before < std::chrono::milliseconds{2})
            sum = sum + 1;
        QVERIFY(threadCpuTime() > before);
    }
};

static const TestRegistration<ClockTest> registeredClockTest;
#include "clock_test.moc"
