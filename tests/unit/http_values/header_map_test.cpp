// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/header_map.h"

#include "core/base/random.h"
#include "core/base/strings.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <memory>
#include <utility>

using namespace weir::http;
using Pairs = std::vector<std::pair<std::string, std::string>>;

namespace {

Pairs pairsOf(const HeaderMap& headers)
{
    Pairs pairs;
    for (const HeaderField field : headers)
        pairs.emplace_back(field.name, field.value);
    return pairs;
}

// The same operations on a plain list, as the oracle.
struct PlainList {
    Pairs fields;

    void set(const std::string& name, const std::string& value)
    {
        const auto same = [&](const auto& field) { return weir::base::equalsIgnoringCase(field.first, name); };
        const auto first = std::ranges::find_if(fields, same);
        if (first == fields.end()) {
            fields.emplace_back(name, value);
            return;
        }
        first->second = value;
        fields.erase(std::remove_if(first + 1, fields.end(), same), fields.end());
    }
    void remove(const std::string& name)
    {
        std::erase_if(fields, [&](const auto& field) { return weir::base::equalsIgnoringCase(field.first, name); });
    }
};

} // namespace

class HeaderMapTest : public QObject {
    Q_OBJECT

private slots:
    void keepsOrderAndDuplicates()
    {
        HeaderMap headers;
        headers.add("Set-Cookie", "a=1");
        headers.add("Host", "x");
        headers.add("set-cookie", "b=2");
        QCOMPARE(pairsOf(headers), (Pairs{{"Set-Cookie", "a=1"}, {"Host", "x"}, {"set-cookie", "b=2"}}));
        QCOMPARE(headers.count("SET-COOKIE"), std::size_t{2});
        QCOMPARE(headers.get("set-Cookie"), std::optional<std::string_view>("a=1"));
        QVERIFY(!headers.get("Cookie"));
        std::string all;
        headers.forEach("Set-Cookie", [&](std::string_view value) { all.append(value).append(";"); });
        QCOMPARE(all, std::string("a=1;b=2;"));
    }

    void isInWireForm()
    {
        HeaderMap headers;
        headers.add("A", "1");
        headers.add("Empty", "");
        QCOMPARE(headers.wire(), std::string_view("A: 1\r\nEmpty: \r\n"));
        QCOMPARE(headers.byteSize(), std::size_t{15});
        headers.clear();
        QVERIFY(headers.empty());
        QCOMPARE(headers.byteSize(), std::size_t{0});
    }

    void findsListMembers()
    {
        HeaderMap headers;
        headers.add("Connection", "keep-alive,, X-Foo ");
        headers.add("Connection", "Close");
        QVERIFY(headers.listContains("connection", "close"));
        QVERIFY(headers.listContains("connection", "x-foo"));
        QVERIFY(headers.listContains("connection", "KEEP-ALIVE"));
        QVERIFY(!headers.listContains("connection", "keep"));
        QVERIFY(!headers.listContains("TE", "close"));
    }

    void comparesNamesWithoutCase()
    {
        HeaderMap a, b;
        a.add("Host", "x");
        b.add("host", "x");
        QVERIFY(a == b);
        b.set("host", "X");
        QVERIFY(!(a == b));
    }

    void copiesAreIndependent()
    {
        HeaderMap a;
        a.add("Host", "x");
        HeaderMap b = a;
        b.set("Host", "longer value");
        QCOMPARE(a.get("Host"), std::optional<std::string_view>("x"));
    }

    void agreesWithAPlainList()
    {
        weir::base::Random random{7};
        const std::array<std::string, 5> names{"A", "Bb", "a", "Content-Type", "BB"};
        for (int round = 0; round < 200; ++round) {
            HeaderMap headers;
            PlainList plain;
            for (int step = 0; step < 20; ++step) {
                const std::string& name = names[static_cast<std::size_t>(random.between(0, 4))];
                const std::string value(static_cast<std::size_t>(random.between(0, 9)), static_cast<char>('a' + step));
                switch (random.between(0, 3)) {
                case 0:
                    headers.add(name, value);
                    plain.fields.emplace_back(name, value);
                    break;
                case 1:
                    headers.set(name, value);
                    plain.set(name, value);
                    break;
                case 2:
                    headers.remove(name);
                    plain.remove(name);
                    break;
                default: {
                    const auto goes = [](const auto& of) { return of.size() % 3 == 0; };
                    const auto removed = headers.removeIf([&](const HeaderField& field) { return goes(field.value); });
                    QCOMPARE(removed, std::erase_if(plain.fields, [&](const auto& f) { return goes(f.second); }));
                }
                }
                QCOMPARE(pairsOf(headers), plain.fields);
                std::size_t bytes = 0;
                for (const auto& [n, v] : plain.fields)
                    bytes += n.size() + v.size() + 4;
                QCOMPARE(headers.byteSize(), bytes);
            }
        }
    }

    void sharesUntilItIsChanged_data()
    {
        QTest::addColumn<int>("change");
        for (int change = 0; change < 6; ++change)
            QTest::newRow(std::to_string(change).c_str()) << change;
    }
    void sharesUntilItIsChanged()
    {
        QFETCH(int, change);
        HeaderMap fields;
        fields.add("A", "1");
        fields.add("B", "2");
        const auto common = std::make_shared<const HeaderMap>(fields);
        HeaderMap headers;
        headers.add("Old", "field");
        headers.share(common);
        QCOMPARE(headers, fields);
        QCOMPARE(headers.wire().data(), common->wire().data());
        const HeaderMap copy = headers;
        QVERIFY(copy.wire().data() != common->wire().data());

        const auto apply = [change](HeaderMap& map) {
            switch (change) {
            case 0: map.add("C", "3"); break;
            case 1: map.set("B", "4"); break;
            case 2: map.remove("A"); break;
            case 3: map.removeIf([](const HeaderField& field) { return field.value == "2"; }); break;
            case 4: map.clear(); break;
            default: map.reserve(100, 1000);
            }
        };
        apply(headers);
        apply(fields);
        QCOMPARE(pairsOf(headers), pairsOf(fields));
        QCOMPARE(headers.wire(), fields.wire());
        QCOMPARE(pairsOf(*common), (Pairs{{"A", "1"}, {"B", "2"}}));
        QCOMPARE(pairsOf(copy), pairsOf(*common));
    }

    void staysSharedWhereNothingChanges()
    {
        HeaderMap fields;
        fields.add("A", "1");
        const auto common = std::make_shared<const HeaderMap>(fields);
        HeaderMap headers;
        headers.share(common);
        QCOMPARE(headers.remove("B"), std::size_t{0});
        HeaderMap moved = std::move(headers);
        QCOMPARE(moved.wire().data(), common->wire().data());
    }
};

static const TestRegistration<HeaderMapTest> registeredHeaderMapTest;
#include "header_map_test.moc"
