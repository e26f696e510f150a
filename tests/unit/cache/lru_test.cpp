// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/eviction/lru.h"

#include "core/base/random.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <list>

using weir::cache::eviction::Link;
using weir::cache::eviction::Lru;

class LruTest : public QObject {
    Q_OBJECT

private slots:
    void agreesWithAList()
    {
        struct Entry : Link {};
        std::array<Entry, 8> entries;
        Lru<Entry> lru;
        std::list<Entry*> expected; // the latest first
        weir::base::Random random{5};
        for (int step = 0; step < 5000; ++step) {
            Entry& entry = entries[static_cast<std::size_t>(random.between(0, 7))];
            const bool isIn = std::ranges::find(expected, &entry) != expected.end();
            expected.remove(&entry);
            if (!isIn) {
                lru.insert(entry);
                expected.push_front(&entry);
            } else if (random.between(0, 3) == 0) {
                lru.remove(entry);
            } else {
                lru.touch(entry);
                expected.push_front(&entry);
            }
            QCOMPARE(lru.victim(), expected.empty() ? nullptr : expected.back());
        }
    }
};

static const TestRegistration<LruTest> registeredLruTest;
#include "lru_test.moc"
