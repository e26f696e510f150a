// SPDX-License-Identifier: GPL-3.0-or-later
// weir-cli experiment: what it refuses, what it exits with, and that one that was killed is told and goes on.
#include "tests/integration/cli_setup.h"
#include "tests/support/test_registry.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>
#include <QThread>

#include <csignal>

using namespace weir::integration;

namespace {

constexpr int patienceMs = 30'000;

// The demo, by blocks of half a second, so that its medians are of a hundred requests.
QStringList experiment(const QString& kind, const QStringList& more)
{
    return QStringList{"experiment", kind,     "--quiet", "--block-seconds", "0.5", "--set", "load.warmup_s=0.1",
                       "--metric",   "latency_p50_ms", "--set",   "cache.enabled=false"}
        + more;
}

QJsonObject onlyEntry();

// Eight blocks and more of the one experiment that the history has, which another process writes.
bool waitForBlocks()
{
    QElapsedTimer patience;
    patience.start();
    while (patience.elapsed() < patienceMs) {
        QThread::msleep(200);
        const auto id = onlyEntry()["id"].toString();
        static const QRegularExpression several{"\\b([89]|1[0-9]) of [0-9]+ blocks"};
        if (!id.isEmpty() && runCli({"history", "show", id}).output.contains(several))
            return true;
    }
    return false;
}

QJsonObject onlyEntry()
{
    const auto entries = jsonOf(runCli({"history", "list", "--format", "json"}).output).array();
    return entries.size() == 1 ? entries.at(0).toObject() : QJsonObject{};
}

} // namespace

class CliExperimentTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_folder->filePath("data").toUtf8());
    }

    void whatIsWrongIsToldBeforeAnythingIsSent_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("told");
        const auto row = [](const char* name, const QStringList& arguments, const char* told) {
            QTest::newRow(name) << arguments << QString{told};
        };
        row("no kind", {"experiment"}, "KIND");
        row("another kind", {"experiment", "guess"}, "try");
        row("no variant", {"experiment", "try"}, "--variant");
        row("no =", {"experiment", "try", "--variant", "cache.enabled"}, "no =");
        row("unknown knob", {"experiment", "try", "--variant", "cache.enable=true"}, "cache.enabled");
        row("the same", {"experiment", "try", "--variant", "cache.enabled=true"}, "already");
        row("of another kind", {"experiment", "sweep", "--variant", "cache.enabled=true"}, "says nothing");
        row("no knob", {"experiment", "sweep"}, "--knob");
        row("three knobs", {"experiment", "sweep", "--knob", "pool.max_connections=1,2", "--knob", "pool.max_pending=1,2",
                            "--knob", "compression.gzip_level=1,2"}, "too many");
        row("one level", {"experiment", "screen", "--knob", "pool.max_connections=1"}, "two levels");
        row("no condition", {"experiment", "find", "--highest", "load.rate"}, "--while");
        row("no number", {"experiment", "find", "--highest", "compression.codec", "--while", "p(99)<50"}, "no number");
        row("two directions", {"experiment", "find", "--highest", "load.rate", "--lowest", "load.rate", "--while",
                               "p(99)<50"}, "lowest");
        row("unknown metric", {"experiment", "try", "--variant", "cache.enabled=false", "--metric", "p99"}, "p99");
        row("short blocks", {"experiment", "try", "--variant", "cache.enabled=false", "--block-seconds", "1"},
            "1000 requests");
        row("no blocks", {"experiment", "try", "--variant", "cache.enabled=false", "--blocks", "0"}, "--blocks");
        row("bad condition to fail on", {"experiment", "try", "--variant", "cache.enabled=false", "--fail-on", "bad"},
            "bad");
        row("nothing to resume", {"experiment", "resume", "20200101T000000-0000"}, "20200101T000000-0000");
    }
    void whatIsWrongIsToldBeforeAnythingIsSent()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, told);
        const auto result = runCli(arguments);
        QCOMPARE(result.exitCode, 104);
        QVERIFY2(result.messages.contains(told), qPrintable(result.messages));
    }

    void aTryExitsAsItsConditionSays()
    {
        const auto worse = runCli(experiment("try", {"--variant", "origin.latency_ms=12", "--blocks", "5", "--fail-on",
                                                     "worse", "--csv", path("tuning.csv")}));
        QVERIFY2(worse.exitCode == 99, qPrintable(worse.output + worse.messages));
        const auto table = csvFile(path("tuning.csv"));
        QVERIFY(table.size() >= 7); // all requests and each endpoint
        const auto bound = runCli(experiment("try", {"--variant", "origin.latency_ms=12", "--blocks", "5", "--fail-on",
                                                     "latency_p50_ms>+900%"}));
        QVERIFY2(bound.exitCode == 0, qPrintable(bound.output + bound.messages));
        QVERIFY(bound.output.contains("worse"));
    }

    void aKilledSweepIsToldAndGoesOn()
    {
        {
            const CliProcess process{
                experiment("sweep", {"--knob", "origin.latency_ms=2,8", "--blocks", "5", "--seed", "3"})};
            QVERIFY(waitForBlocks());
            process.signal(SIGKILL);
        }
        const auto entry = onlyEntry();
        QCOMPARE(entry["state"].toString(), "died");
        const QString id = entry["id"].toString();
        QVERIFY(runCli({"history", "show", id}).output.contains("experiment resume " + id));
        QCOMPARE(runCli({"history", "export", id, "--csv", path("before.csv")}).exitCode, 0);

        const auto resumed = runCli({"experiment", "resume", id.right(4), "--quiet"});
        QVERIFY2(resumed.exitCode == 0, qPrintable(resumed.output + resumed.messages));
        QVERIFY2(resumed.output.contains("20 of 20 blocks"), qPrintable(resumed.output));
        QCOMPARE(onlyEntry()["state"].toString(), "finished");
        const auto kept = runCli({"history", "show", id});
        QVERIFY(kept.output.contains("20 of 20 blocks"));
        QCOMPARE(runCli({"experiment", "resume", id, "--quiet"}).exitCode, 0); // nothing is left to do
    }

    void interruptedItReportsWhatItHas()
    {
        CliProcess process{experiment("try", {"--variant", "origin.latency_ms=9", "--blocks", "100"})};
        QVERIFY(waitForBlocks());
        process.signal(SIGINT);
        const auto result = process.result();
        QCOMPARE(result.exitCode, 105);
        QVERIFY2(result.output.contains("worse"), qPrintable(result.output));
        QCOMPARE(onlyEntry()["state"].toString(), "interrupted");
    }

    void oneThatIsNotToBeKeptIsNot()
    {
        QCOMPARE(runCli(experiment("try", {"--variant", "origin.latency_ms=9", "--blocks", "1", "--no-history"})).exitCode,
                 0);
        QVERIFY(onlyEntry().isEmpty());
    }

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

static const TestRegistration<CliExperimentTest> registeredCliExperimentTest;

#include "cli_experiment_test.moc"
