// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QListView;
class QToolButton;

namespace weir::ui {

class RecordEditor;
class RequestListModel;
class ScenarioModel;

// The mix of requests: the list, what can be done to it, and the editor of the selected one.
class RequestPanel : public QWidget {
    Q_OBJECT

public:
    explicit RequestPanel(ScenarioModel* scenario, QWidget* parent = nullptr);

    int count() const;
    QString selected() const;
    void select(const QString& name);

signals:
    void countChanged();

private:
    void makeList();
    QWidget* makeButtons();
    QToolButton* addButton(QHBoxLayout* row, const QString& name, const QString& iconName, const QString& help);
    void keepSelection();
    void showSelected();
    void fitList();
    void setEditing(bool editing);
    void add();
    void duplicate();
    void remove();

    ScenarioModel* m_scenario;
    RequestListModel* m_model;
    QListView* m_list = nullptr;
    RecordEditor* m_editor = nullptr;
    QToolButton* m_edit = nullptr;
    QToolButton* m_duplicate = nullptr;
    QToolButton* m_remove = nullptr;
    QString m_selected;
};

} // namespace weir::ui
