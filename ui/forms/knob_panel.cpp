// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/knob_panel.h"

#include "core/settings/listener_settings.h"
#include "core/settings/load_settings.h"
#include "ui/forms/knob_form.h"
#include "ui/forms/knob_row.h"
#include "ui/label.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace weir::ui {

static QLineEdit* makeFindField(QWidget* parent)
{
    auto* field = new QLineEdit(parent);
    field->setObjectName(QStringLiteral("knobs.find"));
    field->setPlaceholderText(KnobPanel::tr("Find a knob"));
    field->setAccessibleName(field->placeholderText());
    field->setClearButtonEnabled(true);
    field->addAction(icon(QStringLiteral("search"), IconTint::Dim), QLineEdit::LeadingPosition);
    return field;
}

KnobPanel::KnobPanel(const std::vector<const settings::Section*>& sections, QWidget* parent) : QWidget(parent)
{
    setRole(this, Role::Panel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    m_find = makeFindField(this);
    auto* findMargins = new QHBoxLayout;
    findMargins->setContentsMargins(12, 10, 12, 8);
    findMargins->addWidget(m_find);
    layout->addLayout(findMargins);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    layout->addWidget(m_scroll, 1);
    auto* content = new QWidget;
    setRole(content, Role::Panel);
    auto* forms = new QVBoxLayout(content);
    forms->setContentsMargins(0, 0, 0, 0);
    forms->setSpacing(0);
    for (const auto* section : sections)
        addForm(*section, content);
    m_nothing = new Label(tr("No knob matches."), content);
    setRole(m_nothing, Role::Dim);
    m_nothing->setContentsMargins(12, 8, 12, 8);
    m_nothing->hide();
    forms->addWidget(m_nothing);
    forms->addStretch(1);
    m_scroll->setWidget(content);
    connect(m_find, &QLineEdit::textChanged, this, &KnobPanel::applyFilter);
    updateHeader();
}

QWidget* KnobPanel::makeHeader()
{
    auto* header = new QWidget(this);
    setRole(header, Role::Header);
    header->setFixedHeight(36);
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(12, 0, 8, 0);
    auto* title = new Label(tr("Knobs"), header);
    setRole(title, Role::Title);
    m_modified = new Label(header);
    m_modified->setObjectName(QStringLiteral("knobs.modified"));
    setRole(m_modified, Role::Dim);
    m_resetAll = new QPushButton(tr("Reset all"), header);
    m_resetAll->setObjectName(QStringLiteral("knobs.resetAll"));
    m_resetAll->setToolTip(tr("Every knob back to its default"));
    setRole(m_resetAll, Role::Flat);
    m_tryPending = new QPushButton(header);
    m_tryPending->setObjectName(QStringLiteral("knobs.tryPending"));
    m_tryPending->setToolTip(tr("An experiment of what was turned since the last run, against what was before"));
    m_tryPending->setCursor(Qt::PointingHandCursor);
    setRole(m_tryPending, Role::Link);
    m_tryPending->hide();
    connect(m_tryPending, &QPushButton::clicked, this, &KnobPanel::tryPendingRequested);
    layout->addWidget(title);
    layout->addWidget(m_tryPending);
    layout->addStretch(1);
    layout->addWidget(m_modified);
    layout->addWidget(m_resetAll);
    connect(m_resetAll, &QPushButton::clicked, this, [this] {
        QStringList keys;
        for (const auto* form : m_forms)
            keys << form->modifiedKeys();
        emit resetRequested(keys);
    });
    return header;
}

void KnobPanel::addForm(const settings::Section& section, QWidget* parent)
{
    auto* form = new KnobForm(section, {}, parent);
    m_forms.push_back(form);
    parent->layout()->addWidget(form);
    connect(form, &KnobForm::committed, this, &KnobPanel::committed);
    connect(form, &KnobForm::tryRequested, this, &KnobPanel::tryRequested);
    form->setTriable();
    connect(form, &KnobForm::modifiedChanged, this, &KnobPanel::updateHeader);
}

void KnobPanel::setPending(int knobs)
{
    const QString words = knobs == 1 ? tr("Try the change") : tr("Try %1 changes").arg(knobs);
    m_tryPending->setText(caption(words));
    m_tryPending->setVisible(knobs > 0);
}

void KnobPanel::setScenario(const settings::Scenario& scenario)
{
    for (auto* form : m_forms)
        form->setScenario(scenario);
}

void KnobPanel::setRunning(bool running, bool listening)
{
    for (auto* form : m_forms) {
        const bool ofListener = form->section().key == settings::Schema<settings::ListenerSettings>::key;
        const bool ofLoad = form->section().key == settings::Schema<settings::LoadSettings>::key;
        form->setRunning((running && !ofListener) || (listening && !ofLoad));
    }
}

int KnobPanel::modifiedCount() const
{
    int count = 0;
    for (const auto* form : m_forms)
        count += form->modifiedCount();
    return count;
}

KnobForm* KnobPanel::form(std::string_view section) const
{
    for (auto* form : m_forms)
        if (form->section().key == section)
            return form;
    return nullptr;
}

void KnobPanel::updateHeader()
{
    const int count = modifiedCount();
    m_modified->setText(tr("%n modified", nullptr, count));
    m_modified->setVisible(count > 0);
    m_resetAll->setVisible(count > 0);
}

void KnobPanel::applyFilter(const QString& text)
{
    int found = 0;
    for (auto* form : m_forms)
        found += form->filter(text);
    m_nothing->setVisible(found == 0);
}

bool KnobPanel::focusKnob(const QString& key)
{
    for (auto* form : m_forms) {
        auto* row = form->row(key);
        if (row == nullptr)
            continue;
        m_find->clear();
        form->focusKnob(key);
        // Once the unfolded form has its place.
        QTimer::singleShot(0, row, [this, row] { m_scroll->ensureWidgetVisible(row->editorWidget(), 0, 60); });
        return true;
    }
    return false;
}

} // namespace weir::ui
