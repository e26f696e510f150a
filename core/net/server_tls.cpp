// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/server_tls.h"

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <fstream>
#include <sstream>

namespace weir::net {

namespace ssl = boost::asio::ssl;
using base::Errc;
using base::fail;

namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(BIO* bio) const { BIO_free(bio); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

std::shared_ptr<ssl::context> newContext()
{
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    // Clients resume with a ticket, which costs no memory here.
    static constexpr unsigned char name[] = "weir";
    SSL_CTX_set_session_id_context(context->native_handle(), name, sizeof name - 1);
    return context;
}

bool addExtension(X509* certificate, int id, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

std::string subjectNames(const std::string& host)
{
    std::string names = "DNS:localhost,IP:127.0.0.1,IP:::1";
    boost::system::error_code notAnAddress;
    boost::asio::ip::make_address(host, notAnAddress);
    if (!host.empty() && host != "localhost" && host != "127.0.0.1" && host != "::1")
        names += (notAnAddress ? ",DNS:" : ",IP:") + host;
    return names;
}

Owned<X509> selfSigned(EVP_PKEY* key, const std::string& host)
{
    constexpr long days = 30;
    Owned<X509> certificate(X509_new());
    std::uint64_t serial = 0;
    auto* raw = certificate.get();
    auto* name = X509_get_subject_name(raw);
    const auto* subject = reinterpret_cast<const unsigned char*>("Weir listener");
    const bool made = RAND_bytes(reinterpret_cast<unsigned char*>(&serial), 7) == 1 && X509_set_version(raw, 2) == 1
        && ASN1_INTEGER_set_uint64(X509_get_serialNumber(raw), serial) == 1
        && X509_gmtime_adj(X509_getm_notBefore(raw), -3600) && X509_gmtime_adj(X509_getm_notAfter(raw), days * 86400)
        && X509_set_pubkey(raw, key) == 1
        && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, subject, -1, -1, 0) == 1
        && X509_set_issuer_name(raw, name) == 1 && addExtension(raw, NID_subject_alt_name, subjectNames(host))
        && addExtension(raw, NID_basic_constraints, "critical,CA:TRUE")
        && addExtension(raw, NID_ext_key_usage, "serverAuth") && X509_sign(raw, key, EVP_sha256()) > 0;
    return made ? std::move(certificate) : nullptr;
}

std::string pemOf(X509* certificate)
{
    const Owned<BIO> memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(memory.get(), certificate);
    char* text = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

} // namespace

base::Result<ServerIdentity> loadIdentity(const std::string& certificateFile, const std::string& keyFile)
{
    ServerIdentity identity;
    identity.context = newContext();
    boost::system::error_code error;
    identity.context->use_certificate_chain_file(certificateFile, error);
    if (error)
        return fail(Errc::Tls,
                    fmt::format("The certificate file {} (listener.certificate_file) cannot be used: {}. It must "
                                "be a PEM file that begins with the listener's certificate.",
                                certificateFile, error.message()));
    identity.context->use_private_key_file(keyFile, ssl::context::pem, error);
    if (error)
        return fail(Errc::Tls,
                    fmt::format("The key file {} (listener.key_file) cannot be used: {}. It must be a PEM file "
                                "with the private key of the certificate in {}.",
                                keyFile, error.message(), certificateFile));
    std::ostringstream text;
    text << std::ifstream(certificateFile).rdbuf();
    identity.certificate = text.str();
    return identity;
}

base::Result<ServerIdentity> makeIdentity(const std::string& host)
{
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const auto certificate = key ? selfSigned(key.get(), host) : nullptr;
    ServerIdentity identity;
    identity.context = newContext();
    if (!certificate || SSL_CTX_use_certificate(identity.context->native_handle(), certificate.get()) != 1
        || SSL_CTX_use_PrivateKey(identity.context->native_handle(), key.get()) != 1)
        return fail(Errc::Tls,
                    fmt::format("No certificate could be made for the listener: {}. Give one with "
                                "listener.certificate_file and listener.key_file.",
                                ERR_reason_error_string(ERR_get_error())));
    identity.certificate = pemOf(certificate.get());
    return identity;
}

base::Status demand(const ServerIdentity& identity, TlsVersion minVersion, const std::string& clientCaFile)
{
    SSL_CTX_set_min_proto_version(identity.context->native_handle(),
                                  minVersion == TlsVersion::V13 ? TLS1_3_VERSION : TLS1_2_VERSION);
    if (clientCaFile.empty())
        return {};
    boost::system::error_code error;
    identity.context->load_verify_file(clientCaFile, error);
    if (!error)
        identity.context->set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, error);
    if (error)
        return fail(
            Errc::Tls,
            fmt::format("The authorities file {} (listener.client_ca_file) cannot be used: {}. It must be a PEM "
                        "file with at least one certificate.",
                        clientCaFile, error.message()));
    // So that clients know which of their certificates is wanted.
    SSL_CTX_set_client_CA_list(identity.context->native_handle(), SSL_load_client_CA_file(clientCaFile.c_str()));
    return {};
}

} // namespace weir::net
