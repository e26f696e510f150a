// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <memory>
#include <string>

namespace weir::origin {

// A target that costs as little as one can: it finds where each request ends, looks at nothing in it and answers the
// same few bytes. What can be sent to it is what this machine can send. On loopback and threads of its own, among which
// connections take turns, from its making to its end; made and destroyed by any one thread.
class NullOrigin {
public:
    struct Options {
        bool tls = false; // with a certificate made on the fly, which nobody trusts
        int threads = 1;  // as many as send to it, so that it is not the first to be busy
    };
    static base::Result<std::unique_ptr<NullOrigin>> start(const Options& options);
    static base::Result<std::unique_ptr<NullOrigin>> start() { return start(Options{}); }
    NullOrigin(const NullOrigin&) = delete;
    NullOrigin& operator=(const NullOrigin&) = delete;
    ~NullOrigin(); // ends all connections and joins the threads

    std::string url() const; // "http://127.0.0.1:43210", with TLS "https:..."

private:
    struct Server;
    struct Parts;
    explicit NullOrigin(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace weir::origin
