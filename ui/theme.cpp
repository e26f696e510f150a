// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>
#include <QStyleHints>
#include <QWidget>

#include <array>
#include <utility>

namespace weir::ui {

// The desktop's choice must be read before the first palette of ours hides it.
static bool systemIsDark(QApplication& application)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return application.styleHints()->colorScheme() == Qt::ColorScheme::Dark;
#else
    const QVariant known = application.property("weirSystemIsDark");
    if (known.isValid())
        return known.toBool();
    const bool dark = application.palette().color(QPalette::Window).lightness() < 128;
    application.setProperty("weirSystemIsDark", dark);
    return dark;
#endif
}

static void setDisabled(QPalette& palette, const Colors& c)
{
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText})
        palette.setColor(QPalette::Disabled, role, c.faintText);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.track);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, c.dimText);
}

static QPalette paletteOf(const Colors& c)
{
    const std::array<std::pair<QPalette::ColorRole, QColor>, 20> roles{{
        {QPalette::Window, c.window},
        {QPalette::WindowText, c.text},
        {QPalette::Base, c.panel},
        {QPalette::AlternateBase, c.window},
        {QPalette::Text, c.text},
        {QPalette::PlaceholderText, c.faintText},
        {QPalette::Button, c.panel},
        {QPalette::ButtonText, c.text},
        {QPalette::BrightText, c.error},
        {QPalette::Highlight, c.accent},
        {QPalette::HighlightedText, c.onAccent},
        {QPalette::Link, c.accent},
        {QPalette::LinkVisited, c.accent},
        {QPalette::ToolTipBase, c.panel},
        {QPalette::ToolTipText, c.text},
        {QPalette::Light, c.panel},
        {QPalette::Midlight, c.hairline},
        {QPalette::Mid, c.hairline},
        {QPalette::Dark, c.track},
        {QPalette::Shadow, c.track},
    }};
    QPalette palette;
    for (const auto& [role, color] : roles)
        for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled})
            palette.setColor(group, role, color);
    setDisabled(palette, c);
    return palette;
}

static QString styleSheetOf(const Colors& c)
{
    const std::array<std::pair<QLatin1String, QColor>, 18> names{{
        {QLatin1String("@accentSoft"), c.accentSoft},
        {QLatin1String("@accent"), c.accent},
        {QLatin1String("@onAccent"), c.onAccent},
        {QLatin1String("@onOrange"), c.onOrange},
        {QLatin1String("@orange"), c.orange},
        {QLatin1String("@window"), c.window},
        {QLatin1String("@panel"), c.panel},
        {QLatin1String("@hairline"), c.hairline},
        {QLatin1String("@track"), c.track},
        {QLatin1String("@hover"), c.hover},
        {QLatin1String("@text"), c.text},
        {QLatin1String("@dim"), c.dimText},
        {QLatin1String("@faint"), c.faintText},
        {QLatin1String("@good"), c.good},
        {QLatin1String("@warning"), c.warning},
        {QLatin1String("@error"), c.error},
        {QLatin1String("@lighter"), c.accent.lighter(112)},
        {QLatin1String("@warmer"), c.orange.lighter(112)},
    }};
    QFile file(QStringLiteral(":/weir/themes/weir.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    for (const auto& [name, color] : names)
        sheet.replace(name, color.name());
    return sheet.replace(QLatin1String("@mono"), monoFont().family());
}

void applyTheme(QApplication& application, ColorScheme scheme)
{
    const bool systemDark = systemIsDark(application);
    const bool dark = scheme == ColorScheme::Dark || (scheme == ColorScheme::System && systemDark);
    const Colors& c = dark ? darkColors() : lightColors();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(paletteOf(c));
    QApplication::setFont(uiFont());
    application.setStyleSheet(styleSheetOf(c));
}

static QString roleName(Role role)
{
    static constexpr std::array names{"",     "window",  "panel",   "card",  "toolbar", "statusbar", "header",  "title",
                                      "dim",  "caption", "figure",  "mono",  "note",    "problem",   "primary", "stop",
                                      "flat", "good",    "warning", "error", "banner",  "segment",   "link"};
    return QLatin1String(names[static_cast<std::size_t>(role)]);
}

void setRole(QWidget* widget, Role role)
{
    widget->setProperty("role", roleName(role));
    widget->setAttribute(Qt::WA_StyledBackground); // a plain QWidget has no background of its own otherwise
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

static QFont findUiFont()
{
    return QFontDatabase::hasFamily(QStringLiteral("Inter")) ? QFont(QStringLiteral("Inter"))
                                                             : QFontDatabase::systemFont(QFontDatabase::GeneralFont);
}

QFont uiFont(int pixels, QFont::Weight weight)
{
    static const QFont found = findUiFont(); // asking for a family looks through all there are, and charts ask often
    QFont font = found;
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

QFont monoFont(int pixels)
{
    static const QFont found = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    QFont font = found;
    font.setPixelSize(pixels);
    return font;
}

} // namespace weir::ui
