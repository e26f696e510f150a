// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/progress_card.h"

#include "ui/charts/value_text.h"
#include "ui/label.h"
#include "ui/models/figure_text.h"
#include "ui/models/run_figures.h"
#include "ui/models/window_words.h"
#include "ui/panels/figure_label.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace weir::ui {

ProgressCard::ProgressCard(QWidget* parent)
    : QWidget(parent)
    , m_text(new Label(this))
    , m_bar(new QProgressBar(this))
    , m_blocks(new FigureLabel(QStringLiteral("blocks"), this))
    , m_time(new FigureLabel(QStringLiteral("left"), this))
    , m_interval(new FigureLabel(QStringLiteral("halfWidth"), this))
{
    setObjectName(QStringLiteral("experiment.progress"));
    setRole(this, Role::Card);
    setRole(m_text, Role::Dim);
    m_text->setWordWrap(true);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(4);
    m_bar->setRange(0, 1000);
    auto* words = new QVBoxLayout;
    words->addWidget(m_text);
    words->addWidget(m_bar);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 10, 6, 10);
    row->addLayout(words, 1);
    row->addSpacing(12);
    for (auto* figure : {m_blocks, m_time, m_interval})
        row->addWidget(figure);
}

void ProgressCard::begin()
{
    m_text->setText(tr("Starting …"));
    m_bar->setValue(0);
    for (auto* figure : {m_blocks, m_time, m_interval})
        figure->setFigure({QString(noValue), {}});
}

void ProgressCard::showProgress(const session::ExperimentProgress& progress)
{
    m_text->setText(windowWords(text(progress.text)));
    const double whole = progress.doneS + progress.leftS;
    m_bar->setRange(0, progress.blocksPlanned > 0 ? 1000 : 0); // busy where the end is not known
    m_bar->setValue(whole > 0 ? static_cast<int>(1000 * std::clamp(progress.doneS / whole, 0.0, 1.0)) : 0);
    const bool isKnown = progress.blocksPlanned > 0; // not of a search, which ends where it finds the limit
    m_blocks->setFigure({isKnown ? tr("%1 of %2").arg(progress.blocksDone).arg(progress.blocksPlanned)
                                 : QString::number(progress.blocksDone),
                         tr("blocks done")});
    m_time->setFigure({isKnown ? clockText(std::ceil(progress.leftS)) : QString(noValue), tr("about, to go")});
    m_interval->setFigure(
        {std::isfinite(progress.halfWidth) ? QStringLiteral("±") + percentText(progress.halfWidth) : QString(noValue),
         tr("interval")});
}

} // namespace weir::ui
