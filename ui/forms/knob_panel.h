// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <QWidget>

#include <vector>

class QLineEdit;
class QScrollArea;
class QPushButton;

namespace weir::ui {

class Label;
class KnobForm;

// All knobs that can be turned, one form beneath the other, with a field to find one. Made for a dock of 260 to 320
// pixels. Object names: the field "knobs.find", the button "knobs.resetAll".
class KnobPanel : public QWidget {
    Q_OBJECT

public:
    // Sections in this order; record lists are not for it.
    explicit KnobPanel(const std::vector<const settings::Section*>& sections, QWidget* parent = nullptr);

    void setScenario(const settings::Scenario& scenario);
    // A run is on, the proxy listens: knobs that wait for the next start of theirs say so.
    void setRunning(bool running, bool listening);
    // So many knobs were turned and not measured since: offers to try them together.
    void setPending(int knobs);
    int modifiedCount() const;

    KnobForm* form(std::string_view section) const; // null when there is none
    const std::vector<KnobForm*>& forms() const { return m_forms; }

    // Clears the filter, scrolls to the knob and gives it the focus; false when it is not here.
    bool focusKnob(const QString& key);
    QLineEdit* findField() const { return m_find; }

    QSize sizeHint() const override { return {300, 600}; }

signals:
    void committed(const QString& key, const weir::settings::KnobValue& value);
    void tryPendingRequested();
    void tryRequested(const QString& key); // an experiment with this knob
    // "Reset all": the knobs that differ from their defaults, to be reset in one step.
    void resetRequested(const QStringList& keys);

private:
    QWidget* makeHeader();
    void addForm(const settings::Section& section, QWidget* parent);
    void updateHeader();
    void applyFilter(const QString& text);

    std::vector<KnobForm*> m_forms;
    Label* m_modified = nullptr;
    QPushButton* m_tryPending = nullptr;
    QPushButton* m_resetAll = nullptr;
    QLineEdit* m_find = nullptr;
    Label* m_nothing = nullptr;
    QScrollArea* m_scroll = nullptr;
};

} // namespace weir::ui
