// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/search_form.h"

#include "core/analysis/threshold.h"
#include "ui/experiments/knob_picker.h"
#include "ui/forms/choice_box.h"
#include "ui/forms/flow_layout.h"
#include "ui/forms/knob_text.h"
#include "ui/label.h"
#include "ui/models/figure_text.h"
#include "ui/models/knob_proposal.h"
#include "ui/models/window_words.h"
#include "ui/plain_text.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>

namespace weir::ui {

SearchForm::SearchForm(QWidget* parent)
    : PlanForm(parent)
    , m_direction(new ChoiceBox(this))
    , m_knob(new KnobPicker(countingKnobs(), this))
    , m_condition(new QLineEdit(QStringLiteral("p(99)<50"), this))
    , m_scalability(new QCheckBox(tr("fit the scalability law"), this))
{
    setObjectName(QStringLiteral("plan.find"));
    auto* flow = new FlowLayout(this, 8);
    m_direction->addItem(tr("Highest"));
    m_direction->addItem(tr("Lowest"));
    m_direction->setAccessibleName(tr("Direction"));
    m_condition->setObjectName(QStringLiteral("find.condition"));
    m_condition->setAccessibleName(tr("Condition"));
    m_condition->setFixedWidth(150);
    m_condition->setToolTip(tr("What has to hold, as a threshold: p(99)<50, error_ratio<0.01"));
    m_knob->setKnob("load.rate");
    m_knob->setObjectName(QStringLiteral("find.knob"));
    m_scalability->setToolTip(tr("The Universal Scalability Law over the tried values: contention and coherency"));
    flow->addWidget(m_direction);
    flow->addWidget(m_knob);
    flow->addWidget(new Label(tr("that holds"), this));
    flow->addWidget(m_condition);
    m_from = addBound(tr("from"), "find.from");
    m_to = addBound(tr("to"), "find.to");
    flow->addWidget(m_scalability);
    connect(m_direction, &QComboBox::activated, this, &SearchForm::changed);
    connect(m_knob, &KnobPicker::picked, this, &SearchForm::changed);
    connect(m_condition, &QLineEdit::textChanged, this, &SearchForm::changed);
    connect(m_scalability, &QCheckBox::toggled, this, &SearchForm::changed);
}

QLineEdit* SearchForm::addBound(const QString& name, const char* objectName)
{
    auto* pair = new QWidget(this); // on one line
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    auto* edit = new QLineEdit(pair);
    edit->setObjectName(QLatin1String(objectName));
    edit->setAccessibleName(name);
    edit->setFixedWidth(80);
    edit->setPlaceholderText(tr("auto"));
    row->addWidget(new Label(name, pair));
    row->addWidget(edit);
    layout()->addWidget(pair);
    connect(edit, &QLineEdit::textChanged, this, &SearchForm::changed);
    return edit;
}

void SearchForm::setScenario(const settings::Scenario& scenario)
{
    m_scenario = scenario;
}

static QString boundOf(const settings::KnobPath& path, const QString& words, double& bound)
{
    bound = 0;
    if (words.trimmed().isEmpty())
        return {};
    const auto value = parseNumber(path, words);
    if (!value)
        return problemText(value.error());
    if (const auto problem = settings::checkValue(path, *value))
        return problemText(*problem);
    const auto* whole = std::get_if<std::int64_t>(&*value);
    bound = whole ? static_cast<double>(*whole) : std::get<double>(*value);
    return {};
}

QString SearchForm::fill(experiment::Plan& plan) const
{
    plan.baseline = m_scenario;
    plan.fitsScalability = m_scalability->isChecked();
    auto& search = plan.search;
    search.key = m_knob->knob().key();
    search.wantsHighest = m_direction->currentIndex() == 0;
    search.condition = toUtf8(m_condition->text().trimmed());
    if (search.condition.empty())
        return tr("Say what has to hold, such as p(99)<50");
    if (const auto threshold = analysis::parseThreshold(search.condition); !threshold)
        return text(threshold.error().context);
    if (const QString problem = boundOf(m_knob->knob(), m_from->text(), search.from); !problem.isEmpty())
        return problem;
    if (const QString problem = boundOf(m_knob->knob(), m_to->text(), search.to); !problem.isEmpty())
        return problem;
    if (search.from > 0 && search.to > 0 && search.from >= search.to)
        return tr("The range ends before it begins");
    return {};
}

} // namespace weir::ui
