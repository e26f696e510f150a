// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/ip/address.hpp>

#include <map>
#include <memory>
#include <mutex>

namespace weir::proxy {

// How many connections clients hold, in all and each. Any thread. Outlives the holds it gives.
class ClientLimit {
public:
    ClientLimit(int most, int mostEach) : m_most(most), m_mostEach(mostEach) {} // mostEach 0: unlimited

    // Counts as a connection of that client while it lives. Null: there are too many.
    std::shared_ptr<void> hold(const boost::asio::ip::address& client);

    int open() const;

private:
    void letGo(const boost::asio::ip::address& client);

    const int m_most;
    const int m_mostEach;
    mutable std::mutex m_mutex; // guards what follows
    int m_open = 0;
    std::map<boost::asio::ip::address, int> m_each;
};

} // namespace weir::proxy
