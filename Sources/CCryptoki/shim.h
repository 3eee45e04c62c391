#pragma once
// PKCS#11 2.40 as p11-kit spells it. The library itself is not linked: modules are loaded by path.
#include <dlfcn.h>
#define CRYPTOKI_COMPAT 1
#include <p11-kit/pkcs11.h>
