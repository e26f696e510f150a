// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/history_page.h"

#include "core/session/calibration_controller.h"
#include "ui/label.h"
#include "ui/models/experiment_desk.h"
#include "ui/models/figure_text.h"
#include "ui/models/history_model.h"
#include "ui/pages/history_delegate.h"
#include "ui/pages/history_trend.h"
#include "ui/pages/kept_experiment.h"
#include "ui/pages/result_table.h"
#include "ui/pages/run_comparison.h"
#include "ui/pages/run_details.h"
#include "ui/panels/banner.h"
#include "ui/panels/run_history.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QAction>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace weir::ui {

using store::History;
using store::HistoryEntry;

static constexpr std::size_t mostCompared = 5;

HistoryPage::HistoryPage(const PageContext& context, QWidget* parent)
    : Page(parent)
    , m_context(context)
    , m_runs(context.history->runs())
    , m_model(new HistoryModel(this))
    , m_table(new ResultTable(m_model, QStringLiteral("history.runs"), this))
    , m_filter(new QLineEdit(this))
    , m_scenario(new QComboBox(this))
    , m_count(new Label(this))
    , m_kept(new Label(this))
    , m_exports(new QToolButton(this))
    , m_delete(new QPushButton(tr("Delete"), this))
    , m_compare(new QPushButton(tr("Compare"), this))
    , m_trend(new HistoryTrend(m_runs, this))
    , m_side(new QStackedWidget(this))
    , m_details(new RunDetails(this))
    , m_experiment(new KeptExperiment(context.banners, this))
    , m_comparison(new RunComparison(context.banners, this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 10, 12, 10);
    row->setSpacing(10);
    row->addWidget(makeLeft(), 2);
    row->addWidget(m_side, 1);
    m_side->addWidget(m_details);
    m_side->addWidget(m_comparison);
    m_side->addWidget(m_experiment);
    connectParts();
    connectExperiments();
    onChosen();
}

QWidget* HistoryPage::makeBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_filter->setObjectName(QStringLiteral("history.filter"));
    m_filter->setPlaceholderText(tr("Filter: scenario, name, note, verdict"));
    m_filter->setClearButtonEnabled(true);
    m_scenario->setObjectName(QStringLiteral("history.scenario"));
    m_scenario->setAccessibleName(tr("The scenario whose runs are shown"));
    m_scenario->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_scenario->setMinimumContentsLength(14);
    setRole(m_count, Role::Dim);
    m_exports->setObjectName(QStringLiteral("history.export"));
    m_exports->setText(tr("Export"));
    m_exports->setPopupMode(QToolButton::InstantPopup);
    m_exports->setMenu(makeExports());
    m_delete->setObjectName(QStringLiteral("history.delete"));
    m_compare->setObjectName(QStringLiteral("history.compare"));
    m_compare->setToolTip(tr("Two to five runs: what differs in their settings and figures."));
    setRole(m_compare, Role::Primary);
    row->addWidget(m_filter, 1);
    row->addWidget(m_scenario);
    row->addStretch(1);
    for (QWidget* widget : {static_cast<QWidget*>(m_count), static_cast<QWidget*>(m_exports),
                            static_cast<QWidget*>(m_delete), static_cast<QWidget*>(m_compare)})
        row->addWidget(widget);
    return bar;
}

QWidget* HistoryPage::makeLeft()
{
    m_table->setItemDelegate(new HistoryDelegate(m_table));
    m_table->setStretchColumn(HistoryModel::Name);
    m_table->setSpareColumns({HistoryModel::Hits, HistoryModel::Failed});
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEmptyText(tr("No run is kept yet. Each run is from now on, here and by weir-cli."));
    m_table->setAccessibleName(tr("Kept runs"));
    auto* card = new QFrame(this);
    setRole(card, Role::Card);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(m_table);
    setRole(m_kept, Role::Caption);
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(makeBar());
    column->addWidget(card, 3);
    column->addWidget(m_trend, 2);
    column->addWidget(m_kept);
    return left;
}

QMenu* HistoryPage::makeExports()
{
    auto* menu = new QMenu(this);
    const std::pair<const char*, QString> entries[]{{"csv", tr("CSV…")},
                                                    {"series-csv", tr("Series as CSV…")},
                                                    {"json", tr("JSON…")},
                                                    {"hgrm", tr("Percentiles (.hgrm)…")},
                                                    {"junit", tr("JUnit XML…")}};
    for (const auto& [option, title] : entries) {
        const auto& format = report::reportFormat(option);
        menu->addAction(caption(title), this, [this, &format] { ask(format); });
    }
    return menu;
}

static QAction* keyed(QWidget* owner, const QString& text, const QKeySequence& key)
{
    auto* action = new QAction(owner);
    action->setObjectName(text);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    owner->addAction(action);
    return action;
}

void HistoryPage::connectParts()
{
    connect(m_context.history, &RunHistory::changed, this, [this] {
        m_isStale = true;
        if (isVisible())
            reload();
    });
    connect(m_filter, &QLineEdit::textChanged, m_model, &HistoryModel::setFilter);
    connect(m_scenario, &QComboBox::activated, this, [this] {
        m_model->setScenario(m_scenario->currentData().toString());
        onChosen();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryPage::onChosen);
    connect(m_model, &QAbstractItemModel::modelReset, this, &HistoryPage::onChosen);
    connect(m_table, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == HistoryModel::Star)
            toggleStar();
    });
    connect(m_model, &HistoryModel::renamed, this, [this](const std::string& id, const QString& name) {
        change([id, name = name.toStdString()](History& history) { return history.setName(id, name); });
    });
    const auto setNote = [this](const std::string& id, const QString& note) {
        change([id, note = note.toStdString()](History& history) { return history.setNote(id, note); });
    };
    connect(m_details, &RunDetails::noteChanged, this, setNote);
    connect(m_experiment, &KeptExperiment::noteChanged, this, setNote);
    connect(m_delete, &QPushButton::clicked, this, &HistoryPage::askToDelete);
    connect(m_compare, &QPushButton::clicked, this, &HistoryPage::compare);
    connect(keyed(this, QStringLiteral("history.baseline"), QKeySequence(Qt::CTRL | Qt::Key_B)), &QAction::triggered,
            this, &HistoryPage::toggleBaseline);
    connect(keyed(this, QStringLiteral("history.find"), QKeySequence::Find), &QAction::triggered, m_filter,
            [this] { m_filter->setFocus(); });
}

void HistoryPage::connectExperiments()
{
    connect(m_comparison, &RunComparison::settleRequested, this, &HistoryPage::settle);
    auto* desk = m_context.experiments;
    if (!desk)
        return;
    const auto showIdle = [this, desk] { m_experiment->setIdle(!desk->isBusy() && !desk->isRunning()); };
    connect(desk, &ExperimentDesk::stateChanged, this, showIdle);
    showIdle();
    connect(m_experiment, &KeptExperiment::goOnRequested, desk, &ExperimentDesk::resume);
    connect(desk, &ExperimentDesk::goesOn, this, [this] {
        m_isStale = true;
        if (m_context.open)
            m_context.open("experiments");
    });
}

void HistoryPage::settle(const std::vector<experiment::Change>& changes, const settings::Scenario& first)
{
    if (!m_context.experiments)
        return;
    if (const auto trouble = m_context.experiments->proposeChanges(changes, first))
        tell(tr("The comparison cannot be settled with the scenario that is open."), *trouble);
}

void HistoryPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (m_isStale)
        reload();
}

void HistoryPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Delete && !chosen().empty())
        return askToDelete();
    Page::keyPressEvent(event);
}

void HistoryPage::reload()
{
    m_isStale = false;
    m_runs.ask(
        this, [](History& history) { return history.list(); },
        [this](const base::Result<std::vector<HistoryEntry>>& entries) { showEntries(entries); });
    m_runs.ask(
        this, [](History& history) { return history.usedBytes(); },
        [this](const base::Result<std::int64_t>& used) {
            if (used)
                m_kept->setText(tr("%1 runs kept, %2 of %3")
                                    .arg(plainNumber(static_cast<double>(m_model->all().size())),
                                         byteText(static_cast<double>(*used)),
                                         byteText(static_cast<double>(store::usualLimitBytes))));
        });
}

// What was chosen stays chosen.
void HistoryPage::showEntries(const base::Result<std::vector<HistoryEntry>>& entries)
{
    if (!entries) {
        m_table->setEmptyText(text(base::text(entries.error())));
        m_model->setEntries({});
        return tell(tr("The history cannot be read."), entries.error());
    }
    const auto before = chosen();
    m_model->setEntries(*entries);
    fillScenarios();
    for (const auto& id : before)
        if (const int row = m_model->rowOf(id); row >= 0)
            m_table->selectionModel()->select(m_model->index(row, 0),
                                              QItemSelectionModel::Select | QItemSelectionModel::Rows);
    if (chosen().empty() && m_model->rowCount() > 0)
        m_table->selectRow(0);
    onChosen();
    emit reloaded();
}

void HistoryPage::fillScenarios()
{
    const QString current = m_scenario->currentData().toString();
    m_scenario->clear();
    m_scenario->addItem(tr("All scenarios"), QString());
    for (const QString& name : m_model->scenarios())
        m_scenario->addItem(shownText(name), name);
    m_scenario->setCurrentIndex(std::max(0, m_scenario->findData(current)));
}

std::vector<std::string> HistoryPage::chosen() const
{
    std::vector<int> rows;
    for (const auto& index : m_table->selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::ranges::sort(rows);
    std::vector<std::string> ids;
    for (const int row : rows)
        ids.push_back(m_model->at(row).id);
    return ids;
}

void HistoryPage::onChosen()
{
    const auto ids = chosen();
    m_count->setText(ids.size() > 1 ? tr("%1 chosen").arg(ids.size()) : QString());
    const bool areRuns = std::ranges::all_of(
        ids, [this](const auto& id) { return m_model->at(m_model->rowOf(id)).isRun(); });
    m_exports->setEnabled(ids.size() == 1 && areRuns); // an experiment has its own beside its report
    m_delete->setEnabled(!ids.empty());
    m_compare->setEnabled(areRuns && ids.size() >= 2 && ids.size() <= mostCompared);
    QString scenario = m_scenario->currentData().toString();
    if (scenario.isEmpty() && !ids.empty())
        scenario = text(m_model->at(m_model->rowOf(ids.front())).scenario);
    m_trend->setScenario(scenario);
    if (ids.empty())
        m_details->showNothing(tr("Choose a run to see what it found."));
    m_details->commitNote();
    m_experiment->commitNote();
    m_detailed = ids.empty() ? std::string{} : ids.front();
    const bool isRun = ids.empty() || m_model->at(m_model->rowOf(ids.front())).isRun();
    if (isRun)
        m_side->setCurrentWidget(m_details);
    if (!ids.empty())
        isRun ? showDetails(ids.front()) : showExperiment(ids.front());
}

// The side turns to it once it is there, so that nothing flickers.
void HistoryPage::showExperiment(const std::string& id)
{
    m_runs.ask(
        this, [id](History& history) { return KeptExperiment::kept(history, id); },
        [this, id](const base::Result<KeptExperiment::Shown>& shown) {
            if (id != m_detailed)
                return;
            if (shown)
                m_experiment->showKept(*shown);
            else
                m_details->showNothing(text(base::text(shown.error())));
            m_side->setCurrentWidget(shown ? static_cast<QWidget*>(m_experiment) : m_details);
        });
}

void HistoryPage::showDetails(const std::string& id)
{
    m_runs.ask(
        this,
        [id](History& history) -> base::Result<RunDetails::Shown> {
            const auto entry = history.entry(id);
            if (!entry)
                return std::unexpected(entry.error());
            auto report = history.load(id);
            if (!report)
                return std::unexpected(report.error());
            return RunDetails::Shown{*entry, *std::move(report), history.provenance(id).value_or(store::Provenance{})};
        },
        [this, id](const base::Result<RunDetails::Shown>& shown) {
            if (id != m_detailed)
                return;
            if (shown)
                m_details->showRun(*shown);
            else
                m_details->showNothing(text(base::text(shown.error())));
        });
}

// The baseline first where it is among them, else in the order in which they were made.
void HistoryPage::compare()
{
    auto ids = chosen();
    std::ranges::reverse(ids);
    std::ranges::stable_partition(ids, [this](const auto& id) { return m_model->at(m_model->rowOf(id)).baseline; });
    const auto known = m_context.calibration ? m_context.calibration->known() : nullptr;
    m_runs.ask(
        this, [ids, known](History& history) { return RunComparison::compared(history, ids, known); },
        [this](const base::Result<RunComparison::Compared>& compared) {
            if (!compared)
                return tell(tr("These runs cannot be compared."), compared.error());
            m_comparison->showCompared(*compared);
            m_side->setCurrentWidget(m_comparison);
        });
}

void HistoryPage::tell(const QString& title, const base::Error& error)
{
    m_context.banners->show(
        {QStringLiteral("history.page"), BannerText::Severity::Warning, title, {text(base::text(error))}, {}});
}

void HistoryPage::change(std::function<base::Status(History&)> work)
{
    m_runs.ask(this, std::move(work), [this](const base::Status& done) {
        if (!done)
            tell(tr("The history was not changed."), done.error());
        reload();
    });
}

void HistoryPage::toggleStar()
{
    for (const auto& id : chosen()) {
        const bool star = !m_model->at(m_model->rowOf(id)).star;
        change([id, star](History& history) { return history.setStar(id, star); });
    }
}

void HistoryPage::toggleBaseline()
{
    const auto ids = chosen();
    if (ids.size() != 1)
        return;
    const bool baseline = !m_model->at(m_model->rowOf(ids.front())).baseline;
    change([id = ids.front(), baseline](History& history) { return history.setBaseline(id, baseline); });
}

// Asked without a dialog, since a run may be on.
void HistoryPage::askToDelete()
{
    const auto ids = chosen();
    const QString title = ids.size() == 1 ? tr("Delete this run?") : tr("Delete %1 runs?").arg(ids.size());
    m_context.banners->show({QStringLiteral("history.delete"),
                             BannerText::Severity::Warning,
                             title,
                             {tr("They are gone for good; export them first if anybody may ask.")},
                             {{tr("Delete"), [this, ids] { remove(ids); }, true}}});
}

void HistoryPage::remove(const std::vector<std::string>& ids)
{
    change([ids](History& history) -> base::Status {
        base::Status last;
        for (const auto& id : ids)
            if (auto gone = history.remove(id); !gone)
                last = gone;
        return last;
    });
}

void HistoryPage::ask(const report::ReportFormat& format)
{
    const auto ids = chosen();
    if (ids.size() != 1)
        return;
    const QString name = QStringLiteral("weir-%1%2").arg(text(ids.front()), text(format.suffix));
    const QString suffix = QFileInfo(name).suffix();
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export"), name, tr("%1 files (*.%2);;All files (*)").arg(suffix.toUpper(), suffix));
    if (!path.isEmpty())
        exportTo(format, path);
}

void HistoryPage::exportTo(const report::ReportFormat& format, const QString& path)
{
    const auto ids = chosen();
    if (ids.size() != 1)
        return;
    m_runs.ask(
        this, [id = ids.front()](History& history) { return history.load(id); },
        [this, &format, path](const base::Result<report::RunReport>& report) {
            if (!report)
                return tellExport(path, {text(base::text(report.error()))});
            m_writer.write(format, *report, path.toStdString(), this, [this, path](const auto& errors) {
                QStringList failures;
                for (const auto& error : errors)
                    failures << text(base::text(error));
                tellExport(path, failures);
            });
        });
}

void HistoryPage::tellExport(const QString& path, const QStringList& failures)
{
    const QString name = QFileInfo(path).fileName();
    const bool isWritten = failures.isEmpty();
    m_context.banners->show({QStringLiteral("export"),
                             isWritten ? BannerText::Severity::Info : BannerText::Severity::Error,
                             isWritten ? tr("Wrote %1.").arg(name) : tr("%1 was not written.").arg(name),
                             isWritten ? QStringList{QDir::toNativeSeparators(path)} : failures,
                             {}});
}

} // namespace weir::ui
