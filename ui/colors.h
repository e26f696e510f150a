// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include <array>

class QPalette;
class QWidget;

namespace weir::ui {

// Every colour of the window, once per scheme. One accent; orange only for Stop, errors and "on the wire"; all else is
// grey. Widgets ask for them when they paint and keep none, so that they follow a change of scheme.
struct Colors {
    bool dark = false;

    QColor window;   // behind the chart cards
    QColor panel;    // docks, toolbar, cards
    QColor hairline; // borders, one pixel wide
    QColor track;    // the empty part of sliders and bars, switches that are off
    QColor grid;     // inside charts
    QColor hover;    // a row or flat button under the pointer
    QColor text;
    QColor dimText;   // units, captions, badges
    QColor faintText; // disabled, placeholders
    QColor accent;
    QColor onAccent;   // text and icons on it
    QColor accentSoft; // selected rows, notes
    QColor orange;
    QColor onOrange;
    QColor good; // always with a sign and a word, as the next two
    QColor warning;
    QColor error;

    std::array<QColor, 6> series;      // told apart on either background; beyond four use dashes as well
    std::array<QColor, 4> percentiles; // p50, p90, p99, p99.9: ordered by lightness
    QColor maximum;                    // dotted
    QColor neutral;                    // "miss" and other remainders of a stack
    std::array<QColor, 7> heat;        // the accent, from few to many; an empty cell is the panel
};

const Colors& lightColors();
const Colors& darkColors();

// The scheme that a palette was made for.
const Colors& colors(const QPalette& palette);
const Colors& colors(const QWidget* widget);

QColor withAlpha(QColor color, double opacity);

} // namespace weir::ui
