// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/shop.h"

#include "core/origin/target.h"
#include "tests/support/test_registry.h"

#include <QByteArray>
#include <QTest>

#include <set>

using namespace weir;
using origin::Shop;

class ShopTest : public QObject {
    Q_OBJECT

private slots:
    void aSeedIsAShop()
    {
        const Shop shop(1), same(1), other(2);
        for (const int id : {1, 77, 500}) {
            QCOMPARE(same.productPage(id)->body->view(), shop.productPage(id)->body->view());
            QVERIFY(other.productPage(id)->body->view() != shop.productPage(id)->body->view());
        }
        for (const int id : {1, 100})
            QCOMPARE(same.customerOrders(id)->body->view(), shop.customerOrders(id)->body->view());
        QCOMPARE(same.salesRows(), shop.salesRows());
        for (int n = 1; n <= Shop::termCount; ++n)
            QCOMPARE(same.term(n), shop.term(n));
    }

    void idsHaveBounds()
    {
        const Shop shop(1);
        for (const int id : {-1, 0, 501})
            QVERIFY(!shop.productPage(id) && !shop.product(id));
        for (const int id : {-1, 0, 101})
            QVERIFY(!shop.customerOrders(id));
    }

    void termsDifferAndAreFound()
    {
        const Shop shop(1);
        std::set<std::string> terms;
        for (int n = 1; n <= Shop::termCount; ++n) {
            terms.insert(shop.term(n));
            QVERIFY(shop.find(shop.term(n)).size() > 1);
        }
        QVERIFY2(terms.size() > 150, std::to_string(terms.size()).c_str());
        QCOMPARE(shop.term(Shop::termCount + 1), shop.term(1 + (Shop::termCount % static_cast<int>(terms.size()))));
    }

    // As compressible as such an API's replies are, not as random bytes or as repeated ones.
    void bodiesCompressLikeJson()
    {
        const Shop shop(1);
        const auto ratio = [](std::string_view text) {
            const QByteArray bytes(text.data(), static_cast<qsizetype>(text.size()));
            return static_cast<double>(bytes.size()) / static_cast<double>(qCompress(bytes, 6).size());
        };
        std::string list, report;
        for (int id = 1; id <= 20; ++id)
            list += shop.summary(id);
        for (const auto& row : shop.salesRows())
            report += row;
        const double page = ratio(shop.productPage(1)->body->view());
        QVERIFY2(page > 1.4 && page < 4, std::to_string(page).c_str());
        QVERIFY2(ratio(list) > 3 && ratio(list) < 8, std::to_string(ratio(list)).c_str());
        QVERIFY2(ratio(report) > 4 && ratio(report) < 10, std::to_string(ratio(report)).c_str());
    }

    void targets()
    {
        auto target = origin::parseTarget("/customers/17/orders?a=b?c");
        QCOMPARE(target.count, std::size_t{3});
        QCOMPARE(target.segments[1], std::string_view("17"));
        QCOMPARE(target.query, std::string_view("a=b?c"));
        QCOMPARE(origin::parseTarget("/").count, std::size_t{0});
        QCOMPARE(origin::parseTarget("/a").query, std::string_view());
        QCOMPARE(origin::parseTarget("/a//b").count, std::size_t{3});
        QCOMPARE(origin::parseTarget("/a/b/c/d/e/f").count, origin::Target::maxSegments + 1);
    }

    void queryValues()
    {
        using origin::queryValue;
        QCOMPARE(queryValue("a=1&b=2", "b").value_or("?"), std::string("2"));
        QCOMPARE(queryValue("a=1&a=2", "a").value_or("?"), std::string("1"));
        QCOMPARE(queryValue("a&b", "a").value_or("?"), std::string());
        QCOMPARE(queryValue("q=%41+b%2", "q").value_or("?"), std::string("A b%2"));
        QCOMPARE(queryValue("q=%zz%4", "q").value_or("?"), std::string("%zz%4"));
        QVERIFY(!queryValue("ab=1", "a").has_value());
        QVERIFY(!queryValue("", "a").has_value());
    }
};

static const TestRegistration<ShopTest> registeredShopTest;
#include "shop_test.moc"
