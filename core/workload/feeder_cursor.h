// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/settings/feeder_settings.h"

#include <cstdint>

namespace weir::workload {

// Which row of a feeder one worker uses next. In order, worker w of W uses the rows w, w + W, w + 2 W ..., so that the
// workers share the file without talking to each other. On its worker's thread only.
class FeederCursor {
public:
    FeederCursor(settings::FeederOrder order, std::size_t rows, int worker, int workers, base::Random random)
        : m_order(order)
        , m_rows(rows)
        , m_workers(static_cast<std::size_t>(workers))
        , m_next(static_cast<std::size_t>(worker))
        , m_reserved(m_next)
        , m_random(random)
    {
    }

    // Sets a row aside for a later next(). False when the order is `once` and this worker's rows are used up.
    bool reserve()
    {
        if (m_order != settings::FeederOrder::Once)
            return true;
        if (m_reserved >= m_rows)
            return false;
        m_reserved += m_workers;
        return true;
    }

    // The row that was set aside last is not needed after all.
    void putBack()
    {
        if (m_order == settings::FeederOrder::Once)
            m_reserved -= m_workers;
    }

    std::uint32_t next()
    {
        if (m_order == settings::FeederOrder::Random)
            return static_cast<std::uint32_t>(m_random.between(0, static_cast<std::int64_t>(m_rows) - 1));
        const auto row = m_next % m_rows;
        m_next += m_workers;
        return static_cast<std::uint32_t>(row);
    }

private:
    settings::FeederOrder m_order;
    std::size_t m_rows;
    std::size_t m_workers;
    std::size_t m_next;
    std::size_t m_reserved;
    base::Random m_random;
};

} // namespace weir::workload
