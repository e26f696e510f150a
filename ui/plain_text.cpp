// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plain_text.h"

#include "core/base/visible_text.h"

#include <QToolTip>

namespace weir::ui {

static bool staysLine(QChar c, bool keepsLines)
{
    return keepsLines && (c == u'\n' || c == u'\t');
}

// The first place from `at` on that has to be written out, or the end. Nearly all text has none.
static qsizetype nextUnseen(const QString& text, qsizetype at, bool keepsLines)
{
    for (; at < text.size(); ++at) {
        const QChar c = text[at];
        if (c.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate()) {
            if (base::isInvisible(QChar::surrogateToUcs4(c, text[at + 1])))
                return at;
            ++at;
        } else if (base::isInvisible(c.unicode()) && !staysLine(c, keepsLines)) {
            return at;
        }
    }
    return at;
}

static QString writtenOut(const QString& text, bool keepsLines)
{
    qsizetype unseen = nextUnseen(text, 0, keepsLines);
    if (unseen == text.size())
        return text;
    QString shown;
    qsizetype at = 0;
    for (; unseen < text.size(); unseen = nextUnseen(text, at, keepsLines)) {
        shown += QStringView(text).mid(at, unseen - at);
        const bool isPair = text[unseen].isHighSurrogate() && unseen + 1 < text.size()
            && text[unseen + 1].isLowSurrogate();
        const char32_t character = isPair ? QChar::surrogateToUcs4(text[unseen], text[unseen + 1])
                                          : text[unseen].unicode();
        shown += QString::fromStdString(base::escapeOf(character));
        at = unseen + (isPair ? 2 : 1);
    }
    shown += QStringView(text).mid(at);
    return shown;
}

QString shownText(const QString& text)
{
    return writtenOut(text, false);
}

QString shownLines(const QString& text)
{
    return writtenOut(text, true);
}

QString caption(const QString& text)
{
    constexpr qsizetype most = 80;
    QString shown = shownText(text.left(most + 1));
    if (text.size() > most)
        shown = shown.left(most) + u'…';
    return shown.replace(u'&', QStringLiteral("&&"));
}

QString documentTitle(const QString& name)
{
    constexpr qsizetype most = 120;
    QString shown = shownText(name.left(most));
    shown.replace(QStringLiteral("[*]"), QStringLiteral("[*][*]")); // which Qt turns back into one
    return shown + QStringLiteral("[*] – Weir");
}

QString asMarkup(const QString& text)
{
    QString shown = shownLines(text).toHtmlEscaped();
    shown.replace(u'\n', QStringLiteral("<br>"));
    return QStringLiteral("<qt>%1</qt>").arg(shown);
}

// Of plain text a tip would not break the lines.
void showTip(const QPoint& globalPos, const QString& text, QWidget* widget, const QRect& place)
{
    constexpr qsizetype most = 8000;
    QToolTip::showText(globalPos, text.isEmpty() ? QString() : asMarkup(text.left(most)), widget, place);
}

} // namespace weir::ui
