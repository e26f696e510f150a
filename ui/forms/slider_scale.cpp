// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/slider_scale.h"

#include "ui/forms/knob_text.h"

#include <algorithm>
#include <cmath>

namespace weir::ui {

using settings::Kind;

static double lowEnd(const settings::Knob& knob)
{
    if (knob.min > 0)
        return knob.min;
    return knob.kind == Kind::Integer ? 1 : std::max(0.1, knob.max / 1e6);
}

SliderScale::SliderScale(const settings::Knob& knob)
    : m_min(knob.min)
    , m_max(knob.max)
    , m_low(lowEnd(knob))
    , m_integer(knob.kind == Kind::Integer)
    , m_bytes(isByteSize(knob))
    , m_logarithmic(knob.logarithmic && knob.min >= 0)
    , m_zero(m_logarithmic && knob.min <= 0)
{
    if (m_logarithmic) // 60 positions in a decade keep each two-digit value within reach
        m_positions = static_cast<int>(std::ceil(60 * std::log10(m_max / m_low))) + (m_zero ? 1 : 0);
    else if (m_integer && m_max - m_min <= 1000)
        m_positions = static_cast<int>(m_max - m_min);
}

// Steps that are whole bytes and read short: 1.25 MiB, 17 MiB, 136 MiB.
double SliderScale::roundedBytes(double value) const
{
    const double unit = std::pow(1024.0, std::floor(std::log2(value) / 10));
    const double number = value / unit;
    const double step = number < 16 ? 0.25 : number < 128 ? 1 : 8;
    return std::clamp(std::round(std::round(number / step) * step * unit), m_low, m_max);
}

double SliderScale::rounded(double value) const
{
    if (m_bytes)
        return roundedBytes(value);
    const double magnitude = std::pow(10.0, std::floor(std::log10(value)) - 1);
    double result = std::round(value / magnitude) * magnitude;
    if (m_integer)
        result = std::round(result);
    return std::clamp(result, m_low, m_max);
}

double SliderScale::valueAt(int position) const
{
    if (position <= 0)
        return m_min;
    if (position >= m_positions)
        return m_max;
    if (!m_logarithmic) {
        const double value = m_min + (m_max - m_min) * position / m_positions;
        return m_integer ? std::round(value) : value;
    }
    const int offset = m_zero ? 1 : 0;
    const double share = static_cast<double>(position - offset) / (m_positions - offset);
    return rounded(m_low * std::pow(m_max / m_low, share));
}

int SliderScale::positionOf(double value) const
{
    if (!m_logarithmic)
        return static_cast<int>(std::lround((value - m_min) / (m_max - m_min) * m_positions));
    const int offset = m_zero ? 1 : 0;
    if (value <= 0)
        return 0;
    const double share = std::log(std::max(value, m_low) / m_low) / std::log(m_max / m_low);
    return offset + static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * (m_positions - offset)));
}

double stepOf(const settings::Knob& knob, double value)
{
    const bool whole = knob.kind == Kind::Integer;
    const double range = knob.max - knob.min;
    if (range <= 20)
        return whole ? 1 : range <= 3 ? 0.05 : 0.1;
    const double size = std::abs(value);
    if (size < 1)
        return whole ? 1 : 0.1;
    // 1 up to 20, then a tenth of the leading digit's place: 64 -> 1, 250 -> 10, 2000 -> 100.
    const double step = std::pow(10.0, std::floor(std::log10(size)) - 1);
    return std::max(step, whole || size >= 10 ? 1.0 : 0.5);
}

} // namespace weir::ui
