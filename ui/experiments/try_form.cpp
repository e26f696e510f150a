// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/try_form.h"

#include "core/settings/schema.h"
#include "ui/experiments/change_edit.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace weir::ui {

static constexpr std::size_t mostVariants = 8;

static QPushButton* makeLink(const QString& words, const char* name, QWidget* parent)
{
    auto* link = new QPushButton(caption(words), parent);
    link->setObjectName(QLatin1String(name));
    link->setCursor(Qt::PointingHandCursor);
    setRole(link, Role::Link);
    return link;
}

TryForm::TryForm(QWidget* parent) : PlanForm(parent), m_column(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("plan.try"));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(8);
    m_more = makeLink(tr("Another variant"), "try.variant", this);
    auto* row = new QHBoxLayout;
    row->addWidget(m_more);
    row->addStretch(1);
    m_column->addLayout(row);
    connect(m_more, &QPushButton::clicked, this, [this] {
        addVariant();
        emit changed();
    });
    addVariant();
}

void TryForm::addVariant()
{
    if (m_variants.size() >= mostVariants)
        return;
    Variant variant;
    variant.box = new QWidget(this);
    variant.column = new QVBoxLayout(variant.box);
    variant.column->setContentsMargins(0, 0, 0, 0);
    variant.column->setSpacing(4);
    auto* more = makeLink(tr("and another knob"), "try.more", variant.box);
    auto* row = new QHBoxLayout;
    row->addWidget(more);
    row->addStretch(1);
    variant.column->addLayout(row);
    m_column->insertWidget(static_cast<int>(m_variants.size()), variant.box);
    m_variants.push_back(variant);
    addChange(variant.box);
    connect(more, &QPushButton::clicked, this, [this, box = variant.box] {
        addChange(box);
        emit changed();
    });
    m_more->setEnabled(m_variants.size() < mostVariants);
}

ChangeEdit* TryForm::addChange(QWidget* box)
{
    const auto variant = std::ranges::find(m_variants, box, &Variant::box);
    auto* change = new ChangeEdit(box);
    variant->column->insertWidget(static_cast<int>(variant->changes.size()), change);
    variant->changes.push_back(change);
    change->setBaseline(baseline());
    change->proposeOther();
    connect(change, &ChangeEdit::changed, this, &TryForm::changed);
    connect(change, &ChangeEdit::removed, this, [this, change] { remove(change); });
    return change;
}

// The last knob of a variant takes the variant with it, unless it is the only one.
void TryForm::remove(ChangeEdit* change)
{
    for (auto& variant : m_variants) {
        if (std::erase(variant.changes, change) == 0)
            continue;
        change->deleteLater();
        change->hide();
        if (variant.changes.empty() && m_variants.size() > 1) {
            variant.box->deleteLater();
            variant.box->hide();
            std::erase_if(m_variants, [](const Variant& each) { return each.changes.empty(); });
        } else if (variant.changes.empty()) {
            addChange(variant.box);
        }
        break;
    }
    m_more->setEnabled(true);
    emit changed();
}

void TryForm::clear()
{
    for (const auto& variant : m_variants)
        delete variant.box;
    m_variants.clear();
}

void TryForm::propose(const Assignments& variant, const Assignments& baselineValues)
{
    m_baseline = baselineValues;
    clear();
    addVariant();
    auto& made = m_variants.front();
    for (std::size_t i = 1; i < variant.size(); ++i)
        addChange(made.box);
    for (std::size_t i = 0; i < variant.size(); ++i)
        made.changes[i]->setChange(variant[i]);
    emit changed();
}

settings::Scenario TryForm::baseline() const
{
    auto scenario = m_scenario;
    for (const auto& [key, value] : m_baseline)
        settings::setText(scenario, key, value);
    return scenario;
}

void TryForm::setScenario(const settings::Scenario& scenario)
{
    m_scenario = scenario;
    for (const auto& variant : m_variants)
        for (auto* change : variant.changes)
            change->setBaseline(baseline());
}

QString TryForm::fill(experiment::Plan& plan) const
{
    plan.baseline = baseline();
    plan.variants.clear();
    for (const auto& variant : m_variants) {
        plan.variants.emplace_back();
        for (const auto* change : variant.changes) {
            if (const QString problem = change->problem(); !problem.isEmpty())
                return problem;
            plan.variants.back().push_back(change->change());
        }
    }
    return {};
}

} // namespace weir::ui
