// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/message.h"

#include <algorithm>
#include <array>

namespace weir::http {

bool isIdempotent(std::string_view method)
{
    static constexpr std::array<std::string_view, 6> names{"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"};
    return std::ranges::find(names, method) != names.end();
}

std::string_view reasonPhrase(int status)
{
    static constexpr std::array phrases{
        std::pair{100, "Continue"},
        std::pair{101, "Switching Protocols"},
        std::pair{102, "Processing"},
        std::pair{103, "Early Hints"},
        std::pair{200, "OK"},
        std::pair{201, "Created"},
        std::pair{202, "Accepted"},
        std::pair{204, "No Content"},
        std::pair{206, "Partial Content"},
        std::pair{301, "Moved Permanently"},
        std::pair{302, "Found"},
        std::pair{303, "See Other"},
        std::pair{304, "Not Modified"},
        std::pair{307, "Temporary Redirect"},
        std::pair{308, "Permanent Redirect"},
        std::pair{400, "Bad Request"},
        std::pair{401, "Unauthorized"},
        std::pair{403, "Forbidden"},
        std::pair{404, "Not Found"},
        std::pair{405, "Method Not Allowed"},
        std::pair{408, "Request Timeout"},
        std::pair{409, "Conflict"},
        std::pair{413, "Content Too Large"},
        std::pair{414, "URI Too Long"},
        std::pair{415, "Unsupported Media Type"},
        std::pair{417, "Expectation Failed"},
        std::pair{422, "Unprocessable Content"},
        std::pair{429, "Too Many Requests"},
        std::pair{431, "Request Header Fields Too Large"},
        std::pair{500, "Internal Server Error"},
        std::pair{501, "Not Implemented"},
        std::pair{502, "Bad Gateway"},
        std::pair{503, "Service Unavailable"},
        std::pair{504, "Gateway Timeout"},
        std::pair{505, "HTTP Version Not Supported"},
        std::pair{508, "Loop Detected"},
    };
    const auto at = std::ranges::find(phrases, status, &std::pair<int, const char*>::first);
    return at == phrases.end() ? std::string_view{} : at->second;
}

Response plainResponse(int status, std::string text)
{
    Response response;
    response.status = status;
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    response.body = Body{std::make_shared<SharedBody>(std::move(text))};
    return response;
}

} // namespace weir::http
