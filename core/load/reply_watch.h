// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace weir::load {

// Whether a worker that has nothing to do but wait for one reply looks for it rather than sleep. It does as long as
// that proves right: behind each watch in vain more of them are left out, up to 63 of 64, and the first reply that is
// caught undoes that. So a target that takes longer costs next to nothing, and one that becomes quick is noticed. One
// worker's.
class ReplyWatch {
public:
    bool begins() // at each wait; then one of the two below has to be told
    {
        if (m_stillLeftOut == 0)
            return true;
        --m_stillLeftOut;
        return false;
    }
    void caught() { m_leaveOut = 0; }
    void wasInVain()
    {
        m_leaveOut = std::min(2 * m_leaveOut + 1, mostLeftOut);
        m_stillLeftOut = m_leaveOut;
    }

private:
    static constexpr int mostLeftOut = 63;
    int m_leaveOut = 0;     // watches, behind one that was in vain
    int m_stillLeftOut = 0; // of them to come
};

} // namespace weir::load
