// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace weir::ui {

class Label;
class FormTitle;
class KnobRow;

// The form of one settings section, or of one record of a section that is a list, built from the schema at run time.
// It shows values and reports edits; whoever owns the scenario applies them and calls setScenario again. Object names:
// the form "form.SECTION", each editor its knob's full key ("pool.max_connections"), its slider KEY.slider, its dot
// KEY.reset, its message KEY.problem.
class KnobForm : public QWidget {
    Q_OBJECT

public:
    explicit KnobForm(const settings::Section& section, const QString& record = {}, QWidget* parent = nullptr);

    const settings::Section& section() const { return *m_section; }
    QString record() const { return m_record; }

    // Shows the scenario's values and which of them differ from their defaults. Emits nothing. An edit that is not
    // committed yet, or was refused, stays as it is unless the knob's value has changed meanwhile.
    void setScenario(const settings::Scenario& scenario);
    // While a run is on, edits of knobs that take effect only with the next one say so.
    void setRunning(bool running);

    int modifiedCount() const;
    QStringList modifiedKeys() const;

    // Shows only rows whose label, key or help contains every word of `text`; returns how many there are. An empty
    // text shows all.
    int filter(const QString& text);

    void setExpanded(bool expanded);
    bool isExpanded() const { return m_expanded; }
    // Without the title line, for dialogs that have a title of their own. A flag `enabled` becomes an ordinary row.
    void setTitleVisible(bool visible);
    // A sentence of live arithmetic beneath the rows; empty hides it.
    void setNote(const QString& text);

    // Each knob that an experiment may turn offers to try it.
    void setTriable();

    // The row of a knob by its full key; null when it is not of this form.
    KnobRow* row(const QString& key) const;
    const std::vector<KnobRow*>& rows() const { return m_rows; }
    // Expands, and gives the knob's editor the focus.
    void focusKnob(const QString& key);

signals:
    // A value that passed the schema's check: on Enter, on leaving the field, per step, or once a slider has settled.
    void committed(const QString& key, const weir::settings::KnobValue& value);
    void tryRequested(const QString& key);
    void modifiedChanged();

private:
    void addTitle(QVBoxLayout* layout);
    void addRow(const settings::Knob& knob, QVBoxLayout* layout);
    void addNote(QVBoxLayout* layout);
    void updateVisibility();

    const settings::Section* m_section;
    QString m_record;
    FormTitle* m_title = nullptr;
    QWidget* m_body = nullptr;
    Label* m_note = nullptr;
    std::vector<KnobRow*> m_rows;
    KnobRow* m_enabled = nullptr; // the flag that stands in the title line
    QStringList m_words;          // of the filter
    bool m_expanded = true;
    bool m_filteredOut = false;
};

} // namespace weir::ui
