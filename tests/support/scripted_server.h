// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

// A server on its own thread that answers each request with given bytes, and counts sockets. It parses just enough to
// find a request's end, with no code of the product, so it is an independent witness of what the product sent.
namespace weir::tests {

using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

struct SeenRequest {
    std::string method;
    std::string target;
    std::string head;   // start line and fields, as received
    std::string body;   // chunk framing included
    std::string peer;   // address of the client
    int connection = 0; // from 0, in the order of accepting
    int number = 0;     // on its connection, from 0

    // All values of that field, joined by ", "; "" when there is none.
    std::string get(std::string_view name) const;
    int count(std::string_view name) const;
};

struct Answer {
    std::string bytes;
    bool close = false; // after the bytes
    bool hold = false;  // until ScriptedServer::release
};

// Whole replies: `reply` states its length, `chunked` is sent in pieces of `piece` bytes.
Answer reply(int status, Fields fields = {}, std::string_view body = {});
Answer chunked(int status, Fields fields, std::string_view body, std::size_t piece = 1000);
Answer held(Answer answer);
Answer closing(Answer answer);

class ScriptedServer {
public:
    using Script = std::function<Answer(const SeenRequest&)>; // runs on the server's thread

    explicit ScriptedServer(Script script, const std::string& address = "127.0.0.1", std::uint16_t port = 0);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    std::uint16_t port() const { return m_port; }
    std::string url(std::string_view path = "") const;

    // Sends the oldest held answers; those that are held later wait for the next call.
    void release(int count = 1);
    void releaseAll();
    void stopHolding(); // answers at once from now on, held ones first
    void closeAll();    // every connection, as a server does whose keep-alive timeout has passed

    int open() const { return m_open; } // connections at the moment
    int mostOpen() const { return m_mostOpen; }
    int total() const { return m_total; } // accepted so far
    int held() const { return m_heldCount; }
    int requestCount() const;
    std::vector<SeenRequest> requests() const;
    SeenRequest last() const;

    // Until the predicate over this server holds; false when that takes too long.
    bool waitUntil(const std::function<bool()>& reached,
                   std::chrono::milliseconds limit = std::chrono::seconds{10}) const;

private:
    struct Loop;
    struct Connection;
    void record(const SeenRequest& request);

    Script m_script;
    std::uint16_t m_port = 0;
    std::string m_host;
    std::atomic<int> m_open{0};
    std::atomic<int> m_mostOpen{0};
    std::atomic<int> m_total{0};
    std::atomic<int> m_heldCount{0};
    mutable std::mutex m_mutex; // guards the requests
    mutable std::condition_variable m_changed;
    std::vector<SeenRequest> m_requests;
    std::unique_ptr<Loop> m_loop;
    std::thread m_thread;
};

} // namespace weir::tests
