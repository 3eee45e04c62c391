#pragma once
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

// A macro that Swift does not see.
static const int sealgate_EVP_PKEY_PUBLIC_KEY = EVP_PKEY_PUBLIC_KEY;

// Parameter builders keep the pointer to a name; a Swift string lends its own only for one call.
static const char *const sealgate_PARAM_RSA_N = OSSL_PKEY_PARAM_RSA_N;
static const char *const sealgate_PARAM_RSA_E = OSSL_PKEY_PARAM_RSA_E;
static const char *const sealgate_PARAM_GROUP_NAME = OSSL_PKEY_PARAM_GROUP_NAME;
static const char *const sealgate_PARAM_FIELD_TYPE = OSSL_PKEY_PARAM_EC_FIELD_TYPE;
static const char *const sealgate_PARAM_P = OSSL_PKEY_PARAM_EC_P;
static const char *const sealgate_PARAM_A = OSSL_PKEY_PARAM_EC_A;
static const char *const sealgate_PARAM_B = OSSL_PKEY_PARAM_EC_B;
static const char *const sealgate_PARAM_GENERATOR = OSSL_PKEY_PARAM_EC_GENERATOR;
static const char *const sealgate_PARAM_ORDER = OSSL_PKEY_PARAM_EC_ORDER;
static const char *const sealgate_PARAM_COFACTOR = OSSL_PKEY_PARAM_EC_COFACTOR;
static const char *const sealgate_PARAM_PUB_KEY = OSSL_PKEY_PARAM_PUB_KEY;

// The stack functions are macros, too.
static inline STACK_OF(X509) * sealgate_X509_stack_new(void) { return sk_X509_new_null(); }
static inline int sealgate_X509_stack_push(STACK_OF(X509) * stack, X509 *certificate) {
  return sk_X509_push(stack, certificate);
}
static inline int sealgate_X509_stack_count(const STACK_OF(X509) * stack) { return sk_X509_num(stack); }
static inline X509 *sealgate_X509_stack_get(const STACK_OF(X509) * stack, int index) {
  return sk_X509_value(stack, index);
}
static inline void sealgate_X509_stack_free(STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }
static inline int sealgate_CMS_signer_count(CMS_ContentInfo *cms) {
  STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
  return signers == NULL ? 0 : sk_CMS_SignerInfo_num(signers);
}
static inline CMS_SignerInfo *sealgate_CMS_signer(CMS_ContentInfo *cms, int index) {
  return sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), index);
}

// Renamed in OpenSSL 3.4; what takes ownership is the same.
static inline void sealgate_TS_VERIFY_CTX_set_store(TS_VERIFY_CTX *context, X509_STORE *store) {
#if OPENSSL_VERSION_NUMBER >= 0x30400000L
  TS_VERIFY_CTX_set0_store(context, store);
#else
  TS_VERIFY_CTX_set_store(context, store);
#endif
}
static inline void sealgate_TS_VERIFY_CTX_set_imprint(TS_VERIFY_CTX *context, unsigned char *imprint, long length) {
#if OPENSSL_VERSION_NUMBER >= 0x30400000L
  TS_VERIFY_CTX_set0_imprint(context, imprint, length);
#else
  TS_VERIFY_CTX_set_imprint(context, imprint, length);
#endif
}
