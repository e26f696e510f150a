// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/health_bar.h"

#include "ui/label.h"
#include "ui/models/run_figures.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace weir::ui {

static Label* makeLabel(const QString& name, const QString& help, QWidget* parent)
{
    auto* label = new Label(parent);
    label->setObjectName(QStringLiteral("health.") + name);
    label->setToolTip(help);
    setRole(label, Role::Caption);
    return label;
}

HealthBar::HealthBar(QWidget* parent)
    : QWidget(parent)
    , m_origin(makeLabel(QStringLiteral("origin"), tr("Who answers the requests"), this))
    , m_cpu(makeLabel(QStringLiteral("cpu"),
                      tr("How busy the processors are with sending, proxying and, if built in, answering. A generator "
                         "near 100 % measures itself."),
                      this))
    , m_lag(makeLabel(QStringLiteral("lag"),
                      tr("How late Weir itself sent requests: 99 % were sent within this of their "
                         "planned time."),
                      this))
{
    setObjectName(QStringLiteral("healthBar"));
    m_noise = new QToolButton(this);
    m_noise->setObjectName(QStringLiteral("health.noise"));
    m_noise->setToolButtonStyle(Qt::ToolButtonTextOnly);
    setRole(m_noise, Role::Flat);
    m_noise->setFont(uiFont(11));
    connect(m_noise, &QToolButton::clicked, this, &HealthBar::calibrateRequested);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(26, 4, 12, 4);
    row->setSpacing(20);
    row->addWidget(m_origin);
    row->addWidget(m_cpu);
    row->addStretch(1);
    row->addWidget(m_noise);
    row->addWidget(m_lag);
}

void HealthBar::setTarget(const QString& target)
{
    if (!m_live)
        m_origin->setText(target);
}

void HealthBar::setNoise(const QString& text, const QString& tip)
{
    m_noise->setText(caption(text));
    m_noise->setToolTip(tip);
}

void HealthBar::setSnapshot(const metrics::Snapshot* snapshot)
{
    const HealthFigures health = healthOf(snapshot);
    m_live = snapshot && snapshot->state != metrics::RunState::Finished;
    if (snapshot)
        m_origin->setText(health.origin);
    m_cpu->setText(health.cpu);
    m_lag->setText(health.lag);
    update();
}

// A dot that is filled while the run is on.
void HealthBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = colors(this);
    painter.setPen(QPen(c.dimText, 1.2));
    painter.setBrush(m_live ? c.dimText : Qt::transparent);
    painter.drawEllipse(QPointF(16.5, height() / 2.0), 3.6, 3.6);
}

} // namespace weir::ui
