// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/request_reader.h"
#include "core/http/response_writer.h"

namespace weir::http {

// What a server's connection needs only while it reads a request or writes its reply: parser, buffer, the head that
// goes out. Lent by the Server to whichever connection is at it, the one given back last first, so that it lies in the
// caches; a connection that is idle, or waits for its reply, holds nothing of it. On the server's thread; the server
// outlives it.
class ServerWorkspace {
public:
    ServerWorkspace(net::DeadlineWheel& wheel, const ServerLimits& limits, HeadMemo& memo, ServerCounters& counters)
        : reader(wheel, limits, memo)
        , writer(wheel, limits, counters)
    {
    }

    // For another connection: nothing of the last one is left but memory.
    void attach(net::Stream& stream)
    {
        reader.attach(stream);
        writer.attach(stream);
    }

    // The request that its handler has done with.
    void takeBack(std::unique_ptr<Request> done)
    {
        request = std::move(done);
        request->body = Body();
    }

    // An exchange was so large that its memory is not worth keeping.
    bool isBulky() const { return reader.isBulky() || writer.isBulky(); }

    RequestReader reader;
    ResponseWriter writer;
    std::unique_ptr<Request> request; // its handler takes it along
};

} // namespace weir::http
