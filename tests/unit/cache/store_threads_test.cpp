// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/store.h"

#include "core/base/random.h"
#include "tests/support/test_registry.h"
#include "tests/unit/cache/replies.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace weir::cache;
using namespace weir::tests;

class StoreThreadsTest : public QObject {
    Q_OBJECT

private slots:
    // Everything at once from several workers: each reply found is whole and the right one, the accounts end at zero.
    void servesAllWorkers()
    {
        Store store{200000};
        std::atomic<int> wrong{0};
        std::vector<std::thread> workers;
        for (std::uint64_t seed = 1; seed <= 4; ++seed)
            workers.emplace_back([&store, &wrong, seed] {
                weir::base::Random random{seed};
                const weir::http::HeaderMap request;
                for (int i = 0; i < 3000; ++i) {
                    const auto number = random.between(0, 60);
                    const std::string key = "k" + std::to_string(number);
                    const std::string body(static_cast<std::size_t>(number) * 100, 'x');
                    const auto choice = random.between(0, 99);
                    if (choice < 70) {
                        const Lookup found = store.find(key, request);
                        if (found.response && found.response->body->bytes() != body)
                            ++wrong;
                        if (found.response && choice < 10) {
                            found.response->body->addEncoding(weir::codec::Codec::Gzip, static_cast<int>(choice), body);
                            store.charge(key);
                        }
                    } else if (choice < 95) {
                        store.put(key,
                                  std::make_shared<const StoredResponse>(stored("ETag: \"a\"", {}, 200, "", body)));
                    } else if (choice < 98) {
                        store.remove(key);
                    } else {
                        store.setCapacity(static_cast<std::size_t>(random.between(20000, 300000)));
                    }
                    if (const StoreStats stats = store.stats(); stats.bytes > stats.capacity)
                        ++wrong;
                }
            });
        for (auto& worker : workers)
            worker.join();
        QCOMPARE(wrong.load(), 0);
        store.clear();
        QCOMPARE(store.stats().bytes, std::size_t{0});
        QCOMPARE(store.stats().keys, std::size_t{0});
    }
};

static const TestRegistration<StoreThreadsTest> registeredStoreThreadsTest;
#include "store_threads_test.moc"
