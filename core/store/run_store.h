// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/history.h"

#include <QCoreApplication>
#include <QMetaObject>
#include <QObject>

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace weir::store {

// The history with the thread that it lives on. Made at once; the file is opened on its thread when it is first asked
// for, and again with the next question where that failed. Any thread may ask; nobody waits who does not want to.
//
//     store.ask(this, [](History& h) { return h.list(); }, [this](const auto& entries) { ... });   // a window
//     const auto entries = store.ask([](History& h) { return h.list(); });                          // a command
//
// When it goes, it finishes what it was asked for.
class RunStore {
public:
    explicit RunStore(std::filesystem::path folder = usualFolder(), std::int64_t limitBytes = usualLimitBytes);
    ~RunStore();
    RunStore(const RunStore&) = delete;
    RunStore& operator=(const RunStore&) = delete;

    const std::filesystem::path& folder() const { return m_folder; }

    // On the store's thread, in the order in which it was posted; with null and the reason where the file is not open.
    using Work = std::function<void(History*, const base::Error&)>;
    void post(Work work);

    // Waits for the answer, a Result or Status.
    template <typename Question>
    auto ask(Question question) -> std::invoke_result_t<Question, History&>
    {
        using Answer = std::invoke_result_t<Question, History&>;
        std::promise<Answer> promise;
        auto answer = promise.get_future();
        post([&](History* history, const base::Error& error) {
            promise.set_value(history ? question(*history) : Answer{std::unexpected(error)});
        });
        return answer.get();
    }

    // `done` gets the answer on the thread of `owner`, unless that is gone by then.
    template <typename Question, typename Done>
    void ask(QObject* owner, Question question, Done done)
    {
        using Answer = std::invoke_result_t<Question, History&>;
        // Made and gone on the owner's thread: it knows whether the owner still exists.
        // An answer that is still on its way when the application goes is dropped with its queue locked: whatever posts
        // there then never returns, so that relay stays.
        const std::shared_ptr<QObject> relay{new QObject, [](QObject* object) {
                                                 if (!QCoreApplication::closingDown())
                                                     object->deleteLater();
                                             }};
        QObject::connect(owner, &QObject::destroyed, relay.get(),
                         [raw = relay.get()] { raw->setProperty("gone", true); });
        post([relay, question = std::move(question), done = std::move(done)](History* history,
                                                                             const base::Error& error) mutable {
            auto answer = std::make_shared<Answer>(history ? question(*history) : Answer{std::unexpected(error)});
            QMetaObject::invokeMethod(
                relay.get(),
                [relay, answer, done = std::move(done)] {
                    if (!relay->property("gone").toBool())
                        done(*answer);
                },
                Qt::QueuedConnection);
        });
    }

    // Moves a file that cannot be used to another name. Its new place.
    base::Result<std::filesystem::path> setAside();

private:
    void run();
    bool open(base::Error& error);

    std::filesystem::path m_folder;
    std::int64_t m_limitBytes;
    std::unique_ptr<History> m_history; // of its thread alone

    std::mutex m_mutex; // guards what follows
    std::condition_variable m_arrived;
    std::deque<Work> m_work;
    bool m_ends = false;
    std::thread m_thread; // last: it uses the others
};

} // namespace weir::store
