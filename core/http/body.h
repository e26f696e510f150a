// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/body_bytes.h"
#include "core/http/header_map.h"
#include "core/net/task.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

namespace weir::http {

// A body that is produced piece by piece. Destroying it before its end abandons the rest.
class BodySource {
public:
    virtual ~BodySource() = default;

    // The next piece, valid until the next call; an empty one at the end. After an error or the end it is not called
    // again.
    virtual net::Task<base::Result<std::string_view>> pull() = 0;

    // Whether the next piece, or the end, is at hand or comes within a moment. False: whoever makes the body pauses, and
    // what was pulled so far had better go on its way. Not asked after the end or an error.
    virtual net::Task<bool> arrives() { co_return true; }

    // After the end: the fields that followed the body; null when there were none.
    virtual const HeaderMap* trailers() const { return nullptr; }
};

// The body of a message: none, bytes that are shared and never change (as they are, or a coding of them), or a stream
// in bounded memory. Move-only.
class Body {
public:
    Body() = default;
    explicit Body(std::shared_ptr<const SharedBody> bytes) : m_content(std::move(bytes)) {}
    explicit Body(CodedBytes coded) : m_content(std::move(coded)) {}
    Body(std::unique_ptr<BodySource> source, std::optional<std::uint64_t> length)
        : m_content(std::move(source)), m_length(length)
    {
    }

    bool isEmpty() const { return std::holds_alternative<std::monostate>(m_content); }
    // All of it, when it is not a stream.
    std::optional<std::string_view> bytes() const
    {
        if (const auto* plain = std::get_if<std::shared_ptr<const SharedBody>>(&m_content))
            return (*plain)->view();
        if (const auto* coded = std::get_if<CodedBytes>(&m_content))
            return std::string_view(**coded);
        return isEmpty() ? std::optional<std::string_view>{std::string_view{}} : std::nullopt;
    }
    // Null unless the body is shared bytes as they are.
    std::shared_ptr<const SharedBody> shared() const
    {
        const auto* bytes = std::get_if<std::shared_ptr<const SharedBody>>(&m_content);
        return bytes ? *bytes : nullptr;
    }
    // Null unless the body is a stream.
    BodySource* source() const
    {
        const auto* source = std::get_if<std::unique_ptr<BodySource>>(&m_content);
        return source ? source->get() : nullptr;
    }
    std::unique_ptr<BodySource> takeSource()
    {
        return std::move(std::get<std::unique_ptr<BodySource>>(m_content));
    }

    // Unknown for a stream of unannounced length.
    std::optional<std::uint64_t> length() const
    {
        const auto whole = bytes();
        return whole ? std::optional<std::uint64_t>{whole->size()} : m_length;
    }

private:
    std::variant<std::monostate, std::shared_ptr<const SharedBody>, CodedBytes, std::unique_ptr<BodySource>> m_content;
    std::optional<std::uint64_t> m_length;
};

} // namespace weir::http
