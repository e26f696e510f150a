// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/knob_editor.h"

#include "ui/forms/choice_box.h"
#include "ui/forms/knob_text.h"
#include "ui/forms/number_edit.h"
#include "ui/forms/switch.h"
#include "ui/forms/text_edits.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QAction>
#include <QCoreApplication>
#include <QFileDialog>
#include <QSignalBlocker>

namespace weir::ui {

using settings::Kind;
using settings::KnobValue;

namespace {

class FlagEditor : public KnobEditor {
public:
    FlagEditor(QWidget* parent) : KnobEditor(parent), m_switch(new Switch(parent))
    {
        connect(m_switch, &Switch::clicked, this, [this](bool on) { emit edited(KnobValue{on}); });
    }

    QWidget* widget() override { return m_switch; }
    void show(const KnobValue& value) override { m_switch->setChecked(std::get<bool>(value)); }

private:
    Switch* m_switch;
};

class ChoiceEditor : public KnobEditor {
public:
    ChoiceEditor(const settings::Knob& knob, QWidget* parent) : KnobEditor(parent), m_box(new ChoiceBox(parent))
    {
        for (const auto name : knob.choices)
            m_box->addItem(shownText(choiceText(name)), fromUtf8(name));
        connect(m_box, &QComboBox::currentIndexChanged, this,
                [this] { emit edited(KnobValue{toUtf8(m_box->currentData().toString())}); });
    }

    QWidget* widget() override { return m_box; }
    void show(const KnobValue& value) override
    {
        const QSignalBlocker quiet(m_box);
        m_box->setCurrentIndex(m_box->findData(fromUtf8(std::get<std::string>(value))));
    }

private:
    ChoiceBox* m_box;
};

class NumberEditor : public KnobEditor {
public:
    NumberEditor(const settings::KnobPath& path, QWidget* parent)
        : KnobEditor(parent)
        , m_edit(new NumberEdit(path, parent))
    {
        connect(m_edit, &NumberEdit::edited, this, &KnobEditor::edited);
        connect(m_edit, &NumberEdit::refused, this, &KnobEditor::refused);
        connect(m_edit, &NumberEdit::abandoned, this, &KnobEditor::abandoned);
    }

    QWidget* widget() override { return m_edit; }
    void show(const KnobValue& value) override { m_edit->showValue(value); }
    void setInvalid(bool invalid) override { markInvalid(m_edit, invalid); }

private:
    NumberEdit* m_edit;
};

class TextEditor : public KnobEditor {
public:
    explicit TextEditor(QWidget* parent) : KnobEditor(parent), m_edit(new LineEdit(parent))
    {
        connect(m_edit, &LineEdit::committed, this,
                [this](const QString& text) { emit edited(KnobValue{toUtf8(text)}); });
        connect(m_edit, &LineEdit::abandoned, this, &KnobEditor::abandoned);
    }

    QWidget* widget() override { return m_edit; }
    bool isWide() const override { return true; }
    void show(const KnobValue& value) override { m_edit->showText(fromUtf8(std::get<std::string>(value))); }
    void setInvalid(bool invalid) override { markInvalid(m_edit, invalid); }

protected:
    LineEdit* line() const { return m_edit; }

private:
    LineEdit* m_edit;
};

// A line with a way to look for the file.
class FileEditor : public TextEditor {
public:
    explicit FileEditor(QWidget* parent) : TextEditor(parent)
    {
        auto* browse = line()->addAction(icon(QStringLiteral("open"), IconTint::Dim), QLineEdit::TrailingPosition);
        browse->setToolTip(QCoreApplication::translate("KnobEditor", "Choose the file"));
        connect(browse, &QAction::triggered, this, [this] {
            const QString path = QFileDialog::getOpenFileName(line()->window(), {}, line()->text());
            if (!path.isEmpty())
                emit edited(KnobValue{toUtf8(path)});
        });
    }
};

class BlockEditor : public KnobEditor {
public:
    BlockEditor(bool list, QWidget* parent) : KnobEditor(parent), m_edit(new BlockEdit(list, parent)), m_list(list)
    {
        connect(m_edit, &BlockEdit::committed, this, [this](const QString& text) { emit edited(valueOf(text)); });
        connect(m_edit, &BlockEdit::abandoned, this, &KnobEditor::abandoned);
    }

    QWidget* widget() override { return m_edit; }
    bool isWide() const override { return true; }
    void setInvalid(bool invalid) override { markInvalid(m_edit, invalid); }

    void show(const KnobValue& value) override
    {
        QStringList lines;
        if (const auto* list = std::get_if<std::vector<std::string>>(&value))
            for (const auto& entry : *list)
                lines << fromUtf8(entry);
        else
            lines << fromUtf8(std::get<std::string>(value));
        m_edit->showText(lines.join(u'\n'));
    }

private:
    KnobValue valueOf(const QString& text) const
    {
        if (!m_list)
            return KnobValue{toUtf8(text)};
        std::vector<std::string> entries;
        for (const QString& line : text.split(u'\n'))
            if (const QString entry = line.trimmed(); !entry.isEmpty())
                entries.push_back(toUtf8(entry));
        return KnobValue{std::move(entries)};
    }

    BlockEdit* m_edit;
    bool m_list;
};

} // namespace

KnobEditor* makeEditor(const settings::KnobPath& path, QWidget* parent)
{
    KnobEditor* editor = nullptr;
    switch (path.knob->kind) {
    case Kind::Flag: editor = new FlagEditor(parent); break;
    case Kind::Choice: editor = new ChoiceEditor(*path.knob, parent); break;
    case Kind::Integer:
    case Kind::Real: editor = new NumberEditor(path, parent); break;
    case Kind::List: editor = new BlockEditor(true, parent); break;
    case Kind::Text:
        if (path.knob->isFile)
            editor = new FileEditor(parent);
        else if (isLongText(*path.knob))
            editor = new BlockEditor(false, parent);
        else
            editor = new TextEditor(parent);
        break;
    }
    editor->widget()->setObjectName(fromUtf8(path.key()));
    return editor;
}

} // namespace weir::ui
