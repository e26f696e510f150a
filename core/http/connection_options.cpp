// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/connection_options.h"

#include "core/base/strings.h"
#include "core/http/header_map.h"

#include <algorithm>

namespace weir::http {

// By size first: of an ordinary message hardly a name is compared.
static bool comesBefore(std::string_view a, std::string_view b)
{
    if (a.size() != b.size())
        return a.size() < b.size();
    return std::ranges::lexicographical_compare(a, b, {}, base::lower, base::lower);
}

ConnectionOptions::ConnectionOptions(const HeaderMap& head)
{
    if (!head.contains("Connection"))
        return;
    m_list = base::lowered(head.joined("Connection"));
    m_names = base::split(m_list, ',');
    std::erase(m_names, std::string_view());
    std::ranges::sort(m_names, comesBefore);
}

bool ConnectionOptions::names(std::string_view field) const
{
    return std::ranges::binary_search(m_names, field, comesBefore);
}

void ConnectionOptions::dropFrom(HeaderMap& fields) const
{
    if (!m_names.empty())
        fields.removeIf([this](const HeaderField& field) { return names(field.name); });
}

} // namespace weir::http
