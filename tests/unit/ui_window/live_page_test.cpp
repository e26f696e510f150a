// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/live_page.h"

#include "tests/support/plausible_run.h"
#include "tests/support/test_registry.h"
#include "ui/charts/time_plot.h"
#include "ui/pages/chart_grid.h"

#include <QComboBox>
#include <QHeaderView>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

using namespace weir;
using namespace weir::ui;
using support::plausibleRun;

class LivePageTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_page = std::make_unique<LivePage>();
        m_page->resize(840, 700);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    void cleanup() { m_page.reset(); }

    void chartsAndTablesFollowASnapshot()
    {
        m_page->showSnapshot(plausibleRun());
        QVERIFY(!chart("chart.throughput")->isEmpty());
        QCOMPARE(table("endpoints")->model()->rowCount(), 7);
    }

    void aNewerSnapshotIsShownWithinAFrame()
    {
        m_page->showSnapshot(plausibleRun({.requestsAfter = 1000}));
        m_page->showSnapshot(plausibleRun({.failures = 5}));
        QTRY_COMPARE_WITH_TIMEOUT(table("failures")->model()->rowCount(), 5, 2000);
    }

    void aPausedViewStandsStill()
    {
        m_page->showSnapshot(plausibleRun({.failures = 1}));
        m_page->setPaused(true);
        m_page->showSnapshot(plausibleRun({.failures = 2}));
        QCOMPARE(table("failures")->model()->rowCount(), 1);
        m_page->setPaused(false);
        QCOMPARE(table("failures")->model()->rowCount(), 2);
    }

    // With a thousand endpoints what nobody looks at would take most of each frame.
    void aTabThatIsNotLookedAtCostsNothing()
    {
        auto* tabs = m_page->findChild<QTabWidget*>(QStringLiteral("results"));
        auto* slowest = table("slowest");
        const int narrow = slowest->columnWidth(8);
        m_page->showSnapshot(plausibleRun());
        QCOMPARE(slowest->model()->rowCount(), 0);
        QCOMPARE(slowest->columnWidth(8), narrow);
        for (auto* page = slowest->parentWidget(); page; page = page->parentWidget())
            if (const int tab = tabs->indexOf(page); tab >= 0)
                tabs->setCurrentIndex(tab);
        QVERIFY(slowest->model()->rowCount() > 0);
        QTRY_VERIFY(slowest->columnWidth(8) != narrow);
        QCOMPARE(table("failures.counts")->columnWidth(0),
                 table("failures.counts")->horizontalHeader()->defaultSectionSize());
    }

    void columnsFollowTheWidth()
    {
        QCOMPARE(columns(), 3);
        m_page->resize(680, 700);
        QTRY_COMPARE(columns(), 2);
        m_page->resize(400, 700);
        QTRY_COMPARE(columns(), 1);
    }

    void chartsAreNeverSqueezedNorClipped()
    {
        m_page->resize(680, 400);
        for (const auto* each : m_page->charts()->findChildren<TimePlot*>()) {
            if (each->isHidden())
                continue;
            QVERIFY(each->height() >= 190);
            QVERIFY(each->geometry().right() < each->parentWidget()->width());
            QVERIFY(each->geometry().bottom() < each->parentWidget()->height());
        }
    }

    // What the target's processes use has charts where they are looked at, and takes no room elsewhere.
    void chartsOfTheTargetComeWithIt()
    {
        auto run = std::make_shared<metrics::Snapshot>(*plausibleRun());
        m_page->showSnapshot(run);
        for (const auto* name : {"chart.target_memory", "chart.target_sockets", "chart.target_network"})
            QVERIFY(chart(name)->isHidden());
        QVERIFY(!chart("chart.target")->isHidden());
        auto info = *run->run;
        info.targetProcess = "nginx (process 812)";
        auto watched = std::make_shared<metrics::Snapshot>(*run);
        watched->run = std::make_shared<const metrics::RunInfo>(info);
        m_page->showSnapshot(watched);
        QTRY_VERIFY(!chart("chart.target_memory")->isHidden());
        QVERIFY(!chart("chart.target_network")->isHidden());
        QVERIFY(chart("chart.target_memory")->height() >= 190);
    }

    void aChartOutOfSightIsFedOnceItIsSeen()
    {
        m_page->resize(400, 400);
        m_page->showSnapshot(plausibleRun());
        TimePlot* last = chart("chart.stages");
        QVERIFY(last->isEmpty());
        m_page->charts()->ensureWidgetVisible(last);
        QTRY_VERIFY(!last->isEmpty());
    }

    void aDoubleClickMaximisesAndRestores()
    {
        TimePlot* latency = chart("chart.latency");
        const int width = latency->width();
        QTest::mouseDClick(latency, Qt::LeftButton);
        QCOMPARE(m_page->charts()->maximised(), latency);
        QVERIFY(latency->width() > 2 * width);
        QVERIFY(!chart("chart.pool")->isVisible());
        QTest::mouseDClick(latency, Qt::LeftButton);
        QCOMPARE(latency->width(), width);
        QVERIFY(chart("chart.pool")->isVisible());
    }

    void anEarlierStretchCanBeRead()
    {
        m_page->showSnapshot(plausibleRun());
        auto* choice = m_page->findChild<QComboBox*>(QStringLiteral("endpoints.stretch"));
        QVERIFY(!choice->isHidden());
        const QString newest = table("endpoints")->model()->index(0, 1).data().toString();
        choice->setCurrentIndex(1);
        emit choice->activated(1);
        QVERIFY(table("endpoints")->model()->index(0, 1).data().toString() != newest);
    }

private:
    TimePlot* chart(const char* name) const { return m_page->findChild<TimePlot*>(QLatin1String(name)); }
    QTableView* table(const char* name) const { return m_page->findChild<QTableView*>(QLatin1String(name)); }
    int columns() const
    {
        QSet<int> lefts;
        for (const auto* each : m_page->charts()->findChildren<TimePlot*>())
            if (!each->isHidden())
                lefts.insert(each->x());
        return static_cast<int>(lefts.size());
    }

    std::unique_ptr<LivePage> m_page;
};

static const TestRegistration<LivePageTest> registeredLivePageTest;
#include "live_page_test.moc"
