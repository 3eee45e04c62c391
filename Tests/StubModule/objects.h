// The stub's objects and what it tells of them; included by stub.c alone.
// One P-256 key pair, CKA_ID 01; the public point is the curve's generator, of every key that is made too.
static const CK_BYTE p256[] = {0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07};
static const CK_BYTE point[] = {
    0x04, 0x41, 0x04, 0x6B, 0x17, 0xD1, 0xF2, 0xE1, 0x2C, 0x42, 0x47, 0xF8, 0xBC, 0xE6, 0xE5, 0x63, 0xA4,
    0x40, 0xF2, 0x77, 0x03, 0x7D, 0x81, 0x2D, 0xEB, 0x33, 0xA0, 0xF4, 0xA1, 0x39, 0x45, 0xD8, 0x98, 0xC2,
    0x96, 0x4F, 0xE3, 0x42, 0xE2, 0xFE, 0x1A, 0x7F, 0x9B, 0x8E, 0xE7, 0xEB, 0x4A, 0x7C, 0x0F, 0x9E, 0x16,
    0x2B, 0xCE, 0x33, 0x57, 0x6B, 0x31, 0x5E, 0xCE, 0xCB, 0xB6, 0x40, 0x68, 0x37, 0xBF, 0x51, 0xF5};
static const CK_BYTE key_id[] = {1};
static const CK_ULONG ec = CKK_EC, private_class = CKO_PRIVATE_KEY, public_class = CKO_PUBLIC_KEY;
static const CK_ULONG aes = CKK_AES, secret_class = CKO_SECRET_KEY, data_class = CKO_DATA, aes_length = 32;
static const CK_BBOOL yes = 1, no = 0;
static const CK_BYTE wrap_label[] = {'w', 'r', 'a', 'p'}, check_value[] = {1, 2, 3};
static const CK_BYTE application[] = {'s', 'e', 'a', 'l', 'g', 'a', 't', 'e'};

#define ANSWER(v) return *bytes = &(v), *length = sizeof(v), 1
static int wrapping_value(CK_ATTRIBUTE_TYPE type, const void **bytes, CK_ULONG *length) {
  switch (type) {
    case CKA_CLASS: ANSWER(secret_class);
    case CKA_KEY_TYPE: ANSWER(aes);
    case CKA_VALUE_LEN: ANSWER(aes_length);
    case CKA_ID: case CKA_LABEL: ANSWER(wrap_label);
    case CKA_CHECK_VALUE: ANSWER(check_value);
    case CKA_TOKEN: case CKA_LOCAL: case CKA_SENSITIVE: case CKA_WRAP: case CKA_UNWRAP: ANSWER(yes);
    case CKA_TRUSTED: if (setting("trusted", 0)) ANSWER(yes); ANSWER(no);
    case CKA_EXTRACTABLE: case CKA_ENCRYPT: case CKA_DECRYPT: case CKA_SIGN: case CKA_VERIFY: case CKA_DERIVE: ANSWER(no);
    default: return 0;
  }
}
static int data_value(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, const void **bytes, CK_ULONG *length) {
  switch (type) {
    case CKA_CLASS: ANSWER(data_class);
    case CKA_TOKEN: ANSWER(yes);
    case CKA_APPLICATION: ANSWER(application);
    case CKA_LABEL: return *bytes = data[object].label, *length = data[object].label_length, 1;
    case CKA_VALUE: return *bytes = data[object].value, *length = data[object].length, 1;
    default: return 0;
  }
}
static int made_value(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, const void **bytes, CK_ULONG *length) {
  switch (type) {
    case CKA_CLASS: if (made[object].private_half) ANSWER(private_class); ANSWER(public_class);
    case CKA_KEY_TYPE: ANSWER(ec);
    case CKA_TOKEN: ANSWER(no);
    case CKA_LOCAL: if (made[object].unwrapped) ANSWER(no); ANSWER(yes);
    case CKA_SENSITIVE: if (setting("unwrapped insensitive", 0)) ANSWER(no); ANSWER(yes);
    case CKA_EXTRACTABLE: if (made[object].unwrapped) ANSWER(no); ANSWER(yes);
    case CKA_EC_PARAMS: ANSWER(p256);
    case CKA_EC_POINT: if (!made[object].private_half) ANSWER(point); return 0;
    default: return 0;
  }
}
static int exists(CK_OBJECT_HANDLE object) {
  if (object < 1 || object >= OBJECTS) return 0;
  return object < FIRST_DATA ? !destroyed[object] : object < FIRST_MADE ? data[object].there : made[object].session != 0;
}
static int value(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, const void **bytes, CK_ULONG *length) {
  if (!exists(object)) return 0;
  if (object == WRAPPING_KEY) return wrapping_value(type, bytes, length);
  if (object >= FIRST_MADE) return made_value(object, type, bytes, length);
  if (object >= FIRST_DATA) return data_value(object, type, bytes, length);
  switch (type) {
    case CKA_CLASS: if (object == 1) ANSWER(private_class); ANSWER(public_class);
    case CKA_KEY_TYPE: ANSWER(ec);
    case CKA_ID: ANSWER(key_id);
    case CKA_LOCAL: ANSWER(yes);
    case CKA_EXTRACTABLE: ANSWER(no);
    case CKA_EC_PARAMS: if (object == 2) ANSWER(p256); return 0;
    case CKA_EC_POINT: if (object == 2) ANSWER(point); return 0;
    default: return 0;
  }
}
