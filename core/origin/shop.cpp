// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/shop.h"

#include "core/base/strings.h"
#include "core/origin/sales.h"
#include "core/origin/words.h"

#include <algorithm>

namespace weir::origin {

namespace {

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// function(word) for each run of letters, lowered.
template <typename Function>
void forEachWord(std::string_view text, Function function)
{
    const auto* at = text.begin();
    while ((at = std::find_if(at, text.end(), isLetter)) != text.end()) {
        const auto* end = std::find_if_not(at, text.end(), isLetter);
        function(base::lowered(std::string_view(at, end)));
        at = end;
    }
}

Caching productCaching(const Product& product)
{
    Caching caching;
    caching.control = "public, max-age=30";
    caching.modified = product.updated;
    return caching;
}

Caching orderCaching()
{
    Caching caching;
    caching.control = "private, no-store";
    caching.tagged = false;
    caching.vary = "Authorization";
    return caching;
}

} // namespace

// Each part draws from a stream of its own, so that one can grow without changing the others.
Shop::Shop(std::uint64_t seed)
{
    const base::Random seeded(seed);
    auto products = seeded.split(1);
    m_products.reserve(productCount);
    for (int id = 1; id <= productCount; ++id)
        addProduct(products);
    auto orders = seeded.split(2);
    for (int id = 1; id <= customerCount; ++id)
        m_orders.push_back(makeResource(customerOrdersJson(id, m_products, orders), orderCaching()));
    auto sales = seeded.split(3);
    m_salesRows = origin::salesRows(m_products, sales);
    auto words = seeded.split(4);
    m_filler = prose(120, words);
    chooseTerms();
}

void Shop::addProduct(base::Random& random)
{
    const auto& product = m_products.emplace_back(makeProduct(static_cast<int>(m_products.size()) + 1, random));
    m_productPages.push_back(makeResource(productJson(product), productCaching(product)));
    m_summaries.push_back(summaryJson(product));
    for (const std::string_view text : {std::string_view(product.name), std::string_view(product.brand),
                                        std::string_view(product.category), std::string_view(product.description)})
        addWords(product.id, text);
    for (const auto& tag : product.tags)
        addWords(product.id, tag);
}

void Shop::addWords(int id, std::string_view text)
{
    forEachWord(text, [&](const std::string& word) {
        auto& ids = m_index[word];
        if (ids.empty() || ids.back() != id)
            ids.push_back(id);
    });
}

// What people look for: words that some products have, but not most of them.
void Shop::chooseTerms()
{
    for (const auto& [word, ids] : m_index)
        if (word.size() > 3 && ids.size() > 1 && ids.size() < productCount / 2)
            m_terms.push_back(word);
    std::ranges::sort(m_terms, [this](const auto& a, const auto& b) {
        const auto countA = m_index.at(a).size();
        const auto countB = m_index.at(b).size();
        return countA != countB ? countA < countB : a < b;
    });
    m_terms.resize(std::min<std::size_t>(m_terms.size(), termCount));
}

std::vector<int> Shop::find(std::string_view query) const
{
    std::vector<int> found;
    bool first = true;
    forEachWord(query, [&](const std::string& word) {
        const auto at = m_index.find(word);
        const auto ids = at == m_index.end() ? std::vector<int>() : at->second;
        if (std::exchange(first, false))
            found = ids;
        else
            std::erase_if(found, [&](int id) { return !std::ranges::binary_search(ids, id); });
    });
    std::ranges::stable_sort(found, std::greater(), [this](int id) { return product(id)->ratingTenths; });
    return found;
}

} // namespace weir::origin
