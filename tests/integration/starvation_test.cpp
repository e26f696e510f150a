// SPDX-License-Identifier: GPL-3.0-or-later
// Who is to blame: a generator that gets no processor must be found out, an origin that gets none is what was measured.
#include "tests/integration/cli_process.h"
#include "tests/support/csv_table.h"
#include "tests/support/test_registry.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <thread>
#include <vector>

using namespace weir::integration;

namespace {

constexpr int starvationPatienceMs = 60'000;

// A program on one processor, as it stands or last in the queue for it. Ended when this goes.
class Pinned {
public:
    Pinned(int cpu, bool isLast, const QStringList& command)
    {
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
        m_process.start(QStringLiteral("nice"),
                        QStringList{"-n", isLast ? "19" : "0", "taskset", "-c", QString::number(cpu)} + command);
        m_process.waitForStarted(starvationPatienceMs);
    }
    ~Pinned()
    {
        m_process.kill();
        m_process.waitForFinished(starvationPatienceMs);
    }

    QString line()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(starvationPatienceMs)) {}
        return QString::fromUtf8(m_process.readLine()).trimmed();
    }
    bool finish() { return m_process.waitForFinished(starvationPatienceMs); }
    QByteArray messages() { return m_process.readAllStandardError(); }

private:
    QProcess m_process;
};

// How long that processor has been busy since the machine began, in seconds (proc(5), /proc/stat): all but the fourth
// and fifth figure, which are its idle time, and the guests', who are in the first two.
double busySeconds(int cpu)
{
    QFile file{QStringLiteral("/proc/stat")};
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const auto name = QStringLiteral("cpu%1 ").arg(cpu);
    double ticks = 0;
    for (const auto& line : QString::fromLatin1(file.readAll()).split('\n'))
        if (line.startsWith(name))
            for (int i = 1; i <= 8; ++i)
                ticks += i == 4 || i == 5 ? 0 : line.section(' ', i, i).toDouble();
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

// Processor time of the programs that this one has started and seen end.
double endedSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Four that want the whole of a processor.
std::vector<std::unique_ptr<Pinned>> crowd(int cpu)
{
    std::vector<std::unique_ptr<Pinned>> loops;
    for (int i = 0; i < 4; ++i)
        loops.push_back(std::make_unique<Pinned>(cpu, false, QStringList{"sh", "-c", "while :; do :; done"}));
    return loops;
}

} // namespace

class StarvationTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (std::thread::hardware_concurrency() < 2)
            QSKIP("Starving one side only takes two processors.");
        QVERIFY(m_folder.isValid());
    }

    void aStarvedGeneratorMakesTheRunInvalid() { QCOMPARE(verdictWith(generatorCpu), QStringLiteral("INVALID")); }

    // Its users wait for the generator, so nothing is late and hardly any CPU is used.
    void inTheClosedModelAsWell()
    {
        QCOMPARE(verdictWith(generatorCpu, {"--set", "load.model=closed", "--set", "load.users=4"}),
                 QStringLiteral("INVALID"));
    }

    // Replies that it has not read fill the flight, which is not the target's doing.
    void behindTheLimitAsWell()
    {
        QCOMPARE(verdictWith(generatorCpu, {"--set", "load.max_in_flight=4"}), QStringLiteral("INVALID"));
    }

    // A try in which other programs took the generator's processor as well says nothing, unless it went well all the
    // same.
    void aStarvedOriginDoesNot()
    {
        for (int i = 0; i < tries; ++i) {
            const auto verdict = verdictWith(originCpu);
            if (verdict == QStringLiteral("VALID") || verdict == QStringLiteral("SUSPECT"))
                return;
            QVERIFY2(verdict == QStringLiteral("INVALID") && m_taken > mostTaken,
                     qPrintable(QStringLiteral("%1, with %2 of the generator's processor taken by others")
                                    .arg(verdict)
                                    .arg(m_taken)));
        }
        QSKIP("Other programs wanted the generator's processor at each try.");
    }

private:
    // Of a run whose generator and origin have a processor each, and one of them is crowded.
    QString verdictWith(int crowdedCpu, const QStringList& settings = {})
    {
        Pinned origin(originCpu, crowdedCpu == originCpu, {cliProgram(), "origin", "--listen", "127.0.0.1:0"});
        const QString greeting = origin.line(); // "listening on http://..."
        const auto loops = crowd(crowdedCpu);
        const QString report = m_folder.filePath(QStringLiteral("run.csv"));
        const auto begin = std::chrono::steady_clock::now();
        const double busyBefore = busySeconds(generatorCpu);
        const double ownBefore = endedSeconds();
        Pinned generator(generatorCpu, crowdedCpu == generatorCpu,
                         QStringList{cliProgram(), "run", greeting.section(QLatin1Char(' '), -1) + "/health", "--quiet",
                                     "-r", "500", "-d", "2", "--csv", report}
                             + QStringList{"--set", "load.path=direct", "--set", "load.warmup_s=0", "--set",
                                           "load.drain_s=1", "--set", "engine.workers=1"}
                             + settings);
        if (!generator.finish())
            return QStringLiteral("did not end");
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        m_taken = (busySeconds(generatorCpu) - busyBefore - (endedSeconds() - ownBefore)) / took.count();
        const auto table = csvFile(report);
        return table.size() == 0 ? QString::fromUtf8(generator.messages())
                                 : QString::fromStdString(table.text(0, "verdict"));
    }

    static constexpr int generatorCpu = 0;
    static constexpr int originCpu = 1;
    static constexpr int tries = 5;
    // Being away for 2 % of the time makes 4 % of the requests late, as what was missed is caught up at twice the rate;
    // from 5 % on a run is INVALID.
    static constexpr double mostTaken = 0.02;
    double m_taken = 0; // share of the time that the generator's processor was busy with others, in the last run
    QTemporaryDir m_folder;
};

static const TestRegistration<StarvationTest> registeredStarvationTest;
#include "starvation_test.moc"
