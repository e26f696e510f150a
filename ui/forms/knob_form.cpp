// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/knob_form.h"

#include "core/settings/listener_settings.h"
#include "ui/forms/form_title.h"
#include "ui/forms/knob_row.h"
#include "ui/forms/knob_text.h"
#include "ui/forms/modified_dot.h"
#include "ui/label.h"
#include "ui/models/knob_proposal.h"
#include "ui/plain_tips.h"
#include "ui/theme.h"

#include <QVBoxLayout>

#include <algorithm>

namespace weir::ui {

using settings::Applies;

// What most knobs of the section do stands in its title; only the others say it themselves.
static Applies usual(const settings::Section& section)
{
    const auto live = std::ranges::count(section.knobs, Applies::Live, &settings::Knob::applies);
    return 2 * live >= std::ssize(section.knobs) ? Applies::Live : Applies::NextRun;
}

KnobForm::KnobForm(const settings::Section& section, const QString& record, QWidget* parent)
    : QWidget(parent)
    , m_section(&section)
    , m_record(record)
{
    setObjectName(QStringLiteral("form.") + fromUtf8(section.key));
    setRole(this, Role::Panel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    addTitle(layout);
    m_body = new QWidget(this);
    layout->addWidget(m_body);
    auto* rows = new QVBoxLayout(m_body);
    rows->setContentsMargins(0, 0, 0, 6);
    rows->setSpacing(0);
    for (const auto& knob : section.knobs)
        addRow(knob, rows);
    addNote(rows);
    layout->addStretch(0); // a form with room to spare keeps its rows together
    updateVisibility();
}

void KnobForm::addNote(QVBoxLayout* layout)
{
    auto* frame = new QWidget(m_body); // hidden with the note, so that its margins leave no hole
    auto* margins = new QVBoxLayout(frame);
    margins->setContentsMargins(12, 6, 12, 4);
    m_note = new Label(frame);
    m_note->setWordWrap(true);
    setRole(m_note, Role::Note);
    margins->addWidget(m_note);
    layout->addWidget(frame);
    frame->hide();
}

static QString badgeOf(const settings::Section& section)
{
    if (usual(section) == Applies::Live)
        return KnobForm::tr("live");
    const bool ofListener = section.key == settings::Schema<settings::ListenerSettings>::key;
    return ofListener ? KnobForm::tr("next start") : KnobForm::tr("next run");
}

void KnobForm::addTitle(QVBoxLayout* layout)
{
    const QString badge = badgeOf(*m_section);
    m_title = new FormTitle(m_record.isEmpty() ? fromUtf8(m_section->label) : m_record, badge, this);
    m_title->setObjectName(objectName() + QStringLiteral(".title"));
    m_title->setToolTip(fromUtf8(m_section->help));
    layout->addWidget(m_title);
    connect(m_title, &FormTitle::toggled, this, [this] { setExpanded(!m_expanded); });
}

void KnobForm::addRow(const settings::Knob& knob, QVBoxLayout* layout)
{
    auto* row = new KnobRow(settings::KnobPath{m_section, &knob, toUtf8(m_record)}, m_body);
    row->setBadgeVisible(knob.applies != usual(*m_section));
    m_rows.push_back(row);
    layout->addWidget(row);
    if (knob.kind == settings::Kind::Flag && knob.key == "enabled") {
        m_enabled = row;
        QWidget* flag = row->editorWidget();
        setMarkupTip(flag, row->toolTip());
        m_title->addAtRight(flag);
        m_title->addAtRight(row->dot());
    }
    connect(row, &KnobRow::modifiedChanged, this, &KnobForm::modifiedChanged);
    connect(row, &KnobRow::committed, this, [this, row](const settings::KnobValue& value) {
        if (row == m_enabled)
            setExpanded(std::get<bool>(value));
        emit committed(row->key(), value);
    });
}

void KnobForm::setScenario(const settings::Scenario& scenario)
{
    const bool wasOn = m_enabled == nullptr || std::get<bool>(m_enabled->value());
    for (auto* row : m_rows)
        row->showValue(settings::value(scenario, row->path()));
    const bool isOn = m_enabled == nullptr || std::get<bool>(m_enabled->value());
    if (wasOn != isOn)
        setExpanded(isOn);
}

void KnobForm::setRunning(bool running)
{
    for (auto* row : m_rows)
        row->setRunning(running);
}

int KnobForm::modifiedCount() const
{
    return static_cast<int>(std::ranges::count_if(m_rows, &KnobRow::isModified));
}

QStringList KnobForm::modifiedKeys() const
{
    QStringList keys;
    for (const auto* row : m_rows)
        if (row->isModified())
            keys << row->key();
    return keys;
}

int KnobForm::filter(const QString& text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    updateVisibility();
    return static_cast<int>(std::ranges::count_if(m_rows, [this](const auto* row) { return row->matches(m_words); }));
}

void KnobForm::setExpanded(bool expanded)
{
    m_expanded = expanded;
    updateVisibility();
}

// A search looks into folded forms, too.
void KnobForm::updateVisibility()
{
    const bool searching = !m_words.isEmpty();
    bool any = false;
    for (auto* row : m_rows) {
        const bool shown = !searching || row->matches(m_words);
        any = any || shown;
        const bool inTitle = row == m_enabled && !m_title->isHidden();
        row->setVisible(shown && !inTitle);
    }
    m_body->setVisible(searching || m_expanded);
    m_title->setExpanded(m_expanded || searching);
    // Only on a change: showing a form that has no parent yet would open a window.
    if (any == m_filteredOut) {
        m_filteredOut = !any;
        setVisible(any);
    }
}

void KnobForm::setTriable()
{
    for (auto* row : m_rows) {
        if (!isTriable(row->path()))
            continue;
        QWidget* link = row->addTry();
        if (row == m_enabled)
            m_title->addAtRight(link);
        connect(row, &KnobRow::tryRequested, this, [this, row] { emit tryRequested(row->key()); });
    }
}

void KnobForm::setTitleVisible(bool visible)
{
    m_title->setVisible(visible);
    updateVisibility();
}

void KnobForm::setNote(const QString& text)
{
    if (text == m_note->text())
        return;
    m_note->setText(text);
    m_note->parentWidget()->setVisible(!text.isEmpty());
}

KnobRow* KnobForm::row(const QString& key) const
{
    const auto at = std::ranges::find_if(m_rows, [&key](const auto* row) { return row->key() == key; });
    return at == m_rows.end() ? nullptr : *at;
}

void KnobForm::focusKnob(const QString& key)
{
    auto* wanted = row(key);
    if (wanted == nullptr)
        return;
    setExpanded(true);
    wanted->editorWidget()->setFocus(Qt::ShortcutFocusReason);
}

} // namespace weir::ui
