// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/header_map.h"

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::workload {

// A reply as checks and extractions look at it. A view, for as long as the reply lives; the body is parsed as JSON at
// most once, when somebody asks for it.
class Reply {
public:
    // `body` without content coding; nothing when it is not at hand, and `size` says how long it is all the same.
    Reply(int status, const http::HeaderMap& headers, std::optional<std::string_view> body, std::uint64_t size)
        : m_status(status)
        , m_headers(headers)
        , m_body(body)
        , m_size(size)
    {
    }

    int status() const { return m_status; }
    const http::HeaderMap& headers() const { return m_headers; }
    std::optional<std::string_view> body() const { return m_body; }
    std::uint64_t size() const { return m_size; }

    // Null when the body is no JSON.
    const boost::json::value* json();
    // What the pointer points to; null when there is nothing.
    const boost::json::value* at(std::string_view pointer);

private:
    int m_status;
    const http::HeaderMap& m_headers;
    std::optional<std::string_view> m_body;
    std::uint64_t m_size;
    bool m_parsed = false;
    std::optional<boost::json::value> m_json;
};

// A value as a request would carry it: a text without its quotes, all else as JSON.
std::string textOf(const boost::json::value& value);

} // namespace weir::workload
