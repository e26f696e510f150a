// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/reply.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <exception>

namespace weir::workload {

namespace json = boost::json;

// Running out of memory on somebody's reply is a reply that cannot be read.
static std::optional<json::value> parsed(std::string_view text)
try {
    json::error_code error;
    auto value = json::parse(json::string_view{text.data(), text.size()}, error);
    return error ? std::nullopt : std::optional{std::move(value)};
} catch (const std::exception&) {
    return std::nullopt;
}

const json::value* Reply::json()
{
    if (!m_parsed && m_body)
        m_json = parsed(*m_body);
    m_parsed = true;
    return m_json ? &*m_json : nullptr;
}

const json::value* Reply::at(std::string_view pointer)
{
    const auto* root = json();
    json::error_code error;
    return root ? root->find_pointer(json::string_view{pointer.data(), pointer.size()}, error) : nullptr;
}

std::string textOf(const json::value& value)
{
    if (value.is_string())
        return std::string{value.get_string()};
    if (value.is_double())
        return fmt::format("{}", value.get_double()); // Boost writes 1.5E0
    return json::serialize(value);
}

} // namespace weir::workload
