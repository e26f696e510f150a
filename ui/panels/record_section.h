// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <QStringList>
#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace weir::ui {

class Label;
class RecordEditor;
class ScenarioModel;

// One list of named settings, such as the feeders: a title with the way to add one, a row for each record, and the
// editor beneath the row that is open. Object names: "feeders.add", "feeders.NAME", "feeders.NAME.remove".
class RecordSection : public QWidget {
    Q_OBJECT

public:
    RecordSection(ScenarioModel* scenario, const settings::Section& section, QWidget* parent = nullptr);

    const settings::Section& section() const { return *m_section; }
    int count() const { return static_cast<int>(m_names.size()); }
    QString opened() const { return m_open; }
    void open(const QString& name); // empty: none

signals:
    void countChanged();

private:
    struct Row {
        QWidget* widget = nullptr;
        QToolButton* title = nullptr;
        Label* summary = nullptr;
    };
    QWidget* makeTitle();
    Row makeRow(const QString& name);
    void add();
    void refresh();
    void rebuild(const QStringList& names);
    void showSummaries();

    ScenarioModel* m_scenario;
    const settings::Section* m_section;
    QStringList m_names;
    QString m_open;
    std::vector<Row> m_rows; // by name
    Label* m_remark = nullptr;
    QVBoxLayout* m_column;
    RecordEditor* m_editor;
};

} // namespace weir::ui
