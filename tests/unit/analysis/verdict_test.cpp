// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/verdict.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <functional>

using namespace std::chrono_literals;
using namespace weir;
using analysis::VerdictInput;
using metrics::Verdict;
using Level = metrics::Verdict::Level;

// Thirty seconds at 200 a second, all in time.
static VerdictInput flawless()
{
    VerdictInput input;
    input.counters.planned = input.counters.requests = input.counters.ok = 6000;
    input.scheduleLag.record(12'000, 6000);
    input.levels.span = 30s;
    input.levels.workers = 1;
    input.levels.workerTime = 30s;
    input.levels.workerCpu = 3s;
    input.planned = 6000;
    input.span = 30s;
    return input;
}

static VerdictInput with(const std::function<void(VerdictInput&)>& change)
{
    auto input = flawless();
    change(input);
    return input;
}

static std::string joined(const Verdict& verdict)
{
    std::string text;
    for (const auto& reason : verdict.reasons)
        text += reason + '\n';
    return text;
}

Q_DECLARE_METATYPE(VerdictInput)

class VerdictTest : public QObject {
    Q_OBJECT

private slots:
    // What is known of every part that could have been in the way.
    void validShowsItsEvidence()
    {
        const auto verdict = analysis::judge(with([](VerdictInput& in) {
            in.scheduleLag.record(1'500'000);
            in.levels.span = 30s;
            in.levels.hasOrigin = true;
            in.levels.originCpu = 6s;
            in.levels.proxyWorkers = 2;
            in.levels.proxyCpu = 15s;
        }));
        QCOMPARE(verdict.level, Level::Valid);
        const auto& text = verdict.reasons.front();
        for (const auto* part : {"p99 of the schedule lag", "its maximum 1.500 ms", "generator CPU", "proxy CPU 25.0 %",
                                 "origin CPU 20.0 %"})
            QVERIFY2(text.find(part) != text.npos, text.c_str());
    }

    void nothingMeasuredHasNone() { QCOMPARE(analysis::judge(VerdictInput{}), Verdict{}); }

    void judges_data()
    {
        QTest::addColumn<VerdictInput>("input");
        QTest::addColumn<int>("level");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, Level level, const char* says, auto change) {
            QTest::newRow(name) << with(change) << static_cast<int>(level) << says;
        };
        row("flawless", Level::Valid, "100.0 % of 6000 requests went out within 1 ms", [](VerdictInput&) {});
        row("a few late", Level::Valid, "99.67 % of 6000", [](VerdictInput& in) { in.counters.lateSends = 20; });
        row("one in a hundred late", Level::Suspect, "1.0 % of the requests went out more than 1 ms late",
            [](VerdictInput& in) { in.counters.lateSends = 60; });
        row("one in ten late", Level::Invalid, "Only 90.0 % of the requests went out in time",
            [](VerdictInput& in) { in.counters.lateSends = 600; });
        row("one in ten late, closed model", Level::Suspect, "10.0 % of the requests", [](VerdictInput& in) {
            in.openModel = false;
            in.counters.lateSends = 600;
        });
        row("one in ten skipped", Level::Invalid, "Only 90.0 %", [](VerdictInput& in) {
            in.counters.requests = in.counters.ok = 5400; // of 6000 planned
            in.counters.skipped = 600;
        });
        row("lag", Level::Suspect, "p99 of the schedule lag is 2.0", [](VerdictInput& in) {
            in.scheduleLag.clear();
            in.scheduleLag.record(2'000'000, 6000);
        });
        row("starts missing", Level::Invalid, "Only 95.0 % of the 6000 planned requests were started",
            [](VerdictInput& in) { in.counters.planned = in.counters.requests = in.counters.ok = 5700; });
        row("starts not counted yet", Level::Valid, "in", [](VerdictInput& in) {
            in.sending = true;
            in.counters.planned = in.counters.requests = in.counters.ok = 5700;
        });
        row("replies under way", Level::Valid, "in",
            [](VerdictInput& in) { in.counters.requests = in.counters.ok = 5000; });
        row("the schedule's grain", Level::Valid, "in", [](VerdictInput& in) {
            in.span = 5010ms;
            in.planned = 1002;
            in.counters.planned = in.counters.requests = in.counters.ok = 1001;
        });
        row("busy generator", Level::Suspect, "The generator used 85.0 %",
            [](VerdictInput& in) { in.levels.workerCpu = 25500ms; });
        row("saturated generator", Level::Invalid, "The generator used 97.0 %",
            [](VerdictInput& in) { in.levels.workerCpu = 29100ms; });
        row("delayed generator", Level::Suspect, "For 10.0 % of the time the generator was ready to run",
            [](VerdictInput& in) { in.levels.workerDelay = 3s; });
        row("starved generator", Level::Invalid, "For 50.0 % of the time the generator was ready to run",
            [](VerdictInput& in) {
                in.openModel = false;
                in.levels.workerDelay = 15s;
            });
        row("skipped behind the limit", Level::Suspect, "600 requests were due while load.max_in_flight",
            [](VerdictInput& in) {
                in.counters.requests = in.counters.ok = 5400;
                in.counters.skipped = in.counters.heldBackSkipped = 600;
            });
        row("behind paused visitors", Level::Suspect, "600 requests were due while load.max_visitors",
            [](VerdictInput& in) {
                in.counters.requests = in.counters.ok = 5400;
                in.counters.skipped = in.counters.heldBackSkipped = in.counters.behindVisitors = 600;
            });
        row("behind both limits", Level::Suspect, "400 requests were due while load.max_in_flight",
            [](VerdictInput& in) {
                in.counters.requests = in.counters.ok = 5400;
                in.counters.skipped = in.counters.heldBackSkipped = 600;
                in.counters.behindVisitors = 200;
            });
        row("a local limit", Level::Invalid,
            "60 requests (1.0 %) failed at a limit of this machine, not at the target. EMFILE: full. Raise it. "
            "EADDRNOTAVAIL: no port.",
            [](VerdictInput& in) {
                in.counters.ok -= 60;
                in.counters.outcomes[static_cast<std::size_t>(metrics::Outcome::LocalLimit)] = 60;
                in.localLimits = {"EMFILE: full. Raise it.", "EADDRNOTAVAIL: no port.", "EMFILE: full, too."};
            });
        row("one at a local limit", Level::Invalid, "1 requests (0.02 %) failed at a limit of this machine",
            [](VerdictInput& in) {
                in.counters.ok -= 1;
                in.counters.outcomes[static_cast<std::size_t>(metrics::Outcome::LocalLimit)] = 1;
            });
        row("the listener let nobody in", Level::Invalid, "3 times, since this process had no descriptor left",
            [](VerdictInput& in) { in.levels.acceptPauses = 3; });
        row("busy origin", Level::Suspect, "The built-in origin used 90.0 %", [](VerdictInput& in) {
            in.levels.hasOrigin = true;
            in.levels.originCpu = 27s;
        });
        row("busy proxy", Level::Suspect, "The proxy behind its listener used 90.0 %", [](VerdictInput& in) {
            in.levels.proxyWorkers = 2;
            in.levels.proxyCpu = 54s;
        });
        row("stolen time", Level::Suspect, "A hypervisor gave 2.0 % of the processors' time", [](VerdictInput& in) {
            in.levels.machine.processors = 4;
            in.levels.machine.stolen = 2400ms;
        });
        row("hardly any stolen time", Level::Valid, "in", [](VerdictInput& in) {
            in.levels.machine.processors = 4;
            in.levels.machine.stolen = 1100ms;
        });
        row("clock set", Level::Suspect, "The system's clock was set by 90 s",
            [](VerdictInput& in) { in.levels.machine.clockStep = 90s; });
        row("too few for the p99", Level::Suspect,
            "The p99 needs 1000 requests, there were 400. At this rate 5.0 s are long enough.", [](VerdictInput& in) {
                in.span = 2s;
                in.planned = 400;
                in.counters.planned = in.counters.requests = in.counters.ok = 400;
            });
        row("too few at a low rate", Level::Suspect, "there were 2. At this rate 1000 s are long",
            [](VerdictInput& in) {
                in.span = 2s;
                in.planned = 2;
                in.counters.planned = in.counters.requests = in.counters.ok = 2;
            });
        row("clock set far", Level::Suspect, "The system's clock was set by 7200 s",
            [](VerdictInput& in) { in.levels.machine.clockStep = 2h; });
        row("too few for the p99.9", Level::Suspect, "The p99.9 needs 10000 requests", [](VerdictInput& in) {
            in.percentiles = {99, 99.9};
        });
        row("unfinished", Level::Suspect, "2.0 % of the requests had no reply", [](VerdictInput& in) {
            in.counters.requests = in.counters.ok = 5880;
            in.counters.unfinished = 120;
        });
        row("failures are the target's", Level::Valid, "in", [](VerdictInput& in) { in.counters.ok = 0; });
    }
    void judges()
    {
        QFETCH(const VerdictInput, input);
        QFETCH(const QString, says);
        const auto verdict = analysis::judge(input);
        const auto reasons = QString::fromStdString(joined(verdict));
        QVERIFY2(reasons.contains(says), qPrintable(reasons));
        QTEST(static_cast<int>(verdict.level), "level");
    }

    // A slow origin fills the flight, holds sends back and leaves requests open: bad for the target's figures, but
    // the generator did its part.
    void aStarvedOriginIsNeverInvalid()
    {
        const auto verdict = analysis::judge(with([](VerdictInput& in) {
            in.counters.requests = in.counters.ok = 3000;
            in.counters.unfinished = 3000;
            in.counters.lateSends = 2500;
            in.counters.heldBackLate = 2500;
            in.scheduleLag.record(4'000'000'000, 2500);
            in.levels.hasOrigin = true;
            in.levels.originCpu = 30s;
        }));
        QCOMPARE(verdict.level, Level::Suspect);
        QVERIFY(joined(verdict).find("2500 requests were due while load.max_in_flight") != std::string::npos);
    }

    void aStarvedGeneratorIsInvalidEvenBehindTheLimit()
    {
        const auto verdict = analysis::judge(with([](VerdictInput& in) {
            in.counters.lateSends = 2000;
            in.counters.heldBackLate = 100;
        }));
        QCOMPARE(verdict.level, Level::Invalid);
    }

    // Of Poisson arrivals the standard deviation is the root of what is planned.
    void randomArrivalsMayScatter()
    {
        const auto fewer = [](std::uint64_t started, double variation) {
            return with([=](VerdictInput& in) {
                in.variationOfGaps = variation;
                in.counters.planned = in.counters.requests = in.counters.ok = started;
            });
        };
        QCOMPARE(analysis::judge(fewer(5800, 0)).level, Level::Invalid);
        QCOMPARE(analysis::judge(fewer(5800, 1)).level, Level::Valid);
        QCOMPARE(analysis::judge(fewer(5000, 1)).level, Level::Invalid);
    }

    void theRunIsAsGoodAsItsWorstPhase()
    {
        const Verdict good{Level::Valid, {"in time"}};
        const Verdict late{Level::Suspect, {"late", "busy"}};
        const Verdict lost{Level::Invalid, {"lost"}};
        QCOMPARE(analysis::judgeRun({{"measure", late}}), late);
        QCOMPARE(analysis::judgeRun({{"ramp", late}, {"steady", good}}),
                 (Verdict{Level::Suspect, {"ramp: late", "ramp: busy"}}));
        QCOMPARE(analysis::judgeRun({{"ramp", lost}, {"steady", late}, {"down", lost}}),
                 (Verdict{Level::Invalid, {"ramp: lost", "down: lost"}}));
        QCOMPARE(analysis::judgeRun({{"ramp", good}, {"steady", Verdict{}}}).level, Level::Valid);
    }

    void theGravestComesFirst()
    {
        const auto verdict = analysis::judge(with([](VerdictInput& in) {
            in.counters.lateSends = in.counters.heldBackLate = 1;
            in.levels.workerCpu = 30s;
        }));
        QCOMPARE(verdict.level, Level::Invalid);
        QCOMPARE(verdict.reasons.size(), std::size_t{2});
        QVERIFY(verdict.reasons[0].starts_with("The generator used 100.0 %"));
    }
};

static const TestRegistration<VerdictTest> registeredVerdictTest;
#include "verdict_test.moc"
