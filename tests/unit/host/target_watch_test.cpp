// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/target_watch.h"

#include "tests/support/test_registry.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

using namespace weir;
using namespace weir::host;

class TargetWatchTest : public QObject {
    Q_OBJECT

    static WatchedTarget byProcess(ProcessId process)
    {
        WatchedTarget target;
        target.process = process;
        return target;
    }

private slots:
    void initTestCase()
    {
        if (!isSupported())
            QSKIP("this system tells nothing of its processes");
    }

    void measuresAnotherProcess()
    {
        QProcess child;
        child.start(QStringLiteral("cat"), {});
        QVERIFY(child.waitForStarted());
        auto watch = TargetWatch::start(byProcess(child.processId()));
        QVERIFY(watch);
        QVERIFY((*watch)->name().starts_with("cat (process "));
        metrics::TargetLevels levels;
        QTRY_VERIFY_WITH_TIMEOUT((levels += (*watch)->take()).span > base::Nanos::zero(), 20'000);
        const double seconds = std::chrono::duration<double>(levels.span).count();
        QVERIFY(levels.residentMax > 100'000);
        QVERIFY(levels.residentByteSeconds > 100'000 * seconds * 0.5);
        QCOMPARE(levels.threadSeconds, seconds); // it has one
        QCOMPARE(levels.socketSeconds, 0.0);
        QCOMPARE(levels.socketSpan, levels.span);
        child.closeWriteChannel();
        QVERIFY(child.waitForFinished());
    }

    // Its work would be taken for the target's.
    void refusesThisProcess()
    {
        const auto watch = TargetWatch::start(byProcess(ownProcess()));
        QVERIFY(!watch);
        QCOMPARE(watch.error().code, base::Errc::InvalidArgument);
    }

    void saysThatThereIsNone()
    {
        const auto watch = TargetWatch::start(byProcess(2'000'000'000));
        QVERIFY(!watch);
        QCOMPARE(watch.error().code, base::Errc::NotFound);
        QVERIFY(watch.error().context.find("target.pid") != std::string::npos);
    }
};

static const TestRegistration<TargetWatchTest> registeredTargetWatchTest;
#include "target_watch_test.moc"
