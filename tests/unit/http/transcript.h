// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/head_memo.h"
#include "core/http/parser.h"

#include <string>
#include <string_view>

namespace weir::tests {

// What a parser makes of `input`, in words that do not depend on how it was cut into pieces: heads, bodies joined,
// ends, or the kind of the error.
inline std::string transcript(http::Parser::Kind kind, std::string_view input, std::size_t firstPiece, bool closes,
                              const http::Limits& limits = {}, bool toHead = false, http::HeadMemo* memo = nullptr)
{
    using Event = http::Parser::Event;
    http::Parser parser(kind, limits, memo);
    parser.reset(toHead);
    std::string text;
    const auto describe = [&](const http::Parser::Step& step) {
        if (step.event == Event::Head) {
            const auto& head = parser.head();
            text += "head " + head.method + " " + head.target + " " + std::to_string(head.status) + " 1."
                + std::to_string(head.minorVersion) + "\n" + std::string(head.headers.wire()) + "body ";
        }
        text += step.body;
        if (step.event == Event::Error)
            text += "error " + std::string(base::name(parser.error().code)) + "\n";
        if (step.event == Event::End) {
            text += std::string("\nend ") + (parser.keepAlive() ? "open" : "close") + "\n";
            parser.reset(toHead);
        }
    };
    for (auto piece : {input.substr(0, firstPiece), input.substr(firstPiece)}) {
        while (!piece.empty()) {
            const auto step = parser.parse(piece);
            describe(step);
            if (step.event == Event::Error)
                return text;
            piece.remove_prefix(step.consumed);
        }
        // What needs no more bytes is told without any.
        for (auto step = parser.parse({}); step.event != Event::NeedMore; step = parser.parse({})) {
            describe(step);
            if (step.event == Event::Error)
                return text;
        }
    }
    if (closes)
        describe(parser.finish());
    return text;
}

// The same of a parser that has read it before and recognises its heads.
inline std::string rememberedTranscript(http::Parser::Kind kind, std::string_view input, bool closes,
                                        const http::Limits& limits = {}, bool toHead = false)
{
    http::HeadMemo memo;
    std::string text;
    for (int time = 0; time < 3; ++time) // a head is kept the second time
        text = transcript(kind, input, input.size(), closes, limits, toHead, &memo);
    return text;
}

// Of two faults in one message the cut may decide which is found first.
inline std::string upToError(const std::string& text)
{
    return text.substr(0, text.find("error "));
}

inline std::string transcript(http::Parser::Kind kind, std::string_view input, bool closes = false)
{
    return transcript(kind, input, input.size(), closes);
}

} // namespace weir::tests
