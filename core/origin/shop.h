// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/origin/product.h"
#include "core/origin/resource.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir::origin {

// The shop's data, all of it made from a seed in some 50 ms: 500 products, 100 customers with their orders, a sales
// report. Never changes.
class Shop {
public:
    static constexpr int productCount = 500;
    static constexpr int customerCount = 100;
    static constexpr int termCount = 200;

    explicit Shop(std::uint64_t seed);

    // Ids from 1. Null when there is none.
    const Product* product(int id) const { return isWithin(id, productCount) ? &m_products[index(id)] : nullptr; }
    const Resource* productPage(int id) const
    {
        return isWithin(id, productCount) ? &m_productPages[index(id)] : nullptr;
    }
    const Resource* customerOrders(int id) const
    {
        return isWithin(id, customerCount) ? &m_orders[index(id)] : nullptr;
    }

    std::string_view summary(int id) const { return m_summaries[index(id)]; }
    const std::vector<std::string>& salesRows() const { return m_salesRows; }

    // The products whose name, brand, category, tags or description have all the words of `query`, best rated first.
    std::vector<int> find(std::string_view query) const;
    // What number `n` stands for, from 1; it begins again after termCount.
    const std::string& term(int n) const { return m_terms[static_cast<std::size_t>(n - 1) % m_terms.size()]; }

    // Text to fill bodies up with.
    const std::string& filler() const { return m_filler; }

private:
    static bool isWithin(int id, int count) { return id >= 1 && id <= count; }
    static std::size_t index(int id) { return static_cast<std::size_t>(id - 1); }

    void addProduct(base::Random& random);
    void addWords(int id, std::string_view text);
    void chooseTerms();

    std::vector<Product> m_products;
    std::vector<Resource> m_productPages;
    std::vector<std::string> m_summaries;
    std::vector<Resource> m_orders;
    std::vector<std::string> m_salesRows;
    std::unordered_map<std::string, std::vector<int>> m_index; // word -> ids, ascending
    std::vector<std::string> m_terms;
    std::string m_filler;
};

} // namespace weir::origin
