#pragma once
#include <sys/select.h>
#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift does not import: one function for each type.

typedef size_t (*sealgate_curl_receiver)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode sealgate_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode sealgate_curl_set_string(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode sealgate_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode sealgate_curl_set_receiver(CURL *handle, CURLoption option, sealgate_curl_receiver value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode sealgate_curl_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}
