// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <QWidget>

class QGridLayout;

namespace weir::ui {

class Label;
class KnobEditor;
class ModifiedDot;
class SettleSlider;

// One knob in a form: label, editor, dot when modified, slider where it is explored, and beneath them what is wrong
// with an input or when it takes effect.
class KnobRow : public QWidget {
    Q_OBJECT

public:
    explicit KnobRow(settings::KnobPath path, QWidget* parent = nullptr);

    const settings::KnobPath& path() const { return m_path; }
    QString key() const;
    const settings::KnobValue& value() const { return m_value; }
    QWidget* editorWidget() const;
    ModifiedDot* dot() const { return m_dot; }

    // Shows the value that holds. An unfinished or refused input stays unless the value is another than before.
    void showValue(const settings::KnobValue& value);
    bool isModified() const;
    bool hasProblem() const { return m_hasProblem; }

    // "Try", beside the editor, or in a form's title where the caller puts it.
    QWidget* addTry();
    void setRunning(bool running);
    void setBadgeVisible(bool visible); // "live" or "next run" behind the label
    bool matches(const QStringList& words) const;

signals:
    void committed(const weir::settings::KnobValue& value); // checked
    void modifiedChanged();
    void tryRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void addEditor(QGridLayout* layout);
    void addSlider(QGridLayout* layout);
    void addMessages(QGridLayout* layout);
    void take(const settings::KnobValue& value);
    void refuse(const QString& problem);
    void clearProblem();
    void showInEditor();
    void updateLabel();
    void updateMarks();

    settings::KnobPath m_path;
    settings::KnobValue m_value;
    settings::KnobValue m_atStart; // of the run that is on
    bool m_running = false;
    bool m_badge = false;
    bool m_hasProblem = false;

    Label* m_label = nullptr;
    KnobEditor* m_editor = nullptr;
    ModifiedDot* m_dot = nullptr;
    SettleSlider* m_slider = nullptr;
    Label* m_problem = nullptr;
    Label* m_hint = nullptr;
};

} // namespace weir::ui
