// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/plan_sentence.h"

#include "core/analysis/paired_difference.h"
#include "ui/experiments/quiet_spin_box.h"
#include "ui/forms/choice_box.h"
#include "ui/forms/flow_layout.h"
#include "ui/label.h"
#include "ui/models/experiment_words.h"
#include "ui/models/figure_text.h"
#include "ui/models/window_words.h"
#include "ui/theme.h"

#include <cmath>

namespace weir::ui {

using experiment::Kind;

PlanSentence::PlanSentence(QWidget* parent) : QWidget(parent), m_flow(new FlowLayout(this))
{
    setObjectName(QStringLiteral("plan.sentence"));
    addWords(tr("Judged by"));
    addMetrics();
    m_before = addWords({});
    m_blocks = addNumber("plan.blocks", tr("How often"), 1, 500, 0);
    m_of = addWords({});
    m_blockSeconds = addNumber("plan.blockSeconds", tr("Seconds of a block"), 0, 3600, 1);
    m_blockSeconds->setSpecialValueText(tr("auto"));
    m_blockSeconds->setToolTip(tr("Auto: as long as the metric needs for a figure"));
    m_ending = addWords({});
    m_precision = addNumber("plan.precision", tr("Precision that is enough, in percent"), 0, 50, 1);
    m_precision->setSpecialValueText(tr("off"));
    m_precision->setSuffix(QStringLiteral("\u202f%"));
    m_precision->setToolTip(tr("Ends early once the interval is that narrow to either side"));
    addLengths();
    m_marginWords = addWords(tr("Within"));
    m_margin = addNumber("plan.margin", tr("Margin that counts as no difference, in percent"), 0, 50, 1);
    m_margin->setSuffix(QStringLiteral("\u202f%"));
    m_margin->setValue(2);
    m_marginEnd = addWords(tr("counts as no difference."));
    m_forecast = new Label(this);
    m_forecast->setObjectName(QStringLiteral("plan.forecast"));
    m_flow->addWidget(m_forecast);
    m_blocks->setValue(16);
    setKind(Kind::Try);
}

Label* PlanSentence::addWords(const QString& words)
{
    auto* label = new Label(words, this);
    setRole(label, Role::Dim);
    m_flow->addWidget(label);
    return label;
}

QuietSpinBox* PlanSentence::addNumber(const char* name, const QString& meaning, double low, double high, int decimals)
{
    auto* number = new QuietSpinBox(low, high, decimals, this);
    number->setObjectName(QLatin1String(name));
    number->setAccessibleName(meaning);
    number->setFixedWidth(52);
    m_flow->addWidget(number);
    connect(number, &QDoubleSpinBox::valueChanged, this, &PlanSentence::changed);
    return number;
}

// Those that are usually asked for come first.
void PlanSentence::addMetrics()
{
    m_metric = new ChoiceBox(this);
    m_metric->setObjectName(QStringLiteral("plan.metric"));
    m_metric->setAccessibleName(tr("Metric"));
    const auto usual = experiment::Plan{}.effectiveMetrics();
    const auto add = [this](std::string_view id) { m_metric->addItem(shownText(metricTitle(id)), text(id)); };
    for (const auto& id : usual)
        add(id);
    m_metric->insertSeparator(m_metric->count());
    for (const auto& metric : metrics::metrics())
        if (std::ranges::find(usual, metric.id) == usual.end() && metric.kind != metrics::MetricKind::Count)
            add(metric.id);
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_metric->setMinimumContentsLength(22);
    m_metric->setMaxVisibleItems(24);
    m_flow->addWidget(m_metric);
    connect(m_metric, &QComboBox::activated, this, &PlanSentence::changed);
}

void PlanSentence::addLengths()
{
    m_length = new ChoiceBox(this);
    m_length->setObjectName(QStringLiteral("plan.length"));
    m_length->setAccessibleName(tr("Time at most"));
    m_length->addItem(tr("as long as it takes"), 0);
    for (const int minutes : {1, 2, 5, 10, 20, 60})
        m_length->addItem(shownText(tr("at most %1 min").arg(minutes)), 60 * minutes);
    m_length->setMinimumWidth(150);
    m_flow->addWidget(m_length);
    connect(m_length, &QComboBox::activated, this, &PlanSentence::changed);
}

void PlanSentence::setKind(Kind kind)
{
    const auto usual = [](Kind of) {
        experiment::Plan plan;
        plan.kind = of;
        return plan.effectiveBlocks();
    };
    if (m_blocks->value() == usual(m_kind))
        m_blocks->setValue(usual(kind));
    m_kind = kind;
    m_blocks->setMinimum(kind == Kind::Screen ? 1 : static_cast<double>(analysis::leastPairs)); // fewer tell nothing
    const bool isSearch = kind == Kind::Find;
    for (QWidget* widget : QList<QWidget*>{m_blocks, m_before, m_precision, m_marginWords, m_margin, m_marginEnd})
        widget->setVisible(!isSearch);
    m_before->setText(kind == Kind::Screen ? tr("with the design repeated") : tr("in"));
    m_of->setText(isSearch                   ? tr("with blocks of")
                      : kind == Kind::Screen ? tr("times, blocks of")
                                             : tr("pairs for each variant, blocks of"));
    m_ending->setText(isSearch ? tr("s,") : tr("s, enough at ±"));
    m_flow->invalidate();
}

void PlanSentence::fill(experiment::Plan& plan) const
{
    const auto id = m_metric->currentData().toString().toStdString();
    plan.metrics.clear();
    plan.metrics = plan.effectiveMetrics();
    std::erase(plan.metrics, id);
    // Blocks are as long as the chosen metric needs, in which the usual one may have no figure: no second axis then.
    if (std::erase(plan.metrics, experiment::usualMetric) > 0)
        plan.metrics.emplace_back(experiment::usualMetric);
    plan.metrics.insert(plan.metrics.begin(), id);
    plan.blocks = static_cast<int>(m_blocks->value());
    plan.blockSeconds = m_blockSeconds->value();
    plan.precision = m_precision->value() / 100;
    plan.seconds = m_length->currentData().toDouble();
    plan.margin = m_margin->value() / 100;
}

void PlanSentence::showForecast(const base::Result<session::ExperimentForecast>& forecast)
{
    if (!forecast)
        return showProblem(windowWords(text(forecast.error().context)));
    QString words = tr("Takes about %1").arg(clockText(std::ceil(forecast->seconds)));
    if (m_kind != Kind::Find)
        words += std::isfinite(forecast->smallestDifference)
            ? tr(" and finds differences from %1.").arg(percentText(forecast->smallestDifference))
            : tr("; calibrate to learn which difference it can find.");
    setRole(m_forecast, Role::None);
    m_forecast->setText(words);
    m_flow->invalidate();
}

void PlanSentence::showProblem(const QString& problem)
{
    setRole(m_forecast, Role::Problem);
    m_forecast->setText(problem);
    m_flow->invalidate();
}

} // namespace weir::ui
