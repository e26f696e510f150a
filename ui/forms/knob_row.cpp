// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/knob_row.h"

#include "ui/forms/knob_editor.h"
#include "ui/forms/knob_text.h"
#include "ui/forms/modified_dot.h"
#include "ui/forms/settle_slider.h"
#include "ui/forms/slider_scale.h"
#include "ui/label.h"
#include "ui/plain_tips.h"
#include "ui/theme.h"

#include <QEvent>
#include <QFontMetrics>
#include <QGridLayout>
#include <QPushButton>

#include <algorithm>
#include <cmath>

namespace weir::ui {

using settings::Kind;
using settings::KnobValue;

static constexpr int editorWidth = 102; // what numbers need

// Of a choice: what its longest name needs.
static int choiceWidth(const settings::Knob& knob)
{
    constexpr int roomBesideText = 36; // paddings and arrow
    const QFontMetrics metrics(uiFont());
    int longest = 0;
    for (const auto name : knob.choices)
        longest = std::max(longest, metrics.horizontalAdvance(choiceText(name)));
    return std::max(editorWidth, longest + roomBesideText);
}

// Wider only while a long word stands for zero.
void KnobRow::showInEditor()
{
    m_editor->show(m_value);
    if (m_path.knob->kind != Kind::Integer && m_path.knob->kind != Kind::Real)
        return;
    const int word = QFontMetrics(uiFont()).horizontalAdvance(fullText(*m_path.knob, m_value)) + 22;
    const bool isWord = !m_path.knob->zeroMeans.empty()
        && fullText(*m_path.knob, m_value) == fromUtf8(m_path.knob->zeroMeans);
    m_editor->widget()->setFixedWidth(isWord ? std::max(editorWidth, word) : editorWidth);
}

KnobRow::KnobRow(settings::KnobPath path, QWidget* parent)
    : QWidget(parent)
    , m_path(std::move(path))
    , m_value(settings::defaultValue(m_path))
    , m_atStart(m_value)
{
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(12, 2, 6, 2);
    layout->setHorizontalSpacing(3);
    layout->setVerticalSpacing(2);
    layout->setColumnStretch(0, 1);
    m_label = new Label(this);
    m_label->setWordWrap(true);
    m_dot = new ModifiedDot(this);
    m_dot->setObjectName(key() + QStringLiteral(".reset"));
    connect(m_dot, &ModifiedDot::clicked, this, [this] { take(settings::defaultValue(m_path)); });
    addEditor(layout);
    addSlider(layout);
    addMessages(layout);
    setMarkupTip(this, tipText(m_path));
    setWhatsThis(tipText(m_path));
    updateLabel();
    showInEditor();
    updateMarks();
}

QString KnobRow::key() const
{
    return fromUtf8(m_path.key());
}

QWidget* KnobRow::editorWidget() const
{
    return m_editor->widget();
}

static QString problemText(const settings::Knob& knob, const settings::Problem& problem, bool outOfRange)
{
    if (outOfRange && isByteSize(knob)) // the schema counts in bytes
        return KnobRow::tr("Out of range; choose %1").arg(byteRangeText(knob));
    QString text = fromUtf8(problem.reason);
    if (!problem.remedy.empty())
        text += QStringLiteral("; ") + fromUtf8(problem.remedy);
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

void KnobRow::addEditor(QGridLayout* layout)
{
    m_editor = makeEditor(m_path, this);
    QWidget* widget = m_editor->widget();
    widget->setAccessibleName(fromUtf8(m_path.knob->label));
    widget->setAccessibleDescription(fromUtf8(m_path.knob->help));
    m_label->setBuddy(widget);
    layout->addWidget(m_label, 0, 0, Qt::AlignVCenter);
    layout->addWidget(m_dot, 0, 2);
    if (m_editor->isWide()) {
        layout->addWidget(widget, 1, 0, 1, 2);
    } else if (m_path.knob->kind == Kind::Flag) {
        layout->addWidget(widget, 0, 1, Qt::AlignRight | Qt::AlignVCenter);
    } else {
        widget->setFixedWidth(m_path.knob->kind == Kind::Choice ? choiceWidth(*m_path.knob) : editorWidth);
        layout->addWidget(widget, 0, 1, Qt::AlignRight);
    }
    layout->setRowMinimumHeight(0, m_editor->isWide() ? 22 : 26);
    connect(m_editor, &KnobEditor::edited, this, &KnobRow::take);
    connect(m_editor, &KnobEditor::refused, this,
            [this](const settings::Problem& problem) { refuse(problemText(*m_path.knob, problem, false)); });
    connect(m_editor, &KnobEditor::abandoned, this, [this] {
        clearProblem();
        showInEditor();
    });
}

static KnobValue numberValue(const settings::Knob& knob, double number)
{
    return knob.kind == Kind::Integer ? KnobValue{static_cast<std::int64_t>(std::llround(number))} : KnobValue{number};
}

static double numberOf(const KnobValue& value)
{
    const auto* integer = std::get_if<std::int64_t>(&value);
    return integer != nullptr ? static_cast<double>(*integer) : std::get<double>(value);
}

void KnobRow::addSlider(QGridLayout* layout)
{
    const auto& knob = *m_path.knob;
    if (!knob.explored || (knob.kind != Kind::Integer && knob.kind != Kind::Real))
        return;
    const SliderScale scale(knob);
    m_slider = new SettleSlider(this);
    m_slider->setObjectName(key() + QStringLiteral(".slider"));
    m_slider->setAccessibleName(fromUtf8(knob.label));
    m_slider->setRange(0, scale.positions());
    m_slider->setPageStep(std::max(1, scale.positions() / 10));
    layout->addWidget(m_slider, 2, 0, 1, 3);
    connect(m_slider, &SettleSlider::moved, this, [this, scale](int position) {
        clearProblem();
        m_editor->show(numberValue(*m_path.knob, scale.valueAt(position)));
    });
    connect(m_slider, &SettleSlider::settled, this,
            [this, scale](int position) { take(numberValue(*m_path.knob, scale.valueAt(position))); });
}

void KnobRow::addMessages(QGridLayout* layout)
{
    m_problem = new Label(this);
    m_problem->setObjectName(key() + QStringLiteral(".problem"));
    m_problem->setWordWrap(true);
    setRole(m_problem, Role::Problem);
    m_problem->hide();
    layout->addWidget(m_problem, 3, 0, 1, 3);
    m_hint = new Label(tr("Applies from the next start"), this);
    m_hint->setObjectName(key() + QStringLiteral(".hint"));
    setRole(m_hint, Role::Caption);
    m_hint->hide();
    layout->addWidget(m_hint, 4, 0, 1, 3);
}

void KnobRow::showValue(const KnobValue& value)
{
    // Another knob's change must not wipe out what is being typed here.
    if (value == m_value)
        return;
    m_value = value;
    clearProblem();
    showInEditor();
    updateMarks();
}

void KnobRow::take(const KnobValue& value)
{
    if (const auto problem = settings::checkValue(m_path, value)) {
        refuse(problemText(*m_path.knob, *problem, true));
        return;
    }
    clearProblem();
    const bool changed = value != m_value;
    m_value = value;
    showInEditor(); // "65536" becomes "64 KiB"
    updateMarks();
    if (changed)
        emit committed(value);
}

void KnobRow::refuse(const QString& problem)
{
    m_hasProblem = true;
    m_editor->setInvalid(true);
    m_problem->setText(problem);
    m_problem->show();
    m_editor->widget()->setAccessibleDescription(m_problem->text());
}

void KnobRow::clearProblem()
{
    if (!m_hasProblem)
        return;
    m_hasProblem = false;
    m_editor->setInvalid(false);
    m_problem->hide();
    m_editor->widget()->setAccessibleDescription(fromUtf8(m_path.knob->help));
}

bool KnobRow::isModified() const
{
    return m_value != settings::defaultValue(m_path);
}

void KnobRow::setRunning(bool running)
{
    if (running && !m_running)
        m_atStart = m_value;
    m_running = running;
    updateMarks();
}

void KnobRow::updateMarks()
{
    const bool was = m_dot->isModified();
    m_dot->setModified(isModified());
    m_dot->setToolTip(tr("Default: %1. Click to reset.").arg(fullText(*m_path.knob, settings::defaultValue(m_path))));
    m_dot->setAccessibleName(tr("Reset %1").arg(fromUtf8(m_path.knob->label)));
    m_hint->setVisible(m_running && m_path.knob->applies == settings::Applies::NextRun && m_value != m_atStart);
    if (m_slider != nullptr)
        m_slider->showPosition(SliderScale(*m_path.knob).positionOf(numberOf(m_value)));
    if (was != isModified())
        emit modifiedChanged();
}

QWidget* KnobRow::addTry()
{
    auto* link = new QPushButton(tr("Try"), this);
    link->setObjectName(key() + QStringLiteral(".try"));
    link->setAccessibleName(tr("Try another value of %1").arg(fromUtf8(m_path.knob->label)));
    link->setToolTip(tr("Try another value of %1 in an experiment").arg(fromUtf8(m_path.knob->label)));
    link->setCursor(Qt::PointingHandCursor);
    setRole(link, Role::Link);
    static_cast<QGridLayout*>(layout())->addWidget(link, 0, 3);
    connect(link, &QPushButton::clicked, this, &KnobRow::tryRequested);
    return link;
}

void KnobRow::setBadgeVisible(bool visible)
{
    m_badge = visible;
    updateLabel();
}

void KnobRow::updateLabel()
{
    QString text = fromUtf8(m_path.knob->label).toHtmlEscaped();
    if (m_badge) {
        const QString badge = m_path.knob->applies == settings::Applies::Live ? tr("live") : tr("next run");
        text += QStringLiteral(" <span style=\"font-size:11px; color:%1\">%2</span>")
                    .arg(colors(this).dimText.name(), QString(badge).replace(u' ', QStringLiteral("&nbsp;")));
    }
    if (m_label->text() != text)
        m_label->setMarkup(text);
}

bool KnobRow::matches(const QStringList& words) const
{
    const auto& knob = *m_path.knob;
    const QString all = QStringList{fromUtf8(knob.label), key(), fromUtf8(knob.help), fromUtf8(m_path.section->label)}
                            .join(u' ');
    for (const QString& word : words)
        if (!all.contains(word, Qt::CaseInsensitive))
            return false;
    return true;
}

void KnobRow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_label != nullptr)
        updateLabel();
}

} // namespace weir::ui
