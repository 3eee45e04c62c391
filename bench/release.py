#!/usr/bin/env python3
"""Prepares signHash requests for a load: has signatures released by a software passkey, and writes bodies that use them up.

usage: release.py URL PUBLIC-URL ORIGIN CA CERTIFICATE KEY PASSKEY.json CREDENTIAL ALGORITHM HASHES COUNT OUTPUT

Each release names ten documents, as many as the credentials of the bench allow. A body asks for HASHES signatures, so that
of one release come ten bodies or one. PASSKEY is what `signing-gateway demo enrol` left; its counter is raised in the file.
"""
import base64
import ctypes
import hashlib
import http.client
import json
import os
import ssl
import struct
import sys
import urllib.parse

SHA256 = "2.16.840.1.101.3.4.2.1"
DOCUMENTS = 10


class Passkey:
    """A passkey whose key is in a file; libcrypto signs with it."""

    def __init__(self, path):
        self.path = path
        with open(path, encoding="utf-8") as file:
            self.kept = json.load(file)
        self.crypto = crypto = ctypes.CDLL("libcrypto.so.3")
        for name in ("BIO_new_mem_buf", "PEM_read_bio_PrivateKey", "EVP_MD_CTX_new", "EVP_sha256"):
            getattr(crypto, name).restype = ctypes.c_void_p
        pem = self.kept["privateKey"].encode()
        bio = crypto.BIO_new_mem_buf(pem, len(pem))
        self.key = ctypes.c_void_p(crypto.PEM_read_bio_PrivateKey(ctypes.c_void_p(bio), None, None, None))
        if not self.key:
            sys.exit(f"{path} holds no private key")

    def sign(self, message):
        crypto, context = self.crypto, ctypes.c_void_p(self.crypto.EVP_MD_CTX_new())
        signature, length = ctypes.create_string_buffer(128), ctypes.c_size_t(128)
        done = crypto.EVP_DigestSignInit(context, None, ctypes.c_void_p(crypto.EVP_sha256()), None, self.key)
        if done != 1 or crypto.EVP_DigestSign(context, signature, ctypes.byref(length), message, ctypes.c_size_t(len(message))) != 1:
            sys.exit("libcrypto does not sign")
        crypto.EVP_MD_CTX_free(context)
        return signature.raw[: length.value]

    def answer(self, challenge, origin):
        self.kept["counter"] += 1
        client = json.dumps(
            {"challenge": challenge, "crossOrigin": False, "origin": origin, "type": "webauthn.get"}, separators=(",", ":")).encode()
        # Flags: the user is present and verified.
        data = hashlib.sha256(self.kept["relyingPartyID"].encode()).digest() + b"\x05" + struct.pack(">I", self.kept["counter"])
        text = lambda octets: base64.urlsafe_b64encode(octets).decode().rstrip("=")
        return {
            "id": self.kept["credentialID"], "clientDataJSON": text(client), "authenticatorData": text(data),
            "signature": text(self.sign(data + hashlib.sha256(client).digest())),
        }

    def keep(self):
        with open(self.path, "w", encoding="utf-8") as file:
            json.dump(self.kept, file, sort_keys=True, separators=(",", ":"))


class Listener:
    """One connection that is kept open."""

    def __init__(self, url, ca, identity=None):
        context = ssl.create_default_context(cafile=ca)
        if identity:
            context.load_cert_chain(*identity)
        self.connection = http.client.HTTPSConnection(urllib.parse.urlparse(url).netloc, context=context)

    def ask(self, path, body, wanted):
        headers = {"Content-Type": "application/json"}
        text = None if body is None else json.dumps(body)
        self.connection.request("GET" if body is None else "POST", path, text, headers if text else {})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != wanted:
            sys.exit(f"{path}: {answer.status} {text.decode()}")
        return json.loads(text)


def release(application, page, passkey, origin, credential, hashes):
    """Signature activation data for these hashes."""
    asked = application.ask("/csc/v2/credentials/authorize", {
        "credentialID": credential, "numSignatures": len(hashes), "hashes": hashes, "hashAlgorithmOID": SHA256,
        "authData": [],
    }, 202)
    place = f"/signatory/v1/activations/{asked['handle']}"
    challenge = page.ask(place, None, 200)["passkey"]["challenge"]
    page.ask(f"{place}/proof", passkey.answer(challenge, origin), 200)
    return application.ask("/csc/v2/credentials/authorizeCheck", {"handle": asked["handle"]}, 200)["SAD"]


def main():
    url, public, origin, ca, certificate, key, passkey_path, credential, algorithm, size, count, output = sys.argv[1:]
    application, page = Listener(url, ca, (certificate, key)), Listener(public, ca)
    passkey = Passkey(passkey_path)
    size, left = int(size), int(count)
    with open(output, "w", encoding="ascii") as file:
        while left > 0:
            hashes = [base64.b64encode(os.urandom(32)).decode() for _ in range(DOCUMENTS)]
            sad = release(application, page, passkey, origin, credential, hashes)
            for start in range(0, DOCUMENTS, size):
                body = {
                    "credentialID": credential, "SAD": sad, "hashes": hashes[start : start + size],
                    "hashAlgorithmOID": SHA256, "signAlgo": algorithm,
                }
                if left > 0:
                    file.write(json.dumps(body, separators=(",", ":")) + "\n")
                left -= 1
    passkey.keep()


if __name__ == "__main__":
    main()
