// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/result_tabs.h"

#include "ui/models/failure_count_model.h"
#include "ui/models/failure_model.h"
#include "ui/models/figure_text.h"
#include "ui/models/group_table_model.h"
#include "ui/models/log_model.h"
#include "ui/models/threshold_model.h"
#include "ui/pages/comparison_page.h"
#include "ui/pages/endpoint_page.h"
#include "ui/pages/result_table.h"
#include "ui/pages/slowest_page.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QSplitter>

namespace weir::ui {

ResultTabs::ResultTabs(QWidget* parent)
    : QTabWidget(parent)
    , m_endpoints(new EndpointPage(this))
    , m_slowest(new SlowestPage(this))
    , m_comparison(new ComparisonPage(this))
    , m_groups(new GroupTableModel(this))
    , m_thresholds(new ThresholdModel(this))
    , m_failureCounts(new FailureCountModel(this))
    , m_failures(new FailureModel(this))
    , m_log(new LogModel(this))
{
    setObjectName(QStringLiteral("results"));
    setRole(this, Role::Panel);
    addTab(m_endpoints, tr("Endpoints"));
    addTab(m_slowest, tr("Slowest"));
    addTab(m_comparison, tr("Before / after"));
    addGroups();
    addThresholds();
    addFailures();
    addLog();
    addCorner();
    auto* find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WindowShortcut);
    connect(find, &QShortcut::activated, this, [this] {
        setCurrentWidget(m_endpoints);
        m_endpoints->find();
    });
    connect(m_comparison, &ComparisonPage::settleRequested, this, &ResultTabs::settleRequested);
    connect(m_endpoints, &EndpointPage::stretchChosen, this, [this](const auto& stretch) {
        m_slowest->setStretch(stretch);
        m_groups->setStretch(stretch);
        emit stretchChosen(stretch);
    });
}

void ResultTabs::addGroups()
{
    m_groupTab = addTab(new ResultTable(m_groups, QStringLiteral("groups"), this), tr("Groups"));
    setTabVisible(m_groupTab, false);
}

void ResultTabs::addThresholds()
{
    auto* table = new ResultTable(m_thresholds, QStringLiteral("thresholds.results"), this);
    table->setEmptyText(
        tr("Conditions that a run must meet, such as p(99)<50, stand under Thresholds at the left. Here "
           "each shows its figure and its state while the run goes on."));
    table->setStretchColumn(ThresholdModel::Reason);
    m_thresholdTab = addTab(table, tr("Thresholds"));
}

// What there is to choose on a tab, shown and hidden with it; the choice itself may hide as it likes.
void ResultTabs::addCorner()
{
    auto* corner = new QWidget(this);
    auto* row = new QHBoxLayout(corner);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    const auto add = [&](const QWidgetList& pages, QWidget* choice) {
        auto* place = new QWidget(corner);
        auto* inner = new QHBoxLayout(place);
        inner->setContentsMargins(0, 4, 10, 4);
        inner->addWidget(choice);
        row->addWidget(place);
        place->setVisible(pages.contains(currentWidget()));
        connect(this, &QTabWidget::currentChanged, place,
                [this, place, pages](int tab) { place->setVisible(pages.contains(widget(tab))); });
    };
    add({m_endpoints, m_slowest, widget(m_groupTab)}, m_endpoints->choice());
    setCornerWidget(corner);
}

void ResultTabs::addFailures()
{
    auto* table = new ResultTable(m_failures, QStringLiteral("failures"), this);
    table->setEmptyText(tr("No request has failed. The first few of each kind that do are kept here."));
    table->setStretchColumn(FailureModel::Body);
    auto* counts = new ResultTable(m_failureCounts, QStringLiteral("failures.counts"), this);
    counts->setStretchColumn(FailureCountModel::Endpoint);
    auto* page = new QSplitter(Qt::Horizontal, this);
    page->setChildrenCollapsible(false);
    page->setHandleWidth(6);
    page->addWidget(counts);
    page->addWidget(table);
    page->setStretchFactor(0, 2);
    page->setStretchFactor(1, 3);
    m_failureTab = addTab(page, tr("Failures"));
}

void ResultTabs::addLog()
{
    auto* table = new ResultTable(m_log, QStringLiteral("log"), this);
    table->setEmptyText(tr("Starts, ends and turned knobs are listed here, numbered as on the charts."));
    table->setStretchColumn(LogModel::Text);
    addTab(table, tr("Log"));
}

void ResultTabs::setSnapshot(const metrics::SnapshotPtr& snapshot)
{
    m_endpoints->setSnapshot(snapshot);
    m_slowest->setSnapshot(snapshot);
    m_comparison->setSnapshot(snapshot);
    m_groups->setSnapshot(snapshot);
    setTabVisible(m_groupTab, m_groups->rowCount() > 0);
    m_thresholds->setSnapshot(snapshot);
    const int failing = m_thresholds->failing();
    setTabText(m_thresholdTab, failing > 0 ? caption(tr("Thresholds ✕ %1").arg(failing)) : tr("Thresholds"));
    m_failures->setSnapshot(snapshot);
    m_log->setSnapshot(snapshot);
    m_failureCounts->setSnapshot(snapshot);
    const auto failures = static_cast<double>(m_failureCounts->total());
    setTabText(m_failureTab, failures > 0 ? caption(tr("Failures %1").arg(plainNumber(failures))) : tr("Failures"));
}

} // namespace weir::ui
