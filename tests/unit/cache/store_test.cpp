// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/store.h"

#include "core/base/random.h"
#include "tests/support/test_registry.h"
#include "tests/unit/cache/replies.h"

#include <QTest>

#include <list>

using namespace weir::cache;
using namespace weir::tests;

namespace {

StoredPtr reply(std::string body, std::string_view vary = "", std::string_view request = "")
{
    std::string response = "Cache-Control: max-age=60";
    if (!vary.empty())
        response.append(" | Vary: ").append(vary);
    return std::make_shared<const StoredResponse>(stored(response, {}, 200, request, std::move(body)));
}

std::string bodyOf(const Lookup& lookup)
{
    return lookup.response ? lookup.response->body->bytes() : "(none)";
}

const weir::http::HeaderMap none;

} // namespace

class StoreTest : public QObject {
    Q_OBJECT

private slots:
    void findsWhatWasPut()
    {
        Store store{100000};
        QVERIFY(store.put("k", reply("one")));
        QCOMPARE(bodyOf(store.find("k", none)), std::string("one"));
        QCOMPARE(bodyOf(store.find("other", none)), std::string("(none)"));
        QVERIFY(!store.find("other", none).knowsKey);
        QVERIFY(store.put("k", reply("two")));
        QCOMPARE(bodyOf(store.find("k", none)), std::string("two"));
        QCOMPARE(store.stats().entries, std::size_t{1});
        QCOMPARE(store.stats().insertions, std::uint64_t{2});
    }

    void keepsVariants()
    {
        Store store{100000};
        store.put("k", reply("en", "Accept-Language", "Accept-Language: en"));
        store.put("k", reply("de", "Accept-Language", "Accept-Language: de"));
        QCOMPARE(bodyOf(store.find("k", headers("Accept-Language: en"))), std::string("en"));
        QCOMPARE(bodyOf(store.find("k", headers("Accept-Language: de"))), std::string("de"));
        const Lookup miss = store.find("k", headers("Accept-Language: fr"));
        QVERIFY(!miss.response);
        QVERIFY(miss.knowsKey);
        QCOMPARE(store.stats().entries, std::size_t{2});
        QCOMPARE(store.stats().keys, std::size_t{1});
        store.put("k", reply("any")); // the origin varies no more: the latest wins
        QCOMPARE(bodyOf(store.find("k", headers("Accept-Language: en"))), std::string("any"));
    }

    void boundsVariants()
    {
        Store store{10000000};
        for (int i = 0; i < 200; ++i)
            store.put("k", reply(std::to_string(i), "User-Agent", "User-Agent: " + std::to_string(i)));
        QCOMPARE(store.stats().entries, Store::maxVariants);
        QVERIFY(!store.find("k", headers("User-Agent: 0")).response);
        QCOMPARE(bodyOf(store.find("k", headers("User-Agent: 199"))), std::string("199"));
        QCOMPARE(store.stats().evictions, std::uint64_t{200 - Store::maxVariants});
    }

    void removes()
    {
        Store store{100000};
        store.put("k", reply("en", "A", "A: en"));
        store.put("k", reply("de", "A", "A: de"));
        QCOMPARE(store.remove("k"), std::size_t{2});
        QCOMPARE(store.remove("k"), std::size_t{0});
        QCOMPARE(store.stats().bytes, std::size_t{0});
        QCOMPARE(store.stats().keys, std::size_t{0});
        QCOMPARE(store.stats().invalidations, std::uint64_t{2});
        const StoredPtr first = reply("1");
        store.put("k", first);
        store.put("k", reply("2"));
        QVERIFY(!store.remove("k", *first)); // a newer one has come
        QVERIFY(store.remove("k", *store.find("k", none).response));
        store.put("k", first);
        store.clear();
        QCOMPARE(store.stats().entries, std::size_t{0});
        QCOMPARE(first->body->bytes(), std::string("1"));
    }

    void refusesWhatIsTooLarge()
    {
        Store store{5000};
        store.put("k", reply("small"));
        QVERIFY(!store.put("k", reply(std::string(6000, 'x'))));
        QVERIFY(!store.find("k", none).response); // outdated all the same
        QCOMPARE(store.stats().rejections, std::uint64_t{1});
        QCOMPARE(store.stats().bytes, std::size_t{0});
    }

    void chargesEncodings()
    {
        Store store{1000000};
        const StoredPtr kept = reply(std::string(1000, 'x'));
        store.put("k", kept);
        store.put("old", reply("old"));
        const std::size_t before = store.stats().bytes;
        kept->body->addEncoding(weir::codec::Codec::Gzip, 6, std::string(300, 'z'));
        store.charge("k");
        store.charge("k");
        store.charge("unknown");
        QCOMPARE(store.stats().bytes, before + 300);
        store.put("k", kept); // counted with its encodings
        QCOMPARE(store.stats().bytes, before + 300);
        store.setCapacity(before); // the least recently used makes room for the encoding
        QVERIFY(!store.find("old", none).response);
        QVERIFY(store.find("k", none).response);
        store.remove("k");
        QCOMPARE(store.stats().bytes, std::size_t{0});
    }

    // The whole state of the store against a plain list, over random operations.
    void evictsTheLeastRecentlyUsed()
    {
        weir::base::Random random{9};
        Store store{50000};
        std::size_t capacity = 50000;
        struct Entry {
            std::string key;
            std::string body;
            std::size_t bytes;
        };
        std::list<Entry> expected; // the latest first
        const auto shrink = [&] {
            const auto total = [&] {
                std::size_t sum = 0;
                for (const Entry& entry : expected)
                    sum += entry.bytes;
                return sum;
            };
            while (total() > capacity)
                expected.pop_back();
            QCOMPARE(store.stats().bytes, total());
            QCOMPARE(store.stats().entries, expected.size());
        };
        for (int step = 0; step < 20000; ++step) {
            const std::string key = "key" + std::to_string(random.between(0, 40));
            const auto at = std::ranges::find(expected, key, &Entry::key);
            if (const auto choice = random.between(0, 99); choice < 60) {
                QCOMPARE(bodyOf(store.find(key, none)), at == expected.end() ? "(none)" : at->body);
                if (at != expected.end())
                    expected.splice(expected.begin(), expected, at);
            } else if (choice < 95) {
                std::string body(static_cast<std::size_t>(random.between(0, 4000)), static_cast<char>('a' + step % 26));
                if (at != expected.end())
                    expected.erase(at);
                store.remove(key);
                const std::size_t without = store.stats().bytes;
                store.setCapacity(1000000); // so that the size of the new one can be read off
                store.put(key, reply(body));
                expected.push_front({key, body, store.stats().bytes - without});
                store.setCapacity(capacity);
            } else if (choice < 98) {
                QCOMPARE(store.remove(key), std::size_t{at != expected.end()});
                if (at != expected.end())
                    expected.erase(at);
            } else {
                capacity = static_cast<std::size_t>(random.between(5000, 80000));
                store.setCapacity(capacity);
            }
            shrink();
        }
    }
};

static const TestRegistration<StoreTest> registeredStoreTest;
#include "store_test.moc"
