// SPDX-License-Identifier: GPL-3.0-or-later
// What the history says of runs while they go on and afterwards, and what may be changed of it.
#include "core/store/run_recorder.h"
#include "core/store/run_writer.h"
#include "tests/support/test_registry.h"
#include "tests/unit/store/made_run.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weir;
using namespace weir::store;
using tests::madeRun;

namespace {

base::Status keep(History& history, const tests::MadeRun& run)
{
    return RunWriter{history.database()}.write(madeRun(run));
}

std::vector<std::string> idsOf(const base::Result<std::vector<HistoryEntry>>& entries)
{
    std::vector<std::string> ids;
    if (entries)
        for (const auto& entry : *entries)
            ids.push_back(entry.id);
    return ids;
}

} // namespace

class RecorderTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_history = *History::open(m_folder->path().toStdString());
    }
    void cleanup() { m_history.reset(); }

    void listsTheNewestFirst()
    {
        QVERIFY(keep(*m_history, {.id = "20260101T000001-aaaa", .scenario = "a", .second = 1}));
        QVERIFY(keep(*m_history, {.id = "20260101T000003-bbbb", .scenario = "b", .second = 3}));
        QVERIFY(keep(*m_history, {.id = "20260101T000002-cccc", .scenario = "a", .second = 2}));
        const std::vector<std::string> all{"20260101T000003-bbbb", "20260101T000002-cccc", "20260101T000001-aaaa"};
        QCOMPARE(idsOf(m_history->list()), all);
        QCOMPARE(idsOf(m_history->list({.scenario = "a"})), (std::vector{all[1], all[2]}));
        QCOMPARE(idsOf(m_history->list({.limit = 1})), (std::vector{all[0]}));
        QCOMPARE(idsOf(m_history->list({.scenario = "' OR 1=1 --"})), std::vector<std::string>{});
    }

    void idsMayBeShortened()
    {
        QVERIFY(keep(*m_history, {.id = "20260101T000001-aaaa", .second = 1}));
        QVERIFY(keep(*m_history, {.id = "20260102T000001-bbbb", .second = 2}));
        QCOMPARE(*m_history->resolve("bbbb"), std::string{"20260102T000001-bbbb"});
        QCOMPARE(*m_history->resolve("20260101"), std::string{"20260101T000001-aaaa"});
        QCOMPARE(*m_history->resolve("latest"), std::string{"20260102T000001-bbbb"});
        const auto either = m_history->resolve("202601");
        QVERIFY(!either);
        QVERIFY(either.error().context.find("20260101T000001-aaaa") != std::string::npos);
        QVERIFY(either.error().context.find("20260102T000001-bbbb") != std::string::npos);
        for (const auto* nothing : {"", "cccc", "%", "_aaa", "aaaa "})
            QCOMPARE(int(m_history->resolve(nothing).error().code), int(base::Errc::NotFound));
    }

    void whatIsKeptMayBeNamed()
    {
        QVERIFY(keep(*m_history, {.id = "run-1"}));
        QVERIFY(m_history->setName("run-1", "the \"old\" pool; it's ☕"));
        QVERIFY(m_history->setNote("run-1", "line\nline"));
        QVERIFY(m_history->setStar("run-1", true));
        const auto entry = m_history->entry("run-1");
        QCOMPARE(entry->name, std::string{"the \"old\" pool; it's ☕"});
        QCOMPARE(entry->note, std::string{"line\nline"});
        QVERIFY(entry->star);
        QVERIFY(!m_history->setName("run-1", std::string(1000, 'x')));
        QVERIFY(!m_history->setName("run-2", "x"));
    }

    void aScenarioHasOneBaseline()
    {
        QVERIFY(keep(*m_history, {.id = "run-1", .scenario = "a"}));
        QVERIFY(keep(*m_history, {.id = "run-2", .scenario = "a"}));
        QVERIFY(keep(*m_history, {.id = "run-3", .scenario = "b"}));
        for (const auto* id : {"run-1", "run-3", "run-2"})
            QVERIFY(m_history->setBaseline(id, true));
        QVERIFY(!m_history->entry("run-1")->baseline);
        QVERIFY(m_history->entry("run-2")->baseline);
        QVERIFY(m_history->entry("run-3")->baseline);
    }

    void whatIsHeldDearStays()
    {
        QVERIFY(keep(*m_history, {.id = "run-1"}));
        QVERIFY(m_history->setStar("run-1", true));
        const auto refused = m_history->remove("run-1");
        QVERIFY(!refused && refused.error().context.find("--off") != std::string::npos);
        QVERIFY(m_history->setStar("run-1", false));
        QVERIFY(m_history->remove("run-1"));
        QVERIFY(m_history->list()->empty());
        QCOMPARE(*m_history->database().number("SELECT count(*) FROM run_rows"), 0);
    }

    // Its recorder goes without the last snapshot, as a process that is killed.
    void aRunWhoseProcessWentIsShownAsDied()
    {
        {
            RunWriter writer{m_history->database()};
            QVERIFY(writer.write(madeRun({.id = "run-1", .state = metrics::RunState::Measuring})));
            QCOMPARE(m_history->entry("run-1")->state, std::string{"running"});
            QVERIFY(!m_history->remove("run-1"));
        }
        QCOMPARE(m_history->entry("run-1")->state, std::string{"died"});
        const auto report = m_history->load("run-1");
        QVERIFY(report.has_value());
        QVERIFY(report->snapshot->interrupted);
        QCOMPARE(report->snapshot->rows.size(), std::size_t{2});
    }

    // Each write adds what is new and puts what has changed in its place.
    void aRunGrows()
    {
        RunWriter writer{m_history->database()};
        auto report = madeRun({.id = "run-1", .state = metrics::RunState::Measuring, .failures = 1});
        QVERIFY(writer.write(report));
        auto next = std::make_shared<metrics::Snapshot>(*report.snapshot);
        auto total = std::make_shared<metrics::Row>(*next->rows.front());
        total->values[metrics::metricIndex("achieved_rps")] = 55;
        next->rows.front() = total;
        next->failures.push_back({.detail = "second", .request = {}, .body = {}});
        for (int i = 1; i <= 3; ++i) {
            auto point = std::make_shared<metrics::Point>();
            point->at = std::chrono::seconds{i};
            point->values.assign(metrics::metrics().size(), i);
            next->seconds.push_back(point);
        }
        report.snapshot = next;
        QVERIFY(writer.write(report));
        QVERIFY(writer.write(report)); // nothing new
        auto last = std::make_shared<metrics::Snapshot>(*next);
        last->seconds.erase(last->seconds.begin()); // rolled up
        last->state = metrics::RunState::Finished;
        report.snapshot = last;
        QVERIFY(writer.write(report));
        const auto kept = m_history->load("run-1");
        QVERIFY(kept.has_value());
        QCOMPARE(kept->snapshot->rows.size(), std::size_t{2});
        QCOMPARE(kept->snapshot->rows.front()->values[metrics::metricIndex("achieved_rps")], 55.0);
        QCOMPARE(kept->snapshot->failures.size(), std::size_t{2});
        QCOMPARE(kept->snapshot->failures.back().detail, std::string{"second"});
        QCOMPARE(kept->snapshot->seconds.size(), std::size_t{2});
        QCOMPARE(kept->snapshot->seconds.front()->at.count(), 2'000'000'000);
        QCOMPARE(*kept->snapshot->rows.front()->response, *report.snapshot->rows.front()->response);
    }

    void tenThousandRunsAreListed()
    {
        constexpr int count = 10'000;
        QVERIFY(m_history->database().transaction([&]() -> base::Status {
            if (auto kept = m_history->database().execute("INSERT INTO layouts(number, json) VALUES(1, '{}')"); !kept)
                return kept;
            return m_history->database().execute(
                QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "
                               "INSERT INTO runs(id, started_ns, scenario, label, state, layout, achieved_rps) "
                               "SELECT printf('run-%05d', i), i * 1000000000, 'demo', '', 'finished', 1, i FROM n")
                    .arg(count));
        }));
        const auto entries = m_history->list();
        QVERIFY(entries.has_value());
        QCOMPARE(entries->size(), std::size_t{count});
        QCOMPARE(entries->front().id, std::string{"run-10000"});
    }

    void anAnswerComesToItsOwnersThread()
    {
        RunStore store{m_folder->path().toStdString()};
        QObject owner;
        bool isAnswered = false;
        store.ask(
            &owner, [](History& history) { return history.list(); },
            [&](const base::Result<std::vector<HistoryEntry>>& entries) {
                QVERIFY(entries.has_value());
                QVERIFY(QThread::currentThread() == owner.thread());
                isAnswered = true;
            });
        QTRY_VERIFY(isAnswered);
        auto gone = std::make_unique<QObject>();
        store.ask(
            gone.get(), [](History& history) { return history.list(); },
            [](const base::Result<std::vector<HistoryEntry>>&) { QFAIL("its owner is gone"); });
        gone.reset();
        QVERIFY(store.ask([](History& history) { return history.list(); }));
        QCoreApplication::processEvents();
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<History> m_history;
};

static const TestRegistration<RecorderTest> registeredRecorderTest;
#include "recorder_test.moc"
