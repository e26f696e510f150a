// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weir::http {

class HeaderMap;

// What a message's Connection fields name (RFC 9110, section 7.6.1): those fields go no further, whether they stand in
// the head or behind the body. A lookup costs the logarithm of their number, since a peer may name thousands.
// Independent of the head once made; on one thread.
class ConnectionOptions {
public:
    explicit ConnectionOptions(const HeaderMap& head);
    ConnectionOptions(const ConnectionOptions&) = delete;
    ConnectionOptions& operator=(const ConnectionOptions&) = delete;

    bool names(std::string_view field) const;
    void dropFrom(HeaderMap& fields) const;

private:
    std::string m_list;                    // in lower case
    std::vector<std::string_view> m_names; // in it, the shortest first
};

} // namespace weir::http
