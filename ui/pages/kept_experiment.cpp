// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/kept_experiment.h"

#include "core/session/experiment_history.h"
#include "ui/experiments/experiment_charts.h"
#include "ui/experiments/export_links.h"
#include "ui/experiments/result_card.h"
#include "ui/experiments/tuning_export.h"
#include "ui/label.h"
#include "ui/models/experiment_words.h"
#include "ui/models/figure_text.h"
#include "ui/models/history_text.h"
#include "ui/pages/note_edit.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace weir::ui {

KeptExperiment::KeptExperiment(BannerArea* banners, QWidget* parent)
    : QScrollArea(parent)
    , m_exports(new TuningExport(nullptr, banners, this))
    , m_title(new Label(this))
    , m_state(new Label(this))
    , m_note(new NoteEdit(this))
    , m_goOn(new QPushButton(tr("Go on"), this))
    , m_links(new ExportLinks(m_exports, QStringLiteral("history.experiment.export"), tr("This experiment, as a file"),
                              this))
    , m_result(new ResultCard(this))
    , m_charts(new ExperimentCharts(this))
{
    setObjectName(QStringLiteral("history.experiment"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget(this);
    setRole(content, Role::Window);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    for (QWidget* part : {makeHead(), static_cast<QWidget*>(m_result), static_cast<QWidget*>(m_charts)})
        column->addWidget(part);
    column->addStretch(1);
    setWidget(content);
    connect(m_result, &ResultCard::variantChosen, this, &KeptExperiment::showCharts);
    connect(m_note, &NoteEdit::noteChanged, this, &KeptExperiment::noteChanged);
    connect(m_goOn, &QPushButton::clicked, this, [this] { emit goOnRequested(text(m_shown.entry.id)); });
}

QWidget* KeptExperiment::makeHead()
{
    auto* head = new QWidget(this);
    setRole(head, Role::Card);
    setRole(m_title, Role::Title);
    setRole(m_state, Role::Dim);
    m_state->setObjectName(QStringLiteral("history.experiment.state"));
    for (auto* label : {m_title, m_state})
        label->setWordWrap(true);
    m_goOn->setObjectName(QStringLiteral("history.goOn"));
    setRole(m_goOn, Role::Primary);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(14, 12, 14, 10);
    column->setSpacing(8);
    auto* top = new QHBoxLayout;
    top->addWidget(m_title, 1);
    top->addWidget(m_goOn, 0, Qt::AlignTop);
    column->addLayout(top);
    column->addWidget(m_state);
    column->addWidget(m_note);
    column->addWidget(m_links, 0, Qt::AlignLeft);
    return head;
}

// One that cannot be told is still named, noted and deleted.
base::Result<KeptExperiment::Shown> KeptExperiment::kept(store::History& history, const std::string& id)
{
    const auto kept = history.loadExperiment(id);
    if (!kept)
        return std::unexpected(kept.error());
    auto report = session::keptReport(*kept);
    if (!report)
        return Shown{kept->entry, nullptr, base::text(report.error())};
    return Shown{kept->entry, std::make_shared<const experiment::TuningReport>(*std::move(report)), {}};
}

static bool canGoOn(const store::HistoryEntry& entry)
{
    return entry.state == "interrupted" || entry.state == "died";
}

// "Demo shop · died, 8 of 24 blocks"
static QString stateLine(const KeptExperiment::Shown& shown)
{
    QString line = text(shown.entry.scenario);
    if (const QString state = stateText(shown.entry); !state.isEmpty())
        line += QStringLiteral(" · ") + state;
    if (shown.report && shown.report->blocksPlanned > 0)
        line += KeptExperiment::tr(" · %1 of %2 blocks").arg(shown.report->blocksDone).arg(shown.report->blocksPlanned);
    if (!shown.trouble.empty())
        line += u'\n' + text(shown.trouble);
    return line;
}

void KeptExperiment::showKept(const Shown& shown)
{
    m_note->showNote(shown.entry);
    m_shown = shown;
    const QString given = runTitle(shown.entry).simplified().left(120);
    const QString when = whenText(startedAt(shown.entry.startedAt), QDateTime::currentDateTime());
    const QString what = shown.report ? kindTitle(shown.report->kind) : text(shown.entry.kind);
    m_title->setText(given.isEmpty() ? QStringLiteral("%1 · %2").arg(what, when)
                                     : QStringLiteral("%1 · %2 · %3").arg(given, what, when));
    m_state->setText(stateLine(shown));
    m_goOn->setVisible(canGoOn(shown.entry));
    m_exports->setShown(shown.report);
    for (QWidget* part :
         {static_cast<QWidget*>(m_links), static_cast<QWidget*>(m_result), static_cast<QWidget*>(m_charts)})
        part->setVisible(shown.report != nullptr);
    if (!shown.report)
        return;
    m_result->showReport(shown.report, false); // kept and undone is where it was run
    showCharts();
}

void KeptExperiment::commitNote()
{
    m_note->commit();
}

void KeptExperiment::setIdle(bool idle)
{
    m_goOn->setEnabled(idle);
    m_goOn->setToolTip(idle ? tr("Measures what is missing, with the same plan")
                            : tr("A run, calibration or experiment is going on: each would measure the other"));
}

void KeptExperiment::showCharts()
{
    if (m_shown.report)
        m_charts->showReport(*m_shown.report, m_result->variant());
}

} // namespace weir::ui
