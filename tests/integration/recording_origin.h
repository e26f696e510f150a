// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace weir::integration {

// A server on a thread of its own that answers every GET alike, after a delay, and writes down what it sees. Knows
// nothing of the code under test. Any thread may ask; it serves until destroyed.
class RecordingOrigin {
public:
    struct Reply {
        std::string body;
        std::string fields; // header lines, each with its CRLF
        std::chrono::milliseconds delay{0};
    };
    // A connection counts from its first request on: the probe before a run sends none.
    struct Counts {
        int open = 0;
        int mostOpen = 0;
        int working = 0; // requests not yet answered
        int mostWorking = 0;
        std::uint64_t requests = 0;
    };

    explicit RecordingOrigin(Reply reply);
    RecordingOrigin(const RecordingOrigin&) = delete;
    RecordingOrigin& operator=(const RecordingOrigin&) = delete;
    ~RecordingOrigin();

    std::string url() const;
    Counts counts() const;
    void forgetMost();                      // begins anew from what is now
    std::vector<std::string> heads() const; // of the first thousand requests

private:
    struct Server;
    class Session;
    std::shared_ptr<Server> m_server;
};

} // namespace weir::integration
