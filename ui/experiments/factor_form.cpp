// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/factor_form.h"

#include "core/experiment/arms.h"
#include "ui/experiments/knob_picker.h"
#include "ui/forms/knob_text.h"
#include "ui/models/figure_text.h"
#include "ui/models/knob_proposal.h"
#include "ui/models/window_words.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace weir::ui {

using experiment::Kind;

FactorForm::FactorForm(Kind kind, QWidget* parent) : PlanForm(parent), m_kind(kind), m_column(new QVBoxLayout(this))
{
    setObjectName(kind == Kind::Screen ? QStringLiteral("plan.screen") : QStringLiteral("plan.sweep"));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(4);
    m_more = new QPushButton(kind == Kind::Screen ? tr("Another knob") : tr("A second knob"), this);
    m_more->setObjectName(QStringLiteral("factor.more"));
    m_more->setCursor(Qt::PointingHandCursor);
    setRole(m_more, Role::Link);
    auto* row = new QHBoxLayout;
    row->addWidget(m_more);
    row->addStretch(1);
    m_column->addLayout(row);
    connect(m_more, &QPushButton::clicked, this, &FactorForm::addAnother);
}

std::size_t FactorForm::most() const
{
    return m_kind == Kind::Screen ? 23 : 2;
}

FactorForm::Row& FactorForm::addRow()
{
    Row row;
    row.box = new QWidget(this);
    auto* line = new QHBoxLayout(row.box);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    row.knob = new KnobPicker(triableKnobs(), row.box);
    row.knob->setObjectName(QStringLiteral("factor.knob"));
    row.values = new QLineEdit(row.box);
    row.values->setObjectName(QStringLiteral("factor.values"));
    row.values->setAccessibleName(tr("Values"));
    row.values->setMinimumWidth(150);
    row.values->setToolTip(m_kind == Kind::Screen
                               ? tr("Its low and its high level, as \"16, 64\"")
                               : tr("Values as \"1, 2, 4\", or a range with its number of points: \"1..64/7\", "
                                    "\"1..1000/4/log\""));
    auto* remove = new QToolButton(row.box);
    remove->setIcon(icon(QStringLiteral("close"), IconTint::Dim));
    remove->setToolTip(tr("Leave this knob out"));
    line->addWidget(row.knob);
    line->addWidget(row.values, 1);
    line->addWidget(remove);
    m_column->insertWidget(static_cast<int>(m_rows.size()), row.box);
    connect(row.values, &QLineEdit::textChanged, this, [this] {
        m_touched = m_touched || !m_filling;
        emit changed();
    });
    connect(row.knob, &KnobPicker::picked, this, [this, box = row.box] {
        m_touched = true;
        proposeValues(*std::ranges::find(m_rows, box, &Row::box));
    });
    connect(remove, &QToolButton::clicked, this, [this, box = row.box] { this->remove(box); });
    m_rows.push_back(row);
    m_more->setVisible(m_rows.size() < most());
    return m_rows.back();
}

static QString shownValues(const experiment::Factor& factor)
{
    const auto path = settings::findKnob(factor.key);
    QStringList all;
    for (const auto& each : factor.values) {
        const auto value = path ? settings::parseValue(*path, each)
                                : std::expected<settings::KnobValue, settings::Problem>(std::string{each});
        const bool isNumber = path
            && (path->knob->kind == settings::Kind::Integer || path->knob->kind == settings::Kind::Real);
        all << (value && isNumber ? numberText(*path->knob, *value) : text(each));
    }
    return all.join(QStringLiteral(", "));
}

void FactorForm::addRow(const experiment::Factor& factor)
{
    auto& row = addRow();
    row.knob->setKnob(factor.key);
    row.values->setText(shownValues(factor));
}

void FactorForm::addAnother()
{
    m_touched = true;
    auto& row = addRow();
    const auto knobs = triableKnobs();
    const auto isFree = [this](const settings::KnobPath& knob) {
        return std::ranges::none_of(m_rows, [&](const Row& each) {
            return each.box != m_rows.back().box && each.knob->knob().key() == knob.key();
        });
    };
    if (const auto free = std::ranges::find_if(knobs, isFree); free != knobs.end())
        row.knob->setKnob(free->key());
    proposeValues(row);
}

void FactorForm::remove(QWidget* box)
{
    m_touched = true;
    std::erase_if(m_rows, [box](const Row& row) { return row.box == box; });
    box->deleteLater();
    box->hide();
    m_more->setVisible(m_rows.size() < most());
    emit changed();
}

void FactorForm::proposeValues(Row& row)
{
    const auto& knob = row.knob->knob();
    const auto value = settings::value(m_scenario, knob);
    if (m_kind == Kind::Sweep)
        row.values->setText(proposedSweep(knob, value));
    else
        row.values->setText(
            shownValues({knob.key(), {settings::valueText(value), settings::valueText(proposedValue(knob, value))}}));
}

void FactorForm::proposeAll()
{
    m_filling = true;
    for (const auto& row : m_rows)
        delete row.box;
    m_rows.clear();
    if (m_kind == Kind::Screen) {
        for (const auto& factor : experiment::usualFactors(m_scenario))
            addRow(factor);
    } else {
        auto& row = addRow();
        row.knob->setKnob("pool.max_connections");
        proposeValues(row);
    }
    m_filling = false;
    emit changed();
}

void FactorForm::setScenario(const settings::Scenario& scenario)
{
    m_scenario = scenario;
    if (!m_touched)
        proposeAll();
}

// "64 MiB, 8 MiB" as --knob has it; a range is left to the reader of --knob.
static base::Result<experiment::Factor> factorOf(const settings::KnobPath& path, const QString& values)
{
    const bool isNumber = path.knob->kind == settings::Kind::Integer || path.knob->kind == settings::Kind::Real;
    if (!isNumber || values.contains(QStringLiteral("..")))
        return experiment::parseFactor(path.key() + '=' + toUtf8(values.trimmed()));
    experiment::Factor factor{path.key(), {}};
    for (const QString& word : values.split(u',')) {
        const auto value = parseNumber(path, word);
        if (!value)
            return std::unexpected(base::Error{base::Errc::InvalidScenario, settings::text(value.error())});
        if (const auto problem = settings::checkValue(path, *value))
            return std::unexpected(base::Error{base::Errc::InvalidScenario, settings::text(*problem)});
        if (const auto written = settings::valueText(*value);
            std::ranges::find(factor.values, written) == factor.values.end())
            factor.values.push_back(written);
    }
    return factor;
}

QString FactorForm::fill(experiment::Plan& plan) const
{
    plan.baseline = m_scenario;
    plan.factors.clear();
    for (const auto& row : m_rows) {
        auto factor = factorOf(row.knob->knob(), row.values->text());
        if (!factor)
            return windowWords(text(factor.error().context));
        if (m_kind == Kind::Screen && factor->values.size() != 2)
            return tr("%1 needs two levels, such as \"16, 64\"").arg(knobTitle(row.knob->knob()));
        if (factor->values.size() < 2)
            return tr("%1 needs two values and more").arg(knobTitle(row.knob->knob()));
        const auto same = [&](const experiment::Factor& each) { return each.key == factor->key; };
        if (std::ranges::any_of(plan.factors, same))
            return tr("%1 stands there twice").arg(knobTitle(row.knob->knob()));
        plan.factors.push_back(*std::move(factor));
    }
    if (plan.factors.empty())
        return tr("Choose a knob");
    return {};
}

} // namespace weir::ui
