// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QPlainTextEdit>

namespace weir::ui {

// A red hairline around the input.
void markInvalid(QWidget* input, bool invalid);

// One line of text; tells on Enter or on leaving the field, once per change.
class LineEdit : public QLineEdit {
    Q_OBJECT

public:
    explicit LineEdit(QWidget* parent = nullptr);
    void showText(const QString& text);

signals:
    void committed(const QString& text);
    void abandoned();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString m_shown;
};

// Several lines of text, as tall as its content within limits; as a list, one entry a line. Tells on leaving the
// field or on Ctrl+Return, once per change.
class BlockEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    BlockEdit(bool list, QWidget* parent = nullptr);
    void showText(const QString& text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void committed(const QString& text);
    void abandoned();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void commit();

    QString m_shown;
};

} // namespace weir::ui
