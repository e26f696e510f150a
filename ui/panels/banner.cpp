// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/banner.h"

#include "ui/label.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

namespace weir::ui {

static Label* makeSign(BannerText::Severity severity, QWidget* parent)
{
    auto* sign = new Label(parent);
    const QSize size(16, 16);
    switch (severity) {
    case BannerText::Severity::Info:
        sign->setPixmap(icon(QStringLiteral("info"), IconTint::Accent).pixmap(size));
        break;
    case BannerText::Severity::Warning:
        sign->setPixmap(icon(QStringLiteral("warning"), IconTint::Warning).pixmap(size));
        break;
    case BannerText::Severity::Error:
        sign->setPixmap(icon(QStringLiteral("error"), IconTint::Error).pixmap(size));
        break;
    }
    return sign;
}

static Label* makeLine(const QString& text, QWidget* parent)
{
    auto* line = new Label(text, parent);
    line->setWordWrap(true);
    line->setTextInteractionFlags(Qt::TextSelectableByMouse);
    line->setMinimumWidth(60);
    return line;
}

Banner::Banner(const BannerText& text, QWidget* parent)
    : QFrame(parent)
    , m_key(text.key)
    , m_plainText(text.title + u'\n' + text.lines.join(u'\n'))
{
    setObjectName(QStringLiteral("banner.") + m_key);
    setAccessibleName(text.title);
    setRole(this, Role::Banner);
    setProperty("severity", static_cast<int>(text.severity));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(10);
    row->addWidget(makeSign(text.severity, this), 0, Qt::AlignTop);
    row->addWidget(makeWords(text), 1);
    addActions(text, row);
}

// More lines than a few are scrolled, so that a long list of problems leaves the page usable.
QWidget* Banner::makeWords(const BannerText& text)
{
    auto* words = new QWidget;
    auto* column = new QVBoxLayout(words);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    auto* title = makeLine(text.title, words);
    setRole(title, Role::Title);
    column->addWidget(title);
    for (const QString& line : text.lines)
        column->addWidget(makeLine(line, words));
    constexpr qsizetype mostUnscrolled = 4;
    if (text.lines.size() <= mostUnscrolled) {
        words->setParent(this);
        return words;
    }
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(words);
    scroll->setMaximumHeight(130);
    scroll->viewport()->setAutoFillBackground(false);
    words->setAutoFillBackground(false);
    return scroll;
}

void Banner::addActions(const BannerText& text, QHBoxLayout* row)
{
    for (const auto& action : text.actions) {
        auto* button = new QPushButton(caption(action.text), this);
        button->setObjectName(objectName() + u'.' + action.text.toLower());
        button->setAutoDefault(true);
        if (action.isMain)
            setRole(button, Role::Primary);
        connect(button, &QPushButton::clicked, this, [this, run = action.run] {
            emit dismissed();
            if (run)
                run();
        });
        row->addWidget(button, 0, Qt::AlignTop);
        if (action.isMain)
            setFocusProxy(button);
    }
    auto* close = new QToolButton(this);
    close->setObjectName(objectName() + QStringLiteral(".close"));
    close->setIcon(icon(QStringLiteral("close"), IconTint::Dim));
    close->setToolTip(tr("Close this message (Esc)"));
    close->setAccessibleName(tr("Close this message"));
    setRole(close, Role::Flat);
    connect(close, &QToolButton::clicked, this, &Banner::dismissed);
    row->addWidget(close, 0, Qt::AlignTop);
}

void Banner::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit dismissed();
    else
        QFrame::keyPressEvent(event);
}

BannerArea::BannerArea(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("banners"));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(6);
    setVisible(false);
}

void BannerArea::show(const BannerText& text)
{
    dismiss(text.key);
    auto* banner = new Banner(text, this);
    connect(banner, &Banner::dismissed, this, [this, banner] { remove(banner); });
    m_column->insertWidget(0, banner);
    m_column->setContentsMargins(10, 10, 10, 0);
    setVisible(true);
    if (banner->focusProxy())
        banner->focusProxy()->setFocus();
}

QList<Banner*> BannerArea::banners() const
{
    return findChildren<Banner*>(QString(), Qt::FindDirectChildrenOnly);
}

const Banner* BannerArea::find(const QString& key) const
{
    for (const Banner* banner : banners())
        if (banner->key() == key)
            return banner;
    return nullptr;
}

void BannerArea::dismiss(const QString& key)
{
    for (Banner* banner : banners())
        if (banner->key() == key)
            remove(banner);
}

// Deleted later, since one of its own buttons may be calling.
void BannerArea::remove(Banner* banner)
{
    m_column->removeWidget(banner);
    banner->hide();
    banner->setParent(nullptr);
    banner->deleteLater();
    const bool none = banners().isEmpty();
    m_column->setContentsMargins(none ? QMargins() : QMargins(10, 10, 10, 0));
    setVisible(!none);
}

} // namespace weir::ui
