// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <limits>
#include <optional>
#include <vector>

namespace weir::settings {

// How much load is wanted over time: requests a second (open model) or users (closed model), in straight pieces. For
// rates the area below the curve counts the arrivals. Times are since its beginning. A value; any thread.
class LoadCurve {
public:
    static constexpr base::Nanos endless = base::Nanos::max();

    LoadCurve() = default;
    static LoadCurve constant(double value); // without an end

    // A further piece, from one value straight to another. One of length 0 adds nothing.
    void add(base::Nanos length, double from, double to);

    base::Nanos length() const;
    double at(
        base::Nanos time) const; // of the earlier piece's end and the later's beginning: the latter; 0 behind the end
    double highest() const;
    bool isConstant() const;

    // Arrivals that are due before `time`, as the area up to there; a fraction is one that is on its way.
    double countUntil(base::Nanos time) const;
    // When the area reaches `count`; none where it never does.
    std::optional<base::Nanos> when(double count) const;

    bool operator==(const LoadCurve&) const = default;

private:
    struct Piece {
        base::Nanos begin{};
        base::Nanos length{};
        double from = 0;
        double to = 0;
        double countBefore = 0; // area of the pieces before

        double slope() const; // per second
        double at(base::Nanos inside) const;
        double count(base::Nanos inside) const; // area of its first part
        std::optional<base::Nanos> when(double count) const;
        bool operator==(const Piece&) const = default;
    };
    const Piece* pieceAt(base::Nanos time) const;

    std::vector<Piece> m_pieces;
};

} // namespace weir::settings
