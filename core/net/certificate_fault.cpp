// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/tls_failure.h"

#include <boost/asio/ip/address.hpp>
#include <fmt/chrono.h>
#include <openssl/bio.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>

namespace weir::net {

namespace {

constexpr std::size_t mostNames = 5;
constexpr std::size_t longestText = 100;

struct FreeParts {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
    void operator()(AUTHORITY_INFO_ACCESS* places) const { AUTHORITY_INFO_ACCESS_free(places); }
};
template <typename T>
using OwnedPart = std::unique_ptr<T, FreeParts>;

std::string shownPart(std::string_view text)
{
    std::string result(text.substr(0, longestText));
    std::ranges::replace_if(
        result, [](char c) { return c < ' ' || c > '~'; }, '?');
    return text.size() > longestText ? result + "..." : result;
}

// "CN=Root, O=Company"; what is not ASCII is escaped (RFC 2253).
std::string nameText(const X509_NAME* name)
{
    const OwnedPart<BIO> memory(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(memory.get(), name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_SHOW_TYPE & ~XN_FLAG_SPC_EQ);
    char* text = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &text);
    const std::string whole(text, static_cast<std::size_t>(std::max(length, 0L)));
    return whole.empty() ? "no name" : shownPart(whole);
}

std::string timeText(const ASN1_TIME* time)
{
    std::tm parts{};
    return ASN1_TIME_to_tm(time, &parts) == 1 ? fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", parts) : "an unreadable date";
}

int daysFromNow(const ASN1_TIME* time)
{
    int days = 0;
    int rest = 0;
    ASN1_TIME_diff(&days, &rest, nullptr, time);
    return std::abs(days);
}

std::string_view viewOf(const ASN1_STRING* text)
{
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string addressText(std::string_view bytes)
{
    if (bytes.size() == 4) {
        asio::ip::address_v4::bytes_type address;
        std::ranges::copy(bytes, address.begin());
        return asio::ip::address_v4(address).to_string();
    }
    asio::ip::address_v6::bytes_type address;
    if (bytes.size() != address.size())
        return "?";
    std::ranges::copy(bytes, address.begin());
    return asio::ip::address_v6(address).to_string();
}

// Those that a host is compared with (RFC 6125, section 6.4): the alternative names, or where there are none of a
// host's name, the subject's common names.
void takeNames(X509* certificate, CertificateFault& fault)
{
    const auto add = [&](std::string name) {
        if (fault.names.size() < mostNames)
            fault.names.push_back(std::move(name));
        else
            ++fault.moreNames;
    };
    const OwnedPart<GENERAL_NAMES> alternatives(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; i < sk_GENERAL_NAME_num(alternatives.get()); ++i) {
        const auto* name = sk_GENERAL_NAME_value(alternatives.get(), i);
        if (name->type == GEN_DNS)
            add(shownPart(viewOf(name->d.dNSName)));
        else if (name->type == GEN_IPADD)
            add(addressText(viewOf(name->d.iPAddress)));
    }
    if (!fault.names.empty())
        return;
    const auto* subject = X509_get_subject_name(certificate);
    for (int at = -1; (at = X509_NAME_get_index_by_NID(subject, NID_commonName, at)) >= 0;)
        add(shownPart(viewOf(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)))));
}

bool tellsItsIssuer(X509* certificate)
{
    const OwnedPart<AUTHORITY_INFO_ACCESS> places(
        static_cast<AUTHORITY_INFO_ACCESS*>(X509_get_ext_d2i(certificate, NID_info_access, nullptr, nullptr)));
    for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(places.get()); ++i)
        if (OBJ_obj2nid(sk_ACCESS_DESCRIPTION_value(places.get(), i)->method) == NID_ad_ca_issuers)
            return true;
    return false;
}

// The certificates that came, each once and with the server's own: some servers send that twice.
std::size_t sentCertificates(X509_STORE_CTX* verification)
{
    const auto* sent = X509_STORE_CTX_get0_untrusted(verification);
    std::size_t others = 0;
    for (int i = 0; i < sk_X509_num(sent); ++i)
        others += X509_cmp(sk_X509_value(sent, i), X509_STORE_CTX_get0_cert(verification)) != 0 ? 1 : 0;
    return others + 1;
}

} // namespace

std::unique_ptr<const CertificateFault> faultOf(X509_STORE_CTX* verification)
{
    auto fault = std::make_unique<CertificateFault>();
    fault->code = X509_STORE_CTX_get_error(verification);
    fault->depth = X509_STORE_CTX_get_error_depth(verification);
    fault->sent = sentCertificates(verification);
    auto* certificate = X509_STORE_CTX_get_current_cert(verification);
    if (!certificate)
        return fault;
    fault->subject = nameText(X509_get_subject_name(certificate));
    fault->issuer = nameText(X509_get_issuer_name(certificate));
    fault->begins = timeText(X509_get0_notBefore(certificate));
    fault->ends = timeText(X509_get0_notAfter(certificate));
    fault->days = daysFromNow(fault->code == X509_V_ERR_CERT_NOT_YET_VALID ? X509_get0_notBefore(certificate)
                                                                           : X509_get0_notAfter(certificate));
    fault->tellsItsIssuer = tellsItsIssuer(certificate);
    takeNames(certificate, *fault);
    return fault;
}

} // namespace weir::net
