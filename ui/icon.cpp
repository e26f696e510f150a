// SPDX-License-Identifier: GPL-3.0-or-later
// Icons take the colour of the scheme when they are painted, so a switch of scheme needs no new icons.
#include "ui/theme.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>

namespace weir::ui {

static QColor tintColor(const Colors& c, IconTint tint)
{
    switch (tint) {
    case IconTint::Text: return c.text;
    case IconTint::Dim: return c.dimText;
    case IconTint::Accent: return c.accent;
    case IconTint::OnAccent: return c.onAccent;
    case IconTint::Good: return c.good;
    case IconTint::Warning: return c.warning;
    case IconTint::Error: return c.error;
    }
    return c.text;
}

namespace {

class TintedEngine : public QIconEngine {
public:
    TintedEngine(QIcon shape, IconTint tint) : m_shape(std::move(shape)), m_tint(tint) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, tinted(rect.size() * ratio, mode));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override { return tinted(size, mode); }

    QIconEngine* clone() const override { return new TintedEngine(m_shape, m_tint); }

private:
    QPixmap tinted(const QSize& size, QIcon::Mode mode) const
    {
        const Colors& c = colors(QApplication::palette());
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        m_shape.paint(&painter, picture.rect());
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(picture.rect(), mode == QIcon::Disabled ? c.faintText : tintColor(c, m_tint));
        return picture;
    }

    QIcon m_shape;
    IconTint m_tint;
};

} // namespace

QIcon icon(const QString& name, IconTint tint)
{
    const QIcon shape(QStringLiteral(":/weir/icons/%1.svg").arg(name));
    return QIcon(new TintedEngine(shape, tint));
}

QIcon applicationIcon()
{
    return QIcon(QStringLiteral(":/weir/icons/weir.svg"));
}

} // namespace weir::ui
