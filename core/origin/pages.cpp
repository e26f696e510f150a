// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/pages.h"

#include <fmt/format.h>

#include <functional>

namespace weir::origin {

namespace {

constexpr std::size_t searchHits = 12;

// head, items, "]}" and, where a size is asked for: as many items as fit, again and again, then prose up to the byte.
// item(i) is the i-th of `count`.
std::string assemble(std::string head, std::size_t count, const std::function<std::string_view(std::size_t)>& item,
                     std::size_t size, const std::string& filler)
{
    static constexpr std::string_view end = "]}";
    static constexpr std::string_view notes = R"(],"notes":")";
    head.reserve(size + 64);
    for (std::size_t i = 0; count > 0 && (size > 0 || i < count); ++i) {
        const auto text = item(i % count);
        if (size > 0 && i > 0 && head.size() + 1 + text.size() + end.size() > size)
            break;
        if (i > 0)
            head += ',';
        head += text;
    }
    const auto rest = notes.size() + 2; // and the closing quote and brace
    if (head.size() + rest > size)
        return head.append(end);
    head.append(notes);
    while (head.size() + 2 < size)
        head.append(filler, 0, size - 2 - head.size());
    return head.append("\"}");
}

Caching cachedFor(std::string_view control)
{
    Caching caching;
    caching.control = control;
    return caching;
}

} // namespace

void Pages::setBodyBytes(std::size_t bytes)
{
    if (bytes == m_bodyBytes)
        return;
    m_bodyBytes = bytes;
    m_kept.clear();
    m_bytes = 0;
}

template <typename Make>
const Resource& Pages::kept(const std::string& key, Make make)
{
    const auto at = m_kept.find(key);
    if (at != m_kept.end())
        return at->second;
    auto resource = make();
    if (m_bytes + resource.body->size() > keptBytes) {
        m_kept.clear();
        m_bytes = 0;
    }
    m_bytes += resource.body->size();
    return m_kept.emplace(key, std::move(resource)).first->second;
}

const Resource& Pages::list(int page, int limit)
{
    return kept(fmt::format("list {} {}", page, limit), [&] {
        const auto pages = (Shop::productCount + limit - 1) / limit;
        const auto first = std::int64_t{page - 1} * limit + 1;
        const auto count = std::clamp<std::int64_t>(Shop::productCount - first + 1, 0, limit);
        auto head = fmt::format(R"({{"page":{},"limit":{},"total":{},"pages":{},"items":[)", page, limit,
                                Shop::productCount, pages);
        const auto item = [&](std::size_t i) {
            return m_shop->summary(static_cast<int>(first + static_cast<std::int64_t>(i)));
        };
        return makeResource(
            assemble(std::move(head), static_cast<std::size_t>(count), item, m_bodyBytes, m_shop->filler()),
            cachedFor("public, max-age=10"));
    });
}

const Resource& Pages::search(const std::string& query)
{
    return kept("search " + query, [&] {
        const auto ids = m_shop->find(query);
        const auto shown = std::min(ids.size(), searchHits);
        auto head = fmt::format(R"({{"total":{},"shown":{},"items":[)", ids.size(), shown);
        const auto item = [&](std::size_t i) { return m_shop->summary(ids[i]); };
        return makeResource(assemble(std::move(head), shown, item, m_bodyBytes, m_shop->filler()),
                            cachedFor("public, max-age=5"));
    });
}

const Resource& Pages::report()
{
    return kept("report", [&] {
        const auto& rows = m_shop->salesRows();
        auto caching = cachedFor("no-cache");
        caching.modified = shopTime;
        auto head = fmt::format(R"({{"report":"sales","currency":"EUR","generated_at":"{}","rows":[)",
                                isoTime(shopTime));
        const auto item = [&](std::size_t i) { return std::string_view(rows[i]); };
        return makeResource(assemble(std::move(head), rows.size(), item, m_bodyBytes, m_shop->filler()), caching);
    });
}

} // namespace weir::origin
