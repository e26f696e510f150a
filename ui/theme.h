// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/colors.h"

#include <QFont>
#include <QIcon>
#include <QString>

class QApplication;

namespace weir::ui {

enum class ColorScheme {
    System, // as the desktop's own palette is when the program starts
    Light,
    Dark,
};

// Gives the application its style, palette, font and style sheet; call again to switch while it runs. Widgets that
// paint themselves ask colors(this) in paintEvent; widgets that keep pictures drop them on QEvent::PaletteChange.
void applyTheme(QApplication& application, ColorScheme scheme);

// What a widget is for, where its class does not say. The style sheet does the rest:
//     setRole(label, Role::Dim);
enum class Role {
    None,
    Window,    // the grey ground behind cards
    Panel,     // a dock's or page's surface
    Card,      // a panel with a rounded border
    Toolbar,   // a panel with a hairline beneath
    StatusBar, // a panel with a hairline above
    Header,    // the title row of a dock: hairline beneath
    Title,     // label: semibold
    Dim,       // label: units, captions
    Caption,   // label: 11 px and dim
    Figure,    // label: 16 px semibold, the toolbar's figures
    Mono,      // label or input: methods, URLs, bodies
    Note,      // label: a sentence on the soft accent
    Problem,   // label: what is wrong with an input
    Primary,   // push button: accent (Run)
    Stop,      // push button: orange
    Flat,      // push or tool button without border
    Good,      // label: pill with a verdict; see also the next two
    Warning,
    Error,
    Banner,  // a frame with a message across the page
    Segment, // push button: one of a few side by side
    Link,    // push button: an action that stands in a row of text
};
void setRole(QWidget* widget, Role role);

// The application's font, 13 px, or another size or weight of it.
QFont uiFont(int pixels = 13, QFont::Weight weight = QFont::Normal);
QFont monoFont(int pixels = 12);

// One of resources/icons by its name ("play"), drawn in the text colour of the current scheme, whichever it is when
// it is painted. `onAccent` is for buttons of Role::Primary and Role::Stop.
enum class IconTint { Text, Dim, Accent, OnAccent, Good, Warning, Error };
QIcon icon(const QString& name, IconTint tint = IconTint::Text);
QIcon applicationIcon();

} // namespace weir::ui
