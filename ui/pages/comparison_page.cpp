// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/comparison_page.h"

#include "ui/label.h"
#include "ui/pages/result_table.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace weir::ui {

ComparisonPage::ComparisonPage(QWidget* parent)
    : QWidget(parent)
    , m_model(new ComparisonModel(this))
    , m_title(new Label(this))
    , m_basis(new Label(this))
    , m_settle(new QPushButton(tr("Settle it by an experiment"), this))
    , m_table(new ResultTable(m_model, QStringLiteral("comparison"), this))
{
    m_title->setObjectName(QStringLiteral("comparison.title"));
    m_basis->setObjectName(QStringLiteral("comparison.basis"));
    for (auto* label : {m_title, m_basis}) {
        label->setWordWrap(true);
        label->setContentsMargins(6, 0, 6, 0);
    }
    setRole(m_title, Role::Title);
    setRole(m_basis, Role::Dim);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 0);
    column->setSpacing(2);
    column->addWidget(m_title);
    auto* row = new QHBoxLayout;
    row->addWidget(m_basis, 1);
    row->addWidget(m_settle, 0, Qt::AlignTop);
    column->addLayout(row);
    column->addWidget(m_table, 1);
    m_settle->setObjectName(QStringLiteral("comparison.settle"));
    m_settle->setToolTip(tr("Both settings in turns under the same arrivals, until the difference is sure"));
    m_settle->setCursor(Qt::PointingHandCursor);
    setRole(m_settle, Role::Link);
    connect(m_settle, &QPushButton::clicked, this, [this] {
        if (const auto epochs = m_model->epochs())
            emit settleRequested(epochs->first, epochs->second);
    });
    connect(m_model, &ComparisonModel::textChanged, this, &ComparisonPage::showTexts);
    m_model->setSnapshot(nullptr);
    showTexts();
}

void ComparisonPage::showTexts()
{
    m_title->setText(m_model->title());
    m_title->setVisible(!m_model->title().isEmpty());
    m_basis->setText(m_model->basis());
    m_basis->setVisible(!m_model->basis().isEmpty());
    m_settle->setVisible(m_model->epochs().has_value());
    m_table->setEmptyText(m_model->notice());
}

} // namespace weir::ui
