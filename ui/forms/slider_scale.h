// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::ui {

// How a slider's position stands for a knob's value: pure arithmetic. Values come out as people choose them, with two
// significant digits on a logarithmic scale, sizes as 1.5 MiB or 64 MiB. Where a logarithmic scale begins at 0, its
// first position is 0 and the next the smallest value worth exploring.
class SliderScale {
public:
    explicit SliderScale(const settings::Knob& knob);

    int positions() const { return m_positions; } // 0 to this
    double valueAt(int position) const;
    int positionOf(double value) const;

private:
    double rounded(double value) const;
    double roundedBytes(double value) const;

    double m_min = 0;
    double m_max = 1;
    double m_low = 1; // where the logarithmic scale begins
    bool m_integer = false;
    bool m_bytes = false;
    bool m_logarithmic = false;
    bool m_zero = false; // position 0 stands apart
    int m_positions = 200;
};

// The step of the arrow keys: a unit or a tenth of the value's magnitude, suited to the range.
double stepOf(const settings::Knob& knob, double value);

} // namespace weir::ui
