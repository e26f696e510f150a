// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_details.h"

#include "core/report/knob_columns.h"
#include "core/report/last_epoch.h"
#include "ui/label.h"
#include "ui/models/figure_text.h"
#include "ui/models/history_text.h"
#include "ui/pages/note_edit.h"
#include "ui/theme.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include <array>

namespace weir::ui {

RunDetails::RunDetails(QWidget* parent)
    : QFrame(parent)
    , m_title(new Label(this))
    , m_verdict(new Label(this))
    , m_words(new Label(this))
    , m_note(new NoteEdit(this))
{
    setRole(this, Role::Card);
    setRole(m_title, Role::Title);
    setRole(m_verdict, Role::Dim);
    m_title->setWordWrap(true);
    m_verdict->setWordWrap(true);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_words->setObjectName(QStringLiteral("history.details"));
    connect(m_note, &NoteEdit::noteChanged, this, &RunDetails::noteChanged);
    setMinimumWidth(320);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_words);
    for (QWidget* ground : {scroll->viewport(), static_cast<QWidget*>(m_words)}) // the card is what shows
        ground->setAutoFillBackground(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(8);
    column->addWidget(m_title);
    column->addWidget(m_verdict);
    column->addWidget(m_note);
    column->addWidget(scroll, 1);
    showNothing(tr("Choose a run to see what it found."));
}

void RunDetails::commitNote()
{
    m_note->commit();
}

void RunDetails::showNothing(const QString& sentence)
{
    m_title->setText(sentence);
    m_verdict->hide();
    m_note->showNothing();
    m_words->setText({});
}

static QStringList mainFigures(const report::RunReport& report)
{
    static constexpr std::array ids{"requests",        "achieved_rps",      "error_ratio",
                                    "latency_p50_ms",  "latency_p99_ms",    "adjusted_p99_ms",
                                    "cache_hit_ratio", "bytes_saved_ratio", "pool_wait_p99_ms"};
    QStringList lines;
    const auto totals = report::measuredTotals(*report.snapshot);
    if (totals.empty())
        return {RunDetails::tr("Nothing was measured.")};
    for (const auto* id : ids) {
        const auto& metric = *metrics::findMetric(id);
        const double value = totals.back()->values[metrics::metricIndex(id)];
        if (!std::isnan(value))
            lines << QStringLiteral("%1: %2").arg(text(metric.label), figureText(metric, value));
    }
    return lines;
}

static QStringList setKnobs(const report::RunReport& report)
{
    constexpr std::size_t most = 200;
    QStringList lines;
    for (const auto& knob : report::changedKnobs(report)) {
        QStringList values;
        for (const auto& scenario : report.epochs)
            if (const QString value = text(settings::redactedText(knob, settings::value(*scenario, knob)));
                values.isEmpty() || values.constLast() != value)
                values << value;
        constexpr qsizetype mostValues = 6;
        lines << QStringLiteral("%1 = %2").arg(text(knob.key()),
                                               QStringList(values.mid(0, mostValues)).join(QStringLiteral(" → ")));
        if (lines.size() == most)
            break;
    }
    return lines;
}

static QString section(const QString& title, const QStringList& lines)
{
    return lines.isEmpty() ? QString() : QStringLiteral("%1\n  %2\n\n").arg(title, lines.join(QStringLiteral("\n  ")));
}

static QStringList machineLines(const store::Provenance& by)
{
    return {RunDetails::tr("%1, %2 processors").arg(text(by.machine.cpu)).arg(by.machine.processors),
            RunDetails::tr("%1, Weir %2").arg(text(by.machine.kernel), text(by.weir))};
}

void RunDetails::showRun(const Shown& shown)
{
    const auto& entry = shown.entry;
    m_note->showNote(entry);
    const QString title = runTitle(entry).simplified();
    const QString when = whenText(startedAt(entry.startedAt), QDateTime::currentDateTime());
    m_title->setText(title.isEmpty() ? when : QStringLiteral("%1 · %2").arg(title.left(120), when));
    QString verdict = text(entry.verdict);
    for (const auto& reason : shown.report.snapshot->verdict.reasons)
        verdict += QStringLiteral("\n%1").arg(text(reason));
    m_verdict->setText(verdict.isEmpty() ? stateText(entry) : verdict);
    m_verdict->setVisible(!m_verdict->text().isEmpty());
    const auto& info = *shown.report.snapshot->run;
    m_words->setText(section(tr("Run"), {text(entry.scenario), text(info.target), text(entry.id)})
                     + section(tr("Figures of all endpoints, as it ended"), mainFigures(shown.report))
                     + section(tr("Set otherwise than by default"), setKnobs(shown.report))
                     + section(tr("Measured on"), machineLines(shown.provenance)));
}

} // namespace weir::ui
