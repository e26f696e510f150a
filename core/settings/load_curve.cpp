// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/load_curve.h"

#include <algorithm>
#include <cmath>

namespace weir::settings {

namespace {

double seconds(base::Nanos span)
{
    return std::chrono::duration<double>(span).count();
}

} // namespace

LoadCurve LoadCurve::constant(double value)
{
    LoadCurve curve;
    curve.m_pieces.push_back({.begin = {}, .length = endless, .from = value, .to = value, .countBefore = 0});
    return curve;
}

void LoadCurve::add(base::Nanos length, double from, double to)
{
    if (length <= base::Nanos::zero())
        return;
    Piece piece;
    if (!m_pieces.empty()) {
        const auto& last = m_pieces.back();
        piece.begin = last.begin + last.length;
        piece.countBefore = last.countBefore + last.count(last.length);
    }
    piece.length = length;
    piece.from = from;
    piece.to = to;
    m_pieces.push_back(piece);
}

double LoadCurve::Piece::slope() const
{
    return from == to ? 0 : (to - from) / seconds(length);
}

double LoadCurve::Piece::at(base::Nanos inside) const
{
    return from + slope() * seconds(inside);
}

double LoadCurve::Piece::count(base::Nanos inside) const
{
    const double s = seconds(inside);
    return s * (from + slope() * s / 2);
}

// Of the two roots of slope/2 t² + from t = count the earlier, in the form that keeps its digits for gentle slopes.
std::optional<base::Nanos> LoadCurve::Piece::when(double wanted) const
{
    if (wanted <= 0)
        return from > 0 || slope() > 0 ? std::optional{base::Nanos::zero()} : std::nullopt;
    double nanos = 0;
    if (from == to) {
        nanos = from > 0 ? wanted * (1e9 / from) : std::numeric_limits<double>::infinity();
    } else {
        const double square = from * from + 2 * slope() * wanted;
        if (square < 0)
            return std::nullopt;
        nanos = 1e9 * 2 * wanted / (from + std::sqrt(square));
    }
    if (!(nanos < static_cast<double>(length.count())))
        return std::nullopt;
    return base::Nanos{std::llround(nanos)};
}

const LoadCurve::Piece* LoadCurve::pieceAt(base::Nanos time) const
{
    const auto after = std::ranges::upper_bound(m_pieces, time, {}, &Piece::begin);
    if (after == m_pieces.begin())
        return nullptr;
    const auto& piece = *std::prev(after);
    return piece.length == endless || time - piece.begin < piece.length ? &piece : nullptr;
}

base::Nanos LoadCurve::length() const
{
    if (m_pieces.empty())
        return {};
    const auto& last = m_pieces.back();
    return last.length == endless ? endless : last.begin + last.length;
}

double LoadCurve::at(base::Nanos time) const
{
    const auto* piece = pieceAt(time);
    return piece ? piece->at(time - piece->begin) : 0;
}

double LoadCurve::highest() const
{
    double most = 0;
    for (const auto& piece : m_pieces)
        most = std::max({most, piece.from, piece.to});
    return most;
}

bool LoadCurve::isConstant() const
{
    return std::ranges::all_of(m_pieces, [this](const auto& piece) {
        return piece.from == m_pieces.front().from && piece.to == m_pieces.front().from;
    });
}

double LoadCurve::countUntil(base::Nanos time) const
{
    if (m_pieces.empty() || time <= base::Nanos::zero())
        return 0;
    if (const auto* piece = pieceAt(time))
        return piece->countBefore + piece->count(time - piece->begin);
    const auto& last = m_pieces.back();
    return last.countBefore + last.count(last.length);
}

std::optional<base::Nanos> LoadCurve::when(double count) const
{
    // The last piece that begins at or before the count: a piece without load adds nothing, so the later one has it.
    const auto after = std::ranges::upper_bound(m_pieces, count, {}, &Piece::countBefore);
    if (after == m_pieces.begin())
        return std::nullopt;
    const auto& piece = *std::prev(after);
    if (const auto inside = piece.when(count - piece.countBefore))
        return piece.begin + *inside;
    return after == m_pieces.end() ? std::nullopt : std::optional{after->begin}; // by rounding at the seam
}

} // namespace weir::settings
