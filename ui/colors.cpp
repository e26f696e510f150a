// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/colors.h"

#include <QPalette>
#include <QWidget>

namespace weir::ui {

static QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

const Colors& lightColors()
{
    static const Colors colors{
        .dark = false,
        .window = rgb(0xF6F7F9),
        .panel = rgb(0xFFFFFF),
        .hairline = rgb(0xE1E4E9),
        .track = rgb(0xE1E4E9),
        .grid = rgb(0xECEEF0),
        .hover = rgb(0xF0F2F5),
        .text = rgb(0x1B1F24),
        .dimText = rgb(0x667080),
        .faintText = rgb(0x9AA2AD),
        .accent = rgb(0x0072B2),
        .onAccent = rgb(0xFFFFFF),
        .accentSoft = rgb(0xE6F1F8),
        .orange = rgb(0xD55E00),
        .onOrange = rgb(0xFFFFFF),
        .good = rgb(0x00805D),
        .warning = rgb(0x9A6700),
        .error = rgb(0xC0460A),
        .series = {rgb(0x0072B2), rgb(0xD55E00), rgb(0x009E73), rgb(0xCC79A7), rgb(0x7A7A7A), rgb(0x1A1A1A)},
        .percentiles = {rgb(0x21918C), rgb(0x31688E), rgb(0x443983), rgb(0x440154)},
        .maximum = rgb(0x7A7A7A),
        .neutral = rgb(0xD3D7DD),
        .heat = {rgb(0xD3E6F3), rgb(0xA8CDE6), rgb(0x78B2D8), rgb(0x4396C9), rgb(0x0072B2), rgb(0x005485),
                 rgb(0x00375A)},
    };
    return colors;
}

const Colors& darkColors()
{
    static const Colors colors{
        .dark = true,
        .window = rgb(0x17191C),
        .panel = rgb(0x1E2125),
        .hairline = rgb(0x30353B),
        .track = rgb(0x363C44),
        .grid = rgb(0x292D32),
        .hover = rgb(0x262B30),
        .text = rgb(0xE6E8EB),
        .dimText = rgb(0x98A1AC),
        .faintText = rgb(0x6B747F),
        .accent = rgb(0x4BA3DB),
        .onAccent = rgb(0x10161B),
        .accentSoft = rgb(0x19313E),
        .orange = rgb(0xF0803C),
        .onOrange = rgb(0x17191C),
        .good = rgb(0x34B48E),
        .warning = rgb(0xE6A93C),
        .error = rgb(0xF0803C),
        .series = {rgb(0x4BA3DB), rgb(0xF0803C), rgb(0x34B48E), rgb(0xCC79A7), rgb(0xE69F00), rgb(0xF0E442)},
        .percentiles = {rgb(0x21918C), rgb(0x35B779), rgb(0x90D743), rgb(0xFDE725)},
        .maximum = rgb(0x8C8C8C),
        .neutral = rgb(0x434A52),
        .heat = {rgb(0x233F54), rgb(0x2A597C), rgb(0x347AA8), rgb(0x4BA3DB), rgb(0x7DC0EC), rgb(0xB0DBF7),
                 rgb(0xE4F4FF)},
    };
    return colors;
}

const Colors& colors(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? darkColors() : lightColors();
}

const Colors& colors(const QWidget* widget)
{
    return colors(widget->palette());
}

QColor withAlpha(QColor color, double opacity)
{
    color.setAlphaF(static_cast<float>(opacity));
    return color;
}

} // namespace weir::ui
